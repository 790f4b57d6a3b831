import Source

extension CReader {
  /// Reads what Objective-C adds to C, if it begins at an index.
  ///
  /// - Returns: the index to go on from, or nil where a declaration of C may begin.
  mutating func objectiveC(_ start: Int, _ frame: Frame) -> Int? {
    if let word = signWord(start) { return directive(word, start, prefixed: start, frame) }
    if code.isOperator(start, "-") || code.isOperator(start, "+") {
      // Outside of what is seen to be a container a macro may have opened one.
      let isMethod = frame.scope == .container || frame.scope == .file && startsMethod(start)
      return isMethod ? method(start, frame) : nil
    }
    guard code.kind(start) == .identifier || word(start) != nil else { return nil }
    return enumeration(start, frame) ?? prefixedContainer(start, frame)
  }

  /// The word behind the `@` at an index.
  func signWord(_ index: Int) -> ObjectiveCWord? {
    guard code.isPunctuation(index, "@"), code.kind(index + 1) == .keyword else { return nil }
    return ObjectiveCWord(symbol: code.symbol(index + 1))
  }

  /// Reads a declaration that begins with `@`.
  ///
  /// - Parameter start: where its attributes begin.
  private mutating func directive(
    _ word: ObjectiveCWord, _ sign: Int, prefixed start: Int, _ frame: Frame
  ) -> Int {
    let behind = min(sign + 2, frame.end)
    switch word {
    case .interface, .implementation:
      return container(word, sign, prefixed: start, frame)
    case .protocol:
      guard code.kind(behind) == .identifier || code.kind(behind) == .keyword,
        !code.isPunctuation(behind + 1, ";"), !code.isPunctuation(behind + 1, ",")
      else { return afterSemicolon(behind, before: frame.end) }
      return container(word, sign, prefixed: start, frame)
    case .property: return property(sign, frame)
    case .import: return importedModule(sign, frame)
    case .private: return section(.private, behind)
    case .protected: return section(.protected, behind)
    case .package: return section(.package, behind)
    case .public: return section(.public, behind)
    case .optional, .required:
      frames[frames.count - 1].section = word == .optional ? code.range(sign, behind) : nil
      return behind
    case .class, .compatibility_alias, .dynamic, .synthesize:
      return afterSemicolon(behind, before: frame.end)
    default: return behind
    }
  }

  private mutating func section(_ visibility: Visibility, _ behind: Int) -> Int {
    frames[frames.count - 1].visibility = visibility
    return behind
  }

  private mutating func importedModule(_ sign: Int, _ frame: Frame) -> Int {
    let start = min(sign + 2, frame.end)
    let end = afterSemicolon(start, before: frame.end)
    let nameEnd = code.isPunctuation(end - 1, ";") ? end - 1 : end
    guard nameEnd > start else { return end }
    var entity = entity(
      .import, Specifiers(start: sign, signature: sign), from: sign, name: start,
      signatureEnd: nameEnd, end: end)
    entity.nameRange = code.range(start, nameEnd)
    entity.parent = frame.parent
    entities.append(entity)
    return end
  }

  // MARK: - Containers

  /// Reads a class, a category, a class extension or a protocol whose attributes stand before it.
  private mutating func prefixedContainer(_ start: Int, _ frame: Frame) -> Int? {
    var index = start
    var first = start
    // Longer rows of attributes are not written; the bound keeps broken files linear.
    let limit = min(frame.end, start + 16)
    while index < limit, code.kind(index) == .identifier || word(index)?.isAttribute ?? false {
      let next = index + 1
      let isAlone = next >= limit || !code.isOpen(next, "(")
      guard code.kind(index) == .keyword || code.isMacroLike(index) else { return nil }
      index = isAlone ? next : code.next(next, before: frame.end)
      if isAlone, isRegionMark(code.range(next - 1)) {
        // `NS_ASSUME_NONNULL_BEGIN` belongs to nothing.
        if next == start + 1 { return next }
        first = index
      }
    }
    guard index > start, let word = signWord(index), word.opensContainer else { return nil }
    return directive(word, index, prefixed: first, frame)
  }

  private func isRegionMark(_ name: ByteRange) -> Bool {
    let spelling = code.text.slice(name)
    return spelling.suffix(6).elementsEqual("_BEGIN".utf8)
      || spelling.suffix(4).elementsEqual("_END".utf8)
  }

  /// The index of the `@end` of a container, or of the one that begins before it has ended.
  private func containerEnd(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if let word = signWord(index), word == .end || word.opensContainer {
        let name = code.kind(index + 2)
        let isForward =
          name != .identifier && name != .keyword || code.isPunctuation(index + 3, ";")
          || code.isPunctuation(index + 3, ",")
        if word != .protocol || !isForward { return index }
      }
      index += 1
    }
    return limit
  }

  private mutating func container(
    _ word: ObjectiveCWord, _ sign: Int, prefixed start: Int, _ frame: Frame
  ) -> Int {
    let name = sign + 2
    guard name < frame.end, code.kind(name) == .identifier || code.kind(name) == .keyword else {
      return min(name, frame.end)
    }
    let close = containerEnd(name, before: frame.end)
    let hasEnd = close < frame.end && signWord(close) == .end
    let end = hasEnd ? min(close + 2, frame.end) : close
    var header = header(name + 1, before: close)
    var kind: EntityKind = word == .protocol ? .protocol : header.isExtension ? .extension : .class
    if word == .implementation, header.hasCategory { kind = .extension }
    var specifiers = Specifiers(start: start, signature: sign)
    if start < sign { specifiers.modifiers = attributes(start, before: sign) }
    let isHidden = word == .implementation || header.isExtension && !header.hasCategory
    specifiers.visibility = isHidden ? .internal : .public
    header.end = min(max(header.end, name + 1), end)
    var entity = entity(
      kind, specifiers, from: start, name: name, signatureEnd: header.end,
      end: max(end, header.end))
    if header.end < end { entity.bodyRange = code.range(header.end, end) }
    entity.parent = frame.parent
    entities.append(entity)
    frames.append(
      Frame(
        end: close, scope: .container, parent: entities.count - 1,
        visibility: specifiers.visibility))
    guard header.end < close, code.isOpen(header.end, "{") else { return header.end }
    frames.append(
      Frame(
        end: code.closer(of: header.end, before: close), scope: .members,
        parent: entities.count - 1, visibility: isHidden ? .private : .protected))
    return header.end + 1
  }

  private struct Header {
    /// The index behind it.
    var end: Int
    /// Whether parentheses stand behind the name, and a category's name in them.
    var isExtension = false
    var hasCategory = false
  }

  /// Reads what stands between the name of a container and its first member: type parameters, the
  /// category, the superclass and the protocols.
  private func header(_ start: Int, before limit: Int) -> Header {
    var header = Header(end: start)
    func skipAngles() {
      guard header.end < limit else { return }
      if code.isOpen(header.end, "<") {
        header.end = code.next(header.end, before: limit)
      } else if code.isOperator(header.end, "<") {
        while header.end < limit, !code.isOperator(header.end, ">"), !code.isOpen(header.end, "{"),
          !code.isPunctuation(header.end, "@")
        {
          header.end += 1
        }
        if header.end < limit, code.isOperator(header.end, ">") { header.end += 1 }
      }
    }
    skipAngles()
    if header.end < limit, code.isOpen(header.end, "(") {
      header.isExtension = true
      let behind = code.next(header.end, before: limit)
      header.hasCategory = behind > header.end + 2
      header.end = behind
    } else if header.end + 1 < limit, code.isPunctuation(header.end, ":") {
      header.end += 2
      skipAngles()
    }
    skipAngles()
    return header
  }

  /// The attributes between two indices, each with its arguments.
  private func attributes(_ start: Int, before end: Int) -> [ByteRange] {
    var result: [ByteRange] = []
    var index = start
    while index < end {
      var next = index + 1
      if next < end, code.isOpen(next, "(") { next = code.next(next, before: end) }
      result.append(code.range(index, next))
      index = next
    }
    return result
  }

  // MARK: - Enumerations

  /// Reads `NS_ENUM(type, Name) { … }` and what is written like it.
  private mutating func enumeration(_ start: Int, _ frame: Frame) -> Int? {
    let macro = word(start) == .typedef ? start + 1 : start
    let open = macro + 1
    guard open < frame.end, code.kind(macro) == .identifier, code.isOpen(open, "("),
      isEnumerationMacro(code.range(macro))
    else { return nil }
    let body = code.next(open, before: frame.end)
    guard body < frame.end, code.isOpen(body, "{") else { return nil }
    let close = code.closer(of: body, before: frame.end)
    var end = min(close + 1, frame.end)
    // Attributes may stand before the `;`.
    while end < frame.end, code.kind(end) == .identifier || word(end)?.isAttribute ?? false {
      end = code.isOpen(end + 1, "(") ? code.next(end + 1, before: frame.end) : end + 1
    }
    if end < frame.end, code.isPunctuation(end, ";") {
      end += 1
    } else {
      end = min(close + 1, frame.end)
    }
    var parent = frame.parent
    let name = body - 2
    if name > open + 1, code.kind(name) == .identifier {
      var entity = entity(
        .enum, Specifiers(start: start, signature: start), from: start, name: name,
        signatureEnd: body, end: max(end, body + 1))
      entity.bodyRange = code.range(body, max(min(close + 1, frame.end), body + 1))
      entity.parent = frame.parent
      entities.append(entity)
      parent = entities.count - 1
    }
    frames.append(Frame(end: close, scope: .enumerators, parent: parent))
    return body + 1
  }

  /// Whether a macro is spelt as those that make an enumeration: `NS_OPTIONS`, `CF_CLOSED_ENUM`.
  private func isEnumerationMacro(_ name: ByteRange) -> Bool {
    let spelling = code.text.slice(name)
    return spelling.suffix(5).elementsEqual("_ENUM".utf8)
      || spelling.suffix(8).elementsEqual("_OPTIONS".utf8)
  }
}

import Source

/// Methods, values and types without a body. Each function gets the index of the keyword and returns
/// the index to go on from.
extension ScalaReader {
  mutating func definition(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, isName(name) || word(name) == .this else { return keyword + 1 }
    let column = column(prefix, keyword)
    var parameters: [Parameter] = []
    var index = name + 1
    while index < frame.end, code.isOpen(index, "(") || code.isOpen(index, "["),
      !startsLine(index) || self.column(index) > (column == .max ? self.column(keyword) : column)
    {
      if code.isOpen(index, "(") { parameters += self.parameters(index, before: frame.end) }
      index = code.next(index, before: frame.end)
    }
    let type = result(&index, column, before: frame.end)
    let kind: EntityKind =
      word(name) == .this
      ? .initializer : frame.scope == .file || frame.scope == .code ? .function : .method
    var entity = out.entity(
      kind, prefix, name: self.name(name), signatureEnd: min(index, frame.end),
      end: min(index, frame.end), frame)
    entity.parameters = parameters
    if let type { entity.returnType = code.range(type.lowerBound, type.upperBound) }
    guard index < frame.end else { return out.add(entity, holding: index, to: index, scope: .code) }
    if code.isOpen(index, "{"), type == nil {
      return out.add(entity, block: index, frame, scope: .code)
    }
    guard code.isOperator(index, "="), index + 1 < frame.end else {
      return out.add(entity, holding: index, to: index, scope: .code)
    }
    return add(
      entity, value: index + 1, to: afterValue(index + 1, column, before: frame.end))
  }

  /// Reads `: Type`, if it stands at the index.
  private func result(_ index: inout Int, _ column: Int32, before limit: Int) -> Range<Int>? {
    guard index + 1 < limit, code.isPunctuation(index, ":"), !startsAnew(index, column) else {
      return nil
    }
    let start = index + 1
    let end = afterType(start, column, before: limit)
    index = max(end, start)
    return end > start ? start..<end : nil
  }

  /// The index behind a type: before `=`, `;` or the next declaration.
  private func afterType(_ start: Int, _ column: Int32, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if index > start, startsAnew(index, column) { return index }
      switch code.kind(index) {
      case .close: return index
      case .operator where code.isOperator(index, "="): return index
      case .punctuation where code.isPunctuation(index, ";") || code.isPunctuation(index, ","):
        return index
      case .keyword:
        switch word(index) {
        case .def, .val, .var, .class, .object, .trait: return index
        default: break
        }
      default: break
      }
      index = code.next(index, before: limit)
    }
    return limit
  }

  /// Adds an entity with the expression from `start` to `end`.
  mutating func add(_ entity: Entity, value start: Int, to end: Int) -> Int {
    var entity = entity
    guard start < end else { return out.add(entity, holding: start, to: start, scope: .code) }
    entity.bodyRange = code.range(start, end)
    entity.range = ByteRange(entity.range.start, max(code.end(end - 1), entity.range.end))
    return out.add(entity, holding: start, to: end, scope: .code)
  }

  mutating func alias(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, isName(name), !startsLine(name) else { return keyword + 1 }
    let end = afterValue(name, column(prefix, keyword), before: frame.end)
    let entity = out.entity(
      .typealias, prefix, name: self.name(name), signatureEnd: end, end: end, frame)
    return out.add(entity, holding: end, to: end, scope: .code)
  }

  /// `val a, b: C = d` or `val (a, b) = c`.
  mutating func values(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let column = column(prefix, keyword)
    var index = keyword + 1
    var names: [Int] = []
    while index < frame.end, isName(index) || code.isOpen(index, "(") {
      names += boundNames(index, before: frame.end)
      index = code.next(index, before: frame.end)
      // `val A(b) = c`
      if index < frame.end, code.isOpen(index, "("), !startsLine(index) {
        names.removeLast(min(1, names.count))
        names += boundNames(index, before: frame.end)
        index = code.next(index, before: frame.end)
      }
      guard index + 1 < frame.end, code.isPunctuation(index, ",") else { break }
      index += 1
    }
    guard let first = names.first else { return max(index, keyword + 1) }
    let nameEnd = index
    let type = result(&index, column, before: frame.end)
    let signatureEnd = min(index, frame.end)
    var end = signatureEnd
    var value: Int?
    if index + 1 < frame.end, code.isOperator(index, "=") {
      value = index + 1
      end = max(afterValue(index + 1, column, before: frame.end), index + 1)
    }
    for name in names {
      let isFirst = name == first
      var own = isFirst ? prefix : Prefix(start: name)
      if !isFirst { (own.visibility, own.modifiers) = (prefix.visibility, prefix.modifiers) }
      var entity = out.entity(
        .property, own, name: self.name(name),
        signatureEnd: isFirst ? max(signatureEnd, nameEnd) : name + 1,
        end: isFirst ? end : name + 1, frame)
      if isFirst, let type { entity.returnType = code.range(type.lowerBound, type.upperBound) }
      if isFirst, let value, value < end { entity.bodyRange = code.range(value, end) }
      out.entities.append(entity)
    }
    guard let value, value < end else { return max(end, keyword + 1) }
    out.frames.append(
      Frame(
        end: end, scope: .code,
        parent: names.count == 1 ? out.entities.count - 1 : frame.parent, visibility: .private))
    return value
  }

  /// The names that a pattern binds: an identifier but `_`, or those of a group that are no extractors.
  private func boundNames(_ index: Int, before limit: Int) -> [Int] {
    guard code.kind(index) == .open else {
      let isWildcard =
        code.length(index) == 1 && code.text.bytes[code.start(index)] == UInt8(ascii: "_")
      return isWildcard ? [] : [index]
    }
    let close = code.closer(of: index, before: limit)
    // Longer patterns are not written; the bound keeps broken files linear.
    return (index + 1..<max(min(close, index + 256), index + 1)).filter {
      guard code.kind($0) == .identifier, code.symbol($0) == 0 else { return false }
      let letter = code.text.bytes[code.start($0)]
      return letter.isLetter && letter & 32 != 0 && !code.isPunctuation($0 - 1, ":")
        && !code.isPunctuation($0 - 1, ".") && !code.isPunctuation($0 + 1, ".")
        && !code.isOpen($0 + 1, "(")
    }
  }

  // MARK: - Parameters

  /// The parameters between parentheses.
  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    let close = code.closer(of: open, before: limit)
    var result: [Parameter] = []
    var index = open + 1
    while index < close {
      let start = index
      while index < close, isParameterModifier(index) {
        let isAnnotation = code.isPunctuation(index, "@")
        index += 1
        if isAnnotation {
          index += 1
          while index + 1 < close, code.isPunctuation(index, ".") { index += 2 }
          while index < close, code.kind(index) == .open { index = code.next(index, before: close) }
        } else if index < close, code.isOpen(index, "[") {
          index = code.next(index, before: close)
        }
      }
      if index + 1 < close, isName(index), code.isPunctuation(index + 1, ":") {
        var parameter = Parameter(name: name(index))
        let type = index + 2
        index = afterPart(type, before: close)
        if type < index { parameter.type = code.range(type, index) }
        if index + 1 < close, code.isOperator(index, "=") {
          let value = index + 1
          index = value
          while index < close, !code.isPunctuation(index, ",") {
            index = code.next(index, before: close)
          }
          if value < index { parameter.defaultValue = code.range(value, index) }
        }
        result.append(parameter)
      } else if word(open + 1) == .using {
        // `using A` has no name.
        let end = afterPart(index, before: close)
        if index < end {
          let type = code.range(index, end)
          result.append(Parameter(name: ByteRange(type.start, type.start), type: type))
        }
        index = end
      }
      while index < close, !code.isPunctuation(index, ",") {
        index = code.next(index, before: close)
      }
      index = max(index, start) + 1
    }
    return result
  }

  private func isParameterModifier(_ index: Int) -> Bool {
    if code.isPunctuation(index, "@") { return true }
    guard let word = word(index) else { return false }
    if word == .val || word == .var || word.isModifier { return true }
    return (word == .using || word.isSoftModifier) && !code.isPunctuation(index + 1, ":")
  }

  /// The index of the `,` or `=` behind a type.
  private func afterPart(_ start: Int, before close: Int) -> Int {
    var index = start
    while index < close, !code.isPunctuation(index, ","), !code.isOperator(index, "=") {
      index = code.next(index, before: close)
    }
    return min(index, close)
  }
}

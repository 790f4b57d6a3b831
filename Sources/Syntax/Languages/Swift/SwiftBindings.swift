import Source

/// Variables, constants and the cases of enumerations: several may share one declaration.
extension SwiftReader {
  mutating func bindings(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let isLet = code.symbol(keyword) == SwiftWord.let.rawValue
    let kind: EntityKind = frame.scope != .file ? .property : isLet ? .constant : .variable
    var index = keyword + 1
    var prefix = prefix
    var end = keyword + 1
    // What an initial value or accessor declares belongs to the first name of its pattern.
    var inner: [Frame] = []
    while index < frame.end {
      let names = self.names(index, before: frame.end)
      guard let last = names.last else { break }
      let binding = self.binding(
        code.isOpen(index, "(") ? code.next(index, before: frame.end) : last + 1, frame)
      inner.append(
        Frame(end: binding.end, scope: .code, parent: entities.count, visibility: .private))
      for name in names {
        var entity = entity(
          kind, prefix, name: nameRange(name), signatureEnd: binding.signatureEnd,
          end: binding.end, frame)
        entity.returnType = binding.type
        entity.bodyRange = binding.body
        entity.parent = frame.parent
        entities.append(entity)
      }
      end = binding.end
      guard code.isPunctuation(end, ","), end + 1 < frame.end else { break }
      index = end + 1
      prefix = Prefix(
        start: index, signature: index, visibility: prefix.visibility, modifiers: prefix.modifiers)
    }
    frames += inner.reversed()
    return keyword + 1
  }

  /// The names that a pattern binds: one, or those of a tuple.
  private func names(_ index: Int, before limit: Int) -> [Int] {
    func isName(_ index: Int) -> Bool {
      code.kind(index) == .identifier
        && (code.length(index) > 1 || code.text.bytes[code.start(index)] != UInt8(ascii: "_"))
    }
    if isName(index) { return [index] }
    guard code.isOpen(index, "(") else { return [] }
    let close = code.closer(of: index, before: limit)
    return (index + 1..<max(close, index + 1)).filter {
      isName($0) && !code.isPunctuation($0 + 1, ":")
    }
  }

  private struct Binding {
    var type: ByteRange?
    var body: ByteRange?
    /// The indices behind the last token of the signature and of all.
    var signatureEnd: Int
    var end: Int
  }

  /// Reads type, initial value and accessors from behind the name.
  private func binding(_ start: Int, _ frame: Frame) -> Binding {
    var index = start
    var result = Binding(signatureEnd: start, end: start)
    if index < frame.end, code.isPunctuation(index, ":") {
      let end = afterType(index + 1, before: frame.end)
      if end > index + 1 { result.type = code.range(index + 1, end) }
      index = max(end, index + 1)
      result.signatureEnd = index
      result.end = index
    }
    guard index < frame.end else { return result }
    if code.isOperator(index, "=") {
      let end = afterValue(index + 1, before: frame.end)
      if end > index + 1 { result.body = code.range(index + 1, end) }
      result.end = max(end, index + 1)
    } else if code.isOpen(index, "{") {
      let end = code.next(index, before: frame.end)
      result.end = end
      if frame.scope == .protocol {
        result.signatureEnd = end
      } else {
        result.body = code.range(index, max(end, index + 1))
      }
    }
    return result
  }

  /// The index behind an initial value and the accessors after it.
  private func afterValue(_ start: Int, before limit: Int) -> Int {
    var index = start
    var strings = 0
    while index < limit {
      if index > start, startsAnew(index) { return index }
      switch code.kind(index) {
      case .close: return index
      case .stringStart: strings += 1
      case .stringEnd: strings -= 1
      case .punctuation:
        let symbol = code.symbol(index)
        if symbol == UInt8(ascii: ";") { return index }
        // `Dictionary<Int, String>()` holds a comma too; a name and its type or value follow here.
        if symbol == UInt8(ascii: ","), strings <= 0, code.kind(index + 1) == .identifier,
          code.isPunctuation(index + 2, ":") || code.isOperator(index + 2, "=")
        {
          return index
        }
      default: break
      }
      index = code.next(index, before: limit)
    }
    return limit
  }

  mutating func cases(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var index = keyword + 1
    var prefix = prefix
    while index < frame.end,
      code.kind(index) == .identifier || code.kind(index) == .keyword && !startsAnew(index)
    {
      let name = index
      index += 1
      var parameters: [Parameter] = []
      if index < frame.end, code.isOpen(index, "("), !startsAnew(index) {
        parameters = self.parameters(index, before: frame.end, isCase: true)
        index = code.next(index, before: frame.end)
      }
      let signatureEnd = index
      var value: ByteRange?
      if index < frame.end, code.isOperator(index, "=") {
        let end = afterRawValue(index + 1, before: frame.end)
        if end > index + 1 { value = code.range(index + 1, end) }
        index = max(end, index + 1)
      }
      // The signature leaves out `case`, so that it is the same alone and in a list.
      prefix.signature = name
      var entity = entity(
        .enumCase, prefix, name: nameRange(name), signatureEnd: signatureEnd, end: index, frame)
      entity.visibility = frame.cases
      entity.parameters = parameters
      entity.bodyRange = value
      entity.parent = frame.parent
      entities.append(entity)
      guard code.isPunctuation(index, ","), index + 1 < frame.end else { break }
      index += 1
      prefix = Prefix(start: index, signature: index, modifiers: prefix.modifiers)
    }
    return max(index, keyword + 1)
  }

  private func afterRawValue(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if index > start, startsAnew(index) || code.isPunctuation(index, ",") { return index }
      if code.kind(index) == .close || code.isPunctuation(index, ";") { return index }
      index = code.next(index, before: limit)
    }
    return limit
  }
}

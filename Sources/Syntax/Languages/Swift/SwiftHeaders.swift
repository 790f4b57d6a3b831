import Source

/// The parts of declarations: where they end, generics, parameters.
extension SwiftReader {
  /// What follows a declaration's name and parameters.
  struct Header {
    /// The type behind `->`.
    var returnType: ByteRange?
    /// The brace that opens the body.
    var body: Int?
    /// The `=` before a definition.
    var definition: Int?
    /// The index behind the last token of the header, the body not included.
    var end: Int
  }

  /// Reads from behind the parameters (or a type's name) to the body or the declaration's end.
  func header(_ start: Int, before limit: Int) -> Header {
    var index = start
    var arrow: Int?
    var whereClause: Int?
    var result = Header(end: start)
    loop: while index < limit {
      switch code.kind(index) {
      case .open where code.symbol(index) == UInt8(ascii: "{"):
        result.body = index
        break loop
      case .open:
        if startsAnew(index) { break loop }
        index = code.next(index, before: limit)
        continue loop
      case .close: break loop
      case .punctuation where code.symbol(index) == UInt8(ascii: ";"): break loop
      default: break
      }
      if startsAnew(index) { break }
      if isArrow(index), arrow == nil, result.definition == nil { arrow = index }
      if code.kind(index) == .keyword, code.symbol(index) == SwiftWord.where.rawValue,
        whereClause == nil
      {
        whereClause = index
      }
      if code.isOperator(index, "="), result.definition == nil { result.definition = index }
      index += 1
    }
    result.end = max(index, start)
    if let arrow, arrow + 1 < result.end {
      let end = min(whereClause ?? result.end, result.definition ?? result.end)
      if arrow + 1 < end { result.returnType = code.range(arrow + 1, end) }
    }
    return result
  }

  func isArrow(_ index: Int) -> Bool { code.isOperator(index, "-", ">") }

  /// Whether a token begins a line and what stands before it is complete, so that it begins
  /// something else.
  func startsAnew(_ index: Int) -> Bool {
    code.flags(index).contains(.startsLine) && !awaitsMore(index - 1) && !continues(index)
  }

  /// Whether what ends with this token is incomplete.
  private func awaitsMore(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .punctuation: return code.symbol(index) != UInt8(ascii: ";")
    case .stringStart, .stringMiddle: return true
    case .operator:
      // Spaced on both sides, the line end being the second.
      return code.flags(index).contains(.spaceBefore) || isArrow(index)
        || code.isOperator(index, "=")
    case .keyword:
      switch SwiftWord(rawValue: code.symbol(index)) {
      case .where, .in, .as, .is, .try, .return, .else, .throw, .let, .var, .func, .case, .if,
        .switch:
        return true
      default: return false
      }
    case .identifier: return code.symbol(index) == SwiftWord.await.rawValue
    default: return false
    }
  }

  /// Whether a token at the start of a line goes on with what stands before it.
  private func continues(_ index: Int) -> Bool {
    switch code.kind(index) {
    case .punctuation:
      let symbol = code.symbol(index)
      return symbol == UInt8(ascii: ".") || symbol == UInt8(ascii: ",")
        || symbol == UInt8(ascii: ":")
    case .open: return code.symbol(index) == UInt8(ascii: "{")
    case .stringMiddle, .stringEnd: return true
    case .operator:
      return isArrow(index) || code.isOperator(index, "=") || code.isOperator(index, "<")
        || code.flags(index + 1).contains(.spaceBefore)
    case .keyword:
      switch SwiftWord(rawValue: code.symbol(index)) {
      case .where, .throws, .rethrows, .as, .is, .else, .catch, .in: return true
      default: return false
      }
    case .identifier:
      let symbol = code.symbol(index)
      return (symbol == SwiftWord.async.rawValue || symbol == SwiftWord.reasync.rawValue)
        && code.kind(index - 1) == .close
    default: return false
    }
  }

  /// The index behind the generic parameters or arguments that begin in the operator at an index;
  /// the index itself when they are not closed.
  func afterGenerics(_ start: Int, before limit: Int) -> Int {
    var depth = 0
    var index = start
    // Longer lists are not written; the bound keeps broken files linear.
    let end = min(limit, start + 4096)
    while index < end {
      switch code.kind(index) {
      case .operator:
        depth += angles(index)
        if depth <= 0 { return index + 1 }
      case .open:
        if code.symbol(index) == UInt8(ascii: "{") { return start }
        index = code.next(index, before: limit)
        continue
      case .close: return start
      case .punctuation where code.symbol(index) == UInt8(ascii: ";"): return start
      default: break
      }
      index += 1
    }
    return start
  }

  /// How many angle brackets an operator opens, less those it closes.
  func angles(_ index: Int) -> Int {
    if isArrow(index) { return 0 }
    var depth = 0
    for offset in code.start(index)..<code.end(index) {
      let byte = code.text.bytes[offset]
      if byte == UInt8(ascii: "<") { depth += 1 }
      if byte == UInt8(ascii: ">") { depth -= 1 }
    }
    return depth
  }

  /// The bytes of a name, without the backticks around it.
  func nameRange(_ index: Int) -> ByteRange {
    let range = code.range(index)
    guard range.count > 2, code.text.bytes[range.start] == UInt8(ascii: "`") else { return range }
    return ByteRange(range.start + 1, range.end - 1)
  }

  /// The index behind a type that begins at `start`: before `,`, `=`, a brace, `;` or the next
  /// declaration.
  func afterType(_ start: Int, before limit: Int) -> Int {
    var depth = 0
    var index = start
    while index < limit {
      switch code.kind(index) {
      case .open:
        if code.symbol(index) == UInt8(ascii: "{") { return index }
        if index > start, startsAnew(index) { return index }
        index = code.next(index, before: limit)
        continue
      case .close: return index
      case .punctuation:
        let symbol = code.symbol(index)
        if symbol == UInt8(ascii: ";") { return index }
        if symbol == UInt8(ascii: ","), depth <= 0 { return index }
      case .operator:
        if code.isOperator(index, "="), depth <= 0 { return index }
        depth += angles(index)
      default: break
      }
      if index > start, startsAnew(index) { return index }
      index += 1
    }
    return limit
  }

  /// The parameters between parentheses.
  ///
  /// - Parameter isCase: whether they are the associated values of a case, which need no name.
  func parameters(_ open: Int, before limit: Int, isCase: Bool = false) -> [Parameter] {
    let close = code.closer(of: open, before: limit)
    var result: [Parameter] = []
    var index = open + 1
    while index < close {
      let (parameter, next) = self.parameter(index, before: close, isCase: isCase)
      if let parameter { result.append(parameter) }
      index = next
    }
    return result
  }

  private func parameter(_ start: Int, before close: Int, isCase: Bool) -> (Parameter?, Int) {
    var index = start
    while index < close, code.isPunctuation(index, "@") {
      index += 2
      if code.isOpen(index, "("), !code.flags(index).contains(.spaceBefore) {
        index = code.next(index, before: close)
      }
    }
    var names: [Int] = []
    var type = index
    while index < close, isName(index), names.count < 3 {
      names.append(index)
      index += 1
    }
    let isNamed = !names.isEmpty && code.isPunctuation(index, ":")
    if isNamed { type = index + 1 }
    guard isNamed || isCase, type < close else {
      return (nil, endOfArgument(max(index, start + 1), before: close))
    }
    let typeEnd = max(afterParameterType(type, before: close), type)
    var parameter = Parameter(name: ByteRange(code.start(type), code.start(type)))
    if isNamed, let name = names.last {
      parameter.name = nameRange(name)
      if names.count > 1 { parameter.label = nameRange(names[names.count - 2]) }
    }
    if typeEnd > type { parameter.type = code.range(type, typeEnd) }
    index = typeEnd
    if index < close, code.isOperator(index, "=") {
      let end = endOfDefault(index + 1, before: close)
      if end > index + 1 { parameter.defaultValue = code.range(index + 1, end) }
      index = end
    }
    return (parameter, max(index, start) + 1)
  }

  private func isName(_ index: Int) -> Bool {
    code.kind(index) == .identifier
      || code.kind(index) == .keyword && !code.isPunctuation(index - 1, ".")
  }

  /// The index behind a parameter's type; line ends do not matter there.
  private func afterParameterType(_ start: Int, before close: Int) -> Int {
    var depth = 0
    var index = start
    while index < close {
      if code.kind(index) == .operator {
        if code.isOperator(index, "="), depth <= 0 { return index }
        depth += angles(index)
      } else if code.isPunctuation(index, ","), depth <= 0 {
        return index
      }
      index = code.next(index, before: close)
    }
    return close
  }

  /// The index of the comma behind a default value: one that a name and a colon follow.
  private func endOfDefault(_ start: Int, before close: Int) -> Int {
    var index = start
    var strings = 0
    while index < close {
      switch code.kind(index) {
      case .stringStart: strings += 1
      case .stringEnd: strings -= 1
      case .punctuation where code.symbol(index) == UInt8(ascii: ",") && strings <= 0:
        var next = index + 1
        if code.isPunctuation(next, "@") { return index }
        while next < close, isName(next), next < index + 3 { next += 1 }
        if next > index + 1, code.isPunctuation(next, ":") { return index }
      default: break
      }
      index = code.next(index, before: close)
    }
    return close
  }

  private func endOfArgument(_ start: Int, before close: Int) -> Int {
    var index = start
    while index < close, !code.isPunctuation(index, ",") { index = code.next(index, before: close) }
    return min(index + 1, close)
  }
}

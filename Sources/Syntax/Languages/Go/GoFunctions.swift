import Source

/// Functions and methods.
extension GoReader {
  mutating func function(_ keyword: Int, _ frame: Frame) -> Int {
    var name = keyword + 1
    var receiver: Int?
    if name < frame.end, code.isOpen(name, "(") {
      receiver = name
      name = code.next(name, before: frame.end)
    }
    guard name < frame.end, code.kind(name) == .identifier else { return keyword + 1 }
    var index = name + 1
    if index < frame.end, code.isOpen(index, "[") { index = code.next(index, before: frame.end) }
    var parameters: [Parameter] = []
    if index < frame.end, code.isOpen(index, "(") {
      parameters = self.parameters(index, before: frame.end)
      index = code.next(index, before: frame.end)
    }
    let results = index
    index = afterResults(results, before: frame.end)
    let hasBody = index < frame.end && code.isOpen(index, "{")
    let close = hasBody ? code.closer(of: index, before: frame.end) : index
    let end = hasBody ? max(min(close + 1, frame.end), index + 1) : index
    let documentation = code.documentation(above: keyword, plain: true)
    let start = documentation?.start ?? code.start(keyword)
    var entity = Entity(
      kind: receiver == nil ? .function : .method, range: ByteRange(start, code.end(end - 1)),
      nameRange: code.range(name), signatureRange: code.range(keyword, index),
      docRange: documentation, visibility: visibility(name, frame))
    if let receiver {
      let type = typeName(receiver + 1, before: code.closer(of: receiver, before: name))
      entity.qualifiers = type.map { [code.range($0)] } ?? []
    } else if isTest(name, parameters) {
      entity.kind = .test
    }
    entity.parameters = parameters
    if results < index { entity.returnType = code.range(results, index) }
    entity.parent = frame.parent
    if hasBody { entity.bodyRange = code.range(index, end) }
    entities.append(entity)
    guard hasBody else { return end }
    frames.append(Frame(end: close, scope: .code, parent: entities.count - 1, isLocal: true))
    return index + 1
  }

  /// The index of the body, or behind the results where there is none.
  private func afterResults(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit {
      if isStatementEnd(before: index) || code.isPunctuation(index, ";") { return index }
      if code.kind(index) == .close || code.isOpen(index, "{") { return index }
      if opensMembers(index) != nil { index += 1 }
      index = code.next(index, before: limit)
    }
    return limit
  }

  /// The parameters between parentheses. Either all have a name, and those without a type that of the
  /// next, or none has.
  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    let pieces = code.pieces(open + 1, before: code.closer(of: open, before: limit))
    guard pieces.contains(where: isNamed) else {
      return pieces.map {
        let type = code.range($0.lowerBound, $0.upperBound)
        return Parameter(name: ByteRange(type.end, type.end), type: type)
      }
    }
    var type: ByteRange?
    var result: [Parameter] = []
    for piece in pieces.reversed() {
      if piece.count > 1 { type = code.range(piece.lowerBound + 1, piece.upperBound) }
      result.append(Parameter(name: code.range(piece.lowerBound), type: type))
    }
    return result.reversed()
  }

  /// Whether a parameter is a name with a type behind it.
  private func isNamed(_ piece: Range<Int>) -> Bool {
    let next = piece.lowerBound + 1
    guard code.kind(piece.lowerBound) == .identifier, next < piece.upperBound else { return false }
    if code.isPunctuation(next, ".") { return false }
    guard code.isOpen(next, "[") else { return true }
    // `T[int]` ends with its bracket, `a [5]int` and `a []int` do not.
    return code.next(next, before: piece.upperBound) < piece.upperBound
  }

  /// Whether `go test` runs the function: `TestName(*testing.T)` and its like.
  private func isTest(_ name: Int, _ parameters: [Parameter]) -> Bool {
    guard parameters.count == 1, let type = parameters[0].type else { return false }
    let prefix: String
    switch code.text.string(type) {
    case "*testing.T": prefix = "Test"
    case "*testing.B": prefix = "Benchmark"
    case "*testing.F": prefix = "Fuzz"
    default: return false
    }
    let spelling = code.text.slice(code.range(name))
    guard spelling.starts(with: prefix.utf8) else { return false }
    guard let next = spelling.dropFirst(prefix.utf8.count).first else { return true }
    return !(next &- 97 < 26)
  }
}

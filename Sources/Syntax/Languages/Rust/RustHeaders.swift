import Source

/// The parts of items: where they end, and parameters.
extension RustReader {
  /// What follows an item's name and parameters.
  struct Header {
    /// The type behind `->`.
    var returnType: ByteRange?
    /// The brace that opens the body.
    var body: Int?
    /// The `=` before a definition.
    var definition: Int?
    /// The index behind the last token of the header: of the body, `=`, `;` or the scope's end.
    var end: Int
  }

  /// Reads from behind the parameters (or an item's name) to the body or the item's end.
  func header(_ start: Int, before limit: Int) -> Header {
    var result = Header(end: start)
    var depth = 0
    var arrow: Int?
    var clause: Int?
    var index = start
    loop: while index < limit {
      switch code.kind(index) {
      case .open where code.symbol(index) == UInt8(ascii: "{") && depth <= 0:
        result.body = index
        break loop
      case .close: break loop
      case .punctuation where code.symbol(index) == UInt8(ascii: ";"): break loop
      case .operator:
        depth += code.angles(index)
        if depth <= 0, endsWithEquals(index) {
          result.definition = index
          break loop
        }
        if depth <= 0, arrow == nil, clause == nil, code.isOperator(index, "-", ">") {
          arrow = index
        }
      case .keyword where word(index) == .where && clause == nil: clause = index
      default: break
      }
      index = code.next(index, before: limit)
    }
    result.end = index
    if let arrow, arrow + 1 < (clause ?? index) {
      result.returnType = code.range(arrow + 1, clause ?? index)
    }
    return result
  }

  /// `=`, alone or run together with the `>` before it.
  private func endsWithEquals(_ index: Int) -> Bool {
    if code.isOperator(index, "=") { return true }
    return code.symbol(index) == UInt8(ascii: ">")
      && code.text.bytes[code.end(index) - 1] == UInt8(ascii: "=")
  }

  /// The index of the `;` that ends an item, or of the end of its scope.
  func semicolon(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, !code.isPunctuation(index, ";"), code.kind(index) != .close {
      index = code.next(index, before: limit)
    }
    return min(index, limit)
  }

  /// The index behind a `;` where one stands, else the index itself.
  func afterSemicolon(_ index: Int, before limit: Int) -> Int {
    index < limit && code.isPunctuation(index, ";") ? index + 1 : index
  }

  /// The index of the comma behind a field, or of the end of its scope.
  func comma(_ start: Int, before limit: Int) -> Int {
    var depth = 0
    var isValue = false
    var index = start
    while index < limit, code.kind(index) != .close {
      // In a value, as that of `A = 1 << 2`, they are no brackets.
      if code.isOperator(index, "=") { (isValue, depth) = (true, 0) }
      if !isValue { depth += code.angles(index) }
      if depth <= 0, code.isPunctuation(index, ",") { return index }
      index = code.next(index, before: limit)
    }
    return min(index, limit)
  }

  // MARK: - Parameters

  func parameters(_ open: Int, before limit: Int) -> [Parameter] {
    code.pieces(open + 1, before: code.closer(of: open, before: limit), angled: true)
      .compactMap(parameter)
  }

  private func parameter(_ piece: Range<Int>) -> Parameter? {
    let end = piece.upperBound
    var start = piece.lowerBound
    while code.isPunctuation(start, "#"), code.isOpen(start + 1, "[") {
      start = code.next(start + 1, before: end)
    }
    guard start < end else { return nil }
    var colon = start
    while colon < end, !code.isPunctuation(colon, ":") { colon = code.next(colon, before: end) }
    var name = start
    while name < colon, word(name) == .mut || word(name) == .ref { name += 1 }
    if colon < end, name < colon {
      return Parameter(
        name: code.range(name, colon), type: colon + 1 < end ? code.range(colon + 1, end) : nil)
    }
    let whole = code.range(start, end)
    if word(end - 1) == .self {
      // The type of `&mut self` is what stands there.
      return Parameter(name: code.range(end - 1), type: end - 1 > start ? whole : nil)
    }
    if code.kind(start) == .operator, start + 1 == end, code.length(start) == 3 {
      return Parameter(name: whole)
    }
    return Parameter(name: ByteRange(whole.end, whole.end), type: whole)
  }

  /// The fields of a tuple, which have types alone.
  func tupleFields(_ open: Int, before limit: Int) -> [Parameter] {
    code.pieces(open + 1, before: code.closer(of: open, before: limit), angled: true)
      .compactMap { piece in
        var prefix = Prefix(start: piece.lowerBound, signature: piece.lowerBound)
        let type = readPrefix(piece.lowerBound, &prefix, before: piece.upperBound)
        guard type < piece.upperBound else { return nil }
        let range = code.range(type, piece.upperBound)
        return Parameter(name: ByteRange(range.end, range.end), type: range)
      }
  }
}

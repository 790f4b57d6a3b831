import Source

extension CodeTokens {
  /// Reads one name of an enumeration of C or C++, with its value.
  ///
  /// - Parameter templates: where angle brackets may stand in the value.
  /// - Returns: the entity without its parent, if one begins at the index, and the index to go on from.
  func enumerator(
    _ index: Int, before limit: Int, templates: AngleBrackets? = nil
  ) -> (entity: Entity?, next: Int) {
    guard kind(index) == .identifier else { return (nil, next(index, before: limit)) }
    let nameEnd = index + 1
    // A macro that makes enumerators.
    if nameEnd < limit, isOpen(nameEnd, "(") { return (nil, next(nameEnd, before: limit)) }
    var end = afterAttributes(nameEnd, before: limit)
    while end < limit, isOpen(end, "[") { end = next(end, before: limit) }
    var value: ByteRange?
    if end < limit, isOperator(end, "=") {
      let start = end + 1
      end = start
      while end < limit, !isPunctuation(end, ",") {
        let behind = templates?.after(end, before: limit) ?? end
        end = behind > end ? behind : next(end, before: limit)
      }
      if end > start { value = range(start, end) }
    }
    let documentation = documentation(above: index, plain: true)
    let entity = Entity(
      kind: .enumCase,
      range: ByteRange(documentation?.start ?? start(index), self.end(max(end, nameEnd) - 1)),
      nameRange: range(index), signatureRange: range(index, nameEnd), bodyRange: value,
      docRange: documentation, visibility: .public)
    return (entity, max(end, nameEnd))
  }
}

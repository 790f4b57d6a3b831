/// JSX.
extension ECMAScriptLexer {
  /// Whether `<` where a value is expected begins an element: `<name`, `<>`; not the type parameters
  /// of an arrow function, as in `<T,>(x: T) => x`.
  mutating func beginsElement() -> Bool {
    let next = cursor.peek()
    if next == UInt8(ascii: ">") { return true }
    guard next.isIdentifierStart || next == UInt8(ascii: "$") else { return false }
    let start = cursor.position + 1
    var index = start
    func byte(_ index: Int) -> UInt8 { index < cursor.count ? cursor.base[index] : 0 }
    while Self.isNamePart(byte(index)) { index += 1 }
    let name = start..<index
    while byte(index).isBlank || byte(index) == 10 { index += 1 }
    if byte(index) == UInt8(ascii: ",") || byte(index) == UInt8(ascii: "=") { return false }
    if byte(index) == UInt8(ascii: ">") {
      // `<T>(x: T) => x` is a type where types stand, `<b>(text)</b>` an element.
      index += 1
      while byte(index).isBlank { index += 1 }
      return byte(index) != UInt8(ascii: "(") || hasClosingTag(name, from: index)
    }
    var probe = cursor
    probe.position = index
    guard probe.starts(with: "extends") else { return true }
    let after = byte(index + 7)
    return !(after.isBlank || after == 10) || byte(index + 8) == UInt8(ascii: "=")
  }

  static func isNamePart(_ byte: UInt8) -> Bool {
    byte.isIdentifierPart || byte == UInt8(ascii: "$") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
  }

  private mutating func hasClosingTag(_ name: Range<Int>, from start: Int) -> Bool {
    var index = start
    let last = cursor.count - name.count - 2
    while index <= last, searchBudget > 0 {
      searchBudget -= 1
      if cursor.base[index] == UInt8(ascii: "<"), cursor.base[index + 1] == UInt8(ascii: "/"),
        isSame(name, (index + 2)..<(index + 2 + name.count))
      {
        return true
      }
      index += 1
    }
    return false
  }

  private func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { cursor.base[$0] == cursor.base[$1] }
  }

  /// One token inside of `<...>`.
  mutating func tagStep() {
    let start = cursor.position
    let byte = cursor.base[start]
    switch byte {
    case 32, 9, 11, 12: cursor.position &+= 1
    case 10, 13: newline()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      // Without escapes, and over several lines if need be.
      cursor.position &+= 1
      cursor.skip { $0 != byte }
      let isClosed = !cursor.isAtEnd
      if isClosed { cursor.position &+= 1 }
      emit(.string, start, symbol: byte, flags: isClosed ? [] : .unterminated)
    case UInt8(ascii: "{"): openExpression(start)
    case UInt8(ascii: "/") where cursor.peek() == UInt8(ascii: ">"):
      cursor.position &+= 2
      emit(.punctuation, start, symbol: byte)
      frames.removeLast()
      finishElement()
    case UInt8(ascii: "/") where cursor.peek() == byte || cursor.peek() == UInt8(ascii: "*"):
      comment(start)
    case UInt8(ascii: "<"):
      frames[frames.count - 1].angles += 1
      cursor.position &+= 1
      emit(.operator, start, symbol: byte)
    case UInt8(ascii: ">"):
      cursor.position &+= 1
      if frames[frames.count - 1].angles > 0 {
        frames[frames.count - 1].angles -= 1
        emit(.operator, start, symbol: byte)
      } else {
        emit(.punctuation, start, symbol: byte)
        endTag()
      }
    case UInt8(ascii: "="):
      cursor.position &+= 1
      emit(.operator, start, symbol: byte)
    default:
      if Self.isNamePart(byte) {
        cursor.skip { Self.isNamePart($0) }
        let isName = tokens.count == frames[frames.count - 1].start + 1
        emit(.identifier, start)
        if isName { frames[frames.count - 1].name = start..<cursor.position }
      } else {
        cursor.position &+= 1
        emit(.invalid, start)
      }
    }
  }

  private mutating func endTag() {
    let tag = frames.removeLast()
    if tag.kind == .openingTag {
      frames.append(Frame(kind: .children, start: tag.start, name: tag.name))
      return
    }
    // An element that nobody closed ends with the one around it.
    var depth = 0
    while depth < 32, depth < frames.count {
      let frame = frames[frames.count - 1 - depth]
      guard frame.kind == .children else { break }
      if isSame(frame.name, tag.name) {
        for unclosed in frames.suffix(depth) { tokens.insert(.unterminated, at: unclosed.start) }
        frames.removeLast(depth)
        break
      }
      depth += 1
    }
    if frames.last?.kind == .children { frames.removeLast() }
    finishElement()
  }

  private mutating func finishElement() {
    afterOperand = true
  }

  /// Text between tags, a tag or a brace.
  mutating func childrenStep() {
    let start = cursor.position
    switch cursor.base[start] {
    case 32, 9, 11, 12: cursor.position &+= 1
    case 10, 13: newline()
    case UInt8(ascii: "{"): openExpression(start)
    case UInt8(ascii: "<"):
      let closes = cursor.peek() == UInt8(ascii: "/")
      cursor.position &+= closes ? 2 : 1
      emit(.punctuation, start, symbol: UInt8(ascii: "<"))
      frames.append(Frame(kind: closes ? .closingTag : .openingTag, start: tokens.count - 1))
    default:
      var last = start
      while cursor.position < cursor.count {
        let byte = cursor.base[cursor.position]
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "<") || byte == 10 || byte == 13 {
          break
        }
        if !byte.isBlank { last = cursor.position }
        cursor.position &+= 1
      }
      cursor.position = last + 1
      emit(.text, start)
    }
  }
}

/// Where a regular expression ends.
enum RegexEnd {
  case closed(Int)
  /// It is not closed; what follows is read from the offset on. `atEnd`: the whole rest was searched.
  case open(Int, atEnd: Bool)
  /// It is none.
  case none

  var isFound: Bool {
    if case .none = self { return false }
    return true
  }
}

extension ByteCursor {
  /// Where the regular expression ends whose slash stands at the position, behind its `#`.
  ///
  /// - Parameter isCertain: whether it can be nothing else; otherwise it must be closed on its line,
  ///   balanced in its parentheses and not end in a blank.
  func regexEnd(hashes: Int, isCertain: Bool) -> RegexEnd {
    var scan = self
    scan.position &+= 1
    var isMultiline = false
    if hashes == 0 {
      switch scan.current {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): if !isCertain { return .none }
      case UInt8(ascii: "*"), UInt8(ascii: "/"): return .none
      default: break
      }
    } else {
      var line = scan
      line.skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      isMultiline = line.current == UInt8(ascii: "\n") || line.current == UInt8(ascii: "\r")
      if isMultiline { scan = line }
    }
    let firstLineEnd = scan.position
    var groups = 0
    var classes = 0
    var isEscaped = false
    var blank = -1
    while scan.position < scan.count {
      let byte = scan.base[scan.position]
      if byte == UInt8(ascii: "/"), !isEscaped {
        if hashes > 0 {
          var ahead = scan
          ahead.position &+= 1
          ahead.skip { $0 == UInt8(ascii: "#") }
          if ahead.position - scan.position - 1 >= hashes { return .closed(ahead.position) }
          scan.position = ahead.position
          continue
        }
        let next = scan.peek()
        if next == UInt8(ascii: "*") || next == UInt8(ascii: "/") {
          return isCertain ? .open(scan.position, atEnd: false) : .none
        }
        if blank == scan.position - 1, !isCertain { return .none }
        return .closed(scan.position &+ 1)
      }
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if !isMultiline { return isCertain ? .open(scan.position, atEnd: false) : .none }
      case UInt8(ascii: "\\") where !isEscaped:
        isEscaped = true
        scan.position &+= 1
        continue
      case UInt8(ascii: "(") where !isEscaped && classes == 0: groups += 1
      case UInt8(ascii: ")") where !isEscaped && classes == 0:
        if groups > 0 { groups -= 1 } else if !isCertain { return .none }
      case UInt8(ascii: "[") where !isEscaped: classes += 1
      case UInt8(ascii: "]") where !isEscaped: if classes > 0 { classes -= 1 }
      case UInt8(ascii: " ") where !isEscaped, UInt8(ascii: "\t") where !isEscaped:
        blank = scan.position
      default: break
      }
      isEscaped = false
      scan.position &+= 1
    }
    if isMultiline { return .open(firstLineEnd, atEnd: true) }
    return isCertain ? .open(scan.position, atEnd: false) : .none
  }

  /// The number of bytes of the character at the position; 1 where it is not UTF-8.
  var characterLength: Int {
    let length: Int
    switch current {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return 1
    }
    for index in 1..<length where peek(index) & 0xC0 != 0x80 { return 1 }
    return length
  }

  /// The number of bytes of the character beyond ASCII at the position if an operator may hold it,
  /// else 0 (The Swift Programming Language, grammar of operators).
  ///
  /// - Parameter isHead: whether it would be the operator's first.
  func operatorCharacterLength(isHead: Bool) -> Int {
    let length = characterLength
    guard length > 1 else { return 0 }
    var scalar = UInt32(current) & (0x7F >> UInt32(length))
    for index in 1..<length { scalar = scalar << 6 | UInt32(peek(index) & 0x3F) }
    switch scalar {
    case 0xA1...0xA7, 0xA9, 0xAB, 0xAC, 0xAE, 0xB0, 0xB1, 0xB6, 0xBB, 0xBF, 0xD7, 0xF7,
      0x2016, 0x2017, 0x2020...0x2027, 0x2030...0x203E, 0x2041...0x2053, 0x2055...0x205E,
      0x2190...0x23FF, 0x2500...0x2775, 0x2794...0x2BFF, 0x2E00...0x2E7F, 0x3001...0x3003,
      0x3008...0x3020, 0x3030:
      return length
    case 0x300...0x36F, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F,
      0xE0100...0xE01EF:
      return isHead ? 0 : length
    default: return 0
    }
  }
}

/// Quotation, arithmetic and here-documents.
extension ShellLexer {
  /// Moves behind `${`, `$[` and a parameter of one character; whether one of them was there.
  mutating func enterDollar() -> Bool {
    switch cursor.peek() {
    case UInt8(ascii: "{"):
      quotes.append(.brace(inDouble: isInDouble))
      cursor.position &+= 2
      // The parameter may be `#`, and `#` may ask for a length: neither is a pattern's operator.
      if cursor.current == UInt8(ascii: "#") || cursor.current == UInt8(ascii: "!") {
        cursor.position &+= 1
      }
      return true
    case UInt8(ascii: "["):
      quotes.append(.arithmetic(open: UInt8(ascii: "["), depth: 1))
      cursor.position &+= 2
      return true
    case UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "!"), UInt8(ascii: "?"),
      UInt8(ascii: "*"), UInt8(ascii: "@"), UInt8(ascii: "-"):
      cursor.position &+= 2
      return true
    default: return false
    }
  }

  private var isInDouble: Bool {
    guard quotes.count > quoteBase else { return false }
    switch quotes[quotes.count - 1] {
    case .double: return true
    case .brace(let inDouble): return inDouble
    default: return false
    }
  }

  /// Whether a single quote at the position quotes.
  var isSingleQuote: Bool {
    guard quotes.count > quoteBase else { return true }
    switch quotes[quotes.count - 1] {
    case .double: return false
    case .parentheses: return true
    case .brace(let inDouble):
      if !inDouble { return true }
      // Shells disagree; where the quote has a partner on its line, all of them read it alike.
      var offset = cursor.position &+ 1
      let limit = min(cursor.count, offset &+ 256)
      while offset < limit, cursor.base[offset] != UInt8(ascii: "\n") {
        if cursor.base[offset] == UInt8(ascii: "'") { return true }
        if cursor.base[offset] == UInt8(ascii: "\"") { return false }
        offset &+= 1
      }
      return false
    case .arithmetic: return false
    }
  }

  mutating func skipSingleQuoted(isANSI: Bool) -> Bool {
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      cursor.position &+= 1
      if byte == UInt8(ascii: "'") { return true }
      if isANSI, byte == UInt8(ascii: "\\") {
        cursor.position = min(cursor.position &+ 1, cursor.count)
      }
    }
    return false
  }

  /// Moves behind the commands between backquotes: a backslash takes the next byte.
  mutating func skipBackquotes() -> Bool {
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      cursor.position &+= 1
      if byte == UInt8(ascii: "`") { return true }
      if byte == UInt8(ascii: "\\") { cursor.position = min(cursor.position &+ 1, cursor.count) }
    }
    return false
  }

  // MARK: - Arithmetic

  /// Whether the parenthesis at the position, behind `$(`, begins an arithmetic expansion.
  var isArithmeticAhead: Bool {
    cursor.current == UInt8(ascii: "(") && isArithmetic(from: cursor.position &+ 1)
  }

  /// Whether the two parentheses before an offset are closed by two that touch: else they are a
  /// subshell in a substitution. What a few thousand bytes do not decide is none.
  func isArithmetic(from start: Int) -> Bool {
    var depth = 2
    var offset = start
    let limit = min(cursor.count, start &+ 4096)
    while offset < limit {
      switch cursor.base[offset] {
      case UInt8(ascii: "("): depth &+= 1
      case UInt8(ascii: ")"):
        depth &-= 1
        if depth == 1 {
          return offset &+ 1 < cursor.count && cursor.base[offset &+ 1] == UInt8(ascii: ")")
        }
      case UInt8(ascii: "\\"): offset &+= 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        let quote = cursor.base[offset]
        offset &+= 1
        while offset < limit, cursor.base[offset] != quote, cursor.base[offset] != 10 {
          offset &+= 1
        }
      default: break
      }
      offset &+= 1
    }
    return false
  }

  // MARK: - Here-documents

  /// The word behind `<<`; what it is without its quotes ends the document.
  mutating func readDelimiter(_ start: Int) {
    let stripsTabs = target == .indentedHeredoc
    wordBegins()
    var delimiter: [UInt8] = []
    var quote: UInt8?
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if let open = quote {
        if byte == open {
          quote = nil
        } else if byte == UInt8(ascii: "\n") {
          break
        } else {
          delimiter.append(byte)
        }
      } else {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
        case UInt8(ascii: "\\"):
          guard cursor.peek() != UInt8(ascii: "\n") else { break }
          cursor.position &+= 1
          delimiter.append(cursor.current)
        case UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
          UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"),
          32, 9, 13:
          return finishDelimiter(start, delimiter, stripsTabs)
        default: delimiter.append(byte)
        }
      }
      if cursor.position < cursor.count { cursor.position &+= 1 }
    }
    finishDelimiter(start, delimiter, stripsTabs)
  }

  private mutating func finishDelimiter(_ start: Int, _ delimiter: [UInt8], _ stripsTabs: Bool) {
    if cursor.position == start { cursor.position &+= 1 }
    emit(.text, start)
    heredocs.append(Heredoc(delimiter: delimiter, stripsTabs: stripsTabs))
  }

  /// Reads the bodies of the here-documents that the line just left began.
  mutating func readHeredocs() {
    let waiting = heredocs
    heredocs.removeAll(keepingCapacity: true)
    for heredoc in waiting {
      if cursor.isAtEnd {
        if tokens.count > 0 { tokens.insert(.unterminated, at: tokens.count - 1) }
        return
      }
      let start = cursor.position
      var isClosed = false
      while !cursor.isAtEnd, !isClosed {
        isClosed = isDelimiterLine(heredoc)
        if !isClosed {
          cursor.skipLine()
          if !cursor.isAtEnd { cursor.position &+= 1 }
        }
      }
      flags.formUnion([.startsLine, .spaceBefore])
      if cursor.position == start {
        // An empty delimiter at once: no byte to cover but the line end.
        if !cursor.isAtEnd { cursor.position &+= 1 }
        continue
      }
      emit(
        .string, start, symbol: UInt8(ascii: "<"), adding: isClosed ? [] : .unterminated)
      flags.insert(.startsLine)
      if cursor.current == UInt8(ascii: "\n") { cursor.position &+= 1 }
    }
  }

  /// Whether the line at the position is the delimiter; the position is then behind it.
  private mutating func isDelimiterLine(_ heredoc: Heredoc) -> Bool {
    var offset = cursor.position
    if heredoc.stripsTabs {
      while offset < cursor.count, cursor.base[offset] == 9 { offset &+= 1 }
    }
    for byte in heredoc.delimiter {
      guard offset < cursor.count, cursor.base[offset] == byte else { return false }
      offset &+= 1
    }
    var end = offset
    if end < cursor.count, cursor.base[end] == UInt8(ascii: "\r") { end &+= 1 }
    let isLast = end >= cursor.count || cursor.base[end] == UInt8(ascii: "\n")
    // Bash lets the parenthesis of a substitution follow.
    guard isLast || parentheses > 0 && cursor.base[offset] == UInt8(ascii: ")"),
      offset > cursor.position || isLast
    else { return false }
    cursor.position = isLast ? end : offset
    return true
  }
}

/// What the languages with braces write alike: slash comments, quoted strings and numbers.
extension ByteCursor {
  /// Moves behind the block comment whose `/*` stands at the position.
  ///
  /// - Parameter nested: whether `/*` inside it opens another one.
  /// - Returns: whether it is closed; if not, the position is the end of the bytes.
  mutating func skipBlockComment(nested: Bool) -> Bool {
    position &+= 2
    var depth = 1
    while position < count {
      switch base[position] {
      case UInt8(ascii: "*") where peek() == UInt8(ascii: "/"):
        position &+= 2
        depth &-= 1
        if depth == 0 { return true }
      case UInt8(ascii: "/") where nested && peek() == UInt8(ascii: "*"):
        position &+= 2
        depth &+= 1
      default: position &+= 1
      }
    }
    return false
  }

  /// Whether a slash comment begins at the position.
  var startsSlashComment: Bool {
    @inline(__always) get {
      current == UInt8(ascii: "/") && (peek() == UInt8(ascii: "/") || peek() == UInt8(ascii: "*"))
    }
  }

  /// Whether the comment whose first slash stands at the position documents what follows: `///` or
  /// `/**`, but neither a row of slashes or stars nor the empty `/**/`.
  var startsDocumentation: Bool {
    let mark = peek()
    guard peek(2) == mark else { return false }
    return mark == UInt8(ascii: "/")
      ? peek(3) != mark : peek(3) != mark && peek(3) != UInt8(ascii: "/")
  }

  /// Moves behind the quoted string or character whose opening quote stands at the position. A
  /// backslash takes the next byte, a line end with it, so that a continued line stays inside.
  ///
  /// - Returns: whether it is closed on its line; if not, the position is the line's end.
  mutating func skipQuoted(_ quote: UInt8) -> Bool {
    position &+= 1
    while position < count {
      let byte = base[position]
      if byte == quote {
        position &+= 1
        return true
      }
      if byte == UInt8(ascii: "\n") { return false }
      if byte == UInt8(ascii: "\\") {
        if peek() == UInt8(ascii: "\r"), peek(2) == UInt8(ascii: "\n") { position &+= 1 }
        position = min(position &+ 2, count)
      } else {
        position &+= 1
      }
    }
    return false
  }

  /// Moves behind a preprocessing number (ISO C, 6.4.8): digits, letters, `_`, periods, and signs
  /// behind an exponent's letter; also `'` between digits.
  mutating func skipPreprocessingNumber() {
    while position < count {
      let byte = base[position]
      if byte.isIdentifierPart || byte == UInt8(ascii: ".") {
        position &+= 1
        let letter = byte | 32
        if letter == UInt8(ascii: "e") || letter == UInt8(ascii: "p"),
          current == UInt8(ascii: "+") || current == UInt8(ascii: "-")
        {
          position &+= 1
        }
      } else if byte == UInt8(ascii: "'"), peek(-1).isHexDigit, peek().isHexDigit {
        position &+= 1
      } else {
        return
      }
    }
  }

  /// Moves behind a number: digits with `_` between them, a fraction, an exponent and a suffix.
  ///
  /// - Parameter takesPeriod: whether the period at the position belongs to it.
  mutating func skipNumber(takesPeriod: (ByteCursor) -> Bool) {
    let isHexadecimal = current == UInt8(ascii: "0") && peek() | 32 == UInt8(ascii: "x")
    if isHexadecimal { position &+= 2 }
    skipDigits(isHexadecimal)
    if current == UInt8(ascii: "."), takesPeriod(self) {
      position &+= 1
      skipDigits(isHexadecimal)
    }
    let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
    if current | 32 == exponent, peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-"),
      peek(2).isDigit
    {
      position &+= 2
    }
    skip { $0.isIdentifierPart }
  }

  private mutating func skipDigits(_ isHexadecimal: Bool) {
    skip { $0.isDigit || $0 == UInt8(ascii: "_") || isHexadecimal && $0.isHexDigit }
  }

  /// Moves behind a number: hexadecimal, octal or binary digits behind `0x`, `0o` or `0b`, else decimal
  /// ones with a fraction and an exponent; `_` may stand between. A suffix is left.
  mutating func skipPrefixedNumber() {
    let second = peek() | 32
    if current == UInt8(ascii: "0"),
      second == UInt8(ascii: "x") || second == UInt8(ascii: "o") || second == UInt8(ascii: "b")
    {
      position &+= 2
      skip { $0.isHexDigit || $0 == UInt8(ascii: "_") }
      return
    }
    skip { $0.isDigit || $0 == UInt8(ascii: "_") }
    if current == UInt8(ascii: ".") {
      position &+= 1
      skip { $0.isDigit || $0 == UInt8(ascii: "_") }
    }
    guard current | 32 == UInt8(ascii: "e") else { return }
    let sign = peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-")
    if peek(sign ? 2 : 1).isDigit {
      position &+= sign ? 2 : 1
      skip { $0.isDigit || $0 == UInt8(ascii: "_") }
    }
  }
}

/// Operators, and the regular expressions that begin like one (SE-0354).
extension SwiftLexer {
  /// Reads the run of operator characters at the position, or a prefix of it and what follows: a
  /// comment or a regular expression may begin in it.
  mutating func readOperator(_ start: Int) {
    let symbol = cursor.current
    let mayHoldPeriods = symbol == UInt8(ascii: ".")
    var slash: Int?
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      switch byte {
      case UInt8(ascii: "/"):
        if cursor.position > start, cursor.startsSlashComment {
          return finishOperator(start, symbol, slash)
        }
        if slash == nil { slash = cursor.position }
        cursor.position &+= 1
      case UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"),
        UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"),
        UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "~"),
        UInt8(ascii: "?"):
        cursor.position &+= 1
      case UInt8(ascii: ".") where mayHoldPeriods:
        cursor.position &+= 1
      case 128...255:
        let length = cursor.operatorCharacterLength(isHead: cursor.position == start)
        if length == 0 { return finishOperator(start, symbol, slash) }
        cursor.position &+= length
      default: return finishOperator(start, symbol, slash)
      }
    }
    finishOperator(start, symbol, slash)
  }

  private mutating func finishOperator(_ start: Int, _ symbol: UInt8, _ slash: Int?) {
    if let slash, readRegex(at: slash, inOperator: start) { return }
    emit(.operator, start, symbol: symbol)
  }

  /// Reads a regular expression whose slash stands in the operator that ends at the position.
  private mutating func readRegex(at slash: Int, inOperator start: Int) -> Bool {
    let end = cursor.position
    guard last < 0 || tokens.end(last) != start || !binds(last) else { return false }
    if last >= 0, tokens.kind(last) == .keyword {
      let word = tokens.symbol(last)
      if word == SwiftWord.func.rawValue || word == SwiftWord.operator.rawValue { return false }
    }
    var isCertain = false
    if !isRightBound(end, isLeftBound: false) {
      if followsOptionalTry {
        isCertain = true
      } else if !isExpressionExpected {
        return false
      }
      if !followsArgumentStart { isCertain = true }
    }
    let outer = flags
    if slash > start {
      // The operator before the slash is a token of its own, if the slash begins an expression.
      cursor.position = slash
      guard cursor.regexEnd(hashes: 0, isCertain: isCertain).isFound else {
        cursor.position = end
        return false
      }
      emit(.operator, start, symbol: cursor.base[start])
    }
    cursor.position = slash
    if readRegex(slash, hashes: 0, isCertain: isCertain) { return true }
    cursor.position = end
    flags = outer
    return false
  }

  /// Reads the regular expression whose slash stands at the position.
  ///
  /// - Parameters:
  ///   - start: where its first `#` stands, or the slash.
  ///   - isCertain: whether it can be nothing else.
  /// - Returns: whether there is one; if not, nothing has changed.
  mutating func readRegex(_ start: Int, hashes: Int, isCertain: Bool) -> Bool {
    if hashes >= unclosedRegexHashes {
      cursor.skip { $0 != UInt8(ascii: "\n") }
      emit(.regex, start, adding: .unterminated)
      return true
    }
    switch cursor.regexEnd(hashes: hashes, isCertain: isCertain) {
    case .closed(let end):
      cursor.position = end
      emit(.regex, start)
    case .open(let end, let atEnd):
      if atEnd { unclosedRegexHashes = hashes }
      cursor.position = end
      emit(.regex, start, adding: .unterminated)
    case .none: return false
    }
    return true
  }

  /// Whether an operator directly behind a token belongs to it: not if that opens or separates.
  private func binds(_ index: Int) -> Bool {
    switch tokens.kind(index) {
    case .open, .stringStart, .stringMiddle: return false
    case .punctuation:
      let symbol = tokens.symbol(index)
      return symbol != UInt8(ascii: ",") && symbol != UInt8(ascii: ";")
        && symbol != UInt8(ascii: ":")
    default: return true
    }
  }

  /// Whether what stands at an offset belongs to the operator that ends there.
  private func isRightBound(_ offset: Int, isLeftBound: Bool) -> Bool {
    guard offset < cursor.count else { return false }
    switch cursor.base[offset] {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"), 0,
      UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","),
      UInt8(ascii: ";"), UInt8(ascii: ":"):
      return false
    case UInt8(ascii: "."): return !isLeftBound
    case UInt8(ascii: "/"):
      let next = offset + 1 < cursor.count ? cursor.base[offset + 1] : 0
      return next != UInt8(ascii: "/") && next != UInt8(ascii: "*")
    default: return true
    }
  }

  /// Whether the tokens before are `try?` or `try!`, behind which no operator can stand.
  private var followsOptionalTry: Bool {
    guard last > 0, tokens.kind(last) == .operator, tokens.end(last) - tokens.start(last) == 1,
      tokens.symbol(last) == UInt8(ascii: "?") || tokens.symbol(last) == UInt8(ascii: "!")
    else { return false }
    return tokens.kind(last - 1) == .keyword && tokens.symbol(last - 1) == SwiftWord.try.rawValue
      && tokens.end(last - 1) == tokens.start(last)
  }

  private var followsArgumentStart: Bool {
    guard last >= 0 else { return false }
    let symbol = tokens.symbol(last)
    switch tokens.kind(last) {
    case .open: return symbol == UInt8(ascii: "(") || symbol == UInt8(ascii: "[")
    case .punctuation: return symbol == UInt8(ascii: ",") || symbol == UInt8(ascii: ":")
    default: return false
    }
  }

  /// Whether the last token leaves an expression to be written, so that a slash is no division.
  private var isExpressionExpected: Bool {
    guard last >= 0 else { return true }
    let symbol = tokens.symbol(last)
    switch tokens.kind(last) {
    case .open, .directive, .invalid, .stringStart, .stringMiddle: return true
    case .punctuation:
      return symbol == UInt8(ascii: ",") || symbol == UInt8(ascii: ";")
        || symbol == UInt8(ascii: ":")
    case .keyword: return !SwiftWord.isOperand(symbol)
    case .operator:
      // A postfix operator ends an expression; an arrow begins a type.
      if symbol == UInt8(ascii: "-"), tokens.end(last) - tokens.start(last) == 2,
        cursor.base[tokens.start(last) + 1] == UInt8(ascii: ">")
      {
        return false
      }
      let isLeftBound = last > 0 && !tokens.flags(last).contains(.spaceBefore) && binds(last - 1)
      return !isLeftBound || isRightBound(tokens.end(last), isLeftBound: isLeftBound)
    default: return false
    }
  }
}

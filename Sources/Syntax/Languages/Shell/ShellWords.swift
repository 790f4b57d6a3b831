/// Words, and what they do to what follows.
extension ShellLexer {
  mutating func readWord(_ start: Int) {
    if target == .heredoc || target == .indentedHeredoc { return readDelimiter(start) }
    if splitsAssignment, readAssignment(start) { return }
    let isPattern = state == .conditionPattern
    let before = state
    wordState = state
    let isTarget = wordBegins()
    let count = tokens.count
    readPiece(start, isFirst: true, isPattern: isPattern)
    guard tokens.count == count + 1, tokens.kind(count) != .stringStart else { return }
    if !isTarget { finishWord(count, start, before) }
  }

  private var splitsAssignment: Bool {
    target == .none && (state == .command || state == .prefix || state == .declaration)
  }

  /// Sets the state that follows a word which is not reserved.
  ///
  /// - Returns: whether the word is the target of a redirection.
  @discardableResult
  mutating func wordBegins() -> Bool {
    name = -1
    if target != .none {
      target = .none
      if state == .command { state = .prefix }
      return true
    }
    switch state {
    case .command, .prefix: state = .argument
    case .forName: state = .forIn
    case .caseSubject: state = .caseIn
    case .functionName: state = .command
    case .patternStart: state = .pattern
    case .conditionPattern: state = .condition
    case .forIn, .caseIn: state = .argument
    case .argument, .declaration, .pattern, .element, .condition: break
    }
    return false
  }

  /// `name=` and `name+=` before a value, as tokens of their own; whether there were.
  private mutating func readAssignment(_ start: Int) -> Bool {
    guard cursor.current.isIdentifierStart else { return false }
    var end = start
    while end < cursor.count, cursor.base[end].isIdentifierPart { end += 1 }
    let sign = end
    if end < cursor.count, cursor.base[end] == UInt8(ascii: "+") { end += 1 }
    guard end < cursor.count, cursor.base[end] == UInt8(ascii: "=") else { return false }
    cursor.position = sign
    emit(.identifier, start)
    cursor.position = end &+ 1
    emit(.operator, sign, symbol: cursor.base[sign])
    name = -1
    if state == .command { state = .prefix }
    let valueStart = cursor.position
    switch cursor.current {
    case UInt8(ascii: "("):
      cursor.position &+= 1
      emit(.open, valueStart, symbol: UInt8(ascii: "("))
      push(Frame(kind: .array, state: state))
      state = .element
    case 0, UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      break
    case let byte where byte.isBlank: break
    default: readPiece(valueStart, isFirst: true)
    }
    return true
  }

  /// What a whole word without substitutions means in its place.
  private mutating func finishWord(_ token: Int, _ start: Int, _ before: State) {
    let length = cursor.position - start
    let first = cursor.base[start]
    switch before {
    case .command:
      if length == 1, first == UInt8(ascii: "{") {
        tokens.replace(token, .open, symbol: first)
        state = .command
      } else if length == 1, first == UInt8(ascii: "}") {
        tokens.replace(token, .close, symbol: first)
        state = .command
      } else if length == 1, first == UInt8(ascii: "!") {
        tokens.replace(token, .operator, symbol: first)
        state = .command
      } else if length == 2, first == UInt8(ascii: "["), cursor.base[start + 1] == first {
        tokens.replace(token, .open, symbol: first)
        push(Frame(kind: .condition, state: .command))
        state = .condition
      } else {
        commandWord(token, words.find(cursor.base + start, length))
      }
    case .prefix: commandWord(token, 0)
    case .forIn, .caseIn:
      guard let word = ShellWord(rawValue: words.find(cursor.base + start, length)) else {
        if length == 1, first == UInt8(ascii: "{") {
          tokens.replace(token, .open, symbol: first)
          state = .command
        }
        return
      }
      if word == .in {
        tokens.replace(token, .keyword, symbol: word.rawValue)
        if before == .forIn {
          state = .argument
        } else {
          push(Frame(kind: .alternatives, state: .command))
          state = .patternStart
        }
      } else if word == .do, before == .forIn {
        tokens.replace(token, .keyword, symbol: word.rawValue, adding: .opensBlock)
        state = .command
      }
    case .patternStart where words.find(cursor.base + start, length) == ShellWord.esac.rawValue:
      tokens.replace(token, .keyword, symbol: ShellWord.esac.rawValue, adding: .closesBlock)
      if frames.last?.kind == .alternatives { frames.removeLast() }
      state = .command
    case .condition where tokens.flags(token).contains(.startsLine) && isBlockWord(start, length):
      // A line that begins so is no part of a condition: its `]]` is missing.
      if frames.last?.kind == .condition { frames.removeLast() }
      state = .argument
      commandWord(token, words.find(cursor.base + start, length))
    case .condition, .conditionPattern:
      if length == 2, first == UInt8(ascii: "]"), cursor.base[start + 1] == first {
        tokens.replace(token, .close, symbol: first)
        if frames.last?.kind == .condition { frames.removeLast() }
        state = .command
      } else if first == UInt8(ascii: "="), length <= 2 {
        tokens.replace(token, .operator, symbol: first)
        state = .conditionPattern
      } else if length == 2, first == UInt8(ascii: "!"),
        cursor.base[start + 1] == UInt8(ascii: "=")
      {
        tokens.replace(token, .operator, symbol: first)
        state = .conditionPattern
      }
    case .functionName: name = token
    default: break
    }
  }

  private func isBlockWord(_ start: Int, _ length: Int) -> Bool {
    switch ShellWord(rawValue: words.find(cursor.base + start, length)) {
    case .then, .do, .fi, .done, .else, .elif, .esac: true
    default: false
    }
  }

  /// A word in the place of a command's name, with its number among the words known.
  private mutating func commandWord(_ token: Int, _ symbol: UInt8) {
    guard let word = ShellWord(rawValue: symbol) else {
      name = token
      if cursor.starts(with: "@test", at: tokens.start(token)) { state = .forName }
      if token > 0, tokens.kind(token - 1) == .keyword,
        tokens.symbol(token - 1) == ShellWord.coproc.rawValue
          || tokens.symbol(token - 1) == ShellWord.time.rawValue
            && cursor.base[tokens.start(token)] == UInt8(ascii: "-")
      {
        state = .command
      }
      return
    }
    if !word.isReserved {
      tokens.replace(token, .identifier, symbol: symbol)
      state = .declaration
      return
    }
    if cursor.current == UInt8(ascii: "("), cursor.peek() == UInt8(ascii: ")"), word == .in {
      return
    }
    var more: TokenFlags = []
    switch word {
    case .if, .do: (more, state) = (.opensBlock, .command)
    case .fi, .done: (more, state) = (.closesBlock, .command)
    case .esac:
      more = .closesBlock
      if frames.last?.kind == .alternatives { frames.removeLast() }
      state = .command
    case .case: (more, state) = (.opensBlock, .caseSubject)
    case .for, .select: state = .forName
    case .function: state = .functionName
    case .in:
      name = token
      return
    default: state = .command
    }
    tokens.replace(token, .keyword, symbol: symbol, adding: more)
  }

  // MARK: - Pieces

  /// Reads a word, or what follows a substitution in it, to its end or to the next substitution.
  ///
  /// - Parameter isPattern: whether parentheses belong to it.
  mutating func readPiece(
    _ start: Int, isFirst: Bool, stringStart: Int = 0, isPattern: Bool = false
  ) {
    var isQuoted = false
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      switch byte {
      case UInt8(ascii: "\\"):
        let isPair = cursor.peek() == UInt8(ascii: "\r") && cursor.peek(2) == UInt8(ascii: "\n")
        cursor.position = min(cursor.position &+ (isPair ? 3 : 2), cursor.count)
        continue
      case UInt8(ascii: "$"):
        if enterDollar() { continue }
        if cursor.peek() == UInt8(ascii: "(") {
          cursor.position &+= 2
          if isArithmeticAhead {
            cursor.position &+= 1
            quotes.append(.arithmetic(open: UInt8(ascii: "("), depth: 2))
            continue
          }
          enterSubstitution(start, isFirst: isFirst, stringStart: stringStart)
          return
        }
      case UInt8(ascii: "`"):
        isQuoted = true
        if !skipBackquotes() { return finishUnterminated(start, isFirst, stringStart) }
        continue
      case UInt8(ascii: "\""):
        isQuoted = true
        if quotes.count > quoteBase, case .double = quotes[quotes.count - 1] {
          quotes.removeLast()
        } else {
          quotes.append(.double)
        }
      case UInt8(ascii: "'") where isSingleQuote:
        isQuoted = true
        let isANSI = cursor.position > start && cursor.peek(-1) == UInt8(ascii: "$")
        if !skipSingleQuoted(isANSI: isANSI) {
          return finishUnterminated(start, isFirst, stringStart)
        }
        continue
      default:
        if quotes.count == quoteBase {
          if byte == UInt8(ascii: "(") {
            guard isPartOfWord(start, isFirst, isPattern) else {
              return finish(start, isFirst, isQuoted)
            }
            quotes.append(.parentheses)
          } else if ShellLexer.endsWord(byte) {
            let isInPattern =
              isPattern
              && (byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
                || byte == UInt8(ascii: "|") && cursor.peek() != byte)
            if !isInPattern { return finish(start, isFirst, isQuoted) }
          }
        } else {
          quoted(byte)
        }
      }
      cursor.position &+= 1
    }
    if quotes.count > quoteBase {
      finishUnterminated(start, isFirst, stringStart)
    } else {
      finish(start, isFirst, isQuoted)
    }
  }

  /// A byte that is not special to all quotes, within the innermost one.
  @inline(__always)
  private mutating func quoted(_ byte: UInt8) {
    let innermost = quotes.count - 1
    switch quotes[innermost] {
    case .double: break
    case .brace: if byte == UInt8(ascii: "}") { quotes.removeLast() }
    case .parentheses:
      if byte == UInt8(ascii: "(") { quotes.append(.parentheses) }
      if byte == UInt8(ascii: ")") { quotes.removeLast() }
    case .arithmetic(let open, let depth):
      let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
      if byte == open {
        quotes[innermost] = .arithmetic(open: open, depth: depth + 1)
      } else if byte == close {
        if depth == 1 {
          quotes.removeLast()
        } else {
          quotes[innermost] = .arithmetic(open: open, depth: depth - 1)
        }
      }
    }
  }

  /// Whether a parenthesis at the position goes on with the word.
  private func isPartOfWord(_ start: Int, _ isFirst: Bool, _ isPattern: Bool) -> Bool {
    if isPattern { return true }
    guard cursor.position > start else { return false }
    switch cursor.peek(-1) {
    case UInt8(ascii: "@"), UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      return cursor.peek() != UInt8(ascii: ")")
    case UInt8(ascii: "!"): return wordState != .command
    case UInt8(ascii: "="): return false
    default:
      // Zsh's qualifiers; to other shells it is an error.
      return isFirst && (wordState == .argument || wordState == .condition || wordState == .element)
    }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ")"):
      true
    default: byte.isBlank
    }
  }

  private mutating func finish(_ start: Int, _ isFirst: Bool, _ isQuoted: Bool) {
    guard isFirst else { return emit(.stringEnd, start) }
    // A byte that belongs to no word would be read for ever.
    if cursor.position == start { cursor.position &+= 1 }
    let first = cursor.base[start]
    if !isQuoted, first.isDigit {
      var end = start
      while end < cursor.position, cursor.base[end].isDigit { end += 1 }
      if end == cursor.position { return emit(.number, start) }
    }
    if !isQuoted, first.isIdentifierStart {
      var end = start
      while end < cursor.position, cursor.base[end].isIdentifierPart { end += 1 }
      if end == cursor.position { return emit(.identifier, start) }
    }
    emit(isQuoted ? .string : .text, start)
  }

  private mutating func finishUnterminated(_ start: Int, _ isFirst: Bool, _ stringStart: Int) {
    cursor.position = cursor.count
    if quotes.count > quoteBase { quotes.removeSubrange(quoteBase...) }
    if isFirst {
      emit(.string, start, adding: .unterminated)
    } else {
      emit(.stringEnd, start)
      tokens.insert(.unterminated, at: stringStart)
    }
  }
}

/// Splits makefiles into tokens: words, a reference `$(...)` being part of its word, the operators of
/// rules and assignments, and each line of a recipe, its tab included, as one text.
struct MakeLexer: Lexer {
  private enum State {
    /// Words to the operator that tells a rule from an assignment.
    case name
    /// Behind the colon of a rule.
    case prerequisites
    /// Words to the line's end.
    case value
  }

  var cursor: ByteCursor
  var output: TokenWriter
  private let words = MakeWord.table
  private var state = State.name
  /// Whether the next token is the first of its line, or follows only directives.
  private var mayBeDirective = true
  /// Whether lines that begin with a tab belong to a recipe.
  private var isInRule = false
  private var isDefinition = false

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    lineBegins()
    while advance() { readToken() }
  }

  var joinedLength: Int { @inline(__always) get { cursor.joinedLineLength } }

  /// Moves to the end of the line, lines that a backslash joins included.
  private mutating func skipJoinedLine() {
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == 10 { return }
      if byte == UInt8(ascii: "\\") {
        cursor.position = min(cursor.position &+ max(joinedLength, 2), cursor.count)
      } else {
        cursor.position &+= 1
      }
    }
  }

  mutating func lineBegins() {
    if isDefinition { readDefinition() }
    state = .name
    mayBeDirective = true
    while isInRule, cursor.current == 9 {
      // A line of blanks is none.
      var end = cursor.position
      while end < cursor.count, cursor.base[end].isBlank { end += 1 }
      guard end < cursor.count, cursor.base[end] != 10 else { return }
      let start = cursor.position
      skipJoinedLine()
      flags.insert([.startsLine, .spaceBefore])
      emit(.text, start, symbol: 9)
      guard !cursor.isAtEnd else { return }
      cursor.position &+= 1
      flags.insert([.startsLine, .spaceBefore])
    }
  }

  // MARK: - Tokens

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    switch byte {
    case UInt8(ascii: "#"):
      skipJoinedLine()
      return emit(.lineComment, start)
    case UInt8(ascii: ";") where state == .prerequisites:
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
      let recipe = cursor.position
      skipJoinedLine()
      if cursor.position > recipe { emit(.text, recipe, symbol: 9) }
      return
    default: break
    }
    if state != .value {
      let length = assignmentLength
      if length > 0 {
        cursor.position &+= length
        emit(.operator, start, symbol: UInt8(ascii: "="))
        if state == .name { isInRule = false }
        state = .value
        return
      }
      let colons = state == .name ? ruleLength : 0
      if colons > 0 {
        cursor.position &+= colons
        emit(.operator, start, symbol: UInt8(ascii: ":"))
        state = .prerequisites
        isInRule = true
        return
      }
    }
    readWord(start)
  }

  /// The length of `=`, `:=`, `::=`, `:::=`, `+=`, `?=` or `!=` at the position, or 0.
  private var assignmentLength: Int {
    var length = 0
    while length < 3, cursor.peek(length) == UInt8(ascii: ":") { length += 1 }
    if length == 0 {
      let byte = cursor.current
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!") {
        length = 1
      }
    }
    return cursor.peek(length) == UInt8(ascii: "=") ? length + 1 : 0
  }

  /// The length of `:`, `::` or `&:` at the position, or 0.
  private var ruleLength: Int {
    var length = cursor.current == UInt8(ascii: "&") ? 1 : 0
    guard cursor.peek(length) == UInt8(ascii: ":") else { return 0 }
    length += 1
    return cursor.peek(length) == UInt8(ascii: ":") ? length + 1 : length
  }

  private mutating func readWord(_ start: Int) {
    var depth = 0
    var close: UInt8 = 0
    var open: UInt8 = 0
    var isPlain = true
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == 10 { break }
      if byte == UInt8(ascii: "\\") {
        if joinedLength > 0, depth == 0 { break }
        isPlain = false
        cursor.position = min(cursor.position &+ max(joinedLength, 2), cursor.count)
        continue
      }
      if depth > 0 {
        if byte == open { depth += 1 }
        if byte == close { depth -= 1 }
      } else if byte == UInt8(ascii: "$") {
        isPlain = false
        let next = cursor.peek()
        if next == UInt8(ascii: "(") || next == UInt8(ascii: "{") {
          (open, close) = (next, next == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}"))
          depth = 1
          cursor.position &+= 1
        } else if next == UInt8(ascii: "$") {
          cursor.position &+= 1
        }
      } else if byte.isBlank || byte == UInt8(ascii: "#") {
        break
      } else if state != .value, cursor.position > start || state == .name,
        assignmentLength > 0 || state == .name && ruleLength > 0
          || state == .prerequisites && byte == UInt8(ascii: ";")
      {
        break
      } else if !byte.isIdentifierPart {
        isPlain = false
      }
      cursor.position = min(cursor.position &+ 1, cursor.count)
    }
    if cursor.position == start { cursor.position &+= 1 }
    if depth > 0 {
      mayBeDirective = false
      return emit(.text, start, adding: .unterminated)
    }
    if mayBeDirective, state == .name, isPlain || cursor.base[start] == UInt8(ascii: "-") {
      if readDirective(start) { return }
    }
    mayBeDirective = false
    emit(isPlain ? .identifier : .text, start)
  }

  /// A directive, if the word just read is one and no rule or variable of its name.
  private mutating func readDirective(_ start: Int) -> Bool {
    let first = cursor.base[start] == UInt8(ascii: "-") ? start + 1 : start
    guard let word = MakeWord(rawValue: words.find(cursor.base + first, cursor.position - first)),
      first == start || word == .include
    else { return false }
    var after = cursor
    after.skip { $0 == 32 || $0 == 9 }
    let end = cursor.position
    cursor.position = after.position
    let isName = assignmentLength > 0 || ruleLength > 0
    cursor.position = end
    if isName { return false }
    emit(.keyword, start, symbol: word.rawValue)
    switch word {
    case .define: isDefinition = true
    case .override, .private, .export: break
    case .else: break
    default:
      state = .value
      mayBeDirective = false
    }
    return true
  }

  /// The lines of a variable between `define` and its `endef`.
  private mutating func readDefinition() {
    isDefinition = false
    isInRule = false
    let start = cursor.position
    var depth = 1
    while !cursor.isAtEnd {
      let line = cursor.position
      cursor.skip { $0 == 32 || $0 == 9 }
      if startsWord("endef") {
        depth -= 1
        if depth == 0 {
          cursor.position = line
          break
        }
      } else if startsWord("define") {
        depth += 1
      }
      cursor.skipLine()
      if !cursor.isAtEnd { cursor.position &+= 1 }
    }
    // The line end before `endef` is white space.
    var end = cursor.position
    while end > start, cursor.base[end - 1] == 10 || cursor.base[end - 1] == 13 { end -= 1 }
    guard end > start else { return }
    let next = cursor.position
    cursor.position = end
    flags.insert([.startsLine, .spaceBefore])
    emit(.text, start)
    cursor.position = next
    flags.insert([.startsLine, .spaceBefore])
  }

  private func startsWord(_ word: StaticString) -> Bool {
    guard cursor.starts(with: word) else { return false }
    let next = cursor.peek(word.utf8CodeUnitCount)
    return next.isBlank || next == 10 || next == 0 || next == UInt8(ascii: "#")
  }
}

/// Splits Dockerfiles into tokens: an instruction's name, then words; a word is one token, whatever
/// it is quoted with. A here-document is one string, up to its delimiter.
struct DockerfileLexer: Lexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let words = DockerfileWord.table
  /// The byte that joins lines, a backslash unless the file says otherwise.
  private var escape = UInt8(ascii: "\\")
  /// Whether the next word is an instruction.
  private var expectsInstruction = true
  private var instruction: DockerfileWord?
  private var heredocs: [(delimiter: Range<Int>, stripsTabs: Bool)] = []

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer) {
    self.cursor = cursor
    output = TokenWriter(tokens)
  }

  mutating func run() {
    findEscape()
    while true {
      skipSpace()
      if cursor.isAtEnd { break }
      readToken()
    }
  }

  /// `# escape=` in the comments at the top.
  private mutating func findEscape() {
    var place = cursor
    while place.current == UInt8(ascii: "#") {
      place.position &+= 1
      place.skip { $0 == 32 || $0 == 9 }
      if place.starts(with: "escape") || place.starts(with: "ESCAPE") {
        place.position &+= 6
        place.skip { $0 == 32 || $0 == 9 }
        if place.current == UInt8(ascii: "=") {
          place.position &+= 1
          place.skip { $0 == 32 || $0 == 9 }
          if place.current == UInt8(ascii: "`") { escape = UInt8(ascii: "`") }
          return
        }
      }
      place.skipLine()
      place.position = min(place.position &+ 1, place.count)
    }
  }

  private mutating func skipSpace() {
    let start = cursor.position
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\n") {
        cursor.position &+= 1
        lineEnd()
      } else if byte.isBlank {
        cursor.position &+= 1
      } else if byte == UInt8(ascii: "\\"), byte == escape, joinedEnd() > 0 {
        cursor.position = joinedEnd()
        skipWithinInstruction()
      } else {
        break
      }
    }
    if cursor.position != start { flags.insert(.spaceBefore) }
  }

  /// Where the next line begins if the byte that joins lines is the last of this one, else 0.
  private func joinedEnd() -> Int {
    var offset = cursor.position &+ 1
    while offset < cursor.count, cursor.base[offset].isBlank { offset &+= 1 }
    return offset < cursor.count && cursor.base[offset] == 10 ? offset &+ 1 : 0
  }

  /// Behind a joined line: lines that are empty or comments do not end the instruction.
  private mutating func skipWithinInstruction() {
    while true {
      let start = cursor.position
      cursor.skip { $0.isBlank }
      if cursor.current == 10, cursor.position < cursor.count {
        cursor.position &+= 1
      } else if cursor.current == UInt8(ascii: "#") {
        let comment = cursor.position
        cursor.skipLine()
        flags.insert([.startsLine, .spaceBefore])
        emit(.lineComment, comment)
        if cursor.isAtEnd { return }
        cursor.position &+= 1
      } else {
        cursor.position = start
        return
      }
    }
  }

  private mutating func lineEnd() {
    flags.insert(.startsLine)
    expectsInstruction = true
    while !heredocs.isEmpty { readHeredoc() }
  }

  private mutating func readToken() {
    let start = cursor.position
    let byte = cursor.base[start]
    if byte == UInt8(ascii: "#"), expectsInstruction {
      cursor.skipLine()
      return emit(.lineComment, start)
    }
    if expectsInstruction { return readInstruction(start) }
    if instruction == .ENV || instruction == .ARG || instruction == .LABEL, readKey(start) {
      return
    }
    if byte == UInt8(ascii: "<"), cursor.peek() == byte, instruction?.allowsHeredoc == true,
      readHeredocStart(start)
    {
      return
    }
    readWord(start)
  }

  private mutating func readInstruction(_ start: Int) {
    expectsInstruction = false
    cursor.skip { $0.isLetter }
    var capitals: [UInt8] = []
    for index in start..<cursor.position { capitals.append(cursor.base[index] & 0xDF) }
    let isWord = cursor.isAtEnd || cursor.current.isBlank || cursor.current == 10
    let symbol = isWord ? words.find(capitals, capitals.count) : 0
    instruction = DockerfileWord(rawValue: symbol)
    guard symbol != 0 else { return readWord(start) }
    emit(.keyword, start, symbol: symbol)
    // Another instruction follows.
    if instruction == .ONBUILD { expectsInstruction = true }
  }

  /// `name=` as a name and an operator; whether it was there.
  private mutating func readKey(_ start: Int) -> Bool {
    guard let before = tokens.count > 0 ? tokens.kind(tokens.count - 1) : nil,
      before != .operator || flags.contains(.spaceBefore)
    else { return false }
    let isFirst = before == .keyword
    var end = start
    while end < cursor.count,
      cursor.base[end].isIdentifierPart || cursor.base[end] == UInt8(ascii: ".")
        || cursor.base[end] == UInt8(ascii: "-") || cursor.base[end] == UInt8(ascii: "/")
    {
      end += 1
    }
    guard end > start else { return false }
    let next = end < cursor.count ? cursor.base[end] : 10
    let hasValue = next == UInt8(ascii: "=")
    guard hasValue || isFirst && (next.isBlank || next == 10) else { return false }
    cursor.position = end
    emit(.identifier, start)
    if hasValue {
      cursor.position &+= 1
      emit(.operator, end, symbol: next)
    }
    return true
  }

  /// A word to the next white space; quotes keep it together where they are closed on their line.
  private mutating func readWord(_ start: Int) {
    var hasQuote = false
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte.isBlank || byte == 10 { break }
      if byte == escape {
        let joined = joinedEnd()
        if joined > 0 {
          if escape == UInt8(ascii: "\\") || cursor.position > start { break }
          // A backquote that joins lines is no white space to others: it is a token.
          cursor.position &+= 1
          emit(.punctuation, start, symbol: escape)
          cursor.position = joined
          return skipWithinInstruction()
        }
        cursor.position = min(cursor.position &+ 2, cursor.count)
        if cursor.peek(-1) == 10 { cursor.position &-= 1 }
        continue
      }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let open = cursor.position
        hasQuote = true
        if !skipQuoted(byte) { cursor.position = open &+ 1 }
        continue
      }
      cursor.position &+= 1
    }
    if cursor.position == start { cursor.position &+= 1 }
    let isName = !hasQuote && cursor.base[start].isIdentifierStart
    var end = start
    while isName, end < cursor.position, cursor.base[end].isIdentifierPart { end += 1 }
    emit(hasQuote ? .string : end == cursor.position ? .identifier : .text, start)
  }

  /// Moves behind a quotation if it ends on its line; joined lines count as one.
  private mutating func skipQuoted(_ quote: UInt8) -> Bool {
    cursor.position &+= 1
    let limit = min(cursor.count, cursor.position &+ 4096)
    while cursor.position < limit {
      let byte = cursor.base[cursor.position]
      if byte == quote {
        cursor.position &+= 1
        return true
      }
      if byte == 10 { return false }
      if byte == escape {
        let joined = joinedEnd()
        if joined > 0 {
          cursor.position = joined
        } else if quote == UInt8(ascii: "'") {
          cursor.position &+= 1
        } else {
          cursor.position &+= cursor.peek() == 10 ? 1 : 2
        }
      } else {
        cursor.position &+= 1
      }
    }
    return false
  }

  // MARK: - Here-documents

  private mutating func readHeredocStart(_ start: Int) -> Bool {
    var offset = start + 2
    func byte(_ offset: Int) -> UInt8 { offset < cursor.count ? cursor.base[offset] : 0 }
    let stripsTabs = byte(offset) == UInt8(ascii: "-")
    if stripsTabs { offset += 1 }
    let quote = byte(offset)
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { offset += 1 }
    let first = offset
    while byte(offset).isIdentifierPart || byte(offset) == UInt8(ascii: ".")
      || byte(offset) == UInt8(ascii: "-")
    {
      offset += 1
    }
    guard offset > first, byte(first).isIdentifierStart else { return false }
    let delimiter = first..<offset
    if isQuoted {
      guard byte(offset) == quote else { return false }
      offset += 1
    }
    cursor.position = offset
    emit(.text, start)
    heredocs.append((delimiter, stripsTabs))
    return true
  }

  private mutating func readHeredoc() {
    let heredoc = heredocs.removeFirst()
    let start = cursor.position
    var isClosed = false
    while !cursor.isAtEnd {
      let line = cursor.position
      if heredoc.stripsTabs { cursor.skip { $0 == 9 } }
      let isDelimiter = heredoc.delimiter.allSatisfy { index in
        let matches = cursor.current == cursor.base[index] && !cursor.isAtEnd
        cursor.position &+= 1
        return matches
      }
      isClosed = isDelimiter && (cursor.isAtEnd || cursor.current == 10 || cursor.current == 13)
      if isClosed { break }
      cursor.position = line
      cursor.skipLine()
      if !cursor.isAtEnd { cursor.position &+= 1 }
    }
    guard cursor.position > start else { return }
    flags.insert([.startsLine, .spaceBefore])
    emit(.string, start, symbol: UInt8(ascii: "<"), adding: isClosed ? [] : .unterminated)
    flags.insert(.startsLine)
    cursor.skip { $0.isBlank }
    if cursor.current == 10, !cursor.isAtEnd { cursor.position &+= 1 }
  }
}

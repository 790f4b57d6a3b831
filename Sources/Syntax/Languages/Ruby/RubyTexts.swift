/// Strings, regular expressions, literals with `%` and here-documents.
extension RubyLexer {
  /// Reads text up to its next interpolation or its end.
  ///
  /// - Parameter start: where the piece begins; the position is behind what opens it.
  mutating func readText(_ text: Text, from start: Int) {
    if text.heredoc != nil { return readHeredocText(text, from: start) }
    var text = text
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == UInt8(ascii: "\\") {
        cursor.position = min(cursor.position &+ 2, cursor.count)
        if !heredocs.isEmpty, cursor.peek(-1) == 10 { skipHeredocs() }
      } else if byte == 10, !heredocs.isEmpty, text.close != 10 {
        cursor.position &+= 1
        skipHeredocs()
      } else if byte == text.close {
        cursor.position &+= 1
        if text.depth == 0 { return finishText(text, start) }
        text.depth -= 1
      } else if byte == text.open {
        text.depth += 1
        cursor.position &+= 1
      } else if byte == UInt8(ascii: "#"), text.interpolates, cursor.peek() == UInt8(ascii: "{") {
        return enterInterpolation(text, start)
      } else {
        cursor.position &+= 1
      }
    }
    finishText(text, start, isClosed: false)
  }

  private mutating func enterInterpolation(_ text: Text, _ start: Int) {
    var text = text
    cursor.position &+= 2
    let isFirst = text.start < 0
    if isFirst { text.start = tokens.count }
    emit(
      isFirst ? .stringStart : .stringMiddle, start,
      symbol: text.heredoc == nil ? 0 : UInt8(ascii: "<"))
    text.braces = 0
    if text.heredoc != nil { swap(&queue, &text.waiting) }
    text.parens = depth
    texts.append(text)
    depth += 1
    state = .begin
  }

  private mutating func finishText(_ text: Text, _ start: Int, isClosed: Bool = true) {
    if text.kind == .regex, isClosed { cursor.skip { $0.isLetter } }
    if text.start < 0 {
      emit(text.kind, start, adding: isClosed ? [] : .unterminated)
    } else {
      emit(.stringEnd, start)
      if !isClosed { tokens.insert(.unterminated, at: text.start) }
    }
    // `"key": value`
    if isClosed, text.kind == .string, cursor.current == UInt8(ascii: ":"),
      cursor.peek() != UInt8(ascii: ":"),
      text.close == UInt8(ascii: "\"") || text.close == UInt8(ascii: "'"),
      state == .begin || state == .argument
    {
      let colon = cursor.position
      cursor.position &+= 1
      emit(.punctuation, colon, symbol: UInt8(ascii: ":"))
      state = .begin
      return
    }
    if state == .name { endName() } else { state = .end }
  }

  /// Whether a slash in the place of an argument begins a regular expression: one that is closed on
  /// its line, for a local variable may be divided.
  var beginsRegex: Bool {
    guard state == .argument else { return true }
    if cursor.peek() == UInt8(ascii: "=") { return false }
    var offset = 1
    while offset < 512 {
      switch cursor.peek(offset) {
      case 0, 10: return false
      case UInt8(ascii: "\\"): offset += 1
      case UInt8(ascii: "/"): return true
      default: break
      }
      offset += 1
    }
    return false
  }

  /// A literal with `%`; whether there was one.
  mutating func readPercent(_ start: Int) -> Bool {
    var offset = 1
    var text = Text(interpolates: true)
    switch cursor.peek() {
    case UInt8(ascii: "q"), UInt8(ascii: "w"), UInt8(ascii: "i"), UInt8(ascii: "s"):
      text.interpolates = false
      offset = 2
    case UInt8(ascii: "Q"), UInt8(ascii: "W"), UInt8(ascii: "I"), UInt8(ascii: "x"): offset = 2
    case UInt8(ascii: "r"):
      text.kind = .regex
      offset = 2
    default: break
    }
    let open = cursor.peek(offset)
    guard open > 32, open < 127, !open.isIdentifierPart else { return false }
    if offset == 1, open == UInt8(ascii: "=") { return false }
    switch open {
    case UInt8(ascii: "("): text.close = UInt8(ascii: ")")
    case UInt8(ascii: "["), UInt8(ascii: "{"): text.close = open + 2
    case UInt8(ascii: "<"): text.close = UInt8(ascii: ">")
    default:
      if offset == 1, state == .argument, open != UInt8(ascii: "|"), open != UInt8(ascii: "!") {
        return false
      }
      text.close = open
    }
    if text.close != open { text.open = open }
    cursor.position &+= offset + 1
    readText(text, from: start)
    return true
  }

  // MARK: - Here-documents

  /// `<<ID`, `<<~ID`, `<<-'ID'`; whether there was one.
  mutating func readHeredocStart(_ start: Int) -> Bool {
    guard cursor.peek() == UInt8(ascii: "<"), state != .class, state != .end, state != .dot,
      state != .name, state != .argument || flags.contains(.spaceBefore)
    else { return false }
    var offset = start + 2
    var isIndented = false
    func byte(_ offset: Int) -> UInt8 { offset < cursor.count ? cursor.base[offset] : 0 }
    if byte(offset) == UInt8(ascii: "~") || byte(offset) == UInt8(ascii: "-") {
      isIndented = true
      offset += 1
    }
    var interpolates = true
    let quote = byte(offset)
    let delimiter: Range<Int>
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`") {
      interpolates = quote != UInt8(ascii: "'")
      let first = offset + 1
      offset = first
      while offset < cursor.count, cursor.base[offset] != quote, cursor.base[offset] != 10 {
        offset += 1
      }
      guard byte(offset) == quote else { return false }
      delimiter = first..<offset
      offset += 1
    } else {
      guard quote.isIdentifierStart else { return false }
      let first = offset
      while byte(offset).isIdentifierPart { offset += 1 }
      delimiter = first..<offset
    }
    let heredoc = Heredoc(
      delimiter: delimiter, isIndented: isIndented, interpolates: interpolates)
    if state == .argument, !isAhead(heredoc, from: offset) { return false }
    cursor.position = offset
    emit(.text, start)
    heredocs.append(heredoc)
    state = .end
    return true
  }

  /// Whether the delimiter of a here-document stands on a line of its own further on. Some failed
  /// searches tell that the file is no Ruby; more are not made.
  private mutating func isAhead(_ heredoc: Heredoc, from start: Int) -> Bool {
    let name = (heredoc.delimiter).map { cursor.base[$0] }
    if missing.count > 16 || missing.contains(name) { return false }
    let key = name + [heredoc.isIndented ? 1 : 0]
    if let known = delimiters[key], known > start { return true }
    var ahead = cursor
    ahead.position = start
    while !ahead.isAtEnd {
      ahead.skipLine()
      ahead.position = min(ahead.position + 1, ahead.count)
      if endOfDelimiterLine(heredoc, at: ahead.position) != nil {
        delimiters[key] = ahead.position
        return true
      }
    }
    missing.insert(name)
    return false
  }

  /// Where the delimiter ends if it is all that stands on the line at an offset.
  private func endOfDelimiterLine(_ heredoc: Heredoc, at start: Int) -> Int? {
    var offset = start
    if heredoc.isIndented {
      while offset < cursor.count, cursor.base[offset].isBlank { offset += 1 }
    }
    let length = heredoc.delimiter.count
    guard offset + length <= cursor.count else { return nil }
    for index in 0..<length
    where cursor.base[offset + index] != cursor.base[heredoc.delimiter.lowerBound + index] {
      return nil
    }
    offset += length
    if offset == start { return offset < cursor.count && cursor.base[offset] == 10 ? offset : nil }
    guard offset < cursor.count, cursor.base[offset] != 10 else { return offset }
    return cursor.base[offset] == 13
      && (offset + 1 == cursor.count || cursor.base[offset + 1] == 10)
      ? offset : nil
  }

  /// Reads the here-documents that the line just left began.
  mutating func readHeredocs() {
    queue = heredocs.reversed()
    heredocs = []
    readQueue()
  }

  private mutating func readQueue() {
    while let heredoc = queue.popLast() {
      if cursor.isAtEnd {
        if tokens.count > 0 { tokens.insert(.unterminated, at: tokens.count - 1) }
        queue = []
        return
      }
      let count = texts.count
      readHeredocText(
        Text(interpolates: heredoc.interpolates, heredoc: heredoc), from: cursor.position)
      // An interpolation comes first; its end reads on.
      if texts.count > count { return }
    }
  }

  /// Moves behind the here-documents that the line just left began within a string; they are part of
  /// its piece.
  private mutating func skipHeredocs() {
    for heredoc in heredocs {
      var end: Int?
      while !cursor.isAtEnd, end == nil {
        end = endOfDelimiterLine(heredoc, at: cursor.position)
        cursor.skipLine()
        cursor.position = min(cursor.position &+ 1, cursor.count)
      }
    }
    heredocs = []
  }

  private mutating func readHeredocText(_ text: Text, from start: Int) {
    guard let heredoc = text.heredoc else { return }
    // The piece behind an interpolation begins within a line.
    var isLineStart = text.start < 0
    while !cursor.isAtEnd {
      if isLineStart, let end = endOfDelimiterLine(heredoc, at: cursor.position) {
        cursor.position = end
        return finishHeredoc(text, start, isClosed: true)
      }
      isLineStart = false
      while cursor.position < cursor.count {
        let byte = cursor.base[cursor.position]
        cursor.position &+= 1
        if byte == 10 {
          isLineStart = true
          if !heredocs.isEmpty { skipHeredocs() }
          break
        }
        guard text.interpolates else { continue }
        if byte == UInt8(ascii: "\\") {
          if cursor.position < cursor.count, cursor.base[cursor.position] != 10 {
            cursor.position &+= 1
          }
        } else if byte == UInt8(ascii: "#"), cursor.current == UInt8(ascii: "{") {
          cursor.position &-= 1
          return enterInterpolation(text, start)
        }
      }
    }
    finishHeredoc(text, start, isClosed: false)
  }

  private mutating func finishHeredoc(_ text: Text, _ start: Int, isClosed: Bool) {
    if cursor.position > start {
      emit(
        text.start < 0 ? .string : .stringEnd, start, symbol: UInt8(ascii: "<"),
        adding: isClosed || text.start >= 0 ? [] : .unterminated)
    }
    if !isClosed, text.start >= 0 { tokens.insert(.unterminated, at: text.start) }
    flags.insert([.startsLine, .spaceBefore])
    state = .begin
    // Behind an interpolation the documents that waited follow at once.
    if text.start >= 0, cursor.current == 10, !queue.isEmpty {
      cursor.position &+= 1
      readQueue()
    } else if text.start < 0, cursor.current == 10 {
      cursor.position &+= 1
    }
  }
}

extension ByteCursor {
  /// The length of the operator at the position, or 0.
  var rubyOperatorLength: Int {
    let first = current
    let second = peek()
    let third = peek(2)
    let equals = UInt8(ascii: "=")
    switch first {
    case UInt8(ascii: "*"), UInt8(ascii: "&"), UInt8(ascii: "|"):
      if second == first { return third == equals ? 3 : 2 }
      return second == equals || first == UInt8(ascii: "&") && second == UInt8(ascii: ".") ? 2 : 1
    case UInt8(ascii: "<"):
      if second == equals { return third == UInt8(ascii: ">") ? 3 : 2 }
      if second == first { return third == equals ? 3 : 2 }
      return 1
    case UInt8(ascii: ">"):
      if second == first { return third == equals ? 3 : 2 }
      return second == equals ? 2 : 1
    case equals:
      if second == first { return third == first ? 3 : 2 }
      return second == UInt8(ascii: "~") || second == UInt8(ascii: ">") ? 2 : 1
    case UInt8(ascii: "!"): return second == equals || second == UInt8(ascii: "~") ? 2 : 1
    case UInt8(ascii: "."): return second == first ? (third == first ? 3 : 2) : 1
    case UInt8(ascii: "-"): return second == equals || second == UInt8(ascii: ">") ? 2 : 1
    case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "^"):
      return second == equals ? 2 : 1
    case UInt8(ascii: "~"): return 1
    default: return 0
    }
  }

  /// The length of the operator at the position that may be a method's name, or 0.
  var rubyMethodOperatorLength: Int {
    switch current {
    case UInt8(ascii: "."): return 0
    case UInt8(ascii: "="):
      let length = rubyOperatorLength
      return length > 1 && peek() != UInt8(ascii: ">") ? length : 0
    case UInt8(ascii: "*"): return peek() == current ? 2 : 1
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      return peek() == current ? 2 : rubyOperatorLength
    case UInt8(ascii: "!"): return rubyOperatorLength
    default: return rubyOperatorLength > 0 ? 1 : 0
    }
  }

  /// The length of the operator at the position in the place of a method's name, `.` included.
  var rubyNameLength: Int {
    current == UInt8(ascii: ".")
      ? rubyOperatorLength : max(rubyMethodOperatorLength, min(rubyOperatorLength, 1))
  }

  /// The length of the escape whose backslash stands at an offset.
  func rubyEscapeLength(from start: Int) -> Int {
    func byte(_ offset: Int) -> UInt8 { start + offset < count ? base[start + offset] : 0 }
    switch byte(1) {
    case UInt8(ascii: "C"), UInt8(ascii: "M"):
      if byte(2) == UInt8(ascii: "-") {
        return byte(3) == UInt8(ascii: "\\") ? 3 + min(rubyEscapeLength(at: start + 3), 8) : 4
      }
      return 2
    case UInt8(ascii: "c"): return 3
    case UInt8(ascii: "u"):
      var length = 2
      if byte(2) == UInt8(ascii: "{") {
        while length < 12, byte(length) != UInt8(ascii: "}") { length += 1 }
        return length + 1
      }
      while length < 6, byte(length).isHexDigit { length += 1 }
      return length
    case UInt8(ascii: "x"), UInt8(ascii: "0")...UInt8(ascii: "7"):
      var length = 2
      while length < 4, byte(length).isHexDigit { length += 1 }
      return length
    default: return 2
    }
  }

  /// The same for an escape within another one, which nests no further.
  private func rubyEscapeLength(at start: Int) -> Int {
    let next = start + 1 < count ? base[start + 1] : 0
    let isControl = next == UInt8(ascii: "C") || next == UInt8(ascii: "M")
    return isControl ? 4 : next == UInt8(ascii: "c") ? 3 : 2
  }
}

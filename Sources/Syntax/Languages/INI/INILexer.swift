/// INI's tokens, line by line: `[`, a section's name, `]`; a key, `=` or `:`, and the rest of the line as
/// text. A line that goes on with a value is text.
struct INILexer: GapLexer {
  var cursor: ByteCursor
  var output: TokenWriter
  private let dialect: INIDialect
  /// The indentation of the last key, or -1 where no value can go on.
  private var keyColumn = -1

  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: TokenBuffer, _ dialect: INIDialect) {
    guard let cursor = ByteCursor(bytes) else { return nil }
    self.cursor = cursor
    output = TokenWriter(tokens)
    self.dialect = dialect
  }

  mutating func run() {
    while !cursor.isAtEnd { line() }
  }

  /// The end of the line without the white space before it.
  private mutating func trimmedLineEnd(from start: Int) -> Int {
    cursor.skip { $0 != 10 && $0 != 13 }
    while cursor.current == 13, cursor.peek() != 10, cursor.position + 1 < cursor.count {
      if dialect == .properties { break }
      cursor.position &+= 1
      cursor.skip { $0 != 10 && $0 != 13 }
    }
    var end = cursor.position
    while end > start, cursor.base[end - 1].isBlank { end -= 1 }
    return end
  }

  private mutating func line() {
    startsLine = true
    let begin = cursor.position
    cursor.skip { $0.isBlank }
    let start = cursor.position
    let column = start - begin
    defer { if cursor.current == 10 { cursor.position &+= 1 } }
    switch cursor.current {
    case 10: return
    case 0 where cursor.isAtEnd: return
    case UInt8(ascii: "#"), UInt8(ascii: ";"):
      emit(.lineComment, start, trimmedLineEnd(from: start))
    case UInt8(ascii: "!") where dialect == .properties:
      emit(.lineComment, start, trimmedLineEnd(from: start))
    case _ where dialect.continuesByIndentation && keyColumn >= 0 && column > keyColumn:
      emit(.text, start, trimmedLineEnd(from: start))
    case UInt8(ascii: "[") where dialect.hasSections: section(start)
    default: pair(start, column)
    }
  }

  private mutating func section(_ start: Int) {
    let end = trimmedLineEnd(from: start)
    keyColumn = -1
    // The bracket that ends the name is the last one before a comment; names of `.editorconfig` hold
    // brackets and comment marks themselves.
    var close = -1
    var isQuoted = false
    var index = start + 1
    while index < end {
      let byte = cursor.base[index]
      if byte == UInt8(ascii: "\""), dialect == .git { isQuoted.toggle() }
      if isQuoted, byte == UInt8(ascii: "\\") { index += 1 }
      if byte == UInt8(ascii: "]"), !isQuoted { close = index }
      let isComment = byte == UInt8(ascii: ";") || byte == UInt8(ascii: "#")
      if isComment, !isQuoted, close >= 0, cursor.base[index - 1].isBlank { break }
      index += 1
    }
    emit(.open, start, start + 1, symbol: UInt8(ascii: "["))
    var first = start + 1
    let nameEnd = close < 0 ? end : close
    while first < nameEnd, cursor.base[first].isBlank { first += 1 }
    var last = nameEnd
    while last > first, cursor.base[last - 1].isBlank { last -= 1 }
    emit(.identifier, first, last)
    guard close >= 0 else { return }
    emit(.close, close, close + 1, symbol: UInt8(ascii: "]"))
    rest(close + 1, end)
  }

  /// What stands behind a section's bracket: a comment, or in Git's configuration a key.
  private mutating func rest(_ start: Int, _ end: Int) {
    var first = start
    while first < end, cursor.base[first].isBlank { first += 1 }
    guard first < end else { return }
    let byte = cursor.base[first]
    let isComment = byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";")
    emit(isComment ? .lineComment : .text, first, end)
  }

  private mutating func pair(_ start: Int, _ column: Int) {
    keyColumn = column
    var index = start
    let isProperties = dialect == .properties
    while index < cursor.count {
      let byte = cursor.base[index]
      if byte == 10 || byte == UInt8(ascii: "=") { break }
      if byte == UInt8(ascii: ":"), index > start, dialect != .git, dialect != .unit { break }
      if isProperties, byte == UInt8(ascii: "\\") {
        index += index + 1 < cursor.count && cursor.base[index + 1] != 10 ? 2 : 1
        continue
      }
      if isProperties, byte.isBlank { break }
      index += 1
    }
    index = min(index, cursor.count)
    var keyEnd = index
    while keyEnd > start, cursor.base[keyEnd - 1].isBlank { keyEnd -= 1 }
    var mark = index
    while mark < cursor.count, isProperties, cursor.base[mark].isBlank { mark += 1 }
    emit(.identifier, start, keyEnd)
    cursor.position = mark
    let byte = cursor.current
    if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") {
      cursor.position &+= 1
      emit(.operator, mark, mark + 1, symbol: byte)
    } else if byte == 10 || cursor.isAtEnd {
      return
    }
    value()
  }

  private mutating func value() {
    while true {
      cursor.skip { $0.isBlank }
      let start = cursor.position
      let end = trimmedLineEnd(from: start)
      emit(.text, start, end)
      var slashes = 0
      while end - slashes > start, cursor.base[end - 1 - slashes] == UInt8(ascii: "\\") {
        slashes += 1
      }
      cursor.skip { $0 == 13 }
      guard dialect.joinsLines, slashes % 2 == 1, cursor.current == 10 else { return }
      cursor.position &+= 1
      startsLine = true
      // A comment may stand between the lines of a unit's value.
      while dialect == .unit {
        let begin = cursor.position
        cursor.skip { $0.isBlank }
        guard cursor.current == UInt8(ascii: "#") || cursor.current == UInt8(ascii: ";") else {
          cursor.position = begin
          break
        }
        let first = cursor.position
        emit(.lineComment, first, trimmedLineEnd(from: first))
        cursor.skip { $0 == 13 }
        if cursor.current == 10 { cursor.position &+= 1 }
        startsLine = true
      }
    }
  }
}

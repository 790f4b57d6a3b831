/// YAML's tokens, read line by line: enough for keys, values and their comments. Whether the file is
/// well formed is libyaml's to say.
///
/// Plain scalars and the lines of block scalars are `text`; anchors, aliases and tags are identifiers
/// whose symbol is `&`, `*` or `!`.
struct YAMLLexer: GapLexer {
  var cursor: ByteCursor
  var output: TokenWriter
  /// Where the line of the cursor begins.
  private var line: Int
  /// How many `[` and `{` are open.
  private var flow = 0
  /// The column of the last key or dash of the block that the cursor is in; -1 at the margin.
  private var parentColumn = -1
  /// Where the last scalar began on this line, as it may turn out to be a key.
  private var scalarColumn = 0
  /// The quotes that have no partner in what is left of the file.
  private var lonely: (single: Bool, double: Bool) = (false, false)

  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: TokenBuffer) {
    guard let cursor = ByteCursor(bytes) else { return nil }
    self.cursor = cursor
    output = TokenWriter(tokens)
    line = cursor.position
  }

  mutating func run() {
    while !cursor.isAtEnd { step() }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13
  }

  /// Whether white space or the end of the bytes follows `distance` ahead.
  @inline(__always)
  private func endsWord(_ distance: Int) -> Bool {
    cursor.position &+ distance >= cursor.count || Self.isSpace(cursor.peek(distance))
  }

  private mutating func step() {
    let start = cursor.position
    let byte = cursor.base[start]
    switch byte {
    case 32, 9, 13: cursor.position &+= 1
    case 10:
      cursor.position &+= 1
      startsLine = true
      line = cursor.position
    case UInt8(ascii: "#") where startsLine || start > tokens.end:
      cursor.skip { $0 != 10 && $0 != 13 }
      emit(.lineComment, start)
    case UInt8(ascii: "%") where start == line:
      cursor.skip { $0 != 10 && $0 != 13 }
      emit(.directive, start, flags: .directive)
    case UInt8(ascii: "-") where start == line && cursor.starts(with: "---") && endsWord(3),
      UInt8(ascii: ".") where start == line && cursor.starts(with: "...") && endsWord(3):
      cursor.position &+= 3
      (flow, parentColumn) = (0, -1)
      emit(.operator, start, symbol: byte)
    case UInt8(ascii: "-") where flow == 0 && endsWord(1),
      UInt8(ascii: "?") where endsWord(1):
      cursor.position &+= 1
      parentColumn = start - line
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: ":") where endsWord(1) || flow > 0:
      cursor.position &+= 1
      if flow == 0 { parentColumn = scalarColumn }
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: ",") where flow > 0:
      cursor.position &+= 1
      emit(.punctuation, start, symbol: byte)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      cursor.position &+= 1
      flow += 1
      emit(.open, start, symbol: byte)
    case UInt8(ascii: "]") where flow > 0, UInt8(ascii: "}") where flow > 0:
      cursor.position &+= 1
      flow -= 1
      emit(.close, start, symbol: byte)
    case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"):
      cursor.position &+= 1
      scalarColumn = startsLine ? start - line : scalarColumn
      let inFlow = flow > 0
      cursor.skip { !Self.isSpace($0) && !(inFlow && Self.isFlow($0)) }
      emit(.identifier, start, symbol: byte)
    case UInt8(ascii: "|") where flow == 0, UInt8(ascii: ">") where flow == 0:
      blockScalar(start, byte)
    case UInt8(ascii: "\"") where !lonely.double && !continuesScalar(start),
      UInt8(ascii: "'") where !lonely.single && !continuesScalar(start):
      quoted(start, byte)
    default: plain(start)
    }
  }

  @inline(__always)
  private static func isFlow(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
      || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
  }

  /// Whether the line goes on with the plain scalar of the line above.
  private func continuesScalar(_ start: Int) -> Bool {
    startsLine && tokens.count > 0 && tokens.kind(tokens.count - 1) == .text
      && (flow > 0 || start - line > parentColumn)
  }

  private mutating func quoted(_ start: Int, _ quote: UInt8) {
    let column = start - line
    var newLine = line
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      cursor.position &+= 1
      if byte == quote {
        if quote == UInt8(ascii: "'"), cursor.current == quote {
          cursor.position &+= 1
          continue
        }
        scalarColumn = column
        emit(.string, start, symbol: quote)
        line = newLine
        return
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), cursor.current != 10 {
        cursor.position = min(cursor.position &+ 1, cursor.count)
      } else if byte == 10 {
        newLine = cursor.position
      }
    }
    // Not the beginning of a string but part of a plain scalar that goes over several lines.
    if quote == UInt8(ascii: "'") { lonely.single = true } else { lonely.double = true }
    cursor.position = start
    plain(start)
  }

  private mutating func plain(_ start: Int) {
    scalarColumn = start - line
    var last = start
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte == 10 || byte == 13 { break }
      if byte == UInt8(ascii: ":"), cursor.position > start,
        endsWord(1) || flow > 0 && Self.isFlow(cursor.peek())
      {
        break
      }
      if byte == UInt8(ascii: "#"), cursor.position > start, Self.isSpace(cursor.peek(-1)) { break }
      if flow > 0, cursor.position > start, Self.isFlow(byte) { break }
      if byte != 32, byte != 9 { last = cursor.position }
      cursor.position &+= 1
    }
    cursor.position = last + 1
    emit(.text, start)
  }

  /// The header of a literal or folded scalar and its lines: all that are indented more than the key
  /// or dash it belongs to.
  private mutating func blockScalar(_ start: Int, _ byte: UInt8) {
    cursor.position &+= 1
    cursor.skip { $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let headerEnd = cursor.position
    cursor.skip { $0 == 32 || $0 == 9 }
    let hasComment = cursor.current == UInt8(ascii: "#") && cursor.position > headerEnd
    guard hasComment || cursor.isAtEnd || cursor.current == 10 || cursor.current == 13 else {
      cursor.position = start
      plain(start)
      return
    }
    let comment = cursor.position
    cursor.position = headerEnd
    emit(.operator, start, symbol: byte)
    if hasComment {
      cursor.position = comment
      cursor.skip { $0 != 10 && $0 != 13 }
      emit(.lineComment, comment)
    }
    cursor.skip { $0 != 10 && $0.isBlank }
    if !cursor.isAtEnd, cursor.current != 10 { return }
    while !cursor.isAtEnd {
      // The cursor is at a line end.
      let newline = cursor.position
      cursor.position &+= 1
      let begin = cursor.position
      cursor.skip { $0 == 32 }
      let indentation = cursor.position - begin
      let isBlankLine =
        cursor.isAtEnd || cursor.current == 10 || cursor.current == 13 && cursor.peek() == 10
      if isBlankLine {
        cursor.skipLine()
        continue
      }
      let isMarker =
        indentation == 0 && (cursor.starts(with: "---") || cursor.starts(with: "..."))
        && endsWord(3)
      if indentation <= parentColumn || isMarker {
        cursor.position = newline
        return
      }
      (startsLine, line) = (true, begin)
      let content = cursor.position
      cursor.skipLine()
      emit(.text, content)
    }
  }
}

/// Reads Markdown line by line into its blocks, as CommonMark's specification describes it: first the
/// containers (quotations, list items) that go on, then those that begin, then what the rest of the line
/// is.
///
/// Marks of headings outside of all containers are `keyword`s with their level as `symbol`; those that
/// underline have `underline` added to it, and the heading's first word has `opensBlock`. Lines of code
/// are `string`s with their line end. A link's definition begins with an `identifier` whose symbol is
/// `[`, a key of the front matter with one whose symbol is `:` or `=`.
struct MarkdownLexer: GapLexer {
  static let underline: UInt8 = 8
  /// The most containers within each other: each line looks at all that are open.
  private static let mostContainers = 100

  private struct Container {
    let isQuote: Bool
    /// The columns that a line of a list item is indented by.
    let indentation: Int
    /// Whether anything stands in the list item yet.
    var hasContent: Bool
  }

  private enum Leaf: Equatable {
    case none, paragraph, indented
    case fence(UInt8, length: Int, indentation: Int)
    case html(MarkdownHTML)
  }

  var cursor: ByteCursor
  var output: TokenWriter
  private let hasIndentedCode: Bool
  private var containers: [Container] = []
  private var leaf = Leaf.none
  /// The first token of the paragraph that is being read.
  private var paragraph = 0
  /// The column of the cursor; a tab may be used up in part.
  private var column = 0
  /// Where the line ends, its line end excluded.
  private var lineEnd = 0
  /// Where the next line begins.
  private var nextLine = 0
  /// Whether the end of the last line means more than a blank.
  private var isBreak = true
  private var hadPipe = false

  init(_ cursor: ByteCursor, _ tokens: TokenBuffer, hasIndentedCode: Bool) {
    self.cursor = cursor
    output = TokenWriter(tokens)
    self.hasIndentedCode = hasIndentedCode
  }

  mutating func run() {
    frontMatter()
    while !cursor.isAtEnd {
      beginLine()
      line()
      cursor.position = nextLine
    }
  }

  private mutating func beginLine() {
    var index = cursor.position
    while index < cursor.count, cursor.base[index] != 10, cursor.base[index] != 13 { index &+= 1 }
    lineEnd = index
    if index < cursor.count {
      index &+=
        cursor.base[index] == 13 && index + 1 < cursor.count && cursor.base[index + 1] == 10 ? 2 : 1
    }
    nextLine = index
    column = 0
    startsLine = true
  }

  // MARK: - Tokens

  /// Adds the token between two offsets, unless it is empty.
  @inline(__always)
  private mutating func emit(
    _ kind: TokenKind, _ start: Int, _ end: Int, symbol: UInt8 = 0, flags: TokenFlags = []
  ) {
    guard end > start else { return }
    if !isBreak { startsLine = false }
    add(kind, start, end, symbol: symbol, flags: flags)
  }

  /// Emits what stands between two places as words.
  private mutating func words(_ start: Int, _ end: Int) {
    var index = start
    while index < end {
      while index < end, cursor.base[index] <= 32,
        cursor.base[index] == 32 || cursor.base[index] == 9
      {
        index &+= 1
      }
      let word = index
      while index < end,
        cursor.base[index] > 32 || cursor.base[index] != 32 && cursor.base[index] != 9
      {
        index &+= 1
      }
      if index > word { emit(.text, word, index) }
    }
  }

  /// The line, to ask what it may be.
  private var rest: MarkdownLine {
    @inline(__always) get { MarkdownLine(base: cursor.base, end: lineEnd) }
  }

  // MARK: - Columns

  private var current: UInt8 {
    @inline(__always) get { cursor.position < lineEnd ? cursor.base[cursor.position] : 0 }
  }

  /// How many columns of white space stand at the cursor, and where they end.
  private var indentation: (columns: Int, end: Int) {
    var index = cursor.position
    var column = self.column
    while index < lineEnd {
      if cursor.base[index] == 32 {
        column &+= 1
      } else if cursor.base[index] == 9 {
        column &+= 4 - column % 4
      } else {
        break
      }
      index &+= 1
    }
    return (column - self.column, index)
  }

  /// Skips up to that many columns of white space.
  private mutating func skip(columns: Int) {
    var left = columns
    while left > 0, cursor.position < lineEnd {
      if cursor.current == 9 {
        let width = 4 - column % 4
        if width > left {
          column += left
          return
        }
        column += width
        left -= width
      } else if cursor.current == 32 {
        column += 1
        left -= 1
      } else {
        return
      }
      cursor.position += 1
    }
  }

  // MARK: - Lines

  private mutating func line() {
    let matched = continueContainers()
    let isComplete = matched == containers.count
    let (columns, first) = indentation
    let isBlank = first == lineEnd
    if isComplete {
      switch leaf {
      case .fence(let mark, let length, let indentation):
        isBreak = true
        fenceLine(mark, length, indentation, columns, first)
        return
      case .html(let block):
        isBreak = true
        htmlLine(block, first, isBlank)
        return
      default: break
      }
    } else if leaf != .paragraph {
      close(to: matched)
    }
    if isBlank {
      // A quotation ends with a blank line, unless its mark stands before it.
      if !isComplete { close(to: matched) }
      if leaf != .indented { leaf = .none }
      isBreak = true
      hadPipe = false
      return
    }
    if leaf == .indented {
      if columns >= 4, isComplete {
        codeLine(4)
        return
      }
      leaf = .none
    }
    open(matched)
  }

  /// Follows the containers that go on in this line and returns how many these are.
  private mutating func continueContainers() -> Int {
    var matched = 0
    while matched < containers.count {
      let (columns, first) = indentation
      let isBlank = first == lineEnd
      if containers[matched].isQuote {
        guard columns <= 3 || !hasIndentedCode, !isBlank, cursor.base[first] == UInt8(ascii: ">")
        else {
          break
        }
        quoteMark(columns)
      } else if isBlank {
        if !containers[matched].hasContent { break }
      } else if columns >= containers[matched].indentation {
        skip(columns: containers[matched].indentation)
        containers[matched].hasContent = true
      } else {
        break
      }
      matched += 1
    }
    return matched
  }

  private mutating func quoteMark(_ columns: Int) {
    skip(columns: columns)
    let start = cursor.position
    cursor.position += 1
    column += 1
    emit(.punctuation, start, start + 1, symbol: UInt8(ascii: ">"))
    skip(columns: 1)
  }

  private mutating func close(to matched: Int) {
    if containers.count > matched { containers.removeSubrange(matched...) }
    leaf = .none
    isBreak = true
  }

  private mutating func push(_ container: Container, matched: inout Int) {
    if containers.count > matched { containers.removeSubrange(matched...) }
    containers.append(container)
    matched += 1
    leaf = .none
  }

  /// Opens the blocks that begin in this line; what is left is text.
  private mutating func open(_ continued: Int) {
    var matched = continued
    while true {
      let (columns, first) = indentation
      let isLazy = matched < containers.count
      if first == lineEnd {
        isBreak = true
        if !isLazy { leaf = .none }
        return
      }
      if columns >= 4, hasIndentedCode {
        if leaf == .paragraph { break }
        leaf = .indented
        codeLine(4)
        return
      }
      let byte = cursor.base[first]
      if byte == UInt8(ascii: ">"), matched < Self.mostContainers {
        push(Container(isQuote: true, indentation: 0, hasContent: true), matched: &matched)
        isBreak = true
        quoteMark(columns)
        continue
      }
      if byte == UInt8(ascii: "#"), let level = rest.headingLevel(first) {
        closeLazy(matched)
        heading(level, first)
        return
      }
      if byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~"),
        let length = rest.fenceLength(first)
      {
        closeLazy(matched)
        isBreak = true
        emit(.operator, first, first + length, symbol: byte)
        words(first + length, lineEnd)
        leaf = .fence(byte, length: length, indentation: columns)
        return
      }
      if byte == UInt8(ascii: "<"),
        let block = MarkdownHTML(
          cursor, first, lineEnd, mayInterrupt: leaf == .paragraph)
      {
        closeLazy(matched)
        isBreak = true
        leaf = .html(block)
        htmlLine(block, first, false)
        return
      }
      if leaf == .paragraph, !isLazy, byte == UInt8(ascii: "=") || byte == UInt8(ascii: "-"),
        rest.isRow(of: byte, from: first)
      {
        isBreak = true
        let level: UInt8 = byte == UInt8(ascii: "=") ? 1 : 2
        if containers.isEmpty {
          tokens.insert(.opensBlock, at: paragraph)
          emit(
            .keyword, first, rest.trimmedEnd(first), symbol: level + Self.underline,
            flags: .closesBlock)
        } else {
          emit(.operator, first, rest.trimmedEnd(first), symbol: byte)
        }
        leaf = .none
        return
      }
      if rest.isThematicBreak(byte, first) {
        closeLazy(matched)
        isBreak = true
        emit(.operator, first, rest.trimmedEnd(first), symbol: byte)
        leaf = .none
        return
      }
      // What would be a paragraph's next line is an item only where it cannot be taken for text.
      let isInterrupting = leaf == .paragraph && !isLazy
      guard matched < Self.mostContainers,
        let marker = rest.listMarker(first, isInterrupting: isInterrupting)
      else { break }
      isBreak = true
      skip(columns: columns)
      emit(.punctuation, first, marker, symbol: cursor.base[marker - 1])
      cursor.position = marker
      column += marker - first
      let width = columns + marker - first
      let (padding, content) = indentation
      let isEmpty = content == lineEnd
      let taken = isEmpty || padding >= 5 ? 1 : padding
      push(
        Container(isQuote: false, indentation: width + taken, hasContent: !isEmpty),
        matched: &matched)
      skip(columns: taken)
    }
    if leaf == .paragraph {
      // The rest of a paragraph, perhaps without the marks of its containers.
      text()
      return
    }
    if containers.count > matched { close(to: matched) }
    startParagraph()
  }

  /// Closes the containers that this line leaves.
  private mutating func closeLazy(_ matched: Int) {
    if containers.count > matched { containers.removeSubrange(matched...) }
  }

  // MARK: - Text

  private mutating func startParagraph() {
    isBreak = true
    let first = indentation.end
    if current != 0, cursor.base[first] == UInt8(ascii: "["), definition(first) { return }
    paragraph = tokens.count
    leaf = .paragraph
    text()
  }

  private mutating func text() {
    let first = indentation.end
    let byte = cursor.base[first]
    var hasPipe = false
    var index = first
    while index < lineEnd, !hasPipe {
      hasPipe = cursor.base[index] == UInt8(ascii: "|")
      index &+= 1
    }
    // Rows of tables, and marks of extensions.
    if hasPipe || hadPipe || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "$")
      || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "!")
    {
      isBreak = true
    }
    hadPipe = hasPipe
    words(first, lineEnd)
    let isHard =
      lineEnd - first >= 2
      && (cursor.base[lineEnd - 1] == 32 && cursor.base[lineEnd - 2] == 32
        || cursor.base[lineEnd - 1] == UInt8(ascii: "\\"))
    isBreak = isHard
  }

  /// Reads the definition of a link at an offset, if the line is just that.
  private mutating func definition(_ first: Int) -> Bool {
    guard let label = rest.definitionLabel(first) else { return false }
    emit(.identifier, first, label, symbol: containers.isEmpty ? UInt8(ascii: "[") : 0)
    words(label, lineEnd)
    leaf = .none
    return true
  }

  // MARK: - Headings and rules

  private mutating func heading(_ level: Int, _ first: Int) {
    isBreak = true
    leaf = .none
    emit(
      containers.isEmpty ? .keyword : .operator, first, first + level,
      symbol: UInt8(truncatingIfNeeded: level))
    var end = rest.trimmedEnd(first + level)
    var closing = end
    while closing > first + level, cursor.base[closing - 1] == UInt8(ascii: "#") { closing -= 1 }
    let hasClosing =
      closing < end && closing > first + level
      && (cursor.base[closing - 1] == 32 || cursor.base[closing - 1] == 9)
    if hasClosing { swap(&end, &closing) }
    words(first + level, end)
    if hasClosing { emit(.operator, end, closing, symbol: UInt8(ascii: "#")) }
    isBreak = true
  }

  // MARK: - Code

  private mutating func fenceLine(
    _ mark: UInt8, _ length: Int, _ indentation: Int, _ columns: Int, _ first: Int
  ) {
    if columns <= 3 || !hasIndentedCode {
      var index = first
      while index < lineEnd, cursor.base[index] == mark { index += 1 }
      if index - first >= length, rest.trimmedEnd(index) == index {
        emit(.operator, first, index, symbol: mark)
        leaf = .none
        return
      }
    }
    codeLine(min(indentation, columns))
  }

  /// Emits the rest of the line with its end, the columns that belong to no code left out.
  private mutating func codeLine(_ columns: Int) {
    isBreak = true
    skip(columns: columns)
    emit(.string, cursor.position, nextLine)
  }

  private mutating func htmlLine(_ block: MarkdownHTML, _ first: Int, _ isBlank: Bool) {
    if block == .element {
      if isBlank {
        leaf = .none
      } else {
        words(first, lineEnd)
      }
      return
    }
    let end = block.end(cursor, first, lineEnd)
    if block == .comment {
      emit(.blockComment, first, end ?? rest.trimmedEnd(first))
      if let end { words(end, lineEnd) }
    } else {
      words(first, lineEnd)
    }
    if end != nil { leaf = .none }
  }

  // MARK: - Front matter

  private mutating func frontMatter() {
    guard let matter = MarkdownFrontMatter(cursor) else { return }
    while cursor.position < matter.end {
      beginLine()
      isBreak = true
      let (_, first) = indentation
      let last = rest.trimmedEnd(first)
      let isEdge = cursor.position < matter.start || nextLine >= matter.end
      if isEdge {
        emit(.directive, first, last)
      } else if first < last, cursor.base[first] == UInt8(ascii: "#") {
        emit(.lineComment, first, last)
      } else if first == cursor.position, let key = matter.key(cursor, first, last) {
        emit(.identifier, first, key.end, symbol: matter.separator)
        emit(.punctuation, key.mark, key.mark + 1, symbol: matter.separator)
        var value = key.mark + 1
        while value < last, cursor.base[value] == 32 || cursor.base[value] == 9 { value += 1 }
        emit(.text, value, last)
      } else {
        emit(.text, first, last)
      }
      cursor.position = nextLine
    }
  }
}

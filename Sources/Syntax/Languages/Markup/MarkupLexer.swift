/// The tokens of XML and HTML.
///
/// A tag is `<` or `</` (`open`, symbol `<` or `/`), its name, its attributes, and `>` or `/>`
/// (`close`, symbol `>` or `/`). Declarations, processing instructions and the code of template
/// languages are one `directive` each. White space between attributes means nothing, so that no token
/// within a tag has `spaceBefore`.
struct MarkupLexer: GapLexer {
  var cursor: ByteCursor
  var output: TokenWriter
  let isHTML: Bool
  /// The element whose start tag was read last, where its text is not split (`script`, `textarea`).
  private var rawElement: RawElement?
  /// How many `pre` are open.
  private var preformatted = 0
  private var closers = TemplateClosers()

  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: TokenBuffer, isHTML: Bool) {
    guard let cursor = ByteCursor(bytes) else { return nil }
    self.cursor = cursor
    output = TokenWriter(tokens)
    self.isHTML = isHTML
  }

  @inline(__always)
  private mutating func emit(
    _ kind: TokenKind, _ start: Int, symbol: UInt8 = 0, inTag: Bool = false,
    flags: TokenFlags = []
  ) {
    add(kind, start, cursor.position, symbol: symbol, flags: flags, countsGap: !inTag)
  }

  mutating func run() {
    while !cursor.isAtEnd {
      if cursor.current == UInt8(ascii: "<") {
        markup()
      } else if isHTML {
        hypertext()
      } else {
        text()
      }
    }
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 10 || byte == 9 || byte == 13 || byte == 12
  }

  @inline(__always)
  private mutating func skipSpace() {
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      guard Self.isSpace(byte) else { return }
      if byte == 10 { startsLine = true }
      cursor.position &+= 1
    }
  }

  // MARK: - Text

  /// Text between tags. White space around it is part of it, alone it is only where an element holds
  /// nothing else.
  private mutating func text() {
    let start = cursor.position
    let startedLine = startsLine
    skipSpace()
    let first = cursor.position
    if cursor.isAtEnd { return }
    if cursor.current == UInt8(ascii: "<") {
      let isAlone =
        cursor.peek() == UInt8(ascii: "/") && tokens.end == start && tokens.count > 0
        && tokens.kind(tokens.count - 1) == .close
        && tokens.symbol(tokens.count - 1) == UInt8(ascii: ">") && opensElement
      if isAlone {
        startsLine = startedLine
        emit(.text, start)
      }
      return
    }
    if cursor.current == UInt8(ascii: "&"), reference(first) { return }
    startsLine = startedLine
    cursor.position &+= 1
    cursor.skip { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }
    emit(.text, start)
    startsLine = cursor.position > 0 && lastLineIsBlank
  }

  /// Whether the tag that was read last opens an element.
  private var opensElement = false

  /// Whether only white space stands between the last line end and the cursor.
  private var lastLineIsBlank: Bool {
    var index = cursor.position - 1
    while index >= 0, cursor.base[index] != 10 {
      if !Self.isSpace(cursor.base[index]) { return false }
      index -= 1
    }
    return index >= 0
  }

  /// Emits the reference at the cursor, if there is one: `&amp;`.
  private mutating func reference(_ start: Int) -> Bool {
    var length = 1
    while length < 40 {
      let byte = cursor.peek(length)
      guard
        byte.isIdentifierPart || byte == UInt8(ascii: "#") || byte == UInt8(ascii: ".")
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
      else { break }
      length += 1
    }
    guard length > 1, cursor.peek(length) == UInt8(ascii: ";") else { return false }
    cursor.position &+= length + 1
    emit(.character, start)
    return true
  }

  /// Text of HTML: words, since how they are parted means nothing, but in `pre`.
  private mutating func hypertext() {
    if preformatted > 0 {
      let start = cursor.position
      while cursor.position < cursor.count, cursor.current != UInt8(ascii: "<") {
        if cursor.position > start, startsTemplate { break }
        if cursor.position == start, template(inTag: false) { return }
        cursor.position &+= 1
      }
      emit(.text, start)
      return
    }
    skipSpace()
    let start = cursor.position
    if cursor.isAtEnd || cursor.current == UInt8(ascii: "<") || template(inTag: false) { return }
    if cursor.current == UInt8(ascii: "&"), reference(start) { return }
    cursor.position &+= 1
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if byte <= 32 && Self.isSpace(byte) || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&")
        || byte == UInt8(ascii: "{") && startsTemplate
      {
        break
      }
      cursor.position &+= 1
    }
    emit(.text, start)
  }

  /// The text of an element that has no markup in it, line by line.
  private mutating func rawText(_ element: RawElement) {
    while !cursor.isAtEnd {
      let start = cursor.position
      var isBlank = true
      while cursor.position < cursor.count {
        let byte = cursor.base[cursor.position]
        if byte == 10 || byte == UInt8(ascii: "<") && element.ends(at: cursor) { break }
        if !Self.isSpace(byte) { isBlank = false }
        cursor.position &+= 1
      }
      if !isBlank || element.isVerbatim && cursor.position > start { emit(.text, start) }
      if cursor.current != 10 { return }
      cursor.position &+= 1
      startsLine = true
    }
  }

  // MARK: - Markup

  private mutating func markup() {
    let start = cursor.position
    let next = cursor.peek()
    switch next {
    case UInt8(ascii: "!"): declaration(start)
    case UInt8(ascii: "?"): instruction(start)
    case UInt8(ascii: "/"):
      if isHTML
        ? cursor.peek(2).isLetter
        : cursor.peek(2).isIdentifierStart || cursor.peek(2) == UInt8(ascii: ":")
      {
        cursor.position &+= 2
        emit(.open, start, symbol: next)
        tag(isEnd: true)
      } else {
        stray(start)
      }
    case UInt8(ascii: "%") where isHTML && template(inTag: false): return
    default:
      if isHTML ? next.isLetter : next.isIdentifierStart || next == UInt8(ascii: ":") {
        cursor.position &+= 1
        emit(.open, start, symbol: UInt8(ascii: "<"))
        tag(isEnd: false)
      } else {
        stray(start)
      }
    }
  }

  /// A `<` that begins no markup: a fault in XML, text in HTML.
  private mutating func stray(_ start: Int) {
    cursor.position &+= 1
    emit(isHTML ? .text : .invalid, start, symbol: UInt8(ascii: "<"))
  }

  /// Comments, `<![CDATA[`, `<!DOCTYPE`.
  private mutating func declaration(_ start: Int) {
    if cursor.starts(with: "<!--") {
      comment(start)
    } else if cursor.starts(with: "<![CDATA[") {
      cursor.position &+= 9
      let isClosed = skip(past: "]]>")
      emit(.text, start, flags: isClosed ? [] : .unterminated)
    } else {
      cursor.position &+= 2
      isHTML ? skipPast(UInt8(ascii: ">")) : documentType()
      emit(.directive, start)
    }
  }

  private mutating func comment(_ start: Int) {
    cursor.position &+= 4
    var isClosed = true
    if isHTML, cursor.current == UInt8(ascii: ">") {
      cursor.position &+= 1
    } else if isHTML, cursor.starts(with: "->") {
      cursor.position &+= 2
    } else {
      isClosed = commentEnd()
    }
    // Some comments are instructions to browsers, servers and frameworks.
    let text = start + 4
    var first = text
    while first < cursor.position, Self.isSpace(cursor.base[first]) { first += 1 }
    let isInstruction =
      isHTML && isClosed
      && (cursor.starts(with: "[if", at: text) || cursor.starts(with: "<![", at: text)
        || cursor.starts(with: "#", at: text) || cursor.starts(with: "ko ", at: first)
        || cursor.starts(with: "/ko", at: first))
    emit(
      isInstruction ? .directive : .blockComment, start, flags: isClosed ? [] : .unterminated)
  }

  private mutating func commentEnd() -> Bool {
    while cursor.position < cursor.count {
      if cursor.base[cursor.position] == UInt8(ascii: "-"), cursor.peek() == UInt8(ascii: "-") {
        if cursor.peek(2) == UInt8(ascii: ">") {
          cursor.position &+= 3
          return true
        }
        if isHTML, cursor.peek(2) == UInt8(ascii: "!"), cursor.peek(3) == UInt8(ascii: ">") {
          cursor.position &+= 4
          return true
        }
      }
      cursor.position &+= 1
    }
    return false
  }

  private mutating func skip(past word: StaticString) -> Bool {
    while cursor.position < cursor.count {
      if cursor.starts(with: word) {
        cursor.position &+= word.utf8CodeUnitCount
        return true
      }
      cursor.position &+= 1
    }
    return false
  }

  private mutating func skipPast(_ byte: UInt8) {
    cursor.skip { $0 != byte }
    cursor.position = min(cursor.position &+ 1, cursor.count)
  }

  /// The rest of a document type declaration, with the declarations between its brackets.
  private mutating func documentType() {
    var isInside = false
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        cursor.position &+= 1
        skipPast(byte)
        continue
      case UInt8(ascii: "["): isInside = true
      case UInt8(ascii: "]"): isInside = false
      case UInt8(ascii: "<") where cursor.starts(with: "<!--"):
        cursor.position &+= 4
        _ = skip(past: "-->")
        continue
      case UInt8(ascii: "<") where cursor.peek() == UInt8(ascii: "?"):
        _ = skip(past: "?>")
        continue
      case UInt8(ascii: ">") where !isInside:
        cursor.position &+= 1
        return
      default: break
      }
      cursor.position &+= 1
    }
  }

  private mutating func instruction(_ start: Int) {
    if isHTML {
      if template(inTag: false) { return }
      // PHP may leave its last `?>` out; another is a comment to HTML.
      if cursor.starts(with: "<?php") || cursor.starts(with: "<?=") {
        cursor.position = cursor.count
      } else {
        skipPast(UInt8(ascii: ">"))
      }
      emit(.directive, start)
    } else {
      cursor.position &+= 2
      let isClosed = skip(past: "?>")
      emit(.directive, start, flags: isClosed ? [] : .unterminated)
    }
  }

  // MARK: - Tags

  private mutating func tag(isEnd: Bool) {
    let name = cursor.position
    cursor.skip {
      !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
        && $0 != UInt8(ascii: "<")
    }
    let nameEnd = cursor.position
    emit(.identifier, name, inTag: true)
    opensElement = false
    while !cursor.isAtEnd {
      skipSpace()
      let start = cursor.position
      switch cursor.current {
      case UInt8(ascii: ">"):
        cursor.position &+= 1
        emit(.close, start, symbol: UInt8(ascii: ">"), inTag: true)
        opensElement = !isEnd
        if isHTML { enter(name, nameEnd, isEnd: isEnd) }
        return
      case UInt8(ascii: "/") where cursor.peek() == UInt8(ascii: ">"):
        cursor.position &+= 2
        emit(.close, start, symbol: UInt8(ascii: "/"), inTag: true)
        return
      case UInt8(ascii: "<"):
        if isHTML, template(inTag: true) { continue }
        return
      case UInt8(ascii: "{") where isHTML && template(inTag: true): continue
      case UInt8(ascii: "="):
        cursor.position &+= 1
        emit(.operator, start, symbol: UInt8(ascii: "="), inTag: true)
        skipSpace()
        value()
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"):
        cursor.position &+= 1
        emit(.invalid, start, inTag: true)
      default:
        if cursor.isAtEnd { return }
        cursor.position &+= 1
        cursor.skip {
          !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
            && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "\"")
            && $0 != UInt8(ascii: "'")
        }
        emit(.identifier, start, inTag: true)
      }
    }
  }

  private mutating func value() {
    let start = cursor.position
    let quote = cursor.current
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      cursor.position &+= 1
      while cursor.position < cursor.count {
        let byte = cursor.base[cursor.position]
        if byte == quote {
          cursor.position &+= 1
          emit(.string, start, symbol: quote, inTag: true)
          return
        }
        if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "{"), isHTML, let end = templateEnd {
          cursor.position = end
          continue
        }
        if byte == UInt8(ascii: "<"), !isHTML { break }
        cursor.position &+= 1
      }
      emit(.string, start, symbol: quote, inTag: true, flags: .unterminated)
      return
    }
    while cursor.position < cursor.count {
      let byte = cursor.base[cursor.position]
      if Self.isSpace(byte) || byte == UInt8(ascii: ">") { break }
      if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "{"), isHTML, let end = templateEnd {
        cursor.position = end
        continue
      }
      if byte == UInt8(ascii: "<")
        || byte == UInt8(ascii: "/") && cursor.peek() == UInt8(ascii: ">") && !isHTML
      {
        break
      }
      cursor.position &+= 1
    }
    if cursor.position > start { emit(.string, start, inTag: true) }
  }

  /// What the start or end tag of an element does to the text that follows.
  private mutating func enter(_ name: Int, _ nameEnd: Int, isEnd: Bool) {
    if HTMLName.matches("pre", cursor.base, name, nameEnd) {
      preformatted = isEnd ? max(0, preformatted - 1) : preformatted + 1
    } else if !isEnd, let element = RawElement(cursor.base, name, nameEnd) {
      rawText(element)
    }
  }

  // MARK: - Templates

  /// Whether code of a template language may begin at the cursor.
  private var startsTemplate: Bool { TemplateClosers.kind(at: cursor) != nil }

  /// The end of the template's code that begins at the cursor.
  private var templateEnd: Int? {
    mutating get {
      TemplateClosers.kind(at: cursor).flatMap { closers.end(of: $0, from: cursor) }
    }
  }

  /// Emits the code of a template language at the cursor, if there is some.
  private mutating func template(inTag: Bool) -> Bool {
    guard let templateEnd else { return false }
    let start = cursor.position
    cursor.position = templateEnd
    emit(.directive, start, inTag: inTag)
    return true
  }
}

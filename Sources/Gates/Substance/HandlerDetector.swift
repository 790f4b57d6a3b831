import SemanticDiff
import Source
import Syntax

/// Handlers that take an error and do nothing with it.
struct HandlerDetector {
  let windows: [FileWindow]
  let lines: ChangedLines
  private(set) var suspicions: [Suspicion] = []

  private struct Handler {
    let window: FileWindow
    let file: SyntaxFile
    let range: ByteRange
    let what: String
    let confidence: Double
  }

  mutating func run() {
    var found = Surplus<Handler>()
    for window in windows {
      if let file = window.pair.before {
        handlers(file, window, window.before) { key, _ in found.had(key) }
      }
      if let file = window.pair.after {
        handlers(file, window, window.after) { key, handler in found.has(key, handler) }
      }
    }
    for handler in found.new {
      suspicions.append(
        Suspicion(
          "swallowed-error", handler.confidence,
          "\(handler.what) is taken and nothing is done with it",
          help: "handle it, let it through, or say in a comment why it does not matter",
          in: handler.file, handler.window.pair.path, at: handler.range))
    }
  }

  private func handlers(
    _ file: SyntaxFile, _ window: FileWindow, _ range: ByteRange, _ body: (Word, Handler) -> Void
  ) {
    if range.isEmpty { return }
    let conventions = window.conventions
    // What a handler does may stand in lines that both sides have.
    let code = CodeSlice(file, ByteRange(range.start, min(range.end + 300, file.text.bytes.count)))
    let name = file.language.name
    for index in 0..<code.count {
      if code.range(index).start >= range.end { break }
      let word = code.word(index)
      if conventions.handlers.contains(word)
        || code.isSymbol(index, "@") && code.word(index + 1) == Word("catch")
      {
        if let handler = handler(code, index, window) {
          body(code.digest(index..<handler.1), handler.0)
        }
      } else if name == "go" {
        if let handler = recovered(code, index, window) {
          body(code.digest(index..<handler.1), handler.0)
        }
      } else if name == "rust" {
        if let handler = dropped(code, index, window) {
          body(code.digest(index..<handler.1), handler.0)
        }
      } else if name == "lua", word == Word("pcall"), code.startsLine(index) {
        body(
          word,
          Handler(
            window: window, file: file, range: code.range(index), what: "any error of `pcall`",
            confidence: 0.66))
      }
    }
  }

  // MARK: catch, except, rescue

  private func handler(_ code: CodeSlice, _ start: Int, _ window: FileWindow) -> (Handler, Int)? {
    let conventions = window.conventions
    let name = code.file.language.name
    var end: Int
    var isBroad = true
    var body: Range<Int>
    if name == "python" {
      guard code.startsLine(start) else { return nil }
      var colon = start + 1
      while colon < code.count, colon - start < HandlerDetector.longestHeader,
        !code.isSymbol(colon, ":")
      {
        if code.kind(colon) == .open {
          colon = code.closer(of: colon, within: HandlerDetector.longestHeader)
        }
        colon += 1
      }
      guard code.isSymbol(colon, ":") else { return nil }
      isBroad =
        colon == start + 1
        || (start + 1..<colon).contains { takesAny(code, $0, conventions) }
      end = blockEnd(code, colon + 1, column: column(code, start))
      body = colon + 1..<end
    } else if name == "ruby" {
      var first = start + 1
      if !code.startsLine(start) {
        // `value rescue nil`
        guard code.word(first) == Word("nil") || Literal.untruths.contains(code.word(first)) else {
          return nil
        }
        return (
          Handler(
            window: window, file: code.file, range: code.range(start), what: "any error",
            confidence: 0.6), first + 1
        )
      }
      while first < code.count, !code.startsLine(first), code.word(first) != Word("then") {
        first += 1
      }
      isBroad =
        first == start + 1 || code.word(start + 1) == Word("=>")
        || (start + 1..<first).contains { takesAny(code, $0, conventions) }
      end = first
      while end < code.count,
        ![Word("end"), Word("ensure"), Word("else"), Word("rescue")].contains(code.word(end))
      {
        end += 1
        if end - first > 4 { return nil }
      }
      body = first..<end
    } else {
      var open = start + 1
      if code.isSymbol(start, "@") { open += 1 }
      // `.catch(() => {})` of a promise.
      if code.isSymbol(start - 1, ".") {
        guard code.isSymbol(open, "(") else { return nil }
        let close = code.closer(of: open, within: 9)
        guard close - open <= 8, close < code.count, code.isSymbol(close - 1, "}"),
          code.isSymbol(close - 2, "{"),
          (open..<close).contains(where: {
            code.word($0) == Word("=>") || code.word($0) == Word("function")
          })
        else { return nil }
        return (
          Handler(
            window: window, file: code.file, range: code.range(start..<close + 1),
            what: "any rejection",
            confidence: commented(code, start..<close + 1) ? 0.35 : 0.62), close
        )
      }
      if code.isSymbol(open, "(") {
        let close = code.closer(of: open, within: HandlerDetector.longestHeader)
        isBroad = (open..<close).contains { takesAny(code, $0, conventions) }
        if conventions.handlesAll { isBroad = true }
        open = close + 1
      } else {
        while open < code.count, !code.isSymbol(open, "{") {
          open += 1
          if open - start > 12 { return nil }
        }
        // Swift: a pattern behind `catch` is a narrow one.
        isBroad = open <= start + 2 || name != "swift"
      }
      guard code.isSymbol(open, "{") else { return nil }
      // A longer body does something; all cases of Scala stand in one.
      let most = name == "scala" ? code.count : HandlerDetector.longestIdle + 2
      end = code.closer(of: open, within: most)
      guard end < code.count, end < open + most else { return nil }
      body = open + 1..<end
      if name == "scala" {
        guard code.word(open + 1) == Word("case") else { return nil }
        guard let arrow = body.first(where: { code.word($0) == Word("=>") }) else { return nil }
        isBroad = (open + 1..<arrow).contains { takesAny(code, $0, conventions) }
        body = arrow + 1..<end
      }
    }
    guard let swallow = swallows(code, body, conventions) else { return nil }
    var confidence = isBroad ? (conventions.handlesAll ? 0.62 : 0.8) : 0.38
    if swallow == .value { confidence -= 0.28 }
    if commented(code, start..<max(end, start + 1)) { confidence -= 0.34 }
    if wraps(code, start) { confidence += 0.18 }
    if PathRole(window.pair.path) == .test { confidence -= 0.08 }
    let header = code.file.flattened(code.range(start..<max(start + 1, body.lowerBound)))
    return (
      Handler(
        window: window, file: code.file,
        range: code.range(start..<max(start + 1, min(body.lowerBound, code.count))),
        what: "what `\(header.prefix(60))` catches", confidence: confidence), max(end, start + 1)
    )
  }

  /// How many tokens of what a handler takes are read: more are no handler's.
  private static let longestHeader = 200
  /// How many tokens a body can have that does nothing.
  private static let longestIdle = 6

  /// Whether a name is that of any error, whatever stands before it (`\Exception`, `java.lang.Error`).
  private func takesAny(_ code: CodeSlice, _ index: Int, _ conventions: Conventions) -> Bool {
    if conventions.broadErrors.contains(code.word(index)) { return true }
    let bytes = code.bytes(index)
    return bytes.first == UInt8(ascii: "\\")
      && conventions.broadErrors.contains(Word(bytes.dropFirst()))
  }

  private enum Swallow { case nothing, value }

  private static let idle: WordSet = ["pass", "...", "continue", "next", ";", "return", "nil"]

  /// Whether a body does nothing, or only gives a value that is written out.
  private func swallows(_ code: CodeSlice, _ body: Range<Int>, _ conventions: Conventions)
    -> Swallow?
  {
    var index = body.lowerBound
    guard body.count <= HandlerDetector.longestIdle else { return nil }
    if body.isEmpty { return .nothing }
    if body.allSatisfy({
      HandlerDetector.idle.contains(code.word($0)) || conventions.nothing.contains(code.word($0))
    }) {
      return body.contains { code.word($0) == Word("return") } ? .value : .nothing
    }
    if code.word(index) == Word("return") {
      index += 1
    } else if !conventions.returnsLast {
      return nil
    }
    guard index < body.upperBound, let end = Literal.end(code, index) else { return nil }
    return (end..<max(end, body.upperBound)).allSatisfy { code.isSymbol($0, ";") } ? .value : nil
  }

  /// The index behind a block of Python that follows a colon.
  private func blockEnd(_ code: CodeSlice, _ start: Int, column: Int) -> Int {
    var index = start
    while index < code.count {
      if code.startsLine(index), self.column(code, index) <= column { return index }
      index += 1
      if index - start > 12 { return index }
    }
    return index
  }

  private func column(_ code: CodeSlice, _ index: Int) -> Int {
    let start = code.range(index).start
    var line = start
    let bytes = code.file.text.bytes
    while line > 0, bytes[line - 1] != 10 { line -= 1 }
    return start - line
  }

  /// Whether a comment stands in a part.
  private func commented(_ code: CodeSlice, _ part: Range<Int>) -> Bool {
    let tokens = code.file.tokens
    let last = min(part.upperBound, code.count - 1)
    guard part.lowerBound <= last else { return false }
    var index = code.places[part.lowerBound]
    // And at the end of its last line.
    while index < tokens.count, index <= code.places[last] {
      if tokens.kind(index).isComment { return true }
      index += 1
    }
    return index < tokens.count && tokens.kind(index).isComment
      && !tokens.flags(index).contains(.startsLine)
  }

  private static let openings: WordSet = ["try", "begin", "do", "def"]

  /// Whether most of what stands before a handler stood there before the change, without it.
  private func wraps(_ code: CodeSlice, _ start: Int) -> Bool {
    var index = start - 1
    var lines: [Word: Bool] = [:]
    var depth = 0
    while index >= 0, start - index < 20_000 {
      if code.kind(index) == .close { depth += 1 }
      if code.kind(index) == .open { depth -= 1 }
      if depth <= 0, HandlerDetector.openings.contains(code.word(index)) { break }
      if code.startsLine(index) {
        let bytes = code.file.text.bytes
        let from = code.range(index).start
        var end = from
        while end < bytes.count, bytes[end] != 10 { end += 1 }
        if let word = ChangedLines.word(bytes[from..<end]) { lines[word] = self.lines.isNew(word) }
      }
      index -= 1
    }
    if lines.isEmpty { return false }
    return lines.values.count { !$0 } * 2 >= lines.count
  }

  // MARK: Go and Rust

  private func recovered(_ code: CodeSlice, _ index: Int, _ window: FileWindow) -> (Handler, Int)? {
    func make(_ end: Int, _ what: String, _ confidence: Double) -> (Handler, Int) {
      (
        Handler(
          window: window, file: code.file, range: code.range(index..<end), what: what,
          confidence: confidence - (commented(code, index..<end) ? 0.3 : 0)), end
      )
    }
    // `defer func() { recover() }()`
    if code.word(index) == Word("defer"), code.word(index + 1) == Word("func") {
      guard code.isSymbol(index + 4, "{") else { return nil }
      let close = code.closer(of: index + 4, within: 9)
      guard close < code.count, close - index <= 12,
        (index..<close).contains(where: { code.word($0) == Word("recover") })
      else { return nil }
      return make(close + 1, "any panic", 0.88)
    }
    // `if err != nil { }`
    guard code.word(index) == Word("err"), code.word(index + 1) == Word("!="),
      code.word(index + 2) == Word("nil"),
      code.isSymbol(index + 3, "{")
    else { return nil }
    let close = code.closer(of: index + 3, within: 6)
    guard close < code.count, close < index + 9 else { return nil }
    if close == index + 4 { return make(close + 1, "the error `err`", 0.85) }
    // Nothing of the error is returned.
    let inner = CodeSlice(code, index + 4..<close)
    if inner.word(0) == Word("return"),
      (1..<inner.count).allSatisfy({ inner.word($0) == Word("nil") || inner.isSymbol($0, ",") }),
      inner.count == 2 || inner.count == 4
    {
      return make(close + 1, "the error `err`", 0.5)
    }
    return nil
  }

  private func dropped(_ code: CodeSlice, _ index: Int, _ window: FileWindow) -> (Handler, Int)? {
    // `Err(_) => {}`, `Err(_) => ()`
    if code.word(index) == Word("Err"), code.isSymbol(index + 1, "("),
      code.bytes(index + 2).first == 95,
      code.isSymbol(index + 3, ")")
    {
      var next = index + 4
      if code.word(next) == Word("=>") {
        next += 1
        guard code.kind(next) == .open, code.kind(next + 1) == .close else { return nil }
        return (
          Handler(
            window: window, file: code.file, range: code.range(index..<next + 2), what: "the error",
            confidence: commented(code, index..<next + 2) ? 0.4 : 0.66), next + 2
        )
      }
      return nil
    }
    // `let _ = f();`
    if code.word(index) == Word("let"), code.isSymbol(index + 1, "_"), code.isSymbol(index + 2, "=")
    {
      let end = code.statementEnd(index)
      let bytes = code.bytes(index + 3)
      // Writing to a string, say, is said to be unable to fail.
      if bytes.begins("write") || bytes.begins("std") { return nil }
      return (
        Handler(
          window: window, file: code.file, range: code.range(index..<max(index + 3, end)),
          what: "the result",
          confidence: 0.3), index + 3
      )
    }
    if code.word(index) == Word("catch_unwind"), code.kind(index + 1) == .open {
      return (
        Handler(
          window: window, file: code.file, range: code.range(index), what: "any panic",
          confidence: 0.62), index + 1
      )
    }
    return nil
  }
}

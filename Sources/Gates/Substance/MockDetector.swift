import SemanticDiff
import Source
import Syntax

/// Tests that replace what the change did and then ask the replacement.
struct MockDetector {
  let code: ChangedCode
  private(set) var suspicions: [Suspicion] = []

  init(_ code: ChangedCode) { self.code = code }

  mutating func run() {
    if code.workedNames.isEmpty { return }
    for change in code.tests {
      guard let site = change.after, let body = site.body, body.count <= 20_000 else { continue }
      var known: Set<Word> = []
      if let old = change.before?.body {
        for mock in mocks(old, site.conventions) { known.insert(mock.target) }
      }
      for mock in mocks(body, site.conventions) + marks(site) where !known.contains(mock.target) {
        known.insert(mock.target)
        judge(mock, body, site)
      }
    }
  }

  private struct Mock {
    let target: Word
    let name: String
    /// The tokens of the call in the body; nil for what stands before it.
    let part: Range<Int>?
  }

  /// The things that a piece of code replaces which the change worked on.
  private func mocks(_ body: CodeSlice, _ conventions: Conventions) -> [Mock] {
    var found: [Mock] = []
    for index in 0..<body.count where body.isName(index) {
      if conventions.mocks.contains(body.word(index)) {
        let end = body.statementEnd(index, within: 60)
        for place in index + 1..<max(index + 1, end) {
          if let (word, name) = worked(body, place) {
            found.append(Mock(target: word, name: name, part: index..<end))
            break
          }
        }
      } else if code.workedNames.contains(body.word(index)), isRedefined(body, index, conventions) {
        found.append(
          Mock(target: body.word(index), name: body.text(index), part: index..<index + 2))
      }
    }
    return found
  }

  /// Whether a name gets another function where it stands: `f = lambda ...`, `let f = |x| ...`,
  /// `def f(...)`, `f := func(...)`.
  private func isRedefined(_ body: CodeSlice, _ index: Int, _ conventions: Conventions) -> Bool {
    let before = body.word(index - 1)
    if MockDetector.declaring.contains(before) {
      // A member of a type in the test belongs to that type.
      guard body.word(index - 2) != Word("override") else { return false }
      let close = body.kind(index + 1) == .open ? body.closer(of: index + 1) : index + 1
      let header = index..<min(close, body.count)
      if header.contains(where: { MockDetector.own.contains(body.word($0)) }) { return false }
      return !isInType(body, index)
    }
    guard body.isSymbol(index + 1, "=") || body.word(index + 1) == Word(":=") else { return false }
    let next = index + 2
    if body.word(next) == Word("lambda") || body.word(next) == Word("func")
      || body.word(next) == Word("function")
      || body.isSymbol(next, "|") || body.word(next) == Word("move")
      || body.word(next) == Word("||")
      || body.word(next) == Word("fn") || body.word(next) == Word("->")
    {
      return true
    }
    // `f = Mock(...)`, `const f = jest.fn()`
    for place in next..<next + 4 {
      if conventions.mocks.contains(body.word(place)) { return true }
      if !body.isName(place), !body.isSymbol(place, ".") { break }
    }
    // `const f = (a) => 1`, `let f = { _ in 1 }`, `auto f = [](int) { ... }`
    guard body.kind(next) == .open else { return false }
    let close = body.closer(of: next)
    return body.word(close + 1) == Word("=>") || body.isSymbol(next, "{") && body.isName(index - 1)
      || body.isSymbol(next, "[") && body.isSymbol(close + 1, "(")
  }

  /// Whether a type is declared around a place.
  private func isInType(_ body: CodeSlice, _ index: Int) -> Bool {
    var depth = 0
    var place = index
    while place > 0 {
      place -= 1
      if body.kind(place) == .close { depth += 1 }
      if body.kind(place) == .open { depth -= 1 }
      if depth < 0, MockDetector.types.contains(body.word(place)) { return true }
      if depth < -3 { return false }
    }
    return false
  }

  private static let declaring: WordSet = ["def", "fn", "func", "function", "fun"]
  private static let own: WordSet = ["self", "this", "cls"]
  private static let types: WordSet = [
    "class", "struct", "impl", "extension", "actor", "object", "enum",
  ]

  /// The name of a token, or the last part of what a text names, where the change worked on it.
  private func worked(_ body: CodeSlice, _ place: Int) -> (Word, String)? {
    if body.kind(place) == .identifier {
      let word = body.word(place)
      return code.workedNames.contains(word) ? (word, body.text(place)) : nil
    }
    guard
      body.kind(place) == .string || body.kind(place) == .character
        || body.isSymbol(place - 1, ":")
    else { return nil }
    let text = body.bytes(place)
    let inner = text.drop { !$0.isLetter && $0 != 95 }
    guard let end = inner.lastIndex(where: { $0.isLetter || $0 == 95 || $0 &- 48 < 10 }) else {
      return nil
    }
    let whole = inner[inner.startIndex...end]
    let last = whole.split(whereSeparator: { $0 == 46 || $0 == 47 || $0 == 58 }).last ?? whole
    let word = Word(last)
    return code.workedNames.contains(word) ? (word, String(decoding: last, as: UTF8.self)) : nil
  }

  /// What decorators replace.
  private func marks(_ site: FunctionSite) -> [Mock] {
    var found: [Mock] = []
    for range in site.entity.modifiers {
      let slice = CodeSlice(site.file, range)
      guard slice.words.contains(where: site.conventions.mocks.contains) else { continue }
      for place in 0..<slice.count {
        if let (word, name) = worked(slice, place) {
          found.append(Mock(target: word, name: name, part: nil))
          break
        }
      }
    }
    return found
  }

  private mutating func judge(_ mock: Mock, _ body: CodeSlice, _ site: FunctionSite) {
    // Whether the test asks the replacement itself.
    let calls = (0..<body.count).contains { index in
      body.word(index) == mock.target && body.kind(index + 1) == .open
        && !(mock.part?.contains(index) ?? false)
    }
    let tested = site.file.text.slice((site.parent ?? site.entity).nameRange)
    let isNamed = tested.holds(exactly: Array(mock.name.utf8)[...])
    let confidence = calls ? 0.8 : isNamed && mock.part != nil ? 0.4 : 0.25
    suspicions.append(
      Suspicion(
        "mocked-away", confidence,
        "`\(site.qualifiedName)` replaces `\(mock.name)`, which the change is about, and \(calls ? "then asks the replacement" : "does not test it")",
        help: "test the code itself, and replace only what it depends on", in: site,
        at: mock.part.map(body.range)))
  }
}

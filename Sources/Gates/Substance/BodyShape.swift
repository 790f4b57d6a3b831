import Source
import Syntax

/// What the body of a function comes to, as far as it shows that no work is done there.
enum BodyShape: Equatable {
  /// No statement at all.
  case empty
  /// It only says that something is not implemented.
  case unfinished
  /// It only refuses, which can be what is meant.
  case refusing
  /// It only gives a value that is written out: the tokens of the value in the body.
  case constant(Range<Int>)
  case other
}

extension CodeSlice {
  /// The body of a function without its delimiters and the text that documents it.
  init?(bodyOf entity: Entity, in file: SyntaxFile) {
    guard let range = entity.bodyRange else { return nil }
    self.init(file, range, except: entity.docRange)
    var start = 0
    var end = count
    if isSymbol(0, "{"), closer(of: 0) == count - 1 {
      (start, end) = (1, count - 1)
    } else {
      let first = word(0)
      if first == Word("do") || first == Word("then") { start = 1 }
      if end > start, file.tokens.flags(places[end - 1]).contains(.closesBlock) { end -= 1 }
    }
    self = CodeSlice(self, start..<max(start, end))
  }

  /// What the code of a body comes to.
  func shape(_ conventions: Conventions) -> BodyShape {
    var start = 0
    // `_ = a`, `(void)a;` and `del a` only quiet the compiler.
    while let next = discardEnd(start) { start = next }
    if words[start...].allSatisfy(conventions.nothing.contains) { return .empty }
    if count - start > 60 { return .other }
    if let undone = undone(start, conventions) { return undone }
    var value = start
    if word(value) == Word("return") { value += 1 }
    if value >= count || words[value...].allSatisfy({ $0 == Word(";") }) { return .empty }
    guard let end = Literal.end(self, value) else { return .other }
    var rest = end
    // Results of several values (Go).
    while isSymbol(rest, ","), let next = Literal.end(self, rest + 1) { rest = next }
    guard words[rest...].allSatisfy({ $0 == Word(";") }) else { return .other }
    return .constant(value..<rest)
  }

  private func discardEnd(_ start: Int) -> Int? {
    var index = start
    if isSymbol(index, "("), word(index + 1) == Word("void"), isSymbol(index + 2, ")") {
      index += 3
    } else if isSymbol(index, "_"), isSymbol(index + 1, "=") {
      index += 2
    } else if word(index) == Word("let"), isSymbol(index + 1, "_"), isSymbol(index + 2, "=") {
      index += 3
    } else if word(index) == Word("del") {
      index += 1
    } else {
      return nil
    }
    guard kind(index) == .identifier else { return nil }
    index += 1
    if isSymbol(index, ";") { return index + 1 }
    return startsLine(index) ? index : nil
  }

  /// What a body comes to whose only statement raises or stops.
  private func undone(_ start: Int, _ conventions: Conventions) -> BodyShape? {
    var index = start
    if word(index) == Word("return") { index += 1 }
    let first = word(index)
    let raises = conventions.raising.contains(first) || isSymbol(index, "@")
    let stops = conventions.stopping.contains(first) || conventions.unfinished.contains(first)
    guard raises || stops else { return nil }
    // What follows it is never reached.
    let rest = index..<min(count, index + 40)
    if rest.contains(where: { conventions.unfinished.contains(word($0)) }) {
      // `fatalError("init(coder:) has not been implemented")` is what Xcode writes where no coder comes.
      return saysSubclass(rest) ? .refusing : .unfinished
    }
    let texts = rest.filter { kind($0).isStringPiece }
    if texts.contains(where: { bytes($0).holds(any: CodeSlice.undoneTexts) }) {
      return saysSubclass(rest) ? .refusing : .unfinished
    }
    if raises, rest.contains(where: { conventions.refusing.contains(word($0)) }) {
      return .refusing
    }
    return nil
  }

  /// Whether a text asks subclasses to do the work.
  private func saysSubclass(_ rest: Range<Int>) -> Bool {
    rest.contains { index in
      kind(index).isStringPiece
        && bytes(index).holds(any: [
          "subclass", "overrid", "abstract", "init(coder", "must implement", "derived",
          "should implement",
          "must be implemented", "needs to be implemented", "child class", "interface", "platform",
          "support",
        ])
    }
  }

  static let undoneTexts: [StaticString] = [
    "not implemented", "unimplemented", "not yet implemented", "todo", "implement me", "fixme",
    "notimplemented", "to be implemented", "implement this", "has not been implemented",
    "not been implemented",
  ]
}

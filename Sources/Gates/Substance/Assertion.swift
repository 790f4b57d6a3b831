import Source
import Syntax

/// One assertion of a test.
struct Assertion {
  /// How much an assertion says of a value.
  enum Strength: Int, Comparable {
    /// That there is one.
    case existence
    /// Something about it.
    case part
    /// What it is.
    case exact

    static func < (a: Strength, b: Strength) -> Bool { a.rawValue < b.rawValue }
  }

  /// Its tokens in the slice that was read.
  let part: Range<Int>
  let digest: Word
  let strength: Strength

  /// The assertions of a piece of code, in order; what stands within one is part of it.
  static func all(in code: CodeSlice, _ conventions: Conventions) -> [Assertion] {
    var found: [Assertion] = []
    var index = 0
    while index < code.count {
      guard isAssertion(code, index, conventions) else {
        index += 1
        continue
      }
      let end = max(code.statementEnd(index), index + 1)
      let part = index..<end
      found.append(
        Assertion(
          part: part, digest: code.digest(part), strength: strength(code, part, conventions)))
      index = end
    }
    return found
  }

  /// Beginnings of names that assert in any language.
  private static let beginnings: [StaticString] = [
    "assert", "xctassert", "expect", "should", "refute", "verify", "must_", "check_", "ensure",
    "require_", "cl_assert", "check", "_assert", "test_assert", "boost_check", "boost_require",
    "throws", "xctunwrap", "xctfail",
  ]

  static func isAssertion(_ code: CodeSlice, _ index: Int, _ conventions: Conventions) -> Bool {
    // `#expect(...)` of Swift is one word.
    if code.bytes(index).first == UInt8(ascii: "#"), code.kind(index + 1) == .open {
      return code.bytes(index).dropFirst().begins("expect")
        || code.bytes(index).dropFirst().begins("require")
    }
    guard code.isName(index) else {
      // `[ "$a" = b ]` of Shell.
      return code.kind(index) == .open && code.startsLine(index)
        && conventions.assertions.contains(code.word(index))
    }
    let word = code.word(index)
    if conventions.noAssertions.contains(word) { return false }
    guard
      conventions.assertions.contains(word) || begins(code.bytes(index))
    else { return false }
    // A name that is only mentioned asserts nothing, but that of the language's own statement.
    let next = index + 1
    if code.kind(next) == .open || code.isSymbol(next, "!") || code.isSymbol(next, ".")
      || code.kind(next) == .string || code.kind(next) == .stringStart || code.isSymbol(next, ":")
    {
      return true
    }
    if code.kind(next) == .operator && code.bytes(next).elementsEqual("->".utf8) { return true }
    return code.kind(index) == .keyword || code.startsLine(index) || word == Word("assert")
      || code.isSymbol(index - 1, ".") || conventions.returnsLast && code.isName(next)
  }

  private static func begins(_ name: ArraySlice<UInt8>) -> Bool {
    name.count >= 5 && beginnings.contains { name.begins($0) }
  }

  /// Whether a call may assert in a function that is not known: `compareTrees(...)`.
  static func mayAssert(_ code: CodeSlice, _ index: Int) -> Bool {
    guard code.isName(index) else { return false }
    let next = index + 1
    guard code.kind(next) == .open || code.isSymbol(next, "!") || code.isSymbol(next, ".") else {
      return false
    }
    return code.bytes(index).holds(any: [
      "assert", "expect", "verif", "check", "ensure", "should", "must", "fail", "equal", "snapshot",
      "valid", "compare", "match", "throw", "raises", "error", "diff", "roundtrip", "golden",
      "test",
      "approve", "panic", "run", "complete", "success", "same",
    ])
  }

  // MARK: Strength

  private static func strength(
    _ code: CodeSlice, _ part: Range<Int>, _ conventions: Conventions
  ) -> Strength {
    var best: Strength?
    func raise(_ value: Strength) { best = max(best ?? value, value) }
    // What is asserted stands in the first brackets; how, in the names before and behind them.
    var open = part.lowerBound
    while open < part.upperBound, code.kind(open) != .open { open += 1 }
    let close =
      open < part.upperBound ? min(code.closer(of: open), part.upperBound) : part.upperBound
    let asksTruth =
      open == part.upperBound
      || (part.lowerBound..<open).contains {
        code.bytes($0).holds("true") || plain.contains(code.word($0))
      }
    var isNegated = false
    for index in part.prefix(400) {
      let isInside = index > open && index < close
      if isInside, !asksTruth { continue }
      let word = code.word(index)
      if equalities.contains(word) {
        raise(Literal.nothing.contains(code.word(index + 1)) ? .existence : .exact)
      } else if differences.contains(word) {
        raise(Literal.nothing.contains(code.word(index + 1)) ? .existence : .part)
      } else if word == Word("not") || word == Word("to_not") || word == Word("not_to")
        || isInside && code.isSymbol(index, "!")
      {
        isNegated = true
        // `assert not a` says what `a` is.
        if word == Word("not"), index == part.lowerBound + 1 { raise(.part) }
      } else if word == Word("in") || word == Word("isinstance") {
        raise(.part)
      } else if word == Word("is"), code.kind(index + 1) != .open {
        let value = code.word(index + 1) == Word("not") ? index + 2 : index + 1
        raise(Literal.nothing.contains(code.word(value)) ? .existence : .exact)
      } else if code.isName(index), let value = strength(name: code.bytes(index)) {
        raise(value)
      }
    }
    // What is not known says something.
    guard let best else { return .part }
    if isNegated, best == .exact {
      // That it is not empty is little.
      return part.contains { code.bytes($0).holds("empty") } ? .existence : .part
    }
    return best
  }

  private static let equalities: WordSet = ["==", "==="]
  private static let differences: WordSet = ["!=", "!==", "<", ">", "<=", ">="]

  private static func strength(name: ArraySlice<UInt8>) -> Strength? {
    if name.holds(any: [
      "notnull", "notnil", "not_nil", "truthy", "falsy", "defined", "exist", "isnotnone",
      "notempty",
      "not_null", "notbenull", "nonnull", "is_some", "is_ok", "isok", "present", "notbenil",
      "be_nil",
    ]) {
      return .existence
    }
    if name.holds(any: ["notequal", "not_equal", "notsame", "_ne", "notbe", "not_eq", "notcontain"])
    {
      return .part
    }
    if name.holds(any: [
      "equal", "same", "_eq", "identical", "tobe", "shouldbe", "snapshot", "length", "count",
      "_eql",
      "strict", "isnull", "is_null", "isnil", "exactly", "calledwith", "empty", "isnone", "called",
    ]) || name.elementsEqual("eq".utf8) || name.elementsEqual("is".utf8)
      || name.elementsEqual("Len".utf8) || name.elementsEqual("be".utf8)
    {
      return .exact
    }
    if name.holds(any: [
      "contain", "include", "match", "greater", "less", "instance", "start", "end", "near", "close",
      "almost", "throw", "raise", "nil", "null", "_in", "between", "approx", "false", "error",
      "panic",
    ]) {
      return .part
    }
    return nil
  }

  // MARK: What cannot fail

  /// Why an assertion holds whatever the program does; nil where it can fail.
  func whyItCannotFail(_ code: CodeSlice) -> String? {
    let part = part
    // `... or True`, `... || true`
    var last = part.upperBound - 1
    while last > part.lowerBound, code.kind(last) == .close || code.isSymbol(last, ";") {
      last -= 1
    }
    if Literal.truths.contains(code.word(last)),
      code.word(last - 1) == Word("or") || code.word(last - 1) == Word("||")
    {
      return "it ends with `\(code.text(last - 1)) \(code.text(last))`"
    }
    var open = part.lowerBound + 1
    if code.isSymbol(open, "!") { open += 1 }
    while code.isSymbol(open, "."), code.isName(open + 1), open < part.upperBound { open += 2 }
    guard open < part.upperBound else { return nil }
    if code.isSymbol(open, "(") {
      let close = code.closer(of: open)
      guard close < part.upperBound else { return nil }
      var first = arguments(code, open, close)
      // The object that reports comes first in some (`require.Equal(t, a, b)`).
      if first.count > 1, first[0].count == 1,
        Assertion.reporters.contains(code.word(first[0].lowerBound)),
        code.file.language.name == "go"
      {
        first.removeFirst()
      }
      guard let subject = first.first else { return nil }
      if let rest = expectation(code, close, part) {
        return whyAlike(code, subject, rest.name, rest.arguments)
      }
      // `assert_eq!(...)`
      let called = code.isSymbol(open - 1, "!") ? open - 2 : open - 1
      let name = code.bytes(called)
      if name.holds(any: ["equal", "same", "_eq", "identical"]) || name.elementsEqual("is".utf8),
        !name.holds(any: ["not", "_ne"]), first.count >= 2
      {
        let (a, b) = (first[0], first[1])
        if code.digest(a) == code.digest(b) { return "it compares `\(text(code, a))` with itself" }
        return nil
      }
      guard name.holds("true") || Assertion.plain.contains(code.word(called)) else { return nil }
      return whyTrue(code, subject, first)
    }
    // The statement `assert` of Python, Java and Kotlin.
    guard code.word(part.lowerBound) == Word("assert") else { return nil }
    var end = part.lowerBound + 1
    while end < part.upperBound, !code.isSymbol(end, ","), !code.isSymbol(end, ":"),
      !code.isSymbol(end, ";")
    {
      end = code.kind(end) == .open ? min(code.closer(of: end) + 1, part.upperBound) : end + 1
    }
    return whyTrue(code, part.lowerBound + 1..<end, [part.lowerBound + 1..<end])
  }

  private static let reporters: WordSet = ["t", "tb", "b", "s", "suite"]

  /// Names that assert that a value is true.
  private static let plain: WordSet = [
    "assert", "ok", "assertThat", "XCTAssert", "REQUIRE", "CHECK", "BOOST_CHECK", "BOOST_REQUIRE",
    "expect", "#expect", "#require", "check", "require", "cl_assert", "ASSERT", "That",
  ]

  private func text(_ code: CodeSlice, _ part: Range<Int>) -> String {
    let text = code.file.flattened(code.range(part))
    return text.utf8.count > 40 ? String(text.prefix(37)) + "..." : text
  }

  private func arguments(_ code: CodeSlice, _ open: Int, _ close: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = open + 1
    var index = start
    while index < close {
      if code.isSymbol(index, ",") {
        if index > start { result.append(start..<index) }
        start = index + 1
        index += 1
      } else {
        index = code.kind(index) == .open ? code.closer(of: index) + 1 : index + 1
      }
    }
    if close > start { result.append(start..<close) }
    return result
  }

  /// The last call of a chain: `.toBe(1)`, `.to eq(1)`, `->toBe(1)`.
  private func expectation(
    _ code: CodeSlice, _ close: Int, _ part: Range<Int>
  ) -> (name: Int, arguments: [Range<Int>])? {
    var index = close + 1
    var found: (Int, [Range<Int>])?
    while index < part.upperBound {
      if code.word(index) == Word("not") || code.word(index) == Word("not_to")
        || code.word(index) == Word("to_not")
      {
        return nil
      }
      if code.isName(index) {
        found = (index, [])
        if code.isSymbol(index + 1, "(") {
          let close = code.closer(of: index + 1)
          guard close < part.upperBound else { return nil }
          found = (index, arguments(code, index + 1, close))
          index = close
        }
      }
      index += 1
    }
    return found
  }

  private func whyAlike(
    _ code: CodeSlice, _ subject: Range<Int>, _ name: Int, _ arguments: [Range<Int>]
  ) -> String? {
    let bytes = code.bytes(name)
    if bytes.holds(any: ["truthy", "istrue", "be_truthy", "tobetrue", "betrue"])
      || bytes.elementsEqual("ok".utf8),
      subject.count == 1, Literal.truths.contains(code.word(subject.lowerBound))
    {
      return "it asserts that `\(text(code, subject))` is true"
    }
    if bytes.holds(any: ["defined", "notnull"]), subject.count == 1,
      Literal.truths.contains(code.word(subject.lowerBound))
    {
      return "it asserts that `\(text(code, subject))` is there"
    }
    guard let other = arguments.first,
      bytes.holds(any: ["tobe", "equal", "same", "eq", "shouldbe", "identical"]),
      !bytes.holds("not"), code.digest(subject) == code.digest(other)
    else { return nil }
    return "it compares `\(text(code, subject))` with itself"
  }

  /// - Parameter subject: what is asserted to be true.
  private func whyTrue(
    _ code: CodeSlice, _ subject: Range<Int>, _ all: [Range<Int>]
  ) -> String? {
    if subject.count == 1 {
      let word = code.word(subject.lowerBound)
      let isTrue = Literal.truths.contains(word) || word == Word("1") && all.count == 1
      return isTrue ? "it asserts that `\(text(code, subject))` is true" : nil
    }
    var index = subject.lowerBound
    while index < subject.upperBound {
      let bytes = code.bytes(index)
      if bytes.elementsEqual("==".utf8) || bytes.elementsEqual("===".utf8) {
        let (a, b) = (subject.lowerBound..<index, index + 1..<subject.upperBound)
        guard !a.isEmpty, code.digest(a) == code.digest(b) else { return nil }
        return "it compares `\(text(code, a))` with itself"
      }
      index = code.kind(index) == .open ? code.closer(of: index) + 1 : index + 1
    }
    return nil
  }
}

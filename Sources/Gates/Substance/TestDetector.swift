import SemanticDiff
import Source
import Syntax

/// Tests that check less than they did, or nothing.
struct TestDetector {
  let code: ChangedCode
  let announcement: Announcement
  private(set) var suspicions: [Suspicion] = []
  /// What tests and their helpers assert now beyond before: where an assertion went may be there.
  private var newAssertions: [Word: Int] = [:]

  init(_ code: ChangedCode, _ announcement: Announcement) {
    self.code = code
    self.announcement = announcement
  }

  mutating func run() {
    if code.tests.isEmpty && code.testHelpers.isEmpty { return }
    for change in code.tests + code.testHelpers {
      for (site, sign) in [(change.after, 1), (change.before, -1)] {
        guard let site, let body = site.body else { continue }
        for assertion in Assertion.all(in: body, site.conventions) {
          newAssertions[assertion.digest, default: 0] += sign
        }
      }
    }
    for change in code.tests {
      guard let site = change.after else { continue }
      compare(site, change.before)
    }
    for change in code.testHelpers {
      guard let site = change.after else { continue }
      if site.isTest {
        skips(site, change.before)
      } else if let before = change.before {
        compare(helper: site, before)
      }
    }
    removals()
  }

  // MARK: Assertions

  private mutating func compare(_ site: FunctionSite, _ before: FunctionSite?) {
    let conventions = site.conventions
    skips(site, before)
    guard let body = site.body, body.count <= 20_000 else { return }
    let assertions = Assertion.all(in: body, conventions)
    let old = before?.body
    let oldAssertions = old.map { Assertion.all(in: $0, before!.conventions) } ?? []
    cannotFail(site, body, assertions, old, oldAssertions)
    if assertions.isEmpty {
      asserts(nothing: site, body, before, oldAssertions)
    } else if let old, !oldAssertions.isEmpty {
      weakened(site, body, assertions, old, oldAssertions)
    }
  }

  /// What helps tests can assert as well.
  private mutating func compare(helper site: FunctionSite, _ before: FunctionSite) {
    guard let body = site.body, let old = before.body, body.count <= 20_000 else { return }
    let oldAssertions = Assertion.all(in: old, before.conventions)
    if oldAssertions.isEmpty { return }
    let assertions = Assertion.all(in: body, site.conventions)
    cannotFail(site, body, assertions, old, oldAssertions)
    weakened(site, body, assertions, old, oldAssertions)
  }

  private mutating func cannotFail(
    _ site: FunctionSite, _ body: CodeSlice, _ assertions: [Assertion], _ old: CodeSlice?,
    _ oldAssertions: [Assertion]
  ) {
    var known = Set<Word>()
    if let old {
      for assertion in oldAssertions where assertion.whyItCannotFail(old) != nil {
        known.insert(assertion.digest)
      }
    }
    for assertion in assertions where !known.contains(assertion.digest) {
      guard let why = assertion.whyItCannotFail(body) else { continue }
      let name = site.file.text.slice(site.entity.nameRange)
      // Whether a value equals itself is what some tests ask.
      let asksIdentity = name.holds(any: [
        "equal", "eq", "identi", "hash", "same", "compar", "reflex", "nan",
      ])
      let isAlone = assertions.count == 1
      var confidence = why.hasPrefix("it compares") ? 0.85 : isAlone ? 0.8 : 0.85
      if why.hasPrefix("it compares"), asksIdentity { confidence -= 0.4 }
      // Two calls may well differ.
      if why.hasPrefix("it compares"), why.contains("(") { confidence -= 0.35 }
      if old != nil, isAlone { confidence += 0.1 }
      suspicions.append(
        Suspicion(
          "empty-assertion", confidence,
          "an assertion of `\(site.qualifiedName)` cannot fail: \(why)",
          help: "assert what the code under test gives", in: site,
          at: body.range(assertion.part)))
    }
  }

  private mutating func asserts(
    nothing site: FunctionSite, _ body: CodeSlice, _ before: FunctionSite?,
    _ oldAssertions: [Assertion]
  ) {
    if site.isMarked(site.conventions.skipMarks) || site.expectsByMark { return }
    let mayAssert = (0..<body.count).contains { Assertion.mayAssert(body, $0) }
    let name = "`\(site.qualifiedName)`"
    let help = "assert what the code under test gives"
    if before != nil {
      guard !oldAssertions.isEmpty else { return }
      // They may have gone to a helper that is new.
      let went = mayAssert || callsHelper(body)
      let count =
        oldAssertions.count == 1 ? "its assertion" : "all \(oldAssertions.count) assertions"
      suspicions.append(
        Suspicion(
          "no-assertion",
          went ? (keptShare(body, [], before!.body!, oldAssertions) > 0.9 ? 0.72 : 0.42) : 0.93,
          "\(name) lost \(count) and checks nothing any more",
          help: help, in: site))
      return
    }
    if mayAssert || callsHelper(body) { return }
    let isEmpty = body.isEmpty || body.words.allSatisfy(site.conventions.nothing.contains)
    if isEmpty {
      suspicions.append(
        Suspicion("no-assertion", 0.85, "the new test \(name) is empty", help: help, in: site))
      return
    }
    // A result that nobody looks at.
    let hasUnused = unusedResult(body)
    let peers = site.assertingPeers
    var confidence = hasUnused ? 0.7 : 0.5
    if peers < 0.5 { confidence -= 0.3 } else if peers > 0.9 { confidence += 0.08 }
    if announcement.says([
      "crash", "panic", "smoke", "leak", "deadlock", "hang", "not throw", "compil",
    ]) {
      confidence -= 0.2
    }
    let text = site.file.text.slice(site.entity.nameRange)
    if text.holds(any: [
      "not_throw", "notthrow", "no_throw", "does not", "doesn", "without", "no_error", "noerror",
      "crash", "smoke", "compil", "noop", "panic", "leak", "dispos", "never", "can_", "can ",
      "bench", "example", "regress", "issue", "allow", "accept", "support",
    ]) {
      confidence -= 0.25
    }
    suspicions.append(
      Suspicion(
        "no-assertion", confidence, "the new test \(name) asserts nothing", help: help, in: site))
  }

  /// Whether a function of the changed tests that asserts is called.
  private func callsHelper(_ body: CodeSlice) -> Bool {
    let file = body.file
    var helpers: [Word: Int] = [:]
    for (index, entity) in file.entities.enumerated()
    where entity.kind.isCallable && entity.kind != .test {
      let name = Word(file.text.slice(entity.nameRange))
      if helpers[name] == nil { helpers[name] = index }
    }
    if helpers.isEmpty { return false }
    for index in 0..<body.count where body.kind(index + 1) == .open {
      guard let helper = helpers.removeValue(forKey: body.word(index)),
        let inner = CodeSlice(bodyOf: file.entities[helper], in: file)
      else { continue }
      let conventions = Conventions.of(file.language)
      if !Assertion.all(in: inner, conventions).isEmpty
        || (0..<inner.count).contains(where: { Assertion.mayAssert(inner, $0) })
      {
        return true
      }
    }
    return false
  }

  /// Whether a name is given a value and never read.
  private func unusedResult(_ body: CodeSlice) -> Bool {
    var counts: [Word: Int] = [:]
    for index in 0..<body.count where body.kind(index) == .identifier {
      counts[body.word(index), default: 0] += 1
    }
    return (0..<body.count).contains { index in
      body.kind(index) == .identifier && counts[body.word(index)] == 1
        && (body.isSymbol(index + 1, "=") || body.word(index + 1) == Word(":="))
        && !body.isSymbol(index - 1, ".") && !body.isSymbol(index - 1, ",")
        && !body.isSymbol(index - 1, "(")
    }
  }

  private mutating func weakened(
    _ site: FunctionSite, _ body: CodeSlice, _ assertions: [Assertion], _ old: CodeSlice,
    _ oldAssertions: [Assertion]
  ) {
    var counts: [Word: Int] = [:]
    for assertion in assertions { counts[assertion.digest, default: 0] += 1 }
    var gone: [Assertion] = []
    for assertion in oldAssertions {
      if let left = counts[assertion.digest], left > 0 {
        counts[assertion.digest] = left - 1
      } else {
        gone.append(assertion)
      }
    }
    if gone.isEmpty { return }
    var new: [Assertion] = []
    for assertion in assertions.reversed() where counts[assertion.digest] ?? 0 > 0 {
      counts[assertion.digest]! -= 1
      new.append(assertion)
    }
    new.reverse()
    // Beyond it the test is written anew, which no comparison one by one explains.
    guard gone.count * new.count <= 250_000 else { return }
    // What else of the test differs: a test that was rewritten is another test.
    let kept = keptShare(body, assertions, old, oldAssertions)
    var bags = new.map { bag(body, $0) }
    var unpaired: [Assertion] = []
    for assertion in gone {
      let own = bag(old, assertion)
      var best: (Int, Double)?
      for place in bags.indices {
        let likeness = ChangedCode.likeness(own, bags[place])
        if likeness > best?.1 ?? 0.3 { best = (place, likeness) }
      }
      guard let best else {
        unpaired.append(assertion)
        continue
      }
      let successor = new.remove(at: best.0)
      bags.remove(at: best.0)
      compare(assertion, old, successor, body, site, likeness: best.1, kept: kept)
    }
    let missing = unpaired.filter { newAssertions[$0.digest] ?? 0 <= 0 && !namesGone(old, $0.part) }
    // One that came in its place may say the same in other words.
    guard missing.count > new.count, let first = missing.first else { return }
    let count = missing.count - new.count
    var confidence = 0.78
    if kept < 0.9 { confidence -= 0.1 }
    if kept < 0.7 { confidence -= 0.25 }
    if !new.isEmpty { confidence -= 0.2 }
    if !code.changesProgram { confidence -= 0.2 }
    if announcement.says(TestDetector.removing, of: TestDetector.tests) { confidence -= 0.25 }
    let text = old.file.flattened(old.range(first.part))
    suspicions.append(
      Suspicion(
        "assertion-removed", confidence,
        "`\(site.qualifiedName)` lost \(count == 1 ? "an assertion" : "\(count) assertions") and nothing in its place: `\(text.utf8.count > 80 ? String(text.prefix(77)) + "..." : text)`",
        help: "keep the assertion, or say in the message why it no longer holds", in: site))
  }

  private mutating func compare(
    _ before: Assertion, _ old: CodeSlice, _ after: Assertion, _ body: CodeSlice,
    _ site: FunctionSite, likeness: Double, kept: Double
  ) {
    guard after.strength < before.strength else { return }
    let isLarge = before.strength == .exact && after.strength == .existence
    var confidence = isLarge ? 0.78 : 0.48
    if likeness < 0.5 { confidence -= 0.08 }
    if kept < 0.7 { confidence -= 0.15 }
    let now = body.file.flattened(body.range(after.part))
    let was = old.file.flattened(old.range(before.part))
    func short(_ text: String) -> String {
      text.utf8.count > 60 ? String(text.prefix(57)) + "..." : text
    }
    suspicions.append(
      Suspicion(
        "assertion-weakened", confidence,
        "`\(site.qualifiedName)` asserted `\(short(was))` and now only `\(short(now))`",
        help: "assert the value itself", in: site, at: body.range(after.part)))
  }

  private func bag(_ code: CodeSlice, _ assertion: Assertion) -> [Word: Int] {
    var bag: [Word: Int] = [:]
    for index in assertion.part.prefix(200)
    where code.kind(index) != .punctuation && code.kind(index) != .open
      && code.kind(index) != .close
    {
      bag[code.word(index), default: 0] += 1
    }
    return bag
  }

  /// How much of the old test besides its assertions is still there.
  private func keptShare(
    _ body: CodeSlice, _ assertions: [Assertion], _ old: CodeSlice, _ oldAssertions: [Assertion]
  ) -> Double {
    func rest(_ code: CodeSlice, _ left: [Assertion]) -> [Word: Int] {
      var bag: [Word: Int] = [:]
      var next = 0
      for index in 0..<code.count {
        while next < left.count, left[next].part.upperBound <= index { next += 1 }
        if next < left.count, left[next].part.contains(index) { continue }
        bag[code.word(index), default: 0] += 1
      }
      return bag
    }
    let a = rest(old, oldAssertions)
    if a.isEmpty { return 1 }
    let b = rest(body, assertions)
    var shared = 0
    for (word, count) in a { shared += min(count, b[word] ?? 0) }
    return Double(shared) / Double(max(1, a.values.reduce(0, +)))
  }

  /// Whether code names what the change took away.
  private func namesGone(_ code: CodeSlice, _ part: Range<Int>) -> Bool {
    part.contains { index in
      self.code.goneNames.contains(code.word(index))
        || self.code.goneWords.contains(code.word(index))
    }
  }

  private static let removing: [StaticString] = [
    "remov", "delet", "drop", "revert", "clean", "obsolete", "unused", "duplicat", "redundant",
    "flak",
    "rewrit", "refactor", "move", "migrat", "replac", "merge", "consolidat", "simplif", "convert",
    "renam", "split", "deprecat", "no longer", "reorgan", "port ", "unnecessary", "useless",
    "stale",
    "skip", "ignor", "disabl", "relax", "loosen", "modern", "rework", "speed", "updat", "stop",
  ]
  private static let tests: [StaticString] = ["test", "spec", "assert", "suite", "fixture"]

  // MARK: Skipped

  private mutating func skips(_ site: FunctionSite, _ before: FunctionSite?) {
    guard let reason = site.skipReason, before?.skipReason == nil else { return }
    var confidence = before == nil ? 0.62 : 0.92
    if announcement.says(
      [
        "skip", "disabl", "ignor", "flak", "quarantin", "xfail", "todo", "pending", "unstable",
        "broken", "temporar", "exclud", "mute",
      ])
    {
      confidence -= before == nil ? 0.25 : 0.4
    }
    let body = site.body
    let size = body?.count ?? 0
    if before == nil, size == 0 { confidence -= 0.3 }
    suspicions.append(
      Suspicion(
        "test-skipped", confidence,
        "`\(site.qualifiedName)` \(before == nil ? "is added and" : "ran before and now") does not run: `\(reason)`",
        help: "let it run, or say in the message why it cannot", in: site))
  }

  // MARK: Removed

  private mutating func removals() {
    let gone = code.tests.filter { $0.after == nil }.compactMap(\.before)
    if gone.isEmpty { return }
    let added = code.tests.count { $0.before == nil }
    let unexplained = gone.filter { site in
      guard let body = site.body else { return false }
      let name = site.file.text.slice(site.entity.nameRange)
      return !namesGone(body, 0..<body.count) && !code.namesGone(name)
        && !assertionsWent(body, site.conventions)
    }
    if unexplained.isEmpty { return }
    let isKnown = announcement.says(TestDetector.removing, of: TestDetector.tests)
    let removes = announcement.says([
      "remov", "delet", "drop", "revert", "deprecat", "no longer", "obsolete", "unused", "replac",
      "migrat", "rewrit", "move", "split", "reorgan", "consolidat",
    ])
    for site in unexplained {
      var confidence = 0.76
      if added >= gone.count {
        confidence -= gone.count > 1 ? 0.2 : 0.12
      } else if added > 0 {
        confidence -= 0.06
      }
      if gone.count > 3 { confidence -= 0.15 }
      if isKnown { confidence -= 0.3 } else if removes { confidence -= 0.12 }
      if !code.changesProgram { confidence -= 0.14 }
      if site.pair.after == nil { confidence -= 0.12 }
      suspicions.append(
        Suspicion(
          "test-removed", confidence,
          "the test `\(site.qualifiedName)` is gone, and what it tests stays",
          help: "keep it, or say in the message why it is not needed", removed: site))
    }
  }

  /// Whether most of what a test asserted is asserted elsewhere now.
  private func assertionsWent(_ body: CodeSlice, _ conventions: Conventions) -> Bool {
    let assertions = Assertion.all(in: body, conventions)
    guard !assertions.isEmpty else { return false }
    // One alone is found in many tests.
    return Set(assertions.map(\.digest)).count > 1
      && assertions.allSatisfy { newAssertions[$0.digest] ?? 0 >= 0 }
  }
}

extension Suspicion {
  /// About a test that is gone: shown at its file, without a place in it.
  init(
    _ rule: String, _ confidence: Double, _ message: String, help: String,
    removed site: FunctionSite
  ) {
    self.init(rule, confidence, message, help: help, in: site)
    path = site.pair.path
    text = nil
    range = nil
  }
}

extension FunctionSite {
  /// Whether a mark of the test says what has to happen: `@Test(expected = ...)`, `#[should_panic]`.
  fileprivate var expectsByMark: Bool {
    entity.modifiers.contains {
      file.text.slice($0).holds(any: ["expected", "should_panic", "timeout", "raises", "compile"])
    }
  }

  /// What keeps the test from running, whatever happens; nil where it runs.
  var skipReason: String? {
    let conventions = conventions
    for range in entity.modifiers {
      let slice = CodeSlice(file, range)
      // Under a condition.
      if slice.words.contains(Word("cfg_attr")) || slice.words.contains(Word("if")) { continue }
      if slice.words.contains(where: conventions.skipMarks.contains) {
        return String(file.flattened(range).prefix(60))
      }
    }
    // `it.skip("...")`, `xit "..."`
    if entity.kind == .test, entity.nameRange.start > entity.range.start {
      let start = max(
        entity.range.start, entity.docRange.map { $0.start <= entity.range.start ? $0.end : 0 } ?? 0
      )
      let head = CodeSlice(
        file, ByteRange(min(start, entity.nameRange.start), entity.nameRange.start))
      if let index = head.words.firstIndex(where: conventions.skipMarks.contains), index < 8 {
        return head.text(index)
      }
    }
    if file.text.slice(entity.nameRange).begins("disabled_") { return "DISABLED_" }
    guard let body else { return nil }
    var index = 0
    var statements = 0
    while index < body.count, statements < 6 {
      let end = max(body.statementEnd(index), index + 1)
      let first = body.word(index)
      // A jump out before anything was done.
      if statements == 0, first == Word("return"), end < body.count, end == index + 1,
        body.count > 8
      {
        return "return"
      }
      if !FunctionSite.conditions.contains(first) {
        for place in index..<min(end, index + 8)
        where conventions.skipCalls.contains(body.word(place)) {
          if body.kind(place + 1) == .open || body.kind(place + 1).isStringPiece || place + 1 == end
          {
            // `it.skip(...)` in a group is another test.
            if body.isSymbol(place - 1, "."), body.kind(place + 1) == .open,
              FunctionSite.groups.contains(body.word(place - 2))
            {
              break
            }
            return String(file.flattened(body.range(index..<end)).prefix(60))
          }
        }
      } else {
        break
      }
      index = end
      if body.isSymbol(index, ";") { index += 1 }
      statements += 1
    }
    return nil
  }

  private static let conditions: WordSet = [
    "if", "unless", "guard", "switch", "match", "for", "while", "try", "when", "with", "case",
  ]
  private static let groups: WordSet = ["it", "test", "describe", "context", "suite"]

  /// The share of the other tests of the file that assert.
  fileprivate var assertingPeers: Double {
    var asserting = 0
    var all = 0
    for other in file.entities.indices where other != index && all < 12 {
      let site = FunctionSite(pair: pair, file: file, path: path, index: other)
      guard site.isTest, !site.holdsTests, let body = site.body else { continue }
      all += 1
      if !Assertion.all(in: body, conventions).isEmpty { asserting += 1 }
    }
    return all == 0 ? 0.7 : Double(asserting) / Double(all)
  }
}

import Policy
import SemanticDiff
import Source
import Testing
import Verification

@testable import Gates
@testable import Git

/// What the gate finds, as rules without the gate's name, in order.
private func found(_ files: SubjectFile..., saying message: String = "") async -> [String] {
  var subject = Subject(
    change: Change(
      before: .nothing, after: .index,
      commits: message.isEmpty ? [] : [Commit(pending: message, parents: [])],
      files: files.map(\.change), description: "an example"),
    files: files, diff: SemanticChange(files.map(\.pair)), stage: nil)
  subject.commitListing = nil
  return await SubstanceGate().judge(subject).findings.map {
    String($0.rule.dropFirst("substance/".count))
  }
}

private func file(_ path: String, _ before: String, _ after: String) -> SubjectFile {
  SubjectFile(SourcePath(path), before.isEmpty ? .none : .text(before), .text(after))
}

@Suite struct SubstanceGateTests {
  @Test(arguments: SubstanceGate().rules.filter { $0.bad != nil }.map(\.id))
  func badExamplesAreFoundAndGoodOnesAreNot(_ id: String) async throws {
    let rule = try #require(SubstanceGate().rules.first { $0.id == id })
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    let name = String(id.dropFirst("substance/".count))
    #expect(await found(file(bad.path, "", bad.text)) == [name])
    #expect(await found(file(good.path, "", good.text)) == [])
  }

  private static let total = """
    def total(prices, rate):
        result = 0
        for price in prices:
            result += price * (1 + rate)
        return round(result, 2)

    """

  @Test(arguments: [
    ("raise NotImplementedError", ["stub"]), ("pass", ["stub"]), ("...", ["stub"]),
    ("return 0", ["constant"]), ("return sum(prices) * (1 + rate)", []),
  ])
  func bodiesThatGoAreFound(_ body: String, _ expected: [String]) async {
    let after = "def total(prices, rate):\n    \(body)\n"
    #expect(await found(file("total.py", Self.total, after)) == expected)
  }

  @Test(arguments: [
    ("a.rs", "fn area(w: u32, h: u32) -> u32 { todo!() }\n", ["stub"]),
    ("a.swift", "func area(w: Int, h: Int) -> Int { fatalError(\"TODO\") }\n", ["stub"]),
    ("a.go", "package a\nfunc Area(w, h int) int { panic(\"not implemented\") }\n", ["stub"]),
    ("a.kt", "fun area(w: Int, h: Int): Int { TODO() }\n", ["stub"]),
    ("a.ts", "export function area(w: number) { throw new Error('not implemented') }\n", ["stub"]),
    ("A.cs", "class A { int F(int a) { throw new NotImplementedException(); } }\n", ["stub"]),
    ("a.pyi", "def area(w: int) -> int: ...\n", []),
    ("p.py", "class P(Protocol):\n    def area(self) -> int: ...\n", []),
    (
      "b.py",
      "class B:\n    @abstractmethod\n    def area(self):\n        raise NotImplementedError\n", []
    ),
    ("b.py", "class B:\n    def area(self):\n        raise NotImplementedError\n", []),
    ("T.swift", "protocol T { func area() -> Int }\n", []),
  ])
  func stubsOfLanguagesAreFound(_ path: String, _ text: String, _ expected: [String]) async {
    #expect(await found(file(path, "", text)) == expected)
  }

  @Test func whatStoodBeforeIsNotNew() async {
    let stub = "def area(w, h):\n    raise NotImplementedError\n"
    #expect(await found(file("area.py", stub, "import math\n\n\n" + stub)) == [])
    #expect(await found(file("area.py", stub, stub.replacing("area", with: "surface"))) == [])
  }

  @Test func answersForTheTestsOwnInputsAreFound() async {
    let before = "def price(code, count):\n    return lookup(code) * count\n"
    let after = """
      def price(code, count):
          if code == "A-17" and count == 12:
              return 340
          return lookup(code) * count

      """
    let test = "def test_price():\n    assert price(\"A-17\", 12) == 340\n"
    #expect(
      await found(file("price.py", before, after), file("test_price.py", "", test)) == [
        "special-case"
      ])
    #expect(await found(file("price.py", before, after)) == [])
  }

  private static let test = """
    def test_total():
        result = total([1, 2], 0.5)
        assert result == 4.5
        assert total([], 0.5) == 0

    def test_other():
        assert total([1], 0) == 1

    """
  private static let change = file(
    "total.py", "def total(a, b):\n    return a\n", "def total(a, b):\n    return a * b\n")

  @Test(arguments: [
    ("    assert result == 4.5\n", "", ["assertion-removed"]),
    ("    assert result == 4.5\n", "    assert result is not None\n", ["assertion-weakened"]),
    ("    assert result == 4.5\n", "    assert result == 5.5\n", []),
    ("    assert result == 4.5\n", "    assert True\n", ["empty-assertion"]),
    ("def test_total", "@pytest.mark.skip\ndef test_total", ["test-skipped"]),
    ("def test_total", "@pytest.mark.skipif(WINDOWS)\ndef test_total", []),
    ("def test_other():\n    assert total([1], 0) == 1\n", "", ["test-removed"]),
    ("test_other", "test_another", []),
    ("    result =", "    total = Mock(return_value=4.5)\n    result =", ["mocked-away"]),
  ])
  func testsThatCheckLessAreFound(_ old: String, _ new: String, _ expected: [String]) async {
    let after = Self.test.replacing(old, with: new)
    let rules = await found(Self.change, file("test_total.py", Self.test, after))
    #expect(expected.isEmpty ? rules.isEmpty : !Set(rules).isDisjoint(with: expected))
  }

  @Test func testsOfWhatIsGoneMayGo() async {
    let before = "def total(a):\n    return a\n\n\ndef rounded(a):\n    return round(a)\n"
    let code = file("total.py", before, "def total(a):\n    return a\n")
    let tests = file(
      "test_total.py",
      "def test_a():\n    assert total(1) == 1\n\n\ndef test_rounded():\n    assert rounded(1.5) == 2\n",
      "def test_a():\n    assert total(1) == 1\n")
    #expect(await found(code, tests) == [])
  }

  @Test(arguments: [
    (
      "a.js", "function f(p) {\n  return read(p)\n}\n",
      "function f(p) {\n  try {\n    return read(p)\n  } catch (e) {\n  }\n}\n", ["swallowed-error"]
    ),
    (
      "a.js", "function f(p) {\n  return read(p)\n}\n",
      "function f(p) {\n  try {\n    return read(p)\n  } catch (e) {\n    log(e)\n  }\n}\n", []
    ),
    (
      "a.go", "package a\nfunc f() {\n\tg()\n}\n",
      "package a\nfunc f() {\n\tdefer func() { recover() }()\n\tg()\n}\n", ["swallowed-error"]
    ),
    ("a.py", "import a\nx = a.b()\n", "import a\nx = a.b()  # type: ignore\n", ["silenced-check"]),
    (
      "a.py", "import a\nx = a.b()  # type: ignore\n", "import a, c\nx = a.b()  # type: ignore\n",
      []
    ),
    (
      "a.py", "def f(x):\n    a = g(x)\n    b = h(a)\n    return b + 1\n",
      "def f(x):\n    # a = g(x)\n    # b = h(a)\n    return x + 1\n", ["commented-out"]
    ),
    (
      "a.py", "def f(x):\n    return x\n",
      "def f(x):\n    # What a caller gives is kept\n    # as it is: (see g).\n    return x\n", []
    ),
  ])
  func linesThatHideAreFound(
    _ path: String, _ before: String, _ after: String, _ expected: [String]
  ) async {
    #expect(await found(file(path, before, after)) == expected)
  }

  @Test func codeThatIsNotReadIsNotPassed() async {
    let gates: [any Gate] = [SubstanceGate(), TestsChangedGate(), LeftoversGate()]
    for gate in gates {
      let unread = await gate.judge(Subject(SubjectFile("a.py", .none, .unread(size: 9))))
      #expect(unread.outcome == .inconclusive, "\(gate.id)")
      #expect(unread.unverified == ["not read: a.py"], "\(gate.id)")
      let built = await gate.judge(Subject(SubjectFile("vendor/a.py", .none, .unread(size: 9))))
      #expect(built.outcome == .notApplicable, "\(gate.id)")
    }
  }

  @Test func aFixThatFixesNothingIsFound() async {
    let before = "def f(x):\n    # Gives x.\n    return x\n"
    let change = file("a.py", before, before.replacing("Gives x.", with: "Gives x, always."))
    #expect(await found(change, saying: "Fix crash on empty input\n") == ["claimed-fix"])
    #expect(await found(change, saying: "Fix typo\n") == [])
  }

  @Test func theScoreIsOneWhereAllIsWork() async throws {
    let subject = Subject(file("total.py", "", Self.total))
    let metric = try #require(await SubstanceGate().judge(subject).metrics.first)
    #expect(metric.name == "substance" && metric.after == 1)
    let stub = Subject(file("total.py", Self.total, "def total(prices, rate):\n    pass\n"))
    let low = try #require(await SubstanceGate().judge(stub).metrics.first)
    #expect(low.after < 0.3)
  }
}

@Suite struct TestsChangedGateTests {
  @Test func changedCodeWantsChangedTests() async {
    let code = file("a.py", "def f(x):\n    return x\n", "def f(x):\n    return x + 1\n")
    let test = file(
      "test_a.py", "def test_f():\n    assert f(1) == 1\n", "def test_f():\n    assert f(1) == 2\n")
    #expect(
      await TestsChangedGate().judge(Subject(code)).findings.map(\.rule) == [
        "testsChanged/untested-change"
      ])
    #expect(await TestsChangedGate().judge(Subject(code, test)).findings == [])
  }

  @Test func testsThatGoAndThoseThatDoNotRunAreNamed() async {
    let two =
      "it('a', () => {\n  expect(f(1)).toBe(1)\n})\nit('b', () => {\n  expect(g(7)).toBe('seven')\n})\n"
    func rules(_ after: String) async -> [String] {
      await TestsChangedGate().judge(Subject(file("a.test.js", two, after))).findings.map(\.rule)
    }
    #expect(
      await rules(two.replacing("it('a'", with: "it.skip('a'")) == ["testsChanged/skipped-test"])
    #expect(
      await rules(two.replacing("it('a'", with: "it.only('a'")) == ["testsChanged/focused-test"])
    #expect(
      await rules("it('a', () => {\n  expect(f(1)).toBe(1)\n})\n") == ["testsChanged/removed-test"])
    #expect(await rules(two.replacing("it('a'", with: "it('c'")) == [])
  }

  @Test func aMoveNeedsNoTest() async {
    let code = file("a.py", "def f(x):\n    return x\n", "def g(x):\n    return x\n")
    #expect(await TestsChangedGate().judge(Subject(code)).findings == [])
  }
}

@Suite struct LeftoversGateTests {
  @Test(arguments: LeftoversGate().rules.map(\.id))
  func badExamplesAreFoundAndGoodOnesAreNot(_ id: String) async throws {
    let rule = try #require(LeftoversGate().rules.first { $0.id == id })
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    let found = await LeftoversGate().judge(Subject(file(bad.path, "", bad.text)))
    #expect(found.findings.map(\.rule) == [id])
    #expect(await LeftoversGate().judge(Subject(file(good.path, "", good.text))).findings == [])
  }

  @Test func whatStoodBeforeIsNotNew() async {
    let text = "def load(path):\n    breakpoint()\n    return read(path)\n"
    let result = await LeftoversGate().judge(Subject(file("a.py", text, "import x\n" + text)))
    #expect(result.findings == [])
  }
}

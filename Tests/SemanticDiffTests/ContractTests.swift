import Source
import Syntax
import Testing

@testable import SemanticDiff

@Suite struct ContractTests {
  /// The impact and the reasons of all that changed between two sources.
  private func impact(_ path: String, _ before: String, _ after: String) -> [String] {
    SemanticChange([FilePair(path, before, after)]).files.flatMap(\.entities)
      .filter { $0.api != .none }.map { "\($0.qualifiedName) \($0.api.rawValue): \($0.reasons)" }
  }

  @Test(arguments: [
    ("Optional[int]", "int | None"), ("t.Union[str, int]", "int|str"),
    ("List[Dict[str, X]]", "list[dict[str, X]]"),
    ("\"Flask\"", "Flask"), ("typing.Optional[typing.List[int]]", "list[int] | None"),
    ("(tuple[int] | None)", "t.Optional[t.Tuple[int]]"),
  ])
  func annotationsHaveOneSpelling(_ a: String, _ b: String) {
    #expect(PythonAnnotation.canonical(a) == PythonAnnotation.canonical(b))
  }

  @Test(arguments: [("int", "str"), ("list[int]", "list[str]"), ("int", "int | None")])
  func otherAnnotationsDiffer(_ a: String, _ b: String) {
    #expect(PythonAnnotation.canonical(a) != PythonAnnotation.canonical(b))
  }

  @Test func typesAreSplitOutsideBrackets() {
    #expect(
      TypeText.split("A<B, C>, (D, E) -> F, [G]", at: ",") == ["A<B, C>", "(D, E) -> F", "[G]"])
    #expect(TypeText.split("", at: ",") == [])
  }

  @Test(arguments: [
    ("string", "string | number", true), ("string | number", "string", false),
    ("\"a\" | \"b\"", "| \"a\" | \"b\" | \"c\"", true), ("\"a\"", "string", true),
    ("a: number", "a?: number", true), ("a?: number", "a: number | string", false),
    ("{ a: string }", "{ a: string; b?: number }", true),
    ("{ a: string }", "{ a: string; b: number }", false),
    ("{ a: string; b?: number }", "{ a: string }", false),
    ("{ a: string }", "{ readonly a: string }", false),
    ("string[]", "readonly (string | number)[]", true), ("readonly string[]", "string[]", false),
    ("A & { a: B }", "A & { a: B | C }", true), ("A ? B : C", "A ? B : D", false),
  ])
  func typesOfTypeScriptThatTakeAllOfAnother(_ narrow: String, _ wide: String, _ isWider: Bool) {
    #expect(TypeScriptType.takes(wide, narrow) == isWider)
  }

  @Test(arguments: [
    ("<T>", "<U>", APIImpact.none), ("<T>", "<T, U = T>", .minor), ("<T>", "<T, U>", .major),
    ("<T: A>", "<T>", .minor), ("<T>", "<T: A>", .major), ("<T, U>", "<U, T>", .major),
    ("<T = A>", "<T>", .major),
  ])
  func typeParametersAreCompared(_ before: String, _ after: String, _ level: APIImpact) {
    #expect(TypeParameters.impact(before, after, .swift).0 == level)
  }

  /// What a package of Go means for those who import it.
  private func findings(_ before: String, _ after: String) -> [String] {
    func package(_ text: String) -> GoPackage {
      GoPackage([
        SyntaxFile(SourceText(Array("package p\n\(text)".utf8)), as: Language.named("go")!)
      ])
    }
    return GoComparison(old: package(before), new: package(after)).findings.map {
      "\($0.isBreaking ? "-" : "+") \($0.subject) \($0.text)"
    }
  }

  @Test func aliasesAndRenamedHiddenTypesOfGoMeanNothing() {
    #expect(findings("type A int\nfunc F(A) {}", "type A int\ntype b = A\nfunc F(x b) {}") == [])
    #expect(findings("type a int\nvar V a", "type b int\nvar V b") == [])
    #expect(
      findings("type a int\nvar V a", "type b string\nvar V b")
        == ["- a changed from int to string"])
  }

  @Test func whatIsEmbeddedCountsInGo() {
    #expect(
      findings("type e struct{ X int }\ntype S struct{ e }", "type e struct{}\ntype S struct{ e }")
        == ["- S.X removed"])
    #expect(
      findings(
        "type S struct{ A int }", "type S struct{ A int; b []int }")
        == ["- S can no longer be compared with `==` or be a key of a map"])
  }

  @Test func requirementsOfGoBreakThoseWhoImplementThem() {
    #expect(
      findings("type I interface { A() }", "type I interface { A(); B() }")
        == ["- I.B added: implementations outside lack it"])
    #expect(
      findings("type I interface { A(); x() }", "type I interface { A(); B(); x() }")
        == ["+ I.B added"])
  }

  @Test func constantsOfGoAreComparedByValue() {
    #expect(findings("const A = 16", "const A = 0x10") == [])
    #expect(findings("const (\n\tA = iota\n\tB\n)", "const (\n\tB = iota\n\tA\n)").count == 2)
    #expect(
      findings("const A = 1\ntype T [A]int", "const A = 2\ntype T [A]int").contains {
        $0.hasPrefix("- T changed")
      })
  }

  @Test func brokenGoIsRead() {
    let source = """
      package p
      import ("io"; x "a/b")
      type (S[T any, U ~int | string] struct { A, B int; *x.C `tag`; D[T] }; I interface { io.Reader; F(a, b int, c ...T) (n int, err error); ~int | string })
      const (A, B = iota, 1 << iota; C = "x" + A)
      func (s *S[T, U]) M(f func(int) chan<- T, m map[string][]*T) <-chan struct{} { return nil }
      """
    let bytes = Array(source.utf8)
    for end in 0...bytes.count {
      let cut = String(decoding: bytes[..<end], as: UTF8.self)
      _ = findings(cut, source)
      _ = findings(source, cut)
    }
    #expect(findings(source, source) == [])
  }

  @Test func packagesOfPythonPassOnNames() {
    let exports = FilePair("p/__init__.py", "from ._m import f\n", "from ._m import f\n")
    let change = FilePair(
      "p/_m.py", "def f(a): pass\ndef g(a): pass\n", "def f(): pass\ndef g(): pass\n")
    func levels(_ context: [FilePair]) -> [APIImpact] {
      SemanticChange([change], context: context).files.flatMap(\.entities).map(\.api)
    }
    #expect(levels([exports]) == [.major, .none])
    #expect(levels([]) == [.none, .none])
    #expect(
      SemanticChange.context(of: [change.path]).map(\.description) == [
        "__init__.py", "p/__init__.py",
      ])
  }

  @Test func inheritedMembersAndPassedOnNamesAreStillFound() {
    #expect(
      impact(
        "a.py", "class A:\n    pass\n\n\nclass B(A):\n    def f(self):\n        return 1\n",
        "class A:\n    def f(self):\n        return 1\n\n\nclass B(A):\n    pass\n"
      ).allSatisfy { !$0.contains("major") })
    #expect(
      impact("a.py", "def f(): pass\n", "from .b import f\n").allSatisfy { $0.contains("major") }
        == false)
  }

  @Test func conformancesMayMoveToAnotherExtension() {
    #expect(
      impact(
        "a.swift", "public struct A: Equatable {}\n",
        "public struct A {}\nextension A: Equatable {}\n") == [])
  }
}

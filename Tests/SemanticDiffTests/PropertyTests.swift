import Source
import Syntax
import Testing

@testable import SemanticDiff

@Suite struct PropertyTests {
  /// What happened between two sources, all declarations together.
  private func changes(_ path: String, _ before: String, _ after: String) -> Set<ChangeKind> {
    Set(
      SemanticChange([FilePair(path, before, after)]).files.flatMap(\.entities).flatMap(\.changes))
  }

  @Test func ownSourcesAgainstThemselvesAreUnchanged() throws {
    let root = sourceFolder(of: #filePath) + "/../.."
    for part in ["Sources", "Tests", "Plugins"] {
      for path in try paths(below: "\(root)/\(part)") {
        let bytes = try bytes("\(root)/\(part)/\(path)")
        let change = SemanticChange([FilePair("\(part)/\(path)", bytes, bytes)])
        #expect(change.files.flatMap(\.entities).isEmpty, "\(part)/\(path)")
      }
    }
  }

  struct Sides: Sendable {
    let status: FileStatus
    let before: String?
    let after: String?

    init(_ status: FileStatus, _ before: String?, _ after: String?) {
      (self.status, self.before, self.after) = (status, before, after)
    }
  }

  /// Every file has an entity change or a note, whatever came, went, or changed its language.
  @Test(arguments: [
    Sides(.added, nil, ""), Sides(.deleted, "", nil), Sides(.added, nil, "# only a comment\n"),
    Sides(.modified, "a = 1\n", "a = 1\n"), Sides(.modified, "a = 1\n", "a =  1\n"),
    Sides(.renamed, nil, ""), Sides(.renamed, "", nil), Sides(.typeChanged, "a = 1\n", nil),
  ])
  func nothingIsSilent(_ sides: Sides) throws {
    let python = try #require(Language.named("python"))
    func file(_ text: String?) -> SyntaxFile? {
      text.map { SyntaxFile(SourceText(Array($0.utf8)), as: python) }
    }
    let pair = FilePair(
      path: SourcePath("a.py"), oldPath: sides.status == .renamed ? SourcePath("a.txt") : nil,
      status: sides.status, language: python, before: file(sides.before), after: file(sides.after))
    let found = try #require(SemanticChange([pair]).files.first)
    #expect(found.note != nil || !found.entities.isEmpty)
  }

  @Test(arguments: ["swift", "c", "javascript", "typescript"])
  func indentationAndEmptyLinesAreCosmetic(_ language: String) throws {
    for example in Example.all where example.name.hasPrefix("\(language)/") {
      for (path, bytes) in try example.side("after") {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\n" as Character, omittingEmptySubsequences: false)
        let wide = lines.map { line -> String in
          let blanks = line.prefix { $0 == " " }.count
          return String(repeating: " ", count: blanks * 2) + line.dropFirst(blanks)
        }.joined(separator: "\n\n")
        // A blank line may part a comment from what it documents.
        let found = changes(path, text, wide).subtracting([.cosmetic, .documentation])
        #expect(found.isEmpty, "\(example.name): \(found)")
      }
    }
  }

  @Test func blanksInAStringAreContents() {
    #expect(
      changes("a.swift", "func f() { print(\"a b\") }\n", "func f() { print(\"a  b\") }\n")
        == [.body])
    #expect(
      changes("a.py", "def f():\n    print('a b')\n", "def f():\n    print('a  b')\n") == [.body])
    #expect(
      changes("a.c", "void f(void) { puts(\"a b\"); }\n", "void f(void) { puts(\"a  b\"); }\n")
        == [.body])
  }

  @Test(arguments: [
    ("    return 1", "    return 1  # noqa"),
    ("    return 1  # type: int", "    return 1  # type: str"),
    ("    return 1", "    return 1  # pragma: no cover"),
  ])
  func commentsThatToolsReadAreContents(_ before: String, _ after: String) {
    #expect(changes("a.py", "def f():\n\(before)\n", "def f():\n\(after)\n") == [.body])
  }

  @Test(arguments: [
    ("    return 1", "    return 1  # the least"),
    ("    return 1  # types differ", "    return 1  # types are the same"),
    ("    return 1  # important!", "    return 1  # quite important!"),
  ])
  func otherCommentsAreCosmetic(_ before: String, _ after: String) {
    #expect(changes("a.py", "def f():\n\(before)\n", "def f():\n\(after)\n") == [.cosmetic])
  }

  @Test func aStatementOutOfItsBlockIsABodyChange() {
    #expect(
      changes(
        "a.py", "def f(x):\n    if x:\n        g()\n        h()\n",
        "def f(x):\n    if x:\n        g()\n    h()\n") == [.body])
  }

  @Test func aLineEndThatEndsAStatementIsContents() {
    #expect(
      changes(
        "a.swift", "func f() -> Int {\n  return 1\n}\n", "func f() -> Int {\n  return\n  1\n}\n")
        == [.body])
  }

  @Test func aDirectiveJoinedToALineIsContents() {
    #expect(
      changes(
        "a.c", "int f(void) {\n#ifdef A\n  return 1;\n#endif\n  return 2;\n}\n",
        "int f(void) {\n#ifdef A\n  return 1; return 2;\n#endif\n}\n") == [.body])
    #expect(
      changes(
        "a.c", "int f(void) {\n#undef A\n  g();\n  return 2;\n}\n",
        "int f(void) {\n#undef A g();\n  return 2;\n}\n") == [.body])
  }

  @Test func theOrderIsExplainedByTheFewestMoves() {
    #expect(Order.longestIncreasing([0, 1, 2, 3]).count == 4)
    #expect(Order.longestIncreasing([3, 0, 1, 2]) == [1, 2, 3])
    #expect(Order.longestIncreasing([2, 1, 0]).count == 1)
    #expect(Order.longestIncreasing([]) == [])
  }

  @Test func aChangeIsAFunctionOfItsFilesInAnyOrder() throws {
    for example in Example.all {
      let (before, after) = (try example.side("before"), try example.side("after"))
      let pairs = Set(before.keys).union(after.keys).sorted().map {
        FilePair($0, before[$0], after[$0])
      }
      #expect(SemanticChange(pairs) == SemanticChange(pairs.reversed()))
    }
  }

  /// Quadratic comparison of these takes minutes; the suite's time limit is the assertion.
  @Test(.timeLimit(.minutes(1)), arguments: ["distinct", "alike"])
  func thousandsOfChangedFunctionsAreCompared(_ kind: String) {
    func source(_ prefix: String) -> String {
      (0..<3_000).map { number in
        let word = kind == "alike" ? "same" : "\(prefix)\(number)"
        return """
          func \(prefix)\(number)(value: Int) -> Int {
            let \(word) = value * \(kind == "alike" ? 1 : number)
            print("\(word)", value, \(word))
            return \(word) + \(prefix == "old" ? 1 : 2)
          }

          """
      }.joined()
    }
    let change = SemanticChange([FilePair("a.swift", source("old"), source("new"))])
    let entities = change.files[0].entities
    #expect(entities.count >= 3_000)
    #expect(entities.allSatisfy { !$0.changes.isEmpty })
  }
}

import Source
import Syntax
import Testing

@testable import SemanticDiff

@Suite struct ChangeTypeTests {
  private static let code = ("a.swift", "func f() -> Int { 1 }\n", "func f() -> Int { 2 }\n")
  private static let renamed = (
    "b.swift", "func total() -> Int { 1 + 2 + 3 + 4 }\n", "func sum() -> Int { 1 + 2 + 3 + 4 }\n"
  )
  private static let documented = (
    "c.swift", "/// A.\nfunc f() {}\n", "/// B.\nfunc f() {}\n"
  )
  private static let commented = ("d.py", "# a\nx = 1\n", "# b\nx = 1\n")
  private static let test = ("Tests/FTests.swift", "func f() {}\n", "func f() { g() }\n")
  private static let guide = ("docs/guide.md", "a\n", "b\n")
  private static let build = ("Makefile", "all:\n", "all: a\n")
  private static let changelog = ("CHANGELOG.md", "", "# 1.0\n")
  private static let version = ("VERSION", "1.0\n", "1.1\n")

  typealias File = (String, String, String)

  @Test(
    arguments: [
      ([], .code, 0),
      ([code], .code, 1),
      ([code, guide], .code, 0.9),
      ([code, test], .code, 0.9),
      ([renamed], .refactor, 0.8),
      ([documented], .docs, 1),
      ([commented], .docs, 1),
      ([guide], .docs, 1),
      ([test], .test, 1),
      ([build], .devops, 0.9),
      ([build, guide], .devops, 0.8),
      ([changelog, version], .release, 0.8),
      ([renamed, code], .code, 1),
    ] as [([File], ChangeType, Double)])
  func detected(_ files: [File], _ type: ChangeType, _ confidence: Double) {
    let change = SemanticChange(files.map { FilePair($0.0, $0.1, $0.2) })
    #expect(change.type == DetectedType(type, confidence: confidence))
  }

  @Test(
    arguments: [
      ("feat", .code), ("fix", .code), ("Perf", .code), ("revert", .code), ("docs", .docs),
      ("refactor", .refactor), ("style", .refactor), ("test", .test), ("build", .devops),
      ("ci", .devops), ("release", .release), ("chore", nil), ("", nil), ("wip", nil),
    ] as [(String, ChangeType?)])
  func claimed(_ word: String, _ type: ChangeType?) {
    #expect(ChangeType(conventionalType: word) == type)
  }

  @Test(
    arguments: [
      ("Sources/A/B.swift", .code), ("a.py", .code), ("test.py", .code),
      ("Tests/ATests/B.swift", .test), ("src/b_test.py", .test), ("src/test_b.py", .test),
      ("src/b.spec.ts", .test), ("src/b.test.js", .test), ("a/__tests__/b.js", .test),
      ("conftest.py", .test), ("Sources/BTests.swift", .test),
      ("README.md", .documentation), ("README", .documentation), ("LICENSE", .documentation),
      ("docs/a.rst", .documentation), ("notes.txt", .documentation),
      ("requirements.txt", .code), ("CMakeLists.txt", .build), ("Dockerfile", .build),
      ("Dockerfile.dev", .build), (".github/workflows/ci.yml", .build), (".ci/run", .build),
      ("Makefile", .build), ("CHANGELOG.md", .changelog), ("HISTORY.rst", .changelog),
      ("NEWS", .changelog), ("changes.py", .code), ("VERSION", .release),
      ("version.txt", .release), ("examples/a.py", .example), ("benchmarks/a.c", .example),
      ("contest/a.py", .code), ("src/latest.py", .code),
    ] as [(String, PathRole)])
  func role(_ path: String, _ role: PathRole) {
    #expect(PathRole(SourcePath(path)) == role)
  }
}

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
  private static let entry = ("CHANGELOG.md", "# 1.0\n- a\n", "# 1.0\n- a\n- b\n")
  private static let laidOut = ("e.swift", "func f() { g() }\n", "func f() {\n  g()\n}\n")
  private static let inlineTest = (
    "src/lib.rs",
    "#[cfg(test)]\nmod tests {\n  #[test]\n  fn a() { assert!(b() == 1); }\n  fn b() -> u8 { 1 }\n}\n",
    "#[cfg(test)]\nmod tests {\n  #[test]\n  fn a() { assert!(b() == 2); }\n  fn b() -> u8 { 2 }\n}\n"
  )
  private static let package = (
    "package.json", "{\"version\": \"1.0.0\"}\n", "{\"version\": \"1.1.0\"}\n"
  )
  private static let dependency = (
    "Cargo.toml", "[dependencies.a]\nversion = \"1\"\n", "[dependencies.a]\nversion = \"2\"\n"
  )
  private static let crate = (
    "Cargo.toml", "[package]\nversion = \"1.0.0\"\n", "[package]\nversion = \"1.1.0\"\n"
  )
  private static let module = (
    "a/__init__.py", "__version__ = \"1.0\"\n", "__version__ = \"1.1\"\n"
  )
  private static let project = (
    "pom.xml", "<project>\n<version>1</version>\n</project>\n",
    "<project>\n<version>2</version>\n</project>\n"
  )
  private static let version = ("VERSION", "1.0\n", "1.1\n")

  typealias File = (String, String, String)

  @Test(
    arguments: [
      ([], .code, 0),
      ([code], .code, 0.8),
      ([code, guide], .code, 0.8),
      ([code, test], .code, 0.8),
      ([renamed], .refactor, 0.7),
      ([renamed, test], .refactor, 0.5),
      ([documented], .docs, 0.8),
      ([commented], .docs, 0.8),
      ([guide], .docs, 0.8),
      ([laidOut], .refactor, 0.7),
      ([test], .test, 0.65),
      ([inlineTest], .test, 0.65),
      ([test, guide], .test, 0.6),
      ([build], .devops, 0.8),
      ([build, guide], .devops, 0.8),
      ([dependency], .devops, 0.8),
      ([changelog, version], .release, 0.9),
      ([package], .release, 0.9),
      ([crate], .release, 0.9),
      ([module], .release, 0.9),
      ([project], .release, 0.9),
      ([package, code], .code, 0.8),
      ([entry], .docs, 0.6),
      ([renamed, code], .code, 0.8),
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
      ("requirements.txt", .build), ("CMakeLists.txt", .build), ("Dockerfile", .build),
      ("Dockerfile.dev", .build), (".github/workflows/ci.yml", .build), (".ci/run", .build),
      ("Makefile", .build), ("CHANGELOG.md", .changelog), ("HISTORY.rst", .changelog),
      ("NEWS", .changelog), ("changes.py", .code), ("VERSION", .release),
      ("version.txt", .release), ("examples/a.py", .example), ("benchmarks/a.c", .example),
      ("contest/a.py", .code), ("src/latest.py", .code), ("a/Contest.java", .code),
      ("src/test/java/A.java", .test), ("src/main/java/ATest.java", .test),
      ("src/androidTest/A.kt", .test), ("App.Tests/A.cs", .test), ("spec/a_spec.rb", .test),
      ("a/b_test.go", .test), ("tests/a.rs", .test), ("src/__snapshots__/a.snap", .test),
      ("playwright-test/src/a.ts", .code), ("go.mod", .build), ("Cargo.lock", .build),
      ("a/b.csproj", .build), ("package.json", .build), ("rollup.config.js", .build),
      ("src/app/app.config.ts", .code), (".eslintrc", .build),
      (".github/README.md", .documentation),
      ("docs/conf.py", .documentation), ("src/docs/a.ts", .code), (".changeset/a.md", .changelog),
      ("dev-docs/src/scope.js", .documentation), ("src/components-examples/a.ts", .example),
      ("src/docs_reader.py", .code),
    ] as [(String, PathRole)])
  func role(_ path: String, _ role: PathRole) {
    #expect(PathRole(SourcePath(path)) == role)
  }
}

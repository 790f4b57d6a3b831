import Source
import Testing
import Verification

@testable import Toolchain

/// Real compilers on small files; those that this machine lacks are left out.
@Suite struct CompilerTests {
  /// Judges one file and says what came of it: the outcome, then the places or the reasons.
  private func answer(_ path: String, _ text: String, before: String? = nil) async throws -> String
  {
    try await withTemporaryFolder { folder in
      let tools = Tools(folder)
      let result = await tools.judge(Question(path, text, before: before))
      #expect(contents(of: tools.scratch) == [])
      let places = result.findings.map { finding in
        let place = finding.range.map { "\($0.start.line):\($0.start.column)" } ?? "nowhere"
        return finding.isNew ? place : "\(place) old"
      }
      return ([result.outcome.rawValue] + places + result.unverified).joined(separator: " ")
    }
  }

  @Test(
    .enabled(if: Tools.has("swiftc")),
    arguments: [
      ("a.swift", "func f() -> Int { 1 }\n", "pass"),
      ("main.swift", "#!/usr/bin/env swift\nprint(1)\n", "pass"),
      ("a.swift", "let r = /a+b/\n", "pass"),
      ("a.swift", "func f() {\n  let x = \n}\n", "fail 2:10"),
      ("a.swift", "func f( {\n", "fail 1:9"),
      ("ü.swift", "func f() {\n  let x = \n}\n", "fail 2:10"),
    ])
  func swift(_ path: String, _ text: String, _ expected: String) async throws {
    #expect(try await answer(path, text).hasPrefix(expected))
  }

  @Test(
    .enabled(if: Tools.has("python3")),
    arguments: [
      ("a.py", "def f():\n    return 1\n", "pass"),
      ("a.py", "def f(:\n    return 1\n", "fail 1:7"),
      ("a.py", "x = 1\n\u{E9}\u{E9} = (1 +) 2\n", "fail 2:12"),
      ("a.py", "def f():\nreturn 1\n", "fail 2:1"),
      ("a.py", "import nothing.of.this.name\n", "pass"),
    ])
  func python(_ path: String, _ text: String, _ expected: String) async throws {
    #expect(try await answer(path, text) == expected)
  }

  @Test(
    .enabled(if: Tools.has("node")),
    arguments: [
      ("a.js", "module.exports = 1;\n", "pass"),
      ("a.js", "export default 1;\n", "pass"),
      ("a.js", "const x = await import('y');\n", "pass"),
      ("a.mjs", "import x from 'y';\n", "pass"),
      ("a.js", "function f( {\n  return 1;\n}\n", "fail 2:10"),
      ("a.js", "const a = 'é', b = ;\n", "fail 1:21"),
      ("a.js", "export const a = ;\n", "fail 1:18"),
      ("a.js", "import x from 'y';\nexport { x };\n", "pass"),
      ("a.js", "if (true) {\n  import x from 'y';\n}\n", "fail 2:3"),
    ])
  func javaScript(_ path: String, _ text: String, _ expected: String) async throws {
    #expect(try await answer(path, text) == expected)
  }

  @Test(
    .enabled(if: Tools.has("node")),
    arguments: [
      ("a.jsx", "const a = 1;\n", "node does not read JSX"),
      ("a.js", "const a = <b>text</b>;\n", "node does not read JSX"),
      ("a.js", "// @flow\nfunction f(a: number) {}\n", "node does not read Flow types"),
      ("a.js", "@decorated\nclass A {}\n", "node does not read decorators"),
    ])
  func javaScriptThatNodeDoesNotRead(
    _ path: String, _ text: String, _ reason: String
  ) async throws {
    #expect(try await answer(path, text) == "inconclusive \(path): \(reason)")
  }

  @Test(
    .enabled(if: Tools.has("cc")),
    arguments: [
      ("a.c", "int f(void) { return 1; }\n", "pass"),
      ("a.c", "#include <stddef.h>\nsize_t f(void) { return 1; }\n", "pass"),
      ("a.c", "int f(void) {\n  return 1 +;\n}\n", "fail 2:13"),
      ("a.c", "int f(void) {\n\treturn 1 +;\n}\n", "fail 2:12"),
      ("a.c", "char *s = \"漢é\" +;\n", "fail 1:20"),
      ("a.c", "#include \"nothing.h\"\n", "inconclusive a.c: cc does not find the header"),
      ("a.c", "unknown_t f(void);\n", "inconclusive a.c: cc needs the project's flags"),
      ("a.h", "unknown_t f(void);\n", "inconclusive a.h: a header does not compile alone"),
    ])
  func c(_ path: String, _ text: String, _ expected: String) async throws {
    #expect(try await answer(path, text).hasPrefix(expected))
  }

  @Test(
    .enabled(if: Tools.has("php")),
    arguments: [
      ("<?php\nfunction f() { return 1; }\n", "pass"), ("<?php\nfunction f( {\n", "fail 2:1"),
    ])
  func php(_ text: String, _ expected: String) async throws {
    #expect(try await answer("a.php", text) == expected)
  }

  @Test(
    .enabled(if: Tools.has("ruby")),
    arguments: [
      ("def f\n  1\nend\n", "pass"), ("def f(\n  1 +\nend\n", "fail"),
      ("BEGIN { puts 1 }\n", "inconclusive a.rb: ruby would run its BEGIN block"),
    ])
  func ruby(_ text: String, _ expected: String) async throws {
    #expect(try await answer("a.rb", text).hasPrefix(expected))
  }

  @Test(
    .enabled(if: Tools.has("python3")),
    arguments: [
      // Python looks no further than the error that stood before.
      ("x = (\n", "\n\nx = (\n", "inconclusive 3:5 old a.py: python3 rejected it before too"),
      ("x = 1\n", "x = (\n", "fail 1:5"),
    ])
  func whatWasRejectedBeforeIsNotNew(
    _ before: String, _ after: String, _ expected: String
  ) async throws {
    #expect(try await answer("a.py", after, before: before).hasPrefix(expected))
  }

  @Test(.enabled(if: Tools.has("swiftc") && Tools.has("python3")))
  func eachFileOfSeveralIsAnswered() async throws {
    try await withTemporaryFolder { folder in
      let result = await Tools(folder).judge(
        Question(
          ("a.swift", nil, "func f() {}\n"), ("b.swift", nil, "func f( {\n"),
          ("c/a.swift", nil, "func f() {}\n"), ("a.py", nil, "x = 1\n"), ("b.py", nil, "x = (\n"),
          ("a.ts", nil, "const x: number = 1;\n"), ("a.json", nil, "{}\n")))
      #expect(result.outcome == .fail)
      #expect(Set(result.findings.map { $0.path! }) == ["b.swift", "b.py"])
      #expect(
        result.message
          == "swiftc accepts 2 files, swiftc rejects 1 file, python3 accepts 1 file, "
          + "python3 rejects 1 file")
      #expect(result.unverified == ["no compiler check for TypeScript in this version"])
    }
  }

  @Test func theRuleHasAnExampleThatIsFound() async throws {
    let rule = try #require(
      CompileGate(
        ToolContext(
          environment: [:], workTree: nil, scratchParent: "", isTrusted: { _ in false })
      ).rules.first)
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    guard Tools.has("python3") else { return }
    #expect(try await answer(bad.path, bad.text).hasPrefix("fail"))
    #expect(try await answer(good.path, good.text) == "pass")
  }
}

@Suite struct CompilerOutputTests {
  @Test(arguments: [
    (
      "/s/a.c:2:13: error: expected expression before ';' token",
      "2:13 expected expression before ';' token"
    ),
    (
      "/s/a.c:1:10: fatal error: x.h: No such file or directory",
      "1:10 x.h: No such file or directory"
    ),
    ("/s/a.c:1:10: fatal error: 'x.h' file not found", "1:10 'x.h' file not found"),
    ("/s/a.c:3:1: warning: unused", nil),
    ("/s/a.c:3:1: note: declared here", nil),
    ("/s/a.c: In function 'f':", nil),
    ("/s/ab.c:3:1: error: of another file", nil),
    ("cc: error: something else", nil),
    ("/s/a.c:3:1: error: with: colons", "3:1 with: colons"),
    ("/s/a.c:3:1: error: of Windows\r", "3:1 of Windows"),
  ])
  func lines(_ line: String, _ expected: String?) {
    let errors = CompilerOutput.errors(line + "\n", about: "/s/a.c")
    #expect(errors.first.map { "\($0.line):\($0.column) \($0.text)" } == expected)
  }

  @Test func aPathBeyondASCII() {
    let errors = CompilerOutput.errors("/s/ä/é.swift:3:7: error: wrong\n", about: "/s/ä/é.swift")
    #expect(errors.map(\.line) == [3])
    #expect(errors.map(\.column) == [7])
  }
}

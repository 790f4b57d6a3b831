import FoundationEssentials
import Source
import Testing
import Verification

@testable import Toolchain

/// What real tools wrote, recorded in `Outputs`, is read as it should be.
@Suite struct FormatTests {
  static let outputs = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Outputs")

  static func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: outputs.appending(path: "\(name).txt")))
  }

  static func paths(_ files: Set<String>, folder: String = "") -> PathResolver {
    PathResolver(
      root: "/tree", folder: folder, exists: { files.contains($0) }, list: { files.sorted() })
  }

  private static let files: Set<String> = [
    "a.c", "b.h", "a.go", "sub/g_test.go", "a.ts", "bad.py", "syn.py", "test_bad.py", "a.sh",
    "a.test.js", "src/lib.rs", "A.java", "src/test/java/m/ATest.java",
    "Tests/mTests/mTests.swift", "Sources/m/m.swift", "a.php", "a.rb",
  ]

  /// `path:line:column severity [rule] message`, a line each, and the numbers of tests.
  static func text(_ report: ToolReport) -> [String] {
    report.diagnostics.map { diagnostic in
      let place = "\(diagnostic.path ?? "-"):\(diagnostic.line):\(diagnostic.column)"
      let name = diagnostic.test ?? diagnostic.rule
      let message = diagnostic.message.split(separator: "\n").first ?? ""
      return "\(place) \(diagnostic.severity) [\(name ?? "")] \(message)"
    }
      + (report.tests.map { ["\($0.passed) passed, \($0.failed) failed, \($0.skipped) skipped"] }
        ?? []) + (report.flaw.map { ["flaw: \($0)"] } ?? [])
  }

  @Test(arguments: [
    (
      "gcc", "gcc",
      [
        "b.h:1:22 error [] expected expression before ‘}’ token",
        "a.c:4:16 error [] ‘b’ undeclared (first use in this function)",
        "a.c:3:13 warning [unused-variable] unused variable ‘unused’",
      ]
    ),
    (
      "gcc", "clang-colour",
      [
        "b.h:1:22 error [] expected expression",
        "a.c:4:17 error [] use of undeclared identifier 'b'",
      ]
    ),
    (
      "gcc", "clang-tidy",
      [
        "a.c:2:6 warning [clang-diagnostic-unused-variable] unused variable 'é'",
        "a.c:3:9 warning [clang-diagnostic-parentheses] using the result of an assignment as a "
          + "condition without parentheses",
        "a.c:4:10 warning [clang-diagnostic-unused-value] left operand of comma operator has no "
          + "effect",
        "a.c:6:22 error [clang-diagnostic-error] expected expression",
      ]
    ),
    (
      "swiftc", "swift-build",
      [
        "Sources/m/m.swift:2:26 error [] cannot convert return expression of type 'String' to return "
          + "type 'Int'"
      ]
    ),
    (
      "swift-test", "swift-test",
      [
        "Tests/mTests/mTests.swift:9:0 error [OldTests.testBad] XCTAssertEqual failed: (\"1\") is not "
          + "equal to (\"2\") -",
        "Tests/mTests/mTests.swift:5:57 error [has é] Expectation failed: (f(n) → 2) == 1",
        "2 passed, 2 failed, 1 skipped",
      ]
    ),
    (
      "cargo", "cargo",
      [
        "src/lib.rs:1:42 error [E0308] mismatched types"
      ]
    ),
    (
      "cargo", "clippy",
      [
        "src/lib.rs:1:38 warning [clippy::needless_return] unneeded `return` statement"
      ]
    ),
    (
      "cargo-test", "cargo-test",
      [
        "src/lib.rs:5:0 error [tests::bad] assertion `left == right` failed: é",
        "1 passed, 1 failed, 1 skipped",
      ]
    ),
    (
      "javac", "javac",
      [
        "A.java:2:19 error [] incompatible types: String cannot be converted to int",
        "A.java:3:26 warning [deprecation] stop() in Thread has been deprecated",
      ]
    ),
    (
      "php", "php",
      ["a.php:2:0 error [] syntax error, unexpected token \"{\", expecting variable"]
    ),
    (
      "unix", "ruby",
      ["a.rb:2:0 error [] syntax error, unexpected integer literal, expecting ')'"]
    ),
    (
      "mypy", "mypy",
      [
        "bad.py:3:19 error [return-value] Incompatible return value type (got \"int\", expected \"str\")",
        "bad.py:4:10 error [assignment] Incompatible types in assignment (expression has type \"str\", "
          + "variable has type \"int\")",
      ]
    ),
    (
      "mypy", "mypy-syntax",
      [
        "syn.py:1:8 error [syntax] Expected a parameter or the end of the parameter list",
        "syn.py:2:2 error [syntax] Unexpected EOF while parsing",
      ]
    ),
    (
      "pyright", "pyright",
      [
        "bad.py:3:21 error [reportReturnType] Type \"int\" is not assignable to return type \"str\"",
        "bad.py:4:10 error [reportAssignmentType] Type \"Literal['s']\" is not assignable to declared "
          + "type \"int\"",
      ]
    ),
    (
      "ruff", "ruff",
      [
        "bad.py:1:8 error [F401] `os` imported but unused",
        "bad.py:3:5 error [F841] Local variable `ü` is assigned to but never used",
        "bad.py:3:12 error [E702] Multiple statements on one line (semicolon)",
      ]
    ),
    (
      "sarif", "sarif-ruff",
      [
        "bad.py:1:8 error [F401] `os` imported but unused",
        "bad.py:3:5 error [F841] Local variable `ü` is assigned to but never used",
        "bad.py:3:12 error [E702] Multiple statements on one line (semicolon)",
      ]
    ),
    (
      "shellcheck", "shellcheck",
      [
        "a.sh:2:6 note [SC2086] Double quote to prevent globbing and word splitting.",
        "a.sh:3:1 warning [SC2164] Use 'cd ... || exit' or 'cd ... || return' in case cd fails.",
        "a.sh:4:1 warning [SC3010] In POSIX sh, [[ ]] is undefined.",
        "a.sh:4:6 warning [SC2050] This expression is constant. Did you forget the $ on a variable?",
      ]
    ),
    (
      "tsc", "tsc",
      [
        "a.ts:1:7 error [TS2322] Type 'string' is not assignable to type 'number'.",
        "a.ts:2:41 error [TS2339] Property 'foo' does not exist on type 'string'.",
        "a.ts:3:13 error [TS2345] Argument of type 'number' is not assignable to parameter of type "
          + "'string'.",
      ]
    ),
    (
      "tsc", "tsc-pretty",
      [
        "a.ts:1:7 error [TS2322] Type 'string' is not assignable to type 'number'.",
        "a.ts:2:41 error [TS2339] Property 'foo' does not exist on type 'string'.",
        "a.ts:3:13 error [TS2345] Argument of type 'number' is not assignable to parameter of type "
          + "'string'.",
      ]
    ),
    (
      "go-vet", "go-vet",
      ["a.go:6:2 error [printf] fmt.Printf format %d has arg \"s\" of wrong type string"]
    ),
    (
      "go-vet", "go-vet-text",
      ["a.go:6:2 error [] fmt.Printf format %d has arg \"s\" of wrong type string"]
    ),
    ("go-vet", "go-vet-broken", ["a.go:7:9 error [] undeclared name: b"]),
    ("go-vet", "go-build", ["a.go:7:9 error [] undefined: b"]),
    (
      "go-test", "go-test",
      [
        "sub/g_test.go:8:0 error [example.com/m/sub TestGroup/inner] got 1",
        "1 passed, 2 failed, 1 skipped",
      ]
    ),
    (
      "go-test", "go-test-broken",
      [
        "sub/g_test.go:8:0 error [example.com/m/sub TestGroup/inner] got 1",
        "a.go:7:9 error [] undefined: b", "1 passed, 2 failed, 1 skipped",
      ]
    ),
    (
      "junit", "junit-pytest",
      [
        "test_bad.py:7:0 error [test_bad.test_bad] AssertionError: assert '<&>' == 'ü'",
        "test_bad.py:11:0 error [test_bad.TestGroup.test_n[2]] assert 2 == 1",
        "2 passed, 2 failed, 1 skipped",
      ]
    ),
    (
      "junit", "junit-pytest-broken",
      [
        "test_broken.py:0:0 error [test_broken] collection failure",
        "0 passed, 1 failed, 0 skipped",
      ]
    ),
    (
      "tap", "tap-node",
      [
        "a.test.js:2:25 error [bad] Expected values to be strictly equal:",
        "a.test.js:4:55 error [group > inner bad] x", "2 passed, 2 failed, 1 skipped",
      ]
    ),
  ])
  func recordedOutput(_ format: String, _ name: String, _ expected: [String]) throws {
    let format = try #require(OutputFormat.named(format))
    let report = format.read(
      ToolOutput(output: try Self.read(name)), Self.paths(Self.files))
    #expect(Self.text(report) == expected)
  }

  @Test func whatAPackageWritesIsNoErrorOfTheCompiler() {
    let output = #"{"Action":"output","Package":"m","Output":"a.go:3: hello\n"}"#
    let report = OutputFormat.goTest.read(
      ToolOutput(output: Array(output.utf8)), Self.paths(Self.files))
    #expect(report.diagnostics == [])
  }

  @Test func aPackageThatFailsBesideOneThatCannotBeBuilt() {
    let lines = [
      "# m/a", "./a.go:7:9: undefined: b",
      #"{"Action":"output","Package":"m/a","Output":"FAIL\tm/a [build failed]\n"}"#,
      #"{"Action":"fail","Package":"m/a"}"#, #"{"Action":"fail","Package":"m/b"}"#,
    ]
    let report = OutputFormat.goTest.read(
      ToolOutput(output: Array(lines.joined(separator: "\n").utf8)), Self.paths(Self.files))
    #expect(
      Self.text(report) == [
        "-:0:0 error [m/b] the tests of the package fail or cannot be built",
        "a.go:7:9 error [] undefined: b", "0 passed, 0 failed, 0 skipped",
      ])
  }

  @Test func filesThatWereLookedAt() throws {
    let output = ToolOutput(output: try Self.read("tsc"))
    #expect(OutputFormat.tsc.read(output, Self.paths(Self.files)).inspected == ["a.ts"])
  }

  /// Recorded output cut anywhere, and with bytes changed, is read without a crash by every format.
  @Test(arguments: OutputFormat.all.map(\.name))
  func hostileOutput(_ name: String) throws {
    let format = try #require(OutputFormat.named(name))
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.outputs.path).sorted()
    var random: UInt64 = 7
    func next(_ limit: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % max(1, limit)
    }
    for file in names where file.hasSuffix(".txt") {
      let bytes = try Self.read(String(file.dropLast(4)))
      for _ in 0..<12 {
        var changed = Array(bytes.prefix(next(bytes.count)))
        for _ in 0..<next(8) where !changed.isEmpty {
          changed[next(changed.count)] = UInt8(truncatingIfNeeded: next(256))
        }
        let output = ToolOutput(output: changed, error: Array(changed.suffix(99)))
        _ = format.read(output, Self.paths(Self.files))
        _ = format.read(
          ToolOutput(output: [], reports: [changed]), Self.paths(Self.files, folder: "sub"))
      }
    }
  }

  @Test(arguments: [
    ("a.py", "a.py"), ("./a.py", "sub/a.py"), ("../a.py", "a.py"), ("../../a.py", nil),
    ("/tree/a.py", "a.py"), ("/tree/sub/../a.py", "a.py"), ("/other/a.py", nil), ("/tree", nil),
    ("file:///tree/a%20b.py", "a b.py"), ("", nil), ("new.py", "sub/new.py"),
    ("/treeish/a.py", nil),
  ])
  func pathsOfTools(_ path: String, _ expected: String?) {
    let files: Set<String> = ["a.py", "a b.py"]
    let paths = Self.paths(path == "./a.py" ? ["sub/a.py", "a.py"] : files, folder: "sub")
    #expect(paths.resolve(path) == expected)
  }

  /// What ends before it has run every test has not passed.
  @Test(arguments: [
    ("tap", "1..2\nok 1 - a\nok 2 - b\n", false), ("tap", "ok 1 - a\n1..1\n", false),
    ("tap", "1..3\nok 1 - a\nok 2 - b\n", true), ("tap", "1..2\nok 1 - a\nBail out! no\n", true),
    ("tap", "    1..2\n    ok 1 - a\n    ok 2 - b\nok 1 - both\n1..1\n", false),
    (
      "swift-test",
      "Test Suite 'All tests' started at 1\nTest Case 'A.b' started at 1\n", true
    ),
    (
      "swift-test",
      "Test Suite 'All tests' started at 1\nTest Case 'A.b' passed (0.1 seconds)\n"
        + "Test Suite 'All tests' passed at 1\n◇ Test run started.\n", true
    ),
    (
      "swift-test", "◇ Test run started.\n✔ Test run with 0 tests passed after 0.1 seconds.\n",
      false
    ),
    ("cargo-test", "running 2 tests\ntest a ... ok\n", true),
    ("cargo-test", "running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed\n", false),
  ])
  func theEndOfARunIsKnown(_ format: String, _ text: String, _ isPartial: Bool) throws {
    let report = try #require(OutputFormat.named(format)).read(
      ToolOutput(output: Array(text.utf8)), Self.paths([]))
    #expect(report.isPartial == isPartial)
  }

  @Test func aFolderAboveTheTreeMayHaveAnyName() {
    let paths = PathResolver(
      root: "/h\u{E9}/tree", folder: "", exists: { $0 == "a.py" }, list: { [] })
    #expect(paths.resolve("/h\u{E9}/tree/a.py") == "a.py")
  }

  @Test(arguments: [
    "[1,2", "{\"a\":}", "{\"a\" 1}", "[1 2]", "nul", "01x", "\"\\u12\"", "\"\\q\"", "\"\u{1}\"", "",
    "]",
    String(repeating: "[", count: 100_000),
  ])
  func whatIsNoJSON(_ text: String) { #expect(JSONValue(reading: Array(text.utf8)) == nil) }

  @Test func jsonIsRead() {
    let text = #" {"a": [1, -2.5, true, null, "\u00e9\ud835\udcb3\n\ud800"], "b": {}, "a": 3} "#
    let value = JSONValue(reading: Array(text.utf8))
    #expect(value?["a"]?.whole == 3)
    #expect(
      value
        == .object([
          .init(
            "a",
            .array([
              .integer(1), .number(-2.5), .bool(true), .null, .string("é\u{1D4B3}\n\u{FFFD}"),
            ])),
          .init("b", .object([])), .init("a", .integer(3)),
        ]))
  }
}

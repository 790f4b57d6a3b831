import FoundationEssentials
import Policy
import Source
import Testing
import Verification

@testable import Toolchain

/// Gates judge commits of real repositories by programs made for the test, which find each `BAD` word.
@Suite struct ToolGateTests {
  private static let configuration = ["ruff.toml": "", "a.py": "def f():\n    BAD(1)\n"]

  /// A ruff that finds every line with the word BAD in the files that it is given.
  private static let ruff = """
    echo run >> "$MARK"
    shift 5
    printf '['
    first=1
    for file in "$@"; do
      number=0
      while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        case $line in *BAD*)
          [ $first = 1 ] || printf ','
          first=0
          printf '{"code":"B1","filename":"%s","location":{"row":%d,"column":5},"message":"bad"}' \\
            "$PWD/$file" $number;;
        esac
      done < "$file"
    done
    echo ']'
    [ $first = 1 ]
    """

  private func repository(
    _ folder: String, before: [String: String] = configuration, after: [String: String?],
    ruff: String = ruff
  ) async throws -> ProjectRepository {
    let repository = try await ProjectRepository(folder, before: before, after: after)
    try writeProgram(
      "ruff", ruff.replacing("$MARK", with: repository.marker), in: repository.bin)
    return repository
  }

  @Test(arguments: [
    // A shift of lines, a rename of the function, of the file, and of what the line calls.
    ["a.py": "import os\n\n\ndef f():\n    BAD(1)\n"], ["a.py": "def renamed():\n    BAD(1)\n"],
    ["a.py": nil, "b/c.py": "def f():\n    BAD(1)\n"],
    ["a.py": "def f():\n    if True:\n        BAD( 1 )\n"],
  ])
  func whatStoodBeforeIsNotNew(_ after: [String: String?]) async throws {
    try await withTemporaryFolder { folder in
      let result = try await repository(folder, after: after).judge("lint")
      #expect(result.outcome == .pass)
      #expect(result.findings.filter(\.isNew).isEmpty)
      #expect(result.message == "ruff: 0 new, 1 before too")
    }
  }

  @Test func oneNewFindingAmongOldOnes() async throws {
    try await withTemporaryFolder { folder in
      let result = try await repository(
        folder, after: ["a.py": "def g():\n    BAD(2)\n\ndef f():\n    BAD(1)\n"]
      ).judge("lint")
      #expect(result.outcome == .fail)
      let new = try #require(result.findings.first { $0.isNew })
      #expect(new.rule == "lint/ruff/B1")
      #expect(new.range?.start == SourcePosition(line: 2, column: 5))
      #expect(new.entity == "g")
      #expect(new.path == "a.py")
      #expect(result.findings.count { $0.isNew } == 1)
    }
  }

  @Test func aFindingThatStoodBeforeStandsForOneAlone() async throws {
    let script = """
      shift 5
      at() {
        printf '{"code":"B1","filename":"%s","location":{"row":%d,"column":1},"message":"%s"}' \\
          "$PWD/$1" $2 $3
      }
      if grep -q old "$1"; then echo "[$(at "$1" 2 one)]"; exit 1; fi
      echo "[$(at "$1" 2 two),$(at "$1" 3 one)]"
      exit 1
      """
    try await withTemporaryFolder { folder in
      // The first has the tokens of the old one, the second its message.
      let result = try await repository(
        folder, before: ["ruff.toml": "", "a.py": "# old\nBAD(1)\n"],
        after: ["a.py": "# new\nBAD(1)\nBAD(2)\n"], ruff: script
      ).judge("lint")
      #expect(result.outcome == .fail)
      #expect(result.findings.filter(\.isNew).map { $0.range?.start.line } == [3])
    }
  }

  @Test(arguments: Tool.all.map(\.name))
  func aToolThatLooksAtFilesIsGivenThem(_ name: String) throws {
    let tools = Tool.all.filter { $0.name == name }
    #expect(tools.count == 1)
    let tool = try #require(tools.first)
    #expect(tool.arguments.contains("{files}") == (tool.scope == .files))
  }

  @Test func whatIsStagedIsJudged() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await repository(folder, after: ["a.py": "x = 1\n"])
      try write("x = BAD\n", to: "\(repository.root)/a.py")
      try await repository.git("add", "a.py")
      try write("x = 'neither staged'\n", to: "\(repository.root)/a.py")
      let result = try await repository.judge("lint", staged: true)
      #expect(result.outcome == .fail)
      #expect(result.findings.map { $0.range?.start.line } == [1])
      #expect(
        try String(contentsOfFile: "\(repository.root)/a.py", encoding: .utf8)
          == "x = 'neither staged'\n")
    }
  }

  @Test func cleanFilesNeedNoLookAtTheBeforeSide() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await repository(folder, after: ["a.py": "x = 1\n"])
      let result = try await repository.judge("lint")
      #expect(result.outcome == .pass)
      #expect(result.message == "ruff finds nothing")
      #expect(repository.runs == 1)
      // Again the report is there.
      #expect(try await repository.judge("lint").outcome == .pass)
      #expect(repository.runs == 1)
    }
  }

  @Test(arguments: [
    ("exit 3", Outcome.error, "exit code 3"), ("kill -9 $$", .error, "signal 9"),
    ("echo '[{'; exit 1", .error, "is not ruff's JSON"), ("exit 0", .error, "is not ruff's JSON"),
    ("sleep 60", .error, "time limit"), ("yes", .error, "output limit"),
  ])
  func aToolThatBreaksIsNoPass(_ script: String, _ outcome: Outcome, _ why: String) async throws {
    try await withTemporaryFolder { folder in
      let result = try await repository(folder, after: ["a.py": "x = 1\n"], ruff: script).judge(
        "lint", ["timeLimit": .integer(5)])
      #expect(result.outcome == outcome)
      #expect(!result.isRepeatable)
      #expect(result.unverified.contains { $0.contains(why) })
    }
  }

  @Test func whatIsNotTrustedIsNotRun() async throws {
    try await withTemporaryFolder { folder in
      var repository = try await repository(folder, after: ["a.py": "x = 1\n"])
      repository.isTrusted = { _ in false }
      let result = try await repository.judge("lint")
      #expect(result.outcome == .skipped)
      #expect(result.unverified.first?.contains("`verdict trust`") == true)
      #expect(repository.runs == 0)
    }
  }

  @Test func whatNobodyConfiguredIsNotRun() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await repository(
        folder, before: ["a.py": ""], after: ["a.py": "x = 1\n"])
      #expect(try await repository.judge("lint").outcome == .notApplicable)
      #expect(repository.runs == 0)
    }
  }

  @Test func theNearestConfigurationCounts() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await repository(
        folder, before: ["one/ruff.toml": "", "two/a.py": ""],
        after: ["one/in/a.py": "BAD\n", "two/a.py": "BAD\n"])
      let result = try await repository.judge("lint")
      #expect(result.findings.map { $0.path?.description } == ["one/in/a.py"])
    }
  }

  @Test func buildsAndTestsWaitForThePush() async throws {
    try await withTemporaryFolder { folder in
      var repository = try await ProjectRepository(
        folder, before: ["go.mod": "module m\n"], after: ["a.go": "package m\n"])
      repository.stage = .preCommit
      let result = try await repository.judge("tests")
      #expect(result.outcome == .deferred)
      #expect(result.unverified == ["go test runs at pre-push and in CI"])
    }
  }

  // MARK: Commands of the policy

  private func command(
    _ script: String, before: String = "old\n", after: String = "new\n",
    _ options: [String: OptionValue] = [:]
  ) async throws -> GateResult {
    try await withTemporaryFolder { folder in
      let repository = try await ProjectRepository(
        folder, before: ["a.py": before], after: ["a.py": after])
      try writeProgram("checker", script, in: repository.bin)
      return try await repository.judge(
        "tests", ["command": .strings(["checker", "a b"])].merging(options) { $1 })
    }
  }

  @Test func aCommandOfThePolicyRunsWithoutAShell() async throws {
    let passing = try await command("[ \"$1\" = 'a b' ]")
    #expect(passing.outcome == .pass)
    let failing = try await command("grep -q old a.py || { echo broken >&2; exit 1; }")
    #expect(failing.outcome == .fail)
    #expect(failing.findings.map(\.message) == ["checker: checker fails: broken"])
  }

  @Test func aCommandThatFailedBeforeTellsNothing() async throws {
    let result = try await command("echo broken; exit 1")
    #expect(result.outcome == .inconclusive)
    #expect(result.unverified.contains { $0.contains("failed before the change too") })
  }

  @Test func aCommandsFormatIsRead() async throws {
    let result = try await command(
      "echo 'a.py:1:2: warning: odd [-Wodd]'", ["format": .string("gcc")])
    #expect(result.outcome == .pass)
    #expect(result.message == "checker: 0 new, 1 before too")
    let new = try await command(
      "grep -q old a.py || echo 'a.py:1:2: error: odd [-Wodd]'", ["format": .string("gcc")])
    #expect(new.findings.map(\.rule) == ["tests/checker/odd"])
    #expect(new.outcome == .fail)
  }

  @Test func anotherFormatReadsTheOutputAnew() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await ProjectRepository(
        folder, before: ["a.py": "old\n"], after: ["a.py": "new\n"])
      try writeProgram(
        "checker", "grep -q old a.py || echo 'a.py:1:2: error: odd'", in: repository.bin)
      var options: [String: OptionValue] = ["command": .strings(["checker"])]
      #expect(try await repository.judge("lint", options).outcome == .pass)
      options["format"] = .string("gcc")
      #expect(try await repository.judge("lint", options).outcome == .fail)
    }
  }

  @Test func theReportOfARunBeforeIsNoneOfThisOne() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await ProjectRepository(
        folder, before: ["a.py": "x\n"], after: ["a.py": "good\n"])
      let report = "<testsuite><testcase name=\"t\"/></testsuite>"
      try writeProgram(
        "checker", "mkdir -p target; grep -q good a.py && echo '\(report)' > target/r.xml; exit 0",
        in: repository.bin)
      let options: [String: OptionValue] = [
        "command": .strings(["checker"]), "format": .string("junit"),
        "report": .string("target/r.xml"),
      ]
      #expect(try await repository.judge("tests", options).outcome == .pass)
      // Files are stamped by a clock that is some milliseconds behind.
      try await Task.sleep(for: .milliseconds(100))
      try await repository.change(["a.py": "bad\n"])
      #expect(try await repository.judge("tests", options).outcome == .error)
    }
  }

  @Test func noTestIsNoPass() async throws {
    let result = try await command("echo 1..0", ["format": .string("tap")])
    #expect(result.outcome == .inconclusive)
    #expect(result.unverified == ["checker ran no test"])
  }

  @Test func testsThatWereInterruptedAreNoPass() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await ProjectRepository(
        folder, before: ["pytest.ini": ""], after: ["a.py": "x = 1\n"])
      let report = """
        <testsuites><testsuite><testcase name="t" classname="a"><error message="broken"/></testcase>
        </testsuite></testsuites>
        """
      try writeProgram(
        "pytest",
        "for a; do case $a in --junitxml=*) echo '\(report)' > \"${a#*=}\";; esac; done; exit 2",
        in: repository.bin)
      let result = try await repository.judge("tests")
      #expect(result.outcome == .inconclusive)
      #expect(result.unverified == ["pytest ended before it had run every test"])
    }
  }

  @Test func programsGetNoSecrets() async throws {
    let result = try await command("[ -z \"$SECRET_TOKEN\" ] && [ \"$CI\" = true ]")
    #expect(result.outcome == .pass)
  }

  @Test(.enabled(if: Tools.has("python3"), "python3 is not installed"))
  func memoryIsLimited() async throws {
    let script = "python3 -c 'x = bytearray(600 << 20)'"
    #expect(try await command(script).outcome == .pass)
    let limited = try await command(
      "grep -q old a.py || \(script)", ["memoryLimit": .size(100 << 20)])
    #expect(limited.outcome == .fail)
    #expect(limited.findings.first?.message.contains("MemoryError") == true)
  }

  @Test(.enabled(if: Tools.has("bwrap"), "bubblewrap is not installed"))
  func theSandboxHasNoNetworkAndWritesOnlyTheCopy() async throws {
    let result = try await command(
      """
      touch here || exit 2
      touch "$HOME/verdict-was-here" 2>/dev/null && exit 3
      # Without a network there is no route, but the line with the titles.
      [ "$(wc -l < /proc/net/route)" -le 1 ] || exit 4
      """, ["sandbox": .boolean(true)])
    #expect(result.outcome == .pass, "\(result.findings.map(\.message)) \(result.unverified)")
  }

  @Test func setupRunsOnceForEachStateOfTheLockFiles() async throws {
    try await withTemporaryFolder { folder in
      let repository = try await ProjectRepository(
        folder, before: ["a.py": "1\n", "uv.lock": "1"], after: ["a.py": "2\n"])
      try writeProgram(
        "installer",
        "echo run >> \(repository.marker); mkdir -p node_modules; touch node_modules/x",
        in: repository.bin)
      try writeProgram("checker", "[ -e node_modules/x ]", in: repository.bin)
      let options: [String: OptionValue] = [
        "command": .strings(["checker"]), "setup": .strings(["installer"]),
      ]
      #expect(try await repository.judge("tests", options).outcome == .pass)
      #expect(repository.runs == 1)
      try await repository.change(["a.py": "3\n"])
      #expect(try await repository.judge("tests", options).outcome == .pass)
      #expect(repository.runs == 1)
      try await repository.change(["uv.lock": "2"])
      #expect(try await repository.judge("tests", options).outcome == .pass)
      #expect(repository.runs == 2)
    }
  }
}

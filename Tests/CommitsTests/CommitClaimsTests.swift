import Commits
import Testing

@Suite struct CommitClaimsTests {
  @Test(
    arguments: [
      ("feat: add readLines()", ["adds readLines"]),
      ("feat(io): add the `lines` option to read", ["adds lines"]),
      ("Add missing snake_case_name to the list", ["adds snake_case_name"]),
      ("chore: removed `Foo.barBaz` and add QuxThing", ["removes barBaz", "adds QuxThing"]),
      ("refactor: rename readLines to readAllLines", ["renames readLines to readAllLines"]),
      ("refactor: rename method `a_b()` -> `a::c_d`", ["renames a_b to c_d"]),
      ("move FileReader into its own file", ["moves FileReader"]),
      ("fix: x, and remove some_flag", ["removes some_flag"]),
      ("test: add unit tests for readLines", ["adds tests"]),
      ("fix: a crash and add a test case", ["adds tests"]),
      // Plain words, attributes of something else, and what is no statement.
      ("feat: add readLines support", []), ("chore: remove `foo` usage", []),
      ("remove the old parser", []), ("add tests to CI", []), ("add test utils", []),
      ("feat: allow to remove someThing", []), ("docs: add README.md", []),
      ("rename readLines", []), ("rename Foo to Bar", []), ("add `--no-color`", []),
      ("add `foo`-like names", []), ("fix: don't add someThing", []), ("remove node.js", []),
      ("add:", []), ("", []), ("`", []), ("add `", []), ("move", []), ("rename a_b to", []),
    ] as [(String, [String])])
  func statements(_ subject: String, _ expected: [String]) {
    #expect(CommitClaims(CommitMessage(subject)).statements.map(\.deed.text) == expected)
  }

  @Test(
    arguments: [
      ("feat: a", "feat", true), ("FIX(x)!: a", "fix", true), ("Fix a crash", "fix", false),
      ("Fix typo in README", "docs", false), ("Fix the tests", nil, false),
      ("Refactor the reader", "refactor", false), ("v1.2.3", "release", false),
      ("Release 2.0", "release", false), ("Bump version to 1.1", "release", false),
      ("Bump serde from 1.0 to 1.1", "build", false), ("Add tests for the reader", "test", false),
      ("Add a reader", nil, false), ("Update README", "docs", false), ("Update things", nil, false),
      ("Merge branch 'a'", nil, false), ("Revert \"feat: a\"", nil, false),
      ("fixup! feat: a", nil, false), ("", nil, false),
    ] as [(String, String?, Bool)])
  func work(_ message: String, _ type: String?, _ isStated: Bool) {
    let work = CommitClaims(CommitMessage(message)).work
    #expect(work?.type == type)
    #expect(work?.isStated ?? false == isStated)
  }

  @Test(
    arguments: [
      ("feat!: a", true, true), ("feat: a\n\nBREAKING CHANGE: b\n", true, true),
      ("Add a\n\nBREAKING-CHANGE: b\n", true, true), ("fix: a\n\nThis breaks b.\n", false, true),
      ("fix: a\n\nb is deprecated\n", false, true), ("fix: a", false, false),
    ] as [(String, Bool, Bool)])
  func breaks(_ message: String, _ isAnnounced: Bool, _ warns: Bool) {
    let claims = CommitClaims(CommitMessage(message))
    #expect((claims.breaking != nil) == isAnnounced)
    #expect(claims.warnsOfBreak == warns)
  }

  @Test func placesAreBytesOfTheMessage() throws {
    let message = "\n\nf\u{FC}x: rename some_name to other_name\n"
    let claims = CommitClaims(CommitMessage("\nfix: caf\u{E9}, rename some_name to other_name\n"))
    #expect(CommitClaims(CommitMessage(message)).work == nil)
    let range = try #require(claims.statements.first?.range)
    let bytes = Array("\nfix: caf\u{E9}, rename some_name to other_name\n".utf8)
    let text = String(decoding: bytes[range.start..<range.end], as: UTF8.self)
    #expect(text == "rename some_name to other_name")
  }

  /// Whatever stands in a message, places lie within it.
  @Test func everyPrefixIsRead() {
    let message =
      "feat(a)!: rename `x_y` to `(`, add `` f_g() `` \u{1F600}and remove a_b::c_d()\n\n`"
    let bytes = Array(message.utf8)
    for end in 0...bytes.count {
      let text = String(decoding: bytes[..<end], as: UTF8.self)
      let claims = CommitClaims(CommitMessage(text))
      for statement in claims.statements { #expect(statement.range.end <= text.utf8.count) }
    }
  }
}

extension CommitClaims.Statement.Deed {
  fileprivate var text: String {
    switch self {
    case .renames(let name, let new): "renames \(name) to \(new)"
    case .removes(let name): "removes \(name)"
    case .moves(let name): "moves \(name)"
    case .adds(let name): "adds \(name)"
    case .addsTests: "adds tests"
    }
  }
}

import SemanticDiff
import Testing

@testable import Release

@Suite struct NextVersionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// In the history of the commit.
    let released: [String]
    let level: APIImpact
    let expected: String
    var channel: String?
    /// Tags of other branches.
    var others: [String] = []
    var isChanged = true
    var rules = LevelRules()
    var testDescription: String {
      "\(released) \(level) \(channel ?? "") -> \(expected)"
    }
  }

  static let cases = [
    Case(released: [], level: .none, expected: "0.1.0 minor"),
    Case(released: [], level: .major, expected: "0.1.0 minor"),
    Case(released: [], level: .minor, expected: "0.1.0-rc.1 prerelease", channel: "rc"),
    Case(released: ["1.2.3"], level: .none, expected: "1.2.3 none", isChanged: false),
    Case(released: ["1.2.3"], level: .patch, expected: "1.2.4 patch"),
    Case(released: ["1.2.3"], level: .minor, expected: "1.3.0 minor"),
    Case(released: ["1.2.3"], level: .major, expected: "2.0.0 major"),
    Case(released: ["1.9.9"], level: .minor, expected: "1.10.0 minor"),
    Case(
      released: ["1.2.99999999999999999999"], level: .patch,
      expected: "1.2.100000000000000000000 patch"),
    Case(released: ["1.2.3+build.5"], level: .patch, expected: "1.2.4 patch"),
    // While the major version is 0.
    Case(released: ["0.3.1"], level: .patch, expected: "0.3.2 patch"),
    Case(released: ["0.3.1"], level: .minor, expected: "0.4.0 minor"),
    Case(released: ["0.3.1"], level: .major, expected: "0.4.0 minor"),
    Case(
      released: ["0.3.1"], level: .minor, expected: "0.3.2 patch",
      rules: LevelRules(initialFeature: .patch)),
    Case(
      released: ["0.3.1"], level: .major, expected: "1.0.0 major",
      rules: LevelRules(initialBreak: .major)),
    // Pre-releases.
    Case(released: ["1.2.3"], level: .minor, expected: "1.3.0-rc.1 prerelease", channel: "rc"),
    Case(
      released: ["1.2.3", "1.3.0-rc.1"], level: .minor, expected: "1.3.0-rc.2 prerelease",
      channel: "rc"),
    Case(
      released: ["1.2.3", "1.3.0-rc.9"], level: .minor, expected: "1.3.0-rc.10 prerelease",
      channel: "rc"),
    Case(
      released: ["1.2.3", "1.3.0-beta.2"], level: .minor, expected: "1.3.0-rc.1 prerelease",
      channel: "rc"),
    Case(
      released: ["1.2.3", "1.3.0-rc.1"], level: .major, expected: "2.0.0-rc.1 prerelease",
      channel: "rc"),
    Case(released: ["1.2.3", "1.3.0-rc.1"], level: .minor, expected: "1.3.0 minor"),
    Case(
      released: ["1.2.3", "1.3.0-rc.1"], level: .minor, expected: "1.3.0 minor", isChanged: false),
    Case(released: ["1.2.3", "2.0.0-rc.1"], level: .patch, expected: "2.0.0 major"),
    Case(released: ["1.2.3", "1.2.4-rc.1"], level: .major, expected: "2.0.0 major"),
    Case(
      released: ["1.2.3", "1.3.0-rc.1"], level: .minor, expected: "1.3.0-rc.1 none", channel: "rc",
      isChanged: false),
    Case(released: ["1.0.0-rc.1"], level: .none, expected: "1.0.0 major", isChanged: false),
    Case(
      released: ["0.1.0-alpha.1"], level: .minor, expected: "0.1.0-alpha.2 prerelease",
      channel: "alpha"),
    // A number that another branch took.
    Case(
      released: ["1.2.3"], level: .minor, expected: "1.3.0-rc.4 prerelease", channel: "rc",
      others: ["1.3.0-rc.3"]),
    Case(
      released: ["1.2.3"], level: .none, expected: "1.2.3 none", channel: "rc", isChanged: false),
  ]

  @Test(arguments: cases)
  func theNextVersionFollows(_ case: Case) {
    let released = `case`.released.map { Version($0)! }
    let next = NextVersion(
      released: released, taken: released + `case`.others.map { Version($0)! },
      level: `case`.level, isChanged: `case`.isChanged, `case`.rules,
      VersionRequest(channel: `case`.channel))
    #expect("\(next.version) \(next.bump.rawValue)" == `case`.expected)
  }

  @Test func buildMetadataIsAdded() {
    let version = Version("1.0.0")!
    let next = NextVersion(
      released: [version], taken: [version], level: .patch, isChanged: true, LevelRules(),
      VersionRequest(build: ["sha", "0f1"]))
    #expect(next.version.description == "1.0.1+sha.0f1")
  }
}

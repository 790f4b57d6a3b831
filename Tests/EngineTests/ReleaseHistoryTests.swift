import Git
import Release
import Source
import Testing

@testable import Engine

/// The next version of real histories. A step is a commit's message, or
/// `tag NAME`, `note NAME` (an annotated tag), `branch NAME`, `switch NAME`, `merge NAME`,
/// `revert REVISION`, `file PATH TEXT` (part of the next commit).
@Suite struct ReleaseHistoryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let steps: [String]
    /// The current tag, the next version and what is raised.
    let expected: String
    var settings = ReleaseSettings()
    var channel: String?
    var api = APIUse.off

    init(
      _ description: String, _ steps: [String], _ expected: String,
      pattern: String? = nil, paths: [SourcePath] = [], channel: String? = nil,
      api: APIUse = .off
    ) {
      testDescription = description
      self.steps = steps
      self.expected = expected
      settings.pattern = pattern.map { TagPattern($0)! }
      settings.paths = paths
      self.channel = channel
      self.api = api
    }
  }

  static let cases = [
    Case("no tag", ["feat: a"], "- 0.1.0 minor"),
    Case("only tags that are no versions", ["feat: a", "tag latest", "tag v1"], "- 0.1.0 minor"),
    Case("a fix", ["feat: a", "tag v1.0.0", "fix: b"], "v1.0.0 1.0.1 patch"),
    Case("a feature", ["feat: a", "tag v1.0.0", "fix: b", "feat: c"], "v1.0.0 1.1.0 minor"),
    Case("a break", ["feat: a", "tag v1.0.0", "feat!: b", "fix: c"], "v1.0.0 2.0.0 major"),
    Case(
      "a break in a footer",
      ["feat: a", "tag v1.0.0", "fix: b\n\nBREAKING CHANGE: c"], "v1.0.0 2.0.0 major"),
    Case("nothing since the tag", ["feat: a", "tag v1.0.0"], "v1.0.0 1.0.0 none"),
    Case("documents alone", ["feat: a", "tag v1.0.0", "docs: b", "chore: c"], "v1.0.0 1.0.0 none"),
    Case("a message without a type", ["feat: a", "tag v1.0.0", "Change b"], "v1.0.0 1.0.0 none"),
    Case("no prefix", ["feat: a", "tag 1.0.0", "fix: b"], "1.0.0 1.0.1 patch"),
    Case(
      "a prefix that changed", ["a", "tag v1.0.0", "b", "tag 2.0.0", "fix: c"], "2.0.0 2.0.1 patch"),
    Case("another prefix", ["a", "tag jq-1.7.0", "feat: b"], "jq-1.7.0 1.8.0 minor"),
    Case("an annotated tag", ["a", "note v1.0.0", "fix: b"], "v1.0.0 1.0.1 patch"),
    Case(
      "several tags on a commit", ["a", "tag v1.0.0", "tag v1.2.0", "tag v1.1.0", "fix: b"],
      "v1.2.0 1.2.1 patch"),
    Case(
      "a final tag above its pre-release", ["a", "tag v1.0.0-rc.1", "tag v1.0.0", "fix: b"],
      "v1.0.0 1.0.1 patch"),
    Case(
      "numbers, not letters", ["a", "tag v1.9.0", "b", "tag v1.10.0", "fix: c"],
      "v1.10.0 1.10.1 patch"),
    Case(
      "a tag that is not in the history",
      ["a", "tag v1.0.0", "branch other", "feat: b", "tag v2.0.0", "switch main", "fix: c"],
      "v1.0.0 1.0.1 patch"),
    Case(
      "a tag of a merged branch",
      [
        "a", "tag v1.0.0", "branch other", "fix: b", "tag v1.0.1", "switch main", "feat: c",
        "merge other",
      ], "v1.0.1 1.1.0 minor"),
    Case(
      "a merge says nothing of its own",
      ["a", "tag v1.0.0", "branch other", "feat: b", "switch main", "docs: c", "merge other"],
      "v1.0.0 1.1.0 minor"),
    Case(
      "a maintenance branch",
      [
        "a", "tag v1.0.0", "branch one", "switch main", "feat!: b", "tag v2.0.0", "switch one",
        "fix: c",
      ], "v1.0.0 1.0.1 patch"),
    Case("before 1.0.0 a break", ["a", "tag v0.3.0", "feat!: b"], "v0.3.0 0.4.0 minor"),
    Case("before 1.0.0 a fix", ["a", "tag v0.3.0", "fix: b"], "v0.3.0 0.3.1 patch"),
    Case(
      "a first pre-release", ["a", "tag v1.0.0", "feat: b"], "v1.0.0 1.1.0-rc.1 prerelease",
      channel: "rc"),
    Case(
      "a second pre-release",
      ["a", "tag v1.0.0", "feat: b", "tag v1.1.0-rc.1", "fix: c"],
      "v1.1.0-rc.1 1.1.0-rc.2 prerelease", channel: "rc"),
    Case(
      "nothing since the pre-release",
      ["a", "tag v1.0.0", "feat: b", "tag v1.1.0-rc.1", "docs: c"],
      "v1.1.0-rc.1 1.1.0-rc.1 none", channel: "rc"),
    Case(
      "the end of pre-releases", ["a", "tag v1.0.0", "feat: b", "tag v1.1.0-rc.1"],
      "v1.1.0-rc.1 1.1.0 minor"),
    Case(
      "a break after a pre-release",
      ["a", "tag v1.0.0", "feat: b", "tag v1.1.0-rc.1", "feat!: c"], "v1.1.0-rc.1 2.0.0 major"),
    Case(
      "a revert in the range", ["a", "tag v1.0.0", "feat: b", "revert HEAD"], "v1.0.0 1.0.0 none"),
    Case(
      "a revert beside other work", ["a", "tag v1.0.0", "feat!: b", "fix: c", "revert HEAD~1"],
      "v1.0.0 1.0.1 patch"),
    Case(
      "a revert of a revert", ["a", "tag v1.0.0", "feat: b", "revert HEAD", "revert HEAD"],
      "v1.0.0 1.1.0 minor"),
    Case(
      "three reverts", ["a", "tag v1.0.0", "feat: b", "revert HEAD", "revert HEAD", "revert HEAD"],
      "v1.0.0 1.0.0 none"),
    Case(
      "a revert of something released", ["a", "feat: b", "tag v1.0.0", "revert HEAD"],
      "v1.0.0 1.1.0 minor"),
    Case(
      "a revert of a released fix", ["a", "fix: b", "tag v1.0.0", "revert HEAD"],
      "v1.0.0 1.0.1 patch"),
    Case(
      "a revert of a released revert",
      ["a", "feat: b", "revert HEAD", "tag v1.0.0", "revert HEAD"],
      "v1.0.0 1.1.0 minor"),
    Case(
      "a series of a package",
      ["a", "tag v9.0.0", "tag parser-v1.0.0", "feat: b"], "parser-v1.0.0 1.1.0 minor",
      pattern: "parser-v{version}"),
    Case(
      "a package by its folder",
      [
        "file lib/a.py x = 1", "a", "tag lib@1.0.0", "file app/b.py y = 1", "feat!: app",
        "file lib/a.py x = 2",
        "fix: lib",
      ], "lib@1.0.0 1.0.1 patch", pattern: "lib@{version}", paths: ["lib"]),
    Case(
      "a package that nothing touched",
      ["file lib/a.py x = 1", "a", "tag lib@1.0.0", "file app/b.py y = 1", "feat!: app"],
      "lib@1.0.0 1.0.0 none", pattern: "lib@{version}", paths: ["lib"]),
    Case(
      "a break that no message announces",
      [
        "file a.py def f():\n    return 1\n", "feat: a", "tag v1.0.0",
        "file a.py def g():\n    return 1\n",
        "chore: b",
      ], "v1.0.0 2.0.0 major", api: .required),
    Case(
      "a feature that no message announces",
      [
        "file a.py def f():\n    return 1\n", "feat: a", "tag v1.0.0",
        "file a.py def f():\n    return 1\n\n\ndef g(x):\n    return x\n", "refactor: b",
      ],
      "v1.0.0 1.1.0 minor", api: .required),
    Case(
      "the API only suggests",
      [
        "file a.py def f():\n    return 1\n", "feat: a", "tag v1.0.0",
        "file a.py def g():\n    return 1\n",
        "fix: b",
      ], "v1.0.0 1.0.1 patch", api: .suggest),
    Case(
      "a body under a message without a type",
      [
        "file a.py def f():\n    return 1\n", "feat: a", "tag v1.0.0",
        "file a.py def f():\n    return 2\n",
        "Return two",
      ], "v1.0.0 1.0.1 patch", api: .required),
    Case(
      "a body under a chore",
      [
        "file a.py def f():\n    return 1\n", "feat: a", "tag v1.0.0",
        "file a.py def f():\n    return 2\n",
        "chore: two",
      ], "v1.0.0 1.0.0 none", api: .required),
  ]

  @Test(arguments: cases)
  func theNextVersionOfAHistory(_ case: Case) async throws {
    try await TestRepository.with { repository in
      for step in `case`.steps { try await perform(step, repository) }
      let report = try await NextVersionQuery(
        try repository.open(), `case`.settings, head: "HEAD",
        VersionRequest(channel: `case`.channel), api: `case`.api, forced: nil
      ).report()
      #expect(
        "\(report.current ?? "-") \(report.next) \(report.bump.rawValue)" == `case`.expected)
    }
  }

  @Test func aLowerVersionThanTheCurrentOneIsRefused() async throws {
    try await TestRepository.with { repository in
      for step in ["a", "tag v1.2.0", "fix: b"] { try await perform(step, repository) }
      await #expect(throws: Problem.self) {
        _ = try await NextVersionQuery(
          try repository.open(), ReleaseSettings(), head: "HEAD", VersionRequest(), api: .off,
          forced: Version("1.1.0")
        ).report()
      }
    }
  }

  @Test func theChangelogHasAReleaseForEachTag() async throws {
    try await TestRepository.with { repository in
      let steps = [
        "feat: a", "fix: b", "tag v1.0.0", "feat(x): c (#3)", "revert HEAD", "fix: d",
        "note v1.1.0",
        "Change e", "docs: f", "feat!: g",
      ]
      for step in steps { try await perform(step, repository) }
      let query = try ChangelogQuery(
        try repository.open(), ReleaseSettings(), head: "HEAD", .keepAChangelog, upcoming: nil,
        listsEntities: false)
      let changelog = try await query.changelog(since: nil, today: "2026-01-31")
      let text = changelog.releases.map { release in
        "\(release.version?.description ?? "-"): "
          + release.sections.map { section in
            "\(section.title) [\(section.entries.map(\.text).joined(separator: ", "))]"
          }.joined(separator: " ")
      }
      #expect(
        text == ["-: Added [g] Other [Change e]", "1.1.0: Fixed [d]", "1.0.0: Added [a] Fixed [b]"])
      #expect(changelog.unparsed.map(\.message.subject) == ["Change e"])
      #expect(changelog.releases.map(\.tag) == [nil, "v1.1.0", "v1.0.0"])
      let part = try await query.changelog(since: "v1.0.0", today: "2026-01-31")
      #expect(part.releases.map(\.tag) == [nil, "v1.1.0"])
    }
  }

  private func perform(_ step: String, _ repository: TestRepository) async throws {
    let words = step.split(separator: " ", maxSplits: 2).map(String.init)
    switch words[0] {
    case "tag": try await repository.git("tag", words[1])
    case "note": try await repository.git("tag", "-a", "-m", "release", words[1])
    case "branch": try await repository.git("checkout", "--quiet", "-b", words[1])
    case "switch": try await repository.git("checkout", "--quiet", words[1])
    case "merge":
      try await repository.git(
        "merge", "--quiet", "--no-ff", "-m", "Merge branch '\(words[1])'", words[1])
    case "revert":
      // Nothing changes in these commits, so that Git would not revert them.
      let id = try await repository.git("rev-parse", words[1]).prefix(40)
      let subject = try await repository.git("log", "-1", "--format=%s", String(id)).dropLast()
      try await repository.git(
        "commit", "--quiet", "--allow-empty", "-m",
        "Revert \"\(subject)\"\n\nThis reverts commit \(id).")
    case "file":
      try repository.write(words[2], words[1])
      try await repository.git("add", "--all")
    default: try await repository.git("commit", "--quiet", "--allow-empty", "-m", step)
    }
  }
}

import FoundationEssentials
import Policy
import Source
import Testing
import Verification

@testable import Gates

@Suite struct DependenciesGateTests {
  private let gate = DependenciesGate()

  @Test(
    arguments: [
      (
        "package-lock.json",
        #"{"packages": {"": {"dependencies": {"a": "^1"}}, "node_modules/a": {"version": "1.2.0", "dependencies": {"b": "1"}}, "node_modules/a/node_modules/b": {"version": "2.0.0"}}}"#,
        ["a 1.2.0", "b 2.0.0"]
      ),
      (
        "package-lock.json",
        #"{"dependencies": {"a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0"}}}}}"#,
        ["a 1.0.0", "b 2.0.0"]
      ),
      (
        "yarn.lock",
        "# v1\n\n\"@s/a@^1.0.0\", \"@s/a@^1.1.0\":\n  version \"1.2.0\"\n  dependencies:\n    b \"^2\"\n\nb@^2:\n  version \"2.0.1\"\n",
        ["@s/a 1.2.0", "b 2.0.1"]
      ),
      (
        "yarn.lock",
        "__metadata:\n  version: 6\n\n\"a@npm:^1.0.0\":\n  version: 1.2.0\n\n\"w@workspace:.\":\n  version: 0.0.0-use.local\n",
        ["a 1.2.0"]
      ),
      (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\n\npackages:\n\n  '@s/a@1.2.0':\n    resolution: {}\n\n  b@2.0.0(c@1.0.0):\n    resolution: {}\n",
        ["@s/a 1.2.0", "b 2.0.0"]
      ),
      (
        "pnpm-lock.yaml",
        "packages:\n\n  /@s/a/1.2.0:\n    dev: true\n\n  /b/2.0.0_c@1:\n    dev: true\n",
        ["@s/a 1.2.0", "b 2.0.0"]
      ),
      (
        "Cargo.lock",
        "version = 3\n\n[[package]]\nname = \"me\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n]\n\n[[package]]\nname = \"a\"\nversion = \"1.2.0\"\nsource = \"registry+x\"\n",
        ["a 1.2.0"]
      ),
      (
        "poetry.lock",
        "[[package]]\nname = \"a\"\nversion = \"1.2\"\n\n[package.dependencies]\nb = \">=1\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0\"\n",
        ["a 1.2", "b 2.0"]
      ),
      (
        "uv.lock",
        "version = 1\n\n[[package]]\nname = \"me\"\nversion = \"0.1\"\nsource = { editable = \".\" }\ndependencies = [\n    { name = \"a\" },\n]\n\n[[package]]\nname = \"a\"\nversion = \"1.2\"\nsource = { registry = \"x\" }\n",
        ["a 1.2"]
      ),
      (
        "Pipfile.lock",
        #"{"default": {"a": {"version": "==1.2"}}, "develop": {"b": {"version": "==2.0"}}}"#,
        ["a 1.2", "b 2.0"]
      ),
      (
        "go.mod",
        "module m\n\nrequire x.io/z v0.1.0\n\nrequire (\n\tx.io/a v1.2.0\n\tx.io/b v2.0.0 // indirect\n)\n",
        ["x.io/z v0.1.0", "x.io/a v1.2.0", "x.io/b v2.0.0"]
      ),
      ("go.sum", "x.io/a v1.2.0 h1:x=\nx.io/a v1.2.0/go.mod h1:y=\n", ["x.io/a v1.2.0"]),
      (
        "requirements-dev.txt",
        "# c\na==1.2\nb[x]==2.0 ; python_version > '3'\nc>=1\n-r other.txt\nd==3.0 \\\n    --hash=sha256:x\n",
        ["a 1.2", "b 2.0", "d 3.0"]
      ),
      (
        "Gemfile.lock",
        "GEM\n  remote: x\n  specs:\n    a (1.2.0)\n      b (>= 2)\n    b (2.0.0)\n\nDEPENDENCIES\n  a (~> 1)\n",
        ["a 1.2.0", "b 2.0.0"]
      ),
      (
        "composer.lock",
        #"{"packages": [{"name": "v\/a", "version": "v1.2.0", "require": {"v/b": "^2"}}], "packages-dev": [{"name": "v/b", "version": "2.0.0"}]}"#,
        ["v/a v1.2.0", "v/b 2.0.0"]
      ),
      (
        "Package.resolved",
        #"{"pins": [{"identity": "a", "location": "https://github.com/x/a.git", "state": {"version": "1.2.0"}}], "version": 2}"#,
        ["github.com/x/a 1.2.0"]
      ),
      (
        "packages.lock.json",
        #"{"dependencies": {"net8.0": {"A": {"type": "Direct", "resolved": "1.2.0"}}}}"#,
        ["A 1.2.0"]
      ),
      (
        "a.csproj",
        "<Project>\n<PackageReference Include=\"A\" Version=\"1.2.0\" />\n<PackageReference Include=\"B\">\n<Version>2.0.0</Version>\n</PackageReference>\n</Project>\n",
        ["A 1.2.0", "B 2.0.0"]
      ),
      (
        "pom.xml",
        "<project>\n<properties>\n<b.version>2.0</b.version>\n</properties>\n<dependency>\n<groupId>g</groupId>\n<artifactId>a</artifactId>\n<version>1.2</version>\n</dependency>\n<dependency>\n<groupId>g</groupId>\n<artifactId>b</artifactId>\n<version>${b.version}</version>\n</dependency>\n</project>\n",
        ["g:a 1.2", "g:b 2.0"]
      ),
      ("gradle.lockfile", "# c\ng:a:1.2=compileClasspath\nempty=\n", ["g:a 1.2"]),
    ] as [(String, String, [String])])
  func formatsAreRead(_ name: String, _ text: String, _ expected: [String]) throws {
    let file = try #require(LockFile(SourcePath("x/" + name), Array(text.utf8)))
    #expect(file.packages.map { "\($0.name) \($0.version)" } == expected)
    // Cut anywhere, nothing crashes.
    for length in stride(from: 0, to: text.utf8.count, by: 3) {
      _ = LockFile(SourcePath(name), Array(text.utf8.prefix(length)))
    }
  }

  @Test(
    arguments: [
      (
        .npm,
        [
          "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
          "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0",
        ]
      ),
      (
        .pypi,
        ["1.0.dev1", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0.post1", "1.0.1", "1.1", "1!0.1"]
      ),
      (.gems, ["1.0.0.alpha", "1.0.0.rc1", "1.0.0", "1.0.1", "1.9", "1.10"]),
      (
        .maven,
        ["1.0-alpha-1", "1.0-beta-1", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp1", "1.0.1", "1.1"]
      ),
      (.packagist, ["1.0.0-dev", "1.0.0-alpha1", "1.0.0-beta1", "1.0.0-RC1", "1.0.0", "1.0.1"]),
      (.go, ["v0.0.0-20200101000000-abcdef", "v0.1.0", "v1.0.0", "v1.2.3"]),
      (.nuget, ["1.0.0-beta", "1.0.0", "1.0.0.1", "1.0.1"]),
    ] as [(Ecosystem, [String])])
  func versionsAreOrdered(_ ecosystem: Ecosystem, _ ascending: [String]) {
    let versions = ascending.map { PackageVersion($0, ecosystem) }
    for (i, a) in versions.enumerated() {
      for (j, b) in versions.enumerated() {
        #expect((a < b) == (i < j), "\(ecosystem) \(ascending[i]) \(ascending[j])")
      }
    }
    #expect(PackageVersion("1.0", ecosystem) == PackageVersion("1.0.0", ecosystem))
  }

  private func change(_ before: String, _ after: String, name: String = "requirements.txt")
    -> Subject
  {
    Subject(SubjectFile(SourcePath(name), .text(before), .text(after)))
  }

  @Test func changesAreListed() async {
    let result = await gate.judge(change("a==1.0\nb==2.0\nc==1.0\n", "a==1.1\nb==1.9\nd==1.0\n"))
    #expect(result.message == "1 added, 1 removed, 1 upgraded, 1 downgraded")
    #expect(
      result.findings.filter { $0.rule == "dependencies/changed" }.map(\.message)
        == ["a 1.0 → 1.1, b 2.0 → 1.9, − c 1.0, + d 1.0"])
    #expect(result.findings.map(\.severity).sorted() == [.note, .warning])
    #expect(result.outcome == .warn)
    #expect(
      result.unverified == [
        "3 new versions not checked against advisories: the option `osv` names no folder"
      ])
  }

  @Test func advisoriesAreMatched() async throws {
    let advisory = #"""
      {"id": "X-1", "summary": "reads too far", "affected": [{"package": {"ecosystem": "PyPI", "name": "My.Pkg"},
      "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"last_affected": "2.3"}]},
      {"type": "GIT", "events": [{"introduced": "0"}]}], "versions": ["0.5"]}]}
      """#
    try await withFolder { folder in
      func write(_ text: String, _ name: String) {
        _ = FileManager.default.createFile(
          atPath: folder + "/" + name, contents: Data(text.utf8))
      }
      write(advisory, "X-1.json")
      let option = ["osv": OptionValue.string(folder)]
      for (version, isHit) in [
        ("0.5", true), ("0.9", false), ("1.0", true), ("1.4.9", true), ("1.5", false),
        ("2.0", true), ("2.3", true), ("2.3.1", false), ("1.0rc1", false),
      ] {
        let result = await gate.judge(change("", "my_pkg==\(version)\n"), option)
        #expect((result.outcome == .fail) == isHit, "\(version)")
        #expect(result.unverified == [])
      }
      let hit = await gate.judge(change("", "my_pkg==1.1\n"), option)
      #expect(hit.findings.last?.message == "X-1 (reads too far) affects my_pkg 1.1; mended in 1.5")
      // What cannot be read leaves it open, also where something else is told.
      let downgrade = change("my_pkg==3.0\n", "my_pkg==2.5\n")
      #expect(await gate.judge(downgrade, option).outcome == .warn)
      let gone = await gate.judge(downgrade, ["osv": .string(folder + "/no")])
      #expect(gone.outcome == .inconclusive && gone.unverified.count == 1)
      write("{", "X-2.json")
      #expect(await gate.judge(downgrade, option).outcome == .inconclusive)
    }
  }

  @Test(arguments: [
    ("package.json", #"{"dependencies": {"a": "1"}}"#, #"{"dependencies": {"a": "2"}}"#),
    ("w/Cargo.toml", "[dependencies]\na = \"1\"\n", "[dependencies]\na = \"2\"\n"),
    (
      "pyproject.toml", "[project]\ndependencies = [\n \"a\",\n]\n",
      "[project]\ndependencies = []\n"
    ),
    ("go.mod", "require a.io/b v1.0.0\n", "require a.io/b v1.1.0\n"),
  ])
  func aManifestGoesWithItsLockFile(_ name: String, _ before: String, _ after: String) async {
    let locks: [SourcePath] = ["package-lock.json", "Cargo.lock", "uv.lock", "go.sum"]
    let manifest = SubjectFile(SourcePath(name), .text(before), .text(after))
    let beside = Dictionary(uniqueKeysWithValues: locks.map { ($0, "a") })
    func rules(_ subject: Subject) async -> [String] {
      await gate.judge(subject).findings.map(\.rule)
        .filter { $0 == "dependencies/manifest-without-lock" }
    }
    #expect(
      await rules(Subject([manifest], beside: beside)) == ["dependencies/manifest-without-lock"])
    #expect(await rules(Subject([manifest], beside: [:])) == [])
    let both = [manifest] + locks.map { SubjectFile($0, .text("a"), .text("b")) }
    #expect(await rules(Subject(both, beside: beside)) == [])
    // What it asks for is the same.
    let same = SubjectFile(SourcePath(name), .text(before), .text(before + "\n"))
    #expect(await rules(Subject([same], beside: beside)) == [])
  }

  @Test func whoBringsAPackageIsNamed() {
    let file = LockFile(
      "Gemfile.lock",
      Array(
        "GEM\n  specs:\n    a (1.0)\n      b\n    b (1.0)\n      c\n    c (1.0)\n\nDEPENDENCIES\n  a\n"
          .utf8))!
    #expect(
      file.packages.map { DependencyPath.bringer(of: $0, in: file.packages) } == [nil, "a", "a"])
  }

  @Test func otherFilesAreNotItsMatter() async {
    #expect(await gate.judge(change("a\n", "b\n", name: "a.txt")).outcome == .notApplicable)
    let scripts = change(
      #"{"scripts": {"a": "b"}}"#, #"{"scripts": {"a": "c"}}"#, name: "package.json")
    #expect(await gate.judge(scripts).outcome == .notApplicable)
  }
}

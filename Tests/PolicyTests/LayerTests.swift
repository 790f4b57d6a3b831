import Policy
import Source
import Testing

@Suite struct LayerTests {
  private func file(
    _ text: String, path: String = ".verdict.yml", folder: SourcePath? = nil
  ) throws -> PolicyFile {
    try PolicyFile.read(
      SourceText("version: 1\n" + text), path: path, folder: folder, schema: .sample)
  }

  private func policy(_ files: [PolicyFile]) throws -> DefinitionOfDone {
    try DefinitionOfDone(files, schema: .sample)
  }

  @Test func aFileThatRefinesAnotherSaysMoreInAllSections() throws {
    let policy = try policy([
      file("exclude: [a/]\ndone: {default: {size: required}, docs: {size: {level: off, max: 7}}}"),
      file(
        "exclude: [c]\ndone: {default: {size: warn}}", path: "b/.verdict.yml", folder: "b"),
    ])
    #expect(policy.settings(for: "size", type: "code").level == .warn)
    #expect(policy.settings(for: "size", type: "docs").level == .warn)
    #expect(policy.settings(for: "size", type: "docs").integer("max") == 7)
    #expect(policy.excludes("a/x") && policy.excludes("b/c") && policy.excludes("b/d/c"))
    #expect(!policy.excludes("c") && !policy.excludes("bc"))
  }

  @Test(arguments: ["off", "ignore", "false", "\"off\""])
  func oneLevelHasSeveralWords(word: String) throws {
    let policy = try policy([file("done: {default: {structure: \(word)}}")])
    #expect(policy.settings(for: "structure", type: "code").level == .off)
  }

  @Test func whatIsFinalStays() throws {
    let root = try file("done: {default: {structure: {level: required, final: true}}}")
    for (text, message) in [
      (
        "done: {docs: {structure: warn}}",
        "`structure` is final in .verdict.yml: no file that refines it may change it"
      ),
      (
        "waive: [{rule: structure/*, reason: none}]",
        "`structure` is final in .verdict.yml: no file that refines it may waive its findings"
      ),
      (
        "exclude: [x]",
        "`exclude` would keep files from `structure`, which is final in .verdict.yml"
      ),
    ] {
      let error = #expect(throws: PolicyError.self) {
        try policy([root, file(text, path: "a/.verdict.yml", folder: "a")])
      }
      #expect(error?.problems.map(\.message) == [message])
      #expect(error?.problems.first?.place?.path == "a/.verdict.yml")
    }
    #expect(throws: Never.self) { try policy([root, file("exclude: [x]")]) }
  }

  @Test func aFolderHasNoSayInWhatIsForTheWhole() {
    for text in [
      "extends: a.yml", "generated: judge", "onInconclusive: allow", "budgets: {ci: 1s}",
      "done: {default: {tests: off}}",
    ] {
      #expect(throws: PolicyError.self) {
        try file(text, path: "a/.verdict.yml", folder: "a")
      }
    }
  }

  @Test func budgetsAreThoseOfTheNearestFile() throws {
    let none = try policy([])
    #expect(none.budget(for: "pre-commit") == .seconds(1))
    #expect(none.budget(for: "ci") == nil)
    let given = try policy([
      file("budgets: {pre-commit: 2s, pre-push: 1.5m}"),
      file("budgets: {pre-commit: off, ci: 500ms}"),
    ])
    #expect(given.budget(for: "pre-commit") == nil)
    #expect(given.budget(for: "pre-push") == .seconds(90))
    #expect(given.budget(for: "ci") == .milliseconds(500))
  }

  @Test func aWaiverCoversRulePathAndEntity() throws {
    let policy = try policy([
      file(
        """
        waive:
          - {rule: size/large, path: old/, entity: Cart, reason: known, until: 2026-06-30}
          - {rule: structure/*, reason: all}
        """)
    ])
    let (first, second) = (policy.waivers[0], policy.waivers[1])
    #expect(first.covers(rule: "size/large", path: "old/a.py", entity: "Cart"))
    #expect(first.covers(rule: "size/large", path: "old/a.py", entity: "Cart.add"))
    #expect(!first.covers(rule: "size/large", path: "old/a.py", entity: "Cartoon"))
    #expect(!first.covers(rule: "size/large", path: "old/a.py", entity: nil))
    #expect(!first.covers(rule: "size/large", path: "new/old", entity: "Cart"))
    #expect(!first.covers(rule: "size/larger", path: "old/a.py", entity: "Cart"))
    #expect(second.covers(rule: "structure/any", path: nil, entity: nil))
    #expect(!second.covers(rule: "structures/any", path: nil, entity: nil))
    #expect(first.place == ".verdict.yml:3" && second.place == ".verdict.yml:4")
    #expect(first.isExpired(on: Day("2026-07-01")!) && !first.isExpired(on: Day("2026-06-30")!))
  }

  @Test func whenAGateRuns() throws {
    let policy = try policy([
      file(
        """
        done:
          default:
            size: {level: warn, when: {stage: [pre-push, ci], branch: "release/*", paths: [src/]}}
        """)
    ])
    let when = try #require(policy.settings(for: "size", type: "code").when)
    let order = ["pre-commit", "pre-push", "ci"]
    func obstacle(_ stage: String?, _ branch: String?, _ path: SourcePath) -> GateCondition
      .Obstacle?
    {
      when.obstacle(stage: stage, order: order, branch: branch, changed: [path])
    }
    #expect(obstacle("ci", "release/1", "src/a") == nil)
    #expect(obstacle(nil, nil, "src/a") == nil)
    #expect(obstacle("pre-commit", "release/1", "src/a") == .later("pre-push"))
    #expect(obstacle("ci", "main", "src/a") == .unmet("not on the branch `main`"))
    #expect(obstacle("ci", "release/1", "a") == .unmet("no changed path that `when` names"))
    #expect(policy.asksForBranch)
    #expect(
      GateCondition(stages: ["pre-commit"]).obstacle(
        stage: "ci", order: order, branch: nil, changed: []) == .unmet("only at pre-commit"))
  }

  @Test func isPrintedAsItIsRead() throws {
    let policy = try policy([
      file(
        """
        exclude: [vendor/]
        generated: judge
        budgets: {pre-commit: 300ms, ci: 2m}
        waive: [{rule: size/large, path: "a b", entity: C, reason: "x: y", until: 2027-01-01}]
        done:
          default:
            size: {newOnly: false, when: {stage: ci, paths: [src/]}}
          docs: {size: {when: {}}, structure: off}
        """)
    ])
    let again = try load(policy.yaml())
    #expect(again == policy)
    #expect(try load(policy.yaml(showsOrigins: true)) == policy)
    #expect(policy.yaml(showsOrigins: true).contains("newOnly: false  # .verdict.yml:8"))
  }
}

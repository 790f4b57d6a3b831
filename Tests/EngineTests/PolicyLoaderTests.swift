import Git
import Policy
import Source
import Testing

@testable import Engine

@Suite struct PolicyLoaderTests {
  private let strict = "version: 1\ndone:\n  default:\n    size: required\n"
  private let lax = "version: 1\ndone:\n  default:\n    size: ignore\n"

  private func level(_ policy: LoadedPolicy) -> Level {
    policy.policy.settings(for: "size", type: "code").level
  }

  private func load(
    _ repository: TestRepository, _ choice: PolicyChoice, _ selector: ChangeSelector = .staged
  ) throws -> LoadedPolicy {
    let opened = try repository.open()
    return try PolicyLoader(opened, repository.surroundings()).load(
      choice, for: opened.change(selector))
  }

  @Test func withoutAFileTheBuiltInPolicyHolds() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.py": "x = 1\n"])
      let loaded = try load(repository, .before, .commit("HEAD"))
      #expect(loaded.origin == "built in")
      #expect(loaded.policy == .builtIn(GateList.schema))
    }
  }

  @Test func aChangeDoesNotChooseItsOwnJudge() async throws {
    try await TestRepository.with { repository in
      try await repository.commit([".verdict.yml": strict])
      try repository.write(lax, ".verdict.yml")
      try await repository.git("add", ".verdict.yml")
      let head = try await repository.git("rev-parse", "--short=8", "HEAD").prefix(8)
      let before = try load(repository, .before)
      #expect(level(before) == .required)
      #expect(before.origin == ".verdict.yml of \(head)")
      let after = try load(repository, .after)
      #expect(level(after) == .off)
      #expect(after.origin == ".verdict.yml of the index")
      #expect(
        level(try PolicyLoader(repository.open(), repository.surroundings()).current()) == .required
      )
    }
  }

  @Test func aFileIsReadFromTheCurrentFolder() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["rules/lax.yml": lax])
      let loaded = try load(repository, .file("rules/lax.yml"))
      #expect(level(loaded) == .off)
      #expect(loaded.origin == "rules/lax.yml")
      #expect(level(try load(repository, .file("\(repository.path)/rules/lax.yml"))) == .off)
      #expect(throws: Problem.self) { try load(repository, .file("rules/none.yml")) }
    }
  }

  @Test func anInvalidPolicyNamesThePlace() async throws {
    try await TestRepository.with { repository in
      try await repository.commit([
        ".verdict.yml": "version: 1\ndone:\n  default:\n    siez: warn\n"
      ])
      let error = #expect(throws: PolicyError.self) { try load(repository, .before) }
      let place = try #require(error?.problems.first?.place)
      #expect(place.path == ".verdict.yml")
      #expect(place.range?.start == SourcePosition(line: 4, column: 5))
    }
  }

  @Test func theChangeThatMendsThePolicyCanBeJudged() async throws {
    try await TestRepository.with { repository in
      try await repository.commit([".verdict.yml": "version: 1\nbroken: true\n"])
      try repository.write(lax, ".verdict.yml")
      try await repository.git("add", ".verdict.yml")
      let loaded = try load(repository, .before)
      #expect(loaded.policy == .builtIn(GateList.schema))
      #expect(loaded.origin.hasPrefix("built in, since .verdict.yml of "))
    }
  }
}

import FoundationEssentials
import Git
import Programs
import Source
import Testing

@testable import Engine

@Suite struct HooksTests {
  /// A program whose path must be quoted.
  private func program(in repository: TestRepository) throws -> String {
    let path = "\(repository.folder)/it's here/verdict"
    try write("#!/bin/sh\n", to: path, mode: 0o755)
    return path
  }

  @Test func installingTwiceIsInstallingOnce() async throws {
    try await TestRepository.with { repository in
      let path = "\(repository.path)/.git/hooks/pre-commit"
      let program = try program(in: repository)
      let hooks = try await Hooks(repository.open(), repository.surroundings())
      #expect(hooks.statuses(searchPath: "").allSatisfy { !$0.isActive })
      try hooks.install(program: program, force: false)
      let first = try read(path)
      #expect(try mode(path) == 0o755)
      #expect(String(decoding: first, as: UTF8.self).contains("/it'\\''s here/verdict'"))
      try hooks.install(program: program, force: false)
      #expect(try read(path) == first)
      let statuses = hooks.statuses(searchPath: "")
      #expect(statuses.filter { $0.isLeftOut }.map(\.name) == [.prepareCommitMessage])
      #expect(
        statuses.filter { !$0.isLeftOut }.allSatisfy { $0.isActive && $0.remark == "installed" })
      #expect(try hooks.uninstall() == statuses.filter { !$0.isLeftOut }.map(\.name))
      #expect(!exists(path))
      #expect(try hooks.uninstall() == [])
    }
  }

  @Test(arguments: [0o755, 0o700, 0o775])
  func whatWasThereComesBackByteForByte(_ wanted: Int) async throws {
    try await TestRepository.with { repository in
      let path = "\(repository.path)/.git/hooks/pre-commit"
      let script = Array("#!/bin/bash -e\n# r\u{E9}sum\u{E9}\nexit 0".utf8) + [0xFF]
      try write(script, to: path, mode: wanted)
      let program = try program(in: repository)
      let hooks = try await Hooks(repository.open(), repository.surroundings())
      try hooks.install(program: program, force: false)
      #expect(try read(path) != script)
      #expect(try mode(path) == wanted)
      #expect(
        hooks.statuses(searchPath: "").first { $0.name == .preCommit }?.remark
          == "installed in front of another hook")
      _ = try hooks.uninstall()
      #expect(try read(path) == script)
      #expect(try mode(path) == wanted)
    }
  }

  @Test func aHookThatIsALinkStaysALink() async throws {
    try await TestRepository.with { repository in
      let path = "\(repository.path)/.git/hooks/pre-commit"
      let target = "\(repository.folder)/shared-hook"
      let script = Array("#!/bin/sh\nexit 0\n".utf8)
      try write(script, to: target, mode: 0o755)
      try? FileManager.default.createDirectory(
        atPath: "\(repository.path)/.git/hooks", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
      let program = try program(in: repository)
      let hooks = try await Hooks(repository.open(), repository.surroundings())
      #expect(throws: Problem.self) { try hooks.install(program: program, force: false) }
      try hooks.install(program: program, force: true)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == target)
      _ = try hooks.uninstall()
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == target)
      #expect(try read(target) == script)
    }
  }

  @Test func whatIsNoShellScriptOrNotExecutableIsLeftAlone() async throws {
    for (text, mode) in [("#!/usr/bin/env python3\n", 0o755), ("#!/bin/sh\nexit 0\n", 0o644)] {
      try await TestRepository.with { repository in
        let path = "\(repository.path)/.git/hooks/pre-commit"
        try write(text, to: path, mode: mode)
        let program = try program(in: repository)
        let hooks = try await Hooks(repository.open(), repository.surroundings())
        #expect(throws: Problem.self) { try hooks.install(program: program, force: true) }
        #expect(try read(path) == Array(text.utf8))
        #expect(hooks.statuses(searchPath: "").first { $0.name == .preCommit }?.isActive == false)
      }
    }
  }

  @Test func aFolderUnderVersionControlNeedsForce() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["hooks/README": "a\n"])
      try await repository.git("config", "core.hooksPath", "hooks")
      let program = try program(in: repository)
      let hooks = try await Hooks(repository.open(), repository.surroundings())
      #expect(throws: Problem.self) { try hooks.install(program: program, force: false) }
      #expect(!exists("\(repository.path)/hooks/pre-commit"))
      try hooks.install(program: program, force: true)
      #expect(exists("\(repository.path)/hooks/pre-commit"))
    }
  }

  /// Git runs the hook; the fake program says what it was asked.
  @Test func gitRunsTheProgramAndHeedsIt() async throws {
    try await TestRepository.with { repository in
      let fake = "\(repository.folder)/it's verdict"
      let log = "\(repository.folder)/log"
      try write("#!/bin/sh\necho \"$@\" >> '\(log)'\nexit 1\n", to: fake, mode: 0o755)
      try await repository.commit(["a.json": "{}\n"])
      try await Hooks(repository.open(), repository.surroundings()).install(
        program: fake, force: false)
      await #expect(throws: (any Error).self) {
        try await repository.git("commit", "--allow-empty", "--message", "x")
      }
      #expect(try String(decoding: read(log), as: UTF8.self).hasPrefix("hook run pre-commit"))
    }
  }

  @Test func aHookWhoseProgramIsGoneIsNotActive() async throws {
    try await TestRepository.with { repository in
      let program = try program(in: repository)
      let hooks = try await Hooks(repository.open(), repository.surroundings())
      try hooks.install(program: program, force: false)
      try FileManager.default.removeItem(atPath: program)
      #expect(hooks.statuses(searchPath: "").allSatisfy { !$0.isActive })
      try write("#!/bin/sh\n", to: "\(repository.folder)/bin/verdict", mode: 0o755)
      let statuses = hooks.statuses(searchPath: "\(repository.folder)/bin")
      #expect(statuses.filter { !$0.isLeftOut }.allSatisfy { $0.isActive })
    }
  }

  /// What stands behind the block reads the same standard input, whatever is in it.
  @Test(arguments: ["", "a b c d\n", "$(touch x) `touch x` \\ ' \"\nsecond  line\n"])
  func whatFollowsReadsTheSameInput(_ input: String) async throws {
    try await TestRepository.with { repository in
      let fake = try program(in: repository)
      let log = "\(repository.folder)/log"
      try write("#!/bin/sh\ncat > '\(log)'\n", to: fake, mode: 0o755)
      let path = "\(repository.path)/.git/hooks/pre-push"
      try write("#!/bin/sh\ncat\n", to: path, mode: 0o755)
      try await Hooks(repository.open(), repository.surroundings()).install(
        program: fake, force: false)
      try write(input, to: "\(repository.folder)/input")
      let shell = try #require(Program.find("sh", searchPath: "/bin:/usr/bin", outside: nil))
      let result = try await Invocation(
        shell, ["-c", "'\(path)' origin there < '\(repository.folder)/input'"],
        workingDirectory: repository.path, environment: ["PATH": "/bin:/usr/bin"],
        timeLimit: .seconds(20)
      ).run()
      #expect(String(decoding: result.standardOutput, as: UTF8.self) == input)
      #expect(try read(log) == Array(input.utf8))
      #expect(!exists("\(repository.path)/x"))
    }
  }

  @Test func aBlockOfAnotherVersionIsNamed() async throws {
    try await TestRepository.with { repository in
      let hooks = try await Hooks(repository.open(), repository.surroundings())
      try hooks.install(program: program(in: repository), force: false)
      let path = "\(repository.path)/.git/hooks/commit-msg"
      let text = String(decoding: try read(path), as: UTF8.self)
      try write(text.replacing("|| exit $?", with: "|| exit 1"), to: path, mode: 0o755)
      let changed = hooks.statuses(searchPath: "").filter { $0.remark.contains("another version") }
      #expect(changed.map(\.name) == [.commitMessage] && changed.allSatisfy(\.isActive))
      try hooks.install(program: program(in: repository), force: false)
      #expect(String(decoding: try read(path), as: UTF8.self) == text)
    }
  }
}

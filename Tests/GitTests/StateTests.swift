import Foundation
import Git
import Source
import Testing

/// The states that a repository can be in.
@Suite struct StateTests {
  func repository(_ files: (SourcePath, String)...) throws -> TestRepository {
    let test = try TestRepository()
    for (path, text) in files { try test.write(path, text) }
    try test.git("add", "--all")
    try test.commit("first")
    return test
  }

  @Test func `a conflict is unmerged`() throws {
    let test = try repository(("a.txt", "base\n"), ("other.txt", "o\n"))
    try test.git("switch", "--quiet", "--create", "topic")
    try test.stage("a.txt", "theirs\n")
    try test.commit("theirs")
    try test.git("switch", "--quiet", "main")
    try test.stage("a.txt", "ours\n")
    try test.commit("ours")
    try test.git(["merge", "--quiet", "topic"], mayFail: true)
    try test.write("other.txt", "changed\n")
    let repository = try test.open()

    let workTree = try repository.change(.workTree)
    #expect(summary(workTree) == ["unmerged a.txt", "modified other.txt"])
    #expect(
      try text(workTree.files[0].after, "a.txt", in: repository)
        == "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\n")
    let staged = try repository.change(.automatic)
    #expect(summary(staged) == ["unmerged a.txt"])
    #expect(try text(staged.files[0].before, "a.txt", in: repository) == "ours\n")
    #expect(try text(staged.files[0].after, "a.txt", in: repository) == "ours\n")
  }

  @Test func `a conflict with a deletion is unmerged`() throws {
    let test = try repository(("a.txt", "base\n"), ("b.txt", "b\n"))
    try test.git("switch", "--quiet", "--create", "topic")
    try test.stage("a.txt", "theirs\n")
    try test.commit("theirs")
    try test.git("switch", "--quiet", "main")
    try test.git("rm", "--quiet", "a.txt")
    try test.commit("ours")
    try test.git(["merge", "--quiet", "topic"], mayFail: true)
    let repository = try test.open()
    let staged = try repository.change(.staged)
    #expect(summary(staged) == ["unmerged a.txt"])
    #expect(staged.files[0].before == nil)
    #expect(try text(staged.files[0].after, "a.txt", in: repository) == "theirs\n")
    #expect(try summary(repository.change(.workTree)) == ["unmerged a.txt"])
  }

  @Test func `what is only intended to be added is not staged`() throws {
    let test = try repository(("a.txt", "a\n"))
    try test.write("new.txt", "n\n")
    try test.git("add", "--intent-to-add", "new.txt")
    let repository = try test.open()
    #expect(try repository.change(.staged).files.isEmpty)
    #expect(try repository.change(.automatic).after != .index)
    #expect(try summary(repository.change(.workTree)) == ["added new.txt"])
  }

  @Test func `a detached HEAD has no branch`() throws {
    let test = try repository(("a.txt", "a\n"))
    try test.git("switch", "--quiet", "--detach")
    let repository = try test.open()
    #expect(repository.headName == nil)
    #expect(!repository.isUnborn)
    #expect(try summary(repository.change(.automatic)) == ["added a.txt"])
  }

  @Test func `a bare repository has commits only`() throws {
    let test = try repository(("a.txt", "a\n"), ("lib/b.SWIFT", "b\n"))
    let bare = test.beside("bare.git")
    try test.git("clone", "--quiet", "--bare", test.folder, bare)
    let repository = try test.open(bare)
    #expect(repository.isBare)
    #expect(repository.workDirectory == nil)
    #expect(try summary(repository.change(.automatic)) == ["added a.txt", "added lib/b.SWIFT"])
    #expect(throws: GitError.bareNeedsCommits) { try repository.change(.staged) }
    #expect(throws: GitError.bareNeedsCommits) { try repository.change(.workTree) }
  }

  @Test func `a shallow clone says what is missing`() throws {
    let test = try repository(("a.txt", "1\n"))
    try test.stage("a.txt", "2\n")
    try test.commit("second")
    try test.stage("a.txt", "3\n")
    try test.commit("third")
    let clone = test.beside("clone")
    try test.git("clone", "--quiet", "--depth", "2", "file://" + test.folder, clone)
    let repository = try test.open(clone)
    let boundary = try test.id("HEAD~1")
    #expect(repository.isShallow)
    #expect(try summary(repository.change(.commit("HEAD"))) == ["modified a.txt"])
    #expect(throws: GitError.shallowBoundary(boundary)) {
      try repository.change(.commit("HEAD~1"))
    }
    let range = try repository.change(.range("HEAD~1", "HEAD"))
    #expect(range.commits.map(\.subject) == ["third"])
    #expect(GitError.shallowBoundary(boundary).problem.help?.contains("--deepen 1") == true)
  }

  @Test func `a linked work tree has its own index and shares the rest`() throws {
    let test = try repository(("a.txt", "a\n"))
    let linked = test.beside("linked")
    try test.git("worktree", "add", "--quiet", "-b", "topic", linked)
    try "b\n".write(toFile: linked + "/b.txt", atomically: true, encoding: .utf8)
    try test.git(["add", "b.txt"], in: linked)
    let repository = try test.open(linked)
    #expect(repository.headName == "topic")
    #expect(repository.workDirectory == linked)
    #expect(repository.commonDirectory == test.folder + "/.git")
    #expect(repository.gitDirectory == test.folder + "/.git/worktrees/linked")
    #expect(try summary(repository.change(.staged)) == ["added b.txt"])
    #expect(try test.open().change(.staged).files.isEmpty)
    #expect(
      try repository.hooksFolder()
        == HooksFolderExpectation(test.folder + "/.git/hooks", .default, false))
  }

  @Test func `the Git directory can lie elsewhere`() throws {
    let test = try repository(("a.txt", "a\n"))
    let elsewhere = test.beside("elsewhere.git")
    try test.git("init", "--quiet", "--separate-git-dir", elsewhere)
    #expect(try test.open().gitDirectory == elsewhere)
    #expect(try test.open().workDirectory == test.folder)
    // As a hook sees it, and as one who keeps the work tree apart.
    let hook = try test.open(gitDirectory: elsewhere)
    #expect(hook.workDirectory == test.folder)
    #expect(try hook.change(.workTree).files.isEmpty)
  }

  @Test func `a hook's index is the one it was given`() throws {
    let test = try repository(("a.txt", "a\n"))
    try test.git(["read-tree", "HEAD"], environment: ["GIT_INDEX_FILE": ".git/next"])
    try test.write("b.txt", "b\n")
    try test.git(["add", "b.txt"], environment: ["GIT_INDEX_FILE": ".git/next"])
    let repository = try test.open(gitDirectory: ".git", indexFile: ".git/next")
    #expect(try summary(repository.change(.staged)) == ["added b.txt"])
    #expect(try test.open().change(.staged).files.isEmpty)
  }

  @Test(arguments: [false, true])
  func `a replaced object is read as what replaces it`(_ isPacked: Bool) throws {
    let test = try repository(("a.txt", "a\n"))
    let original = try test.id("HEAD")
    try test.stage("b.txt", "b\n")
    let other = try test.commit("second")
    let blob = try test.id("HEAD:b.txt")
    try test.git("replace", other.hex, original.hex)
    try test.git("replace", blob.hex, test.id("HEAD:a.txt").hex)
    if isPacked { try test.git("pack-refs", "--all") }
    let repository = try test.open()
    #expect(try repository.commit(other).subject == "first")
    #expect(try summary(repository.change(.staged)) == ["added b.txt"])
    #expect(try repository.blob(blob) == Array("a\n".utf8))
    for variables in [
      ["GIT_NO_REPLACE_OBJECTS": "1"], ["GIT_CONFIG_PARAMETERS": "'core.useReplaceRefs'='off'"],
    ] {
      let ignoring = try Repository.open(at: test.folder, environment: GitEnvironment(variables))
      #expect(try ignoring.commit(other).subject == "second")
      #expect(try ignoring.change(.staged).files.isEmpty)
    }
    try test.git("config", "core.useReplaceRefs", "false")
    #expect(try test.open().change(.staged).files.isEmpty)
  }

  @Test func `a sparse checkout's absent files are not deleted`() throws {
    let test = try repository(("in/a.txt", "a\n"), ("out/b.txt", "b\n"))
    try test.git("sparse-checkout", "set", "--no-cone", "in/")
    #expect(!FileManager.default.fileExists(atPath: test.folder + "/out/b.txt"))
    let repository = try test.open()
    #expect(try repository.change(.workTree).files.isEmpty)
    #expect(try repository.change(.staged).files.isEmpty)
  }

  @Test(arguments: [
    ["update-index", "--split-index"],
    ["sparse-checkout", "set", "--cone", "--sparse-index", "in"],
    ["update-index", "--index-version", "4"],
  ])
  func `an index of another form is read`(_ command: [String]) throws {
    let test = try repository(("in/a.txt", "a\n"), ("out/b.TXT", "b\n"), ("top.md", "t\n"))
    try test.git(command)
    try test.write("in/new.py", "new\n")
    try test.git("add", "in/new.py")
    try test.git("rm", "--quiet", "--cached", "in/a.txt")
    let repository = try test.open()
    #expect(try summary(repository.change(.staged)) == ["deleted in/a.txt", "added in/new.py"])
    #expect(
      try repository.listing(of: .index).map(\.path).sorted() == [
        "in/new.py", "out/b.TXT", "top.md",
      ])
    #expect(try repository.file(at: "out/b.TXT", in: .index) == Array("b\n".utf8))
    #expect(try repository.file(at: "in/new.py", in: .index) == Array("new\n".utf8))
    #expect(try repository.file(at: "in/a.txt", in: .index) == nil)
    #expect(try repository.file(at: "out", in: .index) == nil)
  }

  @Test func `an index without its shared part, or of a later version, is an error`() throws {
    let test = try repository(("a.txt", "a\n"))
    try test.git("update-index", "--split-index")
    for name in try FileManager.default.contentsOfDirectory(atPath: test.folder + "/.git")
    where name.hasPrefix("sharedindex.") { try test.remove(".git/" + name) }
    #expect(throws: GitError.self) { try test.open().change(.staged) }
    try test.write(
      ".git/index", Array("DIRC".utf8) + [0, 0, 0, 9] + Array(repeating: 0, count: 60))
    let error = #expect(throws: GitError.self) { try test.open().change(.staged) }
    guard case .unknownIndex? = error else { throw error! }
  }

  @Test func `a damaged index is an error and never a crash`() throws {
    let test = try repository(("a/b/c.txt", "a\n"), ("a.txt", "a\n"), ("b/d.txt", "a\n"))
    try test.git("update-index", "--index-version", "4")
    try test.git("update-index", "--split-index")
    try test.stage("b/e.txt", "e\n")
    let whole = try test.read(".git/index")
    var random = Seeded(state: 1)
    let repository = try test.open()
    for _ in 0..<600 {
      var damaged = whole
      if Bool.random(using: &random) {
        damaged.removeLast(Int.random(in: 1...whole.count, using: &random))
      }
      for _ in 0..<3 where !damaged.isEmpty {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      try test.write(".git/index", damaged)
      _ = try? repository.change(.staged)
    }
  }
}

extension StateTests {
  /// A folder of hooks as it should be.
  struct HooksFolderExpectation {
    let path: String
    let origin: HooksFolder.Origin
    let isTracked: Bool

    init(_ path: String, _ origin: HooksFolder.Origin, _ isTracked: Bool) {
      (self.path, self.origin, self.isTracked) = (path, origin, isTracked)
    }

    static func == (folder: HooksFolder, expected: Self) -> Bool {
      (folder.path, folder.origin, folder.isTracked)
        == (expected.path, expected.origin, expected.isTracked)
    }
  }

  @Test func `the hooks folder follows core.hooksPath`() throws {
    let test = try repository(("hooks/pre-commit", "#!/bin/sh\n"))
    #expect(
      try test.open().hooksFolder()
        == HooksFolderExpectation(test.folder + "/.git/hooks", .default, false))
    try test.git("config", "core.hooksPath", "hooks")
    #expect(
      try test.open().hooksFolder()
        == HooksFolderExpectation(test.folder + "/hooks", .local, true))
    try test.git("config", "core.hooksPath", "~/my-hooks")
    let home = try test.open().hooksFolder()
    #expect(home == HooksFolderExpectation(TestRepository.emptyHome + "/my-hooks", .local, false))
    #expect(try test.open().configString("core.hookspath") == "~/my-hooks")
    #expect(try test.open().configString("core.nosuchkey") == nil)
  }
}

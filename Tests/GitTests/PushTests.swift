import Foundation
import Source
import Testing

@testable import Git

@Suite struct PushTests {
  @Test func `the lines of a push are read`() throws {
    let (a, b) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
    let zero = String(repeating: "0", count: 40)
    let moved = try #require(RefUpdate(prePush: "refs/heads/x \(a) refs/heads/y \(b)"))
    #expect(moved.name == "refs/heads/y" && moved.shortName == "y")
    #expect(moved.new?.hex == a && moved.old?.hex == b)
    let deleted = try #require(RefUpdate(prePush: "(delete) \(zero) refs/tags/y \(b)"))
    #expect(deleted.new == nil && deleted.shortName == "y")
    let received = try #require(RefUpdate(preReceive: "\(zero) \(a) refs/notes/x"))
    #expect(received.old == nil && received.new?.hex == a && received.shortName == "refs/notes/x")
    for line in ["", "a b c d", "x \(a) y", "\(a) \(b)", "x \(a)0 y \(b)"] {
      #expect(RefUpdate(prePush: line) == nil)
    }
  }

  @Test(arguments: 0..<12)
  func `a push brings the commits that Git would list`(_ seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let test = try TestRepository()
    var ids = [try test.commit("0")]
    for number in 1..<20 {
      let parent = ids.randomElement(using: &random)!
      try test.git("checkout", "--quiet", "--detach", parent.hex)
      if Int.random(in: 0..<4, using: &random) == 0, let other = ids.randomElement(using: &random) {
        try test.git(
          ["merge", "--quiet", "--no-ff", "-m", "merge \(number)", other.hex], mayFail: true)
        ids.append(try test.id("HEAD"))
      } else {
        try test.write(SourcePath("f\(number)"), "\(number)\n")
        try test.git("add", "--all")
        ids.append(try test.commit("\(number)"))
      }
    }
    for number in 0..<Int.random(in: 0..<4, using: &random) {
      try test.git(
        "update-ref", "refs/remotes/r\(number)/main", ids.randomElement(using: &random)!.hex)
    }
    let repository = try test.open()
    let known = try repository.tips(below: "refs/remotes/")
    for _ in 0..<8 {
      let new = ids.randomElement(using: &random)!
      let old = Bool.random(using: &random) ? ids.randomElement(using: &random)! : nil
      let change = try repository.change(
        bringing: RefUpdate(name: "refs/heads/x", old: old, new: new), known: known)
      let listed = try test.git(
        ["rev-list", new.hex, "--not", "--remotes"] + (old.map { [$0.hex] } ?? []))
      let expected = String(decoding: listed, as: UTF8.self).split(separator: "\n").map(String.init)
      #expect(Set(change?.commits.map(\.id.hex) ?? []) == Set(expected))
      guard let change else { continue }
      if let old {
        let bases = try test.git("merge-base", "--all", old.hex, new.hex).split(separator: "\n")
        guard case .commit(let base, _) = change.before else {
          Issue.record("no base")
          continue
        }
        #expect(bases.contains { $0 == base.hex })
      } else if case .commit(let base, _) = change.before {
        // The base is known, and an ancestor of what is pushed.
        #expect(try test.git("rev-list", base.hex, "--not", "--remotes").isEmpty)
        _ = try test.git("merge-base", "--is-ancestor", base.hex, new.hex)
      } else {
        #expect(known.isEmpty || expected.contains(ids[0].hex))
      }
      for commit in change.commits {
        let brought = try repository.filesBrought(by: commit).map { "\($0.path)" }
        let named = try test.git(
          "diff-tree", "-r", "-c", "--root", "--no-commit-id", "--name-only", "--diff-filter=d",
          commit.id.hex)
        #expect(brought.sorted() == named.split(separator: "\n").map(String.init).sorted())
      }
    }
  }

  @Test func `tags are followed and what is no commit brings nothing`() throws {
    let test = try TestRepository()
    try test.write("a", "a\n")
    try test.git("add", "--all")
    let first = try test.commit("first")
    try test.git("tag", "--annotate", "-m", "x", "noted")
    try test.git("tag", "--annotate", "-m", "x", "twice", "noted")
    let repository = try test.open()
    let tag = try ObjectID(hex: test.git("rev-parse", "twice"))!
    let change = try repository.change(
      bringing: RefUpdate(name: "refs/tags/twice", old: nil, new: tag), known: [])
    #expect(change?.commits.map(\.id) == [first])
    #expect(change?.before == .nothing)
    let blob = try ObjectID(hex: test.git("rev-parse", "HEAD:a"))!
    #expect(
      try repository.change(
        bringing: RefUpdate(name: "refs/tags/blob", old: nil, new: blob), known: []) == nil)
    #expect(
      try repository.change(
        bringing: RefUpdate(name: "refs/tags/x", old: first, new: nil), known: []) == nil)
    #expect(try repository.tips(below: "refs/tags/") == [first])
  }

  @Test func `objects in quarantine are read where Git says they are`() throws {
    let test = try TestRepository()
    let first = try test.commit("first")
    let quarantine = test.beside("quarantine")
    try FileManager.default.createDirectory(atPath: quarantine, withIntermediateDirectories: true)
    let variables = [
      "GIT_OBJECT_DIRECTORY": quarantine,
      "GIT_ALTERNATE_OBJECT_DIRECTORIES": test.folder + "/.git/objects",
    ]
    try test.write("new", "new\n")
    try test.git(["add", "new"], environment: variables)
    try test.git(["commit", "--quiet", "-m", "second"], environment: variables)
    let second = try test.id("HEAD")
    #expect(throws: GitError.self) { try test.open().commit(second) }
    let update = RefUpdate(name: "refs/heads/main", old: first, new: second)
    for isPacked in [false, true] {
      if isPacked { try test.git(["repack", "-adq"], environment: variables) }
      let repository = try Repository.open(
        at: test.folder, environment: GitEnvironment(variables))
      for repository in [repository, try repository.opener()] {
        let change = try #require(try repository.change(bringing: update, known: []))
        #expect(summary(change) == ["added new"])
        let version = try #require(change.files[0].after)
        #expect(try repository.contents(of: version, path: "new") == Array("new\n".utf8))
      }
    }
  }
}

@Suite struct ChangeContentsTests {
  @Test(arguments: 0..<10)
  func `a commit has the contents of what was staged, and no other has`(_ seed: Int) throws {
    var random = Seeded(state: UInt64(seed) &+ 99)
    let test = try TestRepository()
    try RandomTests().stageRandomly(test, &random)
    let staged = try test.open().change(.staged)
    let head = try test.id("HEAD")
    let commit = try test.commit("second")
    let repository = try test.open()
    #expect(try repository.change(from: head, to: commit).contents == staged.contents)
    // An amended commit: the same state, other parents.
    let amended = try test.commit("amended", "--amend")
    #expect(try test.open().change(from: head, to: amended).contents == staged.contents)
    #expect(try test.open().change(from: commit, to: amended).contents != staged.contents)
    try test.write("late", "late\n")
    try test.git("add", "late")
    let late = try test.commit("late", "--amend")
    #expect(try test.open().change(from: head, to: late).contents != staged.contents)
    try test.git("rm", "--quiet", "--cached", "late")
    #expect(try test.open().change(.staged).contents != staged.contents)
  }

  @Test func `the last move of HEAD is read from its reflog`() throws {
    let test = try TestRepository()
    #expect(try test.open().lastHeadMove() == nil)
    let first = try test.commit("first")
    let initial = try #require(try test.open().lastHeadMove())
    #expect(initial.old == nil && initial.new == first && initial.isCommit)
    let second = try test.commit("second", "--amend")
    let amended = try #require(try test.open().lastHeadMove())
    #expect(amended.old == first && amended.new == second && amended.isCommit)
    try test.git("reset", "--quiet", "--hard", first.hex)
    #expect(try test.open().lastHeadMove()?.isCommit == false)
  }
}

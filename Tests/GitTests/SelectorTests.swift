import Foundation
import Git
import Testing

@Suite struct SelectorTests {
  /// `main` with two commits, one file changed and one added by the second.
  func history() throws -> TestRepository {
    let test = try TestRepository()
    try test.stage("a.txt", "one\n")
    try test.commit("first")
    try test.write("b.txt", "b\n")
    try test.stage("a.txt", "two\n")
    try test.commit("second")
    return test
  }

  @Test func `an empty repository has an empty change`() throws {
    let test = try TestRepository()
    let repository = try test.open()
    #expect(repository.isUnborn)
    #expect(repository.headName == "main")
    let change = try repository.change(.automatic)
    #expect(change.files.isEmpty)
    #expect(change.description == "nothing: there is no commit yet and nothing is staged")
    #expect(throws: GitError.noCommitYet) { try repository.commitID(of: "HEAD") }
  }

  @Test func `staged before the first commit is the index against nothing`() throws {
    let test = try TestRepository()
    try test.stage("a.txt", "one\n")
    let change = try test.open().change(.automatic)
    #expect(change.before == .nothing)
    #expect(change.after == .index)
    #expect(summary(change) == ["added a.txt"])
    #expect(change.description == "the index against nothing: there is no commit yet")
  }

  @Test func `automatic takes what is staged, not what is in the work tree`() throws {
    let test = try history()
    try test.stage("a.txt", "staged\n")
    try test.write("a.txt", "not staged\n")
    let repository = try test.open()
    let change = try repository.change(.automatic)
    let head = try test.id("HEAD")
    #expect(change.description == "staged changes against HEAD (\(head.short))")
    #expect(summary(change) == ["modified a.txt"])
    #expect(change.commits.isEmpty)
    #expect(try text(change.files[0].before, "a.txt", in: repository) == "two\n")
    #expect(try text(change.files[0].after, "a.txt", in: repository) == "staged\n")
    #expect(change.files[0].after?.size == 7)
  }

  @Test func `automatic without staged changes or upstream is HEAD's commit`() throws {
    let test = try history()
    let change = try test.open().change(.automatic)
    #expect(summary(change) == ["modified a.txt", "added b.txt"])
    #expect(change.commits.map(\.subject) == ["second"])
    #expect(
      change.description == "HEAD (\(try test.id("HEAD").short)) against its first parent")
  }

  @Test func `automatic compares with the upstream when HEAD is ahead`() throws {
    let test = try history()
    try test.git("branch", "base")
    try test.git("switch", "--quiet", "--create", "topic")
    try test.git("branch", "--quiet", "--set-upstream-to=base")
    let base = try test.id("HEAD")
    let repository = try test.open()
    #expect(try repository.change(.automatic).commits.map(\.subject) == ["second"])

    try test.stage("c.txt", "c\n")
    try test.commit("third")
    try test.stage("d.txt", "d\n")
    try test.commit("fourth")
    let change = try repository.change(.automatic)
    #expect(change.commits.map(\.subject) == ["third", "fourth"])
    #expect(summary(change) == ["added c.txt", "added d.txt"])
    #expect(change.before == .commit(base, label: base.short))
    #expect(try repository.upstreamMergeBase() == base)
    #expect(change.description.hasSuffix("against its merge base with base (\(base.short))"))
  }

  @Test func `the first commit stands against nothing`() throws {
    let test = try history()
    let change = try test.open().change(.commit("HEAD~1"))
    #expect(change.before == .nothing)
    #expect(summary(change) == ["added a.txt"])
    #expect(change.description.hasSuffix("against nothing: it is the first commit"))
  }

  @Test func `a range and a base start at the merge base`() throws {
    let test = try history()
    let base = try test.id("HEAD")
    try test.git("switch", "--quiet", "--create", "topic")
    try test.stage("topic.txt", "t\n")
    try test.commit("on topic")
    try test.git("switch", "--quiet", "main")
    try test.stage("main.txt", "m\n")
    try test.commit("on main")
    let repository = try test.open()

    let range = try repository.change(.range("main", "topic"))
    #expect(summary(range) == ["added topic.txt"])
    #expect(range.commits.map(\.subject) == ["on topic"])
    #expect(range.description == "main..topic from merge base \(base.short)")

    let other = try repository.change(.base("topic", head: nil))
    #expect(summary(other) == ["added main.txt"])
    #expect(other.before == .commit(base, label: base.short))
    #expect(try repository.mergeBase(test.id("main"), test.id("topic")) == base)
  }

  @Test func `a merge commit stands against its first parent`() throws {
    let test = try history()
    try test.git("switch", "--quiet", "--create", "topic")
    try test.stage("topic.txt", "t\n")
    try test.commit("on topic")
    try test.git("switch", "--quiet", "main")
    try test.stage("main.txt", "m\n")
    try test.commit("on main")
    try test.git("merge", "--quiet", "--no-edit", "topic")
    let change = try test.open().change(.commit("HEAD"))
    #expect(summary(change) == ["added topic.txt"])
    #expect(change.commits.map(\.subject) == ["Merge branch 'topic'"])
    #expect(change.commits[0].parents.count == 2)
  }

  @Test func `the work tree has tracked and untracked files, not ignored ones`() throws {
    let test = try history()
    try test.stage(".gitignore", "*.log\n")
    try test.commit("ignore")
    try test.stage("staged.txt", "s\n")
    try test.write("a.txt", "changed\n")
    try test.remove("b.txt")
    try test.write("folder/new.txt", "n\n")
    try test.write("noise.log", "l\n")
    let repository = try test.open("folder")
    let change = try repository.change(.workTree)
    #expect(
      summary(change) == [
        "modified a.txt", "deleted b.txt", "added folder/new.txt", "added staged.txt",
      ])
    #expect(try text(change.files[0].after, "a.txt", in: repository) == "changed\n")
    #expect(change.files.last?.after?.source == .workTree)
  }

  @Test func `a file taken out of the index but still on disk is not deleted`() throws {
    let test = try history()
    try test.git("rm", "--quiet", "--cached", "a.txt")
    #expect(try summary(test.open().change(.staged)) == ["deleted a.txt"])
    #expect(try summary(test.open().change(.workTree)).isEmpty)
    try test.write("a.txt", "three\n")
    #expect(try summary(test.open().change(.workTree)) == ["modified a.txt"])
  }

  @Test func `all files of a commit are as if they were new`() throws {
    let test = try history()
    let change = try test.open().change(.all(nil))
    #expect(summary(change) == ["added a.txt", "added b.txt"])
    #expect(change.before == .nothing)
  }

  @Test func `paths are taken literally`() throws {
    let test = try history()
    try test.write("src/a.txt", "1")
    try test.write("src2/a.txt", "2")
    try test.write("!x/a.txt", "3")
    try test.stage("[ab].txt", "4")
    let repository = try test.open()
    #expect(try summary(repository.change(.staged, paths: ["src/"])) == ["added src/a.txt"])
    #expect(try summary(repository.change(.staged, paths: ["[ab].txt"])) == ["added [ab].txt"])
    #expect(try summary(repository.change(.staged, paths: ["!x"])) == ["added !x/a.txt"])
    #expect(try repository.change(.staged, paths: ["."]).files.count == 4)
  }

  @Test func `nothing is written`() throws {
    let test = try history()
    try test.write("a.txt", "two\n")
    try test.write("new.txt", "n\n")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: test.folder + "/a.txt")
    let files = { try FileManager.default.subpathsOfDirectory(atPath: test.folder).sorted() }
    let (index, before) = (try test.read(".git/index"), try files())
    let repository = try test.open()
    for selector in [ChangeSelector.automatic, .staged, .workTree, .commit("HEAD"), .all(nil)] {
      for file in try repository.change(selector).files {
        if let after = file.after { _ = try repository.contents(of: after, path: file.path) }
      }
    }
    _ = try repository.listing(of: .index)
    #expect(try test.read(".git/index") == index)
    #expect(try files() == before)
  }
}

import Foundation
import Git
import Source
import Testing

/// Kinds of files and of paths.
@Suite struct FileTests {
  @Test func `paths are bytes`() throws {
    let test = try TestRepository()
    let paths: [SourcePath] = [
      SourcePath(bytes: Array("caf".utf8) + [0xE9]), "line\nend.txt", "-dash", "blank name",
      "\"q\"",
    ]
    for path in paths { try test.write(path, "\(path)") }
    try test.git("add", "--all")
    let repository = try test.open()
    #expect(try repository.change(.staged).files.map(\.path) == paths.sorted())
    try test.commit("first")
    let change = try repository.change(.commit("HEAD"))
    #expect(change.files.map(\.path) == paths.sorted())
    #expect(try repository.file(at: paths[0], in: change.after) == Array("\(paths[0])".utf8))
    try test.write(paths[0], "changed")
    #expect(try repository.file(at: paths[0], in: .workTree) == Array("changed".utf8))
  }

  @Test func `symbolic links are read, never followed`() throws {
    let test = try TestRepository()
    try test.link("link", to: "/etc/passwd")
    try test.git("add", "--all")
    let repository = try test.open()
    for selector in [ChangeSelector.staged, .workTree] {
      let file = try repository.change(selector).files[0]
      #expect(file.after?.mode == .symlink)
      #expect(try text(file.after, file.path, in: repository) == "/etc/passwd")
    }
  }

  @Test func `a file that becomes a link changes its type`() throws {
    let test = try TestRepository()
    try test.stage("a", "a\n")
    try test.commit("first")
    try test.remove("a")
    try test.link("a", to: "b")
    #expect(try summary(test.open().change(.workTree)) == ["typeChanged a"])
    try test.git("add", "--all")
    let file = try test.open().change(.staged).files[0]
    #expect(file.status == .typeChanged)
    #expect(file.before?.mode == .regular && file.after?.mode == .symlink)
  }

  @Test func `a mode alone is a modification`() throws {
    let test = try TestRepository()
    try test.stage("run", "#!/bin/sh\n")
    try test.commit("first")
    try test.git("update-index", "--chmod=+x", "run")
    let file = try test.open().change(.staged).files[0]
    #expect(file.status == .modified)
    #expect(file.before?.mode == .regular && file.after?.mode == .executable)
    #expect(file.before?.source == file.after?.source)
  }

  @Test func `a submodule has a commit and no contents`() throws {
    let test = try TestRepository()
    let commit = "1111111111111111111111111111111111111111"
    try test.git("update-index", "--add", "--cacheinfo", "160000,\(commit),module")
    let repository = try test.open()
    let file = try repository.change(.staged).files[0]
    #expect(
      file.after
        .map { ($0.mode, $0.source, $0.size) }
        .map { $0 == (.submodule, .object(ObjectID(hex: commit)!), nil) } == true)
    #expect(try text(file.after, file.path, in: repository).isEmpty)
  }

  @Test func `line ends are as they would be committed`() throws {
    let test = try TestRepository()
    try test.stage(".gitattributes", "*.txt text\n*.id ident\n*.bin -text\n")
    try test.commit("attributes")
    try test.write("a.txt", "one\r\ntwo\r\n")
    try test.write("a.id", "$Id: 0123 $\n")
    try test.write("a.bin", "one\r\n")
    let repository = try test.open()
    let files = try repository.change(.workTree).files
    #expect(
      try files.map { try text($0.after, $0.path, in: repository) }
        == ["one\r\n", "$Id$\n", "one\ntwo\n"])
  }

  @Test func `a renamed file has both paths`() throws {
    let test = try TestRepository()
    let lines = (1...40).map { "line \($0)\n" }.joined()
    try test.write("exact.txt", lines + "exact")
    try test.stage("old.txt", lines)
    try test.commit("first")
    try test.git("mv", "exact.txt", "moved.txt")
    try test.git("mv", "old.txt", "new.txt")
    try test.stage("new.txt", lines + "one more\n")
    let files = try test.open().change(.staged).files
    #expect(files.map(\.status) == [.renamed, .renamed])
    #expect(files.map(\.oldPath) == ["exact.txt", "old.txt"])
    #expect(files[0].similarity == 100)
    #expect((90..<100).contains(try #require(files[1].similarity)))
  }

  @Test func `a rename into or out of the asked paths is told apart`() throws {
    let test = try TestRepository()
    try test.stage("in/a.txt", "the very same text\n")
    try test.commit("first")
    try FileManager.default.createDirectory(
      atPath: test.folder + "/out", withIntermediateDirectories: true)
    try test.git("mv", "in/a.txt", "out/a.txt")
    let repository = try test.open()
    #expect(try summary(repository.change(.staged, paths: ["in"])) == ["deleted in/a.txt"])
    #expect(
      try summary(repository.change(.staged, paths: ["out"])) == ["renamed in/a.txt -> out/a.txt"])
  }

  @Test func `a vanished file is an error of that file`() throws {
    let test = try TestRepository()
    try test.write("a.txt", "a\n")
    let repository = try test.open()
    let file = try repository.change(.workTree).files[0]
    try test.remove("a.txt")
    #expect(throws: GitError.unreadable(path: "a.txt", errno: ENOENT)) {
      try repository.contents(of: file.after!, path: file.path)
    }
  }

  @Test func `files of each side`() throws {
    let test = try TestRepository()
    try test.stage("folder/a.txt", "committed\n")
    let head = try test.commit("first")
    try test.stage("folder/a.txt", "staged\n")
    try test.write("folder/a.txt", "on disk\n")
    let repository = try test.open()
    let sides: [(Change.Side, String?)] = [
      (.nothing, nil), (.commit(head, label: "HEAD"), "committed\n"), (.index, "staged\n"),
      (.workTree, "on disk\n"),
    ]
    for (side, expected) in sides {
      #expect(try repository.file(at: "folder/a.txt", in: side) == expected.map { Array($0.utf8) })
      #expect(try repository.file(at: "folder", in: side) == nil)
      #expect(try repository.file(at: "none/at/all", in: side) == nil)
    }
  }

  @Test func `tracked paths are those of the index`() throws {
    let test = try TestRepository()
    try test.stage("x/a.py", "")
    try test.stage("main.swift", "")
    try test.write("not-tracked.py", "")
    #expect(try test.open().listing(of: .index).map(\.path) == ["main.swift", "x/a.py"])
  }
}

import Foundation
import Git
import Source
import Testing

@Suite struct ShadowTests {
  private func slots(_ test: TestRepository) -> ShadowSlots {
    ShadowSlots(folder: test.beside("cache"))
  }

  private func shadow(
    _ test: TestRepository, _ side: Change.Side, keeping kept: Set<String> = []
  ) throws -> ShadowWorkTree {
    try test.open().shadowWorkTree(of: side, in: slots(test)) { kept.contains($0.description) }
  }

  private func commit(_ test: TestRepository) throws -> Change.Side {
    .commit(try test.id("HEAD"), label: "HEAD")
  }

  /// Every file below a folder: its mode and contents, or where a link leads to.
  private func files(_ folder: String) throws -> [String: String] {
    let manager = FileManager.default
    var found: [String: String] = [:]
    for path in try manager.subpathsOfDirectory(atPath: folder) where path != ".git" {
      if path.hasPrefix(".git/") { continue }
      let full = "\(folder)/\(path)"
      let attributes = try manager.attributesOfItem(atPath: full)
      switch attributes[.type] as? FileAttributeType {
      case .typeDirectory?: continue
      case .typeSymbolicLink?:
        found[path] = "-> " + (try manager.destinationOfSymbolicLink(atPath: full))
      default:
        let mode = (attributes[.posixPermissions] as? Int ?? 0) & 0o100
        found[path] =
          "\(mode) \(Data(try Data(contentsOf: URL(filePath: full))).base64EncodedString())"
      }
    }
    return found
  }

  /// What Git itself writes for the index.
  private func checkedOut(_ test: TestRepository, _ name: String) throws -> [String: String] {
    let folder = test.beside(name)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try test.git("checkout-index", "--all", "--prefix=\(folder)/")
    return try files(folder)
  }

  @Test(arguments: 0..<12)
  func `holds what git checks out, step by step`(_ seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let test = try TestRepository()
    for step in 0..<4 {
      try test.git("rm", "--quiet", "-r", "--force", "--ignore-unmatch", ".")
      try RandomTests().stageRandomly(test, &random)
      let staged = try checkedOut(test, "staged-\(step)")
      #expect(try files(shadow(test, .index).path) == staged)
      try test.commit("step \(step)")
      let tree = try shadow(test, commit(test))
      #expect(try files(tree.path) == staged)
      let status = try test.git(["status", "--porcelain", "--ignored"], in: tree.path)
      #expect(status.isEmpty)
      try test.write("a.txt", "step \(step)\n")
      try test.write("new/b.txt", "not added \(step)\n")
      #expect(try files(shadow(test, .workTree).path) == files(test.folder))
    }
  }

  @Test func `the repository is not written`() throws {
    let test = try TestRepository()
    try test.stage("a.txt", "one\n")
    try test.commit("first")
    try test.stage("a.txt", "two\n")
    try test.write("a.txt", "three\n")
    let before = try files(test.folder + "/.git")
    for side in [Change.Side.index, .workTree, try commit(test)] { _ = try shadow(test, side) }
    #expect(try files(test.folder + "/.git") == before)
  }

  @Test func `files are converted as git does it`() throws {
    let test = try TestRepository()
    try test.write(".gitattributes", "*.txt text eol=crlf\nid ident\n*.bin -text\n")
    try test.write("a.txt", "one\ntwo\n")
    try test.write("a.bin", "one\ntwo\n")
    try test.write("id", "$Id$\n")
    try test.git("config", "core.autocrlf", "input")
    try test.git("add", "--all")
    let expected = try checkedOut(test, "expected")
    #expect(try files(shadow(test, .index).path) == expected)
    try test.write("info", "")
    try test.git("add", "--all")
    // Attributes that are in no file of the tree.
    try Data("info eol=crlf\n".utf8).write(to: URL(filePath: test.folder + "/.git/info/attributes"))
    try test.write("info", "one\n")
    try test.git("add", "--all")
    #expect(try files(shadow(test, .index).path) == checkedOut(test, "expected-2"))
  }

  @Test func `what the policy names stays, and nothing else`() throws {
    let test = try TestRepository()
    try test.write(".gitignore", "*.o\n.build/\n")
    try test.stage("src/a.c", "int a;\n")
    try test.commit("first")
    var tree: ShadowWorkTree? = try shadow(test, commit(test))
    let path = try #require(tree?.path)
    let outside = test.beside("outside")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try Data("kept".utf8).write(to: URL(filePath: outside + "/file"))
    for name in ["src/.build", "src/left"] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(name)", withIntermediateDirectories: true)
      try Data("x".utf8).write(to: URL(filePath: "\(path)/\(name)/product"))
    }
    try Data("x".utf8).write(to: URL(filePath: "\(path)/src/a.o"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/link", withDestinationPath: outside)
    tree = nil
    let again = try shadow(test, commit(test), keeping: ["src/.build"])
    #expect(again.path == path)
    #expect(try Set(files(path).keys) == [".gitignore", "src/a.c", "src/.build/product"])
    #expect(FileManager.default.fileExists(atPath: outside + "/file"))
  }

  @Test func `a file that stays is not written again`() throws {
    let test = try TestRepository()
    try test.stage("a.txt", "one\n")
    try test.stage("b.txt", "one\n")
    try test.commit("first")
    func number(_ path: String) throws -> (Int?, Date?) {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      return (
        attributes[.systemFileNumber] as? Int, attributes[.modificationDate] as? Date
      )
    }
    let path = try shadow(test, commit(test)).path
    let before = try number(path + "/a.txt")
    try test.stage("b.txt", "two\n")
    #expect(try shadow(test, .index).path == path)
    #expect(try number(path + "/a.txt") == before)
    #expect(try String(contentsOfFile: path + "/b.txt", encoding: .utf8) == "two\n")
  }

  @Test func `each that is held has a place of its own`() throws {
    let test = try TestRepository()
    try test.stage("a.txt", "one\n")
    try test.commit("first")
    let first = try shadow(test, commit(test))
    let second = try shadow(test, .index)
    #expect(first.path != second.path)
    #expect(slots(test).usage().count == 2)
    // Nothing that is held goes.
    #expect(slots(test).trim(to: 0) == 0)
    #expect(try files(first.path) == files(second.path))
  }

  @Test func `places that nobody uses make room`() throws {
    let test = try TestRepository()
    try test.stage("a.txt", String(repeating: "long\n", count: 10_000))
    try test.commit("first")
    _ = try shadow(test, commit(test)).path
    #expect(slots(test).trim(to: 1 << 30) == 0)
    #expect(slots(test).trim(to: 0) > 50_000)
    #expect(slots(test).usage().isEmpty)
    #expect(try !files(shadow(test, commit(test)).path).isEmpty)
  }

  @Test(arguments: [
    "truncated", "index", "index.lock", "HEAD", "config", "objects", "tree", ".git",
  ])
  func `what a crash left is repaired`(_ damage: String) throws {
    let test = try TestRepository()
    try test.stage("a/b.txt", "one\n")
    try test.stage("c.txt", "two\n")
    try test.commit("first")
    let path = try shadow(test, commit(test)).path
    let git = path.dropLast(4) + "git"
    let expected = try files(path)
    let garbage = Data("garbage".utf8)
    switch damage {
    case "truncated": try Data().write(to: URL(filePath: path + "/a/b.txt"))
    case "objects": try FileManager.default.removeItem(atPath: git + "/objects")
    case "tree": try FileManager.default.removeItem(atPath: path)
    case ".git": try FileManager.default.removeItem(atPath: path + "/.git")
    default: try garbage.write(to: URL(filePath: "\(git)/\(damage)"))
    }
    let again = try shadow(test, commit(test))
    #expect(again.path == path)
    #expect(try files(path) == expected)
    #expect(try test.git(["status", "--porcelain"], in: path).isEmpty)
  }

  @Test func `what is not as in a checkout is said`() throws {
    let test = try TestRepository()
    let module = try TestRepository()
    try module.stage("inner.txt", "inner\n")
    try module.commit("inner")
    try test.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "libs/inner"
    )
    try test.write(".gitattributes", "*.big filter=lfs -text\n")
    try test.write(
      "a.big",
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "0", count: 64))\nsize 9\n"
    )
    try test.git("add", "--all")
    let tree = try shadow(test, .index)
    #expect(
      tree.notes == [
        "the submodule libs/inner is an empty folder",
        "a.big is a pointer of Git LFS, not the file itself",
      ])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: tree.path + "/libs/inner").isEmpty)
  }
}

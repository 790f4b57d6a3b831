import Foundation
import Git
import Testing

@Suite struct ErrorTests {
  @Test func `a folder outside any repository`() throws {
    let folder = NSTemporaryDirectory() + "verdict-plain-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: GitError.notARepository(path: folder)) { try Repository.open(at: folder) }
  }

  @Test func `an unknown revision names the nearest`() throws {
    let test = try TestRepository()
    try test.commit("first")
    try test.git("branch", "feature/login")
    try test.git("tag", "v1.0")
    let repository = try test.open()
    for (typed, meant) in [
      ("featrue/login", "feature/login"), ("mian~1", "main~1"), ("v1.1", "v1.0"),
      ("zzzzzz", nil),
    ] {
      #expect(throws: GitError.unknownRevision(typed, nearest: meant)) {
        try repository.commitID(of: typed)
      }
    }
  }

  @Test func `tags are followed and trees are no commits`() throws {
    let test = try TestRepository()
    let commit = try test.commit("first")
    try test.git("tag", "--annotate", "-m", "a tag", "v1")
    try test.git("tag", "--annotate", "-m", "a tag of it", "outer", "v1")
    let repository = try test.open()
    #expect(try repository.commitID(of: "outer") == commit)
    #expect(try repository.commitID(of: String(commit.hex.prefix(7))) == commit)
    #expect(throws: GitError.notACommit("HEAD^{tree}")) {
      try repository.commitID(of: "HEAD^{tree}")
    }
    let tree = try test.id("HEAD^{tree}")
    #expect(throws: GitError.notACommit(tree.hex)) { try repository.commitID(of: tree.hex) }
  }

  @Test func `an ambiguous name`() throws {
    let test = try TestRepository()
    try test.commit("first")
    // Two blobs whose names begin alike.
    for content in ["1100", "1340"] {
      try test.git(["hash-object", "-w", "--stdin"], input: Array(content.utf8))
    }
    #expect(throws: GitError.ambiguous("5b2b55")) { try test.open().commitID(of: "5b2b55") }
  }

  @Test func `histories with nothing in common`() throws {
    let test = try TestRepository()
    try test.commit("first")
    try test.git("switch", "--quiet", "--orphan", "other")
    try test.commit("another first")
    let repository = try test.open()
    #expect(throws: GitError.noMergeBase("main", "other", isShallow: false)) {
      try repository.change(.range("main", "other"))
    }
  }

  @Test func `a repository with SHA-256 names`() throws {
    let test = try TestRepository(["init", "--quiet", "--object-format=sha256"])
    let error = #expect(throws: GitError.self) { try test.open() }
    guard case .unsupportedObjectFormat? = error else { throw error! }
    #expect(error?.problem.message.contains("SHA-256") == true)
  }

  @Test func `an unknown extension`() throws {
    let test = try TestRepository()
    try test.git("config", "core.repositoryFormatVersion", "1")
    try test.git("config", "extensions.noSuchThing", "true")
    let error = #expect(throws: GitError.self) { try test.open() }
    guard case .unsupportedExtension(_, "nosuchthing")? = error else { throw error! }
  }

  @Test(.enabled(if: getuid() == 0, "only root can give a folder away"))
  func `a repository of another user`() throws {
    let test = try TestRepository()
    try #require(chown(test.folder, 12345, 12345) == 0)
    try #require(chown(test.folder + "/.git", 12345, 12345) == 0)
    let error = #expect(throws: GitError.self) { try test.open() }
    guard case .ownership? = error else { throw error! }
    #expect(error?.problem.help?.contains("safe.directory '\(test.folder)'") == true)
  }

  /// Cuts a loose object short.
  func truncate(_ id: ObjectID, in test: TestRepository) throws {
    let path = ".git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: test.folder + "/" + path)
    let bytes = try test.read(path)
    try Data(bytes.prefix(bytes.count / 2)).write(to: URL(filePath: test.folder + "/" + path))
  }

  @Test func `a damaged blob spares the other files`() throws {
    let test = try TestRepository()
    try test.write("good.txt", "good\n")
    try test.stage("bad.txt", String(repeating: "some text to be cut ", count: 50))
    try test.commit("first")
    let id = try test.id("HEAD:bad.txt")
    try truncate(id, in: test)
    let repository = try test.open()
    let files = try repository.change(.commit("HEAD")).files
    #expect(files.map(\.path) == ["bad.txt", "good.txt"])
    #expect(try text(files[1].after, "good.txt", in: repository) == "good\n")
    let error = #expect(throws: GitError.self) {
      try repository.contents(of: files[0].after!, path: "bad.txt")
    }
    guard case .corruptObject(id, _)? = error else { throw error! }
  }

  @Test(arguments: ["HEAD", "HEAD^{tree}", "HEAD:folder"])
  func `a damaged commit or tree is named`(_ revision: String) throws {
    let test = try TestRepository()
    try test.stage("folder/a.txt", "a\n")
    try test.commit("first")
    let id = try test.id(revision)
    try truncate(id, in: test)
    let error = #expect(throws: GitError.self) { try test.open().change(.commit("HEAD")) }
    guard case .corruptObject(id, _)? = error else { throw error! }
  }

  @Test func `a missing object is named`() throws {
    let test = try TestRepository()
    try test.stage("a.txt", "a\n")
    try test.commit("first")
    let id = try test.id("HEAD:a.txt")
    try test.remove(".git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
    #expect(throws: GitError.missingObject(id, isPartialClone: false)) {
      try test.open().blob(id)
    }
  }

  @Test func `every error says what to do`() {
    let id = ObjectID(hex: String(repeating: "ab", count: 20))!
    let errors: [GitError] = [
      .notARepository(path: "x"), .ownership(path: "x"), .unsupportedObjectFormat(path: "x"),
      .unsupportedExtension(path: "x", name: "y"), .unreadableIndex(path: "x", detail: "y"),
      .bareNeedsCommits, .noCommitYet, .unknownRevision("x", nearest: nil), .ambiguous("x"),
      .notACommit("x"), .noMergeBase("a", "b", isShallow: true), .shallowBoundary(id),
      .missingObject(id, isPartialClone: true), .corruptObject(id, detail: "d"),
      .unreadable(path: "x", errno: 13), .library("x"),
    ]
    for error in errors {
      #expect(!error.problem.message.isEmpty)
      #expect(error.problem.help?.isEmpty == false)
    }
  }
}

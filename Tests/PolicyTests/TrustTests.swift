import Glibc
import Policy
import Source
import Testing

@Suite struct TrustTests {
  private let swift = TrustItem(
    .program, name: "swift", path: "/usr/bin/swift", arguments: ["test", "--parallel"])
  private let make = TrustItem(.program, name: "make", path: "/usr/bin/make")

  @Test func whatIsTrustedIsTrustedAfterSavingAndLoading() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/config/verdict/trust.json"
      var store = try TrustStore.load(path)
      #expect(!store.trusted(swift, repository: "/a/.git"))
      store.trust([swift, make], repository: "/a/.git")
      try store.save()

      let loaded = try TrustStore.load(path)
      #expect(loaded.trusted(swift, repository: "/a/.git"))
      #expect(loaded.items(repository: "/a/.git") == [make, swift])
      #expect(!loaded.trusted(swift, repository: "/b/.git"))
      let other = TrustItem(.program, name: "swift", path: "/tmp/swift", arguments: swift.arguments)
      #expect(!loaded.trusted(other, repository: "/a/.git"))
      let fewer = TrustItem(.program, name: "swift", path: swift.path, arguments: ["test"])
      #expect(!loaded.trusted(fewer, repository: "/a/.git"))
    }
  }

  @Test func theFileAndItsFoldersAreTheUsersAlone() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/config/verdict/trust.json"
      var store = try TrustStore.load(path)
      store.trust([make], repository: "/a/.git")
      try store.save()
      #expect(mode(path) == 0o600)
      #expect(mode("\(folder)/config/verdict") == 0o700)
      #expect(mode("\(folder)/config") == 0o700)
      #expect(names(in: "\(folder)/config/verdict") == ["trust.json"])
    }
  }

  @Test func trustCanBeTakenBack() throws {
    try withTemporaryFolder { folder in
      var store = try TrustStore.load("\(folder)/trust.json")
      store.trust([make], repository: "/a/.git")
      store.trust([make], repository: "/b/.git")
      try store.save()
      store.revoke(repository: "/a/.git")
      try store.save()
      let loaded = try TrustStore.load("\(folder)/trust.json")
      #expect(!loaded.trusted(make, repository: "/a/.git"))
      #expect(loaded.trusted(make, repository: "/b/.git"))
    }
  }

  @Test func nothingIsWrittenWhenNothingChanged() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/trust.json"
      var store = try TrustStore.load(path)
      store.revoke(repository: "/a/.git")
      store.trust([], repository: "/a/.git")
      try store.save()
      #expect(access(path, F_OK) != 0)
      store.trust([make], repository: "/a/.git")
      try store.save()
      let before = inode(path)
      store.trust([make], repository: "/a/.git")
      try store.save()
      #expect(inode(path) == before)
    }
  }

  @Test(arguments: ["", "{", "[]", "{\"format\": \"verdict.trust/1\"}"])
  func aDamagedFileIsAnErrorAndStays(content: String) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/trust.json"
      try write(path, content)
      let problem = #expect(throws: Problem.self) { try TrustStore.load(path) }
      #expect(problem?.message == "the list of what you trust cannot be read: it is damaged")
      #expect(problem?.place?.path == path)
      #expect(read(path) == content)
    }
  }

  @Test func aNewerFormatIsRefused() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/trust.json"
      try write(path, "{\"format\": \"verdict.trust/2\", \"repositories\": {}}")
      #expect(throws: Problem.self) { try TrustStore.load(path) }
    }
  }

  @Test func aFileThatOthersCanWriteIsRefused() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/trust.json"
      try write(path, "{\"format\": \"verdict.trust/1\", \"repositories\": {}}", mode: 0o666)
      let problem = #expect(throws: Problem.self) { try TrustStore.load(path) }
      #expect(problem?.message == "`\(path)` can be changed by other users")
    }
  }

  @Test func aChangeByAnotherProcessIsNotOverwritten() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/trust.json"
      var one = try TrustStore.load(path)
      var other = try TrustStore.load(path)
      one.trust([make], repository: "/a/.git")
      other.trust([swift], repository: "/b/.git")
      try one.save()
      #expect(throws: Problem.self) { try other.save() }
      #expect(try TrustStore.load(path).trusted(make, repository: "/a/.git"))
    }
  }

  @Test func aLinkToTheFileStays() throws {
    try withTemporaryFolder { folder in
      try write("\(folder)/real.json", "{\"format\": \"verdict.trust/1\", \"repositories\": {}}")
      try #require(symlink("\(folder)/real.json", "\(folder)/trust.json") == 0)
      var store = try TrustStore.load("\(folder)/trust.json")
      store.trust([make], repository: "/a/.git")
      try store.save()
      #expect(names(in: folder) == ["real.json", "trust.json"])
      #expect(read("\(folder)/real.json")?.contains("/usr/bin/make") == true)
    }
  }

  @Test func textAndDigestTellItemsApart() {
    let joined = TrustItem(.program, name: "a", path: "/a", arguments: ["b c"])
    let apart = TrustItem(.program, name: "a", path: "/a", arguments: ["b", "c"])
    #expect(joined.canonicalText == "program a /a \"b c\"")
    #expect(apart.canonicalText == "program a /a b c")
    #expect(joined.digest != apart.digest)
    #expect(joined.digest == TrustItem(.program, name: "a", path: "/a", arguments: ["b c"]).digest)
    let hostile = TrustItem(.program, name: "a", path: "/a", arguments: ["\u{1B}[2J", ""])
    #expect(hostile.canonicalText == "program a /a \"\\u{1b}[2J\" \"\"")
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  private func inode(_ path: String) -> ino_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_ino : 0
  }
}

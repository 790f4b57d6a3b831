import Git
import Testing

@Suite struct CommitTests {
  @Test func `a commit says who, when and what`() throws {
    let test = try TestRepository()
    let first = try test.commit("first")
    let second = try test.commit("subject\n\nbody\n")
    let commit = try test.open().commit(second)
    #expect(commit.id == second)
    #expect(commit.parents == [first])
    #expect(try commit.tree == test.id("HEAD^{tree}"))
    #expect(commit.message == "subject\n\nbody\n")
    #expect(commit.subject == "subject")
    #expect(commit.author.name == "Ada" && commit.author.email == "ada@example.org")
    #expect(commit.committer.name == "Charles")
    #expect(commit.author.seconds == 1_700_000_120)
    #expect(commit.author.offsetMinutes == 120)
  }

  @Test func `a message in Latin-1 is decoded`() throws {
    let test = try TestRepository()
    try test.git(
      ["-c", "i18n.commitEncoding=ISO-8859-1", "commit", "--allow-empty", "--file=-"],
      input: Array("caf".utf8) + [0xE9, 0x0A])
    let commit = try test.open().commit(test.id("HEAD"))
    #expect(commit.message == "café\n")
  }

  @Test func `names of objects`() throws {
    let hex = "0123456789abcdef0123456789abcdef01234567"
    let id = try #require(ObjectID(hex: hex))
    #expect(id.hex == hex)
    #expect(id.short == "01234567")
    #expect(!id.isZero)
    #expect(ObjectID(hex: String(repeating: "0", count: 40))?.isZero == true)
    #expect(ObjectID(hex: hex.uppercased()) == id)
    for wrong in ["", "0123", hex + "0", String(repeating: "g", count: 40)] {
      #expect(ObjectID(hex: wrong) == nil)
    }
  }
}

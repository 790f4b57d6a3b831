import FoundationEssentials
import Git
import Glibc
import Source
import Syntax
import Testing

@testable import Engine

@Suite struct ReferenceIndexTests {
  private func listed(_ files: [String: String]) throws -> (
    files: [ListedFile], contents: [ObjectID: [UInt8]]
  ) {
    var contents: [ObjectID: [UInt8]] = [:]
    var result: [ListedFile] = []
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
      let id = try #require(ObjectID(ofBlob: Array(text.utf8)))
      contents[id] = Array(text.utf8)
      result.append(ListedFile(path: SourcePath(path), id: id))
    }
    return (result, contents)
  }

  /// The paths that hold a name, how many files were read for it, and what there is to say.
  private func holding(_ name: String, _ files: [String: String], keptAt path: String?) async throws
    -> (paths: [String], read: Int, note: String?)
  {
    let (listed, contents) = try listed(files)
    var index = ReferenceIndex(listed, keptAt: path)
    var read = 0
    var search: NameSearch
    repeat {
      try await index.update(
        contents: { id, _ in
          read += 1
          return contents[id]
        }, progress: { _, _ in })
      search = NameSearch([NameKey.of(name)], in: &index)
    } while !search.isWhole
    let found = search.files(NameKey.of(name))
    for file in found {
      #expect(index.references(file)?.uses.contains { $0.name == NameKey.of(name) } == true)
    }
    return (found.map { index.files[$0].path.description }, read, index.note)
  }

  private let files = [
    "a.py": "load()\n", "b.py": "import a\na.load()\n", "c.py": "other()\n",
    "notes.txt": "load()\n",
  ]

  @Test func onlyWhatIsMissingIsRead() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/x/names.sqlite"
      let first = try await holding("load", files, keptAt: path)
      #expect(first.paths == ["a.py", "b.py"] && first.read == 3 && first.note == nil)
      let second = try await holding("load", files, keptAt: path)
      #expect(second.paths == ["a.py", "b.py"] && second.read == 0)
      var changed = files
      changed["c.py"] = "load(1)\n"
      let third = try await holding("load", changed, keptAt: path)
      #expect(third.paths == ["a.py", "b.py", "c.py"] && third.read == 1)
    }
  }

  @Test func renamesAndDeletionsReadNothing() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      _ = try await holding("load", files, keptAt: path)
      let moved = ["d/a.py": files["a.py"]!, "c.py": files["c.py"]!]
      let found = try await holding("load", moved, keptAt: path)
      #expect(found.paths == ["d/a.py"] && found.read == 0)
      let twice = ["d/a.py": files["a.py"]!, "e/a.py": files["a.py"]!]
      #expect(try await holding("load", twice, keptAt: path).paths == ["d/a.py", "e/a.py"])
    }
  }

  @Test func aDamagedFileIsBegunAgain() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      _ = try await holding("load", files, keptAt: path)
      try write([UInt8](repeating: 9, count: 4_096), to: path)
      for ending in ["-wal", "-shm"] { unlink(path + ending) }
      let found = try await holding("load", files, keptAt: path)
      #expect(found.paths == ["a.py", "b.py"] && found.read == 3)
      #expect(found.note?.contains("was damaged") == true)
      let next = try await holding("load", files, keptAt: path)
      #expect(next.paths == ["a.py", "b.py"] && next.read == 0 && next.note == nil)
    }
  }

  @Test func withoutAPlaceTheAnswerIsTheSame() async throws {
    try await withTemporaryFolder { folder in
      try write("a file", to: "\(folder)/file")
      let found = try await holding("load", files, keptAt: "\(folder)/file/names.sqlite")
      #expect(found.paths == ["a.py", "b.py"])
      #expect(found.note?.contains("not kept") == true)
      #expect(try await holding("load", files, keptAt: nil).note == nil)
    }
  }

  @Test func aLockedFileIsSaidAndTheAnswerIsTheSame() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      let descriptor = open("\(path).lock", O_RDWR | O_CREAT, 0o600)
      defer { close(descriptor) }
      try #require(flock(descriptor, LOCK_EX) == 0)
      let found = try await holding("load", files, keptAt: path)
      #expect(found.paths == ["a.py", "b.py"])
      #expect(found.note?.contains("in use by another process") == true)
      flock(descriptor, LOCK_UN)
      let next = try await holding("load", files, keptAt: path)
      #expect(next.read == 3 && next.note == nil)
    }
  }

  @Test func severalAtOnceFillOneIndex() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/names.sqlite"
      let many = Dictionary(
        uniqueKeysWithValues: (0..<300).map { ("m\($0).py", "def f\($0)():\n    load(\($0))\n") })
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<3 {
          group.addTask { try await holding("load", many, keptAt: path).paths.count }
        }
        for try await count in group { #expect(count == 300) }
      }
      #expect(try await holding("load", many, keptAt: path).read == 0)
    }
  }

  @Test func recordsComeBackAsTheyWere() throws {
    let text = """
      from a.b import c as d, e
      class A(B):
          def run(self, k: C = 1):
              k.go(); self.x.y(); return helper(e, d)[0].z
      """
    let references = FileReferences(
      SyntaxFile(SourceText(text), as: try #require(.named("python"))))
    #expect(references.uses.count > 8)
    let bytes = ReferenceRecord.detail(references)
    #expect(bytes.withUnsafeBytes(ReferenceRecord.read) == references)
    // Cut short or wrong, they are no record, and nothing crashes.
    for count in 0..<bytes.count {
      #expect(Array(bytes[..<count]).withUnsafeBytes(ReferenceRecord.read) == nil)
    }
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 0x55
      _ = other.withUnsafeBytes(ReferenceRecord.read)
    }
  }

  @Test(
    arguments: [
      ("a.b.c", "c"), ("Foo<T>", "Foo"), ("impl<T> Foo<T>", "Foo"), ("$x", "x"), ("A\\B", "B"),
      ("initWith:style:", "initWith"), ("", ""), ("operator<", "operator"),
    ])
  func theLastName(_ name: String, _ last: String) {
    #expect(String(decoding: ReferenceRecord.lastName(name), as: UTF8.self) == last)
  }
}

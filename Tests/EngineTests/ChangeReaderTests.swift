import FoundationEssentials
import Git
import Source
import Testing
import Verification

@testable import Engine

@Suite struct ChangeReaderTests {
  private func read(
    _ repository: TestRepository, _ selector: ChangeSelector,
    isExcluded: (SourcePath) -> Bool = { _ in false }
  ) async throws -> (files: [String: SubjectFile], lines: LineTotals) {
    let opened = try repository.open()
    let (subject, lines) = await ChangeReader(opened).read(
      try opened.change(selector), stage: .ci, isExcluded: isExcluded)
    #expect(subject.stage == .ci)
    #expect(subject.files.map(\.path) == subject.diff.files.map(\.path))
    return (
      Dictionary(uniqueKeysWithValues: subject.files.map { ($0.path.description, $0) }), lines
    )
  }

  @Test func textsAreReadAsTheirLanguages() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.py": "x = 1\ny = 2\n", "gone.py": "z = 3\n", "run": "1\n"])
      try FileManager.default.removeItem(atPath: "\(repository.path)/gone.py")
      try await repository.commit([
        "a.py": "x = 1\ny = 3\nz = 4\n", "run": "#!/usr/bin/env python3\nx = 1\n", "notes": "a\n",
      ])
      let (files, lines) = try await read(repository, .commit("HEAD"))
      #expect(files["a.py"]?.pair.before != nil && files["a.py"]?.pair.after != nil)
      #expect(files["run"]?.pair.language == .named("python"))
      #expect(files["gone.py"]?.pair.after == nil && files["gone.py"]?.pair.before != nil)
      #expect(files["gone.py"]?.isUnread == false)
      #expect(files["notes"]?.pair.note == "no language that is read")
      #expect(files["notes"]?.after != nil)
      #expect((lines.added, lines.removed) == (5, 3))
    }
  }

  @Test func binaryFilesAndLinksAreNotRead() async throws {
    try await TestRepository.with { repository in
      try await repository.commit([:])
      try EngineTests.write([1, 0, 2], to: "\(repository.path)/a.py")
      try FileManager.default.createSymbolicLink(
        atPath: "\(repository.path)/link.py", withDestinationPath: "/etc/passwd")
      try await repository.commit([:])
      let (files, lines) = try await read(repository, .commit("HEAD"))
      let binary = try #require(files["a.py"])
      #expect(binary.pair.isBinary && binary.pair.note == "binary" && binary.after == nil)
      #expect(!binary.isUnread)
      let link = try #require(files["link.py"])
      #expect(link.pair.note == "a symbolic link" && link.after == nil && !link.isUnread)
      #expect(lines.added == 0)
    }
  }

  @Test func whatCannotBeReadSaysWhy() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.py": "x = 1\n", "b.py": "y = 1\n"])
      let blob = try await repository.git("rev-parse", "HEAD:a.py").prefix(40)
      let object = "\(repository.path)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
      try FileManager.default.removeItem(atPath: object)
      let (files, _) = try await read(repository, .commit("HEAD"))
      #expect(files["a.py"]?.isUnread == true)
      #expect(files["a.py"]?.pair.note?.isEmpty == false)
      #expect(files["b.py"]?.after != nil)
    }
  }

  @Test func tooLargeFilesAreNotRead() async throws {
    try await TestRepository.with { repository in
      try await repository.commit([:])
      let size = ChangeReader.largestFile + 1
      try EngineTests.write([UInt8](repeating: 0x61, count: size), to: "\(repository.path)/a.py")
      let (files, _) = try await read(repository, .workTree)
      #expect(files["a.py"]?.isUnread == true)
      #expect(files["a.py"]?.pair.note == "larger than 64 MiB")
      #expect(files["a.py"]?.change.after?.size == size)
    }
  }

  @Test func excludedPathsAreLeftOut() async throws {
    try await TestRepository.with { repository in
      try await repository.commit(["a.py": "x = 1\n", "vendor/b.py": "y = 1\n"])
      let (files, lines) = try await read(repository, .commit("HEAD")) {
        $0.bytes.starts(with: Array("vendor/".utf8))
      }
      #expect(files.keys.sorted() == ["a.py"])
      #expect(lines.added == 1)
    }
  }

  @Test func manyFilesInParallelKeepTheirOrder() async throws {
    let numbers = Array(0..<500)
    #expect(await numbers.mapInParallel(isWorthIt: true) { $0 * 2 } == numbers.map { $0 * 2 })
    #expect(await numbers.mapInParallel(isWorthIt: false) { $0 * 2 } == numbers.map { $0 * 2 })
  }
}

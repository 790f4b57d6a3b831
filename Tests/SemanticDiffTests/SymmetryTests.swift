import SemanticDiff
import Source
import Syntax
import Testing

/// What holds of every change, whatever the language: a file has no difference from itself, and seen from
/// the other side what was added was removed, and what was renamed or moved was so back again. The files are
/// the samples of all languages, with one declaration after the other removed, renamed, or put into another
/// file.
@Suite struct SymmetryTests {
  private static let languages = Language.all.map(\.name).sorted()
  /// Declarations of a sample that are tried.
  private static let most = 12

  private struct Sample {
    let language: Language
    let path: String
    let bytes: [UInt8]
    let file: SyntaxFile

    init(_ name: String) throws {
      language = try #require(Language.named(name))
      bytes = try SemanticDiffTests.bytes(
        sourceFolder(of: #filePath) + "/../SyntaxTests/Samples/\(name).txt")
      path = "sample"
      file = SyntaxFile(SourceText(bytes), as: language, path: SourcePath(path))
    }

    func pair(_ path: String, _ before: [UInt8]?, _ after: [UInt8]?) -> FilePair {
      func read(_ bytes: [UInt8]?) -> SyntaxFile? {
        bytes.map { SyntaxFile(SourceText($0), as: language, path: SourcePath(path)) }
      }
      return FilePair(
        path: SourcePath(path),
        status: before == nil ? .added : after == nil ? .deleted : .modified,
        language: language, before: read(before), after: read(after))
    }

    /// Declarations that stand alone, in the order of the file, evenly chosen.
    var declarations: [Entity] {
      let all = file.entities.filter { $0.parent < 0 && $0.kind != .import && !$0.range.isEmpty }
      let step = max(1, all.count / SymmetryTests.most)
      return stride(from: 0, to: all.count, by: step).map { all[$0] }
    }

    /// The file with a range replaced.
    func replacing(_ range: ByteRange, _ new: [UInt8]) -> [UInt8] {
      bytes[..<range.start] + new + bytes[range.end...]
    }
  }

  @Test(arguments: languages)
  func nothingDiffersFromItself(_ name: String) throws {
    let sample = try Sample(name)
    let change = SemanticChange([sample.pair(sample.path, sample.bytes, sample.bytes)])
    #expect(change.files.flatMap(\.entities).isEmpty)
  }

  @Test(arguments: languages)
  func aRemovalIsAnAdditionSeenFromBehind(_ name: String) throws {
    let sample = try Sample(name)
    for entity in sample.declarations {
      let without = sample.replacing(entity.range, [])
      expectMirrored(sample, [("a", sample.bytes, without)])
    }
  }

  @Test(arguments: languages)
  func aRenameGoesBack(_ name: String) throws {
    let sample = try Sample(name)
    for entity in sample.declarations where !entity.nameRange.isEmpty {
      let renamed = sample.replacing(
        ByteRange(entity.nameRange.end, entity.nameRange.end), Array("Other".utf8))
      expectMirrored(sample, [("a", sample.bytes, renamed)])
    }
  }

  @Test(arguments: languages)
  func aMoveGoesBack(_ name: String) throws {
    let sample = try Sample(name)
    for entity in sample.declarations {
      let without = sample.replacing(entity.range, [])
      let alone = Array(sample.bytes[entity.range.start..<entity.range.end])
      expectMirrored(sample, [("a", sample.bytes, without), ("b", nil, alone)])
      // With another name in the other file.
      if entity.nameRange.isEmpty { continue }
      let place = entity.nameRange.end - entity.range.start
      guard place > 0, place <= alone.count else { continue }
      let renamed = alone[..<place] + Array("Other".utf8) + alone[place...]
      expectMirrored(sample, [("a", sample.bytes, without), ("b", [], Array(renamed))])
    }
  }

  /// Moves that are many at once: the second half of a file goes to another one.
  @Test(arguments: languages)
  func aSplitFileIsJoinedSeenFromBehind(_ name: String) throws {
    let sample = try Sample(name)
    for entity in sample.declarations.dropFirst() {
      let start = entity.range.start
      expectMirrored(
        sample,
        [
          ("a", sample.bytes, Array(sample.bytes[..<start])),
          ("b", nil, Array(sample.bytes[start...])),
        ])
    }
  }

  private func expectMirrored(
    _ sample: Sample, _ sides: [(path: String, before: [UInt8]?, after: [UInt8]?)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let forward = SemanticChange(sides.map { sample.pair($0.path, $0.before, $0.after) })
    let backward = SemanticChange(sides.map { sample.pair($0.path, $0.after, $0.before) })
    let mirrored = backward.identities.map(\.mirrored).sorted()
    #expect(forward.identities.sorted() == mirrored, sourceLocation: sourceLocation)
  }
}

/// What became of one declaration, without what changed in it.
private struct Identity: Hashable, Comparable, CustomStringConvertible {
  var before: String?
  var after: String?
  var isMoved = false
  var isRenamed = false

  var mirrored: Identity {
    Identity(before: after, after: before, isMoved: isMoved, isRenamed: isRenamed)
  }

  var description: String {
    "\(before ?? "nothing") → \(after ?? "nothing")\(isMoved ? " moved" : "")\(isRenamed ? " renamed" : "")"
  }

  static func < (a: Identity, b: Identity) -> Bool { a.description < b.description }
}

extension SemanticChange {
  /// The declarations that came, went, or are not what they were called.
  fileprivate var identities: [Identity] {
    files.flatMap(\.entities).compactMap { change in
      let kinds = Set(change.changes)
      let after = "\(change.path) \(change.qualifiedName)"
      if kinds.contains(.added) { return Identity(before: nil, after: after) }
      if kinds.contains(.removed) { return Identity(before: after, after: nil) }
      guard kinds.contains(.renamed) || kinds.contains(.moved) else { return nil }
      let before =
        "\(change.oldPath ?? change.path) \(change.oldQualifiedName ?? change.qualifiedName)"
      return Identity(
        before: before, after: after, isMoved: kinds.contains(.moved),
        isRenamed: kinds.contains(.renamed))
    }
  }
}

import Foundation
import Source
import Testing

@testable import Syntax

private let corpus = ProcessInfo.processInfo.environment["VERDICT_CORPUS"]

/// Reads each source file below the folder that `VERDICT_CORPUS` names. The files are taken to be
/// well formed.
@Suite(.enabled(if: corpus != nil, "set VERDICT_CORPUS to a folder with source files"))
struct CorpusTests {
  @Test func everyFileIsCoveredAndWellFormed() throws {
    var files = 0
    var bytes = 0
    var seconds = Duration.zero
    var kinds: [EntityKind: Int] = [:]
    for url in try sources() {
      let data = [UInt8](try Data(contentsOf: url))
      guard let language = Language.detect(path: SourcePath(url.path), bytes: data) else {
        continue
      }
      let text = SourceText(data)
      let start = ContinuousClock.now
      let file = SyntaxFile(text, as: language)
      seconds += ContinuousClock.now - start
      files += 1
      bytes += data.count
      for entity in file.entities { kinds[entity.kind, default: 0] += 1 }
      #expect(coverageFault(file) == nil, "\(url.path)")
      #expect(nestingFault(file) == nil, "\(url.path)")
      for defect in file.defects where defect.severity == .error {
        let place = text.position(at: defect.range.start)
        Issue.record("\(url.path):\(place.line):\(place.column): \(defect.message)")
      }
    }
    let counts = kinds.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", ")
    print("\(files) files, \(bytes) bytes, \(seconds): \(counts)")
    #expect(files > 0)
  }

  private func sources() throws -> [URL] {
    let root = URL(fileURLWithPath: try #require(corpus))
    let walk = FileManager.default.enumerator(
      at: root, includingPropertiesForKeys: [.isRegularFileKey])
    let files = try #require(walk).compactMap { $0 as? URL }
    return try files.filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile! }
      .sorted { $0.path < $1.path }
  }
}

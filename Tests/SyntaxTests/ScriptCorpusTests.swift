import Foundation
import Source
import Testing

@testable import Syntax

/// Reads every file below the folder that `VERDICT_SCRIPT_CORPUS` names and prints, for each
/// language, the number of files, entities and defects and the speed.
@Suite struct ScriptCorpus {
  static let folder = ProcessInfo.processInfo.environment["VERDICT_SCRIPT_CORPUS"]

  private struct Total {
    var files = 0
    var bytes = 0
    var entities = 0
    var defects: [String: Int] = [:]
    var duration = Duration.zero
  }

  @Test(.enabled(if: folder != nil))
  func isRead() throws {
    let folder = try #require(Self.folder)
    let walker = try #require(FileManager.default.enumerator(atPath: folder))
    var totals: [String: Total] = [:]
    for case let name as String in walker {
      let path = "\(folder)/\(name)"
      guard walker.fileAttributes?[.type] as? FileAttributeType == .typeRegular,
        let data = FileManager.default.contents(atPath: path)
      else { continue }
      let text = SourceText([UInt8](data))
      guard let language = Language.detect(path: SourcePath(name), bytes: text.bytes) else {
        continue
      }
      var total = totals[language.name] ?? Total()
      let start = ContinuousClock.now
      let file = SyntaxFile(text, as: language, path: SourcePath(name))
      total.duration += ContinuousClock.now - start
      total.files += 1
      total.bytes += text.bytes.count
      total.entities += file.entities.count
      for defect in file.defects where defect.severity == .error {
        total.defects[defect.rule.rawValue, default: 0] += 1
        let place = text.position(at: defect.range.start)
        print("\(path):\(place.line):\(place.column): \(defect.message)")
      }
      totals[language.name] = total
      if let broken = brokenInvariant(file) { Issue.record("\(broken) in \(path)") }
    }
    for (language, total) in totals.sorted(by: { $0.key < $1.key }) {
      let speed = Double(total.bytes) / 1e6 / (total.duration / .seconds(1))
      print(
        "\(language): \(total.files) files, \(total.bytes) bytes, \(total.entities) entities,",
        "\(total.defects), \(Int(speed)) MB/s")
    }
    #expect(!totals.isEmpty)
  }
}

import Report
import SemanticDiff
import Source

/// What a message may begin with, going by the change.
enum MessageOffer {
  /// The types of Conventional Commits for what the change looks like, the likeliest first.
  static func types(_ diff: DiffReport) -> [String] {
    switch diff.detected.type {
    case .code:
      let adds =
        diff.files.contains { $0.status == .added }
        || diff.files.contains { $0.entities.contains { $0.changes.contains(.added) } }
      return adds ? ["feat", "fix"] : ["fix", "feat"]
    case .docs: return ["docs"]
    case .refactor: return ["refactor"]
    case .test: return ["test"]
    case .release: return ["release"]
    case .devops: return ["build", "ci"]
    }
  }

  /// The innermost folder that holds all of the files; nil where that is the top, or one that only says
  /// that sources are in it.
  static func scope(_ paths: [SourcePath]) -> String? {
    guard var common = paths.first?.components.dropLast().map({ $0 }) else { return nil }
    for path in paths.dropFirst() {
      let folders = path.components.dropLast()
      common = zip(common, folders).prefix { $0.elementsEqual($1) }.map(\.0)
    }
    guard let last = common.last else { return nil }
    let name = String(decoding: last, as: UTF8.self).lowercased()
    let isName = name.utf8.allSatisfy {
      $0 &- 48 < 10 || $0 &- 97 < 26 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    return isName && !["src", "source", "sources", "lib"].contains(name) ? name : nil
  }

  /// The text with a comment above the first one.
  static func inserting(_ line: String, into text: String, _ comment: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let place = lines.firstIndex { $0.hasPrefix(comment) } ?? lines.count
    lines.insert(line, at: place)
    return lines.joined(separator: "\n")
  }
}

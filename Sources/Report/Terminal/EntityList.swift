import SemanticDiff
import Source

/// The entity changes of a change, grouped by file.
struct EntityList {
  let files: [FileDiff]
  let style: Style
  /// Whether reasons and API impact are shown beside each change.
  var showsImpact = false

  /// Rows of a list that is not verbose, over all files and in one file.
  private static let most = 60
  private static let mostInFile = 20

  func lines() -> [String] {
    var lines: [String] = []
    var left = style.isVerbose ? Int.max : EntityList.most
    var hiddenFiles = 0
    var hiddenEntities = 0
    for file in files {
      if left <= 0 {
        hiddenFiles += 1
        hiddenEntities += file.entities.count
        continue
      }
      let imports = file.entities.count { $0.kind == .import }
      let entities = showsImports ? file.entities : file.entities.filter { $0.kind != .import }
      lines.append(heading(file, hiddenImports: showsImports ? 0 : imports))
      left -= 1
      let shown = entities.prefix(
        style.isVerbose ? Int.max : min(max(left, 1), EntityList.mostInFile))
      lines += rows(Array(shown))
      left -= shown.count
      if shown.count < entities.count {
        lines.append(style.paint("  … and \(entities.count - shown.count) more here", .faint))
      }
    }
    if hiddenFiles > 0 {
      lines.append(
        style.paint(
          "… and \(plural(hiddenFiles, "more file")) with "
            + "\(plural(hiddenEntities, "changed declaration")); -v shows all", .faint))
    }
    return lines
  }

  /// Imports say little beside the rest; a diff and a verbose report show them.
  private var showsImports: Bool { showsImpact || style.isVerbose }

  private func heading(_ file: FileDiff, hiddenImports: Int) -> String {
    var path = Display.safe(file.path.description)
    if let old = file.oldPath { path = "\(Display.safe(old.description)) → \(path)" }
    var remarks: [String] = []
    if file.status != .modified { remarks.append(file.status.title) }
    if let note = file.note { remarks.append(Display.safe(note)) }
    if hiddenImports > 0 {
      remarks.append("\(plural(hiddenImports, "import")) changed")
    }
    let remark = remarks.isEmpty ? "" : "  " + remarks.joined(separator: ", ")
    return style.paint(path, .strong) + style.paint(remark, .faint)
  }

  private func rows(_ changes: [EntityChange]) -> [String] {
    let kinds = changes.map(\.kind.title)
    let kindWidth = kinds.map(Display.width).max() ?? 0
    let names = changes.map(name)
    let places = changes.map { ":\(($0.after ?? $0.before)?.start.line ?? 0)" }
    let placeWidth = places.map(Display.width).max() ?? 0
    let longest = names.map(Display.width).max() ?? 0
    let texts = changes.map(what)
    // A long name is cut rather than what happened.
    let room = texts.map(Display.width).max() ?? 0
    let nameWidth = min(longest, max(24, style.width - kindWidth - placeWidth - 8 - room))
    return changes.indices.flatMap { index -> [String] in
      let change = changes[index]
      let row =
        "  \(sign(change)) "
        + style.paint(Display.padded(kinds[index], to: kindWidth), .faint) + " "
        + Display.padded(Display.cut(names[index], to: nameWidth), to: nameWidth) + " "
        + style.paint(places[index], .faint)
      let used = 4 + kindWidth + 1 + nameWidth + 1 + placeWidth + 2
      let text = texts[index]
      let gap = String(repeating: " ", count: placeWidth - Display.width(places[index]) + 2)
      let rest = text.isEmpty ? "" : gap + Display.cut(text, to: max(12, style.width - used))
      guard showsImpact, change.api > .patch else { return [row + rest] }
      let reasons = change.reasons.flatMap {
        Display.wrapped(Display.safe($0), to: style.width - 8)
      }
      return [row + rest] + reasons.map { style.paint("        \($0)", .faint) }
    }
  }

  private func what(_ change: EntityChange) -> String {
    // `added` and `removed` stand in the sign already.
    var parts = [
      change.changes.filter { $0 != .added && $0 != .removed }.map(\.rawValue)
        .joined(separator: ", ")
    ]
    if showsImpact, change.api != .none { parts.append("api \(change.api.rawValue)") }
    return parts.filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private func name(_ change: EntityChange) -> String {
    let name = Display.safe(change.qualifiedName)
    var was: [String] = []
    if let old = change.oldQualifiedName { was.append(Display.safe(old)) }
    if let old = change.oldPath { was.append("in \(Display.safe(old.description))") }
    var parts = was.isEmpty ? [] : ["was \(was.joined(separator: " "))"]
    if !change.extractedFrom.isEmpty { parts.append("from \(names(change.extractedFrom))") }
    if !change.inlinedInto.isEmpty { parts.append("into \(names(change.inlinedInto))") }
    return parts.isEmpty ? name : "\(name) (\(parts.joined(separator: ", ")))"
  }

  private func names(_ references: [EntityReference]) -> String {
    references.map { Display.safe($0.qualifiedName) }.joined(separator: ", ")
  }

  private func sign(_ change: EntityChange) -> String {
    if change.changes.contains(.added) { return style.paint("+", .good) }
    if change.changes.contains(.removed) { return style.paint("-", .bad) }
    if change.changes.contains(.renamed) || change.changes.contains(.moved) {
      return style.paint("→", .accent)
    }
    return style.paint("~", .caution)
  }
}

extension FileStatus {
  /// The status in words.
  var title: String { self == .typeChanged ? "type changed" : rawValue }
}

/// A count with its noun: `1 file`, `2 files`.
func plural(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

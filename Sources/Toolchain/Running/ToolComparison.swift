import Git
import SemanticDiff
import Source
import Syntax
import Verification

/// Tells which diagnostics of the after side stood before. Line numbers and names of files do not count, so
/// that a shift, a move or a rename makes nothing new: two are the same by rule, declaration and the tokens
/// of their line, else by rule, declaration and message.
struct ToolComparison {
  /// Findings that are shown at most; the rest is counted.
  static let mostShown = 200

  private let subject: Subject
  private let context: ToolContext
  /// The paths before of files that have another one after, by the path after, and the other way round.
  private var oldPaths: [String: String] = [:]
  private var newPaths: [String: String] = [:]
  private var changed: Set<String> = []
  /// Names of declarations before by those after.
  private var renamed: [String: String] = [:]
  private var newNames: [[UInt8]: [UInt8]] = [:]
  private var files: [String: SyntaxText?] = [:]

  /// A file of a side as it is read for comparing.
  private struct SyntaxText {
    let text: SourceText
    let syntax: SyntaxFile?
  }

  init(_ subject: Subject, _ context: ToolContext) {
    self.subject = subject
    self.context = context
    for file in subject.change.files {
      let path = file.path.description
      changed.insert("after \(path)")
      changed.insert("before \(file.oldPath?.description ?? path)")
      if let old = file.oldPath, file.status == .renamed {
        oldPaths[path] = old.description
        newPaths[old.description] = path
      }
    }
    for change in subject.diff.files.flatMap(\.entities) {
      guard let old = change.oldQualifiedName else { continue }
      renamed[old] = change.qualifiedName
      let names = (Self.simple(old), Self.simple(change.qualifiedName))
      if names.0 != names.1 { newNames[names.0] = names.1 }
    }
  }

  /// The last component of a qualified name, without labels of parameters.
  private static func simple(_ name: String) -> [UInt8] {
    let bytes = Array(name.utf8.prefix { $0 != UInt8(ascii: "(") })
    let start = bytes.lastIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
    return Array(bytes[(start.map { $0 + 1 } ?? 0)...])
  }

  /// The diagnostics of the after side as findings: all that are new, and of the others those in files
  /// that the change touches.
  ///
  /// - Parameters:
  ///   - rule: what stands before the tool's own name of a rule.
  ///   - before: nil where it is not known what stood before.
  mutating func findings(
    _ after: [Diagnostic], against before: [Diagnostic]?, rule: String, tool: String
  ) -> (findings: [Finding], old: Int, unshown: Int) {
    var open = before ?? []
    // Where nothing changed, the same words at the same line are the same.
    var same = Dictionary(
      open.filter { !isChanged($0, "before") }.map { (Exact($0, $0.path), 1) },
      uniquingKeysWith: +)
    var old = 0
    var rest: [Diagnostic] = []
    for diagnostic in after {
      let key = Exact(diagnostic, diagnostic.path)
      if !isChanged(diagnostic, "after"), let count = same[key], count > 0 {
        same[key] = count - 1
        old += 1
      } else {
        rest.append(diagnostic)
      }
    }
    open = open.filter { diagnostic in
      guard !isChanged(diagnostic, "before") else { return true }
      let key = Exact(diagnostic, diagnostic.path)
      // What is left of the count was matched by nothing.
      guard let left = same[key], left > 0 else { return false }
      same[key] = left - 1
      return true
    }
    // Then by tokens, then by message; one that stood before stands for one alone.
    let stood = open.map { mark($0, isAfter: false) }
    let marks = rest.map { mark($0, isAfter: true) }
    var isTaken = [Bool](repeating: false, count: stood.count)
    var isOld = [Bool](repeating: false, count: rest.count)
    for key in [\Mark.tokens, \Mark.message] {
      var left: [String: [Int]] = [:]
      for place in stood.indices where !isTaken[place] {
        left[stood[place][keyPath: key], default: []].append(place)
      }
      for index in rest.indices where !isOld[index] {
        guard let place = left[marks[index][keyPath: key]]?.popLast() else { continue }
        isTaken[place] = true
        isOld[index] = true
      }
    }
    old += isOld.count { $0 }
    var findings: [Finding] = []
    var unshown = 0
    // The new ones first, so that the limit takes none of them for an old one.
    for index in rest.indices.sorted(by: { (isOld[$0] ? 1 : 0, $0) < (isOld[$1] ? 1 : 0, $1) }) {
      if findings.count == Self.mostShown {
        if !isOld[index] { unshown += 1 }
        continue
      }
      findings.append(finding(rest[index], marks[index], rule, tool, isNew: !isOld[index]))
    }
    return (findings, old, unshown)
  }

  private struct Exact: Hashable {
    let path: String?
    let line: Int
    let rule: String?
    let message: String
    let test: String?

    init(_ diagnostic: Diagnostic, _ path: String?) {
      self.path = path
      line = diagnostic.line
      rule = diagnostic.rule
      message = diagnostic.message
      test = diagnostic.test
    }
  }

  private func isChanged(_ diagnostic: Diagnostic, _ side: String) -> Bool {
    diagnostic.path.map { changed.contains("\(side) \($0)") } ?? false
  }

  // MARK: What a finding is known by

  private struct Mark {
    var tokens: String
    var message: String
    var entity: String?
  }

  private mutating func mark(_ diagnostic: Diagnostic, isAfter: Bool) -> Mark {
    if let test = diagnostic.test { return Mark(tokens: test, message: test, entity: test) }
    let file = file(diagnostic.path, isAfter: isAfter)
    let offset = file.map { Self.offset($0.text, diagnostic) }
    var entity: String?
    if let file, let offset, let syntax = file.syntax, diagnostic.line > 0 {
      entity = syntax.innermostEntity(at: offset).map { syntax.qualifiedName($0) }
    }
    if !isAfter, let name = entity { entity = renamed[name] ?? name }
    let words = diagnostic.rule ?? Self.normalised(diagnostic.message)
    let line = file.map { tokens($0, diagnostic.line, isAfter: isAfter) } ?? ""
    let message = Self.normalised(diagnostic.message)
    let name = entity ?? ""
    return Mark(
      tokens: "\(words)\n\(name)\n\(line)",
      message: "\(diagnostic.rule ?? "")\n\(name)\n\(message)", entity: entity)
  }

  /// A message without its numbers.
  private static func normalised(_ message: String) -> String {
    String(decoding: message.utf8.filter { !(48...57).contains($0) }, as: UTF8.self)
  }

  private mutating func file(_ path: String?, isAfter: Bool) -> SyntaxText? {
    guard let path else { return nil }
    let key = "\(isAfter ? "after" : "before") \(path)"
    if let known = files[key] { return known }
    let sourcePath = SourcePath(path)
    let subjectFile = subject.files.first {
      isAfter ? $0.path == sourcePath : ($0.change.oldPath ?? $0.path) == sourcePath
    }
    var found: SyntaxText?
    if let subjectFile, isAfter, let text = subjectFile.after {
      found = SyntaxText(text: text, syntax: subjectFile.pair.after)
    } else if let subjectFile, !isAfter, let text = subjectFile.before {
      found = SyntaxText(text: text, syntax: subjectFile.pair.before)
    } else if let bytes = context.contents(
      of: sourcePath, in: isAfter ? subject.change.after : subject.change.before),
      bytes.count < 4 << 20
    {
      let text = SourceText(bytes)
      let language = Language.detect(path: sourcePath, bytes: bytes)
      found = SyntaxText(
        text: text, syntax: language.map { SyntaxFile(text, as: $0, path: sourcePath) })
    }
    files[key] = .some(found)
    return found
  }

  /// The tokens of a line with a blank between; names that the change gives to declarations stand for
  /// those before.
  private func tokens(_ file: SyntaxText, _ line: Int, isAfter: Bool) -> String {
    guard line > 0 else { return "" }
    let bytes = file.text.line(line).prefix(4_096)
    guard let syntax = file.syntax else {
      return String(decoding: bytes.filter { $0 > 32 }, as: UTF8.self)
    }
    var result: [UInt8] = []
    var index = syntax.tokens.firstIndex(startingAt: bytes.startIndex)
    while index < syntax.tokens.count, syntax.tokens.start(index) < bytes.endIndex {
      let range = syntax.tokens.range(index)
      let token = Array(file.text.bytes[range.start..<range.end])
      result += isAfter ? token : newNames[token] ?? token
      result.append(32)
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: Findings

  private mutating func finding(
    _ diagnostic: Diagnostic, _ mark: Mark, _ rule: String, _ tool: String, isNew: Bool
  ) -> Finding {
    let file = file(diagnostic.path, isAfter: true)
    var range: ByteRange?
    if let file, diagnostic.line > 0 {
      let offset = Self.offset(file.text, diagnostic)
      range = ByteRange(offset, min(offset + 1, file.text.bytes.count))
    }
    let name = diagnostic.rule.map { "\(rule)/\($0)" } ?? rule
    var message = diagnostic.message
    if let test = diagnostic.test { message = "\(test): \(message)" }
    var finding = Finding(
      rule: name, severity: diagnostic.severity, message: "\(tool): \(message)",
      path: diagnostic.path.map { SourcePath($0) }, text: file?.text, range: range,
      entity: mark.entity, isNew: isNew)
    finding.fingerprint = String(Digest(name, mark.entity ?? "", mark.tokens).hex.prefix(16))
    return finding
  }

  /// The byte that a line and column mean.
  private static func offset(_ text: SourceText, _ diagnostic: Diagnostic) -> Int {
    let line = text.line(diagnostic.line)
    let start = text.offset(ofLine: max(1, diagnostic.line))
    let units = max(0, diagnostic.column - 1)
    var offset = min(units, line.count)
    if units > 0, diagnostic.unit != .bytes, line.prefix(units).contains(where: { $0 > 127 }) {
      let shown = String(decoding: line, as: UTF8.self)
      offset =
        diagnostic.unit == .scalars
        ? shown.unicodeScalars.prefix(units).reduce(0) { $0 + String($1).utf8.count }
        : String(decoding: Array(shown.utf16.prefix(units)), as: UTF16.self).utf8.count
    }
    return min(start + min(offset, line.count), text.bytes.count)
  }
}

import Commits
import Git
import Source
import Syntax
import Verification

/// Something that looks like less work than it says, with how sure that is.
struct Suspicion {
  /// The rule without the gate's name.
  let rule: String
  /// In [0, 1].
  var confidence: Double
  let message: String
  let help: String
  var path: SourcePath
  var text: SourceText?
  var range: ByteRange?
  /// The function or test in which it stands; nil outside of all.
  let entity: String?

  init(
    _ rule: String, _ confidence: Double, _ message: String, help: String, in site: FunctionSite,
    at range: ByteRange? = nil
  ) {
    self.rule = rule
    self.confidence = min(max(confidence, 0), 1)
    self.message = message
    self.help = help
    path = site.path
    text = site.file.text
    self.range = range ?? site.entity.nameRange
    entity = site.qualifiedName
  }

  init(
    _ rule: String, _ confidence: Double, _ message: String, help: String, in file: SyntaxFile,
    _ path: SourcePath, at range: ByteRange
  ) {
    self.rule = rule
    self.confidence = min(max(confidence, 0), 1)
    self.message = message
    self.help = help
    self.path = path
    text = file.text
    self.range = range
    entity = file.innermostEntity(at: range.start).map { file.qualifiedName($0) }
  }

  /// From this confidence on it is an error.
  static let certain = 0.9

  func finding(gate: String) -> Finding {
    Finding(
      rule: "\(gate)/\(rule)", severity: confidence >= Suspicion.certain ? .error : .warning,
      message: message, help: help, path: path, text: text, range: range, entity: entity,
      subject: path.description, confidence: (confidence * 100).rounded() / 100)
  }
}

/// What the messages of a change say, where that tells people of what would else be hidden.
struct Announcement {
  private let lines: [ArraySlice<UInt8>]
  let isEmpty: Bool

  init(_ commits: [Commit]) {
    lines = commits.flatMap { Array($0.message.utf8).split(separator: 10) }
    isEmpty = lines.isEmpty
  }

  /// Whether a line holds one of some texts; in lower case.
  func says(_ texts: [StaticString]) -> Bool { lines.contains { $0.holds(any: texts) } }

  /// Whether a line holds one of some texts and one of others.
  func says(_ texts: [StaticString], of objects: [StaticString]) -> Bool {
    lines.contains { $0.holds(any: texts) && $0.holds(any: objects) }
  }

  /// Whether a line holds one of some texts and a name.
  func says(_ texts: [StaticString], of name: ArraySlice<UInt8>) -> Bool {
    lines.contains { $0.holds(any: texts) && $0.holds(exactly: name) }
  }

  /// Whether the first line holds one of some texts.
  func subjectSays(_ texts: [StaticString]) -> Bool { lines.first?.holds(any: texts) ?? false }
}

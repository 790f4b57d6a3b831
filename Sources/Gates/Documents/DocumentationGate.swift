import Git
import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// Documentation that a change leaves behind: public declarations without any where their neighbours have it,
/// and documents that name what is gone.
public struct DocumentationGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "documentation", "what is public is documented, and documents name what is there",
    defaultLevel: .warn,
    options: [
      OptionSchema(
        "neighbours", "the share of documented neighbours from which a declaration must be too",
        .percent,
        default: .percent(80))
    ])

  public var rules: [Rule] { DocumentationGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    var undocumented = UndocumentedSearch(subject, leastShare: settings.percent("neighbours"))
    undocumented.run()
    let names = GoneNames(subject)
    guard undocumented.looked > 0 || !names.isEmpty else {
      return GateResult(.notApplicable, "no public declaration is added, changed or removed")
    }
    var stale = StaleNameSearch(subject, names)
    stale.run()
    let findings = undocumented.findings + stale.findings
    let declarations =
      undocumented.looked == 1
      ? "1 public declaration" : "\(undocumented.looked) public declarations"
    let gone = names.count == 1 ? "1 name that is gone" : "\(names.count) names that are gone"
    return GateResult(
      findings.outcome, names.isEmpty ? declarations : "\(declarations), \(gone)",
      findings: findings, unverified: stale.unverified)
  }
}

extension EntityKind {
  /// Whether people expect the kind to be documented one by one.
  fileprivate var isDocumented: Bool {
    switch self {
    case .class, .struct, .enum, .interface, .protocol, .trait, .actor, .record, .object, .function,
      .method, .macro:
      true
    default: false
    }
  }
}

/// Public declarations without documentation whose neighbours have it.
private struct UndocumentedSearch {
  private let subject: Subject
  private let leastShare: Double
  private(set) var findings: [Finding] = []
  private(set) var looked = 0
  private var shares: [String: (documented: Int, all: Int)] = [:]
  private lazy var reading: FileReading? = try? subject.snapshots?.files()
  /// The files beside changed ones that were read; nil for one that says nothing of people's habits.
  private var siblings: [SourcePath: SyntaxFile?] = [:]

  /// Fewer neighbours show no habit.
  private static let fewestNeighbours = 6
  /// The most files of a folder that are read to find neighbours.
  private static let mostSiblings = 8

  init(_ subject: Subject, leastShare: Double) {
    self.subject = subject
    self.leastShare = leastShare
  }

  mutating func run() {
    let changed = ChangedEntity.all(subject) { file, change in
      PathRole(file.path) == .code && !file.path.isVendored
        && file.pair.language?.hasFunctions == true
        && !change.changes.contains(.removed) && !GeneratedMark.isGenerated(file.pair)
    }
    var files: [SourcePath: SubjectFile] = [:]
    for file in subject.files { files[file.path] = file }
    for entity in changed {
      guard Self.isPublic(entity.after), let file = files[entity.path] else { continue }
      // A body alone changes nothing for who reads the documentation.
      if let change = entity.change, !change.changes.contains(where: Self.isContract) { continue }
      looked += 1
      if entity.after.entity.docRange != nil { continue }
      let hadNone = entity.before.map { $0.entity.docRange == nil && Self.isPublic($0) } ?? false
      let (documented, all) = share(entity.after, file)
      guard all >= Self.fewestNeighbours, Double(documented) * 100 >= leastShare * Double(all)
      else {
        continue
      }
      let name = entity.after.qualifiedName
      findings.append(
        Finding(
          rule: "documentation/undocumented", severity: .error,
          message:
            "`\(name)` is public and has no documentation; \(documented) of \(all) beside it have",
          help: "say what it is for, in the form that the declarations beside it have",
          path: entity.path, text: entity.after.file.text, range: entity.after.entity.nameRange,
          entity: name, confidence: 0.8, isNew: !hadNone))
    }
  }

  private static func isContract(_ kind: ChangeKind) -> Bool {
    switch kind {
    case .added, .signature, .visibility, .documentation, .renamed: true
    default: false
    }
  }

  static func isPublic(_ place: ChangedEntity.Place) -> Bool {
    guard place.entity.kind.isDocumented, place.entity.visibility >= .public else { return false }
    let name = place.file.name(place.entity)
    // A method of a type that only its package sees (Go).
    if place.file.language == .go, let owner = place.entity.qualifiers.last,
      place.file.text.bytes[owner.start] | 32 == place.file.text.bytes[owner.start]
    {
      return false
    }
    // Ruby's own mark for what is not for everyone.
    if place.file.language == .ruby {
      let text = place.file.text
      let line = text.line(text.position(at: place.entity.nameRange.start).line)
      if Array(line.prefix(500)).holds(Array(":nodoc:".utf8)) { return false }
    }
    if name.hasPrefix("_") || name == "main" || name.lowercased().hasPrefix("test") { return false }
    // What overrides has its documentation where it is declared.
    for range in place.entity.modifiers
    where place.file.flattened(range).lowercased().contains("override") {
      return false
    }
    var holder = place.entity.parent
    while holder >= 0 {
      let outer = place.file.entities[holder]
      if outer.kind.isCallable || outer.kind == .test { return false }
      // An implementation of a trait or an interface is documented there.
      if outer.visibility < .public, outer.kind != .impl, outer.kind != .extension { return false }
      if outer.kind == .impl, place.file.flattened(outer.signatureRange).contains(" for ") {
        return false
      }
      holder = outer.parent
    }
    return true
  }

  /// How many public declarations of the kind were there before in the file, else in its folder, and how many
  /// of them are documented.
  private mutating func share(
    _ place: ChangedEntity.Place, _ file: SubjectFile
  ) -> (documented: Int, all: Int) {
    let group = place.entity.kind.isType ? "type" : "code"
    let key = "\(file.path) \(group)"
    if let known = shares[key] { return known }
    var count = file.pair.before.map { Self.count($0, group) } ?? (documented: 0, all: 0)
    if count.all < Self.fewestNeighbours, case .commit(let commit, _) = subject.change.before,
      let reading = reading
    {
      let ending = file.path.pathExtension
      let touched = Set(subject.files.map(\.pair.pathBefore))
      let beside = (try? reading.siblings(file.path.parent, commit)) ?? []
      let alike = beside.filter {
        $0.pathExtension == ending && !touched.contains($0) && PathRole($0) == .code
      }
      for path in alike.prefix(Self.mostSiblings) {
        guard let sibling = sibling(path, reading) else { continue }
        let other = Self.count(sibling, group)
        count = (documented: count.documented + other.documented, all: count.all + other.all)
      }
    }
    shares[key] = count
    return count
  }

  private mutating func sibling(_ path: SourcePath, _ reading: FileReading) -> SyntaxFile? {
    if let known = siblings[path] { return known }
    var file: SyntaxFile?
    if let bytes = try? reading.contents(path, subject.change.before), bytes.count < 500_000,
      let language = Language.detect(path: path, bytes: bytes)
    {
      let text = SourceText(bytes)
      if GeneratedMark.place(in: text) == nil {
        file = SyntaxFile(text, as: language, path: path, checksValidity: false)
      }
    }
    siblings.updateValue(file, forKey: path)
    return file
  }

  private static func count(_ file: SyntaxFile, _ group: String) -> (documented: Int, all: Int) {
    var result = (documented: 0, all: 0)
    for index in file.entities.indices {
      let place = ChangedEntity.Place(file: file, index: index)
      guard (place.entity.kind.isType ? "type" : "code") == group, isPublic(place) else { continue }
      result.all += 1
      if place.entity.docRange != nil { result.documented += 1 }
    }
    return result
  }
}

/// The names that a change takes away.
struct GoneNames {
  struct Name {
    let simple: String
    let qualified: String
    /// What it is called now, where it was renamed.
    let heir: String?
    let language: Language
    /// The folders and the file that it stood in, which languages make modules of.
    let modules: [String]
  }

  /// By the simple name.
  private(set) var names: [String: Name] = [:]

  var isEmpty: Bool { names.isEmpty }
  var count: Int { names.count }

  init(_ subject: Subject) {
    var files: [SourcePath: SubjectFile] = [:]
    for file in subject.files { files[file.path] = file }
    for diff in subject.diff.files {
      guard let file = files[diff.path], PathRole(diff.path) == .code, !diff.path.isVendored,
        let language = file.pair.language, language.hasFunctions
      else { continue }
      for change in diff.entities {
        let isRemoved = change.changes.contains(.removed)
        guard isRemoved || change.changes.contains(.renamed), change.visibility > .fileprivate,
          change.kind.isType || change.kind.isCallable && change.kind != .test
            || change.kind == .property
            || change.kind == .constant || change.kind == .enumCase
        else { continue }
        let qualified = isRemoved ? change.qualifiedName : change.oldQualifiedName ?? ""
        let simple = Self.simple(qualified)
        guard Self.isDistinct(simple), isRemoved || simple != Self.simple(change.qualifiedName)
        else {
          continue
        }
        names[simple] = Name(
          simple: simple, qualified: qualified, heir: isRemoved ? nil : change.qualifiedName,
          language: language,
          modules: file.pair.pathBefore.components.map {
            String(decoding: $0.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
          })
      }
    }
    if names.isEmpty { return }
    // What the changed files still name is not gone.
    for file in subject.files {
      guard let after = file.pair.after, after.language.hasFunctions else { continue }
      for index in 0..<after.tokens.count where after.tokens.kind(index) == .identifier {
        let range = after.tokens.range(index)
        if range.count >= 5 { names[after.text.string(range)] = nil }
        if names.isEmpty { return }
      }
    }
  }

  private static func simple(_ qualified: String) -> String {
    var end = qualified.utf8.endIndex
    if qualified.hasSuffix(":") { end = qualified.utf8.index(before: end) }
    let start = qualified.utf8[..<end].lastIndex { ".:#/".utf8.contains($0) }
    return String(
      qualified[(start.map { qualified.utf8.index(after: $0) } ?? qualified.startIndex)..<end])
  }

  /// Whether a name is no common word: of two words at least, as code writes them.
  private static func isDistinct(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard bytes.count >= 6 else { return false }
    for index in 1..<bytes.count {
      if bytes[index] == UInt8(ascii: "_"), index < bytes.count - 1,
        bytes[index - 1] != UInt8(ascii: "_")
      {
        return true
      }
      let isUpper = bytes[index] >= 65 && bytes[index] <= 90
      if isUpper, bytes[index - 1] >= 97, bytes[index - 1] <= 122 { return true }
    }
    return false
  }

  /// The name that the text of a code span means; nil where it means none of them.
  func name(in span: ArraySlice<UInt8>) -> Name? {
    var end = span.firstIndex(of: UInt8(ascii: "(")) ?? span.endIndex
    while end > span.startIndex, span[end - 1] <= 32 || span[end - 1] == UInt8(ascii: ";") {
      end -= 1
    }
    var parts = span[..<end].split { ".:#@$&*>- ".utf8.contains($0) }.map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let last = parts.popLast(), let name = names[last] else { return nil }
    // Of another owner it is another one.
    if let owner = parts.last, !name.modules.contains(owner),
      !name.qualified.split(whereSeparator: { ".:#".contains($0) }).dropLast().contains(where: {
        $0 == owner
      })
    {
      return nil
    }
    return name
  }
}

/// Documents and comments that name in code spans what is gone.
private struct StaleNameSearch {
  private let subject: Subject
  private let names: GoneNames
  private(set) var findings: [Finding] = []
  private(set) var unverified: [String] = []

  /// The most files of code that are searched for a name before it counts as gone.
  private static let mostSources = 20_000

  init(_ subject: Subject, _ names: GoneNames) {
    self.subject = subject
    self.names = names
  }

  mutating func run() {
    if names.isEmpty { return }
    var hits: [(name: GoneNames.Name, finding: Finding)] = []
    for file in subject.files {
      guard let after = file.pair.after, !GeneratedMark.isGenerated(file.pair) else { continue }
      hits += search(after, file.path)
    }
    if subject.stage == .preCommit {
      unverified.append(
        "unchanged documents are searched for names that are gone at a push, in CI or by `verdict check`"
      )
    } else {
      hits += unchanged()
    }
    if hits.isEmpty { return }
    let still = namesStillThere(Set(hits.map(\.name.simple)))
    findings = hits.filter { !still.contains($0.name.simple) }.map(\.finding)
  }

  private mutating func unchanged() -> [(GoneNames.Name, Finding)] {
    let wanted = names.names.keys.map { Array($0.utf8) }
    let documents = UnchangedDocuments.read(
      subject, where: { Self.speaksOfToday($0) },
      holding: { bytes in wanted.contains { bytes.holds($0) } }, &unverified)
    return documents.flatMap { search($0.file, $0.path) }
  }

  private func search(_ file: SyntaxFile, _ path: SourcePath) -> [(GoneNames.Name, Finding)] {
    guard Self.speaksOfToday(path) else { return [] }
    var spans: [ByteRange] = []
    if file.language == .markdown {
      spans = MarkdownLinks(file).codeSpans
    } else if file.language.hasFunctions, PathRole(path) == .code {
      for entity in file.entities {
        if let range = entity.docRange { spans += Self.codeSpans(file.text.bytes, range) }
      }
    }
    return spans.compactMap { span in
      guard let name = names.name(in: file.text.slice(span)), !speaksOfPast(file.text, span) else {
        return nil
      }
      let became = name.heir.map { ", which is `\($0)` now" } ?? ", which is gone"
      return (
        name,
        Finding(
          rule: "documentation/stale-name", severity: .error,
          message: "it names `\(name.qualified)`\(became)",
          help: name.heir.map { "write `\($0)`" } ?? "say what there is instead, or remove it",
          path: path, text: file.text, range: span,
          entity: file.innermostEntity(at: span.start).map { file.qualifiedName($0) },
          confidence: 0.8)
      )
    }
  }

  /// What stands between single backticks of a comment.
  private static func codeSpans(_ bytes: [UInt8], _ range: ByteRange) -> [ByteRange] {
    var result: [ByteRange] = []
    var open = -1
    for index in range.start..<min(range.end, bytes.count) {
      if bytes[index] == 10 { open = -1 }
      guard bytes[index] == UInt8(ascii: "`") else { continue }
      if open >= 0, index > open { result.append(ByteRange(open, index)) }
      open = open >= 0 ? -1 : index + 1
    }
    return result
  }

  /// Whether a document says how things are, not how they were or might be.
  private static func speaksOfToday(_ path: SourcePath) -> Bool {
    if PathRole(path) == .changelog || PathRole(path) == .test || path.isVendored { return false }
    let name = path.description.lowercased()
    return ![
      "changelog", "changes", "history", "release", "migrat", "upgrad", "news", "archive", "adr",
      "rfc",
      "blog", "proposal",
    ].contains { name.contains($0) }
  }

  /// Whether the line says that the name is one of the past.
  private func speaksOfPast(_ text: SourceText, _ span: ByteRange) -> Bool {
    let number = text.position(at: span.start).line
    let line = String(decoding: text.line(number).prefix(2_000), as: UTF8.self).lowercased()
    return [
      "remov", "renam", "deprecat", "no longer", "former", "previous", "replac", "migrat",
      "used to",
      "instead", "old ", "was ", "were ", "legacy", "before ", "since ", "drop",
    ].contains { line.contains($0) }
  }

  /// Those of the names that unchanged code still has: another declaration bears them too, or users were
  /// left behind, for whom the name means something.
  private func namesStillThere(_ wanted: Set<String>) -> Set<String> {
    guard let snapshot = try? subject.snapshots?.snapshot(of: subject.change.after) else {
      return []
    }
    let touched = Set(subject.change.files.map(\.path))
    let languages = Set(
      wanted.compactMap { names.names[$0].map { CloneTokens.family($0.language) } })
    var left = wanted
    let sources = snapshot.files.filter { file in
      guard !touched.contains(file.path), let language = Language.detect(path: file.path, bytes: [])
      else { return false }
      return languages.contains(CloneTokens.family(language))
    }
    for file in sources.prefix(Self.mostSources) {
      if left.isEmpty || Task.isCancelled { break }
      guard let bytes = try? snapshot.contents(of: file), bytes.count < 4 << 20 else { continue }
      left = left.filter { !bytes.holdsWord(Array($0.utf8)) }
    }
    return wanted.subtracting(left)
  }
}

extension [UInt8] {
  /// Whether some bytes stand among these with nothing of a name before and behind.
  fileprivate func holdsWord(_ word: [UInt8]) -> Bool {
    guard let first = word.first, word.count <= count else { return false }
    func isName(_ byte: UInt8) -> Bool {
      byte >= 128 || byte == 95 || byte >= 48 && byte <= 57 || byte | 32 >= 97 && byte | 32 <= 122
    }
    return withUnsafeBufferPointer { all in
      var index = 0
      while index <= all.count - word.count {
        if all[index] == first, index == 0 || !isName(all[index - 1]) {
          var length = 1
          while length < word.count, all[index + length] == word[length] { length += 1 }
          if length == word.count, index + length == all.count || !isName(all[index + length]) {
            return true
          }
        }
        index += 1
      }
      return false
    }
  }
}

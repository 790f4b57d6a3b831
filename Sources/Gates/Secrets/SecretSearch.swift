import Git
import Policy
import Secrets
import SemanticDiff
import Source
import Syntax
import Verification

/// One search through a change.
struct SecretSearch {
  private let subject: Subject
  private let leastConfidence: Double
  private let allowed: [PathPattern]
  private var findings: [Finding] = []
  private var unread: [String] = []
  private var binary: Set<SourcePath> = []
  private var files = 0
  private var messages = 0
  private var commits = 0
  /// What was found, so that each is told once.
  private var values: Set<[UInt8]> = []
  /// What stood on the before side of the change; found when there is something to compare with it.
  private var valuesBefore: Set<[UInt8]>?

  init(_ subject: Subject, leastConfidence: Double, allowed: [PathPattern]) {
    self.subject = subject
    self.leastConfidence = leastConfidence
    self.allowed = allowed
  }

  private func isAllowed(_ path: SourcePath) -> Bool {
    allowed.contains { $0.matches(path) }
  }

  /// Lock files hold check sums, and packages that are named after passwords.
  private func counts(_ secret: Secret, _ path: SourcePath) -> Bool {
    guard secret.confidence >= leastConfidence else { return false }
    return secret.kind != .namedSecret
      || LockFile.kind(String(decoding: path.lastComponent, as: UTF8.self))?.isLock != true
  }

  // MARK: What the change adds

  mutating func searchFiles() {
    for file in subject.files where file.change.after != nil && !isAllowed(file.path) {
      guard let after = file.after else {
        if file.pair.isBinary { binary.insert(file.path) }
        if file.isUnread { unread.append("\(file.path): \(file.pair.note ?? "not read")") }
        continue
      }
      files += 1
      let isConfiguration = SecretSearch.isConfiguration(file.path, file.pair.language)
      for range in AddedText.ranges(before: file.before, after: after) {
        for secret in Secret.all(in: after.bytes, range, isConfiguration: isConfiguration) {
          guard counts(secret, file.path), !SecretSearch.isWaved(secret, after) else { continue }
          let value = Array(after.slice(secret.range))
          let isNew = !stoodBefore(value)
          values.insert(value)
          let entity = file.pair.after.flatMap { syntax in
            syntax.innermostEntity(at: secret.range.start).map { syntax.qualifiedName($0) }
          }
          findings.append(
            SecretsGate().finding(
              secret, SecretSearch.severity(secret, file.path), said: "", path: file.path,
              text: after, entity: entity, isNew: isNew))
        }
      }
    }
  }

  /// Whether a file of the before side holds it as a secret too: what moved is not new.
  private mutating func stoodBefore(_ value: [UInt8]) -> Bool {
    if let valuesBefore { return valuesBefore.contains(value) }
    var found: Set<[UInt8]> = []
    for file in subject.files {
      guard let before = file.before else { continue }
      let path = file.pair.pathBefore
      let isConfiguration = SecretSearch.isConfiguration(
        path, file.pair.before?.language ?? file.pair.language)
      for secret in Secret.all(in: before.bytes, isConfiguration: isConfiguration) {
        found.insert(Array(before.slice(secret.range)))
      }
    }
    valuesBefore = found
    return found.contains(value)
  }

  // MARK: Messages

  mutating func searchMessages() {
    for commit in subject.change.commits {
      messages += 1
      let text = SourceText(commit.message)
      for secret in Secret.all(in: text.bytes, isConfiguration: false)
      where secret.confidence >= max(leastConfidence, 0.6) && !SecretSearch.isWaved(secret, text) {
        values.insert(Array(text.slice(secret.range)))
        let place = commit.isPending ? "the message" : "\(commit.id.short): the message"
        findings.append(
          SecretsGate().finding(
            secret, .error, said: "\(place) holds ", path: nil, text: text, entity: nil,
            subject: commit.id.hex, isNew: true))
      }
    }
  }

  // MARK: Commits

  /// The most bytes that are kept of versions that a later commit changes.
  private static let mostKept = 32 << 20
  private static let largestFile = 64 << 20

  /// What a commit adds and a later one takes away is in none of the files of the whole change, and stays
  /// in the history.
  mutating func searchCommits() {
    guard let listing = subject.commitListing else { return }
    var kept: [SourcePath: (version: FileVersion, bytes: [UInt8])] = [:]
    var size = 0
    listing.visit(subject.change.commits) { commit, files, read in
      guard let files else {
        unread.append("the files of \(commit.id.short) cannot be listed")
        return
      }
      commits += 1
      for file in files where !isAllowed(file.path) {
        guard let after = file.after, after.mode == .regular || after.mode == .executable else {
          continue
        }
        guard (after.size ?? 0) <= SecretSearch.largestFile, let bytes = read(after, file.path)
        else {
          unread.append("\(file.path) of \(commit.id.short) cannot be read")
          continue
        }
        // Git's own rule for what is binary.
        if bytes.prefix(8_000).contains(0) {
          binary.insert(file.path)
          continue
        }
        var before: [UInt8]?
        if let old = file.before, old.size ?? 0 <= SecretSearch.largestFile {
          if let known = kept[file.path], known.version == old {
            before = known.bytes
          } else {
            before = read(old, file.path)
          }
        }
        size += bytes.count - (kept[file.path]?.bytes.count ?? 0)
        kept[file.path] = (after, bytes)
        if size > SecretSearch.mostKept {
          kept = [:]
          size = 0
        }
        search(commit, file.path, before.map { SourceText($0) }, SourceText(bytes))
      }
    }
  }

  private mutating func search(
    _ commit: Commit, _ path: SourcePath, _ before: SourceText?, _ after: SourceText
  ) {
    let isConfiguration = SecretSearch.isConfiguration(
      path, Language.detect(path: path, bytes: after.bytes.prefix(200)))
    for range in AddedText.ranges(before: before, after: after) {
      for secret in Secret.all(in: after.bytes, range, isConfiguration: isConfiguration) {
        let value = Array(after.slice(secret.range))
        guard counts(secret, path), !SecretSearch.isWaved(secret, after), !values.contains(value),
          !stoodBefore(value)
        else { continue }
        values.insert(value)
        findings.append(
          SecretsGate().finding(
            secret, SecretSearch.severity(secret, path),
            said: "\(commit.id.short), and the history with it, holds ", path: path, text: after,
            entity: nil, subject: "\(commit.id.hex) \(path)", isNew: true))
      }
    }
  }

  // MARK: The answer

  var result: GateResult {
    var unverified = unread.map { "not searched: \($0)" }
    if let first = binary.min() {
      let rest = binary.count > 1 ? " and \(binary.count - 1) more" : ""
      unverified.append("not searched, being binary: \(first)\(rest)")
    }
    func count(_ number: Int, _ word: String) -> String {
      number == 1 ? "1 \(word)" : "\(number) \(word)s"
    }
    if files + messages + commits == 0, unread.isEmpty {
      return GateResult(.notApplicable, "no text to search", unverified: unverified)
    }
    var parts: [String] = []
    if files > 0 { parts.append(count(files, "file")) }
    if messages > 0 { parts.append(count(messages, "message")) }
    if commits > 0 { parts.append(count(commits, "commit")) }
    let outcome = findings.outcome
    return GateResult(
      outcome != .fail && !unread.isEmpty ? .inconclusive : outcome,
      parts.joined(separator: ", ") + " searched", findings: findings,
      metrics: [
        Metric(
          "secrets", of: "change", after: Double(findings.count { $0.isNew }), unit: "findings")
      ], unverified: unverified, remainder: unread.isEmpty ? .pass : .inconclusive)
  }

  // MARK: How much one weighs

  /// What looks like a secret in tests, examples and documents mostly opens nothing, unless its format says
  /// whose it is.
  static func severity(_ secret: Secret, _ path: SourcePath) -> Severity {
    let isSure = secret.confidence >= 0.75
    if secret.kind == .providerKey { return isSure ? .error : .warning }
    switch PathRole(path) {
    case .test, .example, .documentation: return isSure ? .warning : .note
    case .code, .build, .changelog, .release: return isSure ? .error : .warning
    }
  }

  /// Comments that people mark a line with on which something looks like a secret and is none; the others
  /// are those of detect-secrets, gitleaks and trufflehog.
  private static let marks: [[UInt8]] = [
    "verdict:allow secrets", "pragma: allowlist secret", "pragma: whitelist secret",
    "gitleaks:allow", "trufflehog:ignore",
  ].map { Array($0.utf8) }
  private static let markOfNextLine = Array("pragma: allowlist nextline secret".utf8)

  static func isWaved(_ secret: Secret, _ text: SourceText) -> Bool {
    let line = text.position(at: secret.range.start).line
    let bytes = text.line(line)
    return marks.contains { holds(bytes, $0) } || holds(text.line(line - 1), markOfNextLine)
  }

  private static func holds(_ bytes: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard bytes.count >= word.count, let first = word.first else { return false }
    var index = bytes.startIndex
    while index + word.count <= bytes.endIndex {
      let end = index + word.count
      if bytes[index] == first, bytes[index..<end].elementsEqual(word),
        // With a rule it is a waiver like any other, which has to give a reason and is told.
        bytes[end...].first != UInt8(ascii: "/")
      {
        return true
      }
      index += 1
    }
    return false
  }

  private static let configurationEndings: Set<String> = [
    "env", "properties", "conf", "cfg", "cnf", "config", "tfvars", "netrc", "pgpass", "npmrc",
    "pypirc", "htpasswd", "dockercfg", "envrc", "ini", "desktop", "service",
  ]

  /// Whether values stand without quotes there.
  static func isConfiguration(_ path: SourcePath, _ language: Language?) -> Bool {
    if let language {
      return ["yaml", "ini", "shell", "dockerfile", "make"].contains(language.name)
    }
    let name = path.lastComponent
    if name.starts(with: ".env".utf8) || name.starts(with: ".netrc".utf8)
      || name.starts(with: ".npmrc".utf8) || name.starts(with: ".pypirc".utf8)
    {
      return true
    }
    return path.pathExtension.map { configurationEndings.contains($0.lowercased()) } ?? false
  }
}

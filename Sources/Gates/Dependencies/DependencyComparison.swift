import Git
import Policy
import SemanticDiff
import Source
import Verification

/// One comparison of a change's lock files and manifests.
struct DependencyComparison {
  private let subject: Subject
  private let downgrades: String
  private var findings: [Finding] = []
  private var unverified: [String] = []
  private var files = 0
  private var counts = (added: 0, removed: 0, upgraded: 0, downgraded: 0)
  private var isOpen = false
  /// What is new, with the file that it stands in.
  private var arrived:
    [(file: SubjectFile, ecosystem: Ecosystem, package: LockedPackage, all: [LockedPackage])] = []

  /// The most changes that one finding lists.
  private static let mostListed = 40

  init(_ subject: Subject, downgrades: String) {
    self.subject = subject
    self.downgrades = downgrades
  }

  var isEmpty: Bool { files == 0 && findings.isEmpty && unverified.isEmpty }

  // MARK: What changed

  mutating func compareFiles() {
    for file in subject.files {
      let name = String(decoding: file.path.lastComponent, as: UTF8.self)
      guard LockFile.kind(name) != nil else { continue }
      if file.isUnread {
        unverified.append("\(file.path) was not read")
        isOpen = true
        continue
      }
      guard file.before != nil || file.after != nil else { continue }
      files += 1
      let before = file.before.flatMap { LockFile(file.path, $0.bytes) }
      let after = file.after.flatMap { LockFile(file.path, $0.bytes) }
      compare(file, before, after)
    }
  }

  private mutating func compare(_ file: SubjectFile, _ before: LockFile?, _ after: LockFile?) {
    guard let ecosystem = (after ?? before)?.ecosystem else { return }
    let old = versions(before, ecosystem)
    let new = versions(after, ecosystem)
    var lines: [String] = []
    for name in Set(old.keys).union(new.keys).sorted() {
      let was = old[name] ?? []
      let now = new[name] ?? []
      let wasVersions = Set(was.map(\.version))
      let nowVersions = Set(now.map(\.version))
      let gone = wasVersions.subtracting(nowVersions).sorted()
      let fresh = now.filter { !wasVersions.contains($0.version) }
      if gone.isEmpty, fresh.isEmpty { continue }
      for package in fresh { arrived.append((file, ecosystem, package, after?.packages ?? [])) }
      if gone.count == 1, Set(fresh.map(\.version)).count == 1, let package = fresh.first {
        let isOlder =
          PackageVersion(package.version, ecosystem) < PackageVersion(gone[0], ecosystem)
        lines.append("\(name) \(gone[0]) → \(package.version)")
        if isOlder {
          counts.downgraded += 1
          downgrade(file, package, from: gone[0])
        } else {
          counts.upgraded += 1
        }
        continue
      }
      for version in gone {
        counts.removed += 1
        lines.append("− \(name) \(version)")
      }
      for version in Set(fresh.map(\.version)).sorted() {
        counts.added += 1
        lines.append("+ \(name) \(version)")
      }
    }
    for start in stride(from: 0, to: lines.count, by: DependencyComparison.mostListed) {
      let part = lines[start..<min(start + DependencyComparison.mostListed, lines.count)]
      findings.append(
        Finding(
          rule: "dependencies/changed", severity: .note, message: part.joined(separator: ", "),
          path: file.path, subject: "\(file.path) \(start)"))
    }
  }

  private func versions(_ file: LockFile?, _ ecosystem: Ecosystem) -> [String: [LockedPackage]] {
    Dictionary(grouping: file?.packages ?? []) { ecosystem.normalised($0.name) }
  }

  private mutating func downgrade(_ file: SubjectFile, _ package: LockedPackage, from old: String) {
    guard downgrades != "allow", let text = file.after else { return }
    findings.append(
      Finding(
        rule: "dependencies/downgraded", severity: downgrades == "forbid" ? .error : .warning,
        message: "\(package.name) goes back from \(old) to \(package.version)",
        help: "make the lock file anew, or say `downgrades: allow`", path: file.path, text: text,
        range: place(package, text)))
  }

  private func place(_ package: LockedPackage, _ text: SourceText) -> ByteRange {
    let start = min(package.offset, text.bytes.count)
    var end = start
    while end < text.bytes.count, text.bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return ByteRange(start, end)
  }

  // MARK: Manifests

  /// Manifests with the lock files that belong to them, the likeliest first.
  private static let locks: [String: [String]] = [
    "package.json": ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"],
    "Cargo.toml": ["Cargo.lock"], "go.mod": ["go.sum"], "Gemfile": ["Gemfile.lock"],
    "composer.json": ["composer.lock"], "Pipfile": ["Pipfile.lock"],
    "Package.swift": ["Package.resolved"],
    "pyproject.toml": ["poetry.lock", "uv.lock", "pdm.lock"],
  ]

  mutating func compareManifests() {
    // Excluded paths too: a lock file often is one.
    let changed = Set(subject.change.files.map(\.path))
    var paths: TreePaths?
    for file in subject.files {
      let name = String(decoding: file.path.lastComponent, as: UTF8.self)
      guard let names = DependencyComparison.locks[name], let before = file.before,
        let after = file.after
      else { continue }
      guard let wanted = ManifestNeeds.lines(name, after.bytes),
        let was = ManifestNeeds.lines(name, before.bytes), was != wanted
      else { continue }
      files += 1
      // The lock file stands beside the manifest, or in a folder above it for a workspace.
      var folder = file.path.components.dropLast()[...]
      var candidates: [[SourcePath]] = []
      while true {
        let prefix = folder.flatMap { Array($0) + [UInt8(ascii: "/")] }
        candidates.append(names.map { SourcePath(bytes: prefix + Array($0.utf8)) })
        guard folder.popLast() != nil else { break }
      }
      if candidates.joined().contains(where: changed.contains) { continue }
      let known = paths ?? TreePaths(subject)
      paths = known
      guard let lock = candidates.joined().first(where: { known.contentsAfter($0) != nil }) else {
        continue
      }
      findings.append(
        Finding(
          rule: "dependencies/manifest-without-lock", severity: .warning,
          message: "what it asks for changed, and \(lock) did not",
          help: "let the package manager write \(lock)", path: file.path,
          subject: file.path.description))
    }
  }

  // MARK: Advisories

  mutating func checkAdvisories(_ folder: String) async {
    guard !arrived.isEmpty else { return }
    let count = arrived.count == 1 ? "1 new version" : "\(arrived.count) new versions"
    guard !folder.isEmpty else {
      unverified.append("\(count) not checked against advisories: the option `osv` names no folder")
      return
    }
    let database: AdvisoryFolder
    do {
      database = try AdvisoryFolder(folder)
    } catch {
      unverified.append("\(count) not checked against advisories: \(error.message)")
      isOpen = true
      return
    }
    if database.count == 0 {
      unverified.append("\(count) not checked against advisories: `\(folder)` holds none")
      isOpen = true
      return
    }
    let names = Set(arrived.map { $0.package.name.lowercased().separatorsAlike })
    let (advisories, unread) = database.advisories(naming: names)
    if unread > 0 {
      unverified.append("\(unread) files of advisories could not be read")
      isOpen = true
    }
    for (file, ecosystem, package, all) in arrived {
      guard let text = file.after else { continue }
      for advisory in advisories {
        guard let hit = advisory.hit(package, ecosystem) else { continue }
        let mended = hit.fixed.map { "; mended in \($0)" } ?? "; no version mends it yet"
        let bringer =
          DependencyPath.bringer(of: package, in: all).map { ", brought by \($0)" } ?? ""
        let summary = advisory.summary.isEmpty ? "" : " (\(advisory.summary))"
        findings.append(
          Finding(
            rule: "dependencies/advisory", severity: .error,
            message:
              "\(advisory.id)\(summary) affects \(package.name) \(package.version)\(bringer)\(mended)",
            help: hit.fixed.map { "use \($0) or later" }, path: file.path, text: text,
            range: place(package, text), subject: "\(advisory.id) \(package.name)"))
      }
    }
  }

  // MARK: The answer

  var result: GateResult {
    let parts = [
      (counts.added, "added"), (counts.removed, "removed"), (counts.upgraded, "upgraded"),
      (counts.downgraded, "downgraded"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let outcome = findings.outcome
    return GateResult(
      outcome != .fail && isOpen ? .inconclusive : outcome,
      parts.isEmpty ? "no version changed" : parts.joined(separator: ", "), findings: findings,
      metrics: [
        Metric("added", of: "packages", after: Double(counts.added), unit: "packages"),
        Metric("removed", of: "packages", after: Double(counts.removed), unit: "packages"),
        Metric("upgraded", of: "packages", after: Double(counts.upgraded), unit: "packages"),
        Metric("downgraded", of: "packages", after: Double(counts.downgraded), unit: "packages"),
      ], unverified: unverified, remainder: isOpen ? .inconclusive : .pass)
  }
}

/// Which package that the project asks for brings another one.
enum DependencyPath {
  /// The nearest one that the project itself asks for; nil where the lock file does not tell, or the package
  /// is one itself.
  static func bringer(of package: LockedPackage, in all: [LockedPackage]) -> String? {
    if package.isDirect == true || !all.contains(where: { !$0.needs.isEmpty }) { return nil }
    var users: [String: [String]] = [:]
    for one in all { for need in one.needs { users[need, default: []].append(one.name) } }
    let direct = Set(all.filter { $0.isDirect == true }.map(\.name))
    var queue = [package.name]
    var seen: Set<String> = [package.name]
    var head = 0
    while head < queue.count {
      let name = queue[head]
      head += 1
      // Where the file does not tell which are direct, one that nobody asks for is.
      if head > 1, direct.isEmpty ? users[name] == nil : direct.contains(name) { return name }
      for user in (users[name] ?? []).sorted() where seen.insert(user).inserted {
        queue.append(user)
      }
    }
    return nil
  }
}

/// What of a manifest asks for packages.
enum ManifestNeeds {
  /// The lines, or keys with values, that do; two manifests with the same ones ask for the same. Nil for what is
  /// not well formed.
  static func lines(_ name: String, _ bytes: [UInt8]) -> Set<String>? {
    if name.hasSuffix(".json") {
      guard let root = JSONValue(reading: bytes) else { return nil }
      let sections = [
        "dependencies", "devDependencies", "optionalDependencies", "require", "require-dev",
      ]
      return Set(
        sections.flatMap { section -> [String] in
          guard case .object(let members)? = root[section] else { return [] }
          return members.map { "\(section) \($0.key) \($0.value.text ?? "")" }
        })
    }
    var result: Set<String> = []
    var section = ""
    var isInBlock = false
    for part in bytes.split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: part.filter { $0 > 32 }, as: UTF8.self)
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("//") { continue }
      switch name {
      case "Package.swift": if line.contains(".package(") { result.insert(line) }
      case "Gemfile": if line.hasPrefix("gem'") || line.hasPrefix("gem\"") { result.insert(line) }
      case "go.mod":
        if line.hasPrefix("require") || line.hasPrefix("replace") {
          isInBlock = line.hasSuffix("(")
        }
        if line == ")" { isInBlock = false }
        if isInBlock || line.hasPrefix("require") || line.hasPrefix("replace") {
          result.insert(line)
        }
      default:
        if line.hasPrefix("[") {
          section = line
          isInBlock = false
        }
        if section.contains("dependencies") || section.hasPrefix("[packages")
          || section.hasPrefix("[dev-packages") || section.contains("dependency-groups")
        {
          result.insert(section + line)
        } else if section == "[project]" {
          if line.hasPrefix("dependencies=[") { isInBlock = true }
          if isInBlock { result.insert(line) }
          if line.hasSuffix("]") { isInBlock = false }
        }
      }
    }
    return result
  }
}

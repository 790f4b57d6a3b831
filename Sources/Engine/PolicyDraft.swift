import Git
import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// A policy for a repository as it is: it passes on HEAD, and each limit is what the repository measures
/// today.
public struct PolicyDraft {
  private let repository: Repository
  private let surroundings: Surroundings

  public init(_ repository: Repository, _ surroundings: Surroundings) {
    self.repository = repository
    self.surroundings = surroundings
  }

  /// How many commits before HEAD are judged by the draft.
  private static let judgedCommits = 30
  /// The share of them that a required gate may fail.
  private static let tolerated = 0.1

  /// One gate of the draft.
  private struct Entry {
    let schema: GateSchema
    var settings: GateSettings
    var limits: [Limit] = []
    /// What is said above it.
    var remarks: [String] = []
  }

  /// The draft as the text of `.verdict.yml`.
  ///
  /// - Parameter runsPrograms: whether the compilers and the like that the user trusts look at HEAD.
  /// - Throws: `GitError`, `Problem`.
  public func text(runsPrograms: Bool) async throws -> String {
    var entries = GateList.schema.gates.map { Entry(schema: $0, settings: $0.defaults) }
    guard let head = try repository.head() else {
      return Self.text(entries, ["there is no commit yet"], [])
    }
    let files = try repository.listing(of: .commit(head, label: "HEAD"))
    let exclude = Self.vendored(files)
    try await measure(&entries, exclude)
    try await look(at: try commits(before: head), &entries, exclude)
    try await pass(on: head, &entries, exclude, runsPrograms)
    return Self.text(entries, Self.overview(files), exclude)
  }

  // MARK: Measuring

  /// Sets limits from all files.
  private func measure(_ entries: inout [Entry], _ exclude: [Folder]) async throws {
    var request = CheckRequest(.all(nil), isRecorded: false)
    request.trustsNothing = true
    let verdict = try await judge(request, try loaded(entries, exclude))
    for (index, gate) in GateList.gates(Self.noPrograms).enumerated() {
      guard let report = verdict.gates.first(where: { $0.id == gate.id }) else { continue }
      entries[index].limits = gate.limits(
        GateResult(report.outcome, findings: report.findings, metrics: report.metrics),
        entries[index].settings)
      for limit in entries[index].limits {
        entries[index].settings.options[limit.option] = limit.value
      }
      let known = report.findings.count
      if known > 0, entries[index].limits.isEmpty {
        entries[index].remarks.append(
          "\(known == 1 ? "1 finding stands" : "\(known) findings stand") in the files of today; "
            + "only new ones count")
      }
    }
  }

  /// Says how the newest commits would have fared, and asks for less where too many would have failed.
  private func look(
    at commits: [ObjectID], _ entries: inout [Entry], _ exclude: [Folder]
  ) async throws {
    guard !commits.isEmpty else { return }
    let loaded = try loaded(entries, exclude)
    var failed: [String: Int] = [:]
    var judged = 0
    for commit in commits {
      var request = CheckRequest(.commit(commit.hex), isRecorded: false)
      request.trustsNothing = true
      // One that cannot be read says nothing of the policy.
      guard let verdict = try? await judge(request, loaded) else { continue }
      judged += 1
      for gate in verdict.gates where gate.outcome == .fail || gate.outcome == .warn {
        failed[gate.id, default: 0] += 1
      }
    }
    for index in entries.indices where entries[index].settings.level != .off {
      let count = failed[entries[index].schema.id] ?? 0
      guard count > 0 else { continue }
      let isRequired = entries[index].settings.level == .required
      entries[index].remarks.append(
        "\(count) of the last \(judged) commits would have \(isRequired ? "failed" : "been warned of")"
      )
      if isRequired, Double(count) > Double(judged) * Self.tolerated {
        entries[index].settings.level = .warn
      }
    }
  }

  /// Asks for less where HEAD does not pass.
  private func pass(
    on head: ObjectID, _ entries: inout [Entry], _ exclude: [Folder], _ runsPrograms: Bool
  ) async throws {
    var request = CheckRequest(.commit(head.hex), isRecorded: false)
    request.trustsNothing = !runsPrograms
    // A clone can lack what HEAD is compared with.
    guard let verdict = try? await judge(request, try loaded(entries, exclude)) else { return }
    for index in entries.indices where entries[index].settings.level == .required {
      guard let report = verdict.gates.first(where: { $0.id == entries[index].schema.id }) else {
        continue
      }
      if report.outcome == .fail {
        entries[index].settings.level = .warn
        entries[index].remarks.append("HEAD does not pass it")
      } else if report.outcome.leavesOpen {
        entries[index].settings.level = .warn
        entries[index].remarks.append(
          "it could not decide HEAD: \(report.message ?? report.outcome.rawValue)")
      }
    }
  }

  private func judge(_ request: CheckRequest, _ loaded: LoadedPolicy) async throws -> Verdict {
    try await Checking(repository, surroundings).check(request, loaded: loaded).verdict
  }

  private func commits(before head: ObjectID) throws -> [ObjectID] {
    var commits: [ObjectID] = []
    var next: ObjectID? = head
    while let id = next, commits.count < Self.judgedCommits {
      guard let parent = try? repository.firstParent(of: id) else { break }
      commits.append(id)
      next = parent
    }
    return commits
  }

  private func loaded(_ entries: [Entry], _ exclude: [Folder]) throws -> LoadedPolicy {
    let file = try PolicyFile.read(
      SourceText(Self.text(entries, [], exclude)), path: "the draft", schema: GateList.schema)
    let policy = try DefinitionOfDone([file], schema: GateList.schema)
    return LoadedPolicy(policy: policy, origin: "the draft")
  }

  private static let noPrograms = Checking.toolContext(
    Surroundings(environment: [:], currentFolder: "/", version: ""), workTree: nil,
    commonDirectory: "", isTrusted: { _ in false })

  // MARK: Looking at the repository

  /// A folder of other people's code.
  private struct Folder: Hashable {
    var name: String
    var files: Int
  }

  /// Names that package managers and conventions give to the code of others.
  private static let vendorNames = [
    "node_modules", "vendor", "third_party", "thirdparty", "Pods", "Carthage", "bower_components",
  ]

  private static func vendored(_ files: [ListedFile]) -> [Folder] {
    var counts: [String: Int] = [:]
    for file in files {
      let folders = file.path.components.dropLast()
      if let name = vendorNames.first(where: { name in
        folders.contains { $0.elementsEqual(name.utf8) }
      }) {
        counts[name, default: 0] += 1
      }
    }
    return vendorNames.compactMap { name in counts[name].map { Folder(name: name, files: $0) } }
  }

  private static let manifests = [
    "Package.swift", "pyproject.toml", "setup.py", "package.json", "tsconfig.json", "go.mod",
    "Cargo.toml", "CMakeLists.txt", "pom.xml", "build.gradle", "build.gradle.kts", "Gemfile",
    "composer.json", "Makefile",
  ]

  private static func overview(_ files: [ListedFile]) -> [String] {
    var languages: [String: Int] = [:]
    var tests = 0
    var found: [String] = []
    for file in files {
      if let language = Language.detect(path: file.path, bytes: []) {
        languages[language.title, default: 0] += 1
      }
      if PathRole(file.path) == .test { tests += 1 }
      if file.path.components.count == 1, manifests.contains(file.path.description) {
        found.append(file.path.description)
      }
    }
    let most = languages.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(6)
    var lines = [
      "\(files.count) files: "
        + (most.isEmpty
          ? "none in a language that is read"
          : most.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
    ]
    if tests > 0 { lines.append("\(tests) of them tests") }
    if !found.isEmpty { lines.append("built by \(found.sorted().joined(separator: ", "))") }
    return lines
  }

  // MARK: Writing

  private static func text(
    _ entries: [Entry], _ overview: [String], _ exclude: [Folder]
  ) -> String {
    func comment(_ text: String, _ indent: String) -> String {
      "\(indent)# " + String(text.map { $0.isNewline ? " " : $0 })
    }
    var lines = [
      "# What a change here must pass; `verdict config show` prints all that holds.",
      "# For editors: `verdict config schema > FILE`, then here",
      "# `# yaml-language-server: $schema=FILE`.",
    ]
    if !overview.isEmpty {
      lines.append(comment("Written for " + overview.joined(separator: "; ") + ".", ""))
    }
    lines += ["version: 1"]
    if !exclude.isEmpty {
      lines += ["# Code of others, which no gate looks at.", "exclude:"]
      lines += exclude.map {
        "  - \(YAMLScalar.text($0.name + "/"))  # \($0.files == 1 ? "1 file" : "\($0.files) files")"
      }
    }
    lines += [
      "done:", "  # Every type of change; sections for code, docs, test and others refine it.",
      "  default:",
    ]
    for entry in entries {
      lines.append(comment(entry.schema.summary, "    "))
      lines += entry.remarks.map { comment($0, "    ") }
      let id = YAMLScalar.text(entry.schema.id)
      if entry.settings.level == .off {
        lines.append("    # \(id): warn")
      } else if entry.limits.isEmpty {
        lines.append("    \(id): \(entry.settings.level.rawValue)")
      } else {
        lines += ["    \(id):", "      level: \(entry.settings.level.rawValue)"]
        for limit in entry.limits {
          lines.append(comment(limit.reason, "      "))
          lines.append("      \(YAMLScalar.text(limit.option)): \(limit.value.yaml)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension PolicyDraft {
  /// - Throws: `Problem` where a policy could not be written, before anything is done.
  public func refuse(replacing: Bool) throws(Problem) {
    let path = try path()
    if !replacing, Disk.kind(of: path) != nil { throw Disk.alreadyThere(path) }
  }

  private func path() throws(Problem) -> String {
    guard let root = repository.workDirectory else {
      throw Problem(
        .usage, "a bare repository has no work tree to write to",
        help: "`--print` shows what would be written")
    }
    return "\(root)/\(PolicyLoader.fileName)"
  }

  /// Writes a policy to the root of the work tree.
  ///
  /// - Parameter replaces: whether one that is there is replaced.
  /// - Returns: the path.
  /// - Throws: `Problem`.
  public func write(_ text: String, replaces: Bool) throws(Problem) -> String {
    let path = try path()
    try Disk.create(text, at: path, replaces: replaces)
    return path
  }
}

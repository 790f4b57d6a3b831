import Git
import Policy
import SemanticDiff
import Source
import Syntax
import Verification

/// Code that a change copies, from the whole repository or within itself.
public struct DuplicationGate: Gate {
  private let folder: String

  /// - Parameter folder: of what is kept for the repository in the user's cache.
  public init(folder: String) { self.folder = folder }

  public let schema = GateSchema(
    "duplication", "no code is added that stands in the repository already", defaultLevel: .warn,
    options: [
      OptionSchema(
        "tokens", "the length of a copy that counts, in tokens",
        .integer(Winnowing.guaranteed...10_000),
        default: .integer(60)),
      OptionSchema(
        "tests", "whether tests and examples count too", .boolean, default: .boolean(false)),
    ])

  public var rules: [Rule] { DuplicationGate.ruleTexts }

  public func witnesses() -> [String]? { [] }

  /// The most files of one language that are compared with a change.
  private static let mostCandidates = 60
  /// A fingerprint that more files hold is everybody's.
  private static let mostHolders = 40

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let files = subject.files.filter { isCode($0, settings) }
    guard !files.isEmpty else { return GateResult(.notApplicable, "no code is changed") }
    let families = Dictionary(grouping: files) { CloneTokens.family($0.pair.language!) }
    var total = Total()
    for (family, own) in families.sorted(by: { $0.key < $1.key }) {
      if Task.isCancelled {
        total.open = .inconclusive
        total.unverified.append("it was stopped before all was compared")
        break
      }
      await total.add(compare(own, family, subject, settings))
    }
    var outcome = total.findings.outcome
    if outcome == .pass, let open = total.open { outcome = open }
    return GateResult(
      outcome, total.message, findings: total.findings,
      metrics: [
        Metric("duplicatedTokens", of: "change", after: Double(total.duplicated), unit: "tokens")
      ], unverified: total.unverified, isRepeatable: total.open != .inconclusive)
  }

  private struct Total {
    var findings: [Finding] = []
    var unverified: [String] = []
    var duplicated = 0
    var tokens = 0
    var read = 0
    var open: Outcome?

    mutating func add(_ other: Total) {
      findings += other.findings
      unverified += other.unverified
      duplicated += other.duplicated
      tokens += other.tokens
      read += other.read
      open = open ?? other.open
    }

    var message: String {
      let made = read > 50 ? "; read \(read) files into the index" : ""
      return duplicated == 0
        ? "none of \(tokens) added tokens is a copy\(made)"
        : "\(duplicated) of \(tokens) added tokens are copies\(made)"
    }
  }

  private func isCode(_ file: SubjectFile, _ settings: GateSettings) -> Bool {
    guard let after = file.pair.after, file.pair.language?.hasFunctions == true,
      after.text.bytes.count <= CloneIndex.largestFile, !GeneratedMark.isGenerated(file.pair)
    else { return false }
    if file.change.status == .renamed, file.change.similarity == 100 { return false }
    return isCompared(file.path, settings)
  }

  private func isCompared(_ path: SourcePath, _ settings: GateSettings) -> Bool {
    !path.isVendored && (settings.boolean("tests") || PathRole(path) == .code)
  }

  // MARK: One family of languages

  private func compare(
    _ files: [SubjectFile], _ family: String, _ subject: Subject, _ settings: GateSettings
  ) async -> Total {
    var total = Total()
    let fewest = settings.integer("tokens")
    let sources = files.map { ChangedSource($0) }
    // What stands as often as before was moved at most.
    var before: [UInt64: Int] = [:]
    for file in subject.files where file.pair.before?.language.hasFunctions == true {
      guard let old = file.pair.before, CloneTokens.family(old.language) == family,
        old.text.bytes.count <= CloneIndex.largestFile
      else { continue }
      for fingerprint in Winnowing.fingerprints(CloneTokens(old)) {
        before[fingerprint.hash, default: 0] += 1
      }
    }
    var after: [UInt64: Int] = [:]
    for source in sources {
      for fingerprint in source.fingerprints { after[fingerprint.hash, default: 0] += 1 }
    }
    var queries: [(source: ChangedSource, search: CloneSearch, new: [Winnowing.Fingerprint])] = []
    for source in sources {
      let search = CloneSearch(source.tokens, added: source.lines.isAdded, fewest: fewest)
      total.tokens += search.isAdded.count { $0 }
      let new = source.fingerprints.filter {
        after[$0.hash]! > before[$0.hash, default: 0]
          && search.isAdded[$0.position..<min($0.position + Winnowing.run, search.isAdded.count)]
            .contains(true)
      }
      if !new.isEmpty { queries.append((source, search, new)) }
    }
    guard !queries.isEmpty else { return total }

    var candidates = Candidates(sources, subject)
    if case .commit(let base, _) = subject.change.before, let reading = subject.snapshots {
      var index = CloneIndex(folder: folder, family: family)
      await index.update(to: base, reading, isBeforeCommit: subject.stage == .preCommit)
      switch index.state {
      case .whole(let read): total.read = read
      case .deferred:
        total.open = .deferred
        total.unverified.append(
          "the rest of the repository is compared at a push, in CI or by `verdict check`: to read it for the first time takes too long before a commit"
        )
      case .failed(let why):
        total.open = .inconclusive
        total.unverified.append("the rest of the repository could not be compared: \(why)")
      }
      candidates.open(reading, base)
      var votes: [SourcePath: Int] = [:]
      for query in queries {
        for fingerprint in query.new {
          let holders = index.paths(holding: fingerprint.hash, most: Self.mostHolders + 1)
          if holders.count > Self.mostHolders, votes.count >= Self.mostCandidates { continue }
          for path in Set(holders) { votes[path, default: 0] += 1 }
        }
      }
      candidates.add(votes, most: Self.mostCandidates) {
        isCompared($0, settings)
      }
      if votes.count > 4 * Self.mostCandidates {
        total.unverified.append("only the \(Self.mostCandidates) most alike files were compared")
      }
    }
    for query in queries {
      let clones = candidates.clones(of: query.new, query.search, from: query.source)
      for clone in longest(clones) {
        total.duplicated += clone.tokens.count
        total.findings.append(finding(clone, query.source))
      }
    }
    return total
  }

  /// The longest clones, none of which covers much of another's code.
  private func longest(_ clones: [Clone]) -> [Clone] {
    var kept: [Clone] = []
    let sorted = clones.sorted {
      ($1.tokens.count, $1.sameNames, $0.path, $0.tokens.lowerBound, $0.other.lowerBound)
        < ($0.tokens.count, $0.sameNames, $1.path, $1.tokens.lowerBound, $1.other.lowerBound)
    }
    for clone in sorted
    where !kept.contains(where: {
      $0.tokens.clamped(to: clone.tokens).count * 3 > clone.tokens.count
    }) {
      kept.append(clone)
    }
    return kept.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
  }

  private func finding(_ clone: Clone, _ source: ChangedSource) -> Finding {
    let tokens = source.tokens
    let text = tokens.file.text
    let range = tokens.range(clone.tokens)
    let otherText = clone.otherTokens.file.text
    let other = otherText.range(clone.otherTokens.range(clone.other))
    let place = text.range(range)
    let lines = place.end.line - place.start.line + 1
    let entity = tokens.file.innermostEntity(at: range.start)
    let otherEntity = clone.otherTokens.file.innermostEntity(at: other.bytes.start)
    let name = otherEntity.map { " (`\(clone.otherTokens.file.qualifiedName($0))`)" } ?? ""
    let otherPlace = clone.path == source.file.path ? "this file" : "\(clone.path)"
    return Finding(
      rule: "duplication/copied-code", severity: .error,
      message:
        "\(lines) lines (\(clone.tokens.count) tokens) are a copy of lines \(other.start.line) to \(other.end.line) of \(otherPlace)\(name)"
        + (clone.sameNames > 0.999 ? "" : ", with other names"),
      help: "call what is there, or move what both have in common to one place",
      path: source.file.path, text: text, range: range,
      entity: entity.map { tokens.file.qualifiedName($0) },
      confidence: 0.5 + clone.sameNames / 2)
  }
}

/// A changed file with its tokens and fingerprints.
struct ChangedSource {
  let file: SubjectFile
  let tokens: CloneTokens
  let fingerprints: [Winnowing.Fingerprint]
  let lines: LineChanges

  /// - Precondition: the file was read as its language on its after side.
  init(_ file: SubjectFile) {
    self.file = file
    tokens = CloneTokens(file.pair.after!)
    fingerprints = Winnowing.fingerprints(tokens)
    lines = LineChanges(before: file.before, after: file.after)
  }
}

/// The files that a change is compared with: those that it changed itself, as they are now, and others.
private struct Candidates {
  private let own: [ChangedSource]
  /// The places in `own` of those that hold a fingerprint, by its hash.
  private var holders: [UInt64: [Int]] = [:]
  /// The paths of all files that the change touched.
  private let touched: Set<SourcePath>
  private var files: FileReading?
  private var base: ObjectID?
  private var others:
    [(path: SourcePath, tokens: CloneTokens, fingerprints: [Winnowing.Fingerprint])] = []

  init(_ own: [ChangedSource], _ subject: Subject) {
    self.own = own
    touched = Set(subject.files.flatMap { [$0.path, $0.pair.pathBefore] })
    for (place, source) in own.enumerated() {
      for hash in Set(source.fingerprints.map(\.hash)) {
        holders[hash, default: []].append(place)
      }
    }
  }

  mutating func open(_ reading: SnapshotReading, _ base: ObjectID) {
    files = try? reading.files()
    self.base = base
  }

  /// Reads the files that hold most of the fingerprints.
  mutating func add(
    _ votes: [SourcePath: Int], most: Int, where isCompared: (SourcePath) -> Bool
  ) {
    guard let files, let base else { return }
    let sorted = votes.filter { !touched.contains($0.key) && isCompared($0.key) }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (path, _) in sorted.prefix(most) {
      guard let bytes = try? files.contents(path, .commit(base, label: "")),
        let tokens = CloneSource.tokens(bytes, at: path)
      else { continue }
      others.append((path, tokens, Winnowing.fingerprints(tokens)))
    }
  }

  func clones(
    of new: [Winnowing.Fingerprint], _ search: CloneSearch, from source: ChangedSource
  ) -> [Clone] {
    var wanted: [UInt64: [Int]] = [:]
    for fingerprint in new { wanted[fingerprint.hash, default: []].append(fingerprint.position) }
    var found: [Clone] = []
    for place in Set(wanted.keys.flatMap { holders[$0] ?? [] }).sorted() {
      let candidate = own[place]
      let isSame = candidate.file.path == source.file.path
      var clones = search.clones(
        of: wanted, in: candidate.tokens, candidate.fingerprints, at: candidate.file.path,
        isSame: isSame)
      if !isSame, source.file.path < candidate.file.path {
        // Of two new copies the one in the later file is told.
        let text = candidate.tokens.file.text
        clones.removeAll { clone in
          candidate.lines.isAdded(text.position(at: candidate.tokens.range(clone.other).start).line)
        }
      }
      found += clones
    }
    for other in others {
      found += search.clones(
        of: wanted, in: other.tokens, other.fingerprints, at: other.path, isSame: false)
    }
    return found
  }
}

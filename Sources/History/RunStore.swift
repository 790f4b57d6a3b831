import FoundationEssentials
import SemanticDiff
import Source
import Store
import Verification

/// The quality history of one repository: every verdict, in a SQLite file.
public struct RunStore: Sendable {
  let file: DatabaseFile

  /// What the user should hear about the opening: that a damaged history was set aside.
  public var note: String? { file.note }

  /// The history's file below a repository's common Git directory.
  public static func path(commonDirectory: String) -> String {
    commonDirectory + (commonDirectory.hasSuffix("/") ? "" : "/") + "verdict/history.sqlite"
  }

  /// Opens the file, which is made where there is none; a damaged one is set aside.
  ///
  /// - Throws: `StoreError`.
  public static func open(_ path: String) throws(StoreError) -> RunStore {
    let file = try DatabaseFile.open(path, migrations: HistorySchema.migrations)
    file.keepOpen()
    let store = RunStore(file: file)
    do {
      try store.takeOver(RunSpool(history: path))
    } catch {
      throw error as? StoreError
        ?? StoreError(.failed, "the runs in `\(path).spool` cannot be taken over: \(error)")
    }
    return store
  }

  /// The verdict as the history keeps it.
  public static func document(_ verdict: Verdict) throws -> [UInt8] {
    Array(try JSONEncoder().encode(verdict))
  }

  /// Adds the runs that were written down beside the history.
  private func takeOver(_ spool: RunSpool) throws {
    try spool.drain { name, runs in
      try file.transaction { transaction in
        let rows = try transaction.rows("SELECT bytes FROM spool WHERE name = ?", [.text(name)])
        let known = rows.first?.integer("bytes") ?? 0
        for (run, end) in runs where end > known {
          // A line that was cut short is no verdict.
          guard let verdict = try? JSONDecoder().decode(Verdict.self, from: Data(run.document))
          else { continue }
          _ = try RunStore.insert(verdict, run, &transaction)
        }
        try transaction.write("DELETE FROM spool")
        try transaction.write(
          "INSERT INTO spool VALUES (?, ?)", [.text(name), .integer(Int64(runs.last?.end ?? 0))])
      }
    }
  }

  /// Adds a verdict, all of it or nothing.
  ///
  /// - Parameter attempt: the commit that is about to be made of what was judged.
  /// - Returns: the run's number.
  /// - Throws: `StoreError`.
  @discardableResult
  public func record(
    _ verdict: Verdict, startedAt: Double, durationMs: Double, policyOrigin: String,
    version: String, attempt: CommitAttempt? = nil
  ) throws -> Int {
    let run = RunRecord(
      startedAt: startedAt, durationMs: durationMs, policyOrigin: policyOrigin, version: version,
      attempt: attempt, document: try RunStore.document(verdict))
    return try record(verdict, run)
  }

  /// Adds a verdict with its document.
  @discardableResult
  public func record(_ verdict: Verdict, _ run: RunRecord) throws -> Int {
    try file.transaction { try RunStore.insert(verdict, run, &$0) }
  }

  private static func insert(
    _ verdict: Verdict, _ record: RunRecord, _ transaction: inout Transaction
  ) throws -> Int {
    let change = verdict.change
    try transaction.write(
      """
      INSERT INTO run (startedAt, durationMs, stage, description, before, after, changeType,
        decision, files, addedLines, removedLines, policyOrigin, version, verdict, place, contents)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .real(record.startedAt), .real(record.durationMs),
        verdict.stage.map { .text($0.rawValue) } ?? .null,
        .text(change.description), .text(change.before), .text(change.after),
        .text(verdict.detected.type.rawValue), .text(verdict.decision.rawValue),
        .integer(Int64(change.files)), .integer(Int64(change.addedLines)),
        .integer(Int64(change.removedLines)), .text(record.policyOrigin), .text(record.version),
        .blob(record.document), record.attempt.map { .text($0.place) } ?? .null,
        record.attempt?.contents.map { .text($0) } ?? .null,
      ])
    let rows = try transaction.rows("SELECT last_insert_rowid() AS id")
    let run = rows.first?.integer("id") ?? 0
    for (position, gate) in verdict.gates.enumerated() {
      try insert(gate, at: position, of: run, &transaction)
    }
    return run
  }

  private static func insert(
    _ gate: GateReport, at position: Int, of run: Int, _ transaction: inout Transaction
  ) throws {
    let id = SQLValue.integer(Int64(run))
    try transaction.write(
      "INSERT INTO gate VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        id, .integer(Int64(position)), .text(gate.id), .text(gate.outcome.rawValue),
        .integer(gate.isRequired ? 1 : 0), .real(gate.durationMs),
        .integer(gate.isCached ? 1 : 0),
      ])
    for finding in gate.findings {
      try transaction.write(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
          id, .text(gate.id), .text(finding.rule), .text(finding.severity.rawValue),
          finding.path.map { .text($0.description) } ?? .null,
          finding.entity.map { .text($0) } ?? .null, .text(finding.fingerprint),
          .integer(finding.isNew ? 1 : 0),
        ])
    }
    for metric in gate.metrics {
      try transaction.write(
        "INSERT INTO metric VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
          id, .text(gate.id), .text(metric.name), .text(metric.subject),
          metric.before.map { .real($0) } ?? .null, .real(metric.after), .text(metric.unit),
        ])
    }
  }

  /// The newest runs, newest first.
  ///
  /// - Throws: `StoreError`.
  public func newest(_ count: Int) throws(StoreError) -> [RunSummary] {
    try file.rows(
      "SELECT \(RunStore.summaryColumns) FROM run ORDER BY id DESC LIMIT ?",
      [.integer(Int64(count))]
    ).compactMap(RunSummary.init)
  }

  /// How many runs there are.
  ///
  /// - Throws: `StoreError`.
  public func count() throws(StoreError) -> Int {
    try file.rows("SELECT count(*) AS count FROM run").first?.integer("count") ?? 0
  }

  /// A run with its whole verdict, or nil when there is none of that number.
  ///
  /// A field that a later version adds must be optional or have a default, so that older verdicts are
  /// read. Where that was not possible the run stays in the lists, and only its details are gone.
  ///
  /// - Throws: `StoreError`; `Problem` for a verdict that this version cannot read.
  public func run(_ id: Int) throws -> Run? {
    guard
      let row = try file.rows(
        "SELECT \(RunStore.summaryColumns), policyOrigin, version, verdict FROM run WHERE id = ?",
        [.integer(Int64(id))]
      ).first, let summary = RunSummary(row), let document = row.blob("verdict")
    else { return nil }
    let version = row.text("version") ?? ""
    let verdict: Verdict
    do {
      verdict = try JSONDecoder().decode(Verdict.self, from: Data(document))
    } catch {
      throw Problem(
        .failure, "run \(id) was recorded by verdict \(version) in a form that cannot be read",
        help: "use that version to see it; `verdict history list` shows what is known of it")
    }
    return Run(
      summary: summary, verdict: verdict, policyOrigin: row.text("policyOrigin") ?? "",
      version: version)
  }

  private static let summaryColumns =
    "id, startedAt, durationMs, stage, description, decision, files, addedLines, removedLines"
}

extension RunSummary {
  fileprivate init?(_ row: Row) {
    guard let id = row.integer("id"), let startedAt = row.real("startedAt"),
      let durationMs = row.real("durationMs"), let description = row.text("description"),
      let decision = row.text("decision").flatMap(Decision.init), let files = row.integer("files"),
      let added = row.integer("addedLines"), let removed = row.integer("removedLines")
    else { return nil }
    self.init(
      id: id, startedAt: startedAt, durationMs: durationMs,
      stage: row.text("stage").flatMap(Stage.init), description: description, decision: decision,
      files: files, addedLines: added, removedLines: removed)
  }
}

import Source
import Store

/// Findings that a repository started with: known, and no longer new.
public struct Baseline: Sendable, Equatable {
  /// One kind of finding.
  public struct Key: Sendable, Hashable {
    public let gate: String
    public let fingerprint: String

    public init(gate: String, fingerprint: String) {
      self.gate = gate
      self.fingerprint = fingerprint
    }
  }

  /// The commit whose files were judged, in full.
  public var commit: String
  /// Seconds since the start of 1970.
  public var acceptedAt: Double
  /// How many there are of each.
  public var findings: [Key: Int]

  public init(commit: String, acceptedAt: Double, findings: [Key: Int]) {
    self.commit = commit
    self.acceptedAt = acceptedAt
    self.findings = findings
  }

  public var count: Int { findings.values.reduce(0, +) }
}

extension RunStore {
  /// The baseline that was accepted last; nil where none was.
  ///
  /// - Throws: `StoreError`.
  public func baseline() throws(StoreError) -> Baseline? {
    guard let row = try file.rows("SELECT commitName, acceptedAt FROM baseline").first,
      let commit = row.text("commitName"), let acceptedAt = row.real("acceptedAt")
    else { return nil }
    var findings: [Baseline.Key: Int] = [:]
    for row in try file.rows("SELECT gate, fingerprint, count FROM known") {
      guard let gate = row.text("gate"), let fingerprint = row.text("fingerprint"),
        let count = row.integer("count")
      else { continue }
      findings[Baseline.Key(gate: gate, fingerprint: fingerprint)] = count
    }
    return Baseline(commit: commit, acceptedAt: acceptedAt, findings: findings)
  }

  /// Puts a baseline in the place of the one before, all of it or nothing.
  ///
  /// - Throws: `StoreError`.
  public func accept(_ baseline: Baseline) throws {
    try file.transaction { transaction in
      try transaction.write("DELETE FROM baseline")
      try transaction.write("DELETE FROM known")
      try transaction.write(
        "INSERT INTO baseline VALUES (?, ?)",
        [.text(baseline.commit), .real(baseline.acceptedAt)])
      for (key, count) in baseline.findings {
        try transaction.write(
          "INSERT INTO known VALUES (?, ?, ?)",
          [.text(key.gate), .text(key.fingerprint), .integer(Int64(count))])
      }
    }
  }
}

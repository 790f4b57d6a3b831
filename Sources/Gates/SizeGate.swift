import Policy
import Source
import Verification

/// How large the change's files are, and which of them are binary.
public struct SizeGate: Gate {
  public init() {}

  public let schema = GateSchema(
    "size", "no file is too large for the repository", defaultLevel: .warn,
    options: [
      OptionSchema(
        "maxFile", "the size that no added or grown file may exceed", .size,
        default: .size(5_000_000)),
      OptionSchema(
        "binaryFiles", "what an added or changed binary file comes to",
        .choice(["allow", "warn", "forbid"]), default: .string("allow")),
    ])

  public let rules = [
    Rule(
      "size/large-file", "a file above the size limit",
      why: """
        Git keeps every version of a file for ever, and every clone fetches it. A file that was \
        above the limit before and did not grow is not reported.
        """,
      mend: """
        Keep the file elsewhere (Git LFS, a release, a package), or raise `maxFile` for the gate \
        `size` in `.verdict.yml`.
        """),
    Rule(
      "size/binary-file", "a binary file where the policy wants none",
      why: "A binary file cannot be reviewed as a difference, and Git stores it whole every time.",
      mend: "Keep it elsewhere, or set `binaryFiles: allow` for the gate `size` in `.verdict.yml`."),
  ]

  /// The most commits of one change whose files are listed, at some tenths of a millisecond each.
  private static let mostCommits = 50_000

  public func witnesses() -> [String]? { [] }

  public func judge(_ subject: Subject, _ settings: GateSettings) async -> GateResult {
    let limit = settings.size("maxFile")
    let binaryFiles = settings.string("binaryFiles")
    var findings: [Finding] = []
    var largest: (path: SourcePath, size: Int)?
    var binaries = 0
    var unmeasured: [String] = []
    for file in subject.files {
      guard let after = file.change.after, after.mode != .submodule else { continue }
      guard let size = after.size else {
        unmeasured.append("\(file.path) has no size that can be read")
        continue
      }
      if size > largest?.size ?? -1 { largest = (file.path, size) }
      let before = file.change.before?.size
      if size > limit {
        findings.append(
          Finding(
            rule: "size/large-file", severity: .error,
            message:
              "the file has \(ByteCount.text(size)), more than \(ByteCount.text(limit))",
            help: "keep it outside the repository, or raise `maxFile`", path: file.path,
            subject: file.path.description, isNew: before ?? 0 <= limit || size > before!))
      }
      guard file.pair.isBinary else { continue }
      binaries += 1
      if binaryFiles != "allow" {
        findings.append(
          Finding(
            rule: "size/binary-file", severity: binaryFiles == "forbid" ? .error : .warning,
            message: "a binary file is \(before == nil ? "added" : "changed")",
            path: file.path, subject: file.path.description))
      }
    }
    findings += passing(subject, limit, &unmeasured)
    guard let largest else {
      if !findings.isEmpty { return GateResult(.fail, findings: findings, unverified: unmeasured) }
      return unmeasured.isEmpty
        ? GateResult(.notApplicable, "no file is added or changed")
        : GateResult(.inconclusive, unverified: unmeasured)
    }
    return GateResult(
      findings.outcome == .pass && !unmeasured.isEmpty ? .inconclusive : findings.outcome,
      "largest \(ByteCount.text(largest.size)) (\(largest.path)), \(binaries) binary",
      findings: findings,
      metrics: [
        Metric(
          "largestFile", of: largest.path.description, after: Double(largest.size), unit: "bytes"),
        Metric("binaryFiles", of: "change", after: Double(binaries), unit: "files"),
      ], unverified: unmeasured, remainder: unmeasured.isEmpty ? .pass : .inconclusive)
  }

  public func limits(_ result: GateResult, _ settings: GateSettings) -> [Limit] {
    let sizes = result.metrics.filter { $0.name == "largestFile" }
    guard let largest = sizes.max(by: { $0.after < $1.after }),
      Int(largest.after) > settings.size("maxFile")
    else { return [] }
    // A round number, so that it reads as a limit.
    var unit = 1_000
    while unit * 100 <= Int(largest.after) { unit *= 10 }
    return [
      Limit(
        "maxFile", .size((Int(largest.after) / unit + 1) * unit),
        "the largest file has \(ByteCount.text(Int(largest.after))) (\(largest.subject))")
    ]
  }

  /// The files above the limit that a commit brings and the whole change does not show, since a later
  /// commit takes them away or makes them smaller: Git keeps them all the same.
  private func passing(_ subject: Subject, _ limit: Int, _ unmeasured: inout [String]) -> [Finding]
  {
    guard let listing = subject.commitListing else { return [] }
    var seen = Set(subject.files.compactMap { $0.change.after?.source })
    var findings: [Finding] = []
    let commits = subject.change.commits.suffix(SizeGate.mostCommits)
    let left = subject.change.commits.count - commits.count
    if left > 0 { unmeasured.append("the files of the oldest \(left) commits are not listed") }
    for (commit, files) in zip(commits, listing.files(of: Array(commits), largerThan: limit)) {
      guard let files else {
        unmeasured.append("the files of \(commit.id.short) cannot be listed")
        continue
      }
      for file in files {
        guard let after = file.after, after.mode != .submodule else { continue }
        guard let size = after.size else {
          unmeasured.append("\(file.path) of \(commit.id.short) has no size that can be read")
          continue
        }
        guard size > limit,
          size > file.before?.size ?? 0 || file.before?.size ?? 0 <= limit,
          seen.insert(after.source).inserted
        else { continue }
        findings.append(
          Finding(
            rule: "size/large-file", severity: .error,
            message: "\(commit.id.short): the file has \(ByteCount.text(size)) there, more than "
              + "\(ByteCount.text(limit)), and stays in the history",
            help: "take it out of that commit with `git rebase --interactive`, or raise `maxFile`",
            path: file.path, subject: "\(commit.id.hex) \(file.path)"))
      }
    }
    return findings
  }

  /// Where commits are listed one by one, that is worth keeping.
  public func inputs(_ subject: Subject, _ settings: GateSettings) -> Digest? {
    subject.digestOfCommits
  }
}

/// Sizes for people.
enum ByteCount {
  /// A size in decimal units with at most one decimal: `512 bytes`, `1.4 MB`.
  static func text(_ bytes: Int) -> String {
    if bytes < 1_000 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
    var value = Double(bytes)
    var unit = ""
    for next in ["kB", "MB", "GB", "TB"] where value >= 999.95 || unit.isEmpty {
      value /= 1_000
      unit = next
    }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 || tenths >= 1_000
      ? "\((tenths + 5) / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}

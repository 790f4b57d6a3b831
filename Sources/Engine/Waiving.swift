import History
import Policy
import Source
import Syntax
import Verification

/// Forgives the findings that the policy or a comment beside them forgives, and keeps account of it.
struct Waiving {
  /// What the findings are in.
  var subject: Subject {
    didSet { files = nil }
  }
  private let loaded: LoadedPolicy
  private let today: Day
  private let settings: GateSettings
  private var used: Set<String> = []
  private var waived = 0
  private var ownFindings: [Finding] = []
  /// Those of the subject by path, once one was asked for.
  private var files: [SourcePath: SubjectFile]?
  /// By path, once a finding in it was asked for.
  private var inline: [SourcePath: (all: [InlineWaiver], before: Set<String>)] = [:]

  /// How many findings of a fingerprint are known, by gate and fingerprint.
  private var known: [Baseline.Key: Int]
  /// What was found and counted, where it is to be known from now on; nil where nothing is.
  private(set) var accepted: [Baseline.Key: Int]?

  /// - Parameters:
  ///   - baseline: what is known, so that it is no longer new.
  ///   - accepts: whether everything that is found becomes known.
  init(
    _ subject: Subject, _ loaded: LoadedPolicy, today: Day, settings: GateSettings,
    baseline: Baseline? = nil, accepts: Bool = false
  ) {
    known = baseline?.findings ?? [:]
    accepted = accepts ? [:] : nil
    self.subject = subject
    self.loaded = loaded
    self.today = today
    self.settings = settings
  }

  /// The result of a gate without what is forgiven.
  mutating func applied(to result: GateResult, _ settings: GateSettings) -> GateResult {
    if result.findings.isEmpty { return result }
    var result = result
    if !settings.isNewOnly {
      for index in result.findings.indices where !result.findings[index].isNew {
        result.findings[index].countsAlways = true
      }
      let outcome = result.findings.outcome
      if outcome.weight > result.outcome.weight { result.outcome = outcome }
    }
    let before = result.findings.outcome
    for index in result.findings.indices {
      forgive(&result.findings[index])
      recognise(&result.findings[index])
    }
    let after = result.findings.outcome
    // What the findings did not decide, they do not take back.
    guard after != before, result.outcome == before else { return result }
    let remainder = result.remainder ?? (result.unverified.isEmpty ? .pass : .inconclusive)
    result.outcome = after.weight > remainder.weight ? after : remainder
    return result
  }

  /// What is known is not new.
  private mutating func recognise(_ finding: inout Finding) {
    guard finding.counts else { return }
    let key = Baseline.Key(
      gate: String(finding.rule.prefix { $0 != "/" }), fingerprint: finding.fingerprint)
    if accepted != nil {
      accepted?[key, default: 0] += 1
    } else if let left = known[key], left > 0 {
      known[key] = left - 1
    } else {
      return
    }
    finding.isNew = false
    finding.countsAlways = nil
  }

  private mutating func forgive(_ finding: inout Finding) {
    let policy = finding.path.map(loaded.policy(for:)) ?? loaded.policy
    var expired: Waiver?
    for waiver in policy.waivers
    where waiver.covers(rule: finding.rule, path: finding.path, entity: finding.entity) {
      used.insert(waiver.place)
      if waiver.isExpired(on: today) {
        expired = waiver
      } else {
        finding.waiver = waiver.reason
        waived += 1
        return
      }
    }
    forgiveInline(&finding)
    if finding.waiver == nil, let expired, let until = expired.until {
      finding.addHelp("its waiver in \(expired.place) ended on \(until)")
    }
  }

  private mutating func forgiveInline(_ finding: inout Finding) {
    let mode = settings.string("inline")
    guard mode != "none", let path = finding.path, let range = finding.range else { return }
    let comments = comments(in: path)
    for comment in comments.all
    where comment.lines.contains(range.start.line) && Waiver.names(comment.rule, finding.rule) {
      guard !comment.reason.isEmpty else {
        finding.addHelp(
          "the comment `verdict:allow` beside it gives no reason, so that it does not count")
        continue
      }
      let isOld = comments.before.contains(comment.key)
      if mode == "before", !isOld {
        finding.addHelp(
          "the comment `verdict:allow` beside it is the change's own, which the policy does not count"
        )
        continue
      }
      let counted = finding.counts
      finding.waiver = comment.reason
      waived += 1
      if counted, !isOld { report(finding, in: path, comment) }
      return
    }
  }

  private mutating func report(
    _ finding: Finding, in path: SourcePath, _ comment: InlineWaiver
  ) {
    guard used.insert("\(path) \(comment.lines) \(comment.key)").inserted else { return }
    var own = Finding(
      rule: "policy/new-waiver", severity: .error,
      message: "the change forgives `\(finding.rule)` itself: \(comment.reason)",
      path: path, subject: "\(comment.rule) \(comment.reason)")
    own.range = finding.range
    own.excerpt = finding.excerpt
    own.entity = finding.entity
    ownFindings.append(own)
  }

  private mutating func comments(
    in path: SourcePath
  ) -> (all: [InlineWaiver], before: Set<String>) {
    if let known = inline[path] { return known }
    if files == nil {
      files = Dictionary(subject.files.map { ($0.path, $0) }) { first, _ in first }
    }
    let pair = files?[path]?.pair
    let all = pair?.after.map(InlineWaiver.all) ?? []
    let before = all.isEmpty ? [] : pair?.before.map(InlineWaiver.all) ?? []
    let found = (all, Set(before.map(\.key)))
    inline[path] = found
    return found
  }

  /// The file that a waiver stands in.
  private static func path(_ waiver: Waiver) -> SourcePath {
    SourcePath(String(waiver.place.prefix { $0 != ":" }))
  }

  /// What is to be said of the waivers themselves; nil where there is none.
  ///
  /// - Parameter seesAll: whether every gate looked at every file.
  func report(seesAll: Bool) -> GateResult? {
    var seen: Set<String> = []
    let waivers = ([loaded.policy] + loaded.scopes.map(\.policy)).flatMap(\.waivers).filter {
      seen.insert($0.place).inserted
    }
    if waivers.isEmpty, waived == 0 { return nil }
    var findings = ownFindings
    for waiver in waivers {
      let what = "the waiver of `\(waiver.rule)` in \(waiver.place)"
      if let until = waiver.until, waiver.isExpired(on: today) {
        findings.append(
          Finding(
            rule: "policy/expired-waiver", severity: .error,
            message: "\(what) ended on \(until): \(waiver.reason)",
            path: Self.path(waiver), subject: waiver.place))
      } else if seesAll, !used.contains(waiver.place) {
        findings.append(
          Finding(
            rule: "policy/unused-waiver", severity: .note,
            message: "\(what) forgives nothing", path: Self.path(waiver), subject: waiver.place))
      }
    }
    func count(_ number: Int, _ what: String) -> String {
      "\(number) \(what)\(number == 1 ? "" : "s")"
    }
    return GateResult(
      findings.outcome, "\(count(waivers.count, "waiver")), \(count(waived, "finding")) forgiven",
      findings: findings)
  }
}

extension Finding {
  /// Puts something behind what is said of how to mend it.
  fileprivate mutating func addHelp(_ text: String) {
    help = (help.map { $0 + "; " } ?? "") + text
  }
}

import Secrets
import Source

/// One thing that a gate found.
public struct Finding: Sendable, Hashable, Codable {
  /// The lines to show for a finding, taken when it was made, so that a stored verdict still shows
  /// them.
  public struct Excerpt: Sendable, Hashable, Codable {
    /// The number of the line, from 1.
    public var line: Int
    /// The line without its end; bytes that are not UTF-8 are U+FFFD.
    public var text: String
    /// The bytes of `text` before the first and after the last one that is meant.
    public var prefix: Int
    public var length: Int

    /// Nil where the range begins in a line too long to be shown. Secrets are masked.
    public init?(_ text: SourceText, _ range: SourceRange) {
      self.init(MaskedLine(text, range, isSecret: false), range)
    }

    init?(_ masked: MaskedLine, _ range: SourceRange) {
      let bytes = masked.bytes[...]
      guard bytes.count <= Excerpt.longest else { return nil }
      line = range.start.line
      self.text = String(decoding: bytes, as: UTF8.self)
      // Counted in the text that is shown: a byte that is not UTF-8 is three there.
      func shown(_ bytes: ArraySlice<UInt8>) -> Int {
        String(decoding: bytes, as: UTF8.self).utf8.count
      }
      let start = min(masked.place(range.start.column - 1), bytes.count)
      let end =
        range.end.line == range.start.line ? masked.place(range.end.column - 1) : bytes.count
      prefix = shown(bytes.prefix(start))
      length = max(1, shown(bytes.dropFirst(start).prefix(max(0, end - start))))
    }

    private static let longest = 2_000
  }

  /// The rule, `gate/rule`.
  public var rule: String
  public var severity: Severity
  public var message: String
  /// How to mend it.
  public var help: String?
  public var path: SourcePath?
  public var range: SourceRange?
  /// The qualified name of the declaration that it stands in.
  public var entity: String?
  /// The same for the same finding before and after a shift of lines: 16 hexadecimal digits over
  /// rule, entity and the code it points at.
  public var fingerprint: String
  /// How sure the gate is, in [0, 1].
  public var confidence: Double
  /// Whether the change brought it in.
  public var isNew: Bool
  public var excerpt: Excerpt?
  /// Why it is forgiven; nil for one that is not.
  public var waiver: String?
  /// Whether it counts though it stood before, since the policy says so.
  public var countsAlways: Bool?

  /// Whether it weighs on the outcome.
  public var counts: Bool { waiver == nil && (isNew || countsAlways == true) }

  /// - Parameters:
  ///   - text: the source that `range` points into.
  ///   - subject: what stands for the code in the fingerprint where there is no range.
  ///   - isSecret: whether the range itself must not be shown. Neither it nor any other secret of the line
  ///     counts in the fingerprint: a short one could be found by trying.
  public init(
    rule: String, severity: Severity, message: String, help: String? = nil,
    path: SourcePath? = nil, text: SourceText? = nil, range: ByteRange? = nil,
    entity: String? = nil, subject: String = "", confidence: Double = 1, isNew: Bool = true,
    isSecret: Bool = false
  ) {
    self.rule = rule
    self.severity = severity
    self.message = Secret.masked(message)
    self.help = help.map(Secret.masked)
    self.path = path
    self.entity = entity.map(Secret.masked)
    self.confidence = confidence
    self.isNew = isNew
    var code = subject
    if let text, let range {
      let place = text.range(range)
      self.range = place
      let line = MaskedLine(text, place, isSecret: isSecret)
      excerpt = Excerpt(line, place)
      code += Finding.normalised(line.bytes[...])
    }
    fingerprint = String(Digest(rule, self.entity ?? "", code).hex.prefix(16))
  }

  /// A line without its white space: a shift of lines or of indentation makes no other finding.
  private static func normalised(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.prefix(4_096).filter { $0 > 32 }, as: UTF8.self)
  }
}

extension [Finding] {
  /// The findings with `isNew` false for each that stood before too: as many of one fingerprint as
  /// there were.
  public func markedAgainst(_ before: [Finding]) -> [Finding] {
    var known = Dictionary(before.map { ($0.fingerprint, 1) }, uniquingKeysWith: +)
    return map { finding in
      var finding = finding
      if let left = known[finding.fingerprint], left > 0 {
        known[finding.fingerprint] = left - 1
        finding.isNew = false
      }
      return finding
    }
  }

  /// What findings alone come to: a new error fails, a new warning warns, else it is a pass.
  public var outcome: Outcome {
    let worst = filter(\.counts).map(\.severity).max()
    return worst == .error ? .fail : worst == .warning ? .warn : .pass
  }
}

/// One number that a gate measured.
public struct Metric: Sendable, Hashable, Codable {
  public var name: String
  /// What was measured: a path, an entity, or `change`.
  public var subject: String
  /// Nil where there was nothing to measure.
  public var before: Double?
  public var after: Double
  public var unit: String

  public init(
    _ name: String, of subject: String, before: Double? = nil, after: Double, unit: String
  ) {
    self.name = name
    self.subject = subject
    self.before = before
    self.after = after
    self.unit = unit
  }
}

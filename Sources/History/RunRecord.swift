import FoundationEssentials

/// A verdict with what is kept beside it, before it is in the history.
public struct RunRecord: Sendable, Hashable {
  public var startedAt: Double
  public var durationMs: Double
  public var policyOrigin: String
  public var version: String
  /// The commit that is about to be made of what was judged.
  public var attempt: CommitAttempt?
  /// The verdict as the history keeps it.
  public var document: [UInt8]

  public init(
    startedAt: Double, durationMs: Double, policyOrigin: String, version: String,
    attempt: CommitAttempt? = nil, document: [UInt8]
  ) {
    self.startedAt = startedAt
    self.durationMs = durationMs
    self.policyOrigin = policyOrigin
    self.version = version
    self.attempt = attempt
    self.document = document
  }
}

// MARK: - In one line

extension RunRecord {
  /// Fields with tabs between them, the document last. A path can have any byte and is written in
  /// base64.
  public var line: [UInt8] {
    func field(_ text: String) -> String {
      String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
    let place = Data((attempt?.place ?? "").utf8).base64EncodedString()
    let fields = [
      "\(startedAt)", "\(durationMs)", field(policyOrigin), field(version), place,
      attempt?.contents ?? "", "",
    ]
    return Array(fields.joined(separator: "\t").utf8) + document
  }

  /// - Returns: nil for what is no such line.
  public init?(line: ArraySlice<UInt8>) {
    let fields = line.split(
      separator: UInt8(ascii: "\t"), maxSplits: 6, omittingEmptySubsequences: false)
    guard fields.count == 7, let document = fields.last else { return nil }
    let texts = fields.dropLast().map { String(decoding: $0, as: UTF8.self) }
    guard let startedAt = Double(texts[0]), let durationMs = Double(texts[1]),
      let place = Data(base64Encoded: texts[4]).map({ String(decoding: $0, as: UTF8.self) })
    else { return nil }
    self.init(
      startedAt: startedAt, durationMs: durationMs, policyOrigin: texts[2], version: texts[3],
      attempt: place.isEmpty
        ? nil : CommitAttempt(place: place, contents: texts[5].isEmpty ? nil : texts[5]),
      document: Array(document))
  }
}

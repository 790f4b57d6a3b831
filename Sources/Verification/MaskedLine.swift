import Secrets
import Source

/// The beginning of the first line of a place, without its secrets.
struct MaskedLine {
  let bytes: [UInt8]
  private let secrets: [ByteRange]

  /// More than is shown of a line, or counts in a fingerprint: one line can be a whole file, and hold thousands of
  /// findings.
  private static let longest = 8_192

  /// - Parameter isSecret: whether the place itself is one.
  init(_ text: SourceText, _ range: SourceRange, isSecret: Bool) {
    let line = Array(text.line(range.start.line).prefix(MaskedLine.longest))
    var secrets = Secret.all(in: line, isConfiguration: true).map(\.range)
    secrets += Secret.ofKeyLine(line).map(\.range)
    if isSecret {
      let start = min(range.start.column - 1, line.count)
      let end =
        range.end.line == range.start.line ? min(range.end.column - 1, line.count) : line.count
      secrets.append(ByteRange(start, max(start, end)))
    }
    secrets.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    // Those that overlap are one.
    var merged: [ByteRange] = []
    for secret in secrets {
      if let last = merged.last, secret.start < last.end {
        merged[merged.count - 1] = ByteRange(last.start, max(last.end, secret.end))
      } else {
        merged.append(secret)
      }
    }
    self.secrets = merged
    bytes = merged.isEmpty ? line : Secret.masked(line, merged)
  }

  /// Where an offset of the line stands in what is shown.
  func place(_ offset: Int) -> Int {
    var shift = 0
    for secret in secrets {
      if offset <= secret.start { break }
      if offset < secret.end { return secret.start + shift }
      shift += Secret.mask.utf8.count - secret.count
    }
    return offset + shift
  }
}

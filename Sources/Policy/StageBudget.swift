/// The time that all gates of a stage may take together.
public enum StageBudget: Sendable, Hashable {
  case unlimited
  case limit(Duration)

  /// Reads `500ms`, `1s`, `1.5s`, `2m` or `off`; nil for anything else and for no time at all.
  init?(_ text: String) {
    if text == "off" || text == "false" {
      self = .unlimited
      return
    }
    let units: [(suffix: String, milliseconds: Double)] = [("ms", 1), ("s", 1_000), ("m", 60_000)]
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
    let number = text.dropLast(unit.suffix.count)
    guard let first = number.utf8.first, first &- 48 < 10,
      number.utf8.allSatisfy({ $0 &- 48 < 10 || $0 == UInt8(ascii: ".") }),
      let value = Double(number)
    else { return nil }
    let milliseconds = (value * unit.milliseconds).rounded()
    guard 1...86_400_000 ~= milliseconds else { return nil }
    self = .limit(.milliseconds(Int(milliseconds)))
  }

  static let expectation = "a time such as `500ms`, `1s` or `2m`, or `off`"
  static let pattern = "^([0-9]+(\\.[0-9]+)?(ms|s|m)|off)$"

  /// As it is written in a policy.
  public var text: String {
    guard case .limit(let duration) = self else { return "off" }
    let (seconds, attoseconds) = duration.components
    let milliseconds = Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    if milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000)m" }
    return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
  }
}

import Source

/// What a policy forgives: findings of a rule, with a reason and, at best, an end.
public struct Waiver: Sendable, Hashable {
  /// `gate/rule`, or `gate/*` for all of a gate.
  public let rule: String
  /// Nil for everywhere.
  public let path: PathPattern?
  /// The qualified name of a declaration, which stands for all that it holds; nil for all.
  public let entity: String?
  public let reason: String
  /// The last day on which it counts; nil for ever.
  public let until: Day?
  /// Where it is written, for people: `.verdict.yml:12`.
  public let place: String

  public init(
    rule: String, path: PathPattern? = nil, entity: String? = nil, reason: String,
    until: Day? = nil, place: String
  ) {
    self.rule = rule
    self.path = path
    self.entity = entity
    self.reason = reason
    self.until = until
    self.place = place
  }

  /// The gate whose rule it is.
  public var gate: Substring { rule.prefix { $0 != "/" } }

  public func isExpired(on today: Day) -> Bool { until.map { $0 < today } ?? false }

  /// Whether it is meant for a finding.
  public func covers(rule: String, path: SourcePath?, entity: String?) -> Bool {
    guard Waiver.names(self.rule, rule) else { return false }
    if let pattern = self.path {
      guard let path, pattern.matches(path) else { return false }
    }
    guard let wanted = self.entity else { return true }
    guard let entity, entity.hasPrefix(wanted) else { return false }
    // `Cart` stands for `Cart.add` and `Cart::add`, not for `Cartoon`.
    guard let next = entity.utf8.dropFirst(wanted.utf8.count).first else { return true }
    return [".", ":", "(", "<", "#", "/"].contains(Unicode.Scalar(next))
  }

  /// Whether what stands in a waiver names a rule.
  public static func names(_ text: some StringProtocol, _ rule: String) -> Bool {
    if text.hasSuffix("/*") { return rule.hasPrefix(text.dropLast(1)) }
    return rule == text
  }
}

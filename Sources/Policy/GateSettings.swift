/// What one gate is to do for one type of change.
public struct GateSettings: Sendable, Hashable {
  public var level: Level
  /// A value for every option that the gate declares.
  public var options: [String: OptionValue]
  /// Whether a finding counts only where the change brought it in.
  public var isNewOnly = true
  /// Nil where the gate always runs.
  public var when: GateCondition?

  public init(level: Level, options: [String: OptionValue]) {
    self.level = level
    self.options = options
  }

  /// - Precondition: the gate declares such an option of kind `integer`; likewise below.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value) = options[name] else { undeclared(name) }
    return value
  }

  /// In per cent, from 0 to 100.
  public func percent(_ name: String) -> Double {
    guard case .percent(let value) = options[name] else { undeclared(name) }
    return value
  }

  /// In bytes.
  public func size(_ name: String) -> Int {
    guard case .size(let value) = options[name] else { undeclared(name) }
    return value
  }

  public func boolean(_ name: String) -> Bool {
    guard case .boolean(let value) = options[name] else { undeclared(name) }
    return value
  }

  /// Of kind `string` or `choice`.
  public func string(_ name: String) -> String {
    guard case .string(let value) = options[name] else { undeclared(name) }
    return value
  }

  public func strings(_ name: String) -> [String] {
    guard case .strings(let value) = options[name] else { undeclared(name) }
    return value
  }

  private func undeclared(_ name: String) -> Never {
    preconditionFailure("no option `\(name)` of that kind is declared")
  }
}

/// Why a program could not be run at all. A program that ran and failed is no error: its
/// `Completion` says so.
public struct ProgramError: Error, Sendable, Hashable {
  /// What went wrong.
  public let message: String
  /// How to mend it.
  public let help: String?

  public init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}

extension ProgramError: CustomStringConvertible {
  public var description: String { help.map { "\(message); \($0)" } ?? message }
}

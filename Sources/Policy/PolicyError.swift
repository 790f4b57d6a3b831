import Source

/// All that is wrong with a policy file, in the order of the file.
public struct PolicyError: Error, Sendable, Hashable {
  /// At least one.
  public let problems: [Problem]

  public init(_ problems: [Problem]) { self.problems = problems }
}

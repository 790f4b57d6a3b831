import Source
import Syntax

/// What kind of work a change is.
public enum ChangeType: String, Sendable, Codable, CaseIterable {
  case code, docs, refactor, test, release, devops
}

/// The type that the diff shows, with how sure that is.
public struct DetectedType: Sendable, Hashable, Codable {
  public var type: ChangeType
  /// How often people call a change that touches the same kinds of things by this type, in [0, 1]: the
  /// share that `scripts/accuracy diff claims` measures on the history of projects that use Conventional
  /// Commits, rounded; estimated for refactorings, of which these hold too few. 0 for a change without
  /// files.
  public var confidence: Double

  public init(_ type: ChangeType, confidence: Double) {
    self.type = type
    self.confidence = confidence
  }

  /// The first of these that all touched parts agree with; what only accompanies a kind of work
  /// (documents, tests beside code) does not change it.
  public init(_ parts: ChangeParts) {
    let main = parts.subtracting([.documentation, .layout])
    if parts.isEmpty {
      self.init(.code, confidence: 0)
    } else if main.isEmpty {
      let isDocumented = parts.contains(.documentation)
      self.init(isDocumented ? .docs : .refactor, confidence: isDocumented ? 0.8 : 0.7)
    } else if main == .test {
      self.init(.test, confidence: parts == .test ? 0.65 : 0.6)
    } else if main.isSubset(of: [.release, .changelog, .locked, .build]),
      main.contains(.release)
    {
      self.init(.release, confidence: main.contains(.build) ? 0.7 : 0.9)
    } else if main == .changelog {
      self.init(.docs, confidence: 0.6)
    } else if main.isSubset(of: [.build, .locked, .changelog]) {
      self.init(.devops, confidence: 0.8)
    } else if main.isSubset(of: [.restructured, .test, .changelog]) {
      self.init(.refactor, confidence: main == .restructured ? 0.7 : 0.5)
    } else {
      self.init(.code, confidence: main.contains(.code) ? 0.8 : 0.5)
    }
  }
}

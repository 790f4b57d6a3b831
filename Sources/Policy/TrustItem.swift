import Source

/// Something of a repository's policy that is done only with the user's consent.
public struct TrustItem: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// A program is run with these arguments.
    case program
    /// A policy outside of the repository is read; its arguments are the revision and the path in it.
    case policy
  }

  public let kind: Kind
  /// The name by which the policy calls it.
  public let name: String
  /// What it is, all links resolved: the absolute path of a program.
  public let path: String
  public let arguments: [String]

  public init(_ kind: Kind, name: String, path: String, arguments: [String] = []) {
    self.kind = kind
    self.name = name
    self.path = path
    self.arguments = arguments
  }

  /// The item on one line, for people and unlike that of any other item: words that are more than
  /// letters and digits are quoted, and nothing in it acts on a terminal.
  public var canonicalText: String {
    ([kind.rawValue, name, path] + arguments).map(Self.word).joined(separator: " ")
  }

  /// Two items have the same digest only if they are equal.
  public var digest: Digest {
    Digest(([kind.rawValue, name, path] + arguments).map { Array($0.utf8) })
  }

  private static func word(_ text: String) -> String {
    let plain = text.utf8.allSatisfy {
      ($0 | 32) &- 97 < 26 || $0 &- 48 < 10 || "_-./=:,@+%".utf8.contains($0)
    }
    if plain, !text.isEmpty { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result + "\""
  }
}

extension TrustItem: Codable {}

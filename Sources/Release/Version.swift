/// A version after Semantic Versioning 2.0.0 (https://semver.org/spec/v2.0.0.html).
public struct Version: Sendable, Hashable {
  /// A whole number of any length, in decimal digits without leading zeros.
  public struct Number: Sendable, Hashable {
    public let digits: String

    public static let zero = Number(unchecked: "0")
    public static let one = Number(unchecked: "1")

    private init(unchecked digits: String) { self.digits = digits }

    /// Nil for anything but digits, and for a leading zero.
    public init?(_ text: some StringProtocol) {
      let bytes = text.utf8
      guard let first = bytes.first, bytes.allSatisfy({ 48...57 ~= $0 }),
        first != 48 || bytes.count == 1
      else { return nil }
      digits = String(text)
    }

    /// One more.
    public var next: Number {
      var bytes = Array(digits.utf8)
      var place = bytes.count - 1
      while place >= 0, bytes[place] == 57 {
        bytes[place] = 48
        place -= 1
      }
      if place >= 0 { bytes[place] += 1 } else { bytes.insert(49, at: 0) }
      return Number(unchecked: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// One part of a pre-release, between two dots.
  public enum Identifier: Sendable, Hashable {
    case number(Number)
    case word(String)
  }

  public var major: Number
  public var minor: Number
  public var patch: Number
  /// Empty for a final version.
  public var preRelease: [Identifier]
  /// What follows `+`; it has no precedence.
  public var build: [String]

  public init(
    _ major: Number, _ minor: Number, _ patch: Number, preRelease: [Identifier] = [],
    build: [String] = []
  ) {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.preRelease = preRelease
    self.build = build
  }

  /// Nil for what the grammar of the specification does not allow.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let front = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let core = front[0].split(separator: ".", omittingEmptySubsequences: false)
    guard core.count == 3, let major = Number(core[0]), let minor = Number(core[1]),
      let patch = Number(core[2])
    else { return nil }
    var preRelease: [Identifier] = []
    if front.count == 2 {
      guard let read = Version.preRelease(front[1]) else { return nil }
      preRelease = read
    }
    var build: [String] = []
    if parts.count == 2 {
      guard let read = Version.build(parts[1]) else { return nil }
      build = read
    }
    self.init(major, minor, patch, preRelease: preRelease, build: build)
  }

  /// The identifiers of a pre-release, `rc.1`; nil when one is not valid.
  public static func preRelease(_ text: some StringProtocol) -> [Identifier]? {
    var found: [Identifier] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      if let number = Number(part) {
        found.append(.number(number))
      } else if isIdentifier(part), !part.utf8.allSatisfy({ 48...57 ~= $0 }) {
        found.append(.word(String(part)))
      } else {
        return nil
      }
    }
    return found
  }

  /// The identifiers of build metadata; nil when one is not valid.
  public static func build(_ text: some StringProtocol) -> [String]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { isIdentifier($0) } ? parts.map { String($0) } : nil
  }

  private static func isIdentifier(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { 48...57 ~= $0 || 97...122 ~= $0 | 32 || $0 == UInt8(ascii: "-") }
  }

  /// The three numbers alone.
  public var core: Version { Version(major, minor, patch) }
  public var isFinal: Bool { preRelease.isEmpty }
  /// Whether anything may change at any time (item 4 of the specification).
  public var isInitialDevelopment: Bool { major == .zero }

  /// The next final version of a level.
  func bumped(major isMajor: Bool, minor isMinor: Bool) -> Version {
    if isMajor { return Version(major.next, .zero, .zero) }
    return isMinor ? Version(major, minor.next, .zero) : Version(major, minor, patch.next)
  }
}

extension Version.Number: Comparable {
  public static func < (a: Self, b: Self) -> Bool {
    let (left, right) = (a.digits.utf8, b.digits.utf8)
    return left.count != right.count
      ? left.count < right.count : left.lexicographicallyPrecedes(right)
  }
}

extension Version.Identifier: Comparable, CustomStringConvertible {
  public static func < (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): a < b
    case (.number, .word): true
    case (.word, .number): false
    case (.word(let a), .word(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    }
  }

  public var description: String {
    switch self {
    case .number(let number): number.digits
    case .word(let word): word
    }
  }
}

extension Version: Comparable {
  /// Precedence after item 11 of the specification; of two with the same precedence the one comes first
  /// whose build metadata does, so that the order is total.
  public static func < (a: Self, b: Self) -> Bool {
    if a.hasLowerPrecedence(than: b) { return true }
    if b.hasLowerPrecedence(than: a) { return false }
    return a.build.lexicographicallyPrecedes(b.build) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Precedence after item 11 of the specification, which build metadata has no part in.
  public func hasLowerPrecedence(than other: Version) -> Bool {
    let (left, right) = ([major, minor, patch], [other.major, other.minor, other.patch])
    if left != right { return left.lexicographicallyPrecedes(right) }
    if preRelease.isEmpty || other.preRelease.isEmpty {
      return !preRelease.isEmpty && other.preRelease.isEmpty
    }
    return preRelease.lexicographicallyPrecedes(other.preRelease)
  }
}

extension Version: CustomStringConvertible {
  public var description: String {
    var text = "\(major.digits).\(minor.digits).\(patch.digits)"
    if !preRelease.isEmpty { text += "-" + preRelease.map(\.description).joined(separator: ".") }
    if !build.isEmpty { text += "+" + build.joined(separator: ".") }
    return text
  }
}

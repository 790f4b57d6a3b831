/// One option of a gate, as the gate declares it.
public struct OptionSchema: Sendable, Hashable {
  /// What an option holds.
  public enum Kind: Sendable, Hashable {
    case integer(ClosedRange<Int>)
    /// From 0% to 100%, written `80%` or as the fraction `0.8`.
    case percent
    /// Bytes, written as a number or with one of the suffixes `KB`, `MB`, `GB` (powers of 1000),
    /// `KiB`, `MiB` and `GiB` (powers of 1024).
    case size
    case boolean
    case string
    case strings
    /// One of these words, held as `OptionValue.string`.
    case choice([String])
  }

  public let name: String
  /// One line, shown beside the option.
  public let summary: String
  public let kind: Kind
  public let defaultValue: OptionValue

  /// - Precondition: `defaultValue` is of that kind and in its range.
  public init(_ name: String, _ summary: String, _ kind: Kind, default defaultValue: OptionValue) {
    precondition(kind.allows(defaultValue), "the default of `\(name)` is not of its kind")
    self.name = name
    self.summary = summary
    self.kind = kind
    self.defaultValue = defaultValue
  }
}

/// The value of an option.
public enum OptionValue: Sendable, Hashable {
  case integer(Int)
  /// In per cent, from 0 to 100.
  case percent(Double)
  /// In bytes.
  case size(Int)
  case boolean(Bool)
  case string(String)
  case strings([String])
}

extension OptionSchema.Kind {
  func allows(_ value: OptionValue) -> Bool {
    switch (self, value) {
    case (.integer(let range), .integer(let number)): range.contains(number)
    case (.percent, .percent(let number)): (0...100).contains(number)
    case (.size, .size(let bytes)): bytes >= 0
    case (.choice(let words), .string(let word)): words.contains(word)
    case (.boolean, .boolean), (.string, .string), (.strings, .strings): true
    default: false
    }
  }

  /// What may be written, as the end of "`option` takes ...".
  var expectation: String {
    switch self {
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number from \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .percent: "a share such as `80%` or `0.8`"
    case .size: "a size such as `4096`, `100 KB` or `2 MiB`"
    case .boolean: "`true` or `false`"
    case .string: "a text"
    case .strings: "a list of texts such as `[a, b]`"
    case .choice(let words): words.count == 1 ? "`\(words[0])`" : "one of \(words.quotedList)"
    }
  }

  /// Reads the text of a scalar; `plain` when it is not quoted. Nil when it is not of this kind or
  /// not in range.
  func read(_ text: String, plain: Bool) -> OptionValue? {
    switch self {
    case .string: return .string(text)
    case .choice(let words): return words.contains(text) ? .string(text) : nil
    case .size: return Self.bytes(text).map(OptionValue.size)
    case .percent: return Self.percent(text).map(OptionValue.percent)
    case .integer(let range):
      guard plain, let number = Int(text), range.contains(number) else { return nil }
      return .integer(number)
    case .boolean:
      guard plain else { return nil }
      return text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
    case .strings: return nil
    }
  }

  static let units: [(suffix: String, bytes: Int)] = [
    ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000),
  ]

  private static func bytes(_ text: String) -> Int? {
    let unit = units.first { text.hasSuffix($0.suffix) }
    let digits = text.dropLast(unit?.suffix.count ?? 0)
    let number = digits.hasSuffix(" ") && unit != nil ? digits.dropLast() : digits
    guard let count = Int(number), count >= 0, !number.hasPrefix("+") else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit?.bytes ?? 1)
    return overflow ? nil : bytes
  }

  private static func percent(_ text: String) -> Double? {
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    // `Double` reads more than this: `inf`, `0x1p-2`.
    guard digits.utf8.allSatisfy({ "0123456789.e-".utf8.contains($0) }) else { return nil }
    if text.hasSuffix("%") {
      guard let number = Double(digits), (0...100).contains(number) else { return nil }
      return number
    }
    guard let fraction = Double(digits), (0...1).contains(fraction) else { return nil }
    // So that 0.07 is 7% and not 7.000000000000001%.
    return (fraction * 100 * 1e9).rounded() / 1e9
  }
}

extension [String] {
  /// The words as code, with commas between them.
  var quotedList: String { map { "`\($0)`" }.joined(separator: ", ") }
}

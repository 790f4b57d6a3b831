extension Unicode.Scalar {
  /// Whether it is a character that can hide text or turn its direction: zero width, bidirectional,
  /// fillers, tags, separators of lines and paragraphs. Variation selectors, which emoji need, are not
  /// among them, those for ideographs excepted.
  public var isInvisible: Bool {
    switch value {
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B...0x200F,
      0x2028...0x202E,
      0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }

  /// Whether it opens or closes an embedding, override or isolate (UAX #9): what reorders the text
  /// around it until its line ends.
  public var isBidirectionalControl: Bool {
    switch value {
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether it only chooses among the shapes of the character before it.
  public var isVariationSelector: Bool {
    switch value {
    case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
    default: false
    }
  }

  /// The code point and the name, for a message that must not hold the character itself:
  /// `U+202E RIGHT-TO-LEFT OVERRIDE`.
  public var codePointAndName: String {
    let digits = String(value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    guard let name = properties.nameAlias ?? properties.name else { return code }
    return "\(code) \(name)"
  }
}

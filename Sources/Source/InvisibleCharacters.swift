extension Unicode.Scalar {
  /// Whether it is a format character that can hide text or turn its direction: zero width,
  /// bidirectional, tags, separators of lines and paragraphs. Variation selectors, which emoji need,
  /// are not among them.
  public var isInvisible: Bool {
    switch value {
    case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}

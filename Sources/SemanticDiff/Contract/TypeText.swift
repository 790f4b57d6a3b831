import Source
import Syntax

/// Types as they are written.
enum TypeText {
  /// Whether a type takes every value that another one takes, as far as the text shows: it became
  /// optional, or a union with more members.
  static func widens(_ narrow: String?, _ wide: String?, _ language: Language) -> Bool {
    guard let narrow, let wide, narrow != wide else { return false }
    switch language.name {
    case "swift", "kotlin", "csharp": return wide == narrow + "?" || wide == "(\(narrow))?"
    case "php": return wide == "?" + narrow || isLargerUnion(narrow, wide)
    case "typescript": return TypeScriptType.takes(wide, narrow)
    default: return false
    }
  }

  /// A type with other names in place of some.
  static func replacing(_ text: String, _ names: [String: String]) -> String {
    var result = ""
    var word = ""
    for character in text {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        result += names[word] ?? word
        word = ""
        result.append(character)
      }
    }
    return result + (names[word] ?? word)
  }

  private static func isLargerUnion(_ narrow: String, _ wide: String) -> Bool {
    Set(split(wide, at: "|")).isStrictSuperset(of: split(narrow, at: "|"))
  }

  /// The parts of a text between a sign that stands outside of all brackets, blanks around them cut.
  static func split(_ text: String, at separator: Unicode.Scalar) -> [String] {
    var parts: [String] = []
    var part: [UInt8] = []
    var depth = 0
    var last: UInt8 = 0
    func trimmed(_ bytes: [UInt8]) -> String {
      String(decoding: bytes.trimming { $0 == 32 }, as: UTF8.self)
    }
    for byte in text.utf8 {
      if "([{<".utf8.contains(byte) { depth += 1 }
      // `->` and `=>` close nothing.
      if ")]}".utf8.contains(byte) || byte == 62 && last != 45 && last != 61 { depth -= 1 }
      last = byte
      if depth == 0, byte == UInt8(ascii: separator) {
        parts.append(trimmed(part))
        part = []
      } else {
        part.append(byte)
      }
    }
    let rest = trimmed(part)
    if !rest.isEmpty { parts.append(rest) }
    return parts
  }
}

/// Text as YAML has it.
public enum YAMLScalar {
  /// A scalar that reads as this text: plain where it can be nothing else, else in double quotes.
  public static func text(_ text: String) -> String {
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    let others = Set("0123456789_-./".utf8)
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    if let first = text.utf8.first, letters.contains(first), !words.contains(text.lowercased()),
      text.utf8.allSatisfy({ letters.contains($0) || others.contains($0) })
    {
      return text
    }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case " "..."~", "\u{A0}"..."\u{2027}", "\u{202A}"..."\u{D7FF}", "\u{E000}"..."\u{FEFE}",
        "\u{FF00}"..."\u{FFFD}", "\u{10000}"...:
        result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}

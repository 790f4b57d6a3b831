/// Text from a change as it may be shown: nothing in it can move the cursor, hide what follows, turn the
/// reading direction, or tell a build server to do something.
enum Display {
  /// The text with every control, bidirectional and invisible character spelled out; a tab is a blank.
  static func safe(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != 35 && $0 != 58 }) { return text }
    if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { return withoutCommands(text) }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 9: result.append(" ")
      case 10: result += "\\n"
      case 13: result += "\\r"
      case 0..<32, 127..<160: result += "\\x" + hex(scalar.value, 2)
      case _ where scalar.isInvisible: result += "\\u{" + hex(scalar.value, 4) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return withoutCommands(result)
  }

  /// The text without what build servers take for commands in the output of a step: `::name` behind blanks
  /// (GitHub), and anywhere `##[name]` and `##vso[name]` (Azure Pipelines) and `##teamcity[name`.
  private static func withoutCommands(_ text: String) -> String {
    let (colon, hash) = (UInt8(ascii: ":"), UInt8(ascii: "#"))
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var isAfterBlank = true
    for (place, byte) in bytes.enumerated() {
      var isHidden = false
      if byte == colon || byte == hash, place + 2 < bytes.count, bytes[place + 1] == byte {
        let end = bytes[(place + 2)...].firstIndex { !(97...122 ~= $0 | 32) }
        isHidden =
          byte == colon
          ? isAfterBlank && end != place + 2 : end.map { bytes[$0] == UInt8(ascii: "[") } ?? false
      }
      result += isHidden ? Array("\\x\(hex(UInt32(byte), 2))".utf8) : [byte]
      isAfterBlank = byte == 32
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The columns that a text takes on a terminal.
  static func width(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 < 128 }
      ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// The text in at most so many columns; what is cut off ends in `…`.
  static func cut(_ text: String, to columns: Int) -> String {
    if width(text) <= columns { return text }
    var result = ""
    var used = 0
    for scalar in text.unicodeScalars {
      let next = width(scalar)
      if used + next > columns - 1 { break }
      used += next
      result.unicodeScalars.append(scalar)
    }
    return result + "…"
  }

  /// The last part of a text in at most so many columns; what is cut off begins with `…`.
  static func tail(_ text: String, to columns: Int) -> String {
    if width(text) <= columns { return text }
    var kept: [Unicode.Scalar] = []
    var used = 0
    for scalar in text.unicodeScalars.reversed() {
      let next = width(scalar)
      if used + next > columns - 1 { break }
      used += next
      kept.append(scalar)
    }
    var result = "…"
    result.unicodeScalars.append(contentsOf: kept.reversed())
    return result
  }

  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// Breaks a text between words into lines of at most so many columns.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, width(line) + 1 + width(String(word)) > columns {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  private static func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// 0 for combining marks, 2 for wide characters (Unicode TR 11, the common blocks), else 1.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x483...0x489, 0x591...0x5BD, 0x610...0x61A, 0x64B...0x65F,
      0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F:
      0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

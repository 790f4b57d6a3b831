import Source

/// Types of TypeScript as they are written, by the rules of assignability as far as the text shows them (The
/// TypeScript Handbook, Type Compatibility).
enum TypeScriptType {
  /// Whether a type takes every value that another one takes. A text may begin with the name of what has the
  /// type, `a?:`.
  static func takes(_ wide: String, _ narrow: String) -> Bool {
    var budget = 4096
    return takes(Member(wide), Member(narrow), &budget)
  }

  /// One member of an object type, or a type alone.
  private struct Member {
    var key = ""
    var isOptional = false
    var isReadOnly = false
    var type: String

    init(_ text: String) {
      type = text
      guard let colon = TypeScriptType.colon(of: text) else { return }
      key = String(text[..<colon].trimmingBlanks)
      type = String(text[text.index(after: colon)...].trimmingBlanks)
      if key.hasSuffix("?") {
        isOptional = true
        key = String(key.dropLast().trimmingBlanks)
      }
      if key.hasPrefix("readonly ") {
        isReadOnly = true
        key = String(key.dropFirst(9).trimmingBlanks)
      }
    }
  }

  private static func takes(_ wide: Member, _ narrow: Member, _ budget: inout Int) -> Bool {
    if narrow.isOptional && !wide.isOptional || wide.isReadOnly && !narrow.isReadOnly {
      return false
    }
    return takes(wide.type, narrow.type, &budget)
  }

  private static func takes(_ wide: String, _ narrow: String, _ budget: inout Int) -> Bool {
    budget -= 1
    if budget < 0 { return false }
    if wide == narrow || wide == "unknown" || wide == "any" { return true }
    let (all, some) = (parts(wide, "|"), parts(narrow, "|"))
    if all.count > 1 || some.count > 1 {
      let known = Set(all)
      return some.allSatisfy { one in
        known.contains(one) || all.contains { takes($0, one, &budget) }
      }
    }
    if let type = unwrapped(wide, "(", ")") { return takes(type, narrow, &budget) }
    if let type = unwrapped(narrow, "(", ")") { return takes(wide, type, &budget) }
    if wide.hasPrefix("readonly ") {
      let type = narrow.hasPrefix("readonly ") ? String(narrow.dropFirst(9)) : narrow
      return takes(String(wide.dropFirst(9)), type, &budget)
    }
    if wide.hasSuffix("[]"), narrow.hasSuffix("[]") {
      return takes(String(wide.dropLast(2)), String(narrow.dropLast(2)), &budget)
    }
    if isLiteral(narrow, of: wide) { return true }
    if let a = unwrapped(wide, "{", "}"), let b = unwrapped(narrow, "{", "}") {
      return takesMembers(a, b, &budget)
    }
    let (a, b) = (parts(wide, "&"), parts(narrow, "&"))
    return a.count > 1 && a.count == b.count && zip(a, b).allSatisfy { takes($0, $1, &budget) }
  }

  private static func takesMembers(_ wide: String, _ narrow: String, _ budget: inout Int) -> Bool {
    func members(_ text: String) -> [String: Member]? {
      let all = TypeText.split(text, at: ";").flatMap { TypeText.split($0, at: ",") }
        .filter { !$0.isEmpty }.map(Member.init)
      // What has no key is not understood.
      if all.contains(where: \.key.isEmpty) { return nil }
      return Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { a, _ in a })
    }
    guard let a = members(wide), let b = members(narrow) else { return false }
    for (key, member) in b {
      guard let other = a[key], takes(other, member, &budget) else { return false }
    }
    return a.allSatisfy { b[$0.key] != nil || $0.value.isOptional }
  }

  private static func isLiteral(_ literal: String, of type: String) -> Bool {
    guard let first = literal.utf8.first else { return false }
    switch type {
    case "string": return "\"'`".utf8.contains(first)
    case "number": return first >= 48 && first <= 57 || first == UInt8(ascii: "-")
    case "boolean": return literal == "true" || literal == "false"
    default: return false
    }
  }

  private static func parts(_ text: String, _ sign: Unicode.Scalar) -> [String] {
    TypeText.split(text, at: sign).filter { !$0.isEmpty }
  }

  /// What stands in the brackets around a whole text.
  private static func unwrapped(_ text: String, _ open: Character, _ close: Character) -> String? {
    guard text.first == open, text.last == close else { return nil }
    var depth = 0
    for (offset, character) in text.enumerated() {
      if character == open { depth += 1 }
      if character == close { depth -= 1 }
      if depth == 0 { return offset == text.count - 1 ? inner(text) : nil }
    }
    return nil
  }

  private static func inner(_ text: String) -> String { String(text.dropFirst().dropLast()) }

  /// The colon behind a key: the first one outside of brackets, where no sign of a condition stands before it.
  private static func colon(of text: String) -> String.Index? {
    var depth = 0
    var last: Character = " "
    for index in text.indices {
      let character = text[index]
      if "([{<".contains(character) { depth += 1 }
      if ")]}".contains(character) || character == ">" && last != "=" { depth -= 1 }
      if depth == 0, character == ":" { return index }
      // `a ? b : c` is no key.
      if depth == 0, character == "?",
        !text[index...].dropFirst().drop(while: { $0 == " " })
          .hasPrefix(":")
      {
        return nil
      }
      last = character
    }
    return nil
  }
}

/// Constant expressions of Go as far as their text tells their kind and value.
/// https://go.dev/ref/spec#Constant_expressions
struct GoConstants {
  private let package: GoPackage

  init(_ package: GoPackage) { self.package = package }

  /// The words and signs of an expression.
  private static func tokens(_ text: String) -> [String] {
    var result: [String] = []
    var word: [Character] = []
    var quote: Character?
    for character in text {
      if let open = quote {
        word.append(character)
        if character == open { quote = nil }
        continue
      }
      if character.isLetter || character.isNumber || character == "_" || character == "." {
        word.append(character)
        continue
      }
      if !word.isEmpty { result.append(String(word)) }
      word = []
      if character == "\"" || character == "`" || character == "'" {
        quote = character
        word = [character]
      } else if character != " " {
        result.append(String(character))
      }
    }
    if !word.isEmpty { result.append(String(word)) }
    return result
  }

  private func constant(_ name: String) -> GoPackage.Constant? {
    if case .constant(let constant)? = package.objects[name] { return constant }
    return nil
  }

  /// Which kind of untyped constant an expression gives; nil where that is not known.
  func kind(_ text: String, depth: Int = 0) -> String? {
    guard depth < 32 else { return nil }
    var found: String?
    let ranks = ["int", "rune", "float", "complex"]
    for token in GoConstants.tokens(text) {
      var kind: String?
      guard let first = token.unicodeScalars.first else { continue }
      if first == "\"" || first == "`" { return "string" }
      if token == "true" || token == "false" || token == "<" || token == "!" { return "bool" }
      if first == "'" {
        kind = "rune"
      } else if token == "complex" || token == "imag" {
        kind = "complex"
      } else if first.properties.numericType != nil || first == "." {
        let isHexadecimal = token.lowercased().hasPrefix("0x")
        kind =
          token.hasSuffix("i")
          ? "complex"
          : token.contains(".") || !isHexadecimal && token.lowercased().contains("e")
            ? "float" : "int"
      } else if token == "iota" {
        kind = "int"
      } else if let other = constant(token) {
        if other.type != nil { return nil }
        kind = self.kind(other.value, depth: depth + 1)
        if kind == nil || kind == "string" || kind == "bool" { return kind }
      } else if first.properties.isAlphabetic || first == "_" {
        return nil
      }
      guard let kind, let rank = ranks.firstIndex(of: kind) else { continue }
      if found.flatMap(ranks.firstIndex(of:)) ?? -1 < rank { found = kind }
    }
    return found
  }

  /// The type of a conversion `T(x)`.
  func conversion(_ text: String) -> GoType? {
    let tokens = GoConstants.tokens(text)
    guard tokens.count > 3, tokens[1] == "(", tokens.last == ")" else { return nil }
    if package.type(tokens[0]) != nil { return .named(tokens[0], []) }
    let basics = ["string", "bool", "byte", "rune", "uintptr"]
    let isNumeric = ["int", "uint", "float", "complex"].contains { tokens[0].hasPrefix($0) }
    return isNumeric && tokens[0] != "complex" || basics.contains(tokens[0])
      ? .basic(tokens[0]) : nil
  }

  /// The value in one spelling, the constants that it names followed.
  func value(_ constant: GoPackage.Constant, depth: Int = 0) -> String {
    let tokens = GoConstants.tokens(constant.value).map { token -> String in
      if token == "iota" { return String(constant.iota) }
      if let other = self.constant(token), depth < 8 {
        return value(other, depth: depth + 1)
      }
      return GoConstants.number(token)
    }
    // A chain of names can grow the text by doubling it.
    return String(tokens.joined(separator: " ").prefix(500))
  }

  /// The length of an array.
  func number(_ text: String) -> String {
    value(GoPackage.Constant(type: nil, value: text, iota: 0))
  }

  /// A whole number in decimal.
  private static func number(_ token: String) -> String {
    let digits = token.lowercased().filter { $0 != "_" }
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where digits.hasPrefix(prefix) {
      return Int(digits.dropFirst(2), radix: radix).map(String.init) ?? token
    }
    if digits.hasPrefix("0"), digits.count > 1, let octal = Int(digits, radix: 8) {
      return String(octal)
    }
    return Int(digits).map(String.init) ?? token
  }
}

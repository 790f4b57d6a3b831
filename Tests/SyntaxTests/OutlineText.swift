import Source

@testable import Syntax

/// A source read as a language.
func read(_ source: String, as language: Language) -> SyntaxFile {
  SyntaxFile(SourceText(source), as: language)
}

/// The entities of a file, one a line, indented under those that hold them: kind and name.
func outline(_ file: SyntaxFile) -> String {
  file.entities.map { entity in
    var depth = 0
    var parent = entity.parent
    while parent >= 0 {
      depth += 1
      parent = file.entities[parent].parent
    }
    return String(repeating: "  ", count: depth) + "\(entity.kind.rawValue) \(file.name(entity))"
  }.joined(separator: "\n")
}

extension SyntaxFile {
  /// The first entity with a name.
  func first(_ name: String) -> Entity? { entities.first { self.name($0) == name } }

  /// The return type of the first entity with a name.
  func type(_ name: String) -> String? { first(name)?.returnType.map(text.string) }

  /// The tokens as `kind:text`, comments included.
  var tokenTexts: [String] {
    (0..<tokens.count).map { "\(tokens.kind($0)):\(text.string(tokens.range($0)))" }
  }

  /// A parameter as `label name: type = default`, what is missing left out.
  func describe(_ parameter: Parameter) -> String {
    var result = parameter.label.map { text.string($0) + " " } ?? ""
    result += text.string(parameter.name)
    if let type = parameter.type { result += ": " + text.string(type) }
    if let value = parameter.defaultValue { result += " = " + text.string(value) }
    return result
  }
}

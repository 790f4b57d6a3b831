import Source

@testable import Syntax

/// A file's outline as lines a person can compare: `kind qualified.name`, with what else is asked for.
func outlineLines(
  _ source: String, _ language: Language,
  _ detail: (SyntaxFile, Entity) -> String = { _, _ in "" }
) -> [String] {
  let file = SyntaxFile(SourceText(source), as: language)
  return file.entities.map { entity in
    let line = "\(entity.kind.rawValue) \(file.qualifiedName(entity))"
    let more = detail(file, entity)
    return more.isEmpty ? line : "\(line) \(more)"
  }
}

/// The parameters of the first entity as `name: type = default`.
func parameterLines(_ source: String, _ language: Language) -> [String] {
  let file = SyntaxFile(SourceText(source), as: language)
  return (file.entities.first?.parameters ?? []).map { parameter in
    var line = file.text.string(parameter.name)
    if let type = parameter.type { line += ": \(file.text.string(type))" }
    if let value = parameter.defaultValue { line += " = \(file.text.string(value))" }
    return line
  }
}

/// The defects as `line:column rule`.
func defectLines(_ source: String, _ language: Language) -> [String] {
  let file = SyntaxFile(SourceText(source), as: language)
  return file.defects.map { defect in
    let place = file.text.position(at: defect.range.start)
    return "\(place.line):\(place.column) \(defect.rule.rawValue)"
  }
}

/// The tokens as `kind text`.
func tokenLines(_ source: String, _ language: Language) -> [String] {
  let file = SyntaxFile(SourceText(source), as: language)
  return (0..<file.tokens.count).map {
    "\(file.tokens.kind($0)) \(file.text.string(file.tokens.range($0)))"
  }
}

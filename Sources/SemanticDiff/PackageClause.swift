import Source
import Syntax

extension SyntaxFile {
  /// The package that the file's first line of code says its declarations belong to, where that is part of
  /// their full names, wherever the file stands (The Java Language Specification 7.4.1; Kotlin language
  /// specification, "Packages and imports"). Empty where none is named.
  var packageName: String {
    guard language.name == "java" || language.name == "kotlin" else { return "" }
    let end = entities.first?.range.start ?? text.bytes.count
    var name = ""
    var isInClause = false
    for index in 0..<tokens.count where !tokens.kind(index).isComment {
      let range = tokens.range(index)
      guard range.start < end else { break }
      let bytes = text.slice(range)
      if isInClause {
        guard tokens.kind(index) == .identifier || tokens.kind(index) == .keyword || bytes == [46]
        else { break }
        name += text.string(range)
      } else if bytes.elementsEqual("package".utf8) {
        isInClause = true
      }
    }
    return name
  }
}

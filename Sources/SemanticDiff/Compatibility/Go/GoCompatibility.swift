import Source
import Syntax

extension Compatibility {
  /// Go: what a package exports, unless it is a program or stands below `internal/`.
  /// https://go.dev/doc/go1.4#internalpackages
  static let go = Compatibility(
    scope: .folder, hasDefault: { _ in false }, isSealed: { _ in false },
    isInternal: { path, d in
      path.names.dropLast().contains("internal") || d.file.isGoProgram
    })
}

extension SyntaxFile {
  /// Whether it is part of `package main`, which nobody imports.
  var isGoProgram: Bool {
    var index = 0
    while index < tokens.count, tokens.kind(index).isComment { index += 1 }
    guard index + 1 < tokens.count else { return false }
    return text.string(tokens.range(index)) == "package"
      && text.string(tokens.range(index + 1)) == "main"
  }
}

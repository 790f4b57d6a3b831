import Source

/// A language as a person asks for it: by its name or title, or by an extension of its files, which may
/// stand for a variant that the language tells by the path alone, as `tsx` and `jsonc` do.
public struct LanguageVariant: Sendable {
  public let language: Language
  /// Nil where the language was named.
  private let pathExtension: String?

  /// - Parameter name: in any case.
  public init?(named name: String) {
    if let language = Language.named(name) {
      (self.language, pathExtension) = (language, nil)
    } else if let language = Language.having(pathExtension: name.lowercased()) {
      (self.language, pathExtension) = (language, name)
    } else {
      return nil
    }
  }

  /// A file's path as the language is to see it.
  public func path(of path: SourcePath) -> SourcePath {
    guard let pathExtension else { return path }
    return SourcePath(bytes: path.bytes + Array(".\(pathExtension)".utf8))
  }
}

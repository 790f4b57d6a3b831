import Source

extension Language {
  /// Rust up to its edition of 2024. What stands between the brackets of a macro's call is no
  /// declaration.
  public static let rust = Language(
    name: "rust", title: "Rust", extensions: ["rs"], nameSeparator: "::",
    layout: [], rewrites: { $0.rewriteRust() }, controlFlow: .rust, headerStyle: .angledColon,
    uniqueness: .rust,
    references: ReferenceStyle(
      .rust, labelsByColon: true, bindingWords: ["let", "mut", "for"], importsByText: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = RustLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.matchDelimiters()
      outliner.reportUnterminatedTokens()
      var reader = RustReader(outliner)
      reader.run()
      outliner.entities = reader.entities
    })
}

extension Uniqueness {
  /// The name spaces of types and of values (The Rust Reference, Namespaces). Attributes can leave items
  /// out or rewrite them.
  fileprivate static let rust = Uniqueness(
    nameSpace: { kind in
      switch kind {
      case .module, .struct, .enum, .trait, .typealias: .type
      case .function, .method, .constant, .variable, .field: .value
      case .enumCase: .enumCase
      default: nil
      }
    }, attribute: "#", attributesReachInside: true)
}

/// The words of Rust, by the numbers that its tokens have as `symbol`.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum RustWord: UInt8, CaseIterable {
  case `as` = 1
  case async, await, `break`, const, `continue`, crate, dyn, `else`, `enum`
  case `extern`, `false`, fn, `for`, `if`, impl, `in`, `let`, loop, match
  case mod, move, mut, pub, ref, `return`, `self`, `Self`, `static`, `struct`
  case `super`, trait, `true`, type, unsafe, use, `where`, `while`
  // Words only in their place; their tokens are identifiers.
  case auto, `default`, macro, macro_rules, safe, union

  static let table = KeywordTable(RustWord.self)
  static let reserved = RustWord.while.rawValue
}

import Source

extension Language {
  /// TypeScript; with JSX in files whose names end in `.tsx`, since elsewhere `<T>x` is a cast.
  public static let typescript = Language(
    name: "typescript", title: "TypeScript", extensions: ["ts", "mts", "cts", "tsx"],
    interpreters: ["ts-node", "tsx", "deno"],
    layout: [.lines, .freeInBrackets], rewrites: { $0.rewriteEcmaScript() },
    controlFlow: .ecmaScript,
    headerStyle: .angledWords,
    uniqueness: .typescript,
    references: ReferenceStyle(
      .ecmascript, labelsByColon: true, hasArrowFunctions: true,
      bindingWords: ["const", "let", "var"], hasRequire: true),
    lex: { bytes, tokens, path in
      let readsJSX = path?.pathExtension?.lowercased() == "tsx"
      guard var lexer = ECMAScriptLexer(bytes, tokens, readsJSX: readsJSX) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = ECMAScriptOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

extension Uniqueness {
  /// What TypeScript merges may stand twice (Declaration Merging), and signatures without a body.
  fileprivate static let typescript = Uniqueness(
    nameSpace: { kind in
      switch kind {
      case .class: .type
      case .typealias: .alias
      case .enumCase: .enumCase
      case .function, .method, .initializer: .callable
      case .constant, .variable, .property: .value
      default: nil
      }
    }, markers: ["static", "get", "set"], free: ["default"],
    mustBeUnique: { outliner, entity in
      switch entity.kind {
      case .function, .method, .initializer:
        entity.bodyRange != nil && outliner.text.bytes[entity.nameRange.start] != UInt8(ascii: "[")
      case .property: outliner.text.bytes[entity.nameRange.start] != UInt8(ascii: "[")
      default: outliner.isLexical(entity)
      }
    })
}

extension Outliner {
  /// Whether a declaration is certain to bind its name but once: what `var` declares may be declared
  /// again, and the further names of a list do not show their word.
  func isLexical(_ entity: Entity) -> Bool {
    guard entity.kind == .variable else { return true }
    return text.string(entity.signatureRange).split(separator: " ").contains("let")
  }
}

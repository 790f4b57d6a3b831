import Source

extension Language {
  /// C# up to version 14.
  public static let csharp = Language(
    name: "csharp", title: "C#", extensions: ["cs", "csx"],
    layout: [], controlFlow: .cSharp, headerStyle: .angledColon,
    uniqueness: .csharp,
    references: ReferenceStyle(
      .dotnet, labelsByColon: true, dropsLabels: true, bindsBehindType: true,
      hasArrowFunctions: true, importsByText: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = CSharpLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      let dead = outliner.matchDelimiters(conditionals: true)
      outliner.reportUnterminatedTokens(except: dead)
      var reader = CSharpReader(outliner)
      reader.run()
      outliner.entities = reader.out.entities
    })
}

extension Uniqueness {
  /// Methods by the types of their parameters, types by the number of theirs too.
  fileprivate static let csharp = Uniqueness(
    nameSpace: usual, isOverloaded: true, ignoresParameterNames: true, countsTypeParameters: true,
    markers: ["static"],
    mustBeUnique: { outliner, entity in
      let isInExtension = entity.parent >= 0 && outliner.entities[entity.parent].kind == .extension
      return !isInExtension && !outliner.has(["partial"], entity)
    })
}

/// The words of C#, by the numbers that its tokens have as `symbol`.
enum CSharpWord: UInt8, CaseIterable {
  // Modifiers.
  case abstract = 1
  case const, extern, fixed, `internal`, new, override, `private`, protected, `public`, readonly
  case ref, sealed, `static`, unsafe, virtual, volatile
  // Declarations.
  case `class`, delegate, `enum`, event, explicit, implicit, interface, namespace, `operator`
  case `struct`, using
  // Types.
  case bool, byte, char, decimal, double, float, int, long, object, sbyte, short, string, uint
  case ulong, ushort, void
  // Statements.
  case `break`, `case`, `catch`, checked, `continue`, `default`, `do`, `else`, finally, `for`
  case foreach, goto, `if`, lock, `return`, `switch`, `throw`, `try`, unchecked, `while`
  // Expressions and parameters.
  case `as`, base, `false`, `in`, `is`, null, out, params, sizeof, stackalloc, this, `true`, typeof
  // Words only in their place; their tokens are identifiers.
  case async, await, `extension`, file, global, partial, record, required, scoped, `where`, yield

  static let table = KeywordTable(CSharpWord.self)

  static func isReserved(_ symbol: UInt8) -> Bool { symbol <= CSharpWord.typeof.rawValue }
  var isType: Bool {
    rawValue >= CSharpWord.bool.rawValue && rawValue <= CSharpWord.void.rawValue
  }
}

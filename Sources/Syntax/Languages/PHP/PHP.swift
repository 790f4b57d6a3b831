import Source

extension Language {
  /// PHP up to version 8.4, in files that may hold HTML.
  public static let php = Language(
    name: "php", title: "PHP", extensions: ["php", "phtml", "inc", "php5", "phpt"],
    interpreters: ["php"], nameSeparator: "\\",
    layout: [], controlFlow: .php, headerStyle: .angledWords,
    uniqueness: .php,
    references: ReferenceStyle(.php, hasArrowMembers: true, labelsByColon: true, dropsLabels: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = PHPLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.matchDelimiters()
      outliner.reportUnterminatedTokens()
      var reader = PHPReader(outliner)
      reader.run()
      outliner.entities = reader.out.entities
    })
}

extension Uniqueness {
  /// Functions of a file, and the members of a type. Types are declared when they are reached.
  fileprivate static let php = Uniqueness(
    nameSpace: { kind in
      switch kind {
      case .function, .method, .initializer: .callable
      case .property: .value
      case .constant, .enumCase: .enumCase
      default: nil
      }
    },
    mustBeUnique: { outliner, entity in
      let isConstantOfFile =
        entity.kind == .constant
        && (entity.parent < 0 || !outliner.entities[entity.parent].kind.isType)
      // Such a file holds several scripts.
      return !isConstantOfFile && !outliner.hasExtension("phpt")
    })
}

/// The words of PHP, by the numbers that its tokens have as `symbol`; their case does not matter.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum PHPWord: UInt8, CaseIterable {
  // Modifiers.
  case abstract = 1
  case final, `private`, protected, `public`, readonly, `static`, `var`
  // Declarations.
  case `class`, const, `case`, `enum`, `extends`, fn, function, implements, interface, namespace
  case trait, use
  // Statements and expressions.
  case and, array, `as`, `break`, callable, `catch`, clone, `continue`, declare, `default`, `do`
  case echo, `else`, elseif, empty, enddeclare, endfor, endforeach, endif, endswitch, endwhile
  case eval, exit, finally, `for`, foreach, global, goto, `if`, include, include_once, instanceof
  case insteadof, isset, list, match, new, or, print, require, require_once, `return`, `switch`
  case `throw`, `try`, unset, `while`, xor, yield, __halt_compiler

  static let table = KeywordTable(PHPWord.self)
  /// The bytes of the longest word.
  static let longest = 15
}

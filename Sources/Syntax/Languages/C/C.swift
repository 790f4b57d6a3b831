import Source

extension Language {
  /// C up to C23 with the extensions of GCC and Clang; header files count as C.
  public static let c = Language(
    name: "c", title: "C", extensions: ["c", "h"],
    layout: [], uniqueness: .c,
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = CLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      let dead = outliner.matchDelimiters(conditionals: true, undefined: "__cplusplus")
      outliner.reportUnterminatedTokens(except: dead)
      var reader = CReader(outliner)
      reader.run()
      outliner.entities = reader.entities
    })
}

extension Uniqueness {
  /// Functions that are defined twice with one signature. A macro that spells like a function has no
  /// type before its name.
  fileprivate static let c = Uniqueness(
    nameSpace: { $0 == .function ? .callable : nil }, isOverloaded: true,
    mustBeUnique: { outliner, entity in
      let head = ByteRange(entity.signatureRange.start, entity.nameRange.start)
      let words = outliner.text.slice(head).split(whereSeparator: \.isBlank)
      return entity.bodyRange != nil && words.contains { $0 != Array("static".utf8)[...] }
    })
}

/// The words of C, by the numbers that its tokens have as `symbol`.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum CWord: UInt8, CaseIterable {
  // Statements.
  case `break` = 1
  case `case`, `continue`, `default`, `do`, `else`, `for`, goto, `if`, `return`
  case `switch`, `while`
  // Storage and function specifiers.
  case auto, constexpr, extern, inline, register, `static`, typedef, thread_local
  case __inline, __inline__, _Noreturn, _Thread_local, __thread, __extension__
  // Kinds of types that may have a body.
  case `enum`, `struct`, union
  // What has an argument in parentheses that is no part of a declarator.
  case __attribute, __attribute__, __declspec, _Alignas, alignas, __asm, __asm__, asm
  case _Static_assert, static_assert
  // Types and qualifiers.
  case bool, char, const, double, float, int, long, restrict, short, signed, unsigned, void
  case volatile, _Atomic, _BitInt, _Bool, _Complex, _Imaginary, __const, __restrict, __restrict__
  case __volatile__, __signed__, typeof, __typeof, __typeof__, typeof_unqual
  // Expressions.
  case `false`, `true`, nullptr, sizeof, alignof, _Alignof, _Generic

  static let table = KeywordTable(CWord.self)

  var isSpecifier: Bool {
    rawValue >= CWord.auto.rawValue && rawValue <= CWord.__extension__.rawValue
  }
  /// Whether an argument in parentheses follows that is no part of a declarator.
  var isAttribute: Bool {
    rawValue >= CWord.__attribute.rawValue && rawValue <= CWord.asm.rawValue
  }
  var isTypeOf: Bool {
    switch self {
    case .typeof, .__typeof, .__typeof__, .typeof_unqual, ._BitInt, ._Atomic: true
    default: false
    }
  }
  var isStatement: Bool { rawValue <= CWord.while.rawValue }
}

/// The words of C and C++, by the numbers that their tokens have as `symbol`.
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
  case bool, char, double, float, int, long, short, signed, unsigned, void
  case _BitInt, _Bool, _Complex, _Imaginary, __signed__, typeof, __typeof, __typeof__
  case typeof_unqual
  case const, restrict, volatile, _Atomic, __const, __restrict, __restrict__, __volatile__
  // Expressions.
  case `false`, `true`, nullptr, sizeof, alignof, _Alignof, _Generic

  // From here on words of C++ alone. Statements and expressions.
  case `catch`, co_await, co_return, co_yield, const_cast, delete, dynamic_cast, new
  case reinterpret_cast, static_cast, this, `throw`, `try`, typeid
  // Specifiers.
  case consteval, constinit, explicit, friend, mutable, virtual
  // Declarations.
  case `class`, concept, export, namespace, noexcept, `operator`, `private`, protected, `public`
  case requires, template, typename, using
  // Types.
  case char8_t, char16_t, char32_t, decltype, wchar_t

  static let table = KeywordTable(CWord.self)

  /// The last word that C reserves too.
  static let lastOfC = CWord._Generic

  var isSpecifier: Bool {
    rawValue >= CWord.auto.rawValue && rawValue <= CWord.__extension__.rawValue
      || rawValue >= CWord.consteval.rawValue && rawValue <= CWord.virtual.rawValue
  }
  /// Whether an argument in parentheses follows that is no part of a declarator.
  var isAttribute: Bool {
    rawValue >= CWord.__attribute.rawValue && rawValue <= CWord.asm.rawValue
  }
  var isTypeOf: Bool {
    switch self {
    case .typeof, .__typeof, .__typeof__, .typeof_unqual, ._BitInt, ._Atomic, .decltype: true
    default: false
    }
  }
  /// Whether the word qualifies a type and is none.
  var isQualifier: Bool {
    rawValue >= CWord.const.rawValue && rawValue <= CWord.__volatile__.rawValue
  }
  /// Whether the word is a type, or with its argument in parentheses.
  var isType: Bool {
    rawValue >= CWord.bool.rawValue && rawValue <= CWord.typeof_unqual.rawValue
      || rawValue >= CWord.char8_t.rawValue
  }
  /// Whether the word begins a type that may have a body.
  var isAggregate: Bool {
    self == .struct || self == .union || self == .enum || self == .class
  }
  var isStatement: Bool {
    rawValue <= CWord.while.rawValue
      || rawValue >= CWord.catch.rawValue && rawValue <= CWord.typeid.rawValue
  }
}

extension CodeTokens {
  /// The word of C or C++ that a token is.
  @inline(__always) func cWord(_ index: Int) -> CWord? {
    kind(index) == .keyword ? CWord(rawValue: symbol(index)) : nil
  }

  /// Whether a name is spelt as macros are: without lower case letters, or with two `_` at its start.
  func isMacroLike(_ index: Int) -> Bool {
    let range = range(index)
    guard range.count > 1 else { return false }
    if text.bytes[range.start] == 95, text.bytes[range.start + 1] == 95 { return true }
    for offset in range.start..<range.end {
      let byte = text.bytes[offset]
      guard byte.isDigit || byte == 95 || byte &- 65 < 26 else { return false }
    }
    return true
  }

  /// The index behind attributes and their arguments.
  func afterAttributes(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, let word = cWord(index), word.isAttribute {
      index += 1
      while index < limit, let qualifier = cWord(index), qualifier == .volatile { index += 1 }
      if index < limit, isOpen(index, "(") { index = next(index, before: limit) }
    }
    return index
  }
}

import Source

extension Language {
  /// Swift, as the compiler of Swift 6 reads it (regular expressions between bare slashes included).
  public static let swift = Language(
    name: "swift", title: "Swift", extensions: ["swift"], interpreters: ["swift"],
    layout: [.lines, .operatorSpacing, .freeInBrackets], rewrites: { $0.rewriteSwift() },
    controlFlow: .swift,
    headerStyle: .angledColon,
    uniqueness: .swift,
    references: ReferenceStyle(
      .swift, labelsByColon: true, dropsLabels: true, bindingWords: ["let", "var", "for"]),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = SwiftLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      // The branches of `#if` are well formed each for itself.
      outliner.matchDelimiters()
      outliner.reportUnterminatedTokens()
      var reader = SwiftReader(outliner)
      reader.run()
      outliner.entities = reader.entities
    })
}

extension Uniqueness {
  /// Functions by their whole signatures. Attributes can make declarations unavailable.
  fileprivate static let swift = Uniqueness(
    nameSpace: usual, isOverloaded: true, markers: ["static", "class"], attribute: "@")
}

/// The words of Swift, by the numbers that its tokens have as `symbol`.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum SwiftWord: UInt8, CaseIterable {
  // Statements; labels of arguments where they follow `(`, `,` or stand before `:`.
  case `as` = 1
  case `break`, `catch`, `continue`, `defer`, `do`, `else`, `fallthrough`, `for`, `guard`
  case `if`, `in`, `is`, `repeat`, `return`, `switch`, `throw`, `where`, `while`, `import`
  case `default`
  // Declarations; labels where they stand before `:`.
  case `associatedtype`, `case`, `class`, `deinit`, `enum`, `extension`, `fileprivate`, `func`
  case `init`, `inout`, `internal`, `let`, `operator`, `precedencegroup`, `private`, `protocol`
  case `public`, `rethrows`, `static`, `struct`, `subscript`, `throws`, `typealias`, `var`
  // Expressions.
  case `try`, `Any`, `false`, `nil`, `self`, `Self`, `super`, `true`
  // Words only in their place; their tokens are identifiers.
  case actor, async, await, borrowing, consuming, convenience, didSet, distributed, dynamic, `final`
  case get, indirect, infix, isolated, lazy, macro, mutating, nonisolated, nonmutating, open
  case optional, override, package, postfix, prefix, required, set, unowned, weak, willSet, yield
  case __consuming, __owned, __shared, _borrowing, _const, _local, reasync

  static let table = KeywordTable(SwiftWord.self)

  /// Whether the word may label an argument where it follows `(` or `,`.
  static func isLabel(_ symbol: UInt8) -> Bool { symbol <= SwiftWord.default.rawValue }
  /// Whether the word is a label where `:` follows at once.
  static func isLabelBeforeColon(_ symbol: UInt8) -> Bool {
    symbol <= SwiftWord.var.rawValue && symbol != SwiftWord.default.rawValue
  }
  static func isReserved(_ symbol: UInt8) -> Bool { symbol <= SwiftWord.true.rawValue }
  /// Whether the word is an expression, so that an operator may follow it.
  static func isOperand(_ symbol: UInt8) -> Bool {
    symbol > SwiftWord.try.rawValue && symbol <= SwiftWord.true.rawValue
  }
}

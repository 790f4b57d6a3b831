import Source

extension Language {
  /// Lua 5.1 to 5.4 and LuaJIT.
  public static let lua = Language(
    name: "lua", title: "Lua", extensions: ["lua", "rockspec", "luau"],
    fileNames: [".luacheckrc"],
    interpreters: ["lua", "luajit", "texlua"],
    layout: [], controlFlow: .lua,
    references: ReferenceStyle(
      .lua, hasColonMembers: true, bindingWords: ["local", "for"], hasRequire: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = LuaLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.reportUnterminatedTokens()
      let isBroken = outliner.defects.contains {
        $0.rule == .unterminatedString || $0.rule == .unterminatedComment
      }
      outliner.matchBlocks(closer: LuaWord.closer, reports: !isBroken)
      var outline = LuaOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// The reserved words.
enum LuaWord: UInt8, CaseIterable {
  case and = 1
  case `break`, `do`, `else`, elseif, end, `false`, `for`, function, `if`, `in`, local, `nil`, not
  case or, `repeat`, `return`, then, `true`, until, `while`

  static let table = KeywordTable(LuaWord.self)

  /// The number of the word that closes what a word opens.
  static func closer(_ symbol: UInt8) -> UInt8 {
    symbol == LuaWord.repeat.rawValue ? LuaWord.until.rawValue : LuaWord.end.rawValue
  }

  var flags: TokenFlags {
    switch self {
    // The block of `while` and `for` is that of their `do`.
    case .function, .if, .do, .repeat: .opensBlock
    case .end, .until: .closesBlock
    default: []
    }
  }

  var isOperand: Bool {
    switch self {
    case .end, .false, .nil, .true: true
    default: false
    }
  }
}

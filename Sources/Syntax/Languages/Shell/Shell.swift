import Source

extension Language {
  /// The POSIX shell with what Bash, Ksh and Zsh add.
  public static let shell = Language(
    name: "shell", title: "Shell", extensions: ["sh", "bash", "ksh", "zsh", "bats", "ebuild"],
    fileNames: [
      ".bashrc", ".bash_profile", ".bash_aliases", ".bash_logout", ".profile", ".zshrc", ".zshenv",
      ".zprofile", ".envrc", "PKGBUILD", "APKBUILD",
    ],
    interpreters: ["sh", "bash", "dash", "ksh", "ash", "mksh", "zsh"],
    layout: [.lines, .spaces], controlFlow: .shell,
    references: ReferenceStyle(.shell),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = ShellLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      var outline = ShellOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// The reserved words, and the builtins that declare variables; the tokens of the latter are
/// identifiers.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum ShellWord: UInt8, CaseIterable {
  case `case` = 1
  case coproc, `do`, done, elif, `else`, esac, fi, `for`, function, `if`, `in`, select, then, time
  case until, `while`
  case export, readonly, declare, typeset, local, alias, integer, float

  static let table = KeywordTable(ShellWord.self)

  var isReserved: Bool { rawValue < ShellWord.export.rawValue }

  /// The number of the word that closes what a word opens, or 0.
  static func closer(_ symbol: UInt8) -> UInt8 {
    switch ShellWord(rawValue: symbol) {
    case .if: ShellWord.fi.rawValue
    case .do: ShellWord.done.rawValue
    case .case: ShellWord.esac.rawValue
    default: 0
    }
  }
}

import Source

extension Language {
  /// Ruby up to 3.4.
  public static let ruby = Language(
    name: "ruby", title: "Ruby",
    extensions: ["rb", "rake", "gemspec", "ru", "podspec", "jbuilder", "thor", "rbw", "arb"],
    fileNames: [
      "Gemfile", "Rakefile", "Vagrantfile", "Podfile", "Fastfile", "Appfile", "Guardfile",
      "Capfile", "Brewfile", "Dangerfile", "Thorfile", "Berksfile", "Puppetfile", ".irbrc",
      ".pryrc", ".simplecov",
    ],
    interpreters: ["ruby", "jruby", "rake"], nameSeparator: "::",
    layout: [.lines, .operatorSpacing], controlFlow: .ruby, headerStyle: .ruby,
    references: ReferenceStyle(
      .ruby, labelsByColon: true, bindsByAssignment: true, hasRequire: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = RubyLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.reportUnterminatedTokens()
      let isBroken = outliner.defects.contains { $0.rule == .unterminatedString }
      outliner.matchBlocks(
        closer: { _ in RubyWord.end.rawValue }, reports: !isBroken)
      var outline = RubyOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// The reserved words.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum RubyWord: UInt8, CaseIterable {
  case alias = 1
  case and, begin, `break`, `case`, `class`, def, `do`, `else`, elsif, end, ensure, `false`, `for`
  case `if`, `in`, module, next, `nil`, not, or, redo, rescue, retry, `return`, `self`, `super`
  case then, `true`, undef, unless, until, when, `while`, yield
  case __FILE__, __LINE__, __ENCODING__, __dir__

  static let table = KeywordTable(RubyWord.self)

  /// Whether the word is a value, so that an operator may follow.
  var isOperand: Bool {
    switch self {
    case .end, .false, .nil, .redo, .retry, .self, .true, .__FILE__, .__LINE__, .__ENCODING__:
      true
    default: false
    }
  }
}

import Source

extension Language {
  /// Makefiles, as GNU make reads them.
  public static let make = Language(
    name: "make", title: "Make", extensions: ["mk", "mak", "make"],
    fileNames: [
      "Makefile", "makefile", "GNUmakefile", "BSDmakefile", "Kbuild", "Makefile.am", "Makefile.in",
      "Makefile.inc",
    ], interpreters: ["make", "gmake"],
    layout: [.lines, .spaces],
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = MakeLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.partners = [Int32](repeating: -1, count: outliner.count)
      var outline = MakeOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// The directives.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum MakeWord: UInt8, CaseIterable {
  case define = 1
  case endef, `else`, endif, export, ifdef, ifeq, ifndef, ifneq, include, override, `private`
  case sinclude, undefine, unexport, vpath

  static let table = KeywordTable(MakeWord.self)

  /// Whether a variable's name may follow.
  var isModifier: Bool { self == .export || self == .override || self == .private }
  var isConditional: Bool {
    switch self {
    case .else, .endif, .ifdef, .ifeq, .ifndef, .ifneq: true
    default: false
    }
  }
}

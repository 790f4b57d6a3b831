import Source

extension Language {
  /// C++ up to C++26 with the extensions of GCC and Clang.
  public static let cpp = Language(
    name: "cpp", title: "C++",
    extensions: [
      "cc", "cpp", "cxx", "c++", "cp", "hpp", "hh", "hxx", "h++", "hp", "ipp", "ixx", "cppm", "ccm",
      "cxxm", "inl", "ino", "tpp", "tcc", "txx", "cu", "cuh",
    ],
    nameSeparator: "::", layout: [], rewrites: { $0.rewriteC() }, controlFlow: .cPlusPlus,
    headerStyle: .angledColon,
    uniqueness: .cPlusPlus,
    references: ReferenceStyle(.c, hasArrowMembers: true, bindsBehindType: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = CLexer(cursor, tokens, dialect: .cPlusPlus)
      lexer.run()
    },
    outline: { outliner in
      let dead = outliner.matchDelimiters(conditionals: true, defined: "__cplusplus")
      outliner.reportUnterminatedTokens(except: dead)
      var reader = CPlusPlusReader(outliner, except: dead)
      reader.run()
      outliner.entities = reader.entities
    })
}

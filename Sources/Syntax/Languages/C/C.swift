import Source

extension Language {
  /// C up to C23 with the extensions of GCC and Clang. The language of a header is told by its content.
  public static let c = Language(
    name: "c", title: "C", extensions: ["c", "h"],
    layout: [], controlFlow: .c,
    uniqueness: .c,
    references: ReferenceStyle(.c, hasArrowMembers: true, bindsBehindType: true),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = CLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      let dead = outliner.matchDelimiters(conditionals: true, undefined: "__cplusplus")
      outliner.reportUnterminatedTokens(except: dead)
      var reader = CReader(outliner, except: dead)
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

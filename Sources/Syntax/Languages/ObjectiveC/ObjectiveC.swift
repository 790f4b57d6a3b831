import Source

extension Language {
  /// Objective-C on top of C; of Objective-C++ what reads as that.
  ///
  /// An `@interface` and its `@implementation` are two entities. What an interface, a category or a
  /// protocol declares is public, what a class extension declares and what stands in an implementation
  /// is internal: callers see the interface. Instance variables have the level of their section, which
  /// begins as protected in an interface and as private elsewhere.
  public static let objectiveC = Language(
    name: "objectivec", title: "Objective-C", extensions: ["m", "mm"], namesHoldLabels: true,
    layout: [], rewrites: { $0.rewriteC() }, controlFlow: .cPlusPlus, uniqueness: .c,
    references: ReferenceStyle(.c, hasArrowMembers: true, bindsBehindType: true),
    lex: { bytes, tokens, path in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = CLexer(cursor, tokens, dialect: isPlusPlus(path) ? .cPlusPlus : .c)
      lexer.run()
      ObjectiveCWord.mark(tokens, bytes)
    },
    outline: { outliner in
      let isPlusPlus = isPlusPlus(outliner.path)
      let dead = outliner.matchDelimiters(
        conditionals: true, undefined: isPlusPlus ? nil : "__cplusplus",
        defined: isPlusPlus ? "__cplusplus" : nil)
      outliner.reportUnterminatedTokens(except: dead)
      outliner.matchContainers(except: dead)
      outliner.pairTypeArguments()
      var reader = CReader(outliner, except: dead)
      reader.run()
      outliner.entities = reader.entities
    })

  private static func isPlusPlus(_ path: SourcePath?) -> Bool {
    path?.pathExtension?.lowercased() == "mm"
  }
}

/// The words that mean something behind `@`.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum ObjectiveCWord: UInt8, CaseIterable {
  // What `@end` closes.
  case interface = 1
  case implementation, `protocol`, end
  // Declarations that end with `;`.
  case `class`, compatibility_alias, dynamic, `import`, property, synthesize
  // Sections.
  case optional, package, `private`, protected, `public`, required
  // Statements and expressions.
  case autoreleasepool, available, `catch`, defs, encode, finally, selector, synchronized, `throw`
  case `try`

  private static let table = KeywordTable(ObjectiveCWord.self)
  /// What is added to the number of a word to tell its `symbol` from those of C.
  private static let base: UInt8 = 192

  init?(symbol: UInt8) {
    guard symbol > ObjectiveCWord.base else { return nil }
    self.init(rawValue: symbol - ObjectiveCWord.base)
  }

  /// Whether `@end` closes what it opens.
  var opensContainer: Bool { rawValue <= ObjectiveCWord.protocol.rawValue }

  /// Says of each of these words behind `@` that it is a keyword.
  fileprivate static func mark(_ tokens: TokenBuffer, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return }
    var isBehindSign = false
    for index in 0..<tokens.count {
      switch tokens.kind(index) {
      case .punctuation where tokens.symbol(index) == UInt8(ascii: "@"):
        isBehindSign = true
        continue
      case .identifier where isBehindSign, .keyword where isBehindSign:
        let start = tokens.start(index)
        let number = table.find(base + start, tokens.end(index) - start)
        if number > 0 { tokens.replace(index, .keyword, symbol: ObjectiveCWord.base + number) }
      default: break
      }
      isBehindSign = false
    }
  }
}

import Source

/// Finds the declarations in the tokens of C. What a macro hides is guessed from where names, types
/// and parentheses stand; bodies of functions are skipped but for preprocessor lines.
struct CReader {
  let code: CodeTokens
  var entities: [Entity] = []
  var frames: [Frame] = []
  private(set) var lines: CPreprocessorLines

  struct Frame {
    enum Scope {
      case file, members, enumerators, code
      /// Between `@interface` and `@end`.
      case container
    }

    /// The index behind its last token.
    let end: Int
    let scope: Scope
    /// The entity that holds what is declared here, or -1.
    let parent: Int
    /// The declaration whose declarators follow the frame's brace.
    var rest: Rest?
    /// What a declaration without a level of its own has.
    var visibility = Visibility.public
    /// The word that says something of all declarations behind it (`@optional`).
    var section: ByteRange?
  }

  /// A declaration of which declarators are still to be read.
  struct Rest {
    let specifiers: Specifiers
    /// Where they begin.
    let start: Int
  }

  /// What the words before the first declarator say about all of them.
  struct Specifiers {
    /// The first token of the declaration, and the first that is no attribute.
    let start: Int
    var signature: Int
    var isTypedef = false
    var visibility = Visibility.public
    var modifiers: [ByteRange] = []
    /// The first token of the type.
    var type: Int?
  }

  /// - Parameter dead: the tokens that are never compiled, as ascending ranges of indices.
  init(_ outliner: borrowing Outliner, except dead: [Range<Int>] = []) {
    code = CodeTokens(outliner, except: dead)
    lines = CPreprocessorLines(code)
  }

  mutating func run() {
    frames = [Frame(end: code.count, scope: .file, parent: -1)]
    var index = 0
    while let frame = frames.last {
      lines.read(before: index, parent: frame.parent, into: &entities)
      if index >= frame.end {
        frames.removeLast()
        if let rest = frame.rest, let outer = frames.last, index + 1 < outer.end {
          index = declarators(rest.start, rest.specifiers, outer)
        }
      } else {
        switch frame.scope {
        case .code: index = frame.end
        case .enumerators: index = enumerator(index, frame)
        case .file, .members, .container:
          index = objectiveC(index, frame) ?? declaration(index, frame)
        }
      }
    }
  }

  private mutating func enumerator(_ index: Int, _ frame: Frame) -> Int {
    let (entity, next) = code.enumerator(index, before: frame.end)
    if var entity {
      entity.parent = frame.parent
      entities.append(entity)
    }
    return next
  }

  func word(_ index: Int) -> CWord? { code.cWord(index) }

  /// The index behind attributes and their arguments.
  func afterAttributes(_ start: Int, before limit: Int) -> Int {
    code.afterAttributes(start, before: limit)
  }
}

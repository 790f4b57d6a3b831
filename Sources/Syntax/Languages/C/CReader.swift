import Source

/// Finds the declarations in the tokens of C. What a macro hides is guessed from where names, types
/// and parentheses stand; bodies of functions are skipped but for preprocessor lines.
struct CReader {
  let code: CodeTokens
  var entities: [Entity] = []
  var frames: [Frame] = []
  /// The token indices of the words that begin preprocessor lines, and how many have been read.
  private let directives: [Int]
  private var directivesRead = 0

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

  init(_ outliner: borrowing Outliner) {
    code = CodeTokens(outliner)
    let tokens = outliner.tokens
    directives = (0..<outliner.count).filter { tokens.kind($0) == .directive }
  }

  mutating func run() {
    frames = [Frame(end: code.count, scope: .file, parent: -1)]
    var index = 0
    while let frame = frames.last {
      readDirectives(before: index, parent: frame.parent)
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

  /// Adds the macros and includes that stand before a token.
  private mutating func readDirectives(before index: Int, parent: Int) {
    let limit = index < code.count ? Int(code.indices[index]) : code.tokens.count
    while directivesRead < directives.count, directives[directivesRead] < limit {
      if var entity = directive(directives[directivesRead]) {
        // Behind the last token of a body that is never closed the holder is one further out.
        var parent = parent
        var steps = 0
        while parent >= 0, !entities[parent].range.contains(entity.range) {
          parent = steps < 64 ? entities[parent].parent : -1
          steps += 1
        }
        entity.parent = parent
        entities.append(entity)
      }
      directivesRead += 1
    }
  }

  // MARK: - Enumerators

  private mutating func enumerator(_ index: Int, _ frame: Frame) -> Int {
    guard code.kind(index) == .identifier else { return code.next(index, before: frame.end) }
    var next = index + 1
    if next < frame.end, code.isOpen(next, "(") {
      // A macro that makes enumerators.
      return code.next(next, before: frame.end)
    }
    let nameEnd = next
    next = afterAttributes(next, before: frame.end)
    var value: ByteRange?
    if next < frame.end, code.isOperator(next, "=") {
      let start = next + 1
      next = start
      while next < frame.end, !code.isPunctuation(next, ",") {
        next = code.next(next, before: frame.end)
      }
      if next > start { value = code.range(start, next) }
    }
    let documentation = code.documentation(above: index, plain: true)
    var entity = Entity(
      kind: .enumCase,
      range: ByteRange(documentation?.start ?? code.start(index), code.end(max(next, nameEnd) - 1)),
      nameRange: code.range(index), signatureRange: code.range(index, nameEnd), bodyRange: value,
      docRange: documentation, visibility: .public)
    entity.parent = frame.parent
    entities.append(entity)
    return max(next, nameEnd)
  }

  func word(_ index: Int) -> CWord? {
    code.kind(index) == .keyword ? CWord(rawValue: code.symbol(index)) : nil
  }

  /// The index behind attributes and their arguments.
  func afterAttributes(_ start: Int, before limit: Int) -> Int {
    var index = start
    while index < limit, let word = word(index), word.isAttribute {
      index += 1
      while index < limit, let qualifier = self.word(index), qualifier == .volatile { index += 1 }
      if index < limit, code.isOpen(index, "(") { index = code.next(index, before: limit) }
    }
    return index
  }

  // MARK: - Preprocessor lines

  /// The entity of `#define` or `#include`.
  private func directive(_ token: Int) -> Entity? {
    let tokens = code.tokens
    let word = code.text.string(tokens.range(token)).drop { !$0.isLetter }
    guard word == "define" || word == "include" || word == "import" || word == "include_next",
      let name = partOfLine(token + 1)
    else { return nil }
    let documentation = code.documentation(aboveToken: token, plain: true)
    var last = token
    while let next = partOfLine(last + 1) { last = next }
    let range = ByteRange(documentation?.start ?? tokens.start(token), tokens.end(last))
    guard word == "define" else {
      var nameRange = tokens.range(name)
      if tokens.kind(name) == .string, nameRange.count > 2 {
        nameRange = ByteRange(nameRange.start + 1, nameRange.end - 1)
      }
      return Entity(
        kind: .import, range: range, nameRange: nameRange,
        signatureRange: ByteRange(tokens.start(token), tokens.end(last)), docRange: documentation,
        visibility: .public)
    }
    guard tokens.kind(name) == .identifier || tokens.kind(name) == .keyword else { return nil }
    var signatureEnd = name
    var parameters: [Parameter] = []
    if let open = partOfLine(name + 1), tokens.kind(open) == .open,
      tokens.symbol(open) == UInt8(ascii: "("), tokens.start(open) == tokens.end(name)
    {
      signatureEnd = open
      while let next = partOfLine(signatureEnd + 1) {
        signatureEnd = next
        if tokens.kind(next) == .close { break }
        let isDots = tokens.kind(next) == .operator && tokens.symbol(next) == UInt8(ascii: ".")
        if tokens.kind(next) == .identifier || tokens.kind(next) == .keyword || isDots {
          parameters.append(Parameter(name: tokens.range(next)))
        }
      }
    }
    var entity = Entity(
      kind: .macro, range: range, nameRange: tokens.range(name),
      signatureRange: ByteRange(tokens.start(token), tokens.end(signatureEnd)),
      docRange: documentation, visibility: .public)
    if let first = partOfLine(signatureEnd + 1) {
      entity.bodyRange = ByteRange(tokens.start(first), tokens.end(last))
    }
    entity.parameters = parameters
    return entity
  }

  /// The first token from an index on that is no comment, if it belongs to the same preprocessor line.
  private func partOfLine(_ index: Int) -> Int? {
    var index = index
    while index < code.tokens.count, code.tokens.kind(index).isComment,
      code.tokens.flags(index).contains(.directive)
    {
      index += 1
    }
    guard index < code.tokens.count, code.tokens.flags(index).contains(.directive),
      code.tokens.kind(index) != .directive
    else { return nil }
    return index
  }
}

import Source

/// The state of reading one file's tokens into entities and defects; a language's `outline` drives it.
struct Outliner {
  let text: SourceText
  let tokens: TokenBuffer
  /// The file's path, where its name decides what its language allows; nil for standard input.
  let path: SourcePath?
  /// Whether a parser is asked that reads the whole file for nothing but its validity.
  var checksValidity = true
  var entities: [Entity] = []
  var defects: [Defect] = []
  /// For each `open` and `close` token the index of its partner, else -1. Empty until
  /// `matchDelimiters` has run.
  var partners: [Int32] = []
  /// What the conditions of the preprocessor let into some programs only.
  var optionalTokens = OptionalTokens()

  init(text: SourceText, tokens: TokenBuffer, path: SourcePath? = nil) {
    self.text = text
    self.tokens = tokens
    self.path = path
  }

  var count: Int { tokens.count }

  /// Adds an entity and returns its index, which is the `parent` of those it holds.
  mutating func add(_ entity: Entity, parent: Int) -> Int {
    var entity = entity
    entity.parent = parent
    entities.append(entity)
    return entities.count - 1
  }

  /// The index of the first token at or after `index` that is no comment; `count` at the end.
  func significant(_ index: Int) -> Int {
    var index = index
    while index < count, tokens.kind(index).isComment { index += 1 }
    return index
  }

  /// The index of the last token before `index` that is no comment, or -1.
  func previous(_ index: Int) -> Int {
    var index = index - 1
    while index >= 0, tokens.kind(index).isComment { index -= 1 }
    return index
  }

  /// Whether the token's bytes spell `word`.
  func isWord(_ index: Int, _ word: StaticString) -> Bool {
    guard index >= 0, index < count else { return false }
    let start = tokens.start(index)
    guard tokens.end(index) - start == word.utf8CodeUnitCount else { return false }
    return text.bytes.withUnsafeBufferPointer { bytes in
      for offset in 0..<word.utf8CodeUnitCount
      where bytes[start + offset] != word.utf8Start[offset] { return false }
      return true
    }
  }

  /// Whether the token is that delimiter or punctuation.
  func isSymbol(_ index: Int, _ symbol: Unicode.Scalar) -> Bool {
    guard index >= 0, index < count else { return false }
    switch tokens.kind(index) {
    case .open, .close, .punctuation: return tokens.symbol(index) == UInt8(ascii: symbol)
    case .operator:
      return tokens.symbol(index) == UInt8(ascii: symbol)
        && tokens.end(index) - tokens.start(index) == 1
    default: return false
    }
  }
}

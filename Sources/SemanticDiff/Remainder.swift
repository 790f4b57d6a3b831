import Source

/// What differs in a changed file beyond its declarations.
enum Remainder {
  /// Nothing: only its name or mode changed.
  case nothing
  /// Comments or white space that mean nothing.
  case trivia
  /// Code that belongs to no declaration.
  case code

  /// Nil where one side was not read.
  init?(_ pair: FilePair) {
    guard let before = pair.before, let after = pair.after else { return nil }
    if before.text.bytes == after.text.bytes {
      self = .nothing
      return
    }
    let old = TokenStream(before, [ByteRange(0, before.text.bytes.count)])
    let new = TokenStream(after, [ByteRange(0, after.text.bytes.count)])
    self = old.digest == new.digest && old.pragmas == new.pragmas ? .trivia : .code
  }

  /// The reason for a person why no declaration changed.
  var note: String {
    switch self {
    case .nothing: "contents unchanged"
    case .trivia: "only comments or layout changed"
    case .code: "only code outside declarations changed"
    }
  }
}

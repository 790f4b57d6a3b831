import Source
import Syntax

/// What differs in a changed file that no change of a declaration in it tells. Each part reads whole files,
/// so that it is found once, when it is first asked for.
final class Remainder {
  enum Kind {
    /// Nothing: only its name or mode changed.
    case nothing
    /// Comments or white space that mean nothing.
    case trivia
    /// Code that belongs to no declaration.
    case code
    /// Declarations that are found again in another file.
    case declarations
    /// A file came or went that declares nothing.
    case noDeclaration
  }

  private let pair: FilePair

  init(_ pair: FilePair) { self.pair = pair }

  /// What there is where no declaration changed; nil where a side that is there was not read.
  private(set) lazy var kind: Kind? = {
    guard let before = pair.before, let after = pair.after else {
      guard pair.status == .added || pair.status == .deleted, !pair.isUnread,
        let file = pair.before ?? pair.after
      else { return nil }
      return file.entities.isEmpty ? .noDeclaration : .declarations
    }
    if before.text.bytes == after.text.bytes { return .nothing }
    if codeOutsideDiffers { return .code }
    return isReadAlike ? .trivia : .declarations
  }()

  /// Whether the whole files are read alike but for their documentation; false where a side was not read.
  private(set) lazy var isReadAlike: Bool = {
    guard let before = pair.before, let after = pair.after else { return false }
    func whole(_ file: SyntaxFile) -> TokenStream {
      let documentation = file.entities.compactMap(\.docRange).sorted { $0.start < $1.start }
      return TokenStream(
        file, [ByteRange(0, file.text.bytes.count)], excluding: documentation)
    }
    return whole(before).reads(like: whole(after))
  }()

  /// Whether the code that belongs to no declaration differs; false where a side was not read.
  private(set) lazy var codeOutsideDiffers: Bool = {
    guard let before = pair.before, let after = pair.after else { return false }
    return !Remainder.outside(before).reads(like: Remainder.outside(after))
  }()

  private static func outside(_ file: SyntaxFile) -> TokenStream {
    var excluded = file.entities.filter { $0.parent < 0 }.map(\.range)
    // What only ends a declaration comes and goes with it.
    let tokens = file.tokens
    for index in 0..<tokens.count
    where tokens.kind(index) == .punctuation && tokens.symbol(index) == UInt8(ascii: ";") {
      excluded.append(tokens.range(index))
    }
    excluded.sort { ($0.start, -$0.end) < ($1.start, -$1.end) }
    return TokenStream(file, [ByteRange(0, file.text.bytes.count)], excluding: excluded)
  }
}

extension Remainder.Kind {
  /// The reason for a person why no declaration changed.
  var note: String {
    switch self {
    case .nothing: "contents unchanged"
    case .trivia: "only comments or layout changed"
    case .code: "only code outside declarations changed"
    case .declarations: "declarations moved to another file"
    case .noDeclaration: "declares nothing"
    }
  }
}

import Source
import Syntax

/// How a declaration and its parts are read, in canonical tokens.
extension Declaration {
  /// What of its own name counts as the same for all.
  enum NameBlanking { case nothing, declaration, everyUse }

  /// All of it but documentation in front and the declarations that it holds.
  func ownStream(_ blanking: NameBlanking) -> TokenStream { stream(codeRange, blanking) }

  /// The part of `ownStream` that ends with the signature.
  func headStream(_ blanking: NameBlanking) -> TokenStream {
    stream(ByteRange(codeRange.start, max(codeRange.start, entity.signatureRange.end)), blanking)
  }

  private func stream(_ range: ByteRange, _ blanking: NameBlanking) -> TokenStream {
    var excluded = children
    if let doc = entity.docRange, doc.start >= range.start { excluded.append(doc) }
    if blanking == .declaration { excluded.append(entity.nameRange) }
    excluded.sort { $0.start < $1.start }
    return TokenStream(
      file, [range], excluding: excluded,
      blanking: blanking == .everyUse ? file.text.slice(entity.nameRange) : nil)
  }

  /// Whether a part of it is read like a part of another one; what is missing on both sides is.
  func reads(_ range: ByteRange?, like other: Declaration, _ otherRange: ByteRange?) -> Bool {
    guard let range, let otherRange else { return range == nil && otherRange == nil }
    return TokenStream(file, [range]).reads(like: TokenStream(other.file, [otherRange]))
  }

  /// Whether the modifiers of both are read alike, one by one.
  func modifiersRead(like other: Declaration) -> Bool {
    let (old, new) = (entity.modifiers, other.entity.modifiers)
    return old.count == new.count && zip(old, new).allSatisfy { reads($0, like: other, $1) }
  }

  /// What documents it: the text of its comments, or the value of its string. White space around the
  /// lines of a comment moves with the code and says nothing; where documentation is part of the tree (Rust)
  /// only that in front of each comment does.
  var documentation: [UInt64] {
    guard let range = entity.docRange else { return [] }
    let tokens = file.tokens
    let isExact = !file.canonical.documentation.isEmpty
    var result: [UInt64] = []
    var index = tokens.firstIndex(startingAt: range.start)
    while index < tokens.count, tokens.start(index) < range.end {
      defer { index += 1 }
      if !tokens.kind(index).isComment {
        // A string stands in a block, by its indentation.
        let canonical = file.canonical
        let first = tokens.firstIndex(startingAt: codeRange.start)
        let level = canonical.levels.isEmpty ? 0 : canonical.levels[index] - canonical.levels[first]
        let isOnLine: UInt64 = canonical.marks[index].contains(.line) ? 1 : 0
        result.append(
          mix(canonical.hashes[index], UInt64(bitPattern: Int64(level)) &* 2 &+ isOnLine))
        continue
      }
      var hash: UInt64 = 0
      for line in file.text.slice(tokens.range(index)).split(separator: 10) {
        let trimmed = isExact ? line : line.trimming(while: isSpace)
        hash = trimmed.reduce(mix(hash, 1)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      }
      result.append(hash)
    }
    return result
  }
}

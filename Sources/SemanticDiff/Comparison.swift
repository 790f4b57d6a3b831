import Source
import Syntax

/// What differs between the two sides of one declaration.
struct Comparison {
  var kinds: Set<ChangeKind> = []
  var parameters: [ParameterChange] = []
  var returnType: (before: String?, after: String?)?
  /// What else changed in the header.
  var contract: [ContractChange] = []

  /// Nothing differs.
  init() {}

  init(_ b: Declaration, _ a: Declaration) {
    let (x, y) = (b.entity, a.entity)
    compareSignatures(b, a)
    // A function that became a method was moved.
    if x.kind != y.kind, !(x.kind.isCallable && y.kind.isCallable) {
      kinds.insert(.signature)
    }
    if x.visibility != y.visibility { kinds.insert(.visibility) }
    if b.modifiers != a.modifiers, !b.modifiersRead(like: a) { kinds.insert(.modifiers) }
    if b.documentation != a.documentation { kinds.insert(.documentation) }

    // What was renamed calls itself by its new name.
    if !Comparison.sameBody(b, a, blankingName: false),
      b.name == a.name || !Comparison.sameBody(b, a, blankingName: true)
    {
      kinds.insert(.body)
    }
    if kinds.isSubset(of: [.documentation]), !b.sameBytes(a) { findCosmetic(b, a) }
    if !kinds.isSubset(of: [.documentation, .cosmetic]) { contract = ContractChange.between(b, a) }
  }

  /// Says that a change is cosmetic only where the whole declaration is read alike: the parts that are
  /// compared above leave out words and commas between them.
  private mutating func findCosmetic(_ b: Declaration, _ a: Declaration) {
    let blanks = b.name != a.name
    let (old, new) = (b.ownStream(blankingName: blanks), a.ownStream(blankingName: blanks))
    if !old.reads(like: new) {
      kinds.insert(b.headStream(blanks).reads(like: a.headStream(blanks)) ? .body : .modifiers)
    } else if old.documentation != new.documentation {
      kinds.insert(.documentation)
    } else if kinds.isEmpty {
      kinds.insert(.cosmetic)
    }
  }

  private mutating func compareSignatures(_ b: Declaration, _ a: Declaration) {
    parameters = ParameterChange.between(b, a)
    let old = b.entity.returnType.map(b.file.flattened)
    let new = a.entity.returnType.map(a.file.flattened)
    if old != new, !b.reads(b.entity.returnType, like: a, a.entity.returnType) {
      returnType = (old, new)
    }
    // Visibility and modifiers are compared on their own.
    if !parameters.isEmpty || returnType != nil || !b.signatureStream.reads(like: a.signatureStream)
    {
      kinds.insert(.signature)
    }
  }

  private static func sameBody(_ b: Declaration, _ a: Declaration, blankingName: Bool) -> Bool {
    b.bodyStream(blankingName: blankingName).reads(
      like: a.bodyStream(blankingName: blankingName))
  }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

extension Declaration {
  /// The modifiers as written, without words that say the visibility.
  var modifiers: [String] {
    entity.modifiers.map(file.flattened).filter { !Declaration.accessModifiers.contains($0) }
  }

  private static let accessModifiers: Set<String> = ["export", "extern"]

  private static let visibilityWords: Set<String> = [
    "export", "extern", "fileprivate", "internal", "open", "package", "private", "protected",
    "public", "pub", "static",
  ]

  /// The words in front of the name that say the visibility, which is compared on its own. `static`
  /// is among them where it is no modifier (C).
  private var visibilityRanges: [ByteRange] {
    let tokens = file.tokens
    var result: [ByteRange] = []
    var index = tokens.firstIndex(startingAt: entity.signatureRange.start)
    while index < tokens.count, tokens.end(index) <= entity.nameRange.start {
      defer { index += 1 }
      guard tokens.kind(index) == .keyword || tokens.kind(index) == .identifier,
        Declaration.visibilityWords.contains(file.text.string(tokens.range(index)))
      else { continue }
      // `private(set)` is no visibility of the whole.
      if index + 1 < tokens.count, tokens.kind(index + 1) == .open { continue }
      result.append(tokens.range(index))
    }
    return result
  }

  /// The commas between the parameters and behind the last one; of two in a row only the first.
  private var parameterCommas: [ByteRange] {
    guard let first = entity.parameters.first, let last = entity.parameters.last else { return [] }
    let tokens = file.tokens
    var index = tokens.firstIndex(startingAt: first.wholeRange.start)
    var result: [ByteRange] = []
    var isBehindComma = false
    while index < tokens.count, tokens.start(index) < entity.signatureRange.end {
      defer { index += 1 }
      let isBehind = tokens.start(index) >= last.wholeRange.end
      if tokens.kind(index) == .punctuation, tokens.symbol(index) == UInt8(ascii: ",") {
        if !isBehind, !isBehindComma { result.append(tokens.range(index)) }
        isBehindComma = true
        continue
      }
      if !tokens.kind(index).isComment { isBehindComma = false }
      if isBehind, !tokens.kind(index).isComment {
        break
      }
    }
    return result
  }

  /// The code outside signature, documentation and the declarations that it holds: the body, or the
  /// value of a variable.
  func bodyStream(blankingName: Bool) -> TokenStream {
    let end = entity.range.end
    let start = min(entity.signatureRange.end, end)
    var excluded = children
    if let doc = entity.docRange, doc.start >= start { excluded.append(doc) }
    excluded.sort { $0.start < $1.start }
    return TokenStream(
      file, [ByteRange(start, end)], excluding: excluded,
      blanking: blankingName ? file.text.slice(entity.nameRange) : nil)
  }

  /// The signature without name, parameters, return type, modifiers and visibility.
  var signatureStream: TokenStream {
    TokenStream(file, [entity.signatureRange], excluding: headerParts)
  }

  /// Name, parameters, return type, modifiers and visibility in the signature, ascending.
  var headerParts: [ByteRange] {
    var excluded = entity.modifiers.filter { entity.signatureRange.contains($0) }
    excluded += entity.parameters.map(\.wholeRange) + parameterCommas + visibilityRanges
    if let returnType = entity.returnType { excluded.append(withItsSign(returnType)) }
    excluded.append(entity.nameRange)
    return excluded.sorted { $0.start < $1.start }
  }

  /// A return type with the `->` or `:` in front of it, which comes and goes with it.
  private func withItsSign(_ returnType: ByteRange) -> ByteRange {
    let index = file.tokens.firstIndex(startingAt: returnType.start) - 1
    guard index >= 0, file.tokens.start(index) >= entity.signatureRange.start,
      file.tokens.kind(index) == .operator || file.tokens.kind(index) == .punctuation
    else { return returnType }
    return ByteRange(file.tokens.start(index), returnType.end)
  }

  /// Whether both stand in their files with the same bytes, the declarations they hold left out. The
  /// white space around these comes and goes with them.
  func sameBytes(_ other: Declaration) -> Bool {
    children.isEmpty && other.children.isEmpty
      ? ownBytes == other.ownBytes
      : ownBytes.filter { !isSpace($0) } == other.ownBytes.filter { !isSpace($0) }
  }

  private var ownBytes: [UInt8] {
    var result: [UInt8] = []
    var start = codeRange.start
    for child in children where child.start >= start {
      result += file.text.slice(ByteRange(start, child.start))
      start = child.end
    }
    if start < entity.range.end { result += file.text.slice(ByteRange(start, entity.range.end)) }
    return result
  }
}

extension Parameter {
  /// From the label to the default value.
  var wholeRange: ByteRange {
    let parts = [label, name, type, defaultValue].compactMap { $0 }
    return ByteRange(parts.map(\.start).min()!, parts.map(\.end).max()!)
  }
}

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
    if b.modifiers != a.modifiers { kinds.insert(.modifiers) }
    if Comparison.documentation(b) != Comparison.documentation(a) { kinds.insert(.documentation) }

    // What was renamed calls itself by its new name.
    if !Comparison.sameBody(b, a, blankingName: false),
      b.name == a.name || !Comparison.sameBody(b, a, blankingName: true)
    {
      kinds.insert(.body)
    }
    if !kinds.isEmpty { contract = ContractChange.between(b, a) }
    if kinds.isEmpty, !b.sameBytes(a) { kinds.insert(.cosmetic) }
  }

  private mutating func compareSignatures(_ b: Declaration, _ a: Declaration) {
    parameters = ParameterChange.between(b, a)
    let old = b.entity.returnType.map(b.file.flattened)
    let new = a.entity.returnType.map(a.file.flattened)
    if old != new { returnType = (old, new) }
    // Visibility and modifiers are compared on their own.
    if !parameters.isEmpty || returnType != nil
      || b.signatureStream.digest != a.signatureStream.digest
    {
      kinds.insert(.signature)
    }
  }

  private static func sameBody(_ b: Declaration, _ a: Declaration, blankingName: Bool) -> Bool {
    let (old, new) = (
      b.bodyStream(blankingName: blankingName), a.bodyStream(blankingName: blankingName)
    )
    return old.digest == new.digest && old.pragmas == new.pragmas
  }

  private static func documentation(_ d: Declaration) -> [UInt8]? {
    // Indentation moves with the code and says nothing.
    d.entity.docRange.map { range in d.file.text.slice(range).filter { !isSpace($0) } }
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

  /// The commas between the parameters and behind the last one.
  private var parameterCommas: [ByteRange] {
    guard let first = entity.parameters.first, let last = entity.parameters.last else { return [] }
    let tokens = file.tokens
    var index = tokens.firstIndex(startingAt: first.wholeRange.start)
    var result: [ByteRange] = []
    while index < tokens.count, tokens.start(index) < entity.signatureRange.end {
      defer { index += 1 }
      let isBehind = tokens.start(index) >= last.wholeRange.end
      if tokens.kind(index) == .punctuation, tokens.symbol(index) == UInt8(ascii: ",") {
        result.append(tokens.range(index))
      } else if isBehind, !tokens.kind(index).isComment {
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

extension Parameter {
  /// Whether callers may leave it out: it has a default, or takes any number (`*args`, `...rest`).
  fileprivate func isOptional(_ name: String) -> Bool {
    defaultValue != nil || name.hasPrefix("*") || name.hasPrefix("...")
  }
}

extension ParameterChange {
  /// What happened to the parameters: paired by name, then by place.
  static func between(_ b: Declaration, _ a: Declaration) -> [ParameterChange] {
    let old = b.entity.parameters
    let new = a.entity.parameters
    if old.isEmpty && new.isEmpty { return [] }
    func text(_ d: Declaration, _ range: ByteRange?) -> String? { range.map(d.file.flattened) }

    let oldNames = old.map { text(b, $0.name)! }
    let newNames = new.map { text(a, $0.name)! }
    var origin = [Int?](repeating: nil, count: new.count)
    var used = Set<Int>()
    for (index, name) in newNames.enumerated() {
      if let match = oldNames.indices.first(where: { !used.contains($0) && oldNames[$0] == name }) {
        origin[index] = match
        used.insert(match)
      }
    }
    // An unpaired parameter between the same neighbours, or of the same type at the same place.
    for index in new.indices where origin[index] == nil {
      let candidates = old.indices.filter { !used.contains($0) }
      let place = candidates.first {
        (($0 == 0 && index == 0) || ($0 > 0 && index > 0 && origin[index - 1] == $0 - 1))
          && (text(b, old[$0].type) == text(a, new[index].type) || old.count == new.count)
      }
      if let place {
        origin[index] = place
        used.insert(place)
      }
    }

    var result: [ParameterChange] = []
    for index in old.indices where !used.contains(index) {
      result.append(
        ParameterChange(.removed, oldNames[index], before: b.file.flattened(old[index].wholeRange)))
    }
    var last = -1
    for (index, parameter) in new.enumerated() {
      let name = newNames[index]
      guard let place = origin[index] else {
        result.append(
          ParameterChange(
            parameter.isOptional(name) ? .addedWithDefault : .added, name,
            after: a.file.flattened(parameter.wholeRange)))
        continue
      }
      let was = old[place]
      let known = result.count
      if place < last { result.append(ParameterChange(.reordered, name)) }
      last = max(last, place)
      if oldNames[place] != name {
        result.append(ParameterChange(.renamed, name, before: oldNames[place], after: name))
      }
      let labels = (text(b, was.label), text(a, parameter.label))
      if labels.0 != labels.1 {
        result.append(ParameterChange(.relabelled, name, before: labels.0, after: labels.1))
      }
      let types = (text(b, was.type), text(a, parameter.type))
      if types.0 != types.1 {
        result.append(ParameterChange(.retyped, name, before: types.0, after: types.1))
      }
      let defaults = (text(b, was.defaultValue), text(a, parameter.defaultValue))
      if defaults.0 != defaults.1 {
        result.append(ParameterChange(.defaultChanged, name, before: defaults.0, after: defaults.1))
      }
      // What stands between the parts says something too: `a?: number`.
      let wholes = (b.file.flattened(was.wholeRange), a.file.flattened(parameter.wholeRange))
      if result.count == known, wholes.0 != wholes.1 {
        result.append(ParameterChange(.retyped, name, before: wholes.0, after: wholes.1))
      }
    }
    return result
  }
}

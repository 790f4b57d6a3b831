import Source
import Syntax

/// What differs between the two sides of one declaration.
struct Comparison {
  var kinds: Set<ChangeKind> = []
  var parameters: [ParameterChange] = []
  var returnType: (before: String?, after: String?)?
  /// The part of the signature that is neither name, parameters nor return type differs.
  var restOfSignature = false

  init(_ b: Declaration, _ a: Declaration) {
    let (x, y) = (b.entity, a.entity)
    compareSignatures(b, a)
    if x.kind != y.kind {
      kinds.insert(.signature)
      restOfSignature = true
    }
    if x.visibility != y.visibility { kinds.insert(.visibility) }
    if b.texts(of: x.modifiers) != a.texts(of: y.modifiers) { kinds.insert(.modifiers) }
    if Comparison.documentation(b) != Comparison.documentation(a) { kinds.insert(.documentation) }

    let bodyBefore = b.bodyStream
    let bodyAfter = a.bodyStream
    if bodyBefore.digest != bodyAfter.digest || bodyBefore.pragmas != bodyAfter.pragmas {
      kinds.insert(.body)
    }
    if kinds.isEmpty, !b.sameBytes(a) { kinds.insert(.cosmetic) }
  }

  private mutating func compareSignatures(_ b: Declaration, _ a: Declaration) {
    parameters = ParameterChange.between(b, a)
    let old = b.entity.returnType.map(b.file.flattened)
    let new = a.entity.returnType.map(a.file.flattened)
    if old != new { returnType = (old, new) }
    // Visibility and modifiers are compared on their own.
    restOfSignature = b.signatureStream.digest != a.signatureStream.digest
    if !parameters.isEmpty || returnType != nil || restOfSignature { kinds.insert(.signature) }
  }

  private static func documentation(_ d: Declaration) -> [UInt8]? {
    // Indentation moves with the code and says nothing.
    d.entity.docRange.map { range in d.file.text.slice(range).filter { !isSpace($0) } }
  }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

extension Declaration {
  func texts(of ranges: [ByteRange]) -> [String] { ranges.map(file.flattened) }

  /// The code outside signature, documentation and the declarations that it holds: the body, or the
  /// value of a variable.
  var bodyStream: TokenStream {
    let end = entity.range.end
    let start = min(entity.signatureRange.end, end)
    var excluded = children
    if let doc = entity.docRange, doc.start >= start { excluded.append(doc) }
    excluded.sort { $0.start < $1.start }
    return TokenStream(file, [ByteRange(start, end)], excluding: excluded)
  }

  /// The signature without name, parameters, return type and modifiers.
  var signatureStream: TokenStream {
    var excluded = entity.modifiers.filter { entity.signatureRange.contains($0) }
    excluded += entity.parameters.map(\.wholeRange) + commas
    if let returnType = entity.returnType { excluded.append(returnType) }
    excluded.append(entity.nameRange)
    excluded.sort { $0.start < $1.start }
    return TokenStream(file, [entity.signatureRange], excluding: excluded)
  }

  /// What separates a parameter from the next one, and a comma behind the last: they come and go with
  /// the parameters. A gap that holds more, such as Python's `*`, is part of the signature.
  private var commas: [ByteRange] {
    let ranges = entity.parameters.map(\.wholeRange).sorted { $0.start < $1.start }
    let end = entity.signatureRange.end
    return ranges.indices.compactMap { index in
      let start = ranges[index].end
      let next = index + 1 < ranges.count ? ranges[index + 1].start : end
      guard start < next else { return nil }
      let gap = file.text.slice(ByteRange(start, next))
      guard let comma = gap.firstIndex(where: { !isSpace($0) }), gap[comma] == UInt8(ascii: ",")
      else { return nil }
      let isAll = gap[(comma + 1)...].allSatisfy(isSpace)
      if index + 1 < ranges.count, !isAll { return nil }
      let offset = start + gap.distance(from: gap.startIndex, to: comma)
      return ByteRange(offset, offset + 1)
    }
  }

  /// Whether both stand in their files with the same bytes, the declarations they hold left out.
  func sameBytes(_ other: Declaration) -> Bool {
    ownBytes == other.ownBytes
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
            parameter.defaultValue == nil ? .added : .addedWithDefault, name,
            after: a.file.flattened(parameter.wholeRange)))
        continue
      }
      let was = old[place]
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
    }
    return result
  }
}

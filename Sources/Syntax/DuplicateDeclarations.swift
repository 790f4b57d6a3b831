import Source

extension Outliner {
  /// Reports declarations that stand twice in one scope. Nothing is reported of a file with errors,
  /// whose declarations may not be what they seem.
  mutating func findDuplicates(_ uniqueness: Uniqueness) {
    let alike = declarationsAlike(uniqueness)
    guard !alike.isEmpty, !defects.contains(where: { $0.severity == .error }) else { return }
    var groups: [String: [Int]] = [:]
    for index in alike {
      guard let identity = identity(entities[index], uniqueness) else { continue }
      groups[identity, default: []].append(index)
    }
    let suspects = groups.values.filter { $0.count > 1 }
    guard !suspects.isEmpty else { return }
    let circumstances = circumstances(of: suspects.flatMap { $0 }.sorted())
    let most = defects.count + Defect.mostOfOneKind
    for group in suspects.sorted(by: { $0[0] < $1[0] }) {
      var first: Int?
      for index in group where defects.count < most {
        guard let here = circumstances[index] else { continue }
        if let first, circumstances[first] == here {
          if uniqueness.mayRepeat(self, entities[first], entities[index]) { continue }
          reportDuplicate(entities[index], of: entities[first])
        } else {
          first = index
        }
      }
    }
  }

  private mutating func reportDuplicate(_ entity: Entity, of first: Entity) {
    let line = text.position(at: first.nameRange.start).line
    let scope =
      entity.parent < 0 ? "this file" : "`\(text.string(entities[entity.parent].nameRange))`"
    defects.append(
      Defect(
        .duplicateDeclaration, .error,
        "`\(text.string(entity.nameRange))` is declared twice in \(scope)",
        help: "remove or rename it; the first one stands in line \(line)", range: entity.nameRange))
  }

  /// The declarations that have another one of the same name, name space and number of parameters in
  /// their scope, in the order of the file. Compared by hash alone.
  private func declarationsAlike(_ uniqueness: Uniqueness) -> [Int] {
    guard entities.count > 1 else { return [] }
    var size = 16
    while size < entities.count * 2 { size *= 2 }
    var table = [Int32](repeating: -1, count: size)
    var hashes = [UInt64](repeating: 0, count: entities.count)
    var firsts: Set<Int> = []
    var result: [Int] = []
    text.bytes.withUnsafeBufferPointer { bytes in
      entities.withUnsafeBufferPointer { entities in
        for index in entities.indices {
          guard let space = uniqueness.nameSpace(entities[index].kind) else { continue }
          var hash = NameHash(UInt64(truncatingIfNeeded: entities[index].parent + 1))
          hash.add(UInt64(space.rawValue))
          hash.add(bytes, entities[index].nameRange)
          for qualifier in entities[index].qualifiers { hash.add(bytes, qualifier) }
          if uniqueness.isOverloaded, space != .type, space != .value {
            for parameter in entities[index].parameters {
              hash.add(1)
              if let type = parameter.type { hash.add(bytes, type) }
            }
          }
          hashes[index] = hash.value
          var place = Int(truncatingIfNeeded: hash.value) & (size - 1)
          while table[place] >= 0, hashes[Int(table[place])] != hash.value {
            place = (place + 1) & (size - 1)
          }
          if table[place] < 0 {
            table[place] = Int32(truncatingIfNeeded: index)
          } else {
            if firsts.insert(Int(table[place])).inserted { result.append(Int(table[place])) }
            result.append(index)
          }
        }
      }
    }
    return result.sorted()
  }

  // MARK: Identity

  /// How many declarations around one are looked at, so that nesting without end costs no more.
  private static let furthest = 64

  /// What makes two declarations the same; nil for one of which there may be several.
  private func identity(_ entity: Entity, _ uniqueness: Uniqueness) -> String? {
    let name = text.string(entity.nameRange)
    guard let space = uniqueness.nameSpace(entity.kind), !uniqueness.free.contains(name),
      isScope(entity.parent), !isAttributed(entity, uniqueness),
      uniqueness.mustBeUnique(self, entity)
    else { return nil }
    var parts = ["\(entity.parent)", "\(space.rawValue)", name]
    parts += entity.qualifiers.map(text.string)
    let signature = entity.signatureRange
    if space != .type, space != .alias, entity.nameRange.start > signature.start {
      let head = words(ByteRange(signature.start, entity.nameRange.start))
      let isTelling =
        uniqueness.isOverloaded && space == .callable && head.contains { "<.([".contains($0) }
      parts += isTelling ? head : head.filter { uniqueness.markers.contains($0) }
    }
    parts.append("|")
    if entity.nameRange.end < signature.end {
      let tail = ByteRange(entity.nameRange.end, signature.end)
      switch space {
      case .type, .alias:
        if uniqueness.countsTypeParameters {
          let words = words(tail)
          if words.first == "<" { parts += words }
        }
      case .value: break
      default:
        guard uniqueness.isOverloaded else { break }
        parts += words(tail, without: ignoredNames(entity, uniqueness)).filter {
          !uniqueness.inertWords.contains($0)
        }
      }
    }
    return parts.joined(separator: "\u{0}")
  }

  /// Whether all that is declared in an entity lies in one scope.
  private func isScope(_ parent: Int) -> Bool {
    guard parent >= 0 else { return true }
    let kind = entities[parent].kind
    return kind.isType || kind == .namespace || kind == .module
  }

  private func isAttributed(_ entity: Entity, _ uniqueness: Uniqueness) -> Bool {
    guard let attribute = uniqueness.attribute else { return false }
    var entity = entity
    for _ in 0..<Outliner.furthest {
      let isHere = entity.modifiers.contains { text.bytes[$0.start] == UInt8(ascii: attribute) }
      if isHere { return true }
      guard uniqueness.attributesReachInside, entity.parent >= 0 else { return false }
      entity = entities[entity.parent]
    }
    return true
  }

  /// Where the names of parameters stand that do not tell callables apart.
  private func ignoredNames(_ entity: Entity, _ uniqueness: Uniqueness) -> Set<Int> {
    Set(
      entity.parameters.compactMap { parameter in
        guard !parameter.name.isEmpty,
          uniqueness.ignoresParameterNames || parameter.label != nil
        else { return nil }
        return parameter.name.start
      })
  }

  /// The tokens of a range that are no comments.
  private func words(_ range: ByteRange, without starts: Set<Int> = []) -> [String] {
    var result: [String] = []
    var index = tokens.firstIndex(startingAt: range.start)
    while index < count, tokens.start(index) < range.end {
      if !tokens.kind(index).isComment, !starts.contains(tokens.start(index)) {
        result.append(text.string(tokens.range(index)))
      }
      index += 1
    }
    return result
  }

  // MARK: Circumstances

  /// For each of some declarations in the order of the file how many macros were defined and files
  /// included before it; those are left out that are compiled on a condition only, or stand in a block
  /// within their scope.
  private func circumstances(of indices: [Int]) -> [Int: Int] {
    var result: [Int: Int] = [:]
    var braces: [Int] = []
    // How many braces were open at each `#if` around.
    var conditions: [Int] = []
    var definitions = 0
    var next = indices.startIndex
    for token in 0..<count {
      while next < indices.endIndex, entities[indices[next]].nameRange.start <= tokens.start(token)
      {
        let index = indices[next]
        next += 1
        if conditions.isEmpty, let brace = scopeBrace(entities[index].parent),
          braces.last ?? -1 == brace
        {
          result[index] = definitions
        }
      }
      if next == indices.endIndex { break }
      switch tokens.kind(token) {
      case .directive:
        let spelling = text.slice(tokens.range(token))
        switch PreprocessorWord(spelling) {
        case .begin: conditions.append(braces.count)
        case .alternative where conditions.last == braces.count: break
        case .end where conditions.last == braces.count: conditions.removeLast()
        // The branches disagree about what is open.
        case .alternative, .end: return [:]
        case .define: definitions += 1
        case nil:
          let word = String(decoding: spelling.drop { !$0.isLetter }, as: UTF8.self)
          if word == "undef" || word.hasPrefix("include") { definitions += 1 }
        }
      case _ where tokens.flags(token).contains(.directive): break
      // The file is filled in before its compiler reads it.
      case .invalid: return [:]
      case .open where tokens.symbol(token) == UInt8(ascii: "{"): braces.append(tokens.start(token))
      case .close where tokens.symbol(token) == UInt8(ascii: "}"): _ = braces.popLast()
      default: break
      }
    }
    return result
  }

  /// The offset of the brace that opens a scope, -1 for the file's; nil where none does.
  private func scopeBrace(_ parent: Int) -> Int? {
    var parent = parent
    for _ in 0..<Outliner.furthest {
      guard parent >= 0 else { return -1 }
      if let body = entities[parent].bodyRange {
        return text.bytes[body.start] == UInt8(ascii: "{") ? body.start : nil
      }
      // A name space for the rest of the file.
      guard [.namespace, .module].contains(entities[parent].kind) else { return nil }
      parent = entities[parent].parent
    }
    return nil
  }
}

/// A hash of names that reads eight bytes at a time.
private struct NameHash {
  private(set) var value: UInt64

  init(_ seed: UInt64) {
    value = 0x9E37_79B9_7F4A_7C15
    add(seed)
  }

  @inline(__always)
  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0xBF58_476D_1CE4_E5B9
    value ^= value >> 29
  }

  @inline(__always)
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ range: ByteRange) {
    var word: UInt64 = 0
    var offset = range.start
    while offset < range.end {
      word = word << 8 | UInt64(bytes[offset])
      offset &+= 1
      if (offset &- range.start) & 7 == 0 {
        add(word)
        word = 0
      }
    }
    add(word ^ UInt64(truncatingIfNeeded: range.end &- range.start) << 56)
  }
}

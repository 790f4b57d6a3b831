import Source

/// Reads the elements of XML: one that holds elements is a section, another one a key, to the fourth
/// level.
///
/// An element is called by the attribute that names it, else by its tag. In property lists the texts of
/// `<key>` are the keys, as in JSON.
struct XMLOutline {
  private static let deepestEntity = 4
  private static let mostEntities = 50_000

  /// Attributes that name an element, the best first.
  private static let naming: [StaticString] = [
    "id", "name", "key", "x:Name", "x:Key", "android:name", "android:id", "Id", "Name", "Key",
    "Include", "Update", "Remove",
  ]

  private struct Element {
    let name: ByteRange
    /// The entity that it is or whose value it is, or -1.
    let entity: Int
    /// What its own elements are held by; nil where they are no entities.
    let holder: Int?
    let depth: Int
    /// In a property list: the entity of the key whose value comes next, or -1.
    var pending = -1
  }

  var out: Outliner
  /// The start tag that an end tag of another name, or the end of the file, shows to be open.
  private(set) var firstUnclosed: ByteRange?
  private var elements: [Element] = []
  private var isPropertyList = false

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    var index = 0
    while index < out.count {
      guard out.tokens.kind(index) == .open else {
        index += 1
        continue
      }
      index = out.tokens.symbol(index) == UInt8(ascii: "/") ? endTag(index) : startTag(index)
    }
    let end = out.previous(out.count)
    if let last = elements.last, firstUnclosed == nil { firstUnclosed = last.name }
    while !elements.isEmpty { close(end: end >= 0 ? out.tokens.end(end) : 0) }
  }

  /// The index of the tag's last token: its `>`, or where that is missing the last before the next tag.
  private func tagEnd(_ start: Int) -> Int {
    var index = start + 1
    while index < out.count {
      switch out.tokens.kind(index) {
      case .close: return index
      case .identifier, .operator, .string, .invalid: index += 1
      default: return index - 1
      }
    }
    return index - 1
  }

  // MARK: - Tags

  private mutating func startTag(_ start: Int) -> Int {
    let end = tagEnd(start)
    guard end > start else { return start + 1 }
    let name = out.tokens.range(start + 1)
    if elements.isEmpty, isWord(name, "plist") { isPropertyList = true }
    let isEmpty = out.tokens.kind(end) == .close && out.tokens.symbol(end) == UInt8(ascii: "/")
    let range = ByteRange(out.tokens.start(start), out.tokens.end(end))
    let element =
      isPropertyList ? propertyListElement(name, range) : element(start, end, name, range)
    elements.append(element)
    if isEmpty { close(end: range.end) }
    return end + 1
  }

  private mutating func element(
    _ start: Int, _ end: Int, _ name: ByteRange, _ range: ByteRange
  ) -> Element {
    let depth = (elements.last?.depth ?? 0) + 1
    let parent = elements.isEmpty ? -1 : elements[elements.count - 1].holder
    guard let parent, depth <= Self.deepestEntity, out.entities.count < Self.mostEntities else {
      return Element(name: name, entity: -1, holder: nil, depth: depth)
    }
    if parent >= 0, out.entities[parent].kind == .key { out.entities[parent].kind = .section }
    let attribute = depth > 1 ? namingAttribute(start + 2, end) : nil
    var entity = Entity(
      kind: .key, range: range, nameRange: attribute ?? name, signatureRange: range,
      visibility: .public)
    if attribute != nil { entity.qualifiers = [name] }
    let added = out.add(entity, parent: parent)
    return Element(name: name, entity: added, holder: added, depth: depth)
  }

  /// The value of the best attribute that names an element.
  private func namingAttribute(_ first: Int, _ end: Int) -> ByteRange? {
    var best: (rank: Int, value: ByteRange)?
    var index = first
    while index + 2 < end {
      guard out.tokens.kind(index) == .identifier, out.tokens.kind(index + 2) == .string,
        out.tokens.kind(index + 1) == .operator
      else {
        index += 1
        continue
      }
      let name = out.tokens.range(index)
      let value = out.tokens.range(index + 2)
      if name.count <= 12, value.count > 2,
        let rank = Self.naming.firstIndex(where: { isWord(name, $0) }), rank < best?.rank ?? .max
      {
        best = (rank, ByteRange(value.start + 1, value.end - 1))
      }
      index += 3
    }
    return best?.value
  }

  private mutating func endTag(_ start: Int) -> Int {
    let end = tagEnd(start)
    guard end > start else { return start + 1 }
    let name = out.tokens.range(start + 1)
    guard let last = elements.last else { return end + 1 }
    if !areEqual(last.name, name) {
      if firstUnclosed == nil { firstUnclosed = last.name }
      // Nothing but the element around may be meant.
      guard elements.count > 1, areEqual(elements[elements.count - 2].name, name) else {
        return end + 1
      }
      close(end: out.tokens.start(start))
    }
    close(end: out.tokens.end(end))
    return end + 1
  }

  private mutating func close(end: Int) {
    let element = elements.removeLast()
    if isPropertyList {
      closePropertyListElement(element, end)
      return
    }
    guard element.entity >= 0 else { return }
    let range = out.entities[element.entity].range
    guard end > range.end else { return }
    out.entities[element.entity].bodyRange = ByteRange(range.end, end)
    out.entities[element.entity].range = ByteRange(range.start, end)
  }

  // MARK: - Property lists

  private mutating func propertyListElement(_ name: ByteRange, _ range: ByteRange) -> Element {
    let depth = elements.last?.depth ?? 0
    guard let outer = elements.last else {
      return Element(name: name, entity: -1, holder: -1, depth: depth)
    }
    let place = elements.count - 1
    if isWord(outer.name, "dict") {
      guard let holder = outer.holder, !isWord(name, "key") else {
        return Element(name: name, entity: -1, holder: nil, depth: depth)
      }
      let entity = outer.pending
      elements[place].pending = -1
      if entity >= 0 {
        let start = out.entities[entity].range.start
        out.entities[entity].range = ByteRange(start, range.end)
        out.entities[entity].bodyRange = range
      }
      let isDict = isWord(name, "dict") && (entity >= 0 || holder < 0 && elements.count <= 1)
      return Element(
        name: name, entity: entity, holder: isDict ? entity : nil, depth: depth + 1)
    }
    let isRoot = elements.count == 1 && isWord(name, "dict")
    return Element(name: name, entity: -1, holder: isRoot ? -1 : nil, depth: depth)
  }

  private mutating func closePropertyListElement(_ element: Element, _ end: Int) {
    if element.entity >= 0 {
      let range = out.entities[element.entity].range
      guard let body = out.entities[element.entity].bodyRange, end >= range.end else { return }
      out.entities[element.entity].range = ByteRange(range.start, end)
      out.entities[element.entity].bodyRange = ByteRange(body.start, end)
      return
    }
    guard isWord(element.name, "key"), let outer = elements.last, let holder = outer.holder,
      isWord(outer.name, "dict"), outer.depth < Self.deepestEntity,
      out.entities.count < Self.mostEntities
    else { return }
    let start = element.name.start - 1
    let text = ByteRange(
      min(element.name.end + 1, end), max(element.name.end + 1, end - element.name.count - 3))
    guard text.count > 0, text.end <= end else { return }
    if holder >= 0, out.entities[holder].kind == .key { out.entities[holder].kind = .section }
    let range = ByteRange(start, end)
    let added = out.add(
      Entity(
        kind: .key, range: range, nameRange: text, signatureRange: range, visibility: .public),
      parent: holder)
    elements[elements.count - 1].pending = added
  }

  // MARK: - Names

  private func isWord(_ range: ByteRange, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return out.text.bytes.withUnsafeBufferPointer { bytes in
      for offset in 0..<range.count where bytes[range.start + offset] != word.utf8Start[offset] {
        return false
      }
      return true
    }
  }

  private func areEqual(_ a: ByteRange, _ b: ByteRange) -> Bool {
    guard a.count == b.count else { return false }
    return out.text.bytes.withUnsafeBufferPointer { bytes in
      for offset in 0..<a.count where bytes[a.start + offset] != bytes[b.start + offset] {
        return false
      }
      return true
    }
  }
}

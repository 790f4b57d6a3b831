import Source

/// Reads what a person looks for in HTML: headings, as sections up to the next one of their level in
/// the same element; elements with an `id`; scripts, style sheets and templates.
///
/// A browser makes a document of anything, so that only a comment without end is a defect.
struct HTMLOutline {
  private static let mostEntities = 50_000

  private struct Element {
    let name: UInt64
    /// The entity that it is, or -1.
    let entity: Int
    /// The innermost entity around what it holds, headings in it aside, or -1.
    var holder: Int
    /// The headings in it whose sections are open, with their levels, the outermost first.
    var headings: [(level: UInt8, entity: Int)] = []
  }

  var out: Outliner
  private var elements: [Element] = []
  /// How many of the open elements have each name, so that an end tag is looked for only where its
  /// element is open.
  private var open: [UInt64: Int] = [:]
  /// The headings outside of all elements.
  private var headings: [(level: UInt8, entity: Int)] = []
  /// The heading whose text is being read: its level, its first token and its text so far.
  private var heading: (level: UInt8, start: Int, text: ByteRange?)?

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    var index = 0
    while index < out.count {
      switch out.tokens.kind(index) {
      case .open:
        index =
          out.tokens.symbol(index) == UInt8(ascii: "/") ? endTag(index) : startTag(index)
        continue
      case .text, .character, .directive:
        if let text = heading?.text {
          heading?.text = ByteRange(text.start, out.tokens.end(index))
        } else if heading != nil {
          heading?.text = out.tokens.range(index)
        }
      case .blockComment where out.tokens.flags(index).contains(.unterminated):
        let start = out.tokens.start(index)
        out.defects.append(
          Defect(
            .unterminatedComment, .error, "the comment is never closed", help: "add `-->`",
            range: ByteRange(start, start + 4)))
      default: break
      }
      index += 1
    }
    let last = out.previous(out.count)
    let end = last >= 0 ? out.tokens.end(last) : 0
    while !elements.isEmpty { close(end) }
    closeHeadings(to: 0, end)
  }

  /// The index behind the tag that begins at an index.
  private func behindTag(_ start: Int) -> Int {
    var index = start + 1
    while index < out.count {
      switch out.tokens.kind(index) {
      case .close: return index + 1
      case .identifier, .operator, .string, .invalid, .directive: index += 1
      default: return index
      }
    }
    return index
  }

  // MARK: - Tags

  private mutating func startTag(_ start: Int) -> Int {
    let end = behindTag(start)
    guard end > start + 1 else { return end }
    let name = HTMLTag.hash(out.text, out.tokens.range(start + 1))
    let range = ByteRange(out.tokens.start(start), out.tokens.end(end - 1))
    closeImplied(by: name, before: start)
    if let level = HTMLTag.headingLevel(name) {
      finishHeading(range.start)
      let before = out.previous(start)
      closeHeadings(to: level, before >= 0 ? out.tokens.end(before) : 0)
      heading = (level, start, nil)
    }
    let isVoid = HTMLTag.voids.contains(name)
    let isEmpty =
      isVoid
      || out.tokens.kind(end - 1) == .close && out.tokens.symbol(end - 1) == UInt8(ascii: "/")
    let entity = heading == nil ? self.entity(start, end, name, range) : -1
    if isEmpty { return end }
    elements.append(Element(name: name, entity: entity, holder: entity >= 0 ? entity : holder))
    open[name, default: 0] += 1
    return end
  }

  /// The entity of an element, or -1 for one that is none.
  private mutating func entity(_ start: Int, _ end: Int, _ name: UInt64, _ range: ByteRange) -> Int
  {
    guard out.entities.count < Self.mostEntities else { return -1 }
    let id = attribute("id", start + 2, end)
    let isNamed = id.map { $0.count > 0 } ?? false
    guard isNamed || HTMLTag.sections.contains(name) else { return -1 }
    let tag = out.tokens.range(start + 1)
    var entity = Entity(
      kind: .section, range: range, nameRange: isNamed ? id ?? tag : tag, signatureRange: range,
      visibility: .public)
    if isNamed { entity.qualifiers = [tag] }
    return out.add(entity, parent: holder)
  }

  /// The innermost entity that is open, or -1.
  private var holder: Int {
    guard let element = elements.last else { return headings.last?.entity ?? -1 }
    return element.headings.last?.entity ?? element.holder
  }

  private func attribute(_ name: StaticString, _ first: Int, _ end: Int) -> ByteRange? {
    var index = first
    while index + 2 < end {
      if out.tokens.kind(index) == .identifier, out.tokens.kind(index + 1) == .operator,
        out.tokens.kind(index + 2) == .string, out.isWord(index, name)
      {
        let value = out.tokens.range(index + 2)
        let quote = out.text.bytes[value.start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return value }
        return value.count > 2 ? ByteRange(value.start + 1, value.end - 1) : nil
      }
      index += 1
    }
    return nil
  }

  private mutating func endTag(_ start: Int) -> Int {
    let end = behindTag(start)
    guard end > start + 1 else { return end }
    let name = HTMLTag.hash(out.text, out.tokens.range(start + 1))
    let before = out.previous(start)
    if let level = HTMLTag.headingLevel(name) {
      // The end tag of another heading is not part of the one being read.
      let isIts = heading?.level == level
      finishHeading(isIts ? out.tokens.end(end - 1) : before >= 0 ? out.tokens.end(before) : 0)
    }
    guard open[name, default: 0] > 0 else { return end }
    while let last = elements.last {
      let isIt = last.name == name
      close(
        isIt ? out.tokens.end(end - 1) : before >= 0 ? out.tokens.end(before) : 0, inner: before)
      if isIt { break }
    }
    return end
  }

  /// Closes the elements whose end tag a start tag allows to leave out.
  private mutating func closeImplied(by name: UInt64, before start: Int) {
    while let last = elements.last, HTMLTag.closes(name, last.name) {
      let before = out.previous(start)
      close(before >= 0 ? out.tokens.end(before) : 0)
    }
  }

  /// Closes the innermost element.
  private mutating func close(_ end: Int, inner: Int? = nil) {
    if heading != nil, let last = elements.last, HTMLTag.headingLevel(last.name) != nil {
      finishHeading(end)
    }
    closeHeadings(to: 0, inner.map { $0 >= 0 ? out.tokens.end($0) : 0 } ?? end)
    let element = elements.removeLast()
    open[element.name, default: 1] -= 1
    setEnd(of: element.entity, end)
  }

  private mutating func setEnd(of entity: Int, _ end: Int) {
    guard entity >= 0 else { return }
    let range = out.entities[entity].range
    guard end > range.end else { return }
    out.entities[entity].bodyRange = ByteRange(range.end, end)
    out.entities[entity].range = ByteRange(range.start, end)
  }

  // MARK: - Headings

  private mutating func closeHeadings(to level: UInt8, _ end: Int) {
    let closed =
      elements.isEmpty
      ? Self.take(from: &headings, to: level)
      : Self.take(from: &elements[elements.count - 1].headings, to: level)
    for entity in closed { setEnd(of: entity, end) }
  }

  /// Takes the headings of a level and below away.
  private static func take(
    from headings: inout [(level: UInt8, entity: Int)], to level: UInt8
  ) -> [Int] {
    var closed: [Int] = []
    while let last = headings.last, last.level >= level {
      headings.removeLast()
      closed.append(last.entity)
    }
    return closed
  }

  /// Makes a section of the heading that is being read, where its text ends.
  private mutating func finishHeading(_ end: Int) {
    guard let heading else { return }
    self.heading = nil
    guard let text = heading.text, out.entities.count < Self.mostEntities else { return }
    let range = ByteRange(out.tokens.start(heading.start), max(end, text.end))
    // The heading is an element too, which may be open still; its section belongs to what holds it.
    let isOpen = elements.last.map { HTMLTag.headingLevel($0.name) == heading.level } ?? false
    let element = isOpen ? elements.popLast() : nil
    let added = out.add(
      Entity(
        kind: .section, range: range, nameRange: text, signatureRange: range, visibility: .public),
      parent: holder)
    if elements.isEmpty {
      headings.append((heading.level, added))
    } else {
      elements[elements.count - 1].headings.append((heading.level, added))
    }
    if var element {
      element.holder = holder
      elements.append(element)
    }
  }
}

/// What the names of HTML's elements mean. Names are hashes of their lower-case bytes.
enum HTMLTag {
  static func hash(_ text: SourceText, _ range: ByteRange) -> UInt64 {
    text.bytes.withUnsafeBufferPointer { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for index in range.start..<range.end {
        let byte = bytes[index]
        let isUpper = byte &- 65 < 26
        hash = (hash ^ UInt64(isUpper ? byte | 32 : byte)) &* 0x100_0000_01B3
      }
      return hash
    }
  }

  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func hashes(_ names: String) -> Set<UInt64> {
    Set(names.split(separator: " ").map { hash(String($0)) })
  }

  /// Elements without contents or end tag.
  static let voids = hashes(
    "area base br col embed hr img input link meta param source track wbr")
  /// Elements that are sections without an `id`.
  static let sections = hashes("script style template")

  private static let levels: [UInt64: UInt8] = [
    hash("h1"): 1, hash("h2"): 2, hash("h3"): 3, hash("h4"): 4, hash("h5"): 5, hash("h6"): 6,
  ]

  static func headingLevel(_ name: UInt64) -> UInt8? { levels[name] }

  /// For each element the ones whose start tag closes it.
  private static let closers: [UInt64: Set<UInt64>] = [
    hash("li"): hashes("li"),
    hash("dt"): hashes("dt dd"), hash("dd"): hashes("dt dd"),
    hash("option"): hashes("option optgroup"), hash("optgroup"): hashes("optgroup"),
    hash("rt"): hashes("rt rp"), hash("rp"): hashes("rt rp"),
    hash("td"): hashes("td th tr tbody tfoot"), hash("th"): hashes("td th tr tbody tfoot"),
    hash("tr"): hashes("tr tbody tfoot thead"),
    hash("thead"): hashes("tbody tfoot"), hash("tbody"): hashes("tbody tfoot"),
    hash("head"): hashes("body"),
    hash("p"): hashes(
      """
      address article aside blockquote details dialog div dl fieldset figcaption figure footer form \
      h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul li dt dd
      """),
  ]

  /// Whether the start tag of `name` closes `open`, where that is the innermost element.
  static func closes(_ name: UInt64, _ open: UInt64) -> Bool {
    closers[open]?.contains(name) ?? false
  }
}

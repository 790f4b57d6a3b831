import Source

/// Attributes, constants, imports, tests and what sets the visibility of methods.
extension RubyOutline {
  /// Reads a statement that begins with a name; the index to go on at.
  mutating func statement(_ first: Int) -> Int {
    let next = first + 1
    guard next <= limit else { return next }
    let isAlone =
      out.tokens.flags(next).contains(.startsLine) || out.isSymbol(next, ";")
      || out.tokens.kind(next).isComment || next == limit
    if let visibility = Self.visibility(out, first) {
      return setVisibility(visibility, next, isAlone: isAlone)
    }
    if isAlone { return next }
    let start = out.text.bytes[out.tokens.start(first)]
    if start &- UInt8(ascii: "A") < 26 { return constant(first) }
    switch start {
    case UInt8(ascii: "a") where isAttribute(first): attributes(first, next)
    case UInt8(ascii: "r")
    where out.isWord(first, "require") || out.isWord(first, "require_relative"):
      importFile(first, next)
    case UInt8(ascii: "t") where out.isWord(first, "test"),
      UInt8(ascii: "i") where out.isWord(first, "it"),
      UInt8(ascii: "s") where out.isWord(first, "specify") || out.isWord(first, "scenario"):
      return test(first, .test)
    case UInt8(ascii: "d") where out.isWord(first, "describe"),
      UInt8(ascii: "c") where out.isWord(first, "context"):
      return test(first, .section)
    case UInt8(ascii: "p") where out.isWord(first, "private_class_method"):
      rename(next, to: .private, classMethods: true)
    case UInt8(ascii: "p") where out.isWord(first, "private_constant"):
      rename(next, to: .private, classMethods: true)
    default: break
    }
    return next
  }

  private func isAttribute(_ index: Int) -> Bool {
    out.isWord(index, "attr_accessor") || out.isWord(index, "attr_reader")
      || out.isWord(index, "attr_writer") || out.isWord(index, "attr")
  }

  // MARK: - Visibility

  /// `private` alone, before attributes, or with names.
  private mutating func setVisibility(_ visibility: Visibility, _ next: Int, isAlone: Bool) -> Int {
    if isAlone {
      if let last = scopes.indices.last { scopes[last].visibility = visibility }
      return next
    }
    if out.tokens.kind(next) == .identifier, isAttribute(next) {
      attributes(next, next + 1, visibility: visibility)
      return next + 1
    }
    if word(next) != .def { rename(next, to: visibility, classMethods: false) }
    return next
  }

  /// Sets the visibility of the methods whose names follow as symbols or strings.
  private mutating func rename(_ start: Int, to visibility: Visibility, classMethods: Bool) {
    let names = names(start).map { out.text.slice($0) }
    guard !names.isEmpty else { return }
    var index = out.entities.count - 1
    // Only what this declaration holds, which is the last that was added.
    var steps = 0
    while index >= 0, index > parent, steps < 512 {
      if out.entities[index].parent == parent,
        names.contains(where: { $0 == out.text.slice(out.entities[index].nameRange) })
      {
        out.entities[index].visibility = visibility
      }
      index -= 1
      steps += 1
    }
  }

  /// The names that symbols and strings from an index on say, without their marks.
  private func names(_ start: Int) -> [ByteRange] {
    var result: [ByteRange] = []
    var index = start
    while index <= limit, result.count < 64 {
      switch out.tokens.kind(index) {
      case .string:
        let range = out.tokens.range(index)
        let isSymbol = out.text.bytes[range.start] == UInt8(ascii: ":")
        if isSymbol, range.count > 1 {
          result.append(ByteRange(range.start + 1, range.end))
        } else if !isSymbol, range.count > 2 {
          result.append(ByteRange(range.start + 1, range.end - 1))
        }
      case .punctuation where out.isSymbol(index, ","): break
      case .open where out.isSymbol(index, "("): break
      default:
        if !out.tokens.kind(index).isComment { return result }
      }
      index += 1
    }
    return result
  }

  // MARK: - Members

  private mutating func attributes(_ first: Int, _ next: Int, visibility: Visibility? = nil) {
    guard parent >= 0 else { return }
    let names = names(next)
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    for name in names {
      let end = name.end
      let entity = Entity(
        kind: .property, range: ByteRange(documentation?.start ?? start, end), nameRange: name,
        signatureRange: ByteRange(start, end), docRange: documentation,
        visibility: visibility ?? scope?.visibility ?? .public)
      _ = out.add(entity, parent: parent)
    }
  }

  /// `NAME = value`; what a block of the value declares belongs to it.
  private mutating func constant(_ first: Int) -> Int {
    guard out.isSymbol(first + 1, "="), out.tokens.kind(first + 1) == .operator else {
      return first + 1
    }
    let end = endOfStatement(first + 2, limit)
    guard end > first + 1 else { return first + 1 }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    var entity = Entity(
      kind: .constant, range: ByteRange(documentation?.start ?? start, out.tokens.end(end)),
      nameRange: out.tokens.range(first), signatureRange: out.tokens.range(first),
      docRange: documentation, visibility: .public)
    entity.bodyRange = ByteRange(out.tokens.start(first + 2), out.tokens.end(end))
    let added = out.add(entity, parent: parent)
    scopes.append(Scope(entity: added, last: end, isMethod: false))
    return first + 2
  }

  private mutating func importFile(_ first: Int, _ next: Int) {
    guard out.tokens.kind(next) == .string, let name = names(next).first else { return }
    let range = ByteRange(out.tokens.start(first), out.tokens.end(next))
    _ = out.add(
      Entity(
        kind: .import, range: range, nameRange: name, signatureRange: range, visibility: .internal),
      parent: parent)
  }

  /// `test "name" do`, `it "name" do` and `describe Name do`; the index to go on at.
  private mutating func test(_ first: Int, _ kind: EntityKind) -> Int {
    var index = first + 1
    var header = first
    while index <= limit, !out.tokens.flags(index).contains(.startsLine), word(index) != .do {
      let partner = Int(out.partners[index])
      header = partner > index && partner <= limit ? partner : index
      index = header + 1
    }
    guard header > first, index <= limit, word(index) == .do,
      out.tokens.flags(index).contains(.opensBlock)
    else { return first + 1 }
    let partner = Int(out.partners[index])
    guard partner > index, partner <= limit else { return first + 1 }
    let name: ByteRange
    switch out.tokens.kind(first + 1) {
    case .string where out.tokens.range(first + 1).count > 2:
      let range = out.tokens.range(first + 1)
      name = ByteRange(range.start + 1, range.end - 1)
    case .open: return first + 1
    default: name = ByteRange(out.tokens.start(first + 1), out.tokens.end(header))
    }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let entity = Entity(
      kind: kind, range: ByteRange(documentation?.start ?? start, out.tokens.end(partner)),
      nameRange: name, signatureRange: ByteRange(start, out.tokens.end(header)),
      bodyRange: ByteRange(out.tokens.start(index), out.tokens.end(partner)),
      docRange: documentation, visibility: .internal)
    let added = out.add(entity, parent: parent)
    scopes.append(Scope(entity: added, last: partner, isMethod: kind == .test))
    return index + 1
  }

  // MARK: - Parameters

  /// The parameters between two indices; a keyword's name has its colon, as others have their stars.
  func parameters(_ tokens: Range<Int>) -> [Parameter] {
    var result: [Parameter] = []
    var start = tokens.lowerBound
    var index = start
    while index <= tokens.upperBound {
      if index == tokens.upperBound || out.isSymbol(index, ",") {
        if let parameter = parameter(start, index) { result.append(parameter) }
        start = index + 1
        index += 1
        continue
      }
      let kind = out.tokens.kind(index)
      let partner = Int(out.partners[index])
      let isGroup =
        kind == .open || kind == .stringStart || out.tokens.flags(index).contains(.opensBlock)
      index = isGroup && partner > index ? min(partner + 1, tokens.upperBound) : index + 1
    }
    return result
  }

  private func parameter(_ start: Int, _ end: Int) -> Parameter? {
    let first = out.significant(start)
    guard first < end else { return nil }
    var name = first
    if out.tokens.kind(name) == .operator, name + 1 < end { name += 1 }
    var nameEnd = out.tokens.end(name)
    var next = name + 1
    if out.tokens.kind(name) == .open {
      let partner = Int(out.partners[name])
      if partner > name, partner < end {
        nameEnd = out.tokens.end(partner)
        next = partner + 1
      }
    }
    if next < end, out.isSymbol(next, ":") {
      nameEnd = out.tokens.end(next)
      next += 1
    } else if next < end, out.isSymbol(next, "=") {
      next += 1
    } else {
      next = end
    }
    var parameter = Parameter(name: ByteRange(out.tokens.start(first), nameEnd))
    let value = out.significant(next)
    if value < end {
      parameter.defaultValue = ByteRange(
        out.tokens.start(value), out.tokens.end(out.previous(end)))
    }
    return parameter
  }
}

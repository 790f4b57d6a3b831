import Source

/// Reads Python's tokens line by line: which block each logical line belongs to follows from its
/// column alone, so that half-written files are read as far as they make sense.
struct PythonOutline {
  /// A class or function whose lines are being read.
  struct Block {
    /// The column of its first word; the lines of its body stand to the right.
    let column: Int
    let entity: Int
    let isClass: Bool
    var bodyStart: Int?
  }

  struct ScopedName: Hashable {
    let scope: Int
    let name: ArraySlice<UInt8>
  }

  var out: Outliner
  var blocks: [Block] = []
  var decorators: [ByteRange] = []
  var assigned: Set<ScopedName> = []
  /// The names in `__all__`, once it is assigned a literal; nil inside when it is computed.
  var exported: Set<ArraySlice<UInt8>>??
  private var trailing = 0

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    out.matchDelimiters()
    out.reportUnterminatedTokens()
    // Lines cannot be told apart where a delimiter or a quote is missing.
    var indentation = out.defects.contains(where: \.rule.breaksLines) ? nil : PythonIndentation()
    var index = out.significant(0)
    while index < out.count {
      let end = lineEnd(index)
      let place = PythonIndentation.Place(of: out.tokens.start(index), in: out.text)
      let last = out.previous(end)
      if let defect = indentation?.check(
        place, range: out.tokens.range(index), opensBlock: out.isSymbol(last, ":"))
      {
        out.defects.append(defect)
        indentation = nil
      }
      closeBlocks(from: place.column, before: index)
      openBody(index, end, column: place.column)
      line(index, end, column: place.column)
      index = out.significant(end)
    }
    closeBlocks(from: -1, before: out.count)
    if case .some(.some(let names)) = exported { hideUnexported(names) }
  }

  /// The index of the first token of the next logical line.
  private func lineEnd(_ start: Int) -> Int {
    var index = start
    var depth = 0
    while index < out.count {
      let kind = out.tokens.kind(index)
      if index > start, depth == 0, !kind.isComment,
        out.tokens.flags(index).contains(.startsLine), !isContinued(index)
      {
        return index
      }
      switch kind {
      case .open where Int(out.partners[index]) > index: index = Int(out.partners[index])
      case .stringStart where !out.tokens.flags(index).contains(.unterminated): depth += 1
      case .stringEnd: depth = max(0, depth - 1)
      default: break
      }
      index += 1
    }
    return index
  }

  /// Whether a backslash joins the token's line to the one before.
  private func isContinued(_ index: Int) -> Bool {
    let bytes = out.text.bytes
    let limit = index > 0 ? out.tokens.end(index - 1) : 0
    var offset = out.tokens.start(index) - 1
    while offset >= limit {
      if bytes[offset] == 10 || bytes[offset] == 13 {
        if bytes[offset] == 10, offset > limit, bytes[offset - 1] == 13 { offset -= 1 }
        return offset > limit && bytes[offset - 1] == UInt8(ascii: "\\")
      }
      offset -= 1
    }
    return false
  }

  // MARK: - Blocks

  private mutating func closeBlocks(from column: Int, before index: Int) {
    guard let top = blocks.last, top.column >= column else { return }
    let last = out.previous(index)
    // Comments behind the last statement belong to the block they are indented into. An outer
    // block holds all that an inner one does, so each comment is looked at once.
    var comment = last
    while let top = blocks.last, top.column >= column {
      blocks.removeLast()
      while comment + 1 < index {
        let start = out.tokens.start(comment + 1)
        if out.tokens.flags(comment + 1).contains(.startsLine),
          PythonIndentation.Place(of: start, in: out.text).column <= top.column
        {
          break
        }
        comment += 1
      }
      let end = out.tokens.end(comment)
      let range = out.entities[top.entity].range
      out.entities[top.entity].range = ByteRange(range.start, max(range.end, end))
      if let start = top.bodyStart {
        out.entities[top.entity].bodyRange = ByteRange(start, max(start, end))
      }
    }
  }

  /// Notes where the body of the innermost block begins, and its docstring.
  mutating func openBody(_ index: Int, _ end: Int, column: Int) {
    guard let top = blocks.last, top.bodyStart == nil else { return }
    blocks[blocks.count - 1].bodyStart = out.tokens.start(index)
    guard out.tokens.kind(index) == .string else { return }
    let next = out.significant(index + 1)
    guard next >= end || out.isSymbol(next, ";") else { return }
    // Neither bytes nor an interpolated string are documentation.
    let prefix = out.text.slice(out.tokens.range(index)).prefix { $0.isIdentifierStart }
    if !prefix.contains(where: { "bBfFtT".utf8.contains($0) }) {
      out.entities[top.entity].docRange = out.tokens.range(index)
    }
  }

  // MARK: - Lines

  mutating func line(_ index: Int, _ end: Int, column: Int) {
    let symbol = out.tokens.symbol(index)
    if out.isSymbol(index, "@") {
      decorators.append(ByteRange(out.tokens.start(index), out.tokens.end(out.previous(end))))
      return
    }
    defer { decorators.removeAll(keepingCapacity: true) }
    guard out.tokens.kind(index) == .keyword else {
      simpleStatements(index, end)
      return
    }
    var word = index
    if symbol == PythonWord.async { word = min(out.significant(index + 1), end) }
    let declares = word < end && out.tokens.kind(word) == .keyword ? out.tokens.symbol(word) : 0
    if declares == PythonWord.def || declares == PythonWord.class {
      declaration(index, word, end, column: column)
    } else if PythonWord.contains(PythonWord.compound, symbol) {
      let colon = colon(index + 1, end)
      if colon < end { simpleStatements(out.significant(colon + 1), end) }
    } else {
      simpleStatements(index, end)
    }
  }

  /// The first colon of a header outside of brackets and lambdas, or `end`.
  func colon(_ start: Int, _ end: Int) -> Int {
    var index = start
    var lambdas = 0
    while index < end {
      let kind = out.tokens.kind(index)
      if kind == .open, Int(out.partners[index]) > index {
        index = Int(out.partners[index])
      } else if kind == .keyword, out.tokens.symbol(index) == PythonWord.lambda {
        lambdas += 1
      } else if kind == .punctuation, out.tokens.symbol(index) == UInt8(ascii: ":") {
        if lambdas == 0 { return index }
        lambdas -= 1
      }
      index += 1
    }
    return end
  }

  private mutating func declaration(_ first: Int, _ word: Int, _ end: Int, column: Int) {
    let name = out.significant(word + 1)
    guard name < end, out.tokens.kind(name) == .identifier else { return }
    let isClass = out.tokens.symbol(word) == PythonWord.class
    let colon = colon(name + 1, end)
    let headerEnd = out.tokens.end(out.previous(colon))
    let start = out.tokens.start(first)
    let scope = blocks.last
    var entity = Entity(
      kind: isClass ? .class : scope?.isClass == true ? .method : .function,
      range: ByteRange(
        decorators.first?.start ?? start, out.tokens.end(out.previous(min(colon + 1, end)))),
      nameRange: out.tokens.range(name), signatureRange: ByteRange(start, headerEnd),
      visibility: visibility(name))
    entity.modifiers = decorators
    if word != first { entity.modifiers.append(out.tokens.range(first)) }
    if !isClass { readCallable(&entity, name, colon) }
    let added = out.add(entity, parent: scope?.entity ?? -1)
    blocks.append(Block(column: column, entity: added, isClass: isClass))
    let body = out.significant(colon + 1)
    if body < end {
      openBody(body, end, column: column)
      simpleStatements(body, end)
    }
  }

  /// The visibility that a name claims; what a function holds can be named by no one outside.
  func visibility(_ name: Int) -> Visibility {
    if let scope = blocks.last, !scope.isClass { return .private }
    let bytes = out.text.slice(out.tokens.range(name))
    let dash = UInt8(ascii: "_")
    guard bytes.first == dash else { return .public }
    guard bytes.dropFirst().first == dash else { return .internal }
    return bytes.count > 4 && bytes.suffix(2).allSatisfy { $0 == dash } ? .public : .private
  }

  private mutating func hideUnexported(_ names: Set<ArraySlice<UInt8>>) {
    for index in out.entities.indices where out.entities[index].parent < 0 {
      let entity = out.entities[index]
      guard entity.kind != .import else { continue }
      if names.contains(out.text.slice(entity.nameRange)) {
        out.entities[index].visibility = .public
      } else if entity.visibility == .public {
        out.entities[index].visibility = .internal
      }
    }
  }
}

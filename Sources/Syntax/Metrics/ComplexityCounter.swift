import Source

/// Walks once over the code of a file and counts the complexity of its functions.
///
/// Control structures, closures and nested functions are frames on a stack; how a frame ends is what
/// differs between languages that use braces, words or indentation.
struct ComplexityCounter {
  let flow: ControlFlow
  let code: CodeTokens
  /// Those of the bodies of code, by the index of their entity.
  private(set) var functions: [Int: Complexity] = [:]
  private(set) var total = Complexity()

  private let file: SyntaxFile
  /// The bodies of code in the order in which they begin, outer ones first.
  private let bodies: [(entity: Int, range: ByteRange)]
  private let bodyStarts: Set<Int>
  /// Where the bodies of the other declarations begin.
  private let otherStarts: Set<Int>
  private var nextBody = 0
  private var active: [Activation] = []

  var frames: [Frame] = []
  /// How many of the frames count as levels.
  var levels = 0
  /// How many delimiters and strings are open.
  var depth = 0
  /// How far the line that is read is indented, in bytes.
  var column = 0
  /// Bodies that are known to begin further on, by the index of their first token.
  var pending: [Int: Frame] = [:]
  /// Whether an `else` that comes next belongs to a branch that has ended.
  var awaitsElse = false
  /// The index of a `while` that only ends a loop.
  var trailing = -1
  /// Depths at which a `guard` awaits its `else`.
  var guards: [Int] = []
  /// The depth at which the pattern of a case ends with an arrow.
  var armDepth = -1
  /// Whether the next `do` begins the block of a loop.
  var awaitsLoop = false
  /// What the last frame that ended was (languages with indentation).
  var lastRole = ControlFlow.Role.none
  /// For each depth the logical operator that the sequence being read is made of.
  private var sequences: [ControlFlow.Role] = []
  /// For each depth the last search for the brace behind a condition.
  var headers: [Int: (from: Int, stop: Int, isFound: Bool)] = [:]
  /// The indices of the frames that are selections, and of those that a word closes.
  private(set) var selections: [Int] = []
  private(set) var wordBlocks: [Int] = []

  /// How deep the place is nested: in frames, and in functions but the outermost.
  var nesting: Int { levels + max(active.count - 1, 0) }

  struct Frame {
    enum End {
      /// A closing delimiter, by its index.
      case delimiter(Int)
      /// The end of one statement or expression.
      case statement
      /// A word that closes the block.
      case word
      /// A part of a block that the block's next part or its end closes.
      case clause
    }
    var role: ControlFlow.Role
    var end: End
    var start = 0
    var depth = 0
    var column = 0
    /// Whether it counts as a level.
    var nests = true
    /// Whether a comma ends it.
    var isExpression = false
    /// Whether the parts of a selection are written with a word.
    var hasArmWords = false
  }

  private struct Activation {
    let entity: Int
    let end: Int
    /// What was there when it began.
    let frames: Int
    let levels: Int
    let depth: Int
    var base = 0
    var counts = Complexity()
    var isRecursive = false
    /// The breaks in it, those whose levels count, and the levels of these together.
    var breaks = 0
    var nestedBreaks = 0
    var nestings = 0
    /// The deepest nesting in it.
    var deepest = 0
  }

  init(_ file: SyntaxFile, _ flow: ControlFlow) {
    self.file = file
    self.flow = flow
    var outliner = Outliner(text: file.text, tokens: file.tokens)
    outliner.matchDelimiters(conditionals: true)
    code = CodeTokens(outliner)
    bodies = file.bodiesOfCode.map { ($0, file.entities[$0].bodyRange!) }
      .sorted { ($0.1.start, $1.1.end) < ($1.1.start, $0.1.end) }
    bodyStarts = Set(bodies.map(\.range.start))
    otherStarts = Set(file.entities.compactMap { $0.bodyRange?.start }).subtracting(bodyStarts)
  }

  mutating func run() {
    for index in 0..<code.count {
      let start = code.start(index)
      while let last = active.last, last.end <= start { leave() }
      let isBody = enter(at: start)
      if code.flags(index).contains(.startsLine) { beginLine(index) }
      if !isBody, let frame = pending.removeValue(forKey: index) { open(frame, at: index) }
      visit(index, isBody: isBody)
    }
    while !active.isEmpty { leave() }
  }

  /// Whether a body of code begins at an offset.
  func isBody(_ index: Int) -> Bool {
    index < code.count && bodyStarts.contains(code.start(index))
  }

  /// Whether the body of a declaration begins that is no code itself, as that of a type.
  func isOtherBody(_ index: Int) -> Bool { otherStarts.contains(code.start(index)) }

  // MARK: - Functions

  private mutating func enter(at offset: Int) -> Bool {
    let first = nextBody
    while nextBody < bodies.count, bodies[nextBody].range.start <= offset {
      let body = bodies[nextBody]
      nextBody += 1
      guard body.range.end > offset else { continue }
      active.append(
        Activation(
          entity: body.entity, end: body.range.end, frames: frames.count, levels: levels,
          depth: depth))
      active[active.count - 1].base = nesting
      active[active.count - 1].counts.cyclomatic = 1
      noteNesting()
    }
    return nextBody > first
  }

  private mutating func leave() {
    guard var last = active.popLast() else { return }
    // The branches of a conditional may close more than is open.
    last.counts.cognitive =
      last.breaks + max(last.nestings - last.nestedBreaks * last.base, 0)
    last.counts.nesting = max(last.deepest - last.base, 0)
    if !active.isEmpty {
      active[active.count - 1].breaks += last.breaks
      active[active.count - 1].nestedBreaks += last.nestedBreaks
      active[active.count - 1].nestings += last.nestings
      active[active.count - 1].deepest = max(active[active.count - 1].deepest, last.deepest)
    }
    functions[last.entity] = last.counts
    total.cyclomatic += last.counts.cyclomatic
    total.nesting = max(total.nesting, last.counts.nesting)
    if active.isEmpty { total.cognitive += last.counts.cognitive }
    if frames.count >= last.frames {
      frames.removeLast(frames.count - last.frames)
      levels = last.levels
      forgetFrames()
    }
    depth = last.depth
    while let innermost = guards.last, innermost > last.depth { guards.removeLast() }
    awaitsElse = false
    armDepth = -1
  }

  // MARK: - Counting

  mutating func addDecision() {
    if active.isEmpty {
      total.cyclomatic += 1
    } else {
      active[active.count - 1].counts.cyclomatic += 1
    }
  }

  /// Adds a break in the flow.
  ///
  /// - Parameter nested: whether its levels count too.
  mutating func addBreak(nested: Bool) {
    guard !active.isEmpty else {
      total.cognitive += 1 + (nested ? nesting : 0)
      return
    }
    // The functions around it take over what the innermost has counted when that ends.
    let last = active.count - 1
    active[last].breaks += 1
    guard nested else { return }
    active[last].nestedBreaks += 1
    active[last].nestings += nesting
  }

  /// Adds an `&&` or `||`, which counts as a break only where it begins a sequence.
  mutating func addLogical(_ role: ControlFlow.Role) {
    addDecision()
    while sequences.count <= depth { sequences.append(.none) }
    if sequences[depth] != role { addBreak(nested: false) }
    sequences[depth] = role
  }

  mutating func endSequence() {
    if depth < sequences.count { sequences[depth] = .none }
  }

  mutating func noteNesting() {
    if active.isEmpty {
      total.nesting = max(total.nesting, nesting)
    } else {
      let last = active.count - 1
      active[last].deepest = max(active[last].deepest, nesting)
    }
  }

  // MARK: - Frames

  mutating func push(_ frame: Frame) {
    if frame.role == .selection { selections.append(frames.count) }
    if case .word = frame.end { wordBlocks.append(frames.count) }
    frames.append(frame)
    guard frame.nests else { return }
    levels += 1
    noteNesting()
  }

  @discardableResult
  mutating func pop() -> Frame? {
    guard let frame = frames.popLast() else { return nil }
    if frame.nests { levels -= 1 }
    lastRole = frame.role
    forgetFrames()
    return frame
  }

  /// Removes the indices of frames that have ended.
  private mutating func forgetFrames() {
    while let last = selections.last, last >= frames.count { selections.removeLast() }
    while let last = wordBlocks.last, last >= frames.count { wordBlocks.removeLast() }
  }

  // MARK: - Calls

  /// Counts a call of the function by its own name, once.
  mutating func noteCall(_ index: Int) {
    guard let last = active.indices.last, !active[last].isRecursive else { return }
    let entity = file.entities[active[last].entity]
    guard entity.kind == .function || entity.kind == .method,
      entity.nameRange.count == code.length(index),
      file.text.slice(entity.nameRange) == file.text.slice(code.range(index)), isOwnCall(index)
    else { return }
    active[last].isRecursive = true
    addBreak(nested: false)
  }

  /// Whether a name is not that of another object's member.
  private func isOwnCall(_ index: Int) -> Bool {
    let before = index - 1
    if code.isWord(before, ".") || code.isWord(before, "->") || code.isWord(before, "::")
      || code.isWord(before, "?.")
    {
      return code.isWord(before - 1, "self") || code.isWord(before - 1, "this")
        || code.isWord(before - 1, "$this") || code.isWord(before - 1, "Self")
        || code.isWord(before - 1, "static")
    }
    return !code.isWord(before, "new") && !code.isWord(before, "function")
  }
}

extension CodeTokens {
  /// Whether the token's bytes are those of a word.
  func isWord(_ index: Int, _ word: StaticString) -> Bool {
    guard index >= 0, index < count, length(index) == word.utf8CodeUnitCount else { return false }
    let start = start(index)
    return (0..<word.utf8CodeUnitCount).allSatisfy {
      text.bytes[start + $0] == word.utf8Start[$0]
    }
  }

  /// The first byte of a token; 0 past either end.
  func firstByte(_ index: Int) -> UInt8 {
    index >= 0 && index < count ? text.bytes[start(index)] : 0
  }

  /// Whether the token is `=>` or `->`.
  func isArrow(_ index: Int) -> Bool {
    kind(index) == .operator && (isWord(index, "=>") || isWord(index, "->"))
  }

  /// Whether the token ends an operand, so that an infix operator may follow.
  func endsOperand(_ index: Int) -> Bool {
    switch kind(index) {
    case .identifier, .number, .string, .stringEnd, .character, .regex, .close, .keyword: true
    default: false
    }
  }
}

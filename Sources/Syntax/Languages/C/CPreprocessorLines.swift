import Source

/// The macros and includes among the declarations of C and C++, and where the branches of conditionals
/// begin.
struct CPreprocessorLines {
  private let code: CodeTokens
  /// The token indices of the words that begin preprocessor lines, and how many have been read.
  private let directives: [Int]
  private var directivesRead = 0
  /// The indices of the code at which `#else` or `#elif` begins a branch, ascending, and in how many
  /// conditionals each lies.
  private let branches: [(start: Int, depth: Int)]

  init(_ code: CodeTokens) {
    self.code = code
    let tokens = code.tokens
    directives = (0..<tokens.count).filter { tokens.kind($0) == .directive }
    var branches: [(start: Int, depth: Int)] = []
    var depth = 0
    for directive in directives {
      switch PreprocessorWord(code.text.slice(tokens.range(directive))) {
      case .begin: depth += 1
      case .alternative:
        let start = code.index(behind: directive)
        branches.append((start, depth))
      case .end: depth -= 1
      case .define, nil: break
      }
    }
    self.branches = branches
  }

  /// How many branches begin at or before an index of the code.
  private func branchesBegun(at index: Int) -> Int {
    var low = 0
    var high = branches.count
    while low < high {
      let middle = (low + high) / 2
      if branches[middle].start <= index { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether `#else` or `#elif` stands directly before a token of the code.
  func beginsBranch(_ index: Int) -> Bool {
    let begun = branchesBegun(at: index)
    return begun > 0 && branches[begun - 1].start == index
  }

  /// Where the next branch begins that opens, with a brace of its own, the block that a brace opens:
  /// in `#if A`, `f() {`, `#else`, `g() {`, `#endif`, `}` both braces have one partner.
  func alternative(to open: Int, closer: Int) -> Int? {
    guard closer < code.count, code.kind(closer) == .close else { return nil }
    let last = code.opener(of: closer)
    guard last > open else { return nil }
    var number = branchesBegun(at: last) - 1
    guard number >= 0, branches[number].start > open else { return nil }
    let depth = branches[number].depth
    var result = branches[number].start
    // More branches are not written; the bound keeps hostile files linear.
    let first = max(number - 256, 0)
    while number > first, branches[number - 1].start > open, branches[number - 1].depth >= depth {
      number -= 1
      if branches[number].depth == depth { result = branches[number].start }
    }
    // Behind `:` or a brace the branch goes on with the same declaration.
    return code.kind(result) == .punctuation || code.isOpen(result, "{") ? nil : result
  }

  /// Adds the macros and includes that stand before a token of the code.
  mutating func read(before index: Int, parent: Int, into entities: inout [Entity]) {
    let limit = index < code.count ? Int(code.indices[index]) : code.tokens.count
    while directivesRead < directives.count, directives[directivesRead] < limit {
      if var entity = entity(directives[directivesRead]) {
        // Behind the last token of a body that is never closed the holder is one further out.
        var parent = parent
        var steps = 0
        while parent >= 0, !entities[parent].range.contains(entity.range) {
          parent = steps < 64 ? entities[parent].parent : -1
          steps += 1
        }
        entity.parent = parent
        entities.append(entity)
      }
      directivesRead += 1
    }
  }

  /// The entity of `#define` or `#include`.
  private func entity(_ token: Int) -> Entity? {
    let tokens = code.tokens
    let word = code.text.slice(tokens.range(token)).drop { !$0.isLetter }
    let isDefinition = word.elementsEqual("define".utf8)
    guard
      isDefinition || word.elementsEqual("include".utf8) || word.elementsEqual("import".utf8)
        || word.elementsEqual("include_next".utf8), let name = partOfLine(token + 1)
    else { return nil }
    let documentation = code.documentation(aboveToken: token, plain: true)
    var last = token
    while let next = partOfLine(last + 1) { last = next }
    let range = ByteRange(documentation?.start ?? tokens.start(token), tokens.end(last))
    guard isDefinition else {
      var nameRange = tokens.range(name)
      if tokens.kind(name) == .string, nameRange.count > 2 {
        nameRange = ByteRange(nameRange.start + 1, nameRange.end - 1)
      }
      return Entity(
        kind: .import, range: range, nameRange: nameRange,
        signatureRange: ByteRange(tokens.start(token), tokens.end(last)), docRange: documentation,
        visibility: .public)
    }
    guard tokens.kind(name) == .identifier || tokens.kind(name) == .keyword else { return nil }
    var signatureEnd = name
    var parameters: [Parameter] = []
    if let open = partOfLine(name + 1), tokens.kind(open) == .open,
      tokens.symbol(open) == UInt8(ascii: "("), tokens.start(open) == tokens.end(name)
    {
      signatureEnd = open
      while let next = partOfLine(signatureEnd + 1) {
        signatureEnd = next
        if tokens.kind(next) == .close { break }
        let isDots = tokens.kind(next) == .operator && tokens.symbol(next) == UInt8(ascii: ".")
        if tokens.kind(next) == .identifier || tokens.kind(next) == .keyword || isDots {
          parameters.append(Parameter(name: tokens.range(next)))
        }
      }
    }
    var entity = Entity(
      kind: .macro, range: range, nameRange: tokens.range(name),
      signatureRange: ByteRange(tokens.start(token), tokens.end(signatureEnd)),
      docRange: documentation, visibility: .public)
    if let first = partOfLine(signatureEnd + 1) {
      entity.bodyRange = ByteRange(tokens.start(first), tokens.end(last))
    }
    entity.parameters = parameters
    return entity
  }

  /// The first token from an index on that is no comment, if it belongs to the same preprocessor line.
  private func partOfLine(_ index: Int) -> Int? {
    var index = index
    while index < code.tokens.count, code.tokens.kind(index).isComment,
      code.tokens.flags(index).contains(.directive)
    {
      index += 1
    }
    guard index < code.tokens.count, code.tokens.flags(index).contains(.directive),
      code.tokens.kind(index) != .directive
    else { return nil }
    return index
  }
}

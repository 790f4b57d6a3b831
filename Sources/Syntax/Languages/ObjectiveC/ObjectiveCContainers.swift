import Source

extension Outliner {
  /// Reports each `@interface`, `@implementation` and `@protocol` without `@end`, and the reverse. The
  /// branches of a conditional each begin with what is open at its `#if`; where they end in different
  /// states, or a macro makes one of these words, nothing is reported.
  ///
  /// - Parameter dead: the tokens that are never compiled, as ascending ranges of indices.
  mutating func matchContainers(except dead: [Range<Int>]) {
    var state = OpenContainer()
    var next = 0
    for index in 0..<count {
      while next < dead.count, dead[next].upperBound <= index { next += 1 }
      let isDead = next < dead.count && dead[next].contains(index)
      if tokens.kind(index) == .directive {
        state.branch(PreprocessorWord(text.slice(tokens.range(index))), isDead: isDead)
      } else if !isDead, isSymbol(index, "@"), let word = containerWord(significant(index + 1)) {
        // Only the macro's use would tell where its words stand.
        if tokens.flags(index).contains(.directive) { return }
        if word == .end { state.close(index) } else { state.open(index) }
      }
    }
    if state.isAmbiguous { return }
    let unclosed = state.unclosed + [state.token].compactMap(\.self)
    for index in unclosed.prefix(Defect.mostOfOneKind) {
      let range = ByteRange(tokens.start(index), tokens.end(significant(index + 1)))
      defects.append(
        Defect(
          .unclosedDelimiter, .error, "`\(text.string(range))` is never closed",
          help: "add `@end` behind the last of its members", range: range))
    }
    for index in state.unexpected.prefix(Defect.mostOfOneKind) {
      defects.append(
        Defect(
          .unexpectedDelimiter, .error, "`@end` closes nothing",
          help: "remove it, or add the `@interface` or `@implementation` that it should close",
          range: ByteRange(tokens.start(index), tokens.end(significant(index + 1)))))
    }
  }

  /// The word at an index behind `@`, if it opens or closes a container; a `protocol` in an expression
  /// or without a body does not.
  private func containerWord(_ index: Int) -> ObjectiveCWord? {
    guard index < count, tokens.kind(index) == .keyword,
      let word = ObjectiveCWord(symbol: tokens.symbol(index)), word.opensContainer || word == .end
    else { return nil }
    guard word == .protocol else { return word }
    let name = significant(index + 1)
    guard name < count, tokens.kind(name) == .identifier || tokens.kind(name) == .keyword else {
      return nil
    }
    let behind = significant(name + 1)
    return isSymbol(behind, ";") || isSymbol(behind, ",") ? nil : word
  }
}

/// Which container is open at a place, in each branch of the preprocessor's conditionals.
private struct OpenContainer {
  private struct Branches {
    /// What was open at the `#if`.
    let base: Int?
    var isDead: Bool
    var isComplete = false
    /// What is open at the end of the first branch that may be compiled.
    var first: Int??
  }

  /// The token of the `@` that opened it.
  private(set) var token: Int?
  private(set) var unclosed: [Int] = []
  private(set) var unexpected: [Int] = []
  private(set) var isAmbiguous = false
  private var branches: [Branches] = []

  mutating func open(_ index: Int) {
    if let token { unclosed.append(token) }
    token = index
  }

  mutating func close(_ index: Int) {
    if token == nil { unexpected.append(index) }
    token = nil
  }

  mutating func branch(_ word: PreprocessorWord?, isDead: Bool) {
    switch word {
    case .begin: branches.append(Branches(base: token, isDead: isDead))
    case .alternative(let isLast):
      guard var branch = branches.popLast() else { return }
      finish(&branch)
      branch.isDead = isDead
      branch.isComplete = isLast
      token = branch.base
      branches.append(branch)
    case .end:
      guard var branch = branches.popLast() else { return }
      finish(&branch)
      if !branch.isComplete {
        token = branch.base
        branch.isDead = false
        finish(&branch)
      }
      token = branch.first ?? branch.base
    case .define, nil: break
    }
  }

  private mutating func finish(_ branch: inout Branches) {
    if branch.isDead { return }
    guard let first = branch.first else {
      branch.first = .some(token)
      return
    }
    if (first == nil) != (token == nil) { isAmbiguous = true }
  }
}

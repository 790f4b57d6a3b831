import Source

extension Outliner {
  /// Pairs opening and closing delimiters into `partners` and reports those without one.
  ///
  /// A file whose delimiters pair up costs one pass. Only when they do not is a second pass made that
  /// asks the indentation which opener lost its partner: the innermost one that a closing delimiter
  /// at the start of a line, indented less than the opener's own line, leaves open.
  ///
  /// - Parameters:
  ///   - conditionals: whether `#if`, `#else` and `#endif` are read: each branch then begins with the
  ///     delimiters that were open at its `#if`, and what follows goes on from the first branch. Where
  ///     the branches of one conditional disagree, or a macro's definition holds half of a pair, a file
  ///     can be well formed though its tokens do not pair up, so that no delimiter is reported.
  ///   - undefined: a macro that no compiler of this language defines. What only it, or `#if 0`, lets
  ///     in pairs up for itself and is never reported.
  ///   - defined: a macro that every compiler of this language defines.
  /// - Returns: the tokens that are never compiled, as ascending ranges of indices.
  @discardableResult
  mutating func matchDelimiters(
    conditionals: Bool = false, undefined: StaticString? = nil, defined: StaticString? = nil
  ) -> [Range<Int>] {
    partners = [Int32](repeating: -1, count: count)
    var open = OpenDelimiters()
    var branches: [ConditionalBranches] = []
    var twins: [Int32: [Int32]] = [:]
    var stray: [Int] = []
    var dead: [Range<Int>] = []
    var isAmbiguous = false
    var floor: Int32 = 0

    for index in 0..<count {
      switch tokens.kind(index) {
      case .open where !tokens.flags(index).contains(.directive):
        open.push(index, tokens.symbol(index))
      case .close where !tokens.flags(index).contains(.directive):
        guard let node = open.popMatch(of: tokens.symbol(index), above: floor) else {
          stray.append(index)
          continue
        }
        pair(node, index)
        if !twins.isEmpty {
          for twin in twins.removeValue(forKey: node) ?? [] { pair(twin, index) }
        }
      case .directive where conditionals:
        switch PreprocessorWord(text.slice(tokens.range(index))) {
        case .begin(let word):
          let condition = condition(index, word, undefined: undefined, defined: defined)
          branches.append(
            ConditionalBranches(
              base: open.top, floor: floor, isLive: condition != .never,
              start: index, isAlways: condition == .always, isComplete: condition == .always,
              isOptional: condition == .unknown, isNever: condition == .never))
          if condition == .never { floor = open.depth }
          if condition == .unknown { optionalTokens.begin(at: index) }
        case .alternative(let isLast):
          guard let last = branches.indices.last else { continue }
          finishBranch(&branches[last], at: index, open, &twins, &dead, &isAmbiguous)
          branches[last].isLive = !branches[last].isAlways
          branches[last].start = index
          if branches[last].isOptional { optionalTokens.end(at: index) }
          // What stands behind `#if 0` and `#else` is always compiled.
          branches[last].isOptional = branches[last].isLive && !(isLast && branches[last].isNever)
          if branches[last].isOptional { optionalTokens.begin(at: index) }
          branches[last].isNever = false
          if isLast { branches[last].isComplete = true }
          open.top = branches[last].base
          floor = branches[last].isLive ? branches[last].floor : open.depth
        case .end:
          guard var branch = branches.popLast() else { continue }
          if branch.isOptional { optionalTokens.end(at: index) }
          finishBranch(&branch, at: index, open, &twins, &dead, &isAmbiguous)
          if !branch.isComplete {
            // Without `#else` the other branch is the empty one.
            open.top = branch.base
            branch.isLive = true
            finishBranch(&branch, at: index, open, &twins, &dead, &isAmbiguous)
          }
          open.top = branch.first ?? branch.base
          floor = branch.floor
        case .define:
          if !isAmbiguous, !isBalancedLine(index) { isAmbiguous = true }
        case nil: break
        }
      default: break
      }
    }
    dead.sort { $0.lowerBound < $1.lowerBound }
    if !isAmbiguous {
      for index in 0..<count
      where tokens.kind(index) == .open && partners[index] < 0
        && !tokens.flags(index).contains(.directive)
      {
        stray.append(index)
      }
      stray.sort()
      var next = 0
      stray.removeAll { index in
        while next < dead.count, dead[next].upperBound <= index { next += 1 }
        return next < dead.count && dead[next].contains(index)
      }
      if !stray.isEmpty { reportUnpaired(stray) }
    }
    return dead
  }

  /// How bad it is when a token lacks its partner: what is left out need not be well formed.
  func severity(_ index: Int) -> Severity {
    optionalTokens.contains(index) ? .warning : .error
  }

  private mutating func pair(_ open: Int32, _ close: Int) {
    // The branches of a conditional may each close the same opener; the first one counts.
    if partners[Int(open)] < 0 { partners[Int(open)] = Int32(truncatingIfNeeded: close) }
    partners[close] = open
  }

  private func finishBranch(
    _ branch: inout ConditionalBranches, at index: Int, _ open: OpenDelimiters,
    _ twins: inout [Int32: [Int32]], _ dead: inout [Range<Int>], _ isAmbiguous: inout Bool
  ) {
    guard branch.isLive else {
      dead.append(branch.start..<index)
      return
    }
    guard let first = branch.first else {
      branch.first = open.top
      return
    }
    guard let pairs = open.differences(first, open.top) else {
      isAmbiguous = true
      return
    }
    for (one, other) in pairs { twins[one, default: []].append(other) }
  }

  private enum Condition { case never, always, unknown }

  /// What is known about the condition of the `#if` at an index.
  private func condition(
    _ index: Int, _ word: String, undefined: StaticString?, defined: StaticString?
  ) -> Condition {
    let first = significant(index + 1)
    guard first < count, tokens.flags(first).contains(.directive) else { return .unknown }
    if word == "if" {
      let next = significant(first + 1)
      let isAlone =
        next >= count || !tokens.flags(next).contains(.directive)
        || tokens.kind(next) == .directive
      if isAlone, isWord(first, "0") || isWord(first, "false") { return .never }
      if isAlone, isWord(first, "1") { return .always }
      guard isWord(first, "defined") else { return .unknown }
      let isEnclosed = isSymbol(next, "(")
      let name = isEnclosed ? significant(next + 1) : next
      if let defined, isWord(name, defined) {
        let last = significant(isEnclosed ? name + 2 : name + 1)
        let isWhole =
          last >= count || !tokens.flags(last).contains(.directive)
          || tokens.kind(last) == .directive
        return isWhole ? .always : .unknown
      }
      guard let undefined, isWord(name, undefined) else { return .unknown }
      var rest = name + 1
      while rest < count, tokens.flags(rest).contains(.directive), tokens.kind(rest) != .directive {
        if isWord(rest, "||") { return .unknown }
        rest += 1
      }
      return .never
    }
    if let undefined, isWord(first, undefined) { return word == "ifdef" ? .never : .always }
    if let defined, isWord(first, defined) { return word == "ifdef" ? .always : .never }
    // The guard of a header: nothing stands between it and the definition of its macro.
    let define = significant(first + 1)
    let name = significant(define + 1)
    guard word == "ifndef", name < count, tokens.kind(define) == .directive,
      case .define? = PreprocessorWord(text.slice(tokens.range(define))),
      text.slice(tokens.range(name)).elementsEqual(text.slice(tokens.range(first)))
    else { return .unknown }
    return .always
  }

  /// Whether the delimiters of the preprocessor line that begins at an index pair up.
  private func isBalancedLine(_ start: Int) -> Bool {
    var open = OpenDelimiters()
    var index = start + 1
    while index < count, tokens.flags(index).contains(.directive), tokens.kind(index) != .directive
    {
      if tokens.kind(index) == .open { open.push(index, tokens.symbol(index)) }
      if tokens.kind(index) == .close, open.popMatch(of: tokens.symbol(index), above: 0) == nil {
        return false
      }
      index += 1
    }
    return open.top < 0
  }

  /// Reports the unpaired delimiters, each opener moved to where the indentation says.
  private mutating func reportUnpaired(_ stray: [Int]) {
    let suspects = suspectsByIndentation()
    var openers = 0
    var closers = 0
    for index in stray.prefix(Defect.mostOfOneKind) {
      if tokens.kind(index) == .close {
        let guilty = closers < suspects.closers.count ? suspects.closers[closers] : index
        closers += 1
        let spelling = text.string(tokens.range(guilty))
        defects.append(
          Defect(
            .unexpectedDelimiter, severity(index), "`\(spelling)` closes nothing",
            help: "remove it, or add the opening delimiter that it should close",
            range: tokens.range(guilty)))
      } else {
        let guilty = openers < suspects.openers.count ? suspects.openers[openers] : index
        openers += 1
        let spelling = text.string(tokens.range(guilty))
        defects.append(
          Defect(
            .unclosedDelimiter, severity(index), "`\(spelling)` is never closed",
            help: "add the closing delimiter that fits it", range: tokens.range(guilty)))
      }
    }
  }

  /// The openers that a closing delimiter at the start of a line, indented less than the opener's
  /// line, shows to be without partner, the closing braces that are indented more than the line they
  /// would close, and what crosses at one indentation; in the order found.
  private func suspectsByIndentation() -> (openers: [Int], closers: [Int]) {
    var openers: [Int] = []
    var closers: [Int] = []
    var stack: [(index: Int, indentation: Int)] = []
    var indentation = 0
    for index in 0..<count where !tokens.flags(index).contains(.directive) {
      let startsLine = tokens.flags(index).contains(.startsLine)
      if startsLine { indentation = column(tokens.start(index)) }
      switch tokens.kind(index) {
      case .open:
        stack.append((index, indentation))
      case .close:
        let opener = OpenDelimiters.opener(of: tokens.symbol(index))
        if startsLine {
          while let top = stack.last, top.indentation > indentation {
            openers.append(top.index)
            stack.removeLast()
          }
          if let top = stack.last, top.indentation < indentation, opener == UInt8(ascii: "{"),
            tokens.symbol(top.index) == opener
          {
            closers.append(index)
            continue
          }
          // It stands where the closer of another kind should.
          if let top = stack.last, top.indentation == indentation,
            tokens.symbol(top.index) != opener
          {
            openers.append(top.index)
            closers.append(index)
            stack.removeLast()
            continue
          }
        }
        if let top = stack.last, tokens.symbol(top.index) == opener { stack.removeLast() }
      default: break
      }
    }
    return (openers, closers)
  }

  /// The number of bytes between the start of the line and an offset.
  private func column(_ offset: Int) -> Int {
    var start = offset
    while start > 0, text.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return offset - start
  }
}

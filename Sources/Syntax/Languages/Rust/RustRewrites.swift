/// What Rust reads alike (The Rust Reference): commas behind the last of a list, those behind the block of a
/// match arm. What stands in a macro's call or an attribute is tokens, in which every comma counts.
extension TokenRewriter {
  mutating func rewriteRust() {
    /// What macros and attributes get, by the indices of the brackets around it, ascending.
    var macros: [ClosedRange<Int>] = []
    /// The brackets around a token.
    var open: [RustGroup] = []
    var top = RustGroup(place: -1)
    for place in 0..<count {
      // Macros can tell `< -` from `<-`.
      if top.isMacro, isSign(place), isSign(place - 1) { keepSpace(place) }
      switch kind(place) {
      case .open:
        if isOpen(place, "{"), isPunctuation(place - 1, ","), top.isInWhere { drop(place - 1) }
        open.append(top)
        var group = RustGroup(place: place)
        group.isMacro = top.isMacro || isMacroBracket(place)
        // The parameters of `fn f<T>(a: T)`.
        group.isList =
          top.header == .function && kind(place - 1) == .operator
          && symbol(place - 1) == UInt8(ascii: ">") && !isOperator(place - 1, "->")
        if isOpen(place, "{") {
          group.isList =
            top.isInPattern || top.header == .list || top.header == .none && isNamed(place)
          if !top.isInPattern { open[open.count - 1].begin(.none) }
        }
        top = group
      case .close:
        let group = top
        top = open.popLast() ?? RustGroup(place: -1)
        if group.isMacro, !top.isMacro { macros.append(Int(code[group.place])...Int(code[place])) }
        if isRedundantComma(place - 1, last: group) { drop(place - 1) }
      case .punctuation:
        if isPunctuation(place, ",") {
          top.commas += 1
          if !top.isMacro, endsArmBlock(place - 1) { drop(place) }
        } else if isPunctuation(place, ";") {
          if isPunctuation(place - 1, ","), top.isInWhere { drop(place - 1) }
          top.begin(.none)
          top.holdsSemicolon = true
        }
      case .keyword: top.read(RustWord(rawValue: symbol(place)))
      case .operator:
        if isOperator(place, "=>") { top.begin(.none) }
        if isOperator(place, "=") { top.isInPattern = false }
        if isOperator(place, "->"), top.header == .none, !top.isInWhere { top.header = .block }
        // The end of a list of type arguments or parameters.
        if !top.isMacro, symbol(place) == UInt8(ascii: ">"), isPunctuation(place - 1, ","),
          place - 2 > top.place, !isPunctuation(place - 2, ","), !isOperator(place - 2, "<")
        {
          drop(place - 1)
        }
      default: break
      }
    }
    if let place = (open + [top]).first(where: \.isMacro)?.place {
      macros.append(Int(code[place])...tokens.count)
    }
    findDocumentation(macros)
  }

  private func isSign(_ place: Int) -> Bool {
    kind(place) == .operator || kind(place) == .punctuation
  }

  /// Whether a comma before a closing bracket means nothing.
  private func isRedundantComma(_ place: Int, last group: RustGroup) -> Bool {
    guard !group.isMacro, group.place >= 0, isPunctuation(place, ","), place - 1 > group.place,
      !isPunctuation(place - 1, ",")
    else { return false }
    if isOpen(group.place, "{") { return group.isList }
    // Nothing follows the length of `[a; 2]`.
    if isOpen(group.place, "[") { return !group.holdsSemicolon }
    return group.isList || group.commas > 1 || isCalled(group.place)
  }

  /// Whether a brace follows a name: `S {`, `a::{`, `use {`.
  private func isNamed(_ place: Int) -> Bool {
    switch kind(place - 1) {
    case .identifier: text.bytes[range(place - 1).start] != UInt8(ascii: "'")
    case .operator: isOperator(place - 1, "::") || symbol(place - 1) == UInt8(ascii: ">")
    case .keyword:
      symbol(place - 1) == RustWord.use.rawValue || symbol(place - 1) == RustWord.`Self`.rawValue
    case .open, .punctuation:
      // A tree of imports: `use {a, {b, c}}`.
      false
    default: false
    }
  }

  /// Comments that document are attributes; those in what a macro gets are tokens of it.
  private mutating func findDocumentation(_ macros: [ClosedRange<Int>]) {
    var macro = 0
    var kept: [CanonicalTokens.Comment] = []
    text.bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<tokens.count where tokens.kind(index).isComment {
        let (start, end) = (tokens.start(index), tokens.end(index))
        let isInner = end - start > 2 && bytes[start + 2] == UInt8(ascii: "!")
        guard isInner || tokens.flags(index).contains(.documentation) else { continue }
        let hash = hashOf(bytes, start, end, .lineComment)
        while macro < macros.count, macros[macro].upperBound < index { macro += 1 }
        let comment = CanonicalTokens.Comment(token: index, hash: hash)
        let isToken = macro < macros.count && macros[macro].contains(index)
        if isToken { kept.append(comment) } else { documentation.append(comment) }
      }
    }
    keepComments(kept)
  }

  /// Whether a bracket opens what a macro or an attribute gets: behind `a!`, `macro_rules! a` or `#`.
  private func isMacroBracket(_ place: Int) -> Bool {
    if isPunctuation(place - 1, "#") { return true }
    if isOperator(place - 1, "!") {
      return kind(place - 2) == .identifier || isPunctuation(place - 2, "#")
        || kind(place - 2) == .keyword
    }
    return kind(place - 1) == .identifier && isOperator(place - 2, "!")
      || kind(place - 1) == .identifier && isWritten(place - 2, "macro")
      || kind(place - 1) == .close && isMacroParameters(place - 1)
  }

  /// `macro a(…) {…}`
  private func isMacroParameters(_ close: Int) -> Bool {
    let opener = Int(partners[close])
    return opener >= 2 && kind(opener - 1) == .identifier && isWritten(opener - 2, "macro")
  }

  /// Whether a parenthesis belongs to a call, a pattern or a declaration, and is no tuple.
  private func isCalled(_ place: Int) -> Bool {
    guard kind(place - 1) == .identifier else { return isClose(place - 1, ")") }
    // Lifetimes and labels are identifiers; words that are reserved in some editions may stand before tuples.
    return text.bytes[range(place - 1).start] != UInt8(ascii: "'") && !isWritten(place - 1, "yield")
      && !isWritten(place - 1, "become") && !isWritten(place - 1, "raw")
      && !isWritten(place - 1, "box")
  }

  /// Whether a brace closes the block that a match arm consists of.
  private func endsArmBlock(_ place: Int) -> Bool {
    isClose(place, "}") && partners[place] >= 0 && isOperator(Int(partners[place]) - 1, "=>")
  }
}

/// What is known of the tokens directly in a bracket.
private struct RustGroup {
  /// What the next brace opens: a block behind `if` and the like, a list behind `match` and `enum`.
  enum Header { case none, block, list, function }

  let place: Int
  var isMacro = false
  var holdsSemicolon = false
  /// It is a brace around fields, arms or other things that commas part.
  var isList = false
  var commas = 0
  var isInWhere = false
  /// Between `let` or `for` and what is matched: a brace is one of a pattern.
  var isInPattern = false
  var header = Header.none

  init(place: Int) { self.place = place }

  mutating func begin(_ header: Header) {
    self.header = header
    isInWhere = false
    isInPattern = false
  }

  mutating func read(_ word: RustWord?) {
    switch word {
    case .if, .while, .loop, .else, .unsafe, .async, .move, .impl, .trait, .mod, .extern:
      begin(.block)
    case .fn: begin(.function)
    case .match, .struct, .enum: begin(.list)
    case .for:
      // `impl A for B`, `for<'a> F: Fn(&'a A)`
      if header == .none, !isInWhere {
        begin(.block)
        isInPattern = true
      }
    case .let: isInPattern = true
    case .in: isInPattern = false
    case .where: isInWhere = !isMacro
    default: break
    }
  }
}

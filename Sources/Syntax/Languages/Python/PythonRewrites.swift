import Source

/// What Python reads alike (The Python Language Reference, 2.4 Literals and 6 Expressions): the spelling of
/// strings (`PythonStrings`) and numbers, commas behind the last element, and parentheses around a whole expression.
extension TokenRewriter {
  mutating func rewritePython() {
    var reader = PythonGroups()
    var strings = PythonStrings()
    for place in 0..<count {
      strings.read(place, &self)
      if strings.isOutside, kind(place) == .number { rewriteNumber(place) }
      reader.read(place, &self, isInString: !strings.isOutside)
    }
    reader.endBlock(before: count, &self)
  }
}

/// What is known of a group of brackets from the tokens directly in it.
private struct PythonGroup {
  enum Use { case call, parameters, group, list, index, braces }

  let open: Int
  let use: Use
  var commas = 0
  /// The place of a comma that no element follows yet.
  var lastComma = -1
  var hasElement = false
  /// It holds what may not stand without parentheses, or stands for something else without them.
  var isBound = false
  var hasFor = false
  var hasAs = false
  var hasIn = false
}

/// Walks the brackets of a file and the statements around them.
private struct PythonGroups {
  private var open: [PythonGroup] = []
  /// The word that the statement begins with, and the place of the token.
  private var statement: (word: UInt8, place: Int) = (0, 0)
  /// The place of the `in` of a `for` statement.
  private var forIn = -1
  /// The statement has a block whose colon has not come yet.
  private var isHeader = false
  private var lambdas = 0
  /// A statement on the line of the header that it belongs to.
  private var inline: (place: Int, header: Int)?
  private static let words = PythonWord.table
  private static let `in` = words.number("in")
  private static let `if` = words.number("if")
  private static let `for` = words.number("for")
  private static let `return` = words.number("return")
  private static let raise = words.number("raise")
  private static let assert = words.number("assert")
  private static let yield = words.number("yield")
  private static let except = words.number("except")
  private static let with = words.number("with")
  /// Words behind which a statement has an expression.
  private static let heads = [
    "return", "if", "elif", "while", "assert", "raise", "del", "with", "except",
  ].map { word in words.number(word) }

  mutating func read(_ place: Int, _ file: inout TokenRewriter, isInString: Bool) {
    let kind = file.kind(place)
    let symbol = file.symbol(place)
    if open.isEmpty, !isInString, file.startsLine(place) { endBlock(before: place, &file) }
    if open.isEmpty, isStart(place, file) {
      var word = kind == .keyword ? symbol : 0
      if word == PythonWord.async { word = file.symbol(place + 1) }
      statement = (word, place)
      forIn = -1
      lambdas = 0
      isHeader =
        kind == .keyword && PythonWord.contains(PythonWord.compound, symbol)
        || word == PythonWord.def || word == PythonWord.class
    }
    if open.isEmpty, !isInString { readBlock(place, &file) }
    switch kind {
    case .open:
      if !open.isEmpty { note(element: place) }
      open.append(PythonGroup(open: place, use: use(place, file)))
      return
    case .close:
      guard let group = open.popLast() else { return }
      if !isInString { close(group, place, &file) }
      return
    default: break
    }
    if open.isEmpty {
      if kind == .keyword, symbol == Self.in, statement.word == Self.for, forIn < 0 {
        forIn = place
      }
      return
    }
    if kind == .punctuation, symbol == UInt8(ascii: ",") {
      open[open.count - 1].commas += 1
      open[open.count - 1].lastComma = place
      return
    }
    note(element: place)
    let use = open[open.count - 1].use
    if kind == .punctuation, use != .braces, use != .index, symbol != UInt8(ascii: ".") {
      // What ends a statement or its header stands in no parentheses.
      open[open.count - 1].isBound = true
    }
    if kind == .keyword {
      if symbol == PythonWord.from { open[open.count - 1].isBound = true }
      if symbol == Self.for { open[open.count - 1].hasFor = true }
      if symbol == Self.yield || symbol == PythonWord.lambda { open[open.count - 1].isBound = true }
      if symbol == PythonWord.as { open[open.count - 1].hasAs = true }
      if symbol == Self.in { open[open.count - 1].hasIn = true }
    } else if kind == .operator {
      let isFirst = place == open[open.count - 1].open + 1
      if file.isOperator(place, ":=") || file.isOperator(place, "=")
        || isFirst && symbol == UInt8(ascii: "*")
      {
        open[open.count - 1].isBound = true
      }
    }
  }

  /// `if a: b` is `if a:` with `b` on a deeper line.
  private mutating func readBlock(_ place: Int, _ file: inout TokenRewriter) {
    guard isHeader else { return }
    if file.kind(place) == .keyword, file.symbol(place) == PythonWord.lambda { lambdas += 1 }
    guard file.isPunctuation(place, ":") else { return }
    if lambdas > 0 {
      lambdas -= 1
      return
    }
    isHeader = false
    if !isEnd(place + 1, file) { inline = (place + 1, statement.place) }
  }

  /// Says that a statement on the line of its header is a block, unless what follows stands deeper too, which
  /// is an error.
  mutating func endBlock(before place: Int, _ file: inout TokenRewriter) {
    guard let block = inline else { return }
    inline = nil
    if place >= file.count || file.level(place) <= file.level(block.header) {
      file.beginBlock(block.place, under: block.header)
    }
  }

  private mutating func note(element place: Int) {
    open[open.count - 1].hasElement = true
    open[open.count - 1].lastComma = -1
  }

  private func isStart(_ place: Int, _ file: TokenRewriter) -> Bool {
    place == 0 || file.startsLine(place) || file.isPunctuation(place - 1, ";")
      || inline?.place == place
  }

  private func isEnd(_ place: Int, _ file: TokenRewriter) -> Bool {
    place >= file.count || file.startsLine(place) || file.isPunctuation(place, ";")
  }

  /// What a bracket opens, from what stands before it.
  private func use(_ place: Int, _ file: TokenRewriter) -> PythonGroup.Use {
    if file.isOpen(place, "{") { return .braces }
    let isCalled: Bool
    switch file.kind(place - 1) {
    case .identifier:
      // Words of pattern matching are identifiers.
      isCalled = !file.isWritten(place - 1, "match") && !file.isWritten(place - 1, "case")
    case .close, .string, .stringEnd: isCalled = true
    default: isCalled = false
    }
    let isPostfix = isCalled && !isStart(place, file)
    if file.isOpen(place, "[") { return isPostfix ? .index : .list }
    if !isPostfix { return .group }
    return statement.word == PythonWord.def && open.isEmpty ? .parameters : .call
  }

  private func close(_ group: PythonGroup, _ place: Int, _ file: inout TokenRewriter) {
    let isEmpty = group.open + 1 == place
    // `class A():` has no more bases than `class A:`.
    if isEmpty, file.isOpen(group.open, "("), file.kind(group.open - 2) == .keyword,
      file.symbol(group.open - 2) == PythonWord.class
    {
      file.drop(group.open)
      file.drop(place)
    }
    if isEmpty || !group.hasElement { return }
    let names = group.use == .group && isImport(group.open, file)
    let items = group.use == .group && group.hasAs && isWith(group.open, place, file)
    // A comma behind the last element, where it makes no tuple of one element.
    if group.lastComma == place - 1, !group.hasFor, !file.isPunctuation(place - 2, ",") {
      let elements = group.commas
      switch group.use {
      case .call, .parameters, .list, .braces: file.drop(place - 1)
      case .group: if elements > 1 || names || items { file.drop(place - 1) }
      case .index: if elements > 1 { file.drop(place - 1) }
      }
    }
    if group.use == .group, names || items || isRedundant(group, place, file) {
      file.drop(group.open)
      file.drop(place)
    }
  }

  /// `from a import (b, c)`
  private func isImport(_ open: Int, _ file: TokenRewriter) -> Bool {
    statement.word == PythonWord.from && file.kind(open - 1) == .keyword
      && file.symbol(open - 1) == PythonWord.import
  }

  /// `with (a as b, c as d):`
  private func isWith(_ open: Int, _ close: Int, _ file: TokenRewriter) -> Bool {
    file.kind(open - 1) == .keyword && file.symbol(open - 1) == Self.with
      && statement.word == Self.with && file.isPunctuation(close + 1, ":")
  }

  /// Whether the expression in parentheses is a whole operand of what is around it, which binds less than any
  /// expression.
  private func isRedundant(_ group: PythonGroup, _ close: Int, _ file: TokenRewriter) -> Bool {
    if group.isBound || group.hasFor || group.hasAs { return false }
    let (left, right) = (group.open - 1, close + 1)
    if !open.isEmpty {
      if group.commas > 0 { return false }
      if open[open.count - 1].use == .parameters {
        // The type of a parameter, or its default value.
        return open.count == 1
          && (file.isPunctuation(left, ":") || file.isOperator(left, "="))
          && (file.kind(right) == .close || file.isPunctuation(right, ",")
            || file.isOperator(right, "="))
      }
      return isSeparatorInside(left, file)
        && (file.kind(right) == .close || file.isPunctuation(right, ","))
    }
    let isHead =
      file.kind(left) == .keyword && left == statement.place
      || file.kind(left) == .keyword && statement.word != 0 && left == statement.place + 1
    let word = file.symbol(left)
    let isAssigned = file.kind(left) == .operator && endsWithEquals(left, file)
    // What a loop assigns to: `for (a, b) in c:`
    if isHead, word == Self.for {
      return !group.hasIn && file.kind(right) == .keyword && file.symbol(right) == Self.in
    }
    if group.commas > 0 {
      if group.open == statement.place { return file.isOperator(right, "=") }
      // A tuple may stand alone where nothing else is parted by commas.
      if isAssigned { return isEnd(right, file) || file.isOperator(right, "=") }
      if isHead, word == Self.return { return isEnd(right, file) }
      return left == forIn && file.isPunctuation(right, ":")
    }
    let endsExpression =
      isEnd(right, file) || file.isPunctuation(right, ":") || file.isPunctuation(right, ",")
    if isAssigned { return isEnd(right, file) || file.isOperator(right, "=") }
    if isHead, Self.heads.contains(word) {
      return endsExpression
        || (word == Self.except || word == Self.with) && file.kind(right) == .keyword
          && file.symbol(right) == PythonWord.as
        || word == Self.raise && file.kind(right) == .keyword
          && file.symbol(right) == PythonWord.from
    }
    if left == forIn { return file.isPunctuation(right, ":") }
    // The guard of `case a if (b):`
    if file.kind(left) == .keyword, file.symbol(left) == Self.if,
      file.isWritten(statement.place, "case"), file.isPunctuation(right, ":")
    {
      return true
    }
    if file.isOperator(left, "->") { return file.isPunctuation(right, ":") }
    if file.isPunctuation(left, ",") { return statement.word == Self.assert && isEnd(right, file) }
    return file.kind(left) == .keyword && word == PythonWord.from && statement.word == Self.raise
      && isEnd(right, file)
  }

  /// Whether what begins behind a token is a whole argument or element.
  private func isSeparatorInside(_ place: Int, _ file: TokenRewriter) -> Bool {
    file.kind(place) == .open
      || file.isPunctuation(place, ",") && open[open.count - 1].use != .braces
        && !open[open.count - 1].isBound
      || file.isOperator(place, "=")
  }

  /// `=` and the operators that assign.
  private func endsWithEquals(_ place: Int, _ file: TokenRewriter) -> Bool {
    let range = file.range(place)
    guard file.text.bytes[range.end - 1] == UInt8(ascii: "=") else { return false }
    switch file.text.bytes[range.start] {
    case UInt8(ascii: "="): return range.count == 1
    case UInt8(ascii: ":"), UInt8(ascii: "!"): return false
    case UInt8(ascii: "<"), UInt8(ascii: ">"): return range.count == 3
    default: return true
    }
  }
}

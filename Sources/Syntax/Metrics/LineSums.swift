/// Sums over the lines and tokens of a file, so that the counts of any range take a search and no walk.
struct LineSums {
  private let file: SyntaxFile
  /// How many of the lines before each hold code, comments, and either.
  private var sums: [LineTotals]
  /// How many of the tokens before each are code.
  private var codeBefore: [Int32]

  init(_ file: SyntaxFile) {
    self.file = file
    let tokens = file.tokens
    let count = file.text.lineCount
    var hasCode = [Bool](repeating: false, count: count + 2)
    var hasComment = hasCode
    codeBefore = [0]
    codeBefore.reserveCapacity(tokens.count + 1)
    var line = 1
    for index in 0..<tokens.count {
      let isComment = tokens.kind(index).isComment
      codeBefore.append(codeBefore[index] + (isComment ? 0 : 1))
      while line < count, file.text.offset(ofLine: line + 1) <= tokens.start(index) { line += 1 }
      var last = line
      let end = tokens.end(index) - 1
      while last < count, file.text.offset(ofLine: last + 1) <= end { last += 1 }
      for number in line...last {
        if isComment { hasComment[number] = true } else { hasCode[number] = true }
      }
      line = last
    }
    sums = [LineTotals(), LineTotals()]
    sums.reserveCapacity(count + 2)
    for number in stride(from: 1, through: count, by: 1) {
      var sum = sums[number]
      sum.lines += 1
      if hasCode[number] { sum.code += 1 }
      if hasComment[number] { sum.comments += 1 }
      if hasCode[number] || hasComment[number] { sum.filled += 1 }
      sums.append(sum)
    }
  }

  /// The lines that a range of bytes touches.
  func counts(_ start: Int, _ end: Int) -> LineTotals {
    guard start < end else { return LineTotals() }
    let before = sums[file.text.position(at: start).line]
    let last = file.text.position(at: end - 1).line
    let after = sums[min(last + 1, sums.count - 1)]
    return LineTotals(
      lines: after.lines - before.lines, code: after.code - before.code,
      comments: after.comments - before.comments, filled: after.filled - before.filled)
  }

  /// How many tokens that are no comments begin in a range of bytes.
  func codeTokens(_ start: Int, _ end: Int) -> Int {
    let first = file.tokens.firstIndex(startingAt: start)
    let last = file.tokens.firstIndex(startingAt: end)
    return Int(codeBefore[last] - codeBefore[first])
  }
}

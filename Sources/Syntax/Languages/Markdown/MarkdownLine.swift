/// What a line of Markdown may be, from an offset behind its indentation on.
struct MarkdownLine {
  let base: UnsafePointer<UInt8>
  /// Where the line ends, its line end excluded.
  let end: Int

  /// The end of the line without the white space before it, not before `start`.
  func trimmedEnd(_ start: Int) -> Int {
    var end = end
    while end > start, base[end - 1] == 32 || base[end - 1] == 9 { end -= 1 }
    return end
  }

  /// The level of the heading whose mark begins at an offset, if there is one.
  func headingLevel(_ first: Int) -> Int? {
    var index = first
    while index < end, base[index] == UInt8(ascii: "#") { index += 1 }
    let isWord = index == end || base[index] == 32 || base[index] == 9
    return index - first <= 6 && isWord ? index - first : nil
  }

  /// Whether the line from an offset on is a run of one byte and white space behind it.
  func isRow(of byte: UInt8, from first: Int) -> Bool {
    let end = trimmedEnd(first)
    for index in first..<end where base[index] != byte { return false }
    return true
  }

  /// Whether a row of `byte`, perhaps with blanks between, begins at an offset and fills the line.
  func isThematicBreak(_ byte: UInt8, _ first: Int) -> Bool {
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") else {
      return false
    }
    var marks = 0
    for index in first..<end {
      if base[index] == byte {
        marks += 1
      } else if base[index] != 32, base[index] != 9 {
        return false
      }
    }
    return marks >= 3
  }

  /// The end of the list marker at an offset, if there is one.
  func listMarker(_ first: Int, isInterrupting: Bool) -> Int? {
    var index = first
    let byte = base[first]
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "*") {
      index += 1
    } else {
      while index < end, index - first < 10, base[index].isDigit { index += 1 }
      let digits = index - first
      guard digits > 0, digits < 10, index < end,
        base[index] == UInt8(ascii: ".") || base[index] == UInt8(ascii: ")"),
        !isInterrupting || digits == 1 && byte == UInt8(ascii: "1")
      else { return nil }
      index += 1
    }
    guard index == end || base[index] == 32 || base[index] == 9 else {
      return nil
    }
    if isInterrupting {
      var next = index
      while next < end, base[next] == 32 || base[next] == 9 { next += 1 }
      if next == end { return nil }
    }
    return index
  }

  /// The length of the fence of code that begins at an offset, if there is one.
  func fenceLength(_ first: Int) -> Int? {
    let mark = base[first]
    var index = first
    while index < end, base[index] == mark { index += 1 }
    guard index - first >= 3 else { return nil }
    if mark == UInt8(ascii: "`") {
      for rest in index..<end where base[rest] == mark { return nil }
    }
    return index - first
  }

  /// The end of the label of `[label]: destination "title"`, where the line is just that.
  func definitionLabel(_ first: Int) -> Int? {
    var index = first + 1
    var hasLabel = false
    while index < end, base[index] != UInt8(ascii: "]") {
      if base[index] == UInt8(ascii: "[") { return nil }
      if base[index] == UInt8(ascii: "\\") { index += 1 }
      if index < end, base[index] > 32 { hasLabel = true }
      index += 1
    }
    guard hasLabel, index - first < 1000, index + 1 < end,
      base[index + 1] == UInt8(ascii: ":")
    else {
      return nil
    }
    let label = index + 1
    func skipBlanks() {
      while index < end, base[index] == 32 || base[index] == 9 { index += 1 }
    }
    index += 2
    skipBlanks()
    guard index < end else { return nil }
    if base[index] == UInt8(ascii: "<") {
      while index < end, base[index] != UInt8(ascii: ">") { index += 1 }
      index += 1
    } else {
      while index < end, base[index] != 32, base[index] != 9 { index += 1 }
    }
    let destination = index
    skipBlanks()
    if index < end {
      let open = base[index]
      let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : open
      let last = trimmedEnd(first) - 1
      guard index > destination, last > index, base[last] == close,
        open == UInt8(ascii: "(") || open == UInt8(ascii: "\"") || open == UInt8(ascii: "'")
      else { return nil }
    }
    return label
  }
}

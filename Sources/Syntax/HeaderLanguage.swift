extension Language {
  /// The language of a `.h` file, which the name leaves open: C++ or Objective-C by the first word that
  /// only one of them has, else C. What a condition lets in only for another language tells nothing.
  static func ofHeader(_ bytes: some Collection<UInt8>) -> Language {
    let found = bytes.withContiguousStorageIfAvailable { HeaderScan($0).language }
    return found
      ?? Array(bytes.prefix(HeaderScan.longest)).withUnsafeBufferPointer {
        HeaderScan($0).language
      }
  }
}

/// Looks at the lines of a header for words that tell the languages of the C family apart.
private struct HeaderScan {
  /// How far is read: what tells a language stands near the start.
  static let longest = 1 << 16

  private let bytes: UnsafeBufferPointer<UInt8>
  private let end: Int
  private var position = 0
  /// For each open conditional whether its branch is for C++ or Objective-C alone.
  private var conditionals: [Bool] = []
  private var foreign = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    end = min(bytes.count, HeaderScan.longest)
  }

  /// The language that the lines show.
  var language: Language {
    var scan = self
    while scan.position < scan.end {
      if let found = scan.line() { return found }
    }
    return .c
  }

  private static let objectiveC = Language.named("objectivec") ?? .c

  /// Reads a line.
  private mutating func line() -> Language? {
    skipBlanks()
    let byte = current
    if byte == UInt8(ascii: "#") { return directive() }
    if foreign == 0 {
      if byte == UInt8(ascii: "@"),
        HeaderScan.atWords.contains(where: { starts($0, at: position + 1) })
      {
        return HeaderScan.objectiveC
      }
      if byte.isIdentifierStart, declaresInCPlusPlus() { return .cpp }
    }
    return rest()
  }

  private var current: UInt8 { at(position) }
  private func at(_ index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

  private mutating func skipBlanks() {
    while position < end, bytes[position].isBlank { position += 1 }
  }

  /// Whether a word stands at an offset.
  private func starts(_ word: StaticString, at start: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard start + length <= end else { return false }
    for offset in 0..<length where bytes[start + offset] != word.utf8Start[offset] { return false }
    return !at(start + length).isIdentifierPart
  }

  private static let atWords: [StaticString] = [
    "interface", "protocol", "class", "implementation", "import", "property", "end",
  ]
  private static let levels: [StaticString] = ["public", "private", "protected"]
  private static let words: [StaticString] = [
    "class", "namespace", "using", "virtual", "explicit", "friend", "typename", "concept",
  ]

  /// Whether the line begins as only declarations of C++ do.
  private func declaresInCPlusPlus() -> Bool {
    func behind(_ word: StaticString) -> UInt8 {
      var index = position + word.utf8CodeUnitCount
      while at(index).isBlank { index += 1 }
      return at(index)
    }
    switch current {
    case UInt8(ascii: "t") where starts("template", at: position):
      return behind("template") == UInt8(ascii: "<")
    case UInt8(ascii: "i") where starts("inline", at: position):
      return starts("namespace", at: position + 7)
    case UInt8(ascii: "e") where starts("extern", at: position):
      return behind("extern") == UInt8(ascii: "\"")
    case UInt8(ascii: "p"):
      return HeaderScan.levels.contains {
        starts($0, at: position) && behind($0) == UInt8(ascii: ":")
      }
    case UInt8(ascii: "c"), UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "v"),
      UInt8(ascii: "e"), UInt8(ascii: "f"):
      return HeaderScan.words.contains { word in
        guard starts(word, at: position) else { return false }
        let next = behind(word)
        return next.isIdentifierStart || next == UInt8(ascii: "{") && word.hasPrefix("n")
      }
    default: return false
    }
  }

  /// Reads to the end of the line, over comments and strings; `a::b` is C++.
  private mutating func rest() -> Language? {
    while position < end {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\n"): return nil
      case UInt8(ascii: "/"):
        if current == UInt8(ascii: "/") {
          while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        } else if current == UInt8(ascii: "*") {
          position += 1
          while position < end, !(bytes[position] == UInt8(ascii: "*") && at(position + 1) == 47) {
            position += 1
          }
          position += 2
          // A comment may end in the middle of a line; what follows it may begin a declaration.
          if position < end, at(position) == UInt8(ascii: "\n") { continue }
        }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if foreign == 0, byte == UInt8(ascii: "\""), beginsRawString(position - 1) { return .cpp }
        while position < end, bytes[position] != byte, bytes[position] != UInt8(ascii: "\n") {
          position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        if current == byte { position += 1 }
      case UInt8(ascii: ":") where current == byte:
        if foreign == 0, position > 1, bytes[position - 2].isIdentifierPart,
          at(position + 1).isIdentifierStart, !isAttribute(position - 2)
        {
          return .cpp
        }
        position += 1
      default: break
      }
    }
    return nil
  }

  /// Whether the quotation mark at an offset is that of `R"delimiter(`.
  private func beginsRawString(_ mark: Int) -> Bool {
    guard mark > 1, bytes[mark - 1] == UInt8(ascii: "R"), !bytes[mark - 2].isIdentifierPart else {
      return false
    }
    var index = mark + 1
    while index <= mark + 16, at(index).isIdentifierPart { index += 1 }
    return at(index) == UInt8(ascii: "(")
  }

  /// Whether the name before `::` is that of a vendor in an attribute: `[[gnu::packed]]`.
  private func isAttribute(_ last: Int) -> Bool {
    var index = last
    while index > 0, bytes[index].isIdentifierPart { index -= 1 }
    while index > 0, bytes[index].isBlank { index -= 1 }
    return bytes[index] == UInt8(ascii: "[") || bytes[index] == UInt8(ascii: ",")
  }

  private mutating func directive() -> Language? {
    position += 1
    skipBlanks()
    let start = position
    if starts("ifdef", at: start) || starts("if", at: start) || starts("ifndef", at: start) {
      let isNegative = starts("ifndef", at: start)
      conditionals.append(!isNegative && namesLanguage())
    } else if starts("else", at: start) || starts("elif", at: start) {
      if let last = conditionals.indices.last {
        if conditionals[last] { foreign -= 1 }
        conditionals[last] = starts("elif", at: start) && namesLanguage()
        if conditionals[last] { foreign += 1 }
      }
      return rest()
    } else if starts("endif", at: start) {
      if conditionals.popLast() == true { foreign -= 1 }
      return rest()
    } else if foreign == 0 {
      if starts("import", at: start) { return HeaderScan.objectiveC }
      if starts("include", at: start), includesStandardLibrary(start + 7) { return .cpp }
      return rest()
    } else {
      return rest()
    }
    if conditionals.last == true { foreign += 1 }
    return rest()
  }

  /// Whether the condition on this line holds for one language only.
  private func namesLanguage() -> Bool {
    var index = position
    while index < end, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == UInt8(ascii: "_") {
        if starts("__cplusplus", at: index) || starts("__OBJC__", at: index) {
          return !at(max(index - 1, 0)).isIdentifierPart && !isNegated(index)
        }
      }
      index += 1
    }
    return false
  }

  /// Whether `!` stands before the `defined` of a name.
  private func isNegated(_ name: Int) -> Bool {
    var index = name - 1
    while index > position, bytes[index] != UInt8(ascii: "!") {
      guard bytes[index].isBlank || bytes[index].isLetter || bytes[index] == UInt8(ascii: "(")
      else {
        return false
      }
      index -= 1
    }
    return bytes[max(index, 0)] == UInt8(ascii: "!")
  }

  /// Whether `<name>` without a period follows, as in `#include <string>`.
  private func includesStandardLibrary(_ start: Int) -> Bool {
    var index = start
    while at(index).isBlank { index += 1 }
    guard at(index) == UInt8(ascii: "<") else { return false }
    index += 1
    let name = index
    while at(index).isIdentifierPart { index += 1 }
    return index > name && at(index) == UInt8(ascii: ">")
  }
}

extension StaticString {
  fileprivate func hasPrefix(_ letter: Unicode.Scalar) -> Bool {
    utf8CodeUnitCount > 0 && utf8Start[0] == UInt8(ascii: letter)
  }
}

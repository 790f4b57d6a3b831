/// Values that a name calls a secret: `password = "…"`, `"api_key": "…"`, `TOKEN=…`, `<secret>…</secret>`.
extension SecretScan {
  /// The longest value that is looked at.
  private static let longest = 512

  private func isNamePart(_ byte: UInt8) -> Bool { ByteClass.base64URL.contains(byte: byte) }

  func byte(_ index: Int) -> UInt8 {
    index >= 0 && index < bytes.count ? bytes[index] : 0
  }

  /// - Parameters:
  ///   - start: where the word of the name begins.
  ///   - end: where it ends.
  mutating func named(_ name: SecretName, _ start: Int, _ end: Int) {
    var end = end
    if byte(end - 1) == UInt8(ascii: "\"") { end -= 1 }
    var last = end
    while last < bytes.count, last - end < 40, isNamePart(bytes[last]) { last += 1 }
    guard last - end < 40 else { return }
    guard let value = value(behind: last, before: start) ?? compared(before: start) else { return }
    var first = start
    while first > 0, start - first < 64, isNamePart(bytes[first - 1]) { first -= 1 }
    guard
      name.isSecret(
        before: SecretName.words(bytes[first..<start]), after: SecretName.words(bytes[end..<last]))
    else { return }
    judge(name, value)
  }

  private mutating func judge(_ name: SecretName, _ value: Value) {
    let text = text(value.range)
    guard text.count >= 5, !text.isPlaceholder, !Documented.holds(text.bytes) else { return }
    // Where something stands: it is looked at as an address, or is a path.
    if holds(value.range, "://")
      || byte(value.range.lowerBound) == UInt8(ascii: "/") && !text.isRandom
    {
      return
    }
    // What a name is bound to is code where no quotes are around it.
    let title: String
    var confidence: Double
    switch name.strength {
    case .password:
      guard text.isPassword, value.isQuoted || value.isFree || text.isRandom else { return }
      let isStrong = text.isStrong
      if text.holdsWeakWord, !text.isRandom, !isStrong { return }
      title = "a password"
      confidence = text.isRandom || isStrong && !text.holdsWeakWord ? 0.8 : 0.5
    case .secret, .key:
      if text.isRandom {
        confidence = 0.8
      } else {
        guard value.isQuoted || value.isFree, name.strength == .secret || value.isQuoted,
          text.count >= 8, text.isPassword, text.isStrong, !text.holdsWeakWord
        else { return }
        confidence = 0.6
      }
      title = name.strength == .key ? "a key" : "a secret"
    }
    // A variable, a call, a member: no value.
    if !value.isQuoted,
      [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: ".")].contains(
        byte(value.range.upperBound))
    {
      return
    }
    if !value.isQuoted, !value.isFree { confidence -= 0.2 }
    add(.namedSecret, title, value.range, confidence)
  }

  func holds(_ range: Range<Int>, _ word: String) -> Bool {
    let word = Array(word.utf8)
    var index = range.lowerBound
    while index + word.count <= range.upperBound {
      if matches(word, at: index) { return true }
      index += 1
    }
    return false
  }

  // MARK: Values

  struct Value {
    var range: Range<Int>
    var isQuoted: Bool
    /// Whether values need no quotes there.
    var isFree: Bool
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  private func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  private func skipBlanks(_ index: Int) -> Int {
    var index = index
    while isBlank(byte(index)) { index += 1 }
    return index
  }

  /// What a name that ends at an offset is given.
  private func value(behind end: Int, before start: Int) -> Value? {
    var index = end
    while byte(index) == UInt8(ascii: "\\") { index += 1 }
    var isQuotedName = false
    if isQuote(byte(index)) {
      isQuotedName = true
      index += 1
    }
    if byte(index) == UInt8(ascii: "]") || isQuotedName && byte(index) == UInt8(ascii: ")") {
      index += 1
    } else if byte(index) == UInt8(ascii: "[") {
      var close = index + 1
      while ByteClass.digit.contains(byte: byte(close)) { close += 1 }
      guard byte(close) == UInt8(ascii: "]") else { return nil }
      index = close + 1
    }
    let gap = index
    index = skipBlanks(index)
    let isElement = byte(index) == UInt8(ascii: ">") && index == end
    switch byte(index) {
    case UInt8(ascii: "="), UInt8(ascii: "!"):
      let first = index
      while [UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: ">")].contains(byte(index)) {
        index += 1
      }
      guard index - first <= 3, byte(index - 1) != UInt8(ascii: "!") else { return nil }
    case UInt8(ascii: ":"):
      index += 1
      if byte(index) == UInt8(ascii: ":") { return nil }
      if byte(index) == UInt8(ascii: "=") { index += 1 } else { index = behindType(index) }
    case UInt8(ascii: ","):
      guard isQuotedName else { return nil }
      index += 1
    case UInt8(ascii: "|"), UInt8(ascii: "?"):
      guard byte(index + 1) == byte(index) else { return nil }
      index += 2
    case UInt8(ascii: "("):
      guard index == end else { return nil }
      index += 1
    case UInt8(ascii: ">"):
      guard isElement, index == end else { return nil }
      return element(index + 1)
    case UInt8(ascii: "o") where isQuotedName && byte(index + 1) == UInt8(ascii: "r"):
      index += 2
    case UInt8(ascii: "v") where isQuotedName && matches(Array("value=".utf8), at: index):
      index += 6
    default:
      // `password "…"`, `--password …`
      guard index > gap, !isQuotedName else { return nil }
      if isQuote(byte(index)) { break }
      var dash = start
      while dash > 0, isNamePart(byte(dash - 1)) { dash -= 1 }
      guard byte(dash) == UInt8(ascii: "-"), byte(dash + 1) == UInt8(ascii: "-") else { return nil }
      return unquoted(index, isFree: true)
    }
    index = skipBlanks(index)
    var prefix = index
    while prefix - index < 2, ByteClass.letter.contains(byte: byte(prefix)) || byte(prefix) == 64 {
      prefix += 1
    }
    if isQuote(byte(prefix)) { index = prefix }
    if isQuote(byte(index)) || byte(index) == UInt8(ascii: "\\") && isQuote(byte(index + 1)) {
      return quoted(index)
    }
    return unquoted(index, isFree: isConfiguration || isInString(start))
  }

  /// Behind the type in `name: Type = value`; else the same offset.
  private func behindType(_ start: Int) -> Int {
    var index = skipBlanks(start)
    let first = index
    while index - first < 40, !isQuote(byte(index)), byte(index) != 61,
      ByteClass.base64URL.contains(byte: byte(index)) || "<>[]?.| ".utf8.contains(byte(index))
    {
      index += 1
    }
    guard index > first, byte(index) == 61, byte(index + 1) != 61, isBlank(byte(index - 1)) else {
      return start
    }
    return index + 1
  }

  private func quoted(_ start: Int) -> Value? {
    var index = start
    let isEscaped = byte(index) == UInt8(ascii: "\\")
    if isEscaped { index += 1 }
    let quote = byte(index)
    index += 1
    // Three quotes open a text of several lines.
    if byte(index) == quote, byte(index + 1) == quote { index += 2 }
    let first = index
    while index < bytes.count, index - first <= SecretScan.longest {
      let next = bytes[index]
      if next == UInt8(ascii: "\n") { return nil }
      if next == UInt8(ascii: "\\") {
        if isEscaped, byte(index + 1) == quote { break }
        index += 2
        continue
      }
      if next == quote { break }
      index += 1
    }
    guard index < bytes.count, index - first <= SecretScan.longest, index > first else {
      return nil
    }
    return Value(range: first..<index, isQuoted: true, isFree: true)
  }

  private func unquoted(_ start: Int, isFree: Bool) -> Value? {
    var index = start
    while index < bytes.count, index - start <= SecretScan.longest {
      let next = bytes[index]
      if next <= 32 || next == UInt8(ascii: ";") || next == UInt8(ascii: "\"")
        || next == UInt8(ascii: "<")
      {
        break
      }
      if !isFree || index == start {
        if "'`,()[]{}&\\".utf8.contains(next), !(isFree && next == UInt8(ascii: "&")) { break }
      }
      index += 1
    }
    // A comma or a quote ends the value, and is no part of it.
    var end = index
    while end > start,
      [UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: ")")].contains(
        byte(end - 1))
    {
      end -= 1
    }
    guard end > start, end - start <= SecretScan.longest else { return nil }
    return Value(range: start..<end, isQuoted: false, isFree: isFree)
  }

  /// The text of an element of XML.
  private func element(_ start: Int) -> Value? {
    var index = start
    while index < bytes.count, index - start < 200, bytes[index] != UInt8(ascii: "<") {
      if bytes[index] <= 32 { return nil }
      index += 1
    }
    guard byte(index) == UInt8(ascii: "<"), byte(index + 1) == UInt8(ascii: "/"), index > start
    else {
      return nil
    }
    return Value(range: start..<index, isQuoted: true, isFree: true)
  }

  /// `"…" == password`.
  private func compared(before start: Int) -> Value? {
    var index = start
    while index > 0, start - index < 64, isNamePart(bytes[index - 1]) { index -= 1 }
    while index > 0, isBlank(bytes[index - 1]) { index -= 1 }
    let operatorEnd = index
    while index > 0, bytes[index - 1] == UInt8(ascii: "=") || bytes[index - 1] == UInt8(ascii: "!")
    {
      index -= 1
    }
    guard 2...3 ~= operatorEnd - index else { return nil }
    while index > 0, isBlank(bytes[index - 1]) { index -= 1 }
    guard index > 1, isQuote(bytes[index - 1]) else { return nil }
    let quote = bytes[index - 1]
    var first = index - 1
    while first > 0, bytes[first - 1] != quote, bytes[first - 1] != UInt8(ascii: "\n"),
      index - first < SecretScan.longest
    {
      first -= 1
    }
    guard first > 0, bytes[first - 1] == quote, first < index - 1 else { return nil }
    return Value(range: first..<(index - 1), isQuoted: true, isFree: true)
  }

  /// Whether a place is within a string of its line, as the parts of a connection string are.
  private func isInString(_ place: Int) -> Bool {
    var count = 0
    var index = place
    while index > 0, bytes[index - 1] != UInt8(ascii: "\n"), place - index < 2_000 {
      index -= 1
      if bytes[index] == UInt8(ascii: "\"") { count += 1 }
    }
    return count % 2 == 1 && byte(place - 1) != UInt8(ascii: "\"")
  }
}

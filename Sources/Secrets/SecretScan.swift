/// One pass over a text. Words that secrets begin with, and names that call something a secret, are found by
/// an automaton; only where one stands is more looked at.
struct SecretScan {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Whether values stand without quotes.
  let isConfiguration: Bool
  private(set) var found: [Secret] = []
  /// Where the run of bytes ends in which a web token was looked for last: another one in it is part of it.
  var tokenEnd = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, isConfiguration: Bool) {
    self.bytes = bytes
    self.isConfiguration = isConfiguration
  }

  private enum Trigger: Sendable {
    case format(Int)
    case name(SecretName)
    case beginLine, address, webToken, bearer, basic, header, user, azureSecret, botToken
  }

  private static let triggers: [(word: String, trigger: Trigger)] =
    SecretFormat.all.enumerated().map {
      (String(decoding: $0.element.prefix, as: UTF8.self).lowercased(), .format($0.offset))
    } + SecretName.all.map { ($0.word, .name($0)) } + [
      ("-----begin ", .beginLine), ("://", .address), ("eyj", .webToken), ("bearer ", .bearer),
      ("basic ", .basic), ("authorization", .header),
      ("-u ", .user), ("--user ", .user), ("8q~", .azureSecret), ("7q~", .azureSecret),
      (":aa", .botToken),
    ]

  private static let automaton = WordAutomaton(triggers.map { Array($0.word.utf8) })

  mutating func secrets(in range: Range<Int>) -> [Secret] {
    var start = range.lowerBound
    // A line that was added to a key may be the only one.
    while start > 0, range.lowerBound - start < 8_000, let line = keyLine(endingAt: start - 1) {
      start = line
    }
    if start < range.lowerBound, start > 0 { start = lineStart(start - 1) }
    SecretScan.automaton.search(bytes, start..<range.upperBound) { word, end in
      look(
        SecretScan.triggers[word].trigger, wordEnd: end,
        length: SecretScan.triggers[word].word.utf8.count)
    }
    if found.count < 2 {
      return found.filter { $0.range.end > range.lowerBound }
    }
    // Of two in one place the one that is more certain.
    found.sort { a, b in
      (a.range.start, -a.confidence, -a.range.end) < (b.range.start, -b.confidence, -b.range.end)
    }
    var result: [Secret] = []
    for secret in found where secret.range.end > range.lowerBound {
      guard let last = result.last, last.range.end > secret.range.start else {
        result.append(secret)
        continue
      }
      if secret.confidence > last.confidence { result[result.count - 1] = secret }
    }
    return result
  }

  private mutating func look(_ trigger: Trigger, wordEnd end: Int, length: Int) {
    let start = end - length
    switch trigger {
    case .format(let number): format(SecretFormat.all[number], start)
    case .name(let name): named(name, start, end)
    case .beginLine: privateKey(start)
    case .address: address(start, end)
    case .webToken: webToken(start)
    case .bearer: authorization(end, isBasic: false)
    case .basic: authorization(end, isBasic: true)
    case .header: header(end)
    case .user: user(start, end)
    case .azureSecret: azureSecret(start)
    case .botToken: botToken(start)
    }
  }

  mutating func add(
    _ kind: Secret.Kind, _ title: String, _ range: Range<Int>, _ confidence: Double
  ) {
    found.append(Secret(kind, title, range, confidence: confidence))
  }

  // MARK: Formats

  private mutating func format(_ format: SecretFormat, _ start: Int) {
    guard isBoundary(before: start, format.prefix[0]), let end = format.end(bytes, at: start) else {
      return
    }
    let body = text((start + format.prefix.count)..<end)
    if body.count >= 10, body.isPlaceholder || Documented.holds(text(start..<end).bytes) { return }
    // What a program made has letters of several kinds, or digits.
    guard body.isVaried, body.count < 12 || !body.isWordy else { return }
    let confidence =
      switch format.isChecked(bytes, start..<end) {
      case true: 0.99
      case false: 0.4
      case nil: format.isForTests ? 0.4 : 0.9
      }
    let title =
      confidence == 0.4 && format.check != nil
      ? format.title + " with wrong check digits" : format.title
    add(.providerKey, title, start..<end, confidence)
  }

  /// Whether a token can begin there: no letter or digit before it, but that of an escape.
  func isBoundary(before start: Int, _ first: UInt8) -> Bool {
    guard start > 0 else { return true }
    let before = bytes[start - 1]
    if !ByteClass.alnum.contains(byte: first) { return true }
    if ByteClass.alnum.contains(byte: before) || before == UInt8(ascii: "_") {
      return start > 1 && bytes[start - 2] == UInt8(ascii: "\\")
        && [UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r")].contains(before)
    }
    return before < 128
  }

  /// `abc8Q~` and what follows it: a client secret of Microsoft Entra.
  private mutating func azureSecret(_ start: Int) {
    let set: ByteClass = [.base64URL, .dot]
    guard start >= 3, (start - 3..<start).allSatisfy({ set.contains(byte: bytes[$0]) }),
      start == 3 || !set.contains(byte: bytes[start - 4]) || bytes[start - 4] == UInt8(ascii: "=")
    else { return }
    var end = start + 3
    while end < bytes.count, end - start < 38, set.contains(byte: bytes[end]) { end += 1 }
    guard 31...34 ~= end - start - 3, bytes[start + 1] == UInt8(ascii: "Q") else { return }
    add(.providerKey, "an Azure client secret", (start - 3)..<end, 0.9)
  }

  /// A number, `:AA` and 33 bytes: a token of a Telegram bot.
  private mutating func botToken(_ start: Int) {
    var first = start
    while first > 0, start - first < 11, ByteClass.digit.contains(byte: bytes[first - 1]) {
      first -= 1
    }
    guard 8...10 ~= start - first, bytes[start + 1] == 65, bytes[start + 2] == 65 else { return }
    var end = start + 1
    while end < bytes.count, ByteClass.base64URL.contains(byte: bytes[end]) { end += 1 }
    guard end - start == 36, !text(start..<end).isPlaceholder else { return }
    add(.providerKey, "a Telegram bot token", first..<end, 0.9)
  }

  private mutating func authorization(_ start: Int, isBasic: Bool) {
    var end = start
    let set: ByteClass = [.base64, .dash, .dot]
    while end < bytes.count, set.contains(byte: bytes[end]) { end += 1 }
    guard 12...2_000 ~= end - start else { return }
    let value = text(start..<end)
    if isBasic {
      guard let plain = Base64.decoded(value.bytes), let colon = plain.firstIndex(of: 58),
        plain.allSatisfy({ 32..<127 ~= $0 }), colon > 0
      else { return }
      let password = SecretText(plain[(colon + 1)...])
      guard password.isPassword, !password.isPlaceholder, !password.holdsWeakWord else { return }
      add(.namedSecret, "a user name and password in base64", start..<end, 0.7)
    } else if end - start >= 20, value.isRandom, !value.isPlaceholder {
      add(.namedSecret, "a bearer token", start..<end, 0.8)
    }
  }

  /// `Authorization: Token …`, within a string or not.
  private mutating func header(_ start: Int) {
    var index = start
    while index < bytes.count, index - start < 6, "\"': =".utf8.contains(bytes[index]) {
      index += 1
    }
    guard index > start else { return }
    // The scheme, where there is one.
    var end = index
    while end < bytes.count, end - index < 16, ByteClass.base64URL.contains(byte: bytes[end]) {
      end += 1
    }
    if end < bytes.count, bytes[end] == 32, end - index < 16 { index = end + 1 }
    let set: ByteClass = [.base64, .dash, .dot]
    end = index
    while end < bytes.count, end - index <= 2_000, set.contains(byte: bytes[end]) { end += 1 }
    guard 16...2_000 ~= end - index else { return }
    let value = text(index..<end)
    if value.isRandom, !value.isPlaceholder { add(.namedSecret, "a token", index..<end, 0.7) }
  }

  /// `curl -u name:password`.
  private mutating func user(_ start: Int, _ end: Int) {
    var index = end
    while index < bytes.count, bytes[index] == 32 { index += 1 }
    let quote: UInt8? =
      index < bytes.count
        && (bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'"))
      ? bytes[index] : nil
    if quote != nil { index += 1 }
    let first = index
    while index < bytes.count, bytes[index] > 32, bytes[index] != quote { index += 1 }
    guard index - first < 200, let colon = bytes[first..<index].firstIndex(of: UInt8(ascii: ":"))
    else { return }
    let (name, password) = (text(first..<colon), text((colon + 1)..<index))
    for (value, range) in [(password, (colon + 1)..<index), (name, first..<colon)]
    where value.isPassword && !value.isPlaceholder && !value.holdsWeakWord {
      if holds(commandStart(start)..<start, "curl ") {
        add(.namedSecret, "a password", range, 0.6)
      }
      return
    }
  }

  // MARK: Places

  func text(_ range: Range<Int>) -> SecretText { SecretText(Array(bytes[range])[...]) }

  private func lineStart(_ index: Int) -> Int {
    var index = index
    while index > 0, bytes[index - 1] != UInt8(ascii: "\n") { index -= 1 }
    return index
  }

  /// The start of the line, as far back as a command goes: a line can be as long as the file.
  private func commandStart(_ end: Int) -> Int {
    var index = end
    while index > 0, end - index < 2_000, bytes[index - 1] != UInt8(ascii: "\n") { index -= 1 }
    return index
  }

  /// The start of a line that is nothing but base64, and ends at an offset; nil where it is another one.
  private func keyLine(endingAt end: Int) -> Int? {
    guard bytes[end] == UInt8(ascii: "\n") else { return nil }
    var start = end
    while start > 0, end - start < 120, bytes[start - 1] != UInt8(ascii: "\n") {
      let byte = bytes[start - 1]
      guard ByteClass.base64.contains(byte: byte) || byte == 61 || byte <= 32 else { return nil }
      start -= 1
    }
    return end - start >= 40 && end - start < 120 ? start : nil
  }
}

/// Keys that providers print in their own documentation, and that open nothing.
enum Documented {
  private static let list = WordList([
    "akiaiosfodnn7example", "wjalrxutnfemi/k7mdeng", "sk_test_4ec39hqlyjwdarjtt1zdp7dc",
    "sk_test_bqokikjovbii2hlwgh4olfq2", "aizasydagmwka4jsxz-hjgw7isln_3nambgewqe",
    "ghp_16c7e42f292c6912e7710c838347ae178b4a", "gho_16c7e42f292c6912e7710c838347ae178b4a",
    "eby8vdm02xnocqflquwjpllmetlcdxj1ouzft50usrz6ifsuf",
    "c2y6ydjf5/r+ob0n8a7cgv30vrdjiwehlm+4qdu5de2nq9ndu",
    "xoxb-17653672481-19874698323", "t00000000/b00000000",
  ])

  static func holds(_ bytes: ArraySlice<UInt8>) -> Bool { list.finds(in: bytes) }
}

/// RFC 4648, with either alphabet, padded or not.
enum Base64 {
  static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      let value: UInt8
      switch byte {
      case 65...90: value = byte - 65
      case 97...122: value = byte - 71
      case 48...57: value = byte + 4
      case 43, 45: value = 62
      case 47, 95: value = 63
      case 61: continue
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}

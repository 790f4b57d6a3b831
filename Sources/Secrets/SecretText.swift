/// What the bytes of a value look like: made by chance, chosen by a person, words, or a stand-in for a value.
struct SecretText {
  let bytes: ArraySlice<UInt8>
  private var lowers = 0
  private var uppers = 0
  private var digits = 0
  /// Bytes that are neither letters nor digits.
  private var others = 0
  /// Bytes that tokens are not made of.
  private var strangers = 0
  private var distinct = 0
  /// Neighbouring letters, and those that are frequent in English.
  private var pairs = 0
  private var commonPairs = 0
  /// The longest part of letters and digits.
  private var longestPart = 0
  /// The longest run of equal bytes, and of bytes that go up or down by one.
  private var longestRepeat = 1
  private var longestSequence = 1

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    var seen: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var part = 0
    var (repeats, rising, falling) = (1, 1, 1)
    var previous: UInt8 = 0
    for byte in bytes {
      let set = ByteClass.table[Int(byte)]
      if !set.isDisjoint(with: .lower) {
        lowers += 1
      } else if !set.isDisjoint(with: .upper) {
        uppers += 1
      } else if set == .digit {
        digits += 1
      } else {
        others += 1
        if set.isEmpty { strangers += 1 }
      }
      let isPart = !set.isDisjoint(with: .alnum)
      part = isPart ? part + 1 : 0
      longestPart = max(longestPart, part)
      let bit = UInt64(1) << UInt64(byte & 63)
      switch byte >> 6 {
      case 0: seen.0 |= bit
      case 1: seen.1 |= bit
      case 2: seen.2 |= bit
      default: seen.3 |= bit
      }
      repeats = byte == previous ? repeats + 1 : 1
      rising = isPart && byte == previous &+ 1 ? rising + 1 : 1
      falling = isPart && byte == previous &- 1 ? falling + 1 : 1
      longestRepeat = max(longestRepeat, repeats)
      longestSequence = max(longestSequence, rising, falling)
      let (a, b) = (previous | 32, byte | 32)
      if a &- 97 < 26, b &- 97 < 26, previous > 64, byte > 64 {
        pairs += 1
        if SecretText.commonPairs[Int(a - 97) * 26 + Int(b - 97)] { commonPairs += 1 }
      }
      previous = byte
    }
    distinct =
      seen.0.nonzeroBitCount + seen.1.nonzeroBitCount + seen.2.nonzeroBitCount
      + seen.3.nonzeroBitCount
  }

  /// Pairs of letters that make up most of English text, the most frequent ones first.
  private static let commonPairs: [Bool] = {
    let text = """
      th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io \
      le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho \
      pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt \
      po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry \
      mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by \
      rm ep tt oc fa ef cu rn sc gi da
      """
    var table = [Bool](repeating: false, count: 676)
    let letters = text.utf8.filter { $0 != 32 }.map { Int($0 - 97) }
    for index in stride(from: 0, to: letters.count, by: 2) {
      table[letters[index] * 26 + letters[index + 1]] = true
    }
    return table
  }()

  var count: Int { bytes.count }
  private var letters: Int { lowers + uppers }

  /// Whether the bytes behind a prefix are of more than a few kinds.
  var isVaried: Bool { count < 10 || distinct * 3 >= min(count, 24) }

  /// Whether its letters stand beside one another as in words.
  var isWordy: Bool { pairs >= 3 && commonPairs * 2 > pairs }

  private var isHex: Bool {
    digits > 0 && letters > 0 && (lowers == 0 || uppers == 0)
      && bytes.allSatisfy { ByteClass.anyHex.contains(byte: $0) || $0 == UInt8(ascii: "-") }
  }

  /// Whether it looks as if a program had made it by chance.
  var isRandom: Bool {
    guard count >= 16, strangers == 0, longestSequence < 6, longestRepeat < 5 else { return false }
    if isHex {
      let isUUID = count == 36 && others == 4
      return (isUUID || others == 0) && distinct >= 8 && digits * 6 >= letters + digits
    }
    guard distinct * 5 >= min(count, 30) * 2, distinct >= 9, longestPart >= 10,
      others * 5 <= count, digits > 0 || lowers > 0 && uppers > 0
    else { return false }
    if pairs * 5 >= count, commonPairs * 20 > pairs * 9 { return false }
    // Few digits among letters of one case are words with a number.
    return lowers > 0 && uppers > 0 ? entropy >= 3.2 : digits * 6 >= count && entropy >= 3.0
  }

  /// In bits a byte (Shannon, 1948).
  var entropy: Double {
    var counts = [UInt16](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] &+= 1 }
    let total = Double(count)
    var sum = 0.0
    for count in counts where count > 0 {
      let share = Double(count) / total
      sum -= share * SecretText.log2(share)
    }
    return sum
  }

  /// The binary logarithm of a number above 0 to about six digits, for which no library is needed.
  private static func log2(_ value: Double) -> Double {
    let exponent = Double(value.exponent)
    // The series of the area tangent converges fast on [1, 2).
    let t = (value.significand - 1) / (value.significand + 1)
    let square = t * t
    var term = t
    var sum = 0.0
    for power in stride(from: 1.0, through: 17, by: 2) {
      sum += term / power
      term *= square
    }
    return exponent + 2 * sum * 1.442_695_040_888_963_4
  }

  /// Whether a person may have chosen it as a password: no plain words, and more than letters.
  var isPassword: Bool {
    guard count >= 6, count <= 128, distinct >= 4, longestRepeat < 4 else { return false }
    if isRandom { return true }
    // Words, alone or joined by dashes, dots, slashes or blanks.
    let isJoined = bytes.allSatisfy {
      ByteClass.letter.contains(byte: $0) || ByteClass.dash.contains(byte: $0)
        || [UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), 32].contains($0)
    }
    if isJoined { return false }
    // A sentence.
    if bytes.contains(32), isWordy { return false }
    // Numbers, versions, sizes.
    if letters == 0 { return false }
    return digits > 0 || strangers > 0 && letters > 0
  }

  /// Whether a password is strong enough that it hardly stands there as an example.
  var isStrong: Bool {
    if isRandom { return true }
    let kinds = [lowers, uppers, digits, strangers].count { $0 > 0 }
    if strangers >= 4, count >= 16, !bytes.contains(32) { return true }
    return count >= 10 && kinds >= 3 && !isWordy
  }

  /// Whether it stands in for a value that is not there: an example, a variable, a pattern.
  var isPlaceholder: Bool {
    if longestRepeat >= 4, count < 40 || longestRepeat >= 8 { return true }
    if longestSequence >= 6 { return true }
    if isVariable { return true }
    return SecretText.standIns.finds(in: bytes)
  }

  /// Whether a password holds a word that only examples have.
  var holdsWeakWord: Bool { SecretText.weakWords.finds(in: bytes) }

  /// Whether something is put in: `${NAME}`, `$(command)`, `{{ name }}`, `%(name)s`, `#{name}`, `<name>`, `$NAME`, `%s`.
  private var isVariable: Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
      !bytes.isEmpty
        && bytes.allSatisfy {
          !ByteClass.table[Int($0)].isEmpty || " .:()[]'\"|,".utf8.contains($0)
        }
    }
    if first == UInt8(ascii: "$"), isName(bytes.dropFirst()), longestPart < 16 || digits < 3 {
      return true
    }
    if first == UInt8(ascii: "<"), last == UInt8(ascii: ">") { return true }
    if first == UInt8(ascii: "%"), last == UInt8(ascii: "%") || count < 4 { return true }
    if first == UInt8(ascii: "@"), last == UInt8(ascii: "@") { return true }
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (a, b) = (bytes[index], bytes[index + 1])
      let closer: UInt8? =
        switch (a, b) {
        case (UInt8(ascii: "$"), UInt8(ascii: "{")), (UInt8(ascii: "#"), UInt8(ascii: "{")),
          (UInt8(ascii: "{"), UInt8(ascii: "{")), (UInt8(ascii: "{"), UInt8(ascii: "%")):
          UInt8(ascii: "}")
        case (UInt8(ascii: "$"), UInt8(ascii: "(")), (UInt8(ascii: "%"), UInt8(ascii: "(")),
          (UInt8(ascii: "\\"), UInt8(ascii: "(")):
          UInt8(ascii: ")")
        default: a == UInt8(ascii: "{") ? UInt8(ascii: "}") : nil
        }
      if let closer, let end = bytes[(index + 2)...].firstIndex(of: closer) {
        // A password may hold braces around anything but a name.
        let isSingle =
          a == UInt8(ascii: "{") && b != a && b != UInt8(ascii: "%") && b != UInt8(ascii: "}")
        let inner = bytes[(isSingle ? index + 1 : index + 2)..<end]
        if inner.isEmpty ? !isSingle : isName(inner) && (inner.count > 2 || !isSingle && a != b) {
          return true
        }
      }
      index += 1
    }
    return false
  }

  private static let standIns = WordList([
    "example", "sample", "placeholder", "changeme", "change_me", "change-me", "change_this",
    "change-this", "changethis", "changeit", "your", "xxxx", "****", "....", "dummy", "fake",
    "redacted", "masked", "todo", "fixme", "insert", "replace", "foobar", "fooba", "1234567890",
    "abcdef", "notreal", "not-real", "not_real", "notasecret", "not-a-secret", "not_a_secret",
    "invalid", "deadbeef", "lorem", "undefined", "process.env", "os.environ", "getenv", "secrets.",
    "env.", "config.", "settings.", "-here", "_here", "<secret", "<token", "<key", "omitted",
    "removed", "hidden", "unused", "mock", "stub",
  ])

  private static let weakWords = WordList([
    "pass", "admin", "secret", "test", "root", "guest", "demo", "user", "foo", "bar", "default",
    "token", "1234", "qwerty", "letmein", "hunter2", "welcome", "temp", "none", "null", "true",
    "false", "value", "string", "key", "asdf", "hello", "world", "abc", "mysql", "postgres",
    "password", "encrypted", "hash", "wrong", "bad", "old", "new", "field", "input", "label",
  ])
}

/// Words that are looked for anywhere in short texts, whatever their case.
struct WordList: Sendable {
  private let automaton: WordAutomaton

  init(_ words: [String]) { automaton = WordAutomaton(words.map { Array($0.utf8) }) }

  func finds(in bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var isFound = false
      automaton.search(bytes, 0..<bytes.count) { _, _ in isFound = true }
      return isFound
    }
  }
}

import Source

/// What is wrong with a value; `isNewer` where only TOML 1.0 says so and TOML 1.1 accepts it.
struct TOMLFault {
  let message: String
  let help: String
  let range: ByteRange
  var isNewer = false
}

/// Numbers, dates and times, as TOML's grammar has them.
enum TOMLScalar {
  static func fault(_ bytes: UnsafeBufferPointer<UInt8>, _ range: ByteRange) -> TOMLFault? {
    let word = UnsafeBufferPointer(rebasing: bytes[range.start..<range.end])
    if isName(word) || isNumber(word) { return nil }
    switch dateTime(word) {
    case .complete: return nil
    case .withoutSeconds:
      return TOMLFault(
        message: "a time without seconds is TOML 1.1, which older readers reject",
        help: "write the seconds", range: range, isNewer: true)
    case .outOfRange:
      return TOMLFault(
        message: "there is no such date or time", help: "mend the day, the month or the hour",
        range: range)
    case .none: break
    }
    return TOMLFault(
      message: "this is no TOML value", help: "put it into quotes, or mend the number or date",
      range: range)
  }

  private static func isName(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    func spells(_ name: StaticString, from start: Int = 0) -> Bool {
      guard word.count - start == name.utf8CodeUnitCount else { return false }
      return (start..<word.count).allSatisfy { word[$0] == name.utf8Start[$0 - start] }
    }
    let sign = word.first == UInt8(ascii: "+") || word.first == UInt8(ascii: "-") ? 1 : 0
    return spells("true") || spells("false") || spells("inf", from: sign)
      || spells("nan", from: sign)
  }

  private static func isNumber(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    /// Digits with single `_` between them.
    func digits(_ isDigit: (UInt8) -> Bool) -> Int {
      let start = index
      var count = 0
      while index < word.count {
        if isDigit(word[index]) {
          index += 1
          count += 1
        } else if word[index] == UInt8(ascii: "_"), index > start, word[index - 1] != word[index],
          index + 1 < word.count, isDigit(word[index + 1])
        {
          index += 1
        } else {
          break
        }
      }
      return count
    }
    if word.count > 2, word[0] == UInt8(ascii: "0"), word[1].isLetter {
      index = 2
      let count =
        switch word[1] {
        case UInt8(ascii: "x"): digits(\.isHexDigit)
        case UInt8(ascii: "o"): digits { $0 &- 48 < 8 }
        case UInt8(ascii: "b"): digits { $0 &- 48 < 2 }
        default: 0
        }
      if count > 0 { return index == word.count }
      index = 0
    }
    if word.first == UInt8(ascii: "+") || word.first == UInt8(ascii: "-") { index = 1 }
    let first = index
    let whole = digits(\.isDigit)
    if whole == 0 || whole > 1 && word[first] == UInt8(ascii: "0") { return false }
    if index < word.count, word[index] == UInt8(ascii: ".") {
      index += 1
      if digits(\.isDigit) == 0 { return false }
    }
    if index < word.count, word[index] | 32 == UInt8(ascii: "e") {
      index += 1
      if index < word.count, word[index] == UInt8(ascii: "+") || word[index] == UInt8(ascii: "-") {
        index += 1
      }
      if digits(\.isDigit) == 0 { return false }
    }
    return index == word.count
  }

  private enum DateTime { case none, complete, withoutSeconds, outOfRange }

  private static func dateTime(_ word: UnsafeBufferPointer<UInt8>) -> DateTime {
    var index = 0
    var isInRange = true
    var hasSeconds = true
    func digits(_ count: Int) -> Int? {
      guard index + count <= word.count else { return nil }
      var value = 0
      for _ in 0..<count {
        guard word[index].isDigit else { return nil }
        value = value * 10 + Int(word[index] - 48)
        index += 1
      }
      return value
    }
    func take(_ byte: UInt8) -> Bool {
      guard index < word.count, word[index] == byte else { return false }
      index += 1
      return true
    }
    func clock(withSeconds: Bool) -> Bool {
      guard let hour = digits(2), take(UInt8(ascii: ":")), let minute = digits(2) else {
        return false
      }
      isInRange = isInRange && hour < 24 && minute < 60
      guard withSeconds else { return true }
      guard take(UInt8(ascii: ":")) else {
        hasSeconds = false
        return true
      }
      guard let second = digits(2) else { return false }
      isInRange = isInRange && second <= 60
      guard take(UInt8(ascii: ".")) else { return true }
      let start = index
      while index < word.count, word[index].isDigit { index += 1 }
      return index > start
    }
    let isDate = word.count >= 10 && word[4] == UInt8(ascii: "-")
    if isDate {
      guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2),
        take(UInt8(ascii: "-")), let day = digits(2)
      else { return .none }
      isInRange = (1...12).contains(month) && (1...days(month, year)).contains(day)
      if index < word.count {
        guard word[index] | 32 == UInt8(ascii: "t") || word[index] == 32 else { return .none }
        index += 1
        guard clock(withSeconds: true) else { return .none }
        if index < word.count {
          if word[index] | 32 == UInt8(ascii: "z") {
            index += 1
          } else {
            guard take(UInt8(ascii: "+")) || take(UInt8(ascii: "-")), clock(withSeconds: false)
            else { return .none }
          }
        }
      }
    } else {
      guard word.count >= 5, clock(withSeconds: true) else { return .none }
    }
    guard index == word.count else { return .none }
    return !isInRange ? .outOfRange : hasSeconds ? .complete : .withoutSeconds
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Strings and comments, as TOML's grammar has them.
enum TOMLText {
  /// - Parameter range: a terminated string, quotes included.
  static func fault(_ bytes: UnsafeBufferPointer<UInt8>, _ range: ByteRange) -> TOMLFault? {
    let quote = bytes[range.start]
    let isLong =
      range.count >= 6 && bytes[range.start + 1] == quote && bytes[range.start + 2] == quote
    let isBasic = quote == UInt8(ascii: "\"")
    var index = range.start + (isLong ? 3 : 1)
    let end = range.end - (isLong ? 3 : 1)
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), isBasic {
        if let fault = escape(bytes, &index, end, isLong: isLong) { return fault }
      } else if isControl(byte), !(isLong && isLineEnd(bytes, index)) {
        return control(index)
      } else {
        index += 1
      }
    }
    return nil
  }

  /// - Parameter range: a comment.
  static func commentFault(_ bytes: UnsafeBufferPointer<UInt8>, _ range: ByteRange) -> TOMLFault? {
    (range.start..<range.end).first { isControl(bytes[$0]) }.map(control)
  }

  @inline(__always)
  private static func isControl(_ byte: UInt8) -> Bool { byte < 32 && byte != 9 || byte == 127 }

  private static func isLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    bytes[index] == 10
      || bytes[index] == 13 && index + 1 < bytes.count && bytes[index + 1] == 10
  }

  private static func control(_ index: Int) -> TOMLFault {
    TOMLFault(
      message: "a control character stands here", help: "remove it, or write it as an escape",
      range: ByteRange(index, index + 1))
  }

  private static func escape(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ end: Int, isLong: Bool
  ) -> TOMLFault? {
    let start = index
    let next = index + 1 < end ? bytes[index + 1] : 0
    index += 2
    switch next {
    case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "f"),
      UInt8(ascii: "r"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
      return nil
    case UInt8(ascii: "e"):
      return newer(ByteRange(start, index), "`\\e`", "write `\\u001B`")
    case UInt8(ascii: "x"):
      return number(bytes, start, &index, 2, end)
        ?? newer(ByteRange(start, index), "`\\x`", "write `\\u` and four digits")
    case UInt8(ascii: "u"): return number(bytes, start, &index, 4, end)
    case UInt8(ascii: "U"): return number(bytes, start, &index, 8, end)
    case 32 where isLong, 9 where isLong, 10 where isLong, 13 where isLong:
      // The backslash joins lines: only white space follows on its own.
      index = start + 1
      while index < end, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
      if index < end, isLineEnd(bytes, index) { return nil }
    default: break
    }
    return TOMLFault(
      message: "TOML has no such escape", help: "double the backslash, or use single quotes",
      range: ByteRange(start, min(start + 2, end)))
  }

  private static func newer(_ range: ByteRange, _ what: String, _ help: String) -> TOMLFault {
    TOMLFault(
      message: "\(what) is TOML 1.1, which older readers reject", help: help, range: range,
      isNewer: true)
  }

  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ index: inout Int, _ count: Int, _ end: Int
  ) -> TOMLFault? {
    var value = 0
    for _ in 0..<count {
      guard index < end, bytes[index].isHexDigit else {
        return TOMLFault(
          message: "this escape needs \(count) hexadecimal digits", help: "write all of them",
          range: ByteRange(start, index))
      }
      let digit = bytes[index].isDigit ? bytes[index] - 48 : (bytes[index] | 32) - 87
      value = value * 16 + Int(digit)
      index += 1
    }
    guard value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else {
      return TOMLFault(
        message: "there is no such character", help: "write the number of a Unicode scalar value",
        range: ByteRange(start, index))
    }
    return nil
  }
}

import Source

/// The keys of the objects that are open, to find those that are there twice when one closes.
struct JSONKeys {
  private var hashes: [UInt64] = []
  private var ranges: [ByteRange] = []

  var count: Int { ranges.count }

  /// Adds a key whose bytes, quotes excluded, are `range`.
  mutating func push(_ token: Int, _ range: ByteRange, in text: SourceText) {
    let hash = text.bytes.withUnsafeBufferPointer { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for index in range.start..<range.end {
        hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
      }
      return hash
    }
    hashes.append(hash)
    ranges.append(range)
  }

  /// Takes the keys from the place `first` away and gives those that repeat an earlier one.
  mutating func duplicates(from first: Int, in text: SourceText) -> [ByteRange] {
    defer {
      hashes.removeSubrange(first...)
      ranges.removeSubrange(first...)
    }
    if count - first < 2 { return [] }
    if count - first <= 12 {
      var result: [ByteRange] = []
      for index in (first + 1)..<count {
        for other in first..<index
        where hashes[other] == hashes[index]
          && text.slice(ranges[other]) == text.slice(ranges[index])
        {
          result.append(ranges[index])
          break
        }
      }
      return result
    }
    let order = (first..<count).sorted { (hashes[$0], $0) < (hashes[$1], $1) }
    return zip(order, order.dropFirst()).filter { earlier, later in
      hashes[earlier] == hashes[later] && text.slice(ranges[earlier]) == text.slice(ranges[later])
    }.map { ranges[$1] }
  }
}

/// A number as RFC 8259 has it: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
enum JSONNumber {
  static func fault(
    _ bytes: ArraySlice<UInt8>, isJSON5: Bool
  ) -> (message: String, help: String)? {
    var rest = bytes
    func isDigit(_ byte: UInt8?) -> Bool { byte?.isDigit == true }
    if rest.first == UInt8(ascii: "-") || isJSON5 && rest.first == UInt8(ascii: "+") {
      rest.removeFirst()
    }
    if isJSON5 {
      let word = String(decoding: rest, as: UTF8.self)
      if word == "Infinity" || word == "NaN" { return nil }
      if word.hasPrefix("0x") || word.hasPrefix("0X") {
        return rest.count > 2 && rest.dropFirst(2).allSatisfy(\.isHexDigit)
          ? nil : ("this is no number", "write hexadecimal digits behind `0x`")
      }
    }
    if rest.first == UInt8(ascii: "+") {
      return ("a JSON number has no plus sign", "remove the `+`")
    }
    if rest.first == UInt8(ascii: "0"), isDigit(rest.dropFirst().first) {
      return ("a JSON number has no leading zeros", "remove the leading zeros")
    }
    let whole = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(whole.count)
    if whole.isEmpty, !(isJSON5 && rest.first == UInt8(ascii: ".")) {
      return rest.first == UInt8(ascii: ".")
        ? ("a JSON number begins with a digit", "write `0` before the point")
        : ("this is no JSON number", "write digits, or put it into double quotes")
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let fraction = rest.prefix(while: \.isDigit)
      rest = rest.dropFirst(fraction.count)
      if fraction.isEmpty, !isJSON5 || whole.isEmpty {
        return ("digits are missing behind the point", "write `0` behind it, or remove it")
      }
    }
    if let byte = rest.first, byte | 32 == UInt8(ascii: "e") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      let exponent = rest.prefix(while: \.isDigit)
      rest = rest.dropFirst(exponent.count)
      if exponent.isEmpty { return ("digits are missing in the exponent", "write them") }
    }
    return rest.isEmpty
      ? nil : ("this is no JSON number", "write digits, or put it into double quotes")
  }
}

/// A string as RFC 8259 has it.
enum JSONString {
  struct Fault {
    let message: String
    let help: String
    let range: ByteRange
  }

  /// - Parameter range: a terminated string, quotes included.
  static func fault(in text: SourceText, _ range: ByteRange) -> Fault? {
    text.bytes.withUnsafeBufferPointer { bytes in
      var index = range.start + 1
      while index < range.end - 1 {
        let byte = bytes[index]
        if byte < 32 {
          return Fault(
            message: "a control character stands in the string",
            help: byte == 9 ? "write `\\t`" : "write it as `\\u` and four hexadecimal digits",
            range: ByteRange(index, index + 1))
        }
        if byte != UInt8(ascii: "\\") {
          index += 1
          continue
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
          UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
          index += 2
        case UInt8(ascii: "u"):
          let digits = bytes[(index + 2)..<min(index + 6, range.end - 1)].prefix(
            while: \.isHexDigit)
          if digits.count < 4 {
            return Fault(
              message: "`\\u` needs four hexadecimal digits", help: "write all four",
              range: ByteRange(index, index + 2 + digits.count))
          }
          index += 6
        default:
          return Fault(
            message: "JSON has no such escape", help: "double the backslash",
            range: ByteRange(index, index + 2))
        }
      }
      return nil
    }
  }
}

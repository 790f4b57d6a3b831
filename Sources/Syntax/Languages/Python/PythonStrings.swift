import Source

/// The strings of Python by their values (The Python Language Reference, 2.4.1 to 2.4.3): whatever quotes they
/// have, in one piece or in several that follow each other.
///
/// Quotes need no backslash in the number, a line end is one byte, and the case of a prefix means nothing (but
/// `u`, which the tree keeps). The pieces of an interpolated string reach from and to the braces of its
/// fields.
struct PythonStrings {
  /// The interpolated strings around a token, outermost first.
  private var open: [PythonPrefix] = []
  /// The place of the first piece of the outermost.
  private var start = 0
  /// What is written in a field of the outermost can be printed (`f"{a = }"`), and stays as it is.
  private var isPrinted = false
  /// The text that the last token ends with.
  private var last: PythonText?

  var isOutside: Bool { open.isEmpty }

  mutating func read(_ place: Int, _ file: inout TokenRewriter) {
    switch file.kind(place) {
    case .string where open.isEmpty:
      last = piece(place, PythonPrefix(file.text.slice(file.range(place))), &file)
    case .stringStart:
      let prefix = PythonPrefix(file.text.slice(file.range(place)))
      if open.isEmpty {
        start = place
        isPrinted = false
        _ = piece(place, prefix, &file)
        last = nil
      }
      open.append(prefix)
    case .stringMiddle:
      if open.count == 1 { _ = piece(place, open[0], &file) }
    case .stringEnd:
      guard let prefix = open.popLast(), open.isEmpty else { return }
      last = piece(place, prefix, &file)
      if isPrinted { keepBlanks(before: place, &file) } else { readFields(before: place, &file) }
    case .operator:
      if !open.isEmpty, file.isWritten(place, "=") { isPrinted = true }
    default: break
    }
  }

  /// A piece of a string outside of others; nil where no more text may follow it.
  private func piece(_ place: Int, _ prefix: PythonPrefix, _ file: inout TokenRewriter)
    -> PythonText?
  {
    var kind = file.kind(place)
    let range = file.range(place)
    let isFirst = kind == .string || kind == .stringStart
    let isLast = kind == .string || kind == .stringEnd
    let lower = range.start + (isFirst ? prefix.length + prefix.quotes : 0)
    let upper = range.end - (isLast ? prefix.quotes : 0)
    guard lower <= upper else { return nil }
    let inner = lower..<upper
    return file.text.bytes.withUnsafeBufferPointer { bytes -> PythonText? in
      // It may be without its end.
      if isLast, !bytes[inner.upperBound..<range.end].allSatisfy({ $0 == prefix.quote }) {
        return nil
      }
      var hash = combined(0xCBF2_9CE4_8422_2325, prefix.letters)
      var first = place
      if isFirst, let last, last.end == place - 1, !file.startsLine(place),
        last.letters == prefix.letters, prefix.joins, !last.endsInEscape
      {
        hash = last.hash
        first = last.first
        if file.kind(first) == .stringEnd { kind = kind == .string ? .stringEnd : .stringMiddle }
      }
      hash = file.textHash(
        bytes, inner, isRaw: prefix.isRaw, joinsLines: true, hexadecimal: prefix.hexadecimal,
        from: hash)
      // The first token stands for all of the text.
      if first != place { file.drop(place) }
      file.setHash(first, combined(hash, UInt64(kind.rawValue)))
      return PythonText(
        first: first, end: place, hash: hash, letters: prefix.letters,
        endsInEscape: endsInEscape(bytes, inner))
    }
  }

  /// The blanks at the ends of the fields of a string, which are printed with what stands there. Nothing is
  /// joined to the string.
  private mutating func keepBlanks(before end: Int, _ file: inout TokenRewriter) {
    last = nil
    for place in start + 1...end
    where file.kind(place) == .stringMiddle || file.kind(place) == .stringEnd {
      let hash = file.hashes[Int(file.code[place])]
      let gap = file.text.bytes.withUnsafeBufferPointer { bytes in
        hashOf(bytes, file.range(place - 1).end, file.range(place).start, .text)
      }
      file.setHash(place, combined(hash, gap))
    }
  }

  /// The tokens in the fields of a string, without the blanks between them.
  private func readFields(before end: Int, _ file: inout TokenRewriter) {
    for place in start + 1..<end {
      let kind = file.kind(place)
      let range = file.range(place)
      if kind == .stringMiddle || kind == .stringEnd { continue }
      let text = file.text.bytes
      var before = range.start
      while before > 0, text[before - 1] == 32 || text[before - 1] == 9 { before -= 1 }
      // `! r` is an error, and a line end or a comment in a field was one before Python 3.12.
      if before != file.range(place - 1).end { continue }
      if before < range.start, file.isOperator(place - 1, "!") { continue }
      let prefix = PythonPrefix(file.text.slice(range))
      text.withUnsafeBufferPointer { bytes in
        let lower = range.start + prefix.length + prefix.quotes
        let upper = range.end - prefix.quotes
        guard kind == .string, lower <= upper,
          bytes[upper..<range.end].allSatisfy({ $0 == prefix.quote })
        else {
          file.setHash(place, hashOf(bytes, range.start, range.end, kind))
          return
        }
        file.setHash(
          place,
          file.valueHash(
            bytes, lower..<upper, isRaw: prefix.isRaw, joinsLines: true,
            hexadecimal: prefix.hexadecimal,
            seed: prefix.letters))
      }
    }
  }

  /// Whether the text ends in an escape that more digits or letters would change or complete.
  private func endsInEscape(_ bytes: UnsafeBufferPointer<UInt8>, _ inner: Range<Int>) -> Bool {
    var index = inner.lowerBound
    while index < inner.upperBound {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      index += 1
      guard index < inner.upperBound else { return true }
      let letter = bytes[index]
      var digits: Int
      switch letter {
      case UInt8(ascii: "0")...UInt8(ascii: "7"): digits = 3
      case UInt8(ascii: "x"): digits = 2
      case UInt8(ascii: "u"): digits = 4
      case UInt8(ascii: "U"): digits = 8
      case UInt8(ascii: "N"):
        while index < inner.upperBound, bytes[index] != UInt8(ascii: "}") { index += 1 }
        if index == inner.upperBound { return true }
        continue
      default: digits = 0
      }
      if digits != 3 { index += 1 }
      while digits > 0, index < inner.upperBound, bytes[index].isHexDigit {
        index += 1
        digits -= 1
      }
      if digits > 0, index == inner.upperBound { return true }
    }
    return false
  }
}

/// Text of a string to which the next string may be joined.
private struct PythonText {
  /// The places of the token that stands for it and of the last one.
  let first: Int
  let end: Int
  let hash: UInt64
  let letters: UInt64
  /// It ends in an escape that more of it would change.
  let endsInEscape: Bool
}

/// What the beginning of a string says.
private struct PythonPrefix {
  var length = 0
  var quote: UInt8 = 0
  var quotes = 1
  /// The letters before the quote, each a bit.
  var letters: UInt64 = 0

  var isRaw: Bool { letters & 16 != 0 }
  /// Whether the next string with the same letters goes on with it: not `u`, nor the pieces of templates.
  var joins: Bool { letters & 9 == 0 }
  var hexadecimal: String.UTF8View { letters & 2 == 0 ? "xuU".utf8 : "x".utf8 }

  init(_ text: ArraySlice<UInt8>) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "u"): letters |= 1
      case UInt8(ascii: "U"): break
      case UInt8(ascii: "b"), UInt8(ascii: "B"): letters |= 2
      case UInt8(ascii: "f"), UInt8(ascii: "F"): letters |= 4
      case UInt8(ascii: "t"), UInt8(ascii: "T"): letters |= 8
      case UInt8(ascii: "r"), UInt8(ascii: "R"): letters |= 16
      default:
        quote = byte
        let rest = text.dropFirst(length)
        if rest.count > 2, rest.prefix(3).allSatisfy({ $0 == byte }) { quotes = 3 }
        return
      }
      length += 1
    }
  }
}

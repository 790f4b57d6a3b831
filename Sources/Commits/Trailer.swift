/// One `Key: value` line at the end of a message.
public struct Trailer: Sendable, Hashable {
  public let key: String
  /// Continued lines are joined by a blank.
  public let value: String

  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

extension MessageLines {
  /// Lines that Git itself writes make a paragraph with other text in it a block of trailers too.
  private static let generated = ["Signed-off-by: ", "(cherry picked from commit "]

  /// The first line of the trailers, after the rules of `git interpret-trailers`: the last paragraph,
  /// but not the title, if it consists of trailers, or of at least a quarter of trailers with one
  /// that Git writes among them. The number of lines when there are none.
  func trailerStart(afterTitle title: Int) -> Int {
    var (trailers, others, continuations) = (0, 0, 0)
    var isGenerated = false
    var last = count
    while last > title, isBlank(last - 1) { last -= 1 }
    var index = last
    while index > title {
      index -= 1
      if isBlank(index) {
        others += continuations
        let isBlock = isGenerated && trailers * 3 >= others || trailers > 0 && others == 0
        return isBlock ? index + 1 : count
      }
      if Self.generated.contains(where: { line(index).hasPrefix($0) }) {
        isGenerated = true
        (trailers, continuations) = (trailers + 1, 0)
      } else if keyLength(index) != nil {
        (trailers, continuations) = (trailers + 1, 0)
      } else if startsBlank(index) {
        continuations += 1
      } else {
        others += 1 + continuations
        continuations = 0
      }
    }
    return count
  }

  func trailers(from start: Int) -> [Trailer] {
    var found: [Trailer] = []
    var isOpen = false
    for index in start..<max(start, count) where !isBlank(index) {
      if let length = keyLength(index) {
        let bytes = bytes(index)
        let key = bytes.prefix(length).filter { $0 != 32 && $0 != 9 }
        let value = Self.trim(bytes.dropFirst(length + 1))
        found.append(
          Trailer(
            key: String(decoding: key, as: UTF8.self), value: String(decoding: value, as: UTF8.self)
          ))
        isOpen = true
      } else if startsBlank(index), isOpen, let last = found.popLast() {
        found.append(Trailer(key: last.key, value: last.value + " " + trimmed(index)))
      } else {
        isOpen = false
      }
    }
    return found
  }

  /// How many bytes stand before the colon of a trailer; nil when the line is none.
  private func keyLength(_ index: Int) -> Int? {
    let bytes = bytes(index)
    var hasBlank = false
    for (offset, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: ":") { return offset > 0 ? offset : nil }
      if byte == 32 || byte == 9, offset > 0 {
        hasBlank = true
      } else if hasBlank || !(byte.isAlphanumeric || byte == UInt8(ascii: "-")) {
        return nil
      }
    }
    return nil
  }
}

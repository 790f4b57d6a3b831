/// Finds every one of some words in one pass over bytes, whatever the case of ASCII letters (Aho, Corasick:
/// Efficient string matching, 1975). A hit is told by a mark in the table itself, so that a byte that ends
/// no word costs two loads.
struct WordAutomaton: Sendable {
  /// The class of each byte; bytes that are in no word are one class.
  private let classes: [UInt8]
  /// The bits to shift a state by to reach its row.
  private let shift: UInt16
  /// The next state for each state and class, with `mark` where a word ends there.
  private let table: [UInt16]
  /// The words that end in each state.
  private let words: [[UInt8]]

  private static let mark: UInt16 = 0x8000

  /// - Parameter list: at most 255 words in lower case, 32,767 bytes of them in all.
  init(_ list: [[UInt8]]) {
    var classes = [UInt8](repeating: 0, count: 256)
    var count: UInt8 = 1
    for byte in list.joined() where classes[Int(byte)] == 0 {
      classes[Int(byte)] = count
      if byte &- 97 < 26 { classes[Int(byte & 0xDF)] = count }
      count += 1
    }
    var shift: UInt16 = 0
    while 1 << shift < Int(count) { shift += 1 }
    let width = 1 << Int(shift)
    var next = [UInt16](repeating: 0, count: width)
    var words: [[UInt8]] = [[]]
    for (number, word) in list.enumerated() {
      var state = 0
      for byte in word {
        let place = state * width + Int(classes[Int(byte)])
        if next[place] == 0 {
          next[place] = UInt16(words.count)
          words.append([])
          next += repeatElement(0, count: width)
        }
        state = Int(next[place])
      }
      words[state].append(UInt8(number))
    }
    var fallback = [Int](repeating: 0, count: words.count)
    var queue = (0..<width).map { Int(next[$0]) }.filter { $0 != 0 }
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      words[state] += words[fallback[state]]
      for symbol in 0..<width {
        let place = state * width + symbol
        let onward = next[fallback[state] * width + symbol]
        if next[place] == 0 {
          next[place] = onward
        } else {
          fallback[Int(next[place])] = Int(onward)
          queue.append(Int(next[place]))
        }
      }
    }
    table = next.map { words[Int($0)].isEmpty ? $0 : $0 | WordAutomaton.mark }
    self.classes = classes
    self.shift = shift
    self.words = words
  }

  /// Calls back with the number of each word that ends in a part of the bytes, and the offset behind it.
  @inline(__always)
  func search(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ found: (Int, Int) -> Void
  ) {
    classes.withUnsafeBufferPointer { classes in
      table.withUnsafeBufferPointer { table in
        var state: UInt16 = 0
        for index in range {
          let row = Int(state & ~WordAutomaton.mark) << Int(shift)
          state = table[row | Int(classes[Int(bytes[index])])]
          guard state & WordAutomaton.mark != 0 else { continue }
          for word in words[Int(state & ~WordAutomaton.mark)] { found(Int(word), index + 1) }
        }
      }
    }
  }
}

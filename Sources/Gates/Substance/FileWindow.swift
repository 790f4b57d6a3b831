import SemanticDiff
import Source
import Syntax
import Verification

/// What differs between the two sides of a file, in whole lines: all between the lines at the beginning
/// and at the end that both have.
struct FileWindow {
  let pair: FilePair
  let conventions: Conventions
  let before: ByteRange
  let after: ByteRange

  init?(_ pair: FilePair) {
    guard let language = pair.language, language.hasFunctions else { return nil }
    self.pair = pair
    conventions = .of(language)
    let old = pair.before?.text.bytes ?? []
    let new = pair.after?.text.bytes ?? []
    let shorter = min(old.count, new.count)
    var start = 0
    var tail = 0
    old.withUnsafeBufferPointer { old in
      new.withUnsafeBufferPointer { new in
        while start < shorter, old[start] == new[start] { start += 1 }
        while start > 0, start < shorter || old.count != new.count,
          (start < old.count ? old : new)[start - 1] != 10
        {
          start -= 1
        }
        while tail < shorter - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
          tail += 1
        }
        while tail > 0, old[old.count - tail] != 10 { tail -= 1 }
      }
    }
    before = ByteRange(start, max(start, old.count - tail))
    after = ByteRange(start, max(start, new.count - tail))
  }

  /// Whether a program makes the file, another project does, or tests read it as data.
  var isBuilt: Bool { FileWindow.isBuilt(pair.path) }

  /// The same of a path.
  static func isBuilt(_ path: SourcePath) -> Bool {
    path.lastComponent.holds(".min.") || path.components.contains { built.contains(Word($0)) }
  }

  private static let built: WordSet = [
    "dist", "vendor", "_vendor", "node_modules", "third_party", "thirdparty", "generated", "Pods",
    // What tests read is no test.
    "_files", "fixtures", "Fixtures", "__fixtures__", "fixture", "Fixture", "testdata",
    "test_data", "TestData", "_fixtures",
  ]

  /// Calls `body` with the index of each token of a side that begins in what differs.
  static func forEachToken(
    _ file: SyntaxFile?, _ range: ByteRange, _ body: (SyntaxFile, Int) -> Void
  ) {
    guard let file else { return }
    var index = file.tokens.firstIndex(startingAt: range.start)
    while index < file.tokens.count, file.tokens.start(index) < range.end {
      body(file, index)
      index += 1
    }
  }
}

extension Subject {
  /// What is to be said of the code that could not be read.
  var unreadCode: [String] {
    files.filter {
      $0.isUnread && $0.pair.language?.hasFunctions == true && !FileWindow.isBuilt($0.path)
    }
    .map { "not read: \($0.path)" }
  }
}

/// The lines that only one side of a change has, white space left out.
struct ChangedLines {
  /// How often each line stands on the before side beyond the after side, over all files.
  private var gone: [Word: Int] = [:]
  private var new: [Word: Int] = [:]
  /// Those of the before side that are gone and were no comments.
  private var goneCode: Set<Word> = []

  init(_ windows: [FileWindow]) {
    for window in windows {
      if let file = window.pair.before {
        let bytes = file.text.bytes
        ChangedLines.forEachLine(bytes, window.before) { line, range in
          gone[line, default: 0] += 1
          let first = bytes[range.start..<range.end].first { !$0.isSpace }
          if first != UInt8(ascii: "*"), first != UInt8(ascii: "/"), first != UInt8(ascii: "#"),
            first != UInt8(ascii: "-")
          {
            goneCode.insert(line)
          }
        }
      }
      if let file = window.pair.after {
        ChangedLines.forEachLine(file.text.bytes, window.after) { line, _ in
          new[line, default: 0] += 1
        }
      }
    }
    for (line, count) in gone {
      guard let other = new[line] else { continue }
      gone[line] = count - min(count, other)
      new[line] = other - min(count, other)
    }
  }

  func isGone(_ line: Word) -> Bool { gone[line] ?? 0 > 0 }
  /// Whether it was code.
  func isGoneCode(_ line: Word) -> Bool { isGone(line) && goneCode.contains(line) }
  func isNew(_ line: Word) -> Bool { new[line] ?? 0 > 0 }

  /// Whether the line is new in which an offset stands.
  func isNew(at offset: Int, of bytes: [UInt8]) -> Bool {
    var start = offset
    while start > 0, bytes[start - 1] != 10 { start -= 1 }
    var end = offset
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    guard let line = ChangedLines.word(bytes[start..<end]) else { return false }
    return isNew(line)
  }

  /// Calls `body` with the number of each line's bytes without white space, and its range; empty lines
  /// are left out.
  static func forEachLine(
    _ bytes: [UInt8], _ range: ByteRange, _ body: (Word, ByteRange) -> Void
  ) {
    var start = range.start
    while start < range.end {
      var end = start
      while end < range.end, bytes[end] != 10 { end += 1 }
      let part = ByteRange(start, end)
      if let word = ChangedLines.word(bytes[start..<end]) { body(word, part) }
      start = end + 1
    }
  }

  /// The number of a line; nil for one without text.
  static func word(_ line: ArraySlice<UInt8>) -> Word? {
    let code = line.lazy.filter { !$0.isSpace }
    return code.isEmpty ? nil : Word(code)
  }
}

/// Things of which each side of a change has some: those of the after side beyond the before side.
struct Surplus<Item> {
  private var known: [Word: Int] = [:]
  private var items: [(Word, Item)] = []

  mutating func had(_ key: Word) { known[key, default: 0] += 1 }
  mutating func has(_ key: Word, _ item: Item) { items.append((key, item)) }

  /// Where there are more than before, the last ones.
  var new: [Item] {
    var old = known
    return items.compactMap { key, item in
      if let left = old[key], left > 0 {
        old[key] = left - 1
        return nil
      }
      return item
    }
  }
}

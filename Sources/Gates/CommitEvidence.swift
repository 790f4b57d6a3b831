import Git
import SemanticDiff
import Source
import Syntax
import Verification

/// What the difference of one commit shows, in the terms in which messages speak of it.
struct CommitEvidence {
  /// A change of a declaration with its file.
  struct Change {
    let entity: EntityChange
    let pair: FilePair
  }

  private let subject: Subject
  let parts: ChangeParts
  /// Whether all that differs was read: only then is it known what the commit does not do.
  let isWhole: Bool
  /// The changes of declarations in code of the program itself, neither tests nor data.
  let changes: [Change]
  private let pairs: [SourcePath: FilePair]

  init(_ subject: Subject) {
    self.subject = subject
    let known = subject.change.files.count == subject.files.count
    isWhole =
      known && subject.files.allSatisfy { !$0.pair.isUnread && $0.change.status != .unmerged }
    let diffs = Dictionary(subject.diff.files.map { ($0.path, $0) }) { first, _ in first }
    var parts: ChangeParts = known ? [] : .code
    var changes: [Change] = []
    var pairs: [SourcePath: FilePair] = [:]
    for file in subject.files {
      pairs[file.pair.pathBefore] = file.pair
      guard let diff = diffs[file.path] else { continue }
      parts.formUnion(ChangeParts(file.pair, diff))
      guard PathRole(file.path) == .code, file.isProgram else { continue }
      changes += diff.entities.map { Change(entity: $0, pair: file.pair) }
        .filter { !ChangeParts($0.entity, $0.pair).contains(.test) }
    }
    self.parts = parts
    self.changes = changes
    self.pairs = pairs
  }

  /// Changes of what the program does, also that of its users' strings.
  var codeChanges: [Change] {
    changes.filter { ChangeParts($0.entity, $0.pair) == .code }
  }

  /// Whether code changed that belongs to no declaration, or files whose declarations are not read.
  var changesMoreThanDeclarations: Bool {
    subject.diff.files.contains { diff in
      guard PathRole(diff.path) == .code else { return false }
      return diff.note != nil || diff.entities.isEmpty
    }
  }

  func difference(_ change: Change) -> TokenDifference? {
    TokenDifference(
      change.entity, change.pair, before: change.entity.oldPath.flatMap { pairs[$0] })
  }

  /// Whether no person can doubt that what changed beside tests and layout are documents and comments:
  /// in some projects texts are the product.
  var isPlainlyDocumentation: Bool {
    subject.files.allSatisfy { file in
      guard PathRole(file.path) == .documentation else { return true }
      let parts = file.path.components.map { String(decoding: $0, as: UTF8.self).lowercased() }
      return parts.last?.hasPrefix("readme") == true
        || parts.count > 1 && ["docs", "doc"].contains(parts[0])
    }
  }

  // MARK: Names

  /// Whether a name stands as an identifier in the code of one of the sides.
  func isIdentifier(_ name: String) -> Bool {
    let name = Array(name.utf8)
    return subject.files.contains { file in
      file.isProgram
        && [file.pair.before, file.pair.after].contains { $0?.holds(identifier: name) == true }
    }
  }

  /// Whether a name stands more often in one of the files, or in its path, than before.
  func increases(_ name: String) -> Bool { subject.files.contains { $0.delta(of: name) > 0 } }

  /// Whether a name stands less often in one of the files, or in its path, than before.
  func decreases(_ name: String) -> Bool { subject.files.contains { $0.delta(of: name) < 0 } }

  /// Whether no change comes near to a name: it stands as often as before, in no declaration that
  /// changed, and in no file of which more changed than declarations.
  func leavesAlone(_ name: String) -> Bool {
    let word = Array(name.utf8)
    let diffs = Dictionary(subject.diff.files.map { ($0.path, $0) }) { first, _ in first }
    return subject.files.allSatisfy { file in
      if file.delta(of: name) != 0 || file.change.oldPath != nil { return false }
      let places = [file.before, file.after].map { $0?.bytes.places(ofWord: word) ?? [] }
      if places.allSatisfy(\.isEmpty) { return true }
      guard let diff = diffs[file.path], diff.note == nil, !diff.entities.isEmpty,
        !diff.entities.contains(where: { change in
          change.changes.contains(.reordered) || change.changes.contains(.moved)
        })
      else { return false }
      return diff.entities.allSatisfy { change in
        zip(places, [change.before, change.after]).allSatisfy { places, range in
          !places.contains { range?.bytes.contains($0) == true }
        }
      }
    }
  }

  /// Whether tests, or what looks like some, came in anywhere.
  var hasTests: Bool {
    parts.contains(.test)
      || subject.files.contains { file in
        let path = file.path.description.lowercased()
        if ["test", "spec", "fixture"].contains(where: path.contains) { return true }
        guard let after = file.after else { return false }
        return ["test", "assert", "expect"].contains { word in
          after.bytes.count(ofText: word) > (file.before?.bytes.count(ofText: word) ?? 0)
        }
      }
  }
}

extension SubjectFile {
  /// Whether it is written in a language with functions.
  fileprivate var isProgram: Bool { pair.language?.hasFunctions == true }

  /// How much more often a name stands in the file, its path included, after the change.
  fileprivate func delta(of name: String) -> Int {
    let word = Array(name.utf8)
    func count(_ text: SourceText?, _ path: SourcePath, _ exists: Bool) -> Int {
      (text?.bytes.count(ofWord: word) ?? 0) + (exists ? path.bytes.count(ofWord: word) : 0)
    }
    return count(after, change.path, change.after != nil)
      - count(before, change.oldPath ?? change.path, change.before != nil)
  }
}

extension SyntaxFile {
  fileprivate func holds(identifier name: [UInt8]) -> Bool {
    // Most files hold the bytes nowhere.
    guard text.bytes.holds(word: name) else { return false }
    return (0..<tokens.count).contains { index in
      tokens.kind(index) == .identifier && text.slice(tokens.range(index)).elementsEqual(name)
    }
  }
}

extension [UInt8] {
  fileprivate func holds(word: [UInt8]) -> Bool { !places(ofWord: word, most: 1).isEmpty }

  fileprivate func count(ofWord word: [UInt8]) -> Int { places(ofWord: word).count }

  /// Where a word stands with no letter, digit or `_` beside it.
  fileprivate func places(ofWord word: [UInt8], most: Int = .max) -> [Int] {
    var found: [Int] = []
    forEachPlace(of: word) { place in
      let isStart = place == 0 || !self[place - 1].isNamePart
      let end = place + word.count
      if isStart, end == count || !self[end].isNamePart { found.append(place) }
      return found.count < most
    }
    return found
  }

  /// How often a text stands, in small letters or with a capital in front.
  fileprivate func count(ofText text: String) -> Int {
    var found = 0
    for spelling in [text, text.prefix(1).uppercased() + text.dropFirst()] {
      forEachPlace(of: Array(spelling.utf8)) { _ in
        found += 1
        return true
      }
    }
    return found
  }

  /// - Parameter body: says whether to go on.
  private func forEachPlace(of word: [UInt8], _ body: (Int) -> Bool) {
    guard let first = word.first, word.count <= count else { return }
    withUnsafeBufferPointer { bytes in
      var place = 0
      while place <= bytes.count - word.count {
        if bytes[place] == first {
          var length = 1
          while length < word.count, bytes[place + length] == word[length] { length += 1 }
          if length == word.count, !body(place) { return }
        }
        place += 1
      }
    }
  }
}

extension UInt8 {
  fileprivate var isNamePart: Bool {
    self &- 48 < 10 || (self | 32) &- 97 < 26 || self == UInt8(ascii: "_") || self >= 128
  }
}

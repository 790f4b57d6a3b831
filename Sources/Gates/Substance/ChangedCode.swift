import SemanticDiff
import Source
import Syntax
import Verification

/// A function on one side of a change.
struct FunctionSite {
  let pair: FilePair
  let file: SyntaxFile
  let path: SourcePath
  let index: Int

  var entity: Entity { file.entities[index] }
  var name: String { file.name(entity) }
  var qualifiedName: String { file.qualifiedName(entity) }
  var conventions: Conventions { .of(file.language) }
  var nameWord: Word { Word(file.text.slice(entity.nameRange)) }
  var body: CodeSlice? { CodeSlice(bodyOf: entity, in: file) }
  var parent: Entity? { entity.parent < 0 ? nil : file.entities[entity.parent] }

  /// Whether a modifier, an attribute or a decorator holds one of these words.
  func isMarked(_ words: WordSet) -> Bool {
    entity.modifiers.contains { range in
      let slice = CodeSlice(file, range)
      return slice.words.contains(where: words.contains)
    }
  }
}

/// What happened to one function or test: nil for a side on which it is not.
struct FunctionChange {
  let before: FunctionSite?
  let after: FunctionSite?
}

/// The functions and tests that a change touches.
struct ChangedCode {
  private(set) var functions: [FunctionChange] = []
  private(set) var tests: [FunctionChange] = []
  /// What groups tests, and what helps them.
  private(set) var testHelpers: [FunctionChange] = []
  /// The names of what is declared in code that the change removes or renames.
  private(set) var goneNames: Set<Word> = []
  /// The names of functions of the program itself that the change adds or rewrites.
  private(set) var workedNames: Set<Word> = []
  /// The words that stood in code of the program that differs, and stand in none of its files now.
  private(set) var goneWords: Set<Word> = []
  /// Whether code of the program itself changed.
  private(set) var changesProgram = false

  init(_ subject: Subject) {
    var pairs: [SourcePath: FilePair] = [:]
    var old: [SourcePath: FilePair] = [:]
    for file in subject.files
    where file.pair.language?.hasFunctions == true && !FileWindow.isBuilt(file.path) {
      pairs[file.pair.path] = file.pair
      old[file.pair.pathBefore] = file.pair
    }
    for diff in subject.diff.files {
      guard let pair = pairs[diff.path] else { continue }
      let isTest = PathRole(diff.path) == .test
      for change in diff.entities {
        let source = change.oldPath.flatMap { old[$0] } ?? pair
        add(change, pair, source, isInTests: isTest)
      }
    }
  }

  private mutating func add(
    _ change: EntityChange, _ pair: FilePair, _ source: FilePair, isInTests: Bool
  ) {
    let kinds = change.changes
    if !isInTests, change.kind != .import, kinds != [.documentation], kinds != [.cosmetic] {
      changesProgram = true
    }
    if kinds == [.added], let file = pair.after, let range = change.after?.bytes {
      forEachCallable(file, range, change.kind) { index in
        add(FunctionChange(before: nil, after: FunctionSite(pair, after: index)!))
      }
    } else if kinds.first == .added, let index = pair.after?.index(of: change.kind, change.after) {
      add(FunctionChange(before: nil, after: FunctionSite(pair, after: index)))
    } else if kinds.first == .removed {
      guard let file = source.before, let range = change.before?.bytes else { return }
      if !isInTests { goneNames.insert(Word(change.lastName.utf8)) }
      forEachCallable(file, range, change.kind) { index in
        let site = FunctionSite(source, before: index)!
        if !isInTests { goneNames.insert(site.nameWord) }
        add(FunctionChange(before: site, after: nil))
      }
    } else if let index = pair.after?.index(of: change.kind, change.after),
      let origin = source.before?.index(of: change.kind, change.before)
        ?? source.before?.index(of: nil, change.before)
    {
      if !isInTests, change.oldQualifiedName != nil {
        goneNames.insert(Word(change.oldLastName.utf8))
      }
      guard change.kind.isCallable || change.kind == .property,
        kinds.contains(where: { ![.cosmetic, .documentation, .reordered].contains($0) })
      else { return }
      add(
        FunctionChange(
          before: FunctionSite(source, before: origin), after: FunctionSite(pair, after: index)))
    }
  }

  private mutating func add(_ change: FunctionChange) {
    guard let site = change.after ?? change.before else { return }
    if site.isTest {
      if site.holdsTests { testHelpers.append(change) } else { tests.append(change) }
      return
    }
    if let before = change.before, before.isTest, !before.holdsTests {
      // Under its new name, or without its mark, it no longer runs.
      tests.append(FunctionChange(before: before, after: nil))
      return
    }
    if site.isInTests {
      testHelpers.append(change)
      return
    }
    functions.append(change)
    if change.after != nil { workedNames.insert(site.nameWord) }
  }

  private func forEachCallable(
    _ file: SyntaxFile, _ range: ByteRange, _ kind: EntityKind, _ body: (Int) -> Void
  ) {
    if !kind.isCallable, !kind.isType, ![.module, .namespace, .section].contains(kind) { return }
    var index = file.entities.firstIndex(startingAt: range.start)
    while index < file.entities.count, file.entities[index].range.start < range.end {
      let entity = file.entities[index]
      if entity.kind.isCallable, entity.range.end <= range.end { body(index) }
      index += 1
    }
  }

  /// Finds the words that are gone from the code of the program: a test may lose what names them.
  mutating func findGoneWords(_ windows: [FileWindow]) {
    var gone: Set<Word> = []
    func forEachName(_ file: SyntaxFile?, _ range: ByteRange, _ body: (Word) -> Void) {
      guard let file else { return }
      file.text.bytes.withUnsafeBufferPointer { bytes in
        FileWindow.forEachToken(file, range) { file, index in
          let kind = file.tokens.kind(index)
          // Short names stand for this and that.
          guard kind == .identifier, file.tokens.range(index).count >= 5 else { return }
          body(Word(bytes, file.tokens.range(index)))
        }
      }
    }
    let program = windows.filter { PathRole($0.pair.path) != .test }
    for window in program { forEachName(window.pair.before, window.before) { gone.insert($0) } }
    if gone.isEmpty { return }
    for window in program {
      guard let file = window.pair.after else { continue }
      forEachName(file, ByteRange(0, file.text.bytes.count)) { gone.remove($0) }
    }
    goneWords = gone
  }

  /// Whether a name is made of words of which one is a name that is gone.
  func namesGone(_ name: ArraySlice<UInt8>) -> Bool {
    var parts: Set<Word> = [Word(name)]
    for prefix in ["test_", "test"] as [StaticString] where name.begins(prefix) {
      parts.insert(Word(name.dropFirst(prefix.utf8CodeUnitCount)))
    }
    for part in name.split(whereSeparator: {
      !$0.isLetter && $0 != UInt8(ascii: "_") && !($0 >= 48 && $0 <= 57)
    }) {
      parts.insert(Word(part))
    }
    return parts.contains { goneNames.contains($0) || goneWords.contains($0) }
  }

  /// Pairs tests that went with tests that came in their place, under another name.
  mutating func pairTests() {
    let gone = tests.indices.filter { tests[$0].after == nil }
    let new = tests.indices.filter { tests[$0].before == nil }
    // Beyond it a change is a rewrite of its tests, which no comparison one by one explains.
    guard !gone.isEmpty, !new.isEmpty, gone.count * new.count <= 2_500 else { return }
    let bags = Dictionary(uniqueKeysWithValues: (gone + new).map { ($0, bag(tests[$0])) })
    var dropped: Set<Int> = []
    for old in gone {
      guard let before = tests[old].before else { continue }
      var best: (Int, Double)?
      for candidate in new where !dropped.contains(candidate) {
        guard let after = tests[candidate].after else { continue }
        var likeness = ChangedCode.likeness(bags[old]!, bags[candidate]!)
        if before.nameWord == after.nameWord { likeness += 0.5 }
        if likeness > best?.1 ?? 0.6 { best = (candidate, likeness) }
      }
      if let best {
        tests[old] = FunctionChange(before: before, after: tests[best.0].after)
        dropped.insert(best.0)
      }
    }
    tests = tests.indices.filter { !dropped.contains($0) }.map { tests[$0] }
  }

  private func bag(_ change: FunctionChange) -> [Word: Int] {
    guard let site = change.after ?? change.before, let body = site.body else { return [:] }
    var bag: [Word: Int] = [:]
    for index in 0..<min(body.count, 2_000)
    where body.isName(index) || body.kind(index).isStringPiece || body.kind(index) == .number {
      bag[body.word(index), default: 0] += 1
    }
    return bag
  }

  static func likeness(_ a: [Word: Int], _ b: [Word: Int]) -> Double {
    var shared = 0
    for (word, count) in a { shared += min(count, b[word] ?? 0) }
    let total = a.values.reduce(0, +) + b.values.reduce(0, +)
    return total == 0 ? 0 : 2 * Double(shared) / Double(total)
  }
}

extension FunctionSite {
  init?(_ pair: FilePair, after index: Int?) {
    guard let file = pair.after, let index else { return nil }
    self.init(pair: pair, file: file, path: pair.path, index: index)
  }

  init?(_ pair: FilePair, before index: Int?) {
    guard let file = pair.before, let index else { return nil }
    self.init(pair: pair, file: file, path: pair.pathBefore, index: index)
  }

  /// Whether it stands where only tests, examples and their like are.
  var isInTests: Bool {
    switch PathRole(path) {
    case .test, .example, .documentation: return true
    default: break
    }
    var place = entity.parent
    while place >= 0 {
      let holder = file.entities[place]
      if holder.kind == .test { return true }
      if holder.kind == .module,
        holder.modifiers.contains(where: { file.text.slice($0).holds("cfg(test") })
      {
        return true
      }
      place = holder.parent
    }
    return false
  }

  /// Whether it is a test: by the grammar of its language, by a mark, or by its name where tests stand.
  var isTest: Bool {
    let entity = entity
    if entity.kind == .test { return true }
    guard entity.kind == .function || entity.kind == .method || entity.kind == .macro else {
      return false
    }
    let conventions = conventions
    if isMarked(conventions.testMarks) { return true }
    let name = file.text.slice(entity.nameRange)
    guard conventions.testPrefixes.contains(where: { Self.begins(name, $0) }) else {
      return false
    }
    return PathRole(path) == .test && entity.bodyRange != nil
  }

  private static func begins(_ name: ArraySlice<UInt8>, _ prefix: StaticString) -> Bool {
    let length = prefix.utf8CodeUnitCount
    guard name.count > length else { return false }
    for offset in 0..<length where name[name.startIndex + offset] != prefix.utf8Start[offset] {
      return false
    }
    // `testability` is none.
    let next = name[name.startIndex + length]
    return !(next >= 97 && next <= 122) || prefix.utf8Start[length - 1] == UInt8(ascii: "_")
  }

  /// Whether it groups other tests.
  var holdsTests: Bool {
    let end = entity.range.end
    var next = index + 1
    while next < file.entities.count, file.entities[next].range.start < end {
      if file.entities[next].kind == .test { return true }
      next += 1
    }
    return false
  }
}

extension EntityChange {
  /// The last part of the name, and of the one before.
  fileprivate var lastName: Substring { EntityChange.last(qualifiedName) }
  fileprivate var oldLastName: Substring { EntityChange.last(oldQualifiedName ?? qualifiedName) }

  private static func last(_ name: String) -> Substring {
    name.split { $0 == "." || $0 == ":" || $0 == "\\" || $0 == "/" }.last ?? name[...]
  }
}

extension [Entity] {
  /// The first entity that starts at or behind an offset: they stand in the order of the file.
  func firstIndex(startingAt offset: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].range.start < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SyntaxFile {
  /// The declaration with that range; of any kind where nil is asked for.
  fileprivate func index(of kind: EntityKind?, _ range: SourceRange?) -> Int? {
    guard let range = range?.bytes else { return nil }
    var index = entities.firstIndex(startingAt: range.start)
    while index < entities.count, entities[index].range.start == range.start {
      if entities[index].range.end == range.end, kind == nil || entities[index].kind == kind {
        return index
      }
      index += 1
    }
    return nil
  }
}

import Source
import Syntax

/// Whether a changed body says no more than that something it names was renamed, that a part of it is now
/// a function of its own, or that a function went into it.
///
/// The tokens of both bodies are walked side by side. They have to be equal, or names that were renamed
/// into each other, and to stand alike on their lines; where they part, the code on one side has to be the
/// whole body of a function that came or went, and the other side no more than its call with plain
/// arguments, which are what its parameters stand for.
struct Explanation {
  private let matching: Matching
  private let extraction: Extraction
  /// For each name after its names before.
  private var renames: [UInt64: Set<UInt64>] = [:]
  private var partsOf: [Int: [Declaration]] = [:]
  private var inlinedOf: [Int: [Declaration]] = [:]

  init(_ matching: Matching, _ extraction: Extraction) {
    self.matching = matching
    self.extraction = extraction
    for (index, a) in matching.after.enumerated()
    where matching.origin[index] >= 0 && !matching.isUnchanged[index] {
      let b = matching.before[matching.origin[index]]
      if b.name != a.name { renames[a.nameHash, default: []].insert(b.nameHash) }
    }
    for (part, hosts) in extraction.extractedFrom.sorted(by: { $0.key < $1.key }) {
      for host in hosts { partsOf[host, default: []].append(matching.after[part]) }
    }
    for (part, hosts) in extraction.inlinedInto.sorted(by: { $0.key < $1.key }) {
      for host in hosts { inlinedOf[host, default: []].append(matching.before[part]) }
    }
  }

  /// - Parameters:
  ///   - b: a declaration before.
  ///   - a: the one after with which it is paired.
  func explains(_ b: Int, _ a: Int) -> Bool {
    let (old, new) = (matching.before[b], matching.after[a])
    let (parts, inlined) = (partsOf[b] ?? [], inlinedOf[a] ?? [])
    var pairs = renames
    for change in ParameterChange.between(old, new) where change.kind == .renamed {
      guard let before = change.before, let after = change.after else { continue }
      pairs[CodeWords.hash(after), default: []].insert(CodeWords.hash(before))
    }
    if pairs.isEmpty && parts.isEmpty && inlined.isEmpty { return false }
    if old.bodyStream(blankingName: true).pragmas != new.bodyStream(blankingName: true).pragmas {
      return false
    }
    let (x, y) = (PlacedWord.body(old), PlacedWord.body(new))
    // Where indentation means something, all lines have to be indented by as much more or less.
    var shift: Int?
    func isIndentedAlike(_ b: PlacedWord, _ a: PlacedWord) -> Bool {
      guard new.file.language.layout.hasIndentation, a.column >= 0 else { return true }
      if shift == nil { shift = a.column - b.column }
      return shift == a.column - b.column
    }
    var (i, j) = (0, 0)
    while i < x.count || j < y.count {
      if i < x.count, j < y.count, x[i].isLike(y[j]), isIndentedAlike(x[i], y[j]),
        x[i].hash == y[j].hash
          || x[i].isIdentifier && y[j].isIdentifier && pairs[y[j].hash]?.contains(x[i].hash) == true
      {
        i += 1
        j += 1
      } else if let (code, call) = Explanation.replaced(x, i, by: parts, y, j) {
        (i, j) = (code, call)
      } else if let (code, call) = Explanation.replaced(y, j, by: inlined, x, i) {
        (i, j) = (call, code)
      } else {
        return false
      }
    }
    return true
  }

  /// The ends, in the code and in the text with the call, of a function's body and of its call, where both
  /// begin at these places or a little before.
  private static func replaced(
    _ code: [PlacedWord], _ i: Int, by parts: [Declaration], _ text: [PlacedWord], _ j: Int
  ) -> (Int, Int)? {
    for part in parts {
      for back in 0...min(6, i, j) {
        guard let call = Call(of: part, in: text, from: j - back) else { continue }
        for body in PlacedWord.contents(part) {
          if let end = call.end(of: body, part, in: code, from: i - back) { return (end, call.end) }
        }
      }
    }
    return nil
  }
}

/// A call with plain arguments.
private struct Call {
  let end: Int
  let arguments: [UInt64]

  /// What may stand in front of a call on its line: the variable that takes its value.
  private static let signs: Set<UInt64> = Set(
    ["=", ".", ":=", "return", "await", "try"].map(CodeWords.hash))

  init?(of part: Declaration, in text: [PlacedWord], from start: Int) {
    var place = start
    while place < text.count, text[place].hash != part.nameHash {
      guard place - start < 6,
        text[place].isIdentifier || text[place].isKeyword
          || Call.signs.contains(text[place].hash)
      else { return nil }
      place += 1
    }
    guard place + 1 < text.count, text[place + 1].hash == CodeWords.hash("(") else { return nil }
    place += 2
    var arguments: [UInt64] = []
    var last: PlacedWord?
    while place < text.count {
      let word = text[place]
      place += 1
      if word.hash == CodeWords.hash(")") {
        if let last { arguments.append(last.hash) }
        self.arguments = arguments
        end = place < text.count && text[place].hash == CodeWords.hash(";") ? place + 1 : place
        return
      }
      if word.hash == CodeWords.hash(",") {
        guard let last else { return nil }
        arguments.append(last.hash)
      } else if word.hash == CodeWords.hash(":") || word.hash == CodeWords.hash("=") {
        // A label.
        guard last?.isIdentifier == true else { return nil }
      } else if !word.isIdentifier && !word.isLiteral {
        return nil
      } else if last != nil, text[place - 2].isIdentifier {
        return nil
      }
      last = word.hash == CodeWords.hash(",") ? nil : word
    }
    return nil
  }

  /// Where the body ends in the code, if it stands there with the arguments for the parameters.
  func end(
    of body: [PlacedWord], _ part: Declaration, in code: [PlacedWord], from start: Int
  ) -> Int? {
    guard !body.isEmpty, start + body.count <= code.count else { return nil }
    let parameters = part.entity.parameters.map {
      CodeWords.hash(part.file.text.bytes, $0.name)
    }
    let skipped = parameters.count - arguments.count
    guard skipped == 0 || skipped == 1 && part.entity.kind == .method else { return nil }
    var values: [UInt64: UInt64] = [:]
    for (name, value) in zip(parameters.dropFirst(skipped), arguments) { values[name] = value }
    var shift: Int?
    for (offset, word) in body.enumerated() {
      let other = code[start + offset]
      let isMember = offset > 0 && body[offset - 1].hash == CodeWords.hash(".")
      guard (isMember ? word.hash : values[word.hash] ?? word.hash) == other.hash else {
        return nil
      }
      if offset == 0 { continue }
      guard word.isLike(other) else { return nil }
      if word.column >= 0 {
        if let shift, other.column - word.column != shift { return nil }
        shift = other.column - word.column
      }
    }
    return start + body.count
  }
}

/// A token with where it stands on its line.
private struct PlacedWord {
  let hash: UInt64
  let isIdentifier: Bool
  let isKeyword: Bool
  let isLiteral: Bool
  /// The bytes in front of it where it is the first of its line, else -1.
  let column: Int
  /// Whether white space stands in front of it, which can tell an operator from another.
  let isSpaced: Bool

  /// Whether both stand alike: how far right on the line says nothing here.
  func isLike(_ other: PlacedWord) -> Bool {
    (column < 0) == (other.column < 0) && isSpaced == other.isSpaced
  }

  /// The code of a body without documentation and what it holds.
  static func body(_ d: Declaration) -> [PlacedWord] {
    let tokens = d.file.tokens
    let bytes = d.file.text.bytes
    var index = tokens.firstIndex(startingAt: min(d.entity.signatureRange.end, d.entity.range.end))
    var result: [PlacedWord] = []
    while index < tokens.count, tokens.start(index) < d.entity.range.end {
      defer { index += 1 }
      let kind = tokens.kind(index)
      let start = tokens.start(index)
      if kind.isComment || d.entity.docRange?.contains(start) == true { continue }
      var column = -1
      if tokens.flags(index).contains(.startsLine) {
        var line = start
        while line > 0, bytes[line - 1] != UInt8(ascii: "\n") { line -= 1 }
        column = start - line
      }
      result.append(
        PlacedWord(
          hash: CodeWords.hash(bytes, tokens.range(index)), isIdentifier: kind == .identifier,
          isKeyword: kind == .keyword, isLiteral: kind == .number || kind == .string,
          column: column,
          isSpaced: tokens.flags(index).contains(.spaceBefore)))
    }
    return result
  }

  /// What a call of a function can stand for: all of its statements, or the value that they return.
  static func contents(_ d: Declaration) -> [[PlacedWord]] {
    var body = self.body(d)[...]
    let (open, close) = (CodeWords.hash("{"), CodeWords.hash("}"))
    if body.first?.hash == CodeWords.hash(":") { body = body.dropFirst() }
    if body.first?.hash == open, body.last?.hash == close { body = body.dropFirst().dropLast() }
    var result = [Array(body)]
    let isReturn = { (word: PlacedWord) in word.hash == CodeWords.hash("return") }
    if let first = body.first, isReturn(first) {
      var value = body.dropFirst()
      if value.last?.hash == CodeWords.hash(";") { value = value.dropLast() }
      result.append(Array(value))
    }
    if let last = body.lastIndex(where: isReturn), last > body.startIndex {
      result.append(Array(body[..<last]))
    }
    return result
  }
}

extension CodeWords {
  fileprivate static func hash(_ text: String) -> UInt64 {
    let bytes = Array(text.utf8)
    return hash(bytes, ByteRange(0, bytes.count))
  }
}

extension Declaration {
  fileprivate var nameHash: UInt64 { CodeWords.hash(file.text.bytes, entity.nameRange) }
}

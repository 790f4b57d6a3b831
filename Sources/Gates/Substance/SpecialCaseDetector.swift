import Source
import Syntax

/// Functions that answer the inputs of their tests by themselves: a parameter is compared with a value,
/// another value is returned, and both stand in the tests of the change.
struct SpecialCaseDetector {
  let code: ChangedCode
  /// The values that stand in the tests of the change.
  let tested: TestValues
  private(set) var suspicions: [Suspicion] = []

  init(_ code: ChangedCode, tested: TestValues) {
    self.code = code
    self.tested = tested
  }

  mutating func run() {
    if tested.values.isEmpty { return }
    for change in code.functions {
      guard let site = change.after, site.entity.kind.isCallable, !site.parameterWords.isEmpty,
        let body = site.body, body.count <= 5_000
      else { continue }
      let cases = specialCases(body, site.parameterWords)
      if cases.isEmpty { continue }
      var known: [Word: Int] = [:]
      if let old = change.before, let body = old.body {
        for found in specialCases(body, old.parameterWords) { known[found.digest, default: 0] += 1 }
      }
      for found in cases {
        if let left = known[found.digest], left > 0 {
          known[found.digest] = left - 1
          continue
        }
        judge(found, body, site)
      }
    }
  }

  private struct Case {
    let inputs: [Range<Int>]
    let output: Range<Int>
    let whole: Range<Int>
    let digest: Word
  }

  private static let conditionals: WordSet = ["if", "elif", "elsif", "unless", "elseif"]

  private func specialCases(_ code: CodeSlice, _ parameters: Set<Word>) -> [Case] {
    var found: [Case] = []
    for index in 0..<code.count where SpecialCaseDetector.conditionals.contains(code.word(index)) {
      if let value = guardedReturn(code, index, parameters) ?? returnedIf(code, index, parameters) {
        found.append(value)
      }
    }
    return found
  }

  /// `if n == 5 { return 120 }` and its like.
  private func guardedReturn(
    _ code: CodeSlice, _ start: Int, _ parameters: Set<Word>
  ) -> Case? {
    guard let (inputs, end) = comparisons(code, start + 1, parameters) else { return nil }
    var index = end
    // `:`, `{`, `then`
    if code.isSymbol(index, ":") || code.isSymbol(index, "{") || code.word(index) == Word("then") {
      index += 1
    }
    let isReturned = code.word(index) == Word("return")
    if isReturned { index += 1 }
    guard let last = Literal.end(code, index) else { return nil }
    let output = index..<last
    var behind = last
    while code.isSymbol(behind, ","), let next = Literal.end(code, behind + 1) { behind = next }
    // What goes on is no value alone.
    guard
      behind >= code.count || code.isSymbol(behind, ";") || code.kind(behind) == .close
        || code.startsLine(behind) || code.kind(behind) == .keyword
    else { return nil }
    return Case(
      inputs: inputs, output: output, whole: start..<behind, digest: code.digest(start..<behind))
  }

  /// `return 120 if n == 5` of Ruby.
  private func returnedIf(_ code: CodeSlice, _ start: Int, _ parameters: Set<Word>) -> Case? {
    var first = start - 1
    while first > 0, !code.startsLine(first), start - first < 12 { first -= 1 }
    guard code.word(first) == Word("return"), let last = Literal.end(code, first + 1),
      last == start,
      let (inputs, end) = comparisons(code, start + 1, parameters)
    else { return nil }
    return Case(
      inputs: inputs, output: first + 1..<last, whole: first..<end, digest: code.digest(first..<end)
    )
  }

  /// The values with which parameters are compared, where a condition does nothing else, and the index
  /// behind it.
  private func comparisons(
    _ code: CodeSlice, _ start: Int, _ parameters: Set<Word>
  ) -> ([Range<Int>], Int)? {
    var index = start
    var limit = code.count
    if code.isSymbol(index, "(") {
      limit = code.closer(of: index)
      index += 1
      guard limit < code.count else { return nil }
    }
    var inputs: [Range<Int>] = []
    while index < limit {
      let isGrouped = code.isSymbol(index, "(")
      if isGrouped { index += 1 }
      guard let (value, next) = comparison(code, index, parameters) else { return nil }
      inputs.append(value)
      index = next
      if isGrouped {
        guard code.isSymbol(index, ")") else { return nil }
        index += 1
      }
      let joint = code.word(index)
      guard index < limit,
        joint == Word("&&") || joint == Word("and") || joint == Word("||") || joint == Word("or")
      else { break }
      index += 1
    }
    if limit < code.count {
      guard index == limit else { return nil }
      index += 1
    }
    return inputs.isEmpty ? nil : (inputs, index)
  }

  private static let equalities: WordSet = ["==", "===", "is", "eq", "-eq", "="]

  private func comparison(
    _ code: CodeSlice, _ start: Int, _ parameters: Set<Word>
  ) -> (Range<Int>, Int)? {
    if parameters.contains(code.word(start)) {
      var index = start + 1
      if SpecialCaseDetector.equalities.contains(code.word(index)) {
        guard let end = Literal.end(code, index + 1) else { return nil }
        return (index + 1..<end, end)
      }
      // `name.equals("a")`
      if code.isSymbol(index, "."), code.bytes(index + 1).begins("equals"),
        code.isSymbol(index + 2, "(")
      {
        index += 3
        guard let end = Literal.end(code, index), code.isSymbol(end, ")") else { return nil }
        return (index..<end, end + 1)
      }
      return nil
    }
    guard let end = Literal.end(code, start) else { return nil }
    if SpecialCaseDetector.equalities.contains(code.word(end)),
      parameters.contains(code.word(end + 1))
    {
      return (start..<end, end + 2)
    }
    if code.isSymbol(end, "."), code.bytes(end + 1).begins("equals"), code.isSymbol(end + 2, "("),
      parameters.contains(code.word(end + 3)), code.isSymbol(end + 4, ")")
    {
      return (start..<end, end + 5)
    }
    return nil
  }

  private mutating func judge(_ found: Case, _ code: CodeSlice, _ site: FunctionSite) {
    func stands(_ part: Range<Int>) -> Bool {
      part.allSatisfy { index in
        code.kind(index) == .punctuation || code.kind(index) == .operator
          || tested.values.contains(code.word(index))
          // A part of a longer text.
          || code.kind(index) == .string && code.bytes(index).count > 5
            && tested.hold(code.bytes(index).dropFirst().dropLast())
      }
    }
    let inputs = found.inputs.filter(stands)
    guard inputs.count == found.inputs.count, stands(found.output) else { return }
    let isTelling = found.inputs.contains { Literal.isTelling(code, $0) }
    let givesTelling = Literal.isTelling(code, found.output)
    var confidence = 0.3
    if isTelling { confidence += 0.2 }
    if givesTelling { confidence += 0.25 }
    if !isTelling, !givesTelling, found.inputs.count > 1 { confidence += 0.15 }
    if found.inputs.count > 1 { confidence += 0.05 }
    suspicions.append(
      Suspicion(
        "special-case", confidence,
        "`\(site.qualifiedName)` answers `\(code.file.flattened(code.range(found.whole)))` by itself, with values that stand in its tests",
        help: "compute the result for every input", in: site, at: code.range(found.whole)))
  }
}

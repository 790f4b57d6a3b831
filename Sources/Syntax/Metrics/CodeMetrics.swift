import Source

/// What is counted of a function's code or a file's.
public struct Complexity: Sendable, Hashable {
  /// Cyclomatic complexity: 1 for a function, and 1 for each `if`, loop, label of a case that is no
  /// catch-all, condition of one, handler of an error, condition with two results, `&&` and `||` (McCabe, "A Complexity
  /// Measure", IEEE Transactions on Software Engineering SE-2(4), 1976, with the count by predicates of
  /// its section V). Closures count where they stand, declared functions each for itself. At least 1 of a
  /// function; of a file the sum over its functions and the decisions outside of them.
  public internal(set) var cyclomatic = 0
  /// Cognitive complexity (Campbell, "Cognitive Complexity: a new way of measuring understandability",
  /// SonarSource, 2018): 1 for each break in the flow, and 1 more for each level that it is nested in;
  /// sequences of the same logical operator count once. Functions and closures inside a function count
  /// with it, one level deeper. A function that calls itself by its name gets 1; calls through other
  /// functions are not followed. At least 0.
  public internal(set) var cognitive = 0
  /// The deepest nesting of control structures, closures and functions below the body. At least 0.
  public internal(set) var nesting = 0
}

/// The lines of a range by what stands on them.
public struct LineTotals: Sendable, Hashable {
  /// All lines, blank ones included.
  public internal(set) var lines = 0
  /// Lines on which some code stands.
  public internal(set) var code = 0
  /// Lines on which some comment stands.
  public internal(set) var comments = 0
  /// Lines on which code or a comment stands.
  public internal(set) var filled = 0

  /// The share of the lines that are not blank on which some comment stands, in [0, 1].
  public var commentShare: Double { filled == 0 ? 0 : Double(comments) / Double(filled) }
}

/// The metrics of one function.
public struct FunctionMetrics: Sendable, Hashable {
  /// Nil where the language has none that is read (SQL, Make).
  public internal(set) var complexity: Complexity?
  /// From the first line of the signature to the last of the body.
  public internal(set) var length: Int
  public internal(set) var parameters: Int
  /// Tokens of code, documentation and comments excluded.
  public internal(set) var tokens: Int
  /// Of the declaration with its documentation.
  public internal(set) var commentShare: Double
}

/// The metrics of a file and its functions.
public struct FileMetrics: Sendable {
  /// Nil where the language has no control flow that is read.
  public internal(set) var complexity: Complexity?
  public internal(set) var lines: LineTotals
  /// Tokens of code, comments excluded.
  public internal(set) var tokens: Int
  /// Those of the entities that have a body of code, by their index in `SyntaxFile.entities`.
  public internal(set) var functions: [Int: FunctionMetrics]
}

extension SyntaxFile {
  /// The complexity of the functions alone, by their index in `entities`; none where the language has no
  /// control flow that is read. Takes time linear in the size of the file.
  public func complexities() -> [Int: Complexity] {
    guard var counter = language.controlFlow.map({ ComplexityCounter(self, $0) }) else {
      return [:]
    }
    counter.run()
    return counter.functions
  }

  /// Counts the whole file. Takes time linear in its size.
  public func metrics() -> FileMetrics {
    let table = LineSums(self)
    var counter = language.controlFlow.map { ComplexityCounter(self, $0) }
    counter?.run()
    var functions: [Int: FunctionMetrics] = [:]
    for index in bodiesOfCode {
      let entity = entities[index]
      let start = entity.signatureRange.start
      functions[index] = FunctionMetrics(
        complexity: counter?.functions[index],
        length: table.counts(start, entity.range.end).lines, parameters: entity.parameters.count,
        tokens: table.codeTokens(start, entity.range.end),
        commentShare: table.counts(entity.range.start, entity.range.end).commentShare)
    }
    return FileMetrics(
      complexity: counter?.total, lines: table.counts(0, text.bytes.count),
      tokens: table.codeTokens(0, text.bytes.count), functions: functions)
  }

  /// The entities whose body is run: functions, and properties with accessors.
  var bodiesOfCode: [Int] {
    entities.indices.filter { index in
      guard let body = entities[index].bodyRange, !body.isEmpty else { return false }
      let kind = entities[index].kind
      if kind.isCallable { return kind != .macro }
      return (kind == .property || kind == .variable) && !language.isData && isCode(body)
    }
  }

  /// Whether the body of a property or variable is run, and no value.
  private func isCode(_ body: ByteRange) -> Bool {
    var before = tokens.firstIndex(startingAt: body.start) - 1
    while before >= 0, tokens.kind(before).isComment { before -= 1 }
    guard before >= 0 else { return false }
    let word = text.slice(tokens.range(before))
    if word == [UInt8(ascii: "="), UInt8(ascii: ">")] { return true }
    guard text.bytes[body.start] == UInt8(ascii: "{") else { return false }
    // Only where closures are braces alone is such a value run.
    return word != [UInt8(ascii: "=")] && word != [UInt8(ascii: ":")]
      || language.controlFlow?.traits.contains(.braceClosures) ?? false
  }
}

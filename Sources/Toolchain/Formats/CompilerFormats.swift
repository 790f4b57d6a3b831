import Source

extension OutputFormat {
  /// `path:line:column: severity: message [-Wrule]`, as gcc and clang write it
  /// (GNU Coding Standards, "Formatting Error Messages").
  static let gcc = OutputFormat(name: "gcc") { output, paths in
    ToolReport(diagnostics: placed(output, paths, unit: .bytes))
  }

  /// `path:line: message`, with a column or without, of any tool; an error unless it says otherwise.
  static let unix = OutputFormat(name: "unix") { output, paths in
    let words = severities.map(\.word)
    return ToolReport(
      diagnostics: unique(
        allLines(output).compactMap { line in
          guard let place = PlacedLine(line), let path = paths.resolve(String(place.path)) else {
            return nil
          }
          let (word, rest) = place.rest.taking(words) ?? ("error", place.rest)
          return Diagnostic(
            path: path, line: place.line, column: place.column, unit: .scalars,
            severity: severities.first { $0.word == word }!.severity, message: String(rest))
        }))
  }

  /// The same from swiftc, with `error: message` where there is no place.
  static let swiftc = OutputFormat(name: "swiftc") { output, paths in
    ToolReport(diagnostics: placed(output, paths, unit: .bytes, hasUnplaced: true))
  }

  /// `path:line:column: error: message  [code]`; the column counts characters.
  static let mypy = OutputFormat(name: "mypy") { output, paths in
    ToolReport(diagnostics: placed(output, paths, unit: .scalars))
  }

  /// `path:line: error: message`, and the caret below the line that follows.
  static let javac = OutputFormat(name: "javac") { output, paths in
    var found: [Diagnostic] = []
    for line in allLines(output) {
      // Maven: `[ERROR] path:[line,column] message`.
      if let diagnostic = maven(line, paths) {
        found.append(diagnostic)
        continue
      }
      if let place = PlacedLine(line), place.path.hasSuffix(".java") {
        let warning = place.rest.taking(["warning"])
        let parts = warning ?? place.rest.taking(["error"]) ?? ("error", place.rest)
        var diagnostic = Diagnostic(
          path: paths.resolve(String(place.path)), line: place.line,
          severity: warning == nil ? .error : .warning, message: String(parts.rest))
        if diagnostic.message.first == "[", let end = diagnostic.message.firstIndex(of: "]") {
          diagnostic.rule = String(diagnostic.message[..<end].dropFirst())
          diagnostic.message = String(
            diagnostic.message[diagnostic.message.index(after: end)...].trimmingBlanks)
        }
        found.append(diagnostic)
      } else if let last = found.indices.last, found[last].column == 0, line.last == "^",
        line.dropLast().allSatisfy({ $0 == " " || $0 == "\t" })
      {
        found[last].column = line.utf8.count
        found[last].unit = .utf16
      }
    }
    return ToolReport(diagnostics: unique(found))
  }

  /// `file.ts(line,column): error TS2322: message`, or `file.ts:line:column - error TS2322: message`.
  static let tsc = OutputFormat(name: "tsc") { output, paths in
    var found: [Diagnostic] = []
    var inspected: [String] = []
    for line in allLines(output) {
      if let diagnostic = coded(line, paths, prefix: "TS") {
        found.append(diagnostic)
      } else if line.hasPrefix("/"), !line.contains(" "), let path = paths.resolve(String(line)) {
        // What `--listFiles` writes.
        inspected.append(path)
      }
    }
    return ToolReport(
      diagnostics: unique(found), inspected: inspected.isEmpty ? nil : inspected)
  }

  /// `path:line:column: error: [Rule] message`, as `swift format lint` writes it.
  static let swiftFormat = OutputFormat(name: "swift-format") { output, paths in
    var report = swiftc.read(output, paths)
    for index in report.diagnostics.indices {
      let message = report.diagnostics[index].message
      guard message.first == "[", let end = message.firstIndex(of: "]") else { continue }
      report.diagnostics[index].rule = String(message[..<end].dropFirst())
      report.diagnostics[index].message = String(
        message[message.index(after: end)...].trimmingBlanks)
    }
    return report
  }

  /// `path(line,column): error CS1002: message [project]`, as MSBuild writes it.
  static let msbuild = OutputFormat(name: "msbuild") { output, paths in
    ToolReport(
      diagnostics: unique(
        allLines(output).compactMap { line in
          let line = line.trimmingBlanks
          let end = line.hasSuffix("]") ? line.lastRange(" [")?.lowerBound : nil
          return coded(line[..<(end ?? line.endIndex)], paths, prefix: "")
        }))
  }

  /// `PHP Parse error:  message in path on line 3`.
  static let php = OutputFormat(name: "php") { output, paths in
    var found: [Diagnostic] = []
    for line in allLines(output) {
      guard let colon = line.firstRange(of: "error: "), let on = line.lastRange(" on line "),
        let inside = line[..<on.lowerBound].lastRange(" in "),
        colon.upperBound <= inside.lowerBound,
        let number = Int(line[on.upperBound...].prefix { $0.isNumber })
      else { continue }
      found.append(
        Diagnostic(
          path: paths.resolve(String(line[inside.upperBound..<on.lowerBound])), line: number,
          message: String(line[colon.upperBound..<inside.lowerBound].trimmingBlanks)))
    }
    return ToolReport(diagnostics: unique(found))
  }

  // MARK: Parts

  static func allLines(_ output: ToolOutput) -> [Substring] {
    Array(OutputLines(output.output)) + Array(OutputLines(output.error))
  }

  private static let severities: [(word: String, severity: Severity)] = [
    ("error", .error), ("fatal error", .error), ("warning", .warning), ("note", .note),
    ("remark", .note), ("info", .note),
  ]

  private static func placed(
    _ output: ToolOutput, _ paths: PathResolver, unit: Diagnostic.ColumnUnit,
    hasUnplaced: Bool = false
  ) -> [Diagnostic] {
    let words = severities.map(\.word)
    var found: [Diagnostic] = []
    for line in allLines(output) {
      let place = PlacedLine(line)
      guard let (word, rest) = (place?.rest ?? line).taking(words) else { continue }
      if place == nil, !hasUnplaced || word != "error" { continue }
      let severity = severities.first { $0.word == word }!.severity
      // A note explains the error above it.
      if severity == .note { continue }
      var diagnostic = Diagnostic(
        path: place.flatMap { paths.resolve(String($0.path)) }, line: place?.line ?? 0,
        column: place?.column ?? 0, unit: unit, severity: severity, message: String(rest))
      if let suffix = rest.bracketSuffix {
        diagnostic.message = String(suffix.text)
        diagnostic.rule =
          suffix.name.hasPrefix("-W") ? String(suffix.name.dropFirst(2)) : suffix.name
      }
      found.append(diagnostic)
    }
    return unique(found)
  }

  /// Each once: a header is named by all that include it, and build systems repeat what compilers say.
  static func unique(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return diagnostics.filter { seen.insert($0).inserted }
  }

  private static func maven(_ line: Substring, _ paths: PathResolver) -> Diagnostic? {
    guard let head = ["[ERROR] ", "[WARNING] "].first(where: { line.hasPrefix($0) }),
      let open = line.firstRange(of: ":["), let close = line[open.upperBound...].firstIndex(of: "]")
    else { return nil }
    let numbers = line[open.upperBound..<close].split(separator: ",")
    guard numbers.count == 2, let number = Int(numbers[0]), let column = Int(numbers[1]) else {
      return nil
    }
    return Diagnostic(
      path: paths.resolve(String(line[..<open.lowerBound].dropFirst(head.count))), line: number,
      column: column, unit: .utf16, severity: head == "[ERROR] " ? .error : .warning,
      message: String(line[line.index(after: close)...].trimmingBlanks))
  }

  /// - Parameter prefix: what the code of a message begins with.
  private static func coded(
    _ line: Substring, _ paths: PathResolver, prefix: String
  ) -> Diagnostic? {
    var path: Substring?
    var (number, column) = (0, 0)
    var rest = line
    if let close = line.firstRange(of: "): "),
      let open = line[..<close.lowerBound].lastIndex(of: "(")
    {
      let numbers = line[line.index(after: open)..<close.lowerBound].split(separator: ",")
      if numbers.count == 2, let first = Int(numbers[0]), let second = Int(numbers[1]) {
        (path, number, column, rest) = (line[..<open], first, second, line[close.upperBound...])
      }
    } else if let dash = line.firstRange(of: " - "),
      let place = PlacedLine(line[..<dash.lowerBound] + ":")
    {
      (path, number, column, rest) = (
        place.path, place.line, place.column, line[dash.upperBound...]
      )
    }
    for (word, severity) in [("error", Severity.error), ("warning", .warning)] {
      guard rest.hasPrefix("\(word) \(prefix)"), let colon = rest.firstIndex(of: ":") else {
        continue
      }
      let code = rest[..<colon].dropFirst(word.count + 1)
      if code.isEmpty || code.contains(" ") { continue }
      return Diagnostic(
        path: path.flatMap { paths.resolve(String($0)) }, line: number, column: column,
        unit: .utf16, severity: severity, rule: String(code),
        message: String(rest[rest.index(after: colon)...].trimmingBlanks))
    }
    return nil
  }
}

extension Substring {
  func firstRange(of text: String) -> Range<Index>? {
    range(of: text, in: self[...], fromEnd: false)
  }

  func lastRange(_ text: String) -> Range<Index>? {
    range(of: text, in: self[...], fromEnd: true)
  }

  private func range(of text: String, in part: Substring, fromEnd: Bool) -> Range<Index>? {
    let wanted = Array(text.utf8)
    let bytes = Array(part.utf8)
    guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
    let places = 0...(bytes.count - wanted.count)
    func matches(_ place: Int) -> Bool {
      bytes[place] == wanted[0] && bytes[place..<(place + wanted.count)].elementsEqual(wanted)
    }
    guard let place = fromEnd ? places.last(where: matches) : places.first(where: matches) else {
      return nil
    }
    let start = utf8.index(startIndex, offsetBy: place)
    return start..<utf8.index(start, offsetBy: wanted.count)
  }
}

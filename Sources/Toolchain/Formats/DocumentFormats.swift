import Source

extension OutputFormat {
  /// `pyright --outputjson`; lines and characters from 0.
  static let pyright = OutputFormat(name: "pyright") { output, paths in
    guard let document = JSONValue(reading: output.output),
      let found = document["generalDiagnostics"]
    else { return .unreadable("pyright's JSON") }
    var report = ToolReport()
    for item in found.elements {
      guard let message = item["message"]?.text else { continue }
      let start = item["range"]?["start"]
      report.diagnostics.append(
        Diagnostic(
          path: item["file"]?.text.flatMap(paths.resolve), line: place(start?["line"], from: 0),
          column: place(start?["character"], from: 0), unit: .utf16,
          severity: severity(item["severity"]?.text), rule: item["rule"]?.text, message: message))
    }
    return report
  }

  /// `ruff check --output-format=json`; columns count characters.
  static let ruff = OutputFormat(name: "ruff") { output, paths in
    guard case .array(let items)? = JSONValue(reading: output.output) else {
      return .unreadable("ruff's JSON")
    }
    return ToolReport(
      diagnostics: items.compactMap { item in
        guard let message = item["message"]?.text else { return nil }
        return Diagnostic(
          path: item["filename"]?.text.flatMap(paths.resolve),
          line: place(item["location"]?["row"]), column: place(item["location"]?["column"]),
          unit: .scalars, rule: item["code"]?.text, message: message)
      })
  }

  /// `eslint --format json`. A file that its configuration ignores is none that was looked at.
  static let eslint = OutputFormat(name: "eslint") { output, paths in
    guard case .array(let files)? = JSONValue(reading: output.output) else {
      return .unreadable("eslint's JSON")
    }
    var report = ToolReport(inspected: [])
    for file in files {
      guard let path = file["filePath"]?.text.flatMap(paths.resolve) else { continue }
      let messages = file["messages"]?.elements ?? []
      let isIgnored = messages.contains {
        $0["ruleId"]?.text == nil && $0["message"]?.text?.hasPrefix("File ignored") == true
      }
      if isIgnored { continue }
      report.inspected?.append(path)
      for item in messages {
        guard let message = item["message"]?.text else { continue }
        report.diagnostics.append(
          Diagnostic(
            path: path, line: place(item["line"]), column: place(item["column"]), unit: .utf16,
            severity: item["severity"]?.whole == 1 ? .warning : .error,
            rule: item["ruleId"]?.text, message: message))
      }
    }
    return report
  }

  /// `shellcheck --format=json1`; columns count characters.
  static let shellcheck = OutputFormat(name: "shellcheck") { output, paths in
    guard let comments = JSONValue(reading: output.output)?["comments"] else {
      return .unreadable("shellcheck's JSON")
    }
    return ToolReport(
      diagnostics: comments.elements.compactMap { item in
        guard let message = item["message"]?.text else { return nil }
        return Diagnostic(
          path: item["file"]?.text.flatMap(paths.resolve), line: place(item["line"]),
          column: place(item["column"]), unit: .scalars,
          severity: severity(item["level"]?.text), rule: item["code"]?.whole.map { "SC\($0)" },
          message: message)
      })
  }

  /// Cargo's `--message-format=json`: a document a line, among them what rustc and clippy say.
  static let cargo = OutputFormat(name: "cargo") { output, paths in
    var found: [Diagnostic] = []
    for line in output.output.split(separator: 10) where line.first == UInt8(ascii: "{") {
      guard let item = JSONValue(reading: line), item["reason"]?.text == "compiler-message",
        let message = item["message"], let text = message["message"]?.text
      else { continue }
      let level = message["level"]?.text
      if level != "error", level != "warning" { continue }
      let spans = message["spans"]?.elements ?? []
      let span = spans.first { $0["is_primary"] == .bool(true) } ?? spans.first
      // A summary, as "aborting due to 2 previous errors".
      if span == nil, message["code"]?["code"] == nil { continue }
      found.append(
        Diagnostic(
          path: span?["file_name"]?.text.flatMap(paths.resolve),
          line: place(span?["line_start"]), column: place(span?["column_start"]), unit: .scalars,
          severity: severity(level), rule: message["code"]?["code"]?.text, message: text))
    }
    return ToolReport(diagnostics: unique(found))
  }

  /// SARIF 2.1.0 (OASIS), of any tool. What is suppressed in it, or is no failure, is left out.
  static let sarif = OutputFormat(name: "sarif") { output, paths in
    var report = ToolReport()
    let documents = output.reports.isEmpty ? [output.output] : output.reports
    for bytes in documents {
      guard let document = JSONValue(reading: bytes), let runs = document["runs"] else {
        return .unreadable("SARIF")
      }
      for run in runs.elements { report.diagnostics += results(run, paths) }
    }
    return report
  }

  private static func results(_ run: JSONValue, _ paths: PathResolver) -> [Diagnostic] {
    var levels: [String: String] = [:]
    for rule in run["tool"]?["driver"]?["rules"]?.elements ?? [] {
      guard let id = rule["id"]?.text,
        let level = rule["defaultConfiguration"]?["level"]?.text
      else { continue }
      levels[id] = level
    }
    let unit: Diagnostic.ColumnUnit =
      run["columnKind"]?.text == "unicodeCodePoints" ? .scalars : .utf16
    return (run["results"]?.elements ?? []).compactMap { result in
      guard let message = result["message"]?["text"]?.text ?? result["message"]?["id"]?.text,
        result["kind"]?.text ?? "fail" == "fail",
        result["suppressions"]?.elements.isEmpty ?? true
      else { return nil }
      let rule = result["ruleId"]?.text ?? result["rule"]?["id"]?.text
      let level = result["level"]?.text ?? rule.flatMap { levels[$0] } ?? "warning"
      if level == "none" { return nil }
      let location = result["locations"]?.elements.first?["physicalLocation"]
      return Diagnostic(
        path: location?["artifactLocation"]?["uri"]?.text.flatMap(paths.resolve),
        line: place(location?["region"]?["startLine"]),
        column: place(location?["region"]?["startColumn"]), unit: unit,
        severity: severity(level), rule: rule, message: message)
    }
  }

  /// What `go build` and `go vet` write as text, and `go vet -json`; columns count bytes.
  static let goVet = OutputFormat(name: "go-vet") { output, paths in
    var found: [Diagnostic] = []
    var document: [UInt8] = []
    for line in allLines(output) {
      // Documents stand indented between lines that name packages.
      if line == "{}" { continue }
      if !document.isEmpty || line == "{" {
        document += Array(line.utf8) + [10]
        if line == "}" {
          found += analyses(document, paths)
          document = []
        }
        continue
      }
      let text = line.hasPrefix("vet: ") ? line.dropFirst(5) : line
      guard let place = PlacedLine(text), place.path.hasSuffix(".go") else { continue }
      found.append(
        Diagnostic(
          path: paths.resolve(String(place.path)), line: place.line, column: place.column,
          message: String(place.rest)))
    }
    return ToolReport(diagnostics: unique(found))
  }

  private static func analyses(_ document: [UInt8], _ paths: PathResolver) -> [Diagnostic] {
    guard case .object(let packages)? = JSONValue(reading: document) else { return [] }
    var found: [Diagnostic] = []
    for package in packages {
      guard case .object(let analyzers) = package.value else { continue }
      for analyzer in analyzers {
        for item in analyzer.value.elements {
          guard let message = item["message"]?.text else { continue }
          let place = item["posn"]?.text.flatMap { PlacedLine($0[...] + ":") }
          found.append(
            Diagnostic(
              path: place.flatMap { paths.resolve(String($0.path)) }, line: place?.line ?? 0,
              column: place?.column ?? 0, rule: analyzer.key, message: message))
        }
      }
    }
    return found
  }

  // MARK: Parts

  /// A line or column from 1; 0 where there is none.
  private static func place(_ value: JSONValue?, from first: Int = 1) -> Int {
    guard let number = value?.whole, number >= first, number < 1 << 31 else { return 0 }
    return number - first + 1
  }

  private static func severity(_ word: String?) -> Severity {
    switch word {
    case "error", "failure", nil: .error
    case "warning": .warning
    default: .note
    }
  }
}

extension ToolReport {
  /// - Parameter document: what was expected.
  static func unreadable(_ document: String) -> ToolReport {
    ToolReport(flaw: "its output is not \(document)")
  }
}

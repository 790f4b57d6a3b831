import Source

extension OutputFormat {
  /// JUnit XML, of the reports or of standard output.
  static let junit = OutputFormat(name: "junit") { output, paths in
    let documents = output.reports.isEmpty ? [output.output] : output.reports
    var report = ToolReport(tests: TestCounts())
    for document in documents {
      guard let cases = JUnitReader.cases(document) else {
        return .unreadable("JUnit XML")
      }
      for test in cases {
        switch test.outcome {
        case .passed: report.tests?.passed += 1
        case .skipped: report.tests?.skipped += 1
        case .failed(let message):
          report.tests?.failed += 1
          let place = place(in: test.detail, paths)
          report.diagnostics.append(
            Diagnostic(
              path: place?.path ?? test.file.flatMap(paths.resolve), line: place?.line ?? test.line,
              message: message, test: test.name))
        }
      }
    }
    return report
  }

  /// The last place of a failure's text that is a file of the tree: `path:line: what`, or
  /// `(Name.java:line)` of the first frame that is.
  private static func place(in text: String, _ paths: PathResolver) -> (path: String, line: Int)? {
    var last: (path: String, line: Int)?
    for line in OutputLines(Array(text.utf8.suffix(1 << 16))) {
      let line = line.trimmingBlanks
      if line.hasPrefix("at "), line.last == ")", let open = line.lastIndex(of: "("),
        let place = PlacedLine(line[line.index(after: open)...].dropLast() + ":")
      {
        if let path = paths.uniqueFile(String(place.path)) { return (path, place.line) }
      } else if let place = PlacedLine(line), let path = paths.existing(String(place.path)) {
        last = (path, place.line)
      }
    }
    return last
  }

  /// The Test Anything Protocol (versions 13 and 14); of nested tests the innermost count.
  static let tap = OutputFormat(name: "tap") { output, paths in
    var report = ToolReport(tests: TestCounts())
    /// How many tests the outermost plan names, and how many there were.
    var planned: Int?
    var seen = 0
    // The name of a test with parts is said behind its parts, one step further out.
    var open: [(indent: Int, names: [Int])] = []
    var block = TAPBlock()
    for line in OutputLines(output.output) {
      let indent = line.prefix { $0 == " " }.count
      let text = line.dropFirst(indent)
      if block.takes(text, indent) {
        if let last = block.subject, block.isComplete {
          report.diagnostics[last].describe(block, paths)
          block.subject = nil
        }
        continue
      }
      block.subject = nil
      if indent == 0, text.hasPrefix("1..") {
        planned = Int(text.dropFirst(3).prefix { $0.isNumber })
      }
      if text.hasPrefix("Bail out!") { report.isPartial = true }
      let isGood = text.hasPrefix("ok ") || text == "ok"
      guard isGood || text.hasPrefix("not ok") else { continue }
      if indent == 0 { seen += 1 }
      var name = text.dropFirst(isGood ? 2 : 6).trimmingBlanks.drop { $0.isNumber }.trimmingBlanks
      if name.hasPrefix("- ") { name = name.dropFirst(2) }
      var directive = ""
      if let mark = name.firstRange(of: " # ") {
        directive = name[mark.upperBound...].lowercased()
        name = name[..<mark.lowerBound]
      }
      // What was further in belongs to this one, which then is a group.
      var parts: [Int] = []
      while let last = open.last, last.indent > indent {
        parts += last.names
        open.removeLast()
      }
      for part in parts {
        let inner = report.diagnostics[part].test ?? ""
        report.diagnostics[part].test = "\(name) > \(inner)"
      }
      var failed: [Int] = parts
      if directive.hasPrefix("skip") || directive.hasPrefix("todo") {
        report.tests?.skipped += 1
      } else if isGood {
        // A group is none of the tests; those within were counted.
        if parts.isEmpty { report.tests?.passed += 1 }
      } else if parts.isEmpty {
        report.tests?.failed += 1
        failed.append(report.diagnostics.count)
        block.subject = report.diagnostics.count
        report.diagnostics.append(Diagnostic(message: "the test fails", test: String(name)))
      }
      if open.last?.indent == indent {
        open[open.count - 1].names += failed
      } else {
        open.append((indent, failed))
      }
    }
    if planned == nil, report.tests?.ran == 0 { return .unreadable("TAP") }
    if let planned, seen < planned { report.isPartial = true }
    return report
  }

  /// `go test -json`, an event a line; what the compiler says stands between or on standard error.
  static let goTest = OutputFormat(name: "go-test") { output, paths in
    var report = ToolReport(tests: TestCounts())
    var written: [String: [Substring]] = [:]
    var failed: [(package: String, test: String)] = []
    var broken: [String] = []
    var other: [UInt8] = output.error
    for line in output.output.split(separator: 10) {
      guard line.first == UInt8(ascii: "{"), let event = JSONValue(reading: line),
        let action = event["Action"]?.text
      else {
        other += Array(line) + [10]
        continue
      }
      let package = event["Package"]?.text ?? event["ImportPath"]?.text ?? ""
      let test = event["Test"]?.text
      let key = "\(package)\n\(test ?? "")"
      switch action {
      case "output", "build-output":
        let text = event["Output"]?.text ?? ""
        // What a package itself writes may look like the compiler's words.
        if action == "build-output" { other += Array(text.utf8) }
        if written[key, default: []].count < 200 {
          written[key, default: []] += OutputLines(Array(text.utf8))
        }
      case "pass" where test != nil: report.tests?.passed += 1
      case "skip" where test != nil: report.tests?.skipped += 1
      case "fail":
        if let test {
          report.tests?.failed += 1
          failed.append((package, test))
        } else {
          broken.append(package)
        }
      default: break
      }
    }
    let compiler = goVet.read(ToolOutput(output: other), paths).diagnostics
    // Where a part fails, so does the whole.
    let groups = Set(
      failed.compactMap { part in
        part.test.lastIndex(of: "/").map { "\(part.package)\n\(part.test[..<$0])" }
      })
    for (package, test) in failed where !groups.contains("\(package)\n\(test)") {
      let lines = written["\(package)\n\(test)"] ?? []
      let place = lines.lazy.compactMap { PlacedLine($0.trimmingBlanks) }
        .first { $0.path.hasSuffix(".go") }
      let folder = package.split(separator: "/").map(String.init)
      report.diagnostics.append(
        Diagnostic(
          path: place.flatMap { goFile(String($0.path), folder, paths) },
          line: place?.line ?? 0,
          message: place.map { String($0.rest) } ?? "the test fails", test: "\(package) \(test)"))
    }
    let explained = Set(failed.map(\.package))
    for package in broken where !explained.contains(package) {
      let isUnbuilt = (written["\(package)\n"] ?? []).contains {
        $0.hasSuffix("[build failed]") || $0.hasSuffix("[setup failed]")
      }
      // The compiler says why.
      if isUnbuilt, !compiler.isEmpty { continue }
      report.diagnostics.append(
        Diagnostic(message: "the tests of the package fail or cannot be built", test: package))
    }
    report.diagnostics += compiler
    return report
  }

  /// A test names its file without the folder, which the package's last words name.
  private static func goFile(
    _ name: String, _ package: [String], _ paths: PathResolver
  ) -> String? {
    if name.hasPrefix("/") { return paths.resolve(name) }
    for start in 0...package.count {
      let path = (package[start...] + [name]).joined(separator: "/")
      if let found = paths.existing(path) { return found }
    }
    return nil
  }

  /// What `swift test` writes: XCTest (`path:line: error: Suite.test : message`), Swift Testing
  /// (`✘ Test name() recorded an issue at File.swift:3:5: message`), and the compiler.
  static let swiftTest = OutputFormat(name: "swift-test") { output, paths in
    var report = ToolReport()
    var counts = TestCounts()
    var compiler: [UInt8] = []
    var issues: [String: [Diagnostic]] = [:]
    // Each of the two libraries says that it begins, and at the end what it ran.
    var (begun, ended) = (0, 0)
    for line in allLines(output) {
      if line.hasPrefix("Test Suite 'All tests' started") || line.hasSuffix(" Test run started.") {
        begun += 1
      } else if line.hasPrefix("Test Suite 'All tests' ") || line.contains(" Test run with ") {
        ended += 1
      }
      if line.hasPrefix("Test Case '"), let end = line.lastRange("' ") {
        let name = line[..<end.lowerBound].dropFirst("Test Case '".count)
        let word = line[end.upperBound...].prefix { $0 != " " }
        if word == "passed" { counts.passed += 1 }
        if word == "skipped" { counts.skipped += 1 }
        if word == "failed" {
          counts.failed += 1
          let known = issues.removeValue(forKey: String(name))
          report.diagnostics +=
            known?.prefix(1) ?? [Diagnostic(message: "the test fails", test: String(name))]
        }
        continue
      }
      if let place = PlacedLine(line), place.rest.hasPrefix("error: "),
        let colon = place.rest.firstRange(of: " : ")
      {
        let name = place.rest[..<colon.lowerBound].dropFirst("error: ".count)
        issues[String(name), default: []].append(
          Diagnostic(
            path: paths.resolve(String(place.path)), line: place.line,
            message: String(place.rest[colon.upperBound...]), test: String(name)))
        continue
      }
      if let mark = line.firstRange(of: " Test "),
        let event = swiftTesting(line[mark.upperBound...])
      {
        switch event.word {
        case "recorded":
          if issues[event.name] == nil {
            issues[event.name] = [
              Diagnostic(
                path: event.place.flatMap { paths.below($0.path) },
                line: event.place?.line ?? 0, column: event.place?.column ?? 0,
                message: event.message, test: event.name)
            ]
          }
        case "passed": counts.passed += 1
        case "skipped": counts.skipped += 1
        case "failed":
          counts.failed += 1
          report.diagnostics +=
            issues.removeValue(forKey: event.name)
            ?? [Diagnostic(message: "the test fails", test: event.name)]
        default: break
        }
        continue
      }
      compiler += Array(line.utf8) + [10]
    }
    report.tests = counts
    report.isPartial = begun > ended
    if counts.ran == 0 {
      report.diagnostics += swiftc.read(ToolOutput(output: compiler), paths).diagnostics
    }
    return report
  }

  private struct SwiftTestingEvent {
    var name: String
    var word: String
    var place: (path: String, line: Int, column: Int)?
    var message = ""
  }

  private static func swiftTesting(_ text: Substring) -> SwiftTestingEvent? {
    var name = text
    var rest = text
    let words = [" recorded an issue", " passed after", " failed after", " skipped"]
    guard
      let (word, range) = words.lazy.compactMap({ word in
        text.firstRange(of: word).map { (word, $0) }
      }).first
    else { return nil }
    name = text[..<range.lowerBound]
    rest = text[range.upperBound...]
    if name.hasPrefix("run with ") || name.hasPrefix("case passing ") { return nil }
    if let count = name.lastRange(" with "),
      name.hasSuffix(" test case") || name.hasSuffix(" test cases")
    {
      name = name[..<count.lowerBound]
    }
    if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 {
      name = name.dropFirst().dropLast()
    }
    var event = SwiftTestingEvent(
      name: String(name), word: String(word.dropFirst().prefix { $0 != " " }))
    if event.word == "recorded" {
      // "with 1 argument value → 3 at File.swift:3:5: Expectation failed: ..."
      if let at = rest.firstRange(of: " at "), let place = PlacedLine(rest[at.upperBound...]) {
        event.place = (String(place.path), place.line, place.column)
        event.message = String(place.rest)
      } else {
        event.message = String(rest.trimmingBlanks)
      }
    }
    return event
  }

  /// What `cargo test` writes as text, with the compiler's part as JSON.
  static let cargoTest = OutputFormat(name: "cargo-test") { output, paths in
    var report = ToolReport(tests: TestCounts())
    var places: [String: (path: String?, line: Int, message: String)] = [:]
    var panicking: String?
    var failed: [String] = []
    // Each program of tests says that it begins, and at the end what it ran.
    var (begun, ended) = (0, 0)
    for line in OutputLines(output.output) {
      if line.hasPrefix("running "), line.hasSuffix(" test") || line.hasSuffix(" tests") {
        begun += 1
      } else if line.hasPrefix("test result: ") {
        ended += 1
      }
      if line.hasPrefix("test "), let mark = line.lastRange(" ... ") {
        let name = String(line[..<mark.lowerBound].dropFirst(5))
        let word = line[mark.upperBound...]
        if word.hasPrefix("ok") { report.tests?.passed += 1 }
        if word.hasPrefix("ignored") { report.tests?.skipped += 1 }
        if word.hasPrefix("FAILED") {
          report.tests?.failed += 1
          failed.append(name)
        }
      } else if line.hasPrefix("thread '"), let at = line.firstRange(of: " panicked at ") {
        let name = String(line[..<at.lowerBound].dropFirst("thread '".count).prefix { $0 != "'" })
        let place = PlacedLine(line[at.upperBound...])
        places[name] = (
          place.flatMap { paths.resolve(String($0.path)) }, place?.line ?? 0, "the test panics"
        )
        panicking = name
      } else if let name = panicking {
        places[name]?.message = String(line)
        panicking = nil
      }
    }
    for name in failed {
      let place = places[name]
      report.diagnostics.append(
        Diagnostic(
          path: place?.path, line: place?.line ?? 0, message: place?.message ?? "the test fails",
          test: name))
    }
    report.isPartial = begun > ended
    report.diagnostics += cargo.read(output, paths).diagnostics.filter { $0.severity == .error }
    return report
  }
}

/// The YAML behind a test in TAP, of which a place and a message are read.
private struct TAPBlock {
  /// The diagnostic that it belongs to.
  var subject: Int?
  private(set) var isComplete = false
  private(set) var location: Substring?
  private(set) var message: Substring?
  private var indent: Int?
  private var takesNext = false

  /// Whether a line is part of a block.
  mutating func takes(_ text: Substring, _ indent: Int) -> Bool {
    guard let own = self.indent else {
      guard text == "---" else { return false }
      let subject = subject
      self = TAPBlock()
      self.subject = subject
      self.indent = indent
      return true
    }
    if text == "...", indent == own {
      self.indent = nil
      isComplete = true
      return true
    }
    if takesNext, !text.isEmpty {
      message = text
      takesNext = false
    } else if indent == own, text.hasPrefix("location: ") {
      location = text.dropFirst("location: ".count).unquoted
    } else if indent == own, text.hasPrefix("error: ") {
      let value = text.dropFirst("error: ".count)
      if value.hasPrefix("|") { takesNext = true } else { message = value.unquoted }
    }
    return true
  }
}

extension Substring {
  fileprivate var unquoted: Substring {
    count > 1 && first == last && (first == "'" || first == "\"") ? dropFirst().dropLast() : self
  }
}

extension Diagnostic {
  fileprivate mutating func describe(_ block: TAPBlock, _ paths: PathResolver) {
    if let message = block.message { self.message = String(message) }
    if let place = block.location.flatMap({ PlacedLine($0 + ":") }) {
      path = paths.resolve(String(place.path))
      line = place.line
      column = place.column
    }
  }
}

extension PathResolver {
  /// The path, where there is such a file.
  func existing(_ path: String) -> String? { resolve(path).flatMap { isFile($0) ? $0 : nil } }

  /// A file of which only the last component is known: what the tree has by that name, if it is one.
  func below(_ name: String) -> String? {
    existing(name) ?? uniqueFile(name)
  }
}

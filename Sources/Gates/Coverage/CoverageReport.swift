import Source

/// Which lines tests ran, as a test runner reported it.
public struct CoverageReport: Sendable {
  /// The lines of one file that can be run.
  struct Lines: Sendable, Equatable {
    /// Whether a line was run, by its number from 1.
    var isRun: [Int: Bool] = [:]
    /// Whether the report tells of stretches of code, between whose ends lines without any lie too.
    var hasStretches = false

    /// The most lines that one stretch can have: what has more is no report.
    private static let longest = 1_000_000

    mutating func add(_ line: Int, _ count: Int) {
      guard line > 0 else { return }
      isRun[line] = isRun[line, default: false] || count > 0
    }

    mutating func add(_ lines: ClosedRange<Int>, _ count: Int) {
      guard lines.lowerBound > 0, lines.count <= Lines.longest else { return }
      for line in lines { add(line, count) }
    }

    mutating func merge(_ other: Lines) {
      isRun.merge(other.isRun) { $0 || $1 }
      hasStretches = hasStretches || other.hasStretches
    }
  }

  /// What could not be read as a report.
  struct Unreadable: Error {
    let reason: String
  }

  /// The name of the format, for people.
  let format: String
  /// By the path as the report writes it, with `/` between components.
  private(set) var files: [String: Lines] = [:]

  init(format: String) { self.format = format }

  mutating func add(_ path: String, _ lines: Lines) {
    guard !path.isEmpty else { return }
    // Reports that were made on Windows.
    let path = String(
      decoding: path.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }, as: UTF8.self)
    files[path, default: Lines()].merge(lines)
  }

  /// Reads a report in any of the formats that are known, which its beginning tells.
  init(_ bytes: [UInt8]) throws(Unreadable) {
    let start = bytes.firstIndex { $0 > 32 && $0 < 0x80 } ?? bytes.count
    let head = bytes[start...].prefix(5)
    func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
    var report: CoverageReport?
    if begins("{") {
      report = bytes.withUnsafeBufferPointer { CoverageReport(json: $0) }
    } else if begins("<") {
      report = bytes.withUnsafeBufferPointer { CoverageReport(xml: $0) }
    } else if begins("mode:") {
      report = bytes.withUnsafeBufferPointer { CoverageReport(goProfile: $0) }
    } else if begins("TN:") || begins("SF:") || begins("#") {
      report = bytes.withUnsafeBufferPointer { CoverageReport(lcov: $0) }
    }
    guard let report else {
      throw Unreadable(
        reason: bytes.isEmpty
          ? "it is empty"
          : "it is none of LCOV, Cobertura, JaCoCo, a Go profile, coverage.py JSON, llvm-cov JSON and Istanbul, or it is damaged"
      )
    }
    self = report
  }
}

// MARK: Lines of text

extension CoverageReport {
  /// `geninfo(1)`: `SF:` begins a file, `DA:line,count` is a line, `end_of_record` ends the file.
  fileprivate init?(lcov bytes: UnsafeBufferPointer<UInt8>) {
    self.init(format: "LCOV")
    var path: String?
    var lines = Lines()
    var isWhole = false
    TextLines.forEach(bytes) { line in
      if line.starts(with: "SF:".utf8) {
        path = String(decoding: line.dropFirst(3), as: UTF8.self)
        lines = Lines()
        isWhole = false
      } else if line.starts(with: "DA:".utf8) {
        let parts = line.dropFirst(3).split(separator: UInt8(ascii: ","), maxSplits: 2)
        if parts.count >= 2, let number = TextLines.integer(parts[0]),
          let count = TextLines.integer(parts[1])
        {
          lines.add(number, count)
        }
      } else if line.elementsEqual("end_of_record".utf8), let name = path {
        add(name, lines)
        path = nil
        isWhole = true
      }
    }
    if !isWhole { return nil }
  }

  /// `go tool cover`: `path:line.column,line.column statements count`.
  fileprivate init?(goProfile bytes: UnsafeBufferPointer<UInt8>) {
    self.init(format: "Go profile")
    var found: [String: Lines] = [:]
    var isWhole = true
    TextLines.forEach(bytes) { line in
      if line.isEmpty || line.starts(with: "mode:".utf8) { return }
      guard let colon = line.lastIndex(of: UInt8(ascii: ":")) else {
        isWhole = false
        return
      }
      let fields = line[(colon + 1)...].split(separator: UInt8(ascii: " "))
      let ends = fields.first?.split(separator: UInt8(ascii: ",")) ?? []
      let numbers = ends.map {
        $0.split(separator: UInt8(ascii: ".")).first.flatMap(TextLines.integer)
      }
      guard fields.count == 3, numbers.count == 2, let first = numbers[0], let last = numbers[1],
        let statements = TextLines.integer(fields[1]), let count = TextLines.integer(fields[2]),
        first <= last
      else {
        isWhole = false
        return
      }
      if statements == 0 { return }
      let path = String(decoding: line[..<colon], as: UTF8.self)
      found[path, default: Lines(hasStretches: true)].add(first...last, count)
    }
    if !isWhole { return nil }
    for (path, lines) in found { add(path, lines) }
  }
}

/// Lines of a report that is no markup.
enum TextLines {
  static func forEach(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 10 { end += 1 }
      var last = end
      while last > start, bytes[last - 1] <= 32 { last -= 1 }
      body(bytes[start..<last])
      start = end + 1
    }
  }

  /// A number that may have a sign, without its fraction. What is beyond 2^62 counts as that, so that a line may
  /// be added to it.
  static func integer(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count < 64 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let most = 1 << 62
    if let value = Int(text) { return max(-most, min(value, most)) }
    guard let value = Double(text), value.isFinite else { return nil }
    return Int(max(-0x1p62, min(value, 0x1p62)))
  }
}

// MARK: JSON

extension CoverageReport {
  fileprivate init?(json bytes: UnsafeBufferPointer<UInt8>) {
    self.init(format: "")
    var reading = JSONReading(bytes)
    var format = "Istanbul"
    var files: [(String, Lines)] = []
    do {
      try reading.object { (reading, key) throws(JSONReading.Malformed) in
        switch key {
        case "files" where reading.next == UInt8(ascii: "{"):
          format = "coverage.py JSON"
          try reading.object { (reading, path) throws(JSONReading.Malformed) in
            files.append((path, try Lines(coveragePy: &reading)))
          }
        case "data" where reading.next == UInt8(ascii: "["):
          format = "llvm-cov JSON"
          try reading.array { (reading) throws(JSONReading.Malformed) in
            try reading.object { (reading, key) throws(JSONReading.Malformed) in
              guard key == "files" else { return try reading.skip() }
              try reading.array { (reading) throws(JSONReading.Malformed) in
                files.append(try Lines.llvm(&reading))
              }
            }
          }
        default:
          // A file of Istanbul is a key of its own.
          guard reading.next == UInt8(ascii: "{") else { return try reading.skip() }
          if let file = try Lines.istanbul(&reading, key) { files.append(file) }
        }
      }
    } catch {
      return nil
    }
    // A document with none of these is another one.
    guard !files.isEmpty || format != "Istanbul" else { return nil }
    self.init(format: format)
    for (path, lines) in files { add(path, lines) }
  }
}

extension CoverageReport.Lines {
  /// https://coverage.readthedocs.io/en/latest/commands/cmd_json.html
  fileprivate init(coveragePy reading: inout JSONReading) throws(JSONReading.Malformed) {
    var lines = CoverageReport.Lines()
    try reading.object { (reading, key) throws(JSONReading.Malformed) in
      guard key == "executed_lines" || key == "missing_lines" else { return try reading.skip() }
      try reading.array { (reading) throws(JSONReading.Malformed) in
        lines.add(try reading.integer(), key == "executed_lines" ? 1 : 0)
      }
    }
    self = lines
  }

  /// Statements count for the line on which they begin, as Istanbul's own reports have it.
  fileprivate static func istanbul(
    _ reading: inout JSONReading, _ key: String
  ) throws(JSONReading.Malformed) -> (String, CoverageReport.Lines)? {
    var path = key
    var starts: [String: Int] = [:]
    var counts: [String: Int] = [:]
    var isFile = false
    try reading.object { (reading, key) throws(JSONReading.Malformed) in
      switch (key, reading.next) {
      case ("path", UInt8(ascii: "\"")): path = try reading.string()
      case ("statementMap", UInt8(ascii: "{")):
        isFile = true
        try reading.object { (reading, statement) throws(JSONReading.Malformed) in
          guard reading.next == UInt8(ascii: "{") else { return try reading.skip() }
          try reading.object { (reading, key) throws(JSONReading.Malformed) in
            guard key == "start", reading.next == UInt8(ascii: "{") else {
              return try reading.skip()
            }
            try reading.object { (reading, key) throws(JSONReading.Malformed) in
              guard key == "line" else { return try reading.skip() }
              starts[statement] = try reading.integer()
            }
          }
        }
      case ("s", UInt8(ascii: "{")):
        try reading.object { (reading, statement) throws(JSONReading.Malformed) in
          counts[statement] = try reading.integer()
        }
      default: try reading.skip()
      }
    }
    guard isFile else { return nil }
    var lines = CoverageReport.Lines()
    for (statement, line) in starts { lines.add(line, counts[statement] ?? 0) }
    return (path, lines)
  }

  /// `llvm-cov export`: segments of line, column, count, whether it has one, whether a region begins there,
  /// and whether that is a gap; counted by lines as LLVM does (`LineCoverageStats` in
  /// llvm/lib/ProfileData/Coverage/CoverageMapping.cpp).
  fileprivate static func llvm(
    _ reading: inout JSONReading
  ) throws(JSONReading.Malformed) -> (String, CoverageReport.Lines) {
    var path = ""
    var segments: [[Int]] = []
    try reading.object { (reading, key) throws(JSONReading.Malformed) in
      switch key {
      case "filename": path = try reading.string()
      case "segments":
        try reading.array { (reading) throws(JSONReading.Malformed) in
          var segment: [Int] = []
          try reading.array { (reading) throws(JSONReading.Malformed) in
            if segment.count < 6 {
              segment.append(try reading.integer())
            } else {
              try reading.skip()
            }
          }
          if segment.count >= 5 { segments.append(segment + (segment.count == 5 ? [0] : [])) }
        }
      default: try reading.skip()
      }
    }
    var lines = CoverageReport.Lines(hasStretches: true)
    var wrapped: [Int]?
    var index = 0
    while index < segments.count {
      let line = segments[index][0]
      var own: [[Int]] = []
      while index < segments.count, segments[index][0] == line {
        own.append(segments[index])
        index += 1
      }
      func begins(_ segment: [Int]) -> Bool {
        segment[3] != 0 && segment[4] != 0 && segment[5] == 0
      }
      let regions = own.filter(begins)
      let isSkipped = own[0][3] == 0 && own[0][4] != 0
      let isMapped = !isSkipped && (wrapped.map { $0[3] != 0 } ?? false || !regions.isEmpty)
      if isMapped {
        let outer = wrapped.map { $0[3] != 0 ? $0[2] : 0 } ?? 0
        lines.add(line, regions.reduce(regions.isEmpty ? outer : max(0, outer)) { max($0, $1[2]) })
      }
      wrapped = own.last
      // The lines up to the next segment are all in what has begun.
      if index < segments.count, let wrapped, wrapped[3] != 0, segments[index][0] > line + 1 {
        lines.add(line + 1...segments[index][0] - 1, wrapped[2])
      }
    }
    return (path, lines)
  }
}

// MARK: XML

extension CoverageReport {
  fileprivate init?(xml bytes: UnsafeBufferPointer<UInt8>) {
    self.init(format: "")
    var reading = XMLReading(bytes)
    do {
      guard case .start(let root, _)? = try reading.next() else { return nil }
      switch root {
      case "coverage": try readCobertura(&reading)
      case "report": try readJaCoCo(&reading)
      default: return nil
      }
    } catch {
      return nil
    }
  }

  /// http://cobertura.sourceforge.net/xml/coverage-04.dtd
  private mutating func readCobertura(_ reading: inout XMLReading) throws(XMLReading.Malformed) {
    self = CoverageReport(format: "Cobertura")
    var path = ""
    var lines = Lines()
    while let event = try reading.next() {
      switch event {
      case .start("class", let attributes):
        path = attributes["filename"] ?? ""
        lines = Lines()
      case .start("line", let attributes):
        guard let number = attributes["number"].flatMap({ TextLines.integer($0.utf8) }),
          let hits = attributes["hits"].flatMap({ TextLines.integer($0.utf8) })
        else { continue }
        lines.add(number, hits)
      case .end("class"): add(path, lines)
      case .start, .end: continue
      }
    }
  }

  /// https://www.jacoco.org/jacoco/trunk/coverage/report.dtd
  private mutating func readJaCoCo(_ reading: inout XMLReading) throws(XMLReading.Malformed) {
    self = CoverageReport(format: "JaCoCo")
    var package = ""
    var path = ""
    var lines = Lines()
    while let event = try reading.next() {
      switch event {
      case .start("package", let attributes): package = attributes["name"] ?? ""
      case .start("sourcefile", let attributes):
        let name = attributes["name"] ?? ""
        path = package.isEmpty ? name : "\(package)/\(name)"
        lines = Lines()
      case .start("line", let attributes):
        guard let number = attributes["nr"].flatMap({ TextLines.integer($0.utf8) }) else {
          continue
        }
        lines.add(number, attributes["ci"].flatMap { TextLines.integer($0.utf8) } ?? 0)
      case .end("sourcefile"): add(path, lines)
      case .start, .end: continue
      }
    }
  }
}

import Source

/// What a tool says about one place, before it is known whether the change brought it in.
struct Diagnostic: Sendable, Hashable, Codable {
  /// What a column counts.
  enum ColumnUnit: String, Sendable, Codable {
    case bytes, scalars, utf16
  }

  /// Relative to the root of the tree; nil where the tool names no file of it.
  var path: String?
  /// From 1; 0 where the tool gives none, and so for the column.
  var line = 0
  var column = 0
  var unit = ColumnUnit.bytes
  var severity = Severity.error
  /// The tool's own name for what it found.
  var rule: String?
  var message: String
  /// The name of a test that failed.
  var test: String?
}

/// How many tests ran, as far as the output tells.
struct TestCounts: Sendable, Hashable, Codable {
  var passed = 0
  var failed = 0
  var skipped = 0

  var ran: Int { passed + failed }
}

/// What was read from the output of one run of a tool.
struct ToolReport: Sendable, Hashable, Codable {
  var diagnostics: [Diagnostic] = []
  /// Nil for a tool that runs no tests, or does not say how many.
  var tests: TestCounts?
  /// The files that the tool says it looked at; nil where it does not say.
  var inspected: [String]?
  /// Whether all that is known is that the tool failed.
  var isOpaque = false
  /// Whether the tool ended before it had looked at everything.
  var isPartial = false
  /// What is otherwise in the files that it saw than in a full checkout.
  var notes: [String] = []
  /// Why the output is not what the format asks for; nil where it is.
  var flaw: String?
}

/// What a tool wrote.
struct ToolOutput: Sendable {
  var output: [UInt8]
  var error: [UInt8] = []
  /// The files that it was told to write, in the order of their names.
  var reports: [[UInt8]] = []
  var exit: Int32 = 0
}

/// How the output of a tool is read. Reading never fails: what is not understood is left out, and a
/// document that cannot be read at all is a `ToolReport.flaw`.
struct OutputFormat: Sendable {
  /// The name in the policy.
  let name: String
  let read: @Sendable (ToolOutput, PathResolver) -> ToolReport

  static let all: [OutputFormat] = [
    .text, .gcc, .swiftc, .mypy, .pyright, .tsc, .cargo, .goVet, .javac, .ruff, .eslint,
    .shellcheck, .sarif, .junit, .tap, .goTest, .swiftTest, .cargoTest, .php, .swiftFormat,
    .msbuild, .unix,
  ]

  static func named(_ name: String) -> OutputFormat? { all.first { $0.name == name } }

  /// Output that nobody reads: whether the tool succeeded is all there is.
  static let text = OutputFormat(name: "text") { _, _ in ToolReport() }
}

/// Finds the file of a tree that a tool means.
final class PathResolver {
  /// The absolute path of the tree, all links resolved.
  private let root: String
  /// The folder that the tool ran in, relative to the root; empty for the root itself.
  private let folder: String
  private let exists: (String) -> Bool
  private let list: () -> [String]
  private var known: [String: String?] = [:]
  /// The paths by their last component.
  private lazy var byName = Dictionary(grouping: list()) { path in
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// - Parameters:
  ///   - exists: whether the tree holds a file.
  ///   - list: all files of the tree; asked for when they are first needed.
  init(
    root: String, folder: String, exists: @escaping (String) -> Bool,
    list: @escaping () -> [String]
  ) {
    self.root = root
    self.folder = folder
    self.exists = exists
    self.list = list
  }

  func isFile(_ path: String) -> Bool { exists(path) }

  /// The only file with that last component.
  func uniqueFile(_ name: String) -> String? {
    let found = byName[name] ?? []
    return found.count == 1 ? found[0] : nil
  }

  /// The path relative to the root; nil for a file outside the tree. A relative path is looked for in
  /// the folder and in those above it, since some tools name files from the root of a workspace.
  func resolve(_ path: String) -> String? {
    if let result = known[path] { return result }
    let result = find(path)
    known[path] = .some(result)
    return result
  }

  private func find(_ path: String) -> String? {
    var path = path
    if path.hasPrefix("file://") { path = Self.unescaped(path.dropFirst(7)) }
    if path.isEmpty || path.utf8.contains(0) { return nil }
    if path.hasPrefix("/") {
      guard path.hasPrefix(root + "/") else { return nil }
      return Self.normalised(String(path.dropFirst(root.count + 1)))
    }
    var base = folder[...]
    var first: String?
    while true {
      let candidate = Self.normalised(base.isEmpty ? path : "\(base)/\(path)")
      if let candidate {
        if exists(candidate) { return candidate }
        first = first ?? candidate
      }
      if base.isEmpty { return first }
      base = base.lastIndex(of: "/").map { base[..<$0] } ?? ""
    }
  }

  /// Without `.` and `..`; nil for a path that leaves the root.
  private static func normalised(_ path: String) -> String? {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }

  private static func unescaped(_ path: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(path.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

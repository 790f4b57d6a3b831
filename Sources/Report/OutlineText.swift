import Source
import Syntax

/// Outlines for people.
public enum OutlineText {
  /// One file's declarations as a tree, with the complexity of functions that decide something, then its
  /// defects.
  public static func pretty(_ outline: FileOutline, _ style: Style) -> String {
    let file = outline.file
    var lines = [
      style.paint(Display.safe(outline.path.description), .strong)
        + style.paint("  \(file.language.title), \(plural(file.text.lineCount, "line"))", .faint)
    ]
    var depths: [Int] = []
    let functions = file.metrics().functions
    for (index, entity) in file.entities.enumerated() {
      let depth = entity.parent < 0 ? 0 : depths[entity.parent] + 1
      depths.append(depth)
      let line = file.text.position(at: entity.nameRange.start).line
      let head =
        String(repeating: "  ", count: depth + 1) + style.paint(entity.kind.rawValue, .faint) + " "
        + Display.safe(file.name(entity))
      var tail = ":\(line)"
      if let complexity = functions[index]?.complexity, complexity.cyclomatic > 1 {
        tail += "  cyclomatic \(complexity.cyclomatic), cognitive \(complexity.cognitive)"
      }
      lines.append("\(head) \(style.paint(tail, .faint))")
    }
    for defect in file.defects {
      let finding = Diagnostic(defect, outline)
      lines += finding.lines(style)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// One line a declaration: `path:line: kind name`, then one a defect.
  public static func concise(_ outline: FileOutline) -> String {
    let file = outline.file
    let path = Display.safe(outline.path.description)
    var lines = file.entities.map { entity in
      let line = file.text.position(at: entity.nameRange.start).line
      return "\(path):\(line): \(entity.kind.rawValue) \(Display.safe(file.qualifiedName(entity)))"
    }
    lines += file.defects.map { Diagnostic($0, outline).concise }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension Diagnostic {
  init(_ defect: Defect, _ outline: FileOutline) {
    let range = outline.file.text.range(defect.range)
    self.init(
      Problem(
        .usage, defect.message,
        at: .init(path: outline.path.description, text: outline.file.text, range: range),
        help: defect.help))
    severity = defect.severity
    rule = "structure/\(defect.rule.rawValue)"
  }
}

/// Totals of outlines per language.
public struct OutlineSummary: Sendable {
  struct Total: Sendable {
    var files = 0
    var bytes = 0
    var lines = 0
    var entities = 0
    var defects = 0
  }

  private var totals: [String: Total] = [:]
  private var titles: [String: String] = [:]

  public init() {}

  /// That of one file.
  public init(of file: SyntaxFile) {
    titles = [file.language.name: file.language.title]
    totals = [
      file.language.name: Total(
        files: 1, bytes: file.text.bytes.count, lines: file.text.lineCount,
        entities: file.entities.count, defects: file.defects.count)
    ]
  }

  public mutating func add(_ other: OutlineSummary) {
    titles.merge(other.titles) { one, _ in one }
    totals.merge(other.totals) { one, other in
      Total(
        files: one.files + other.files, bytes: one.bytes + other.bytes,
        lines: one.lines + other.lines, entities: one.entities + other.entities,
        defects: one.defects + other.defects)
    }
  }

  /// A table, one row a language.
  public func pretty() -> String {
    let rows =
      [["language", "files", "bytes", "lines", "entities", "defects"]]
      + totals.sorted { $0.key < $1.key }.map { name, total in
        [titles[name]!]
          + [total.files, total.bytes, total.lines, total.entities, total.defects].map(String.init)
      }
    return Table(rows, leftAligned: [0]).text
  }

  public func json() -> JSONValue { Shape.summary.json(self) }

  /// Its JSON Schema.
  public static var schema: JSONValue { Shape.summary.document(id: format) }
  fileprivate static let format = "verdict.outlineSummary/1"

  fileprivate var rows: [(name: String, total: Total)] {
    totals.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension Shape where Value == OutlineSummary {
  fileprivate static var summary: Shape {
    Shape(
      "outlineSummary", "Totals of outlines.",
      [
        .constant("format", "The format and its version.", OutlineSummary.format),
        .list(
          "languages", "One entry a language.",
          Shape<(name: String, total: OutlineSummary.Total)>(
            "language", "Totals of one language.",
            [
              .string("language", "The language.") { $0.name },
              .integer("files", "Files read.") { $0.total.files },
              .integer("bytes", "Their bytes.") { $0.total.bytes },
              .integer("lines", "Their lines.") { $0.total.lines },
              .integer("entities", "Their declarations.") { $0.total.entities },
              .integer("defects", "What is not well formed in them.") { $0.total.defects },
            ])
        ) { $0.rows },
      ])
  }
}

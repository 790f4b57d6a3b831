import Source
import Syntax

/// One file's outline with its path.
public struct FileOutline: Sendable {
  public let path: SourcePath
  public let file: SyntaxFile

  public init(path: SourcePath, file: SyntaxFile) {
    self.path = path
    self.file = file
  }
}

/// `verdict.outline/1`, written file by file so that a folder of any size needs the memory of one
/// file.
public enum OutlineDocument {
  static let format = "verdict.outline/1"

  /// What stands before the first file.
  public static let opening = "{\n  \"format\": \"\(format)\",\n  \"files\": ["
  /// What stands behind the last file.
  public static let closing = "\n  ]\n}\n"

  /// One file's part of `files`; a comma stands between two.
  public static func file(_ outline: FileOutline) -> String {
    "\n"
      + Shape<MeasuredFile>.outline.json(MeasuredFile(outline)).text(indented: true)
      .split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
  }

  /// One file as a document of its own on one line.
  public static func line(_ outline: FileOutline) -> String {
    shape.json([MeasuredFile(outline)]).text(indented: false) + "\n"
  }

  /// Its JSON Schema.
  public static var schema: JSONValue { shape.document(id: format) }

  private static var shape: Shape<[MeasuredFile]> {
    Shape(
      "outlines", "The outline of files.",
      [
        .constant("format", "The format and its version.", format),
        .list("files", "The files in the order of their paths.", .outline) { $0 },
      ])
  }
}

/// One file's outline with what was counted in it.
struct MeasuredFile: Sendable {
  let path: SourcePath
  let file: SyntaxFile
  let metrics: FileMetrics

  init(_ outline: FileOutline) {
    path = outline.path
    file = outline.file
    metrics = file.metrics()
  }
}

/// An entity with what its ranges point into.
struct OutlineEntity: Sendable {
  let file: SyntaxFile
  let metrics: FileMetrics
  let index: Int
  /// For each entity those it holds.
  let children: [[Int]]

  var entity: Entity { file.entities[index] }
  func text(_ range: ByteRange?) -> String? { range.map(file.flattened) }
  func place(_ range: ByteRange?) -> SourceRange? { range.map(file.text.range) }

  static func roots(_ measured: MeasuredFile) -> [OutlineEntity] {
    let file = measured.file
    var children = [[Int]](repeating: [], count: file.entities.count)
    var roots: [Int] = []
    for (index, entity) in file.entities.enumerated() {
      if entity.parent < 0 { roots.append(index) } else { children[entity.parent].append(index) }
    }
    return roots.map {
      OutlineEntity(file: file, metrics: measured.metrics, index: $0, children: children)
    }
  }

  var held: [OutlineEntity] {
    children[index].map {
      OutlineEntity(file: file, metrics: metrics, index: $0, children: children)
    }
  }
}

extension Shape where Value == MeasuredFile {
  static var outline: Shape {
    Shape(
      "file", "One file's outline.",
      [
        .string("path", "The path; bytes that are not UTF-8 are U+FFFD.") { $0.path.description },
        .optionalString("pathBytes", "The path in base64 where it is not UTF-8.") {
          $0.path.base64
        },
        .string("language", "Its language.") { $0.file.language.name },
        .integer("bytes", "Its size.") { $0.file.text.bytes.count },
        .integer("lines", "Its lines.") { $0.file.text.lineCount },
        .list("entities", "Its declarations.", .entity) { OutlineEntity.roots($0) },
        .list(
          "defects", "What is not well formed.",
          Shape<(Defect, SyntaxFile)>(
            "defect", "One thing that is not well formed.",
            [
              .string("rule", "The rule; `verdict explain` tells about it.") {
                "structure/\($0.0.rule.rawValue)"
              },
              .oneOf("severity", "How bad it is.") { $0.0.severity },
              .string("message", "What is wrong.") { $0.0.message },
              .optionalString("help", "How to mend it.") { $0.0.help },
              .object("range", "Where.", .range) { $0.1.text.range($0.0.range) },
            ])
        ) { outline in outline.file.defects.map { ($0, outline.file) } },
        .object("metrics", "What was counted.", .fileMetrics) { $0 },
      ])
  }
}

extension Shape where Value == MeasuredFile {
  fileprivate static var fileMetrics: Shape {
    Shape(
      "fileMetrics", "Counts of one file.",
      [
        .integer("tokens", "Tokens, comments included.") { $0.file.tokens.count },
        .integer("codeTokens", "Tokens of code.") { $0.metrics.tokens },
        .integer("entities", "Declarations.") { $0.file.entities.count },
        .integer("functions", "Declarations with a body of code.") { $0.metrics.functions.count },
        .integer("codeLines", "Lines on which code stands.") { $0.metrics.lines.code },
        .integer("commentLines", "Lines on which a comment stands.") { $0.metrics.lines.comments },
        .integer("commentBytes", "Bytes in comments.") { $0.file.commentBytes },
        .number(
          "commentShare", "The share of the lines that are not blank with a comment, 0 to 1."
        ) { $0.metrics.lines.commentShare.rounded(toPlaces: 4) },
      ]
        + complexity { $0.metrics.complexity })
  }
}

extension Shape where Value == FunctionMetrics {
  fileprivate static var functionMetrics: Shape {
    Shape(
      "functionMetrics", "Counts of one declaration with a body of code.",
      complexity(\.complexity) + [
        .integer("length", "Lines from its signature to its end.") { $0.length },
        .integer("parameters", "Parameters.") { $0.parameters },
        .integer("tokens", "Tokens of code.") { $0.tokens },
        .number(
          "commentShare", "The share of its lines that are not blank with a comment, 0 to 1."
        ) { $0.commentShare.rounded(toPlaces: 4) },
      ])
  }
}

extension Shape {
  fileprivate static func complexity(
    _ value: @escaping @Sendable (Value) -> Complexity?
  ) -> [Field<Value>] {
    [
      .optionalInteger("cyclomatic", "Cyclomatic complexity (McCabe, 1976).") {
        value($0)?.cyclomatic
      },
      .optionalInteger("cognitive", "Cognitive complexity (Campbell, 2018).") {
        value($0)?.cognitive
      },
      .optionalInteger("nesting", "The deepest nesting of control structures and closures.") {
        value($0)?.nesting
      },
    ]
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}

extension Shape where Value == OutlineEntity {
  static var entity: Shape {
    let name = "entity"
    let own: [Field<OutlineEntity>] = [
      .oneOf("kind", "What it is.") { $0.entity.kind },
      .string("name", "Its name.") { $0.file.name($0.entity) },
      .string("qualifiedName", "Its name with those that hold it.") {
        $0.file.qualifiedName($0.entity)
      },
      .string("signature", "Its declaration on one line, without body.") {
        $0.file.signature($0.entity)
      },
      .list(
        "parameters", "Its parameters.",
        Shape<(Parameter, SyntaxFile)>(
          "parameter", "One parameter.",
          [
            .optionalString("label", "The label callers write.") { pair in
              pair.0.label.map(pair.1.flattened)
            },
            .string("name", "Its name.") { $0.1.flattened($0.0.name) },
            .optionalString("type", "Its type.") { pair in pair.0.type.map(pair.1.flattened) },
            .optionalString("default", "Its default value.") { pair in
              pair.0.defaultValue.map(pair.1.flattened)
            },
          ])
      ) { entity in entity.entity.parameters.map { ($0, entity.file) } },
      .optionalString("returnType", "What it returns, or the type of a variable.") {
        $0.text($0.entity.returnType)
      },
      .optionalString("genericClause", "The type parameters that it introduces.") {
        $0.text($0.file.genericClause($0.entity))
      },
      .strings("conformances", "What the type is based on or conforms to.") { entity in
        entity.file.conformances(entity.entity).map(entity.file.flattened)
      },
      .oneOf("visibility", "Who may name it.") { $0.entity.visibility },
      .strings("modifiers", "Modifiers, attributes and decorators as written.") { entity in
        entity.entity.modifiers.map(entity.file.flattened)
      },
      .object("range", "All of it.", .range) { $0.file.text.range($0.entity.range) },
      .object("nameRange", "Its name.", .range) { $0.file.text.range($0.entity.nameRange) },
      .optionalObject("bodyRange", "Its body.", .range) { $0.place($0.entity.bodyRange) },
      .optionalObject("docRange", "Its documentation.", .range) { $0.place($0.entity.docRange) },
      .optionalObject("metrics", "What was counted of its code.", .functionMetrics) {
        $0.metrics.functions[$0.index]
      },
    ]
    // The fields of the held ones are the same: the shape stands once and calls itself.
    @Sendable func json(_ entity: OutlineEntity) -> JSONValue {
      guard case .object(let members) = Shape(name, "", own).json(entity) else { return .null }
      return .object(members + [.init("children", .array(entity.held.map(json)))])
    }
    return Shape(
      name, "One declaration.",
      own + [.nested("children", "Those it holds.", in: name) { $0.held.map(json) }])
  }
}

extension SyntaxFile {
  /// Bytes in comments.
  fileprivate var commentBytes: Int {
    (0..<tokens.count).reduce(0) {
      tokens.kind($1).isComment ? $0 + tokens.end($1) - tokens.start($1) : $0
    }
  }
}

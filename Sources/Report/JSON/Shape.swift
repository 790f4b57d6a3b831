import Source

/// One declaration of a JSON object: what writes it and what its JSON Schema says both come from its
/// fields.
struct Shape<Value>: Sendable {
  let name: String
  let summary: String
  let fields: [Field<Value>]

  init(_ name: String, _ summary: String, _ fields: [Field<Value>]) {
    self.name = name
    self.summary = summary
    self.fields = fields
  }

  func json(_ value: Value) -> JSONValue {
    .object(
      fields.compactMap { field in field.value(value).map { JSONValue.Member(field.name, $0) } })
  }

  /// The object's own schema; the objects in it are references to `$defs`.
  fileprivate var schema: JSONValue {
    .object([
      .init("type", .string("object")),
      .init("description", .string(summary)),
      .init(
        "properties", .object(fields.map { .init($0.name, $0.type.schema($0.summary)) })),
      .init("required", .array(fields.filter { !$0.isOptional }.map { .string($0.name) })),
    ])
  }

  /// This object's schema and those of all objects in it, by name.
  fileprivate func collect(into definitions: inout [(name: String, schema: JSONValue)]) {
    if definitions.contains(where: { $0.name == name }) { return }
    definitions.append((name, schema))
    for field in fields { field.type.collect(into: &definitions) }
  }

  /// The whole JSON Schema (draft 2020-12) of documents of this shape.
  func document(id: String) -> JSONValue {
    var definitions: [(name: String, schema: JSONValue)] = []
    collect(into: &definitions)
    guard case .object(let root) = definitions.removeFirst().schema else { return .null }
    return .object(
      [
        .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        .init("$id", .string(id)),
      ] + root + [
        .init(
          "$defs",
          .object(definitions.sorted { $0.name < $1.name }.map { .init($0.name, $0.schema) }))
      ])
  }
}

/// What a field holds.
indirect enum FieldType: Sendable {
  case string, integer, number, boolean
  case constant(String)
  case oneOf([String])
  case list(FieldType)
  case nullable(FieldType)
  case object(String, collect: @Sendable (inout [(name: String, schema: JSONValue)]) -> Void)

  fileprivate func schema(_ summary: String? = nil) -> JSONValue {
    var members: [JSONValue.Member]
    switch self {
    case .string: members = [.init("type", .string("string"))]
    case .integer: members = [.init("type", .string("integer"))]
    case .number: members = [.init("type", .string("number"))]
    case .boolean: members = [.init("type", .string("boolean"))]
    case .constant(let value): members = [.init("const", .string(value))]
    case .oneOf(let values): members = [.init("enum", .array(values.map { .string($0) }))]
    case .list(let element):
      members = [.init("type", .string("array")), .init("items", element.schema())]
    case .nullable(let type):
      members = [
        .init("anyOf", .array([type.schema(), .object([.init("type", .string("null"))])]))
      ]
    case .object(let name, _): members = [.init("$ref", .string("#/$defs/\(name)"))]
    }
    if let summary { members.append(.init("description", .string(summary))) }
    return .object(members)
  }

  fileprivate func collect(into definitions: inout [(name: String, schema: JSONValue)]) {
    switch self {
    case .list(let element), .nullable(let element): element.collect(into: &definitions)
    case .object(_, let collect): collect(&definitions)
    default: break
    }
  }
}

/// One key of an object.
struct Field<Value>: Sendable {
  let name: String
  let summary: String
  let type: FieldType
  let isOptional: Bool
  /// Nil leaves the key out.
  let value: @Sendable (Value) -> JSONValue?

  private init(
    _ name: String, _ summary: String, _ type: FieldType, isOptional: Bool,
    _ value: @escaping @Sendable (Value) -> JSONValue?
  ) {
    self.name = name
    self.summary = summary
    self.type = type
    self.isOptional = isOptional
    self.value = value
  }

  static func string(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> String
  ) -> Field {
    Field(name, summary, .string, isOptional: false) { .string(get($0)) }
  }

  static func optionalString(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> String?
  ) -> Field {
    Field(name, summary, .string, isOptional: true) { get($0).map { .string($0) } }
  }

  /// The key is always there.
  static func nullableString(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> String?
  ) -> Field {
    Field(name, summary, .nullable(.string), isOptional: false) {
      get($0).map { .string($0) } ?? .null
    }
  }

  static func constant(_ name: String, _ summary: String, _ text: String) -> Field {
    Field(name, summary, .constant(text), isOptional: false) { _ in .string(text) }
  }

  static func oneOf<Choice: RawRepresentable & CaseIterable & SendableMetatype>(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> Choice
  ) -> Field where Choice.RawValue == String {
    Field(name, summary, .oneOf(Choice.allCases.map(\.rawValue)), isOptional: false) {
      .string(get($0).rawValue)
    }
  }

  static func optionalOneOf<Choice: RawRepresentable & CaseIterable & SendableMetatype>(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> Choice?
  ) -> Field where Choice.RawValue == String {
    Field(name, summary, .oneOf(Choice.allCases.map(\.rawValue)), isOptional: true) {
      get($0).map { .string($0.rawValue) }
    }
  }

  static func integer(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> Int
  ) -> Field {
    Field(name, summary, .integer, isOptional: false) { .integer(get($0)) }
  }

  static func optionalInteger(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> Int?
  ) -> Field {
    Field(name, summary, .integer, isOptional: true) { get($0).map { .integer($0) } }
  }

  static func number(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> Double
  ) -> Field {
    Field(name, summary, .number, isOptional: false) { .number(get($0)) }
  }

  static func optionalNumber(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> Double?
  ) -> Field {
    Field(name, summary, .number, isOptional: true) { get($0).map { .number($0) } }
  }

  static func boolean(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> Bool
  ) -> Field {
    Field(name, summary, .boolean, isOptional: false) { .bool(get($0)) }
  }

  static func strings(
    _ name: String, _ summary: String, _ get: @escaping @Sendable (Value) -> [String]
  ) -> Field {
    Field(name, summary, .list(.string), isOptional: false) {
      .array(get($0).map { .string($0) })
    }
  }

  static func object<Inner>(
    _ name: String, _ summary: String, _ shape: Shape<Inner>,
    _ get: @escaping @Sendable (Value) -> Inner
  ) -> Field {
    Field(name, summary, reference(shape), isOptional: false) { shape.json(get($0)) }
  }

  static func optionalObject<Inner>(
    _ name: String, _ summary: String, _ shape: Shape<Inner>,
    _ get: @escaping @Sendable (Value) -> Inner?
  ) -> Field {
    Field(name, summary, reference(shape), isOptional: true) { get($0).map(shape.json) }
  }

  static func list<Inner>(
    _ name: String, _ summary: String, _ shape: Shape<Inner>,
    _ get: @escaping @Sendable (Value) -> [Inner]
  ) -> Field {
    Field(name, summary, .list(reference(shape)), isOptional: false) {
      .array(get($0).map(shape.json))
    }
  }

  static func optionalList<Inner>(
    _ name: String, _ summary: String, _ shape: Shape<Inner>,
    _ get: @escaping @Sendable (Value) -> [Inner]?
  ) -> Field {
    Field(name, summary, .list(reference(shape)), isOptional: true) {
      get($0).map { .array($0.map(shape.json)) }
    }
  }

  /// A list of objects of the same shape as the one that holds it.
  static func nested(
    _ name: String, _ summary: String, in shape: String,
    _ get: @escaping @Sendable (Value) -> [JSONValue]
  ) -> Field {
    Field(name, summary, .list(.object(shape, collect: { _ in })), isOptional: false) {
      .array(get($0))
    }
  }

  private static func reference<Inner>(_ shape: Shape<Inner>) -> FieldType {
    .object(shape.name) { shape.collect(into: &$0) }
  }
}

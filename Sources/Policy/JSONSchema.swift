import Source

extension PolicySchema {
  /// The JSON Schema (draft 2020-12) of `.verdict.yml`, for editors. Deterministic, ends with a line
  /// end.
  public func jsonSchema() -> String {
    let sections =
      [("default", "Every type of change.")]
      + changeTypes.map { ($0, "What differs for changes of type \($0).") }
    let schema = JSONValue.object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Verdict's policy, .verdict.yml")),
      ("type", .string("object")),
      ("required", .array([.string("version")])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        .object([
          ("version", .object([("const", .integer(1))])),
          (
            "exclude",
            .object([
              ("description", .string("Paths that no gate looks at, as patterns of .gitignore.")),
              ("type", .string("array")), ("items", .object([("type", .string("string"))])),
            ])
          ),
          (
            "onInconclusive",
            .object([
              (
                "description",
                .string("Whether a verdict that could not be decided lets the change through.")
              ),
              ("enum", words(InconclusiveAction.allCases.map(\.rawValue))),
            ])
          ),
          (
            "done",
            .object([
              ("description", .string("The Definition of Done.")),
              ("type", words(["object", "null"])),
              ("additionalProperties", .bool(false)),
              (
                "properties",
                .object(
                  sections.map { name, summary in
                    (
                      name,
                      .object([
                        ("description", .string(summary)), ("$ref", .string("#/$defs/gates")),
                      ])
                    )
                  })
              ),
            ])
          ),
        ])
      ),
      (
        "$defs",
        .object([
          ("level", .object([("enum", words(Level.allCases.map(\.rawValue)))])),
          (
            "gates",
            .object([
              ("type", words(["object", "null"])),
              ("additionalProperties", .bool(false)),
              ("properties", .object(gates.map { ($0.id, $0.jsonSchema) })),
            ])
          ),
        ])
      ),
    ])
    return schema.text(indented: true) + "\n"
  }
}

extension GateSchema {
  fileprivate var jsonSchema: JSONValue {
    let level = JSONValue.object([("$ref", .string("#/$defs/level"))])
    return .object([
      ("description", .string(summary)),
      (
        "anyOf",
        .array([
          level,
          .object([
            ("type", .string("object")),
            ("additionalProperties", .bool(false)),
            (
              "properties",
              .object([("level", level)] + options.map { ($0.name, $0.jsonSchema) })
            ),
          ]),
        ])
      ),
    ])
  }
}

extension OptionSchema {
  fileprivate var jsonSchema: JSONValue {
    .object([("description", .string(summary))] + kind.jsonSchema)
  }
}

extension OptionSchema.Kind {
  fileprivate var jsonSchema: [(key: String, value: JSONValue)] {
    switch self {
    case .integer(let range):
      return [("type", .string("integer")), ("minimum", .integer(range.lowerBound))]
        + (range.upperBound == .max ? [] : [("maximum", .integer(range.upperBound))])
    case .percent:
      return [
        ("type", words(["string", "number"])),
        ("pattern", .string("^[0-9]+(\\.[0-9]+)?%$")),
        ("minimum", .integer(0)), ("maximum", .integer(1)),
      ]
    case .size:
      let units = Self.units.map(\.suffix).joined(separator: "|")
      return [
        ("type", words(["integer", "string"])),
        ("pattern", .string("^[0-9]+ ?(\(units))$")), ("minimum", .integer(0)),
      ]
    case .boolean: return [("type", .string("boolean"))]
    case .string: return [("type", .string("string"))]
    case .strings:
      return [("type", .string("array")), ("items", .object([("type", .string("string"))]))]
    case .choice(let choices): return [("enum", words(choices))]
    }
  }
}

private func words(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }

extension JSONValue {
  fileprivate static func object(_ members: [(key: String, value: JSONValue)]) -> JSONValue {
    .object(members.map { Member($0.key, $0.value) })
  }
}

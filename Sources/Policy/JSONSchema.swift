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
            "extends",
            described("The policies that this one begins from; it refines them.", ref("extends"))
          ),
          (
            "exclude",
            described(
              "Paths that no gate looks at, as patterns of .gitignore.", list(of: .anyText))
          ),
          (
            "generated",
            described(
              "What happens with files that .gitattributes calls linguist-generated or "
                + "linguist-vendored.", [("enum", words(GeneratedFiles.allCases.map(\.rawValue)))])
          ),
          (
            "onInconclusive",
            described(
              "Whether a verdict that could not be decided lets the change through.",
              [("enum", words(InconclusiveAction.allCases.map(\.rawValue)))])
          ),
          (
            "budgets",
            described(
              "The time that all gates of a stage may take together; what is not done by then is "
                + "left to the next stage.",
              mapping(
                stages.map { stage in
                  (
                    stage,
                    .object([
                      ("type", words(["string", "boolean"])),
                      ("pattern", .string(StageBudget.pattern)),
                      ("not", .object([("const", .bool(true))])),
                    ])
                  )
                }))
          ),
          (
            "waive",
            described(
              "Findings that are forgiven, with a reason.",
              [
                ("type", words(["array", "null"])),
                ("items", .object([("$ref", .string("#/$defs/waiver"))])),
              ])
          ),
          (
            "done",
            described(
              "The Definition of Done.",
              mapping(sections.map { name, summary in (name, described(summary, ref("gates"))) }))
          ),
        ])
      ),
      (
        "$defs",
        .object([
          (
            "level",
            .object([
              (
                "description",
                .string(
                  "What a failure means: the change is not done, or it is only shown; or the gate does "
                    + "not run. `ignore` is another word for `off`, and `false` what YAML 1.1 makes of it."
                )
              ),
              Level.jsonSchema,
            ])
          ),
          ("condition", condition), ("waiver", waiver), ("extends", extends),
          ("gates", .object(mapping(gates.map { ($0.id, $0.jsonSchema) }))),
        ])
      ),
    ])
    return schema.text(indented: true) + "\n"
  }

  private var condition: JSONValue {
    .object(
      [("description", .string("The gate runs only where all of this holds."))]
        + mapping([
          (
            "stage",
            described(
              "The stages at which it runs.", oneOrMore(.object([("enum", words(stages))])))
          ),
          (
            "branch",
            described("Patterns of the branch's name.", oneOrMore(.anyText))
          ),
          (
            "paths",
            described("One changed path has to match one of them.", oneOrMore(.anyText))
          ),
        ]))
  }

  private var waiver: JSONValue {
    let ids = gates.map(\.id).joined(separator: "|")
    return .object([
      ("type", .string("object")),
      ("required", words(["rule", "reason"])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        .object([
          (
            "rule",
            described(
              "`gate/rule`, or `gate/*` for all of a gate.",
              [("type", .string("string")), ("pattern", .string("^(\(ids))/.+$"))])
          ),
          ("path", described("Where; a pattern of .gitignore.", [("type", .string("string"))])),
          (
            "entity",
            described(
              "The qualified name of a declaration, which stands for all that it holds.",
              [("type", .string("string"))])
          ),
          (
            "reason",
            described(
              "Why it is forgiven.", [("type", .string("string")), ("minLength", .integer(1))])
          ),
          (
            "until",
            described(
              "The last day on which it counts.",
              [
                ("type", .string("string")), ("format", .string("date")),
                ("pattern", .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
              ])
          ),
        ])
      ),
    ])
  }

  private var extends: JSONValue {
    let path = JSONValue.string("A path on this machine; an address is not fetched.")
    let forms: [JSONValue] = [
      .object([("type", .string("string")), ("minLength", .integer(1))]),
      .object([
        ("type", .string("object")), ("required", words(["file"])),
        ("additionalProperties", .bool(false)),
        (
          "properties",
          .object([("file", .object([("description", path), ("type", .string("string"))]))])
        ),
      ]),
      .object([
        ("type", .string("object")), ("required", words(["path"])),
        (
          "anyOf",
          .array([
            .object([("required", words(["revision"]))]),
            .object([("required", words(["repository"]))]),
          ])
        ),
        ("additionalProperties", .bool(false)),
        (
          "properties",
          .object([
            ("revision", described("A commit, branch or tag.", [("type", .string("string"))])),
            ("path", described("The file in it.", [("type", .string("string"))])),
            (
              "repository",
              described(
                "Another repository on this machine.", [("type", .string("string"))])
            ),
          ])
        ),
      ]),
    ]
    return .object([
      (
        "anyOf",
        .array(
          forms + [
            .object([("type", .string("array")), ("items", .object([("anyOf", .array(forms))]))]),
            .object([("type", .string("null"))]),
          ])
      )
    ])
  }
}

extension Level {
  /// The words that stand for one.
  static var jsonSchema: (String, JSONValue) {
    ("enum", .array(allCases.map { .string($0.rawValue) } + [.string("ignore"), .bool(false)]))
  }
}

extension GateSchema {
  fileprivate var jsonSchema: JSONValue {
    let level = JSONValue.object([("$ref", .string("#/$defs/level"))])
    let common: [(String, JSONValue)] = [
      ("level", level),
      (
        "newOnly",
        described(
          "Whether a finding counts only where the change brought it in (true without this key).",
          [("type", .string("boolean"))])
      ),
      ("when", .object([("$ref", .string("#/$defs/condition"))])),
      (
        "final",
        described(
          "Whether no policy that refines this one may say anything about the gate.",
          [("type", .string("boolean"))])
      ),
    ]
    return .object([
      ("description", .string(summary)),
      (
        "anyOf",
        .array([
          level,
          .object([
            ("type", .string("object")),
            ("additionalProperties", .bool(false)),
            ("properties", .object(common + options.map { ($0.name, $0.jsonSchema) })),
          ]),
        ])
      ),
    ])
  }
}

extension OptionSchema {
  fileprivate var jsonSchema: JSONValue { described(summary, kind.jsonSchema) }
}

extension OptionSchema.Kind {
  fileprivate var jsonSchema: [(String, JSONValue)] {
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
        ("pattern", .string("^[0-9]+( ?(\(units)))?$")), ("minimum", .integer(0)),
      ]
    case .boolean: return [("type", .string("boolean"))]
    case .string: return [("type", .string("string"))]
    case .strings:
      return [("type", .string("array")), ("items", .object([("type", .string("string"))]))]
    case .choice(let choices): return [("enum", words(choices))]
    }
  }
}

func words(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }

/// A schema with what it is for.
func described(_ summary: String, _ members: [(String, JSONValue)]) -> JSONValue {
  .object([("description", .string(summary))] + members)
}

private func ref(_ name: String) -> [(String, JSONValue)] { [("$ref", .string("#/$defs/\(name)"))] }

/// A mapping of known keys; nothing at all stands for an empty one.
func mapping(_ properties: [(String, JSONValue)]) -> [(String, JSONValue)] {
  [
    ("type", words(["object", "null"])), ("additionalProperties", .bool(false)),
    ("properties", .object(properties)),
  ]
}

private func list(of items: JSONValue) -> [(String, JSONValue)] {
  [("type", .string("array")), ("items", items)]
}

private func oneOrMore(_ item: JSONValue) -> [(String, JSONValue)] {
  [("anyOf", .array([item, .object(list(of: item))]))]
}

extension JSONValue {
  static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { Member($0.0, $0.1) })
  }

  /// The schema of a text.
  fileprivate static var anyText: JSONValue { .object([("type", .string("string"))]) }
}

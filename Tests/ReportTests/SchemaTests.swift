import FoundationEssentials
import Source
import Syntax
import Testing

@testable import Report

@Suite struct SchemaTests {
  struct Document: Sendable, CustomTestStringConvertible {
    let name: String
    let schema: JSONValue
    let examples: [String]
    var testDescription: String { name }
  }

  private static var documents: [Document] {
    let samples = Samples()
    // A text with a quotation mark, an escape and something beyond ASCII in every field.
    var odd = Samples()
    odd.text = { "\"\\\u{1B}漢\($0)" }
    var summary = OutlineSummary()
    summary.add(OutlineSummary(of: samples.outline.file))
    func outline(_ files: [FileOutline]) -> String {
      OutlineDocument.opening
        + files.map(OutlineDocument.file).joined(separator: ",")
        + OutlineDocument.closing
    }
    func text(_ value: JSONValue) -> String { value.text(indented: true) }
    return [
      Document(
        name: "check", schema: CheckDocument.schema,
        examples: [samples.failing, samples.open, samples.empty, odd.failing].map {
          text(CheckDocument.json($0))
        }),
      Document(
        name: "diff", schema: DiffDocument.schema,
        examples: [samples, odd].map { text(DiffDocument.json($0.diff)) }),
      Document(
        name: "outline", schema: OutlineDocument.schema,
        examples: [[], [samples.outline], [samples.outline, odd.outline]].map(outline)),
      Document(
        name: "outlineSummary", schema: OutlineSummary.schema,
        examples: [OutlineSummary(), summary].map { text($0.json()) }),
      Document(
        name: "history", schema: HistoryDocument.schema,
        examples: [samples.runs, [], odd.runs].map { text(HistoryDocument.json($0)) }),
      Document(
        name: "nextVersion", schema: NextVersionDocument.schema,
        examples: [samples, odd].map { text(NextVersionDocument.json($0.nextVersion)) }),
      Document(
        name: "changelog", schema: ChangelogDocument.schema,
        examples: [samples, odd].map { text(ChangelogDocument.json($0.changelog)) }),
    ]
  }

  @Test(arguments: documents)
  func documentsAreAsTheirSchemaSays(_ document: Document) throws {
    let schema = try Schema(document.schema.text(indented: false))
    for example in document.examples {
      #expect(schema.faults(in: try Node(example)) == [])
      #expect(example.hasPrefix("{\n  \"format\": \"verdict.\(document.name)/1\""))
    }
  }

  /// `VERDICT_UPDATE=1` writes the schemas.
  @Test(arguments: documents)
  func publishedSchemasDoNotDrift(_ document: Document) throws {
    try expectSnapshot(
      document.schema.text(indented: true) + "\n", "../../docs/schema/\(document.name).schema.json")
  }

  @Test func aFaultIsFound() throws {
    let schema = try Schema(HistoryDocument.schema.text(indented: false))
    let good = HistoryDocument.json(Samples().runs).text(indented: false)
    for (from, to) in [
      ("\"id\":12", "\"id\":\"12\""), ("\"verdict\":\"done\"", "\"verdict\":\"perhaps\""),
      ("\"files\":3,", ""), ("verdict.history/1", "verdict.history/2"), ("\"id\":12", "\"id\":1.5"),
    ] {
      let bad = good.replacing(from, with: to)
      #expect(bad != good)
      #expect(schema.faults(in: try Node(bad)) != [], "\(from)")
    }
  }
}

/// A JSON document as any reader sees it.
indirect enum Node: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([Node])
  case object([String: Node])

  init(_ text: String) throws { self = try JSONDecoder().decode(Node.self, from: Data(text.utf8)) }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([Node].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: Node].self))
    }
  }

  subscript(_ key: String) -> Node? {
    if case .object(let members) = self { members[key] } else { nil }
  }
}

/// The part of JSON Schema (draft 2020-12) that the documents use. An unknown key is an object's fault
/// here, though not for other readers: additions keep the number of the format.
struct Schema {
  private let root: Node

  init(_ text: String) throws { root = try Node(text) }

  /// What does not fit, with its place.
  func faults(in document: Node) -> [String] { faults(document, root, at: "$") }

  private func faults(_ value: Node, _ schema: Node, at place: String) -> [String] {
    var found: [String] = []
    if case .string(let reference)? = schema["$ref"] {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      guard let target = root["$defs"]?[name] else { return ["\(place): no definition \(name)"] }
      found += faults(value, target, at: place)
    }
    if let constant = schema["const"], constant != value {
      found.append("\(place): not the constant")
    }
    if case .array(let choices)? = schema["enum"], !choices.contains(value) {
      found.append("\(place): none of the choices")
    }
    if case .array(let options)? = schema["anyOf"],
      !options.contains(where: { faults(value, $0, at: place).isEmpty })
    {
      found.append("\(place): fits no option")
    }
    if case .string(let type)? = schema["type"], !value.isOf(type) {
      found.append("\(place): not of type \(type)")
    }
    if case .array(let elements) = value, let items = schema["items"] {
      for (index, element) in elements.enumerated() {
        found += faults(element, items, at: "\(place)[\(index)]")
      }
    }
    if case .object(let members) = value, case .object(let properties)? = schema["properties"] {
      if case .array(let required)? = schema["required"] {
        for case .string(let key) in required where members[key] == nil {
          found.append("\(place): lacks \(key)")
        }
      }
      for (key, member) in members {
        guard let property = properties[key] else {
          found.append("\(place): unknown key \(key)")
          continue
        }
        found += faults(member, property, at: "\(place).\(key)")
      }
    }
    return found
  }
}

extension Node {
  fileprivate func isOf(_ type: String) -> Bool {
    switch (type, self) {
    case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string),
      ("array", .array), ("object", .object):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }
}

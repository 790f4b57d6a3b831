import Foundation
import Policy
import Source
import Testing

@testable import Engine

@Suite struct PolicyDocumentTests {
  private var text: String {
    get throws {
      let path = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../docs/policy.md"
      return try String(contentsOf: URL(filePath: path), encoding: .utf8)
    }
  }

  /// The names of all properties of a schema that a person writes.
  private func keys(_ schema: String) throws -> Set<String> {
    var found: Set<String> = []
    func collect(_ value: Any) {
      if let object = value as? [String: Any] {
        if let properties = object["properties"] as? [String: Any] {
          found.formUnion(properties.keys)
        }
        for value in object.values { collect(value) }
      } else if let list = value as? [Any] {
        for value in list { collect(value) }
      }
    }
    collect(try JSONSerialization.jsonObject(with: Data(schema.utf8)))
    return found
  }

  @Test func everyKeyIsDocumented() throws {
    let text = try text
    // Gates and their options are told by `explain` and `config show`.
    let own = GateList.schema.gates.flatMap { [$0.id] + $0.options.map(\.name) }
    for key in try keys(GateList.schema.jsonSchema()).subtracting(own) {
      #expect(text.contains(key), "`\(key)` is not in docs/policy.md")
    }
    for key in try keys(UserSettings.schema.jsonSchema()).subtracting(own) {
      #expect(text.contains("`\(key)`") || text.contains("\(key): 1"), "`\(key)`")
    }
  }

  @Test func itsExamplesAreValid() throws {
    let examples = try text.components(separatedBy: "```yaml\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    #expect(examples.count == 2)
    #expect(throws: Never.self) {
      try PolicyFile.read(SourceText(examples[0]), path: "example", schema: GateList.schema)
    }
    #expect(throws: Never.self) {
      try UserSettings.load(SourceText(examples[1]), path: "example", schema: UserSettings.schema)
    }
  }
}

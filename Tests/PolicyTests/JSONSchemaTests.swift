import FoundationEssentials
import Policy
import Testing

@Suite struct JSONSchemaTests {
  private struct Schema: Decodable {
    let required: [String]
    let additionalProperties: Bool
    let properties: [String: Part]
    let definitions: [String: Part]

    enum CodingKeys: String, CodingKey {
      case required, additionalProperties, properties
      case definitions = "$defs"
    }
  }

  private enum Word: Decodable, Equatable {
    case text(String)
    case boolean(Bool)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let flag = try? value.decode(Bool.self) {
        self = .boolean(flag)
      } else {
        self = .text(try value.decode(String.self))
      }
    }
  }

  private final class Part: Decodable {
    let description: String?
    let `enum`: [Word]?
    let minimum: Int?
    let maximum: Int?
    let pattern: String?
    let properties: [String: Part]?
    let anyOf: [Part]?
    let additionalProperties: Bool?
  }

  @Test func saysWhatTheReaderAccepts() throws {
    let text = PolicySchema.sample.jsonSchema()
    let schema = try JSONDecoder().decode(Schema.self, from: Data(text.utf8))
    #expect(schema.required == ["version"])
    #expect(!schema.additionalProperties)
    #expect(
      Set(schema.properties.keys) == [
        "version", "extends", "exclude", "generated", "onInconclusive", "budgets", "waive", "done",
      ])
    #expect(
      schema.properties["done"]?.properties.map { Set($0.keys) } == ["default", "code", "docs"])
    #expect(
      schema.definitions["level"]?.enum == [
        .text("required"), .text("warn"), .text("off"), .text("ignore"), .boolean(false),
      ])
    let gates = try #require(schema.definitions["gates"]?.properties)
    #expect(Set(gates.keys) == ["structure", "tests", "size"])
    let size = try #require(gates["size"]?.anyOf?.last)
    #expect(size.additionalProperties == false)
    let options = try #require(size.properties)
    #expect(
      Set(options.keys) == [
        "level", "newOnly", "when", "final", "max", "files", "largest", "share", "count",
      ])
    #expect(options["max"]?.minimum == 1)
    #expect(options["max"]?.maximum == 10_000)
    #expect(options["files"]?.maximum == nil)
    #expect(options["count"]?.enum == [.text("lines"), .text("statements")])
    #expect(options["largest"]?.pattern == "^[0-9]+( ?(GiB|MiB|KiB|GB|MB|KB))?$")
    #expect(options["max"]?.description == "Changed lines")
  }

  @Test func isTheSameEachTimeAndInTheOrderOfTheGates() throws {
    let text = PolicySchema.sample.jsonSchema()
    #expect(text == PolicySchema.sample.jsonSchema())
    #expect(text.hasPrefix("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"))
    let tests = try #require(text.range(of: "\"tests\""))
    let size = try #require(text.range(of: "\"size\""))
    #expect(tests.lowerBound < size.lowerBound)
  }
}

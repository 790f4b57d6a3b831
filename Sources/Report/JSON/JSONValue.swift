/// A JSON document whose keys keep the order in which they were declared.
public indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  public struct Member: Sendable, Equatable {
    public let key: String
    public let value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The document as text (RFC 8259).
  ///
  /// - Parameter indented: two blanks a level, else all on one line.
  public func text(indented: Bool) -> String {
    var output: [UInt8] = []
    write(to: &output, indentation: indented ? 0 : nil)
    return String(decoding: output, as: UTF8.self)
  }

  private func write(to output: inout [UInt8], indentation: Int?) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += String(value).utf8
    case .number(let value):
      // JSON has no word for what is not finite.
      if !value.isFinite {
        output += "null".utf8
      } else if value == value.rounded(), abs(value) < 1e15 {
        output += String(Int(value)).utf8
      } else {
        output += String(value).utf8
      }
    case .string(let value): JSONValue.write(value, to: &output)
    case .array(let values):
      JSONValue.write(values, "[", "]", &output, indentation) { value, output, inner in
        value.write(to: &output, indentation: inner)
      }
    case .object(let members):
      JSONValue.write(members, "{", "}", &output, indentation) { member, output, inner in
        JSONValue.write(member.key, to: &output)
        output += (inner == nil ? ":" : ": ").utf8
        member.value.write(to: &output, indentation: inner)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, _ output: inout [UInt8],
    _ indentation: Int?, _ element: (Element, inout [UInt8], Int?) -> Void
  ) {
    output += open.utf8
    for (index, value) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      newLine(&output, indentation.map { $0 + 1 })
      element(value, &output, indentation.map { $0 + 1 })
    }
    if !elements.isEmpty { newLine(&output, indentation) }
    output += close.utf8
  }

  private static func newLine(_ output: inout [UInt8], _ indentation: Int?) {
    guard let indentation else { return }
    output.append(UInt8(ascii: "\n"))
    output += repeatElement(UInt8(ascii: " "), count: indentation * 2)
  }

  private static func write(_ string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\"".utf8
      case "\\": output += "\\\\".utf8
      case "\n": output += "\\n".utf8
      case "\r": output += "\\r".utf8
      case "\t": output += "\\t".utf8
      case _ where scalar.value < 32 || scalar.value == 127 || Display.isInvisible(scalar):
        // Valid as they are, these would hide or turn text where a document is looked at.
        for unit in UTF16.encode(scalar)! { escape(unit, to: &output) }
      default: output += UTF8.encode(scalar)!
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func escape(_ unit: UInt16, to output: inout [UInt8]) {
    let digits = String(unit, radix: 16)
    output += "\\u".utf8
    output += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
    output += digits.utf8
  }
}

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

  /// What would act on a terminal is written as an escape, though JSON would let it stand.
  private static func write(_ string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    if string.utf8.allSatisfy({ $0 < 128 }) {
      for byte in string.utf8 { writeASCII(byte, to: &output) }
    } else {
      for scalar in string.unicodeScalars {
        if scalar.isASCII {
          writeASCII(UInt8(scalar.value), to: &output)
        } else if scalar.value < 0xA0 || scalar.isInvisible {
          for unit in String(scalar).utf16 { writeEscape(unit, to: &output) }
        } else {
          output += String(scalar).utf8
        }
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func writeASCII(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): output += "\\\"".utf8
    case UInt8(ascii: "\\"): output += "\\\\".utf8
    case 10: output += "\\n".utf8
    case 13: output += "\\r".utf8
    case 9: output += "\\t".utf8
    case 0..<32, 127: writeEscape(UInt16(byte), to: &output)
    default: output.append(byte)
    }
  }

  private static func writeEscape(_ unit: UInt16, to output: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    output += "\\u".utf8
    for shift in [12, 8, 4, 0] { output.append(digits[Int(unit >> UInt16(shift)) & 15]) }
  }
}

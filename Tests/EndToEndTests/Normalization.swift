import Foundation

/// Takes out of an output what differs from run to run and from machine to machine, and spells out
/// bytes that a text file should not hold.
struct Normalization: Sendable {
  private let replacements: [(text: String, name: String)]

  /// The programs whose paths are hidden, with the languages' compilers.
  static let programs = ["python3", "swiftc", "node", "cc"]

  init(folder: String, program: String) {
    replacements =
      [(folder, "<dir>"), (program, "<verdict>")]
      + Normalization.programs.flatMap { name -> [(String, String)] in
        guard let path = Sandbox.find(name) else { return [] }
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path
        return ["(\(path))", "(\(resolved))", " \(path),", " \(resolved),"].map {
          ($0, $0.replacing(path, with: "<\(name)>").replacing(resolved, with: "<\(name)>"))
        }
      }
  }

  func lines(of data: Data) -> [String] {
    if data.isEmpty { return [] }
    var text = Normalization.printable(data)
    for (found, name) in replacements { text = text.replacing(found, with: name) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { lines.append("(no newline at the end)") }
    var result: [String] = []
    var followsGate = false
    for line in lines {
      if followsGate, line.hasPrefix(String(repeating: " ", count: 20)) {
        // Where a gate's message wraps depends on the width of the times.
        result[result.count - 1] += " " + line.trimming(while: " ")
        continue
      }
      followsGate = line.firstMatch(of: Normalization.gateLine) != nil
      result.append(Normalization.timeless(followsGate ? Normalization.collapsed(line) : line))
    }
    return result
  }

  // Literals are not `Sendable`, so that each use makes its own.
  private static var gateLine: Regex<Substring> {
    /^(?:remote: )?[✓✗!?·] (?:pass|fail|warn|inconclusive|error|skipped|n\/a|deferred) .*$/
  }

  /// A gate's row without the widths of its columns.
  private static func collapsed(_ line: String) -> String {
    line.replacing(/[ ]{2,}/, with: "  ")
  }

  private static func timeless(_ line: String) -> String {
    line
      .replacing(/\b[0-9]+(?:\.[0-9]+)? m?s\b/, with: "<time>")
      .replacing(/"durationMs": [0-9.e-]+/, with: "\"durationMs\": <time>")
      .replacing(
        /\b20[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9.]+)?Z?/, with: "<date>"
      )
      .replacing(/\b20[0-9]{6}-[0-9]{6}\b/, with: "<date>")
      .replacing(/Python [0-9]+(?:\.[0-9]+)*/, with: "Python <version>")
      .replacing(/error: (cc|node|python3|swiftc): .*?( \(stood before\))? \[compile/) {
        "error: \($0.1): <what it says>\($0.2 ?? "") [compile"
      }
  }

  /// UTF-8 with every control character but the line's end spelled out, and every byte that is none.
  private static func printable(_ data: Data) -> String {
    var result = ""
    var decoder = UTF8()
    var bytes = data.makeIterator()
    var offset = data.startIndex
    decoding: while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar):
        offset += UTF8.width(scalar)
        switch scalar.value {
        case 10: result.append("\n")
        case 27: result += "<ESC>"
        case 0..<32, 127: result += "<\(hex(UInt8(scalar.value)))>"
        case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069:
          result += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
        default: result.unicodeScalars.append(scalar)
        }
      case .emptyInput: break decoding
      case .error:
        result += "<\(hex(data[offset]))>"
        offset += 1
        decoder = UTF8()
        bytes = data[offset...].makeIterator()
      }
    }
    return result
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}

extension String {
  fileprivate func trimming(while character: Character) -> Substring {
    self.drop { $0 == character }
  }
}

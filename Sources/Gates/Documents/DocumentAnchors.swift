import Source
import Syntax

/// What links can point to within a Markdown document.
struct DocumentAnchors {
  /// The names, in lower case.
  private(set) var names: Set<String> = []
  /// The letters and digits of each: forges and site generators differ in the rest.
  private var letters: Set<[Unicode.Scalar]> = []

  init(_ file: SyntaxFile) {
    var counts: [String: Int] = [:]
    for entity in file.entities where entity.kind == .section {
      var title = file.text.string(entity.nameRange)
      // `# Title {#name}` says the name itself.
      if title.hasSuffix("}"), let mark = title.lastIndex(of: "{") {
        let inner = title[title.index(after: mark)...].dropLast()
        if inner.hasPrefix("#") {
          add(String(inner.dropFirst().prefix { $0 != " " }))
          title = String(title[..<mark])
        }
      }
      let slug = Self.slug(title)
      let count = counts[slug, default: 0]
      counts[slug] = count + 1
      add(count == 0 ? slug : "\(slug)-\(count)")
    }
    addAttributes(file.text.bytes)
  }

  func contains(_ anchor: String) -> Bool {
    let name = anchor.lowercased()
    return names.contains(name) || name == "top" || letters.contains(Self.letters(name))
  }

  private mutating func add(_ name: String) {
    names.insert(name.lowercased())
    letters.insert(Self.letters(name.lowercased()))
  }

  private static func letters(_ name: String) -> [Unicode.Scalar] {
    name.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }

  /// GitHub's name for a heading: in lower case, without punctuation but `-` and `_`, with `-` for each blank
  /// (https://github.com/gjtorikian/html-pipeline, toc_filter.rb). Marks of emphasis, code and links are
  /// no part of it.
  static func slug(_ title: String) -> String {
    var result = String.UnicodeScalarView()
    var scalars = Array(withoutLinks(title).unicodeScalars)
    while scalars.last == " " { scalars.removeLast() }
    for scalar in scalars.drop(while: { $0 == " " }) {
      if scalar == " " || scalar == "-" {
        result.append("-")
      } else if scalar == "_" || isWord(scalar) {
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
      .connectorPunctuation:
      return true
    default: return false
    }
  }

  /// `[text](destination)` without its destination, and tags left out.
  private static func withoutLinks(_ title: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(title.utf8)
    // Behind these nothing is looked for.
    let lastParenthesis = bytes.lastIndex(of: UInt8(ascii: ")")) ?? 0
    let lastAngle = bytes.lastIndex(of: UInt8(ascii: ">")) ?? 0
    var index = 0
    var isCode = false
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "`") { isCode.toggle() }
      if !isCode, bytes[index] == UInt8(ascii: "]"), index + 1 < lastParenthesis,
        bytes[index + 1] == UInt8(ascii: "("),
        let close = bytes[index...].firstIndex(of: UInt8(ascii: ")"))
      {
        index = close + 1
      } else if !isCode, bytes[index] == UInt8(ascii: "<"), index + 1 < lastAngle,
        bytes[index + 1] == UInt8(ascii: "/") || bytes[index + 1] | 32 >= UInt8(ascii: "a"),
        let close = bytes[index...].firstIndex(of: UInt8(ascii: ">"))
      {
        index = close + 1
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The values of `id` and `name` in tags.
  private mutating func addAttributes(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index + 4 < bytes.count {
        guard bytes[index] == UInt8(ascii: "="), index > 2 else {
          index += 1
          continue
        }
        let isName =
          bytes[index - 2] | 32 == UInt8(ascii: "i") && bytes[index - 1] | 32 == UInt8(ascii: "d")
          || index > 4 && bytes[index - 4] | 32 == UInt8(ascii: "n")
            && bytes[index - 3] | 32 == UInt8(ascii: "a")
            && bytes[index - 2] | 32 == UInt8(ascii: "m")
            && bytes[index - 1] | 32 == UInt8(ascii: "e")
        index += 1
        let quote = bytes[index]
        guard isName, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
        var end = index + 1
        while end < bytes.count, bytes[end] != quote, bytes[end] != 10, end - index < 300 {
          end += 1
        }
        if end < bytes.count, bytes[end] == quote {
          names.insert(
            String(decoding: UnsafeBufferPointer(rebasing: bytes[index + 1..<end]), as: UTF8.self)
              .lowercased())
        }
        index = end
      }
    }
  }
}

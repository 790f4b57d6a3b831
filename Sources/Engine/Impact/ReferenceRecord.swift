import Source
import Syntax

/// A file's references as the bytes that the index keeps: a summary, which every search reads, and a
/// detail, which is read where the summary holds a name that is looked for.
///
/// The summary is the family of the language and then the names, ascending, as 32-bit numbers in
/// little-endian order; the lowest bit of a name says whether the file declares it, so that names count
/// with 31 bits there.
enum ReferenceRecord {
  /// Changes with what is written or how names are read.
  static let version = 1

  static func summary(_ references: FileReferences) -> [UInt8] {
    var names: [UInt32: Bool] = [:]
    for use in references.uses { names[use.name & ~1] = names[use.name & ~1] ?? false }
    for declaration in references.declarations where declaration.kind != .import {
      names[NameKey.of(lastName(declaration.name)) & ~1] = true
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * (names.count + 1))
    append(Language.named(references.language)?.references?.family.rawValue ?? 0, to: &bytes)
    for (name, isDeclared) in names.sorted(by: { $0.key < $1.key }) {
      append(name | (isDeclared ? 1 : 0), to: &bytes)
    }
    return bytes
  }

  /// The summary of a file that is not read as a language.
  static let emptySummary: [UInt8] = {
    var bytes: [UInt8] = []
    append(0, to: &bytes)
    return bytes
  }()

  /// The identifier at the end of a name: what follows the last separator, without type arguments; of a
  /// selector its first part.
  static func lastName(_ name: String) -> Substring.UTF8View {
    let bytes = Array(name.utf8)
    var depth = 0
    var start = 0
    var end = bytes.count
    var index = 0
    scan: while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "("):
        if depth == 0, index > start { end = min(end, index) }
        depth += 1
      case UInt8(ascii: ">"), UInt8(ascii: "]"), UInt8(ascii: ")"): depth = max(0, depth - 1)
      case UInt8(ascii: ":")
      where depth == 0 && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: ":")):
        end = min(end, index)
        break scan
      case UInt8(ascii: ":") where depth == 0:
        index += 1
        start = index + 1
        end = bytes.count
      case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: " "), UInt8(ascii: "#"):
        if depth == 0, index + 1 < bytes.count {
          start = index + 1
          end = bytes.count
        }
      default: break
      }
      index += 1
    }
    while start < end, bytes[start] == UInt8(ascii: "$") || bytes[start] == UInt8(ascii: "`") {
      start += 1
    }
    let utf8 = Substring(name).utf8
    let first = utf8.index(utf8.startIndex, offsetBy: start)
    return utf8[first..<utf8.index(first, offsetBy: max(0, end - start))]
  }

  static func detail(_ references: FileReferences) -> [UInt8] {
    var writer = RecordWriter()
    writer.string(references.language)
    writer.string(references.package)
    writer.number(references.declarations.count)
    var line = 0
    for declaration in references.declarations {
      writer.number(EntityKind.allCases.firstIndex(of: declaration.kind)!)
      writer.number(declaration.parent + 1)
      writer.string(declaration.name)
      writer.signed(declaration.lines.lowerBound - line)
      writer.number(declaration.lines.upperBound - declaration.lines.lowerBound)
      line = declaration.lines.lowerBound
    }
    writer.number(references.imports.count)
    for wanted in references.imports {
      writer.string(wanted.path)
      writer.number(wanted.declaration + 1)
    }
    var places: [UInt32: Int] = [:]
    var names: [UInt32] = []
    func place(_ name: UInt32) -> Int {
      if let place = places[name] { return place }
      places[name] = names.count
      names.append(name)
      return names.count - 1
    }
    let rows = references.uses.map { (place($0.name), $0.receiver == 0 ? -1 : place($0.receiver)) }
    writer.number(names.count)
    for name in names { append(name, to: &writer.bytes) }
    writer.number(references.uses.count)
    line = 0
    for (use, row) in zip(references.uses, rows) {
      writer.number(row.0)
      writer.number(row.1 + 1)
      writer.number(use.declaration + 1)
      writer.bytes.append(use.form.rawValue)
      writer.signed(use.line - line)
      writer.number(use.count)
      line = use.line
    }
    return writer.bytes
  }

  /// Nil where the bytes are not what `detail` writes.
  static func read(_ bytes: UnsafeRawBufferPointer) -> FileReferences? {
    var reader = RecordReader(bytes: bytes)
    guard let language = reader.string(), let package = reader.string() else { return nil }
    var result = FileReferences(language: language, package: package)
    var line = 0
    guard let declarations = reader.count() else { return nil }
    result.declarations.reserveCapacity(declarations)
    for index in 0..<declarations {
      guard let kind = reader.number(), kind < EntityKind.allCases.count,
        let parent = reader.number(), parent <= index, let name = reader.string(),
        let step = reader.signed(), let length = reader.number()
      else { return nil }
      line += step
      result.declarations.append(
        FileReferences.Declaration(
          kind: EntityKind.allCases[kind], parent: parent - 1, name: name,
          lines: line...(line + length)))
    }
    guard let imports = reader.count() else { return nil }
    for _ in 0..<imports {
      guard let path = reader.string(), let declaration = reader.number(),
        declaration <= declarations
      else { return nil }
      result.imports.append(FileReferences.Import(path: path, declaration: declaration - 1))
    }
    guard let nameCount = reader.count() else { return nil }
    var names: [UInt32] = []
    names.reserveCapacity(nameCount)
    for _ in 0..<nameCount {
      guard let name = reader.word() else { return nil }
      names.append(name)
    }
    guard let uses = reader.count() else { return nil }
    result.uses.reserveCapacity(uses)
    line = 0
    for _ in 0..<uses {
      guard let name = reader.number(), name < names.count, let receiver = reader.number(),
        receiver <= names.count, let declaration = reader.number(), declaration <= declarations,
        let form = reader.byte(), let step = reader.signed(), let count = reader.number()
      else { return nil }
      line += step
      result.uses.append(
        FileReferences.Use(
          name: names[name], declaration: declaration - 1, form: UseForm(rawValue: form),
          receiver: receiver == 0 ? 0 : names[receiver - 1], line: line, count: count))
    }
    return result
  }

  private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Numbers in as few bytes as they need (LEB128), strings behind their length.
private struct RecordWriter {
  var bytes: [UInt8] = []

  mutating func number(_ value: Int) {
    var rest = UInt64(max(0, value))
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func signed(_ value: Int) {
    number(value >= 0 ? value << 1 : (-value << 1) - 1)
  }

  mutating func string(_ value: String) {
    let utf8 = Array(value.utf8.prefix(1_000))
    number(utf8.count)
    bytes += utf8
  }
}

private struct RecordReader {
  let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func number() -> Int? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let next = byte() {
      guard shift < 35 else { return nil }
      value |= UInt64(next & 127) << shift
      if next < 128 { return Int(value) }
      shift += 7
    }
    return nil
  }

  /// A number of things, each of which takes a byte at least.
  mutating func count() -> Int? {
    guard let value = number(), value <= bytes.count - position else { return nil }
    return value
  }

  mutating func signed() -> Int? {
    number().map { $0 & 1 == 0 ? $0 >> 1 : -(($0 + 1) >> 1) }
  }

  mutating func word() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    defer { position += 4 }
    return UInt32(
      littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  mutating func string() -> String? {
    guard let length = count() else { return nil }
    defer { position += length }
    return String(decoding: bytes[position..<(position + length)], as: UTF8.self)
  }
}

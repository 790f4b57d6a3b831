import Source
import Syntax

/// What holds for every file of every language, whatever its bytes.
enum SyntaxInvariants {
  /// Reads a source twice and says which invariant the result breaks, or nil.
  static func violation(in bytes: [UInt8], as language: Language) -> String? {
    let text = SourceText(bytes)
    let file = SyntaxFile(text, as: language)
    return violation(of: file)
      ?? (isSame(file, SyntaxFile(text, as: language)) ? nil : "read again, it is another file")
  }

  /// The first invariant that a file breaks, in words, or nil.
  static func violation(of file: SyntaxFile) -> String? {
    tokenViolation(file) ?? entityViolation(file) ?? defectViolation(file) ?? metricViolation(file)
  }

  /// Counts are possible, and what headers tell lies in their signatures.
  private static func metricViolation(_ file: SyntaxFile) -> String? {
    let metrics = file.metrics()
    let counts = metrics.functions.values.compactMap(\.complexity)
    for count in counts where count.cyclomatic < 1 || count.cognitive < 0 || count.nesting < 0 {
      return "a function's complexity is \(count)"
    }
    if let total = metrics.complexity {
      let sum = counts.reduce(0) { $0 + $1.cyclomatic }
      if total.cyclomatic < sum { return "functions are more complex than their file" }
    }
    for (index, entity) in file.entities.enumerated() {
      let parts = file.conformances(entity) + [file.genericClause(entity)].compactMap { $0 }
      if !parts.allSatisfy(entity.signatureRange.contains) {
        return "a part of the header of \(index) lies outside of its signature"
      }
    }
    return nil
  }

  /// Tokens ascend, overlap nowhere, and leave only white space and line continuations between them.
  private static func tokenViolation(_ file: SyntaxFile) -> String? {
    let tokens = file.tokens
    return file.text.bytes.withUnsafeBufferPointer { bytes in
      var end = 0
      for index in 0..<tokens.count {
        let start = tokens.start(index)
        if start < end { return "token \(index) begins at \(start), before \(end)" }
        if let lost = firstLostByte(bytes, end, start) { return "byte \(lost) is in no token" }
        end = tokens.end(index)
        if end <= start { return "token \(index) at \(start) is empty" }
        if end > bytes.count { return "token \(index) ends behind the file" }
      }
      return firstLostByte(bytes, end, bytes.count).map { "byte \($0) is in no token" }
    }
  }

  /// The first byte of a gap that is neither white space nor joins two lines.
  private static func firstLostByte(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int? {
    var index = start
    while index < end {
      switch bytes[index] {
      case 9...13, 32: index += 1
      case UInt8(ascii: "\\"):
        // A carriage return alone ends a line too.
        var next = index + 1
        while next < end, bytes[next] == 32 || bytes[next] == 9 { next += 1 }
        if next < bytes.count, next == end || !(10...13).contains(bytes[next]) { return index }
        index = next
      case 0x80...:
        let length = whiteSpaceLength(bytes, index)
        if length == 0 || index + length > end { return index }
        index += length
      default: return index
      }
    }
    return nil
  }

  /// The length of the white space beyond ASCII (the byte order mark too) at an index, else 0.
  private static func whiteSpaceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let rest = bytes[index...].prefix(3)
    if rest.starts(with: [0xC2, 0x85]) || rest.starts(with: [0xC2, 0xA0]) { return 2 }
    guard let scalars = String(validating: rest, as: UTF8.self)?.unicodeScalars,
      let scalar = scalars.first, scalars.count == 1
    else { return 0 }
    return scalar.properties.isWhitespace || scalar.value == 0xFEFF ? 3 : 0
  }

  /// Ranges lie in the file and in what holds them, and parents stand before their children.
  private static func entityViolation(_ file: SyntaxFile) -> String? {
    for (index, entity) in file.entities.enumerated() {
      let name = "\(entity.kind.rawValue) \(index) at \(entity.range.start)"
      if entity.range.end > file.text.bytes.count { return "\(name) ends behind the file" }
      guard entity.parent >= -1, entity.parent < index else {
        return "\(name) stands before its parent"
      }
      if entity.parent >= 0, !file.entities[entity.parent].range.contains(entity.range) {
        return "\(name) reaches out of its parent"
      }
      for (part, range) in parts(of: entity) where !entity.range.contains(range) {
        return "the \(part) of \(name) lies outside of it"
      }
      // Modifiers may stand before the first of several names: `export const a = 1, b = 2`.
      for modifier in entity.modifiers where modifier.end > entity.range.end {
        return "a modifier of \(name) stands behind it"
      }
      for qualifier in entity.qualifiers where qualifier.end > file.text.bytes.count {
        return "a qualifier of \(name) ends behind the file"
      }
      if file.qualifiedName(entity).utf8.count < entity.nameRange.count {
        return "the qualified name of \(name) lacks its name"
      }
      if file.signature(entity).utf8.count > entity.signatureRange.count * 3 {
        return "the signature of \(name) is longer than its source"
      }
    }
    return nil
  }

  private static func parts(of entity: Entity) -> [(String, ByteRange)] {
    var parts = [("name", entity.nameRange), ("signature", entity.signatureRange)]
    if let range = entity.bodyRange { parts.append(("body", range)) }
    if let range = entity.docRange { parts.append(("documentation", range)) }
    if let range = entity.returnType { parts.append(("return type", range)) }
    for parameter in entity.parameters {
      parts.append(("parameter", parameter.name))
      if let range = parameter.label { parts.append(("parameter's label", range)) }
      if let range = parameter.type { parts.append(("parameter's type", range)) }
      if let range = parameter.defaultValue { parts.append(("parameter's default", range)) }
    }
    return parts
  }

  private static func defectViolation(_ file: SyntaxFile) -> String? {
    var start = 0
    for defect in file.defects {
      if defect.range.end > file.text.bytes.count { return "\(defect.rule) ends behind the file" }
      if defect.range.start < start { return "\(defect.rule) stands behind later defects" }
      if defect.message.isEmpty { return "\(defect.rule) says nothing" }
      start = defect.range.start
    }
    return nil
  }

  private static func isSame(_ a: SyntaxFile, _ b: SyntaxFile) -> Bool {
    guard a.tokens.count == b.tokens.count, a.defects == b.defects else { return false }
    for index in 0..<a.tokens.count
    where a.tokens.range(index) != b.tokens.range(index)
      || a.tokens.kind(index) != b.tokens.kind(index)
      || a.tokens.symbol(index) != b.tokens.symbol(index)
      || a.tokens.flags(index) != b.tokens.flags(index)
    {
      return false
    }
    return a.entities == b.entities
  }
}

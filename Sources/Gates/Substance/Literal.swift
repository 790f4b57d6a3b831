import Syntax

/// Values that are written out.
enum Literal {
  static let truths: WordSet = ["true", "True", "YES", "TRUE"]
  static let untruths: WordSet = ["false", "False", "NO", "FALSE"]
  static let nothing: WordSet = [
    "nil", "null", "None", "NULL", "nullptr", "undefined", "Nil", "NaN", "nullopt", "Null",
  ]
  /// Values that say nothing by themselves: they stand in any program.
  private static let plain: WordSet = [
    "0", "1", "-1", "2", "\"\"", "''", "``", "0.0", "1.0", "\" \"", "' '", "\",\"", "','",
  ]

  /// Words before a value that are no part of it.
  private static let makers: WordSet = [
    "new", "default", "empty", "emptyList", "emptyMap", "emptySet", "emptyArray", "listOf", "mapOf",
    "setOf", "of", "Default", "Empty", "array", "init", "dict", "list", "set", "tuple", "Ok",
    "Some",
    "Err", "Just", "Right", "Left", "Promise", "resolve", "Task", "FromResult", "CompletedTask",
  ]

  /// The index behind the value that begins at one, or nil where there is none.
  static func end(_ code: CodeSlice, _ start: Int) -> Int? {
    var index = start
    if code.isSymbol(index, "-") || code.isSymbol(index, "@") || code.isSymbol(index, "&")
      || code.isSymbol(index, ":")
    {
      index += 1
    }
    switch code.kind(index) {
    case .number, .string, .character, .regex: return end(suffix: code, index + 1)
    case .stringStart:
      // Without interpolations alone.
      return code.kind(index + 1) == .stringEnd ? index + 2 : nil
    case .open:
      let close = code.closer(of: index)
      guard close < code.count else { return nil }
      return isList(code, index + 1, close) ? close + 1 : nil
    case .identifier, .keyword:
      let word = code.word(index)
      if truths.contains(word) || untruths.contains(word) || nothing.contains(word) {
        return end(suffix: code, index + 1)
      }
      return end(made: code, index)
    default: return nil
    }
  }

  private static let conversions: WordSet = ["to_string", "into", "to_owned", "freeze", "String"]

  /// `"a".to_string()`, `"a".into()`.
  private static func end(suffix code: CodeSlice, _ index: Int) -> Int {
    if code.isSymbol(index, "."), conversions.contains(code.word(index + 1)) {
      if code.isSymbol(index + 2, "("), code.isSymbol(index + 3, ")") { return index + 4 }
      return index + 2
    }
    return index
  }

  /// Whether all elements of a list are values.
  private static func isList(_ code: CodeSlice, _ start: Int, _ close: Int) -> Bool {
    var index = start
    while index < close {
      if code.isSymbol(index, ",") || code.isSymbol(index, ":") || code.isSymbol(index, ";")
        || code.isSymbol(index, "=")
      {
        index += 1
        continue
      }
      if code.isName(index), code.isSymbol(index + 1, ":") {
        index += 2
        continue
      }
      guard let next = end(code, index), next > index, next <= close else { return false }
      index = next
    }
    return true
  }

  /// `Vec::new()`, `new ArrayList<>()`, `Collections.emptyList()`, `Ok(1)`.
  private static func end(made code: CodeSlice, _ start: Int) -> Int? {
    var index = start
    var known = false
    while index < code.count, index - start < 8 {
      if code.isName(index) {
        known = known || makers.contains(code.word(index))
        index += 1
      } else if code.isSymbol(index, ".") || code.isSymbol(index, ":") || code.isSymbol(index, "<")
        || code.isSymbol(index, ">")
        || code.kind(index) == .operator && code.bytes(index).count == 2
      {
        index += 1
      } else {
        break
      }
    }
    guard known, code.kind(index) == .open else { return nil }
    let close = code.closer(of: index)
    guard close < code.count, isList(code, index + 1, close) else { return nil }
    return close + 1
  }

  /// Whether a value says something: not a truth value, a small number or an empty text.
  static func isTelling(_ code: CodeSlice, _ part: Range<Int>) -> Bool {
    part.contains { index in
      switch code.kind(index) {
      case .number: !plain.contains(code.word(index))
      case .string, .character: code.bytes(index).count > 3 && !plain.contains(code.word(index))
      default: false
      }
    }
  }
}

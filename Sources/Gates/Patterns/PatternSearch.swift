import Source
import Syntax
import Verification

/// One search through the tokens of a file.
struct PatternSearch {
  static let languages: Set<String> = [
    "python", "javascript", "typescript", "ruby", "php", "go", "java", "kotlin", "scala", "c",
    "cpp",
    "csharp", "lua", "rust",
  ]

  let file: SyntaxFile
  let code: CodeReader
  let language: String
  /// What Python's imports call otherwise: the module, or the last part of it, and the name.
  let aliases: [String: (module: String, name: String)]

  init(_ file: SyntaxFile) {
    self.file = file
    code = CodeReader(file)
    language = file.language.name
    aliases = language == "python" ? PatternSearch.aliases(file) : [:]
  }

  /// From `import a.b as c` and `from a.b import c as d`.
  private static func aliases(_ file: SyntaxFile) -> [String: (module: String, name: String)] {
    var result: [String: (module: String, name: String)] = [:]
    for entity in file.entities where entity.kind == .import {
      let words = file.flattened(entity.range)
        .split { $0 == " " || $0 == "," || $0 == "(" || $0 == ")" }.map(String.init)
      let isFrom = words.first == "from"
      let module = isFrom && words.count > 1 ? words[1].lastPart : ""
      for (index, word) in words.enumerated() where index > (isFrom ? 2 : 0) {
        if word == "as" || words[index - 1] == "as" { continue }
        let hasAlias = index + 2 < words.count && words[index + 1] == "as"
        let alias = hasAlias ? words[index + 2] : word
        if isFrom || hasAlias { result[alias] = (module, word.lastPart) }
      }
    }
    return result
  }

  /// The name before that of a call, and its own, as they are called where they come from.
  func resolved(_ index: Int) -> (owner: String?, name: String) {
    let written = code.text(index)
    if let owner = code.owner(index) {
      let text = code.text(owner)
      return (aliases[text]?.name ?? text, written)
    }
    guard let alias = aliases[written] else { return (nil, written) }
    return (alias.module.isEmpty ? nil : alias.module, alias.name)
  }

  var isScript: Bool { language == "javascript" || language == "typescript" }
  var isJVM: Bool { language == "java" || language == "kotlin" || language == "scala" }
  func isLanguage(_ names: String...) -> Bool { names.contains(language) }

  /// What stands in some parts of the file, in its order; each place once.
  func findings(in ranges: [Range<Int>], _ path: SourcePath) -> [Finding] {
    var result: [Finding] = []
    var last = -1
    for range in ranges {
      var index = code.index(at: range.lowerBound)
      while index < code.count, code.start(index) < range.upperBound {
        if let hit = hit(at: index), hit.index > last {
          last = hit.index
          let place = ByteRange(code.start(hit.index), code.end(hit.index))
          result.append(
            Finding(
              rule: "patterns/\(hit.rule)", severity: hit.isSure ? .warning : .note,
              message: hit.message, help: PatternsGate.help[hit.rule], path: path, text: file.text,
              range: place,
              entity: file.innermostEntity(at: place.start).map { file.qualifiedName($0) },
              confidence: hit.isSure ? 0.8 : 0.4))
        }
        index += 1
      }
    }
    return result
  }

  struct Hit {
    let rule: String
    let index: Int
    let message: String
    var isSure = true
  }

  private func hit(at index: Int) -> Hit? {
    switch code.kind(index) {
    case .identifier, .keyword:
      if code.isOpen(index + 1), code.isSymbol(index + 1, "(") { return call(index) }
      return member(index)
    case .string, .stringStart: return query(index)
    default: return nil
    }
  }

  // MARK: What files import

  /// Whether the file imports a module, or names from it.
  func imports(_ module: String) -> Bool {
    let word = Array(module.utf8)
    return file.entities.contains { entity in
      guard entity.kind == .import else { return false }
      let bytes = file.text.slice(entity.range)
      return bytes.indices.contains { start in
        bytes[start] == word[0] && start + word.count <= bytes.endIndex
          && bytes[start..<(start + word.count)].elementsEqual(word)
      }
    }
  }

  /// Whether a call is one of a module's: `module.name(`, or `name(` where the file imports it.
  func isCall(_ index: Int, of modules: [String]) -> Bool {
    guard let owner = resolved(index).owner else { return false }
    return modules.contains(owner)
  }

  // MARK: Queries

  private static let verbs: [[UInt8]] = [
    "select ", "insert into ", "update ", "delete from ", "drop table ", "alter table ",
    "create table ",
    "replace into ", "merge into ", "with ",
  ].map { Array($0.utf8) }

  /// A text that begins like a statement of SQL, with something put in.
  private func query(_ index: Int) -> Hit? {
    let bytes = code.bytes(index)
    var start = bytes.startIndex
    while start < bytes.endIndex, start - bytes.startIndex < 8,
      bytes[start] <= 32 || "\"'`frbuFRBU@$".utf8.contains(bytes[start]), !isVerb(bytes[start...])
    {
      start += 1
    }
    guard isVerb(bytes[start...]) else { return nil }
    // A text alone on its line documents.
    let end = code.statementEnd(index)
    let range = index..<max(end, index + 1)
    guard code.isBuiltText(range), holdsPlace(range) else { return nil }
    // What is only joined over lines is one text.
    return Hit(rule: "sql-injection", index: index, message: "a query is put together from parts")
  }

  private func isVerb(_ bytes: ArraySlice<UInt8>) -> Bool {
    PatternSearch.verbs.contains { verb in
      bytes.count >= verb.count && zip(bytes, verb).allSatisfy { ($0 == 10 ? 32 : $0 | 32) == $1 }
    }
  }

  /// `update` and `with` begin sentences too: a statement says where.
  private func holdsPlace(_ range: Range<Int>) -> Bool {
    let words = [" from ", " set ", " into ", " table ", " values", " where "].map {
      Array($0.utf8)
    }
    return range.contains { index in
      guard code.kind(index).isStringPiece else { return false }
      let bytes = code.bytes(index)
      return bytes.indices.contains { start in
        bytes[start] <= 32
          && words.contains { word in
            start + word.count <= bytes.endIndex
              && zip(bytes[start...], word).allSatisfy { ($0 <= 32 ? 32 : $0 | 32) == $1 }
          }
      }
    }
  }
}

extension String {
  /// What follows the last dot.
  fileprivate var lastPart: String { split(separator: ".").last.map(String.init) ?? self }
}

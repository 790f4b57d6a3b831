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

  init(_ file: SyntaxFile) {
    self.file = file
    code = CodeReader(file)
    language = file.language.name
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
      if code.isOpen(index + 1), code.isByte(index + 1, "(") { return call(index) }
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
    guard let owner = code.owner(index) else { return modules.contains(where: imports) }
    return modules.contains(code.text(owner))
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

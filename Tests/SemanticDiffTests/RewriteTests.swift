import SemanticDiff
import Source
import Syntax
import Testing

/// Two pieces of code of `Rewrites/<language>.txt`, and whether a compiler reads both alike. That it does is
/// what `scripts/accuracy diff rewrites` asks the compilers.
struct Rewrite: CustomTestStringConvertible {
  let language: String
  let isAlike: Bool
  let title: String
  let before: String
  let after: String

  var testDescription: String { "\(language): \(title)" }

  static let all: [Rewrite] = {
    let root = sourceFolder(of: #filePath) + "/Rewrites"
    return names(in: root).flatMap { name in
      let text = (try? bytes("\(root)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return text.components(after: "=== ").compactMap { part in
        let (head, code) = part.halves(at: "\n")
        let (verdict, title) = head.halves(at: ": ")
        let (before, after) = code.halves(at: "---\n")
        return Rewrite(
          language: String(name.prefix { $0 != "." }), isAlike: verdict == "alike",
          title: title, before: before, after: after)
      }
    }
  }()

  /// What `verdict diff` says of it, from one side to the other.
  func change(reversed: Bool = false) throws -> FileDiff {
    let ending = [
      "python": "py", "javascript": "js", "typescript": "ts", "rust": "rs",
    ]
    let path = "sample.\(ending[language] ?? language)"
    return try #require(
      SemanticChange([
        reversed ? FilePair(path, after, before) : FilePair(path, before, after)
      ]).files.first)
  }
}

extension FileDiff {
  /// Whether it says that nothing but the layout changed.
  var isCosmetic: Bool {
    entities.isEmpty
      ? note == "only comments or layout changed"
      : note == nil && entities.allSatisfy { $0.changes == [.cosmetic] }
  }
}

extension String {
  fileprivate func components(after mark: String) -> [String] {
    var result: [String] = []
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(mark) {
        result.append(line.dropFirst(mark.count) + "\n")
      } else if !result.isEmpty {
        result[result.count - 1] += line + "\n"
      }
    }
    return result
  }

  /// What stands before and behind the first occurrence of a mark.
  fileprivate func halves(at mark: String) -> (String, String) {
    guard let range = firstRange(of: mark) else { return (self, "") }
    return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
  }
}

@Suite struct RewriteTests {
  @Test(arguments: Rewrite.all)
  func whatACompilerReadsAlikeIsCosmeticAndNothingElse(_ rewrite: Rewrite) throws {
    #expect(try rewrite.change().isCosmetic == rewrite.isAlike)
    #expect(try rewrite.change(reversed: true).isCosmetic == rewrite.isAlike)
  }

  @Test func theLanguagesHaveRewrites() {
    let languages = Set(Rewrite.all.map(\.language))
    #expect(
      languages == [
        "c", "go", "java", "javascript", "python", "rust", "swift", "tsx", "typescript",
      ])
    #expect(Rewrite.all.count > 80)
  }

  /// Line ends, in any spelling, and blanks at the ends of lines mean nothing to most languages.
  @Test(
    arguments: [
      "c", "cpp", "csharp", "go", "java", "javascript", "kotlin", "php", "rust", "swift",
      "typescript",
    ])
  func samplesWithOtherBlankLinesAreCosmetic(_ language: String) throws {
    let path = sourceFolder(of: #filePath) + "/../SyntaxTests/Samples/\(language).txt"
    let bytes = try bytes(path)
    let read = try #require(Language.named(language))
    // Behind a token of code that ends a line, outside of strings and comments.
    let file = SyntaxFile(SourceText(bytes), as: read)
    var after: [UInt8] = []
    var position = 0
    for index in 0..<max(file.tokens.count - 1, 0) {
      let (end, next) = (file.tokens.end(index), file.tokens.start(index + 1))
      let kind = file.tokens.kind(index)
      after += bytes[position..<end]
      position = end
      let isFree =
        !kind.isStringPiece && kind != .text && !kind.isComment
        && !file.tokens.kind(index + 1).isComment
        && !file.tokens.flags(index).contains(.directive)
        && !file.tokens.flags(index + 1).contains(.directive)
      if isFree, bytes[end..<next].contains(10) { after += [32, 32, 10] }
    }
    after += bytes[position...]
    let pair = FilePair(
      path: SourcePath("sample"), status: .modified, language: read, before: file,
      after: SyntaxFile(SourceText(after), as: read))
    #expect(after != bytes)
    #expect(SemanticChange([pair]).files[0].isCosmetic)
  }
}

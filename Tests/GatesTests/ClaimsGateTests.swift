import Policy
import SemanticDiff
import Source
import Testing
import Verification

@testable import Gates
@testable import Git

/// A message with the difference of its commit, as the rules' examples write it.
struct CommitExample {
  let message: String
  let files: [SubjectFile]

  init(_ text: String) {
    let parts = text.split(separator: "\n--- ", omittingEmptySubsequences: false)
    message = String(parts[0])
    files = parts.dropFirst().map { part in
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
      func side(_ sign: Character) -> Side {
        let own = lines.dropFirst().filter { $0.first == sign || $0.first == " " }
        return own.isEmpty ? .none : .text(own.map { $0.dropFirst() + "\n" }.joined())
      }
      return SubjectFile(SourcePath(String(lines[0])), side("-"), side("+"))
    }
  }

  var subject: Subject {
    Subject(
      change: Change(
        before: .nothing, after: .index, commits: [], files: files.map(\.change),
        description: "an example"),
      files: files, diff: SemanticChange(files.map(\.pair)), stage: nil)
  }

  /// What the gate finds, as rule and severity.
  var findings: [String] {
    ClaimsGate().findings(
      in: message, of: ObjectID(hex: String(repeating: "a", count: 40))!, CommitEvidence(subject)
    ).map { "\($0.rule.dropFirst("claims/".count)) \($0.severity.rawValue)" }
  }
}

@Suite struct ClaimsGateTests {
  @Test(arguments: ClaimsGate().rules.map(\.id))
  func badExamplesAreFoundAndGoodOnesAreNot(_ id: String) throws {
    let rule = try #require(ClaimsGate().rules.first { $0.id == id })
    let name = String(id.dropFirst("claims/".count))
    let found = CommitExample(try #require(rule.bad).text).findings
    #expect(found.map { $0.prefix { $0 != " " } } == [name[...]], "\(found)")
    #expect(CommitExample(try #require(rule.good).text).findings == [])
  }

  /// What people call so, and what says itself what it is, is held against nobody.
  @Test(arguments: [
    "fix: typo in a comment\n--- read.js\n-// wierd\n+// weird\n function f() { return 1 }",
    "fix: flaky test of dates\n--- test/a.test.js\n-test('a', () => { f(1) })\n+test('a', () => { f(2) })",
    "docs: sponsors\n--- www/src/list.js\n-export const all = [1]\n+export const all = [2]",
    "docs: scene\n--- dev-docs/src/scope.js\n-export const all = [1]\n+export const all = [2]",
    "docs: table\n--- src/components-examples/table.ts\n-export const all = [1]\n+export const all = [2]",
    "feat: tags\n--- index.d.ts\n-export function f(a: number): void\n+export function f(a: number, b?: string): void",
    "refactor: hooks\n--- index.js\n export class A {\n-  static hooks() { return h() }\n+  static hooks = make(h)\n }",
  ])
  func leftAlone(_ text: String) {
    #expect(CommitExample(text).findings.filter { !$0.hasSuffix("note") } == [])
  }
}

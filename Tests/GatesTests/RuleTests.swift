import Git
import Policy
import Source
import Syntax
import Testing
import Verification

@testable import Gates

private let gates: [any Gate] = [
  StructureGate(), SecretsGate(), SubstanceGate(), TestsChangedGate(), LeftoversGate(), SizeGate(),
  MessageGate(), ClaimsGate(), ComplexityGate(),
  DuplicationGate(folder: ""), CoverageGate(), ApiGate(), DocumentationGate(), LinksGate(),
  GeneratedGate(), DependenciesGate(), PatternsGate(),
]

@Suite struct RuleTests {
  @Test func everyRuleSaysWhatWhyAndHowToMend() {
    for gate in gates {
      for rule in gate.rules {
        #expect(rule.id.hasPrefix("\(gate.id)/"), "\(rule.id)")
        for text in [rule.title, rule.why, rule.mend] {
          #expect(!text.isEmpty && text == text.trimmed, "\(rule.id)")
        }
        #expect(rule.title.last != ".", "\(rule.id): a title is half a sentence")
        #expect(rule.why.last == "." && rule.mend.last == ".", "\(rule.id): whole sentences")
        #expect((rule.bad == nil) == (rule.good == nil), "\(rule.id): bad and good go together")
      }
    }
  }

  @Test func ruleNamesAreUnique() {
    let ids = gates.flatMap(\.rules).map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test func everyDefectHasItsRule() {
    let ids = Set(StructureGate().rules.map(\.id))
    for rule in Defect.Rule.allCases { #expect(ids.contains("structure/\(rule.rawValue)")) }
  }

  @Test(arguments: StructureGate().rules.filter { $0.bad != nil }.map(\.id))
  func badExamplesAreFoundAndGoodOnesAreNot(_ id: String) async throws {
    let rule = try #require(StructureGate().rules.first { $0.id == id })
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    let found = await StructureGate().judge(
      Subject(SubjectFile(SourcePath(bad.path), .none, .text(bad.text))))
    #expect(Set(found.findings.map(\.rule)) == [id])
    #expect(found.outcome == .fail || found.outcome == .warn)
    let mended = await StructureGate().judge(
      Subject(SubjectFile(SourcePath(good.path), .none, .text(good.text))))
    #expect(mended.findings == [])
    #expect(mended.outcome == .pass)
  }
}

@Suite struct MessageRuleTests {
  private let gate = MessageGate()

  @Test(arguments: MessageGate().rules.filter { $0.bad != nil }.map(\.id))
  func badExamplesAreFoundAndGoodOnesAreNot(_ id: String) throws {
    let rule = try #require(gate.rules.first { $0.id == id })
    #expect(rules(in: try #require(rule.bad).text) == [id])
    #expect(rules(in: try #require(rule.good).text) == [])
  }

  @Test(arguments: [
    ("Merge branch 'topic'\n", []), ("Revert \"feat: a\"\n\nThis reverts commit abc.\n", []),
    ("FIX!: a\n", []), ("", ["message/not-conventional"]),
    ("feat:a\n", ["message/not-conventional"]),
    ("feat: " + String(repeating: "a", count: 95) + "\n", ["message/long-subject"]),
    ("\n\nfeat: " + String(repeating: "\u{E9}", count: 94) + "\n", []),
  ])
  func messagesAreJudged(_ message: String, _ expected: [String]) {
    #expect(rules(in: message) == expected)
  }

  private func rules(in message: String) -> [String] {
    gate.findings(
      in: message, of: ObjectID(hex: String(repeating: "a", count: 40))!, gate.schema.defaults
    )
    .map(\.rule)
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

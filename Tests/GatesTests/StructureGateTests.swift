import Source
import Testing
import Verification

@testable import Gates

@Suite struct StructureGateTests {
  private let broken = "func f() {\n  print(\"a\"\n}\n"

  @Test func aNewDefectFails() async {
    let result = await StructureGate().judge(
      Subject(SubjectFile("a.swift", .text("func f() {}\n"), .text(broken))))
    #expect(result.outcome == .fail)
    #expect(result.findings.map(\.isNew) == [true])
    #expect(result.findings[0].entity == "f")
    #expect(result.findings[0].path == "a.swift")
    #expect(result.findings[0].range?.start == SourcePosition(line: 2, column: 8))
  }

  @Test func aDefectThatStoodBeforePasses() async {
    let result = await StructureGate().judge(
      Subject(SubjectFile("a.swift", .text(broken), .text("\n\n" + broken))))
    #expect(result.outcome == .pass)
    #expect(result.findings.map(\.isNew) == [false])
  }

  @Test func asManyAsStoodBeforeAreOld() async {
    let result = await StructureGate().judge(
      Subject(
        SubjectFile(
          "a.json", .text("{\"a\": 1, \"a\": 2}\n"),
          .text("[{\"a\": 1, \"a\": 2},\n{\"a\": 1, \"a\": 2}]\n"))))
    #expect(result.findings.count == 2)
    #expect(result.findings.contains { $0.isNew })
  }

  @Test func aBinaryFileNamedAsASourceIsInconclusive() async {
    let result = await StructureGate().judge(
      Subject(SubjectFile("a.swift", .text("func f() {}\n"), .binary(size: 10))))
    #expect(result.outcome == .inconclusive)
    #expect(result.unverified == ["not read: a.swift, named as Swift: binary"])
  }

  @Test func aBinaryFileOfNoLanguageIsNotItsMatter() async {
    let result = await StructureGate().judge(
      Subject(SubjectFile("a.png", .none, .binary(size: 10))))
    #expect(result.outcome == .notApplicable)
  }

  @Test func whatCouldNotBeReadIsInconclusive() async {
    let result = await StructureGate().judge(
      Subject(
        SubjectFile("a.txt", .none, .unread(size: 5)), SubjectFile("b.swift", .none, .text("f()\n"))
      ))
    #expect(result.outcome == .inconclusive)
    #expect(result.unverified == ["not read: a.txt: not read: no permission"])
  }

  @Test func aFailureCountsMoreThanWhatWasNotRead() async {
    let result = await StructureGate().judge(
      Subject(
        SubjectFile("a.txt", .none, .unread(size: 5)), SubjectFile("b.swift", .none, .text(broken)))
    )
    #expect(result.outcome == .fail)
    #expect(result.unverified.count == 1)
  }

  @Test func conflictMarkersAreFoundInTextOfNoLanguage() async {
    let text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n"
    let result = await StructureGate().judge(
      Subject(SubjectFile("notes.unknown", .text("a\n"), .text(text))))
    #expect(result.outcome == .fail)
    #expect(Set(result.findings.map(\.rule)) == ["structure/conflict-marker"])
  }

  @Test func anUnmergedPathFails() async {
    let result = await StructureGate().judge(
      Subject(SubjectFile("a.swift", .text("f()\n"), .text("f()\n"), status: .unmerged)))
    #expect(result.outcome == .fail)
    #expect(result.findings.map(\.rule) == ["structure/unmerged-path"])
  }

  @Test func aDeletedFileIsNothingToLookAt() async {
    let result = await StructureGate().judge(
      Subject(SubjectFile("a.swift", .text(broken), .none)))
    #expect(result.outcome == .notApplicable)
  }

  @Test func anEmptyChangeIsNothingToLookAt() async {
    #expect(await StructureGate().judge(Subject()).outcome == .notApplicable)
  }
}

import FoundationEssentials
import Policy
import Source
import Syntax
import Testing
import Verification

@testable import SemanticDiff

@Suite struct CodingTests {
  @Test func aVerdictReadsBackEqual() throws {
    let verdict = Verdict.whole
    let data = try JSONEncoder().encode(verdict)
    #expect(try JSONDecoder().decode(Verdict.self, from: data) == verdict)
  }

  @Test func aResultReadsBackAsItWasKept() throws {
    let finding = Finding(rule: "gate/rule", severity: .warning, message: "m", help: "h")
    let result = GateResult(
      .warn, "looked", findings: [finding],
      metrics: [Metric("size", of: "a", after: 1, unit: "bytes")], unverified: ["b"])
    let data = try JSONEncoder().encode(result)
    let read = try JSONDecoder().decode(GateResult.self, from: data)
    #expect(read.outcome == .warn)
    #expect(read.message == "looked")
    #expect(read.findings == [finding])
    #expect(read.metrics == result.metrics)
    #expect(read.unverified == ["b"])
    #expect(read.isRepeatable)
  }
}

extension Verdict {
  /// A verdict in which every field has a value.
  static var whole: Verdict {
    let text = SourceText("let a = 1\nlet b = )\n")
    let range = text.range(ByteRange(18, 19))
    let finding = Finding(
      rule: "structure/unexpected-delimiter", severity: .error, message: "`)` closes nothing",
      help: "remove it", path: SourcePath(bytes: [0x61, 0xFF]), text: text,
      range: range.bytes, entity: "b", confidence: 0.5, isNew: false)
    let change = EntityChange(
      kind: .function, qualifiedName: "A.f", oldQualifiedName: "A.g", path: "a.swift",
      oldPath: "b.swift", changes: [.renamed, .signature],
      parameterChanges: [ParameterChange(.retyped, "a", before: "Int", after: "Double")],
      visibility: .public, api: .major, reasons: ["renamed"], similarity: 0.75, before: range,
      after: range)
    return Verdict(
      change: .sample, detected: DetectedType(.refactor, confidence: 0.8), claimed: .code,
      files: [
        FileDiff(
          path: "a.swift", oldPath: "b.swift", status: .renamed, language: "swift",
          isBinary: false, note: "note", entities: [change])
      ],
      gates: [
        GateReport(
          "structure",
          GateResult(
            .fail, "1 file read", findings: [finding],
            metrics: [Metric("m", of: "change", before: 1.5, after: 2, unit: "files")]),
          level: .required, durationMs: 1.25)
      ], unverified: [Unverified(gate: "compile", why: "not trusted")], stage: .prePush,
      onInconclusive: .block)
  }
}

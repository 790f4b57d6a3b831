import Policy
import Release
import Source
import Syntax
import Verification

@testable import History
@testable import Report
@testable import SemanticDiff

/// Things to render. Every text in them that a change, a repository or a program brings goes through
/// `text`, so that a test can put something else there.
struct Samples {
  var text: (String) -> String = { $0 }

  private static let code = SourceText(
    "import os\n\ndef total(prices):\n    return sum((p for p in prices)\n")

  var nextVersion: NextVersionReport {
    NextVersionReport(
      current: text("v1.0.0"), next: Version("1.1.0-rc.1")!, tag: text("v1.1.0-rc.1"),
      bump: .prerelease,
      reasons: [
        VersionReason(.minor, .message, commit: "11111111", text("feat: add totals")),
        VersionReason(.minor, .api, entity: text("total"), text("public function added")),
      ], suggestions: [VersionReason(.major, .policy, text("asked for"))],
      unparsed: [(commit: "22222222", subject: text("Change totals"))], commits: 3)
  }

  var changelog: Changelog {
    let entry = Changelog.Entry(
      text: text("add totals"), commit: "11111111", scope: text("shop"), isBreaking: true,
      breakingNotes: [text("no old totals")], references: [text("#3")],
      entities: [
        ReleasedEntity(qualifiedName: text("total"), api: .major, reason: text("removed"))
      ])
    return Changelog(
      releases: [
        Changelog.Edition(
          version: nil, tag: nil, date: "2026-01-31",
          sections: [Changelog.Section(title: "Added", entries: [entry])],
          contributors: [text("A")]),
        Changelog.Edition(
          version: Version("1.0.0"), tag: text("v1.0.0"), date: "2026-01-30", sections: [],
          contributors: []),
      ], unparsed: [])
  }

  private var change: ChangeSummary {
    ChangeSummary(
      description: text("topic (3f2a91c0) against its merge base with main (a0b1c2d3)"),
      before: "a0b1c2d3a0b1c2d3a0b1c2d3a0b1c2d3a0b1c2d3", after: "index",
      commits: [
        .init(id: "1111111111111111111111111111111111111111", subject: text("feat: add totals")),
        .init(id: "2222222222222222222222222222222222222222", subject: text("fix: round half up")),
      ], files: 3, addedLines: 120, removedLines: 7)
  }

  private var files: [FileDiff] {
    let range = Samples.code.range(ByteRange(11, 30))
    func entity(
      _ kind: EntityKind, _ name: String, _ changes: [ChangeKind], old: String? = nil,
      from: SourcePath? = nil, api: APIImpact = .none, reasons: [String] = [],
      parameters: [ParameterChange] = []
    ) -> EntityChange {
      EntityChange(
        kind: kind, qualifiedName: text(name), oldQualifiedName: old.map(text),
        path: SourcePath(text("src/total.py")), oldPath: from, changes: changes,
        parameterChanges: parameters, visibility: .public, api: api, reasons: reasons.map(text),
        similarity: changes == [.added] || changes == [.removed] ? nil : 0.75,
        before: changes == [.added] ? nil : range, after: changes == [.removed] ? nil : range)
    }
    return [
      FileDiff(
        path: SourcePath(text("src/total.py")), status: .modified, language: "python",
        entities: [
          entity(.function, "total", [.added], api: .minor, reasons: ["public function added"]),
          entity(.class, "Cart", [.removed], api: .major, reasons: ["public class removed"]),
          entity(
            .method, "Basket.add", [.renamed, .moved], old: "Cart.add",
            from: SourcePath(text("src/cart.py")), api: .major, reasons: ["renamed"]),
          entity(
            .method, "Basket.show", [.signature, .body],
            api: .major, reasons: ["parameter `width` removed"],
            parameters: [ParameterChange(.removed, text("width"), before: text("width=80"))]),
        ]),
      FileDiff(
        path: SourcePath(text("docs/guide.md")), oldPath: SourcePath(text("docs/intro.md")),
        status: .renamed, note: text("no language that is read")),
      FileDiff(
        path: SourcePath(bytes: Array(text("logo").utf8) + [0xFF]), status: .added, isBinary: true,
        note: "binary"),
    ]
  }

  private func gate(
    _ id: String, _ result: GateResult, level: Level = .required, ms: Double = 1.25
  ) -> GateReport {
    GateReport(id, result, level: level, durationMs: ms)
  }

  var failing: Verdict {
    let finding = Finding(
      rule: "structure/unclosed-delimiter", severity: .error, message: text("`(` is never closed"),
      help: text("add `)` behind `prices`, where the expression that it opens should end"),
      path: SourcePath(text("src/total.py")),
      text: SourceText(text("    return sum((p for p in prices)\n")),
      range: ByteRange(14, 15), entity: text("total"), confidence: 0.9)
    let old = Finding(
      rule: "structure/invalid-utf8", severity: .warning, message: text("a byte is not UTF-8"),
      path: SourcePath(bytes: [0x61, 0xFF]), isNew: false)
    var cached = GateResult(.pass, text("python3 accepts 2 files"))
    cached.isCached = true
    return Verdict(
      change: change, detected: DetectedType(.code, confidence: 0.9), claimed: .docs, files: files,
      gates: [
        gate("structure", GateResult(.fail, text("3 files read"), findings: [finding, old])),
        gate("compile", cached),
        gate(
          "size",
          GateResult(
            .warn, text("largest 5 MB (logo), 1 binary"),
            metrics: [
              Metric("largestFile", of: text("logo"), before: 1.5, after: 5e6, unit: "bytes")
            ]),
          level: .warn, ms: 1_250),
        gate("message", GateResult(.notApplicable, text("no commit yet")), level: .warn),
      ],
      unverified: [
        Unverified(gate: "compile", why: text("no compiler check for TypeScript in this version"))
      ], stage: .ci, onInconclusive: nil)
  }

  var open: Verdict {
    Verdict(
      change: change, detected: DetectedType(.refactor, confidence: 0.8), claimed: nil,
      files: files,
      gates: [
        gate("structure", GateResult(.pass, text("3 files read"))),
        gate("compile", GateResult(.skipped, text("python3 is not trusted here"))),
      ],
      unverified: [
        Unverified(
          gate: "compile",
          why: text(
            "python3 was not run: this repository is not trusted; `verdict trust` shows what would "
              + "run and allows it"))
      ], stage: .preCommit, onInconclusive: nil)
  }

  var empty: Verdict {
    Verdict(
      change: ChangeSummary(
        description: text("staged changes against HEAD (3f2a91c0)"), before: "3f2a91c0",
        after: "index", commits: [], files: 0, addedLines: 0, removedLines: 0),
      detected: DetectedType(.code, confidence: 0), claimed: nil, files: [],
      gates: [gate("structure", GateResult(.notApplicable, text("no text file to look at")))],
      unverified: [], stage: nil, onInconclusive: nil)
  }

  var diff: DiffReport {
    DiffReport(
      change: change, detected: DetectedType(.code, confidence: 0.9), claimed: .docs, files: files)
  }

  var runs: [RunSummary] {
    [
      RunSummary(
        id: 12, startedAt: 1_764_061_200, durationMs: 38.5, stage: .ci,
        description: text("HEAD (3f2a91c0) against its first parent"), decision: .notDone, files: 3,
        addedLines: 120, removedLines: 7),
      RunSummary(
        id: 9, startedAt: 1_764_057_600, durationMs: 4, stage: nil,
        description: text("staged changes against HEAD (a0b1c2d3)"), decision: .done, files: 1,
        addedLines: 1, removedLines: 0),
    ]
  }

  var outline: FileOutline {
    FileOutline(
      path: SourcePath(text("src/total.py")),
      file: SyntaxFile(
        SourceText(
          text(
            "class A:\n    \"\"\"Doc.\"\"\"\n    def f(self, a: int = 1) -> int:\n        return (1\n"
          )), as: .python))
  }
}

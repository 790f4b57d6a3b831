import Source
import Syntax
import Testing
import Verification

@testable import Report

/// What a change brings must not act on the terminal that shows it.
@Suite struct HostileTextTests {
  private static let hostile = [
    "\u{1B}[2J", "\u{1B}]0;title\u{7}", "a\rb", "a\nb: error: forged", "\u{9B}31m", "\u{0}",
    "\u{8}\u{8}",
    "\u{7F}", "\u{202E}gnp.exe", "\u{200B}", "\u{2028}", "\u{E0041}", "\u{FEFF}", "\u{85}",
    "\u{1B}", "\u{AD}",
  ]

  private func rendered(_ samples: Samples) -> [String] {
    let styles = [40, 80, 140].map { Style(hasColor: false, width: $0) }
    var all: [String] = []
    for style in styles + [Style(hasColor: false, width: 80, isVerbose: true)] {
      for verdict in [samples.failing, samples.open, samples.empty] {
        all.append(PrettyReport(verdict, style).text())
      }
      all.append(DiffText.pretty(samples.diff, style))
      all.append(HistoryText.pretty(samples.runs, style))
      all.append(OutlineText.pretty(samples.outline, style))
      let problem = Problem(
        .usage, samples.text("message"),
        at: .init(
          path: samples.text("path"), text: samples.outline.file.text,
          range: samples.outline.file.text.range(ByteRange(0, 4))),
        help: samples.text("help"))
      all.append(ProblemReport.text(problem, style))
      all.append(ProblemReport.notice(problem, style))
      all.append(
        DoctorText.pretty(
          [
            Examined(
              .broken, samples.text("subject"), samples.text("remark"), help: samples.text("help"))
          ],
          style))
    }
    for verdict in [samples.failing, samples.open, samples.empty] {
      all += [ConciseReport.text(verdict), HookText.line(verdict)]
    }
    all.append(DiffText.concise(samples.diff))
    all.append(OutlineText.concise(samples.outline))
    all += [
      CheckDocument.json(samples.failing).text(indented: true),
      DiffDocument.json(samples.diff).text(indented: true),
      HistoryDocument.json(samples.runs).text(indented: true),
      OutlineDocument.file(samples.outline),
    ]
    return all
  }

  private func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 10: false
    case 0..<32, 127..<160, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xAD,
      0xE0000...0xE0FFF:
      true
    default: false
    }
  }

  @Test(arguments: hostile)
  func nothingOfAChangeActsOnTheTerminal(_ hostile: String) {
    for place in ["\(hostile)text", "te\(hostile)xt", "text\(hostile)"] {
      var samples = Samples()
      samples.text = { $0.first.map { "\($0)" }! + place + $0.dropFirst() }
      for text in rendered(samples) {
        let acting = text.unicodeScalars.filter(acts)
        #expect(acting.isEmpty, "\(acting.map(\.value)) in \(text.prefix(60).debugDescription)")
      }
    }
  }

  @Test func aLineEndInATextMakesNoLine() {
    let plain = ConciseReport.text(Samples().failing)
    var samples = Samples()
    samples.text = { $0 + "\nb: error: forged" }
    let text = ConciseReport.text(samples.failing)
    #expect(text.split(separator: "\n").count == plain.split(separator: "\n").count)
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("b: error") })
    let tabbed = HistoryText.concise(samples.runs).split(separator: "\n")
    #expect(tabbed.count == 2)
  }

  @Test func aTabInAHistoryLineMakesNoField() {
    var samples = Samples()
    samples.text = { $0 + "\tforged" }
    for line in HistoryText.concise(samples.runs).split(separator: "\n") {
      #expect(line.split(separator: "\t").count == 4)
    }
  }
}

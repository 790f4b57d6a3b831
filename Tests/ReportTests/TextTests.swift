import Policy
import Testing
import Verification

@testable import Report

@Suite struct TextTests {
  private let samples = Samples()

  @Test(arguments: [80, 140], [false, true])
  func pretty(_ width: Int, _ hasColor: Bool) throws {
    let style = Style(hasColor: hasColor, width: width)
    let name = "\(width)\(hasColor ? "-color" : "")"
    let verdicts = [("failing", samples.failing), ("open", samples.open), ("empty", samples.empty)]
    for (kind, verdict) in verdicts {
      let text = PrettyReport(verdict, style).text()
      try expectSnapshot(visible(text), "Snapshots/pretty-\(kind)-\(name).txt")
    }
    try expectSnapshot(
      visible(DiffText.pretty(samples.diff, style)), "Snapshots/diff-\(name).txt")
  }

  @Test(arguments: [80, 140])
  func noLineOfThePrettyReportIsTooLong(_ width: Int) {
    let style = Style(hasColor: false, width: width)
    for verdict in [samples.failing, samples.open, samples.empty] {
      for line in PrettyReport(verdict, style).text().split(separator: "\n") {
        #expect(Display.width(String(line)) <= width, "\(line)")
      }
    }
    for line in DiffText.pretty(samples.diff, style).split(separator: "\n") {
      #expect(Display.width(String(line)) <= width, "\(line)")
    }
  }

  /// Colour only repeats what the words say.
  @Test func withoutColourNothingIsMissing() {
    let colored = PrettyReport(samples.failing, Style(hasColor: true, width: 80)).text()
    let plain = PrettyReport(samples.failing, Style(hasColor: false, width: 80)).text()
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    #expect(!plain.contains("\u{1B}"))
  }

  @Test func concise() throws {
    try expectSnapshot(
      ConciseReport.text(samples.failing) + "\n" + ConciseReport.text(samples.open) + "\n"
        + ConciseReport.text(samples.empty), "Snapshots/concise.txt")
    try expectSnapshot(DiffText.concise(samples.diff), "Snapshots/diff-concise.txt")
    try expectSnapshot(HookText.line(samples.open), "Snapshots/hook.txt")
    try expectSnapshot(HistoryText.concise(samples.runs), "Snapshots/history-concise.txt")
  }

  @Test func outline() throws {
    let style = Style(hasColor: false, width: 80)
    try expectSnapshot(
      OutlineText.pretty(samples.outline, style) + "\n" + OutlineText.concise(samples.outline),
      "Snapshots/outline.txt")
  }

  @Test func explain() throws {
    let style = Style(hasColor: false, width: 80)
    let rule = Rule(
      "structure/example", "a rule that is explained",
      why: String(repeating: "It is there to be read. ", count: 12), mend: "Mend it.",
      bad: .init("a.py", "x = (\n\ny = 1\n"), good: .init("a.py", "x = ()\n"))
    let gate = GateSchema(
      "structure", "what it is", defaultLevel: .required,
      options: [OptionSchema("limit", "how many", .integer(1...9), default: .integer(3))])
    try expectSnapshot(
      ExplainText.rule(rule, style) + "\n" + ExplainText.gate(gate, [rule], style) + "\n"
        + ExplainText.gates([gate], [rule]), "Snapshots/explain.txt")
  }

  @Test func anEmptyHistorySaysSo() {
    #expect(
      HistoryText.pretty([], Style(hasColor: false, width: 80)) == "nothing was recorded yet\n")
  }

  @Test func theHistoryListFitsItsWidth() {
    var long = Samples()
    long.text = { $0 + String(repeating: " and more", count: 30) }
    let lines = HistoryText.pretty(long.runs, Style(hasColor: false, width: 80)).split(
      separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { Display.width(String($0)) <= 80 })
    #expect(lines[0].hasPrefix("12  ") && lines[1].hasPrefix(" 9  "))
  }

  @Test(arguments: [
    (0.04, "0.0 ms"), (0.44, "0.4 ms"), (9.94, "9.9 ms"), (9.96, "10 ms"), (38.4, "38 ms"),
    (999.4, "999 ms"), (1_000, "1.0 s"), (2_149, "2.1 s"), (61_000, "61 s"),
  ])
  func times(_ milliseconds: Double, _ text: String) {
    #expect(Milliseconds.text(milliseconds) == text)
  }
}

import Source
import Testing

@Suite struct SourceTextTests {
  @Test(arguments: [
    ("", 0), ("a", 1), ("\n", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), ("a\r\nb\r\n", 2),
    ("\u{10A}\u{80}\n", 1),
  ])
  func linesAreCounted(_ source: String, _ count: Int) {
    #expect(SourceText(source).lineCount == count)
  }

  @Test func linesAreCountedInTextsOfAnyLength() {
    for length in [7, 8, 9, 63, 2_040, 2_041, 5_000] {
      #expect(SourceText([UInt8](repeating: 10, count: length)).lineCount == length)
      var bytes = [UInt8](repeating: 0x8A, count: length)
      #expect(SourceText(bytes).lineCount == 1)
      for index in stride(from: 0, to: length, by: 3) { bytes[index] = 10 }
      let lines = bytes.filter { $0 == 10 }.count + (bytes.last == 10 ? 0 : 1)
      #expect(SourceText(bytes).lineCount == lines)
    }
  }

  @Test func aLineBeginsAtItsOffset() {
    let text = SourceText("ab\n\nc\n")
    #expect((1...5).map(text.offset(ofLine:)) == [0, 3, 4, 6, 6])
    #expect(text.position(at: 4) == SourcePosition(line: 3, column: 1))
  }
}

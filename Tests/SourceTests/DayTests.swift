import Source
import Testing

@Suite struct DayTests {
  @Test func readsAndPrintsDays() {
    for text in ["2026-01-01", "2024-02-29", "1999-12-31", "0001-01-01"] {
      #expect(Day(text)?.description == text)
    }
    for text in [
      "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-0x", "",
    ] {
      #expect(Day(text) == nil)
    }
    #expect(Day("2026-01-31")! < Day("2026-02-01")!)
  }

  @Test func countsFrom1970() {
    #expect(Day(secondsSince1970: 0) == Day("1970-01-01"))
    #expect(Day(secondsSince1970: -1) == Day("1969-12-31"))
    #expect(Day(secondsSince1970: 951_782_399) == Day("2000-02-28"))
    #expect(Day(secondsSince1970: 951_782_400) == Day("2000-02-29"))
    #expect(Day(secondsSince1970: 1_798_761_599) == Day("2026-12-31"))
    #expect(Day(secondsSince1970: 1_798_761_600) == Day("2027-01-01"))
  }
}

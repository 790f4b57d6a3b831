import Foundation
import Source
import Syntax

/// Looks for texts that, written over and over, cost more than their length.
struct TimeGrowth {
  let language: Language
  let seeds: [[UInt8]]
  let caseFile: CaseFile

  /// Four times the length may cost this many times the time; a square would be 16.
  private static let most = 7.0
  private static let shortBytes = 4 << 10
  /// Costs below this are noise.
  private static let leastSeconds = 0.001

  /// The processor time that this thread has used.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Prints a line for each text found, up to forty.
  func printFaults() {
    var count = 0
    for context in contexts() {
      for (unit, end) in units() {
        guard let growth = growth(context, unit, end) else { continue }
        let text = [context.suffix(24), unit[...], end[...]].map {
          String(decoding: $0, as: UTF8.self).debugDescription
        }
        print(
          "growth: behind \(text[0]), \(text[1]) over and over, then \(text[2]): four times the"
            + " length costs \(growth.formatted(.number.precision(.fractionLength(1)))) times the time"
        )
        fflush(nil)
        count += 1
        if count == 40 { return }
      }
    }
  }

  /// What stands before the repetition: nothing, and the samples up to some of their tokens.
  private func contexts() -> [[UInt8]] {
    [[]]
      + seeds.prefix(1).flatMap { seed in
        let tokens = SyntaxFile(SourceText(seed), as: language).tokens
        return stride(from: 3, to: tokens.count, by: max(tokens.count / 3, 1)).map { index in
          Array(seed[..<tokens.end(index)])
        }
      }
  }

  /// What is repeated, and what is repeated as often behind it.
  private func units() -> [([UInt8], [UInt8])] {
    var seen: Set<[UInt8]> = []
    var units = SourceMutator.delimiters + SourceMutator.tokens(of: seeds, in: language)
    units += (0...255).map { [UInt8($0)] }
    for seed in seeds.prefix(1) {
      let tokens = SyntaxFile(SourceText(seed), as: language).tokens
      for length in 2...3 {
        for index in stride(from: 0, to: tokens.count - length, by: 1) {
          units.append(Array(seed[tokens.start(index)..<tokens.start(index + length)]))
        }
      }
      units += seed.split(separator: 10).map { Array($0) + [10] }
    }
    units += units.map { $0 + [UInt8(ascii: " ")] }
    let openers = [
      "(", "[", "{", "<", "[{", "{(", "\"${", "begin ", "do ", "if a then ", "#if a\n",
    ]
    let closers = [
      ")", "]", "}", ">", ")]", "\n", "end ", "fi ", "#else\n", "#endif\n", ";", ",", "a",
    ]
    let pairs = openers.flatMap { open in
      closers.map { (Array(open.utf8), Array($0.utf8)) }
    }
    return units.filter { $0.count <= 160 && seen.insert($0).inserted }.map { ($0, []) } + pairs
  }

  /// How many times the time four times the length costs, where that is too much.
  private func growth(_ context: [UInt8], _ unit: [UInt8], _ end: [UInt8]) -> Double? {
    var count = TimeGrowth.shortBytes / max(unit.count + end.count, 1)
    func seconds(_ times: Int, _ runs: Int) -> Double {
      let bytes = Array(
        [
          context, Array(repeatElement(unit, count: times).joined()),
          Array(repeatElement(end, count: times).joined()),
        ].joined())
      caseFile.begin(bytes, seconds: 60)
      return (0..<runs).map { _ in
        let start = TimeGrowth.now()
        _ = SyntaxFile(SourceText(bytes), as: language).metrics()
        return TimeGrowth.now() - start
      }.min() ?? 0
    }
    // Noise shows up once, a square each time.
    var growth = 0.0
    for runs in [1, 3, 3] {
      let long = seconds(count * 4, runs)
      growth = long / seconds(count, runs)
      guard long > TimeGrowth.leastSeconds, growth > TimeGrowth.most else { return nil }
      count *= 2
    }
    return growth
  }
}

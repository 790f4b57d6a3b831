import Git
import Policy
import Source
import Testing
import Verification

@testable import Gates

@Suite struct SizeGateTests {
  private let limit: [String: OptionValue] = ["maxFile": .size(100)]

  @Test(
    arguments: [
      (nil, 100, .pass, []), (nil, 101, .fail, [true]), (50, 101, .fail, [true]),
      (150, 150, .pass, [false]), (150, 151, .fail, [true]), (150, 120, .pass, [false]),
      (150, 100, .pass, []),
    ] as [(Int?, Int, Outcome, [Bool])])
  func onlyWhatGrewAboveTheLimitIsNew(
    _ before: Int?, _ after: Int, _ outcome: Outcome, _ isNew: [Bool]
  ) async {
    let result = await SizeGate().judge(
      Subject(
        SubjectFile("a.bin", before.map { .binary(size: $0) } ?? .none, .binary(size: after))),
      limit)
    #expect(result.outcome == outcome)
    #expect(result.findings.map(\.isNew) == isNew)
  }

  @Test(
    arguments: [("allow", .pass), ("warn", .warn), ("forbid", .fail)] as [(String, Outcome)])
  func binaryFiles(_ option: String, _ outcome: Outcome) async {
    let result = await SizeGate().judge(
      Subject(SubjectFile("a.png", .none, .binary(size: 10))), ["binaryFiles": .string(option)])
    #expect(result.outcome == outcome)
    #expect(result.metrics.first { $0.name == "binaryFiles" }?.after == 1)
  }

  @Test func theLargestFileIsNamed() async {
    let result = await SizeGate().judge(
      Subject(
        SubjectFile("a.swift", .none, .text("12345")), SubjectFile("b.swift", .none, .text("123"))))
    #expect(result.outcome == .pass)
    #expect(result.message == "largest 5 bytes (a.swift), 0 binary")
    #expect(result.metrics.first { $0.name == "largestFile" }?.after == 5)
  }

  @Test func anUnreadFileWithASizeIsMeasured() async {
    let result = await SizeGate().judge(
      Subject(SubjectFile("a.swift", .none, .unread(size: 101))), limit)
    #expect(result.outcome == .fail)
  }

  @Test func aFileWithoutASizeIsInconclusive() async {
    let alone = await SizeGate().judge(Subject(SubjectFile("a.swift", .none, .unread(size: nil))))
    #expect(alone.outcome == .inconclusive)
    #expect(alone.unverified == ["a.swift has no size that can be read"])
    let beside = await SizeGate().judge(
      Subject(
        SubjectFile("a.swift", .none, .unread(size: nil)),
        SubjectFile("b.swift", .none, .text("1"))))
    #expect(beside.outcome == .inconclusive)
    let failing = await SizeGate().judge(
      Subject(
        SubjectFile("a.swift", .none, .unread(size: nil)),
        SubjectFile("b.bin", .none, .binary(size: 101))), limit)
    #expect(failing.outcome == .fail)
  }

  @Test func deletionsAndSubmodulesHaveNoSize() async {
    let deleted = await SizeGate().judge(Subject(SubjectFile("a.bin", .binary(size: 500), .none)))
    #expect(deleted.outcome == .notApplicable)
    let submodule = await SizeGate().judge(
      Subject(SubjectFile("lib", .none, .unread(size: nil), mode: .submodule)))
    #expect(submodule.outcome == .notApplicable)
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1 kB"), (1_449, "1.4 kB"),
    (9_950, "10 kB"), (99_949, "99.9 kB"), (999_949, "1000 kB"), (999_950, "1 MB"),
    (5_000_000, "5 MB"), (1_250_000_000, "1.3 GB"), (7_000_000_000_000, "7 TB"),
  ])
  func sizesForPeople(_ bytes: Int, _ text: String) {
    #expect(ByteCount.text(bytes) == text)
  }
}

import Synchronization
import Testing

@testable import Engine

@Suite struct TimeBoxTests {
  @Test func withoutALimitEverythingIsThere() async {
    let bodies: [@Sendable () async -> Int] = [{ 1 }, { 2 }, { 3 }]
    #expect(await TimeBox.run(bodies, within: nil) == [1, 2, 3])
    #expect(await TimeBox.run(bodies, within: .seconds(600)) == [1, 2, 3])
    #expect(await TimeBox.run([@Sendable () async -> Int](), within: .seconds(600)).isEmpty)
  }

  @Test func whatTakesTooLongIsCancelledAndMissing() async {
    let flag = Flag()
    let bodies: [@Sendable () async -> Int] = [
      { 1 },
      {
        while !Task.isCancelled { await Task.yield() }
        flag.value.withLock { $0 = true }
        return 2
      },
    ]
    let results = await TimeBox.run(bodies, within: .milliseconds(30))
    // The first one may not have had its turn on a busy machine, but the second one never ends by itself.
    #expect(results[1] == nil)
    #expect(flag.value.withLock { $0 })
  }
}

private final class Flag: Sendable {
  let value = Mutex(false)
}

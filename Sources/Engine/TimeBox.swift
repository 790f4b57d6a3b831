import Dispatch
import Synchronization

/// Runs several tasks side by side for no longer than a time.
enum TimeBox {
  /// How long what is cancelled may take to end the programs that it started.
  private static let grace = Duration.milliseconds(250)

  /// The results in the order of the bodies; nil for those that were not there in time. They are cancelled,
  /// and one that does not heed that is left behind.
  ///
  /// - Parameters:
  ///   - limit: nil for no end.
  ///   - isLast: whether the others are cancelled by a result, which is told with the place of its body.
  static func run<Result: Sendable>(
    _ bodies: [@Sendable () async -> Result], within limit: Duration?,
    isLast: @escaping @Sendable (Int, Result) -> Bool = { _, _ in false }
  ) async -> [Result?] {
    let board = Board<Result>(count: bodies.count)
    let work: @Sendable () async -> Void = {
      await withTaskGroup(of: Bool.self) { group in
        for (index, body) in bodies.enumerated() {
          group.addTask {
            let result = await body()
            board.set(result, at: index)
            return isLast(index, result)
          }
        }
        for await isLast in group where isLast { group.cancelAll() }
      }
    }
    guard let limit else {
      await work()
      return board.results
    }
    let task = Task {
      await work()
      board.end()
    }
    await withTaskCancellationHandler {
      await board.ended(within: limit) { task.cancel() }
      if !board.isComplete { await board.ended(within: grace) {} }
    } onCancel: {
      task.cancel()
    }
    return board.results
  }
}

/// Where tasks put their results, and where others wait for the last of them.
private final class Board<Result: Sendable>: Sendable {
  private struct State {
    var results: [Result?]
    var isOpen = true
    var hasEnded = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let state: Mutex<State>

  init(count: Int) { state = Mutex(State(results: Array(repeating: nil, count: count))) }

  var results: [Result?] { state.withLock { $0.results } }
  var isComplete: Bool { state.withLock { $0.hasEnded } }

  /// What comes too late does not count: it was cut short.
  func set(_ result: Result, at index: Int) {
    state.withLock { if $0.isOpen { $0.results[index] = result } }
  }

  func end() {
    state.withLock { state in
      state.hasEnded = true
      state.isOpen = false
      defer { state.waiting = nil }
      return state.waiting
    }?.resume()
  }

  /// Waits for the end, or for the time to pass, whichever comes first.
  ///
  /// - Parameter late: done when the time has passed.
  func ended(within limit: Duration, late: @escaping @Sendable () -> Void) async {
    let (seconds, attoseconds) = limit.components
    let timer = DispatchWorkItem { [self] in
      let waiting = state.withLock { state in
        state.isOpen = false
        defer { state.waiting = nil }
        return state.waiting
      }
      late()
      waiting?.resume()
    }
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.hasEnded { state.waiting = continuation }
        return state.hasEnded
      }
      if isOver { return continuation.resume() }
      DispatchQueue.global().asyncAfter(
        deadline: .now()
          + .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)),
        execute: timer)
    }
    timer.cancel()
  }
}

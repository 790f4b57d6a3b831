#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The processes of one invocation: a child that leads a session and group of its own, and those it
/// started, save what left the group.
///
/// - Invariant: used only while the leader is not reaped, so that no other group can bear its
///   number.
struct ProcessGroup: Sendable {
  let leader: pid_t

  /// How long the group has between SIGTERM and SIGKILL.
  static let grace = Duration.milliseconds(500)
  /// How long the rest of the group has once its leader has ended.
  private static let rest = Duration.milliseconds(50)

  /// Whether the leader has ended; it is not reaped.
  var leaderHasEnded: Bool {
    var info = siginfo_t()
    let result = waitid(P_PID, id_t(leader), &info, WEXITED | WNOHANG | WNOWAIT)
    return result == 0 ? info.si_signo != 0 : errno == ECHILD
  }

  /// Asks the group to end, then kills what is left of it. Returns once the leader has ended.
  func kill() async {
    signal(SIGTERM)
    if await leaderEnds(within: Self.grace) { await pause(Self.rest) }
    signal(SIGKILL)
    _ = await leaderEnds(within: nil)
  }

  /// Waits for the leader's end without reaping it.
  ///
  /// - Returns: Whether it has ended, which after a cancellation or the time may not be so.
  func leaderEnds(within time: Duration?) async -> Bool {
    let start = ContinuousClock.now
    var interval = Duration.milliseconds(1)
    while !leaderHasEnded {
      if let time, ContinuousClock.now - start > time { return false }
      if Task.isCancelled { return false }
      await pause(interval)
      interval = min(interval * 2, .milliseconds(20))
    }
    return true
  }

  private func pause(_ time: Duration) async {
    try? await Task.sleep(for: time)
  }

  private func signal(_ number: Int32) {
    #if canImport(Darwin)
      _ = Darwin.kill(-leader, number)
    #elseif canImport(Musl)
      _ = Musl.kill(-leader, number)
    #else
      _ = Glibc.kill(-leader, number)
    #endif
  }
}

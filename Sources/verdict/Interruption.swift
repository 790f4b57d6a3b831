import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the user's signals do: the run is cancelled, so that programs that it started end with it and
/// nothing half done is kept.
enum Interruption {
  private static let received = Mutex<Int32?>(nil)

  /// The exit code for the signal that came, by the shell's convention; nil when none came.
  static var exitCode: Int32? { received.withLock { $0 }.map { 128 + $0 } }

  static func onSignal(_ cancel: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        received.withLock { $0 = $0 ?? number }
        cancel()
        // What does not look at its cancellation is left after a moment.
        DispatchQueue.global().asyncAfter(deadline: .now() + 3) { exit(128 + number) }
      }
      source.resume()
      // It listens until the process ends.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
  }
}

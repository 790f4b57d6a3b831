import Subprocess
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Invocation {
  /// Runs the program in a session and process group of its own and waits for its end. When it runs
  /// too long, writes too much or the task is cancelled, the whole group is killed. What the program
  /// leaves running behind its end is not waited for, even if it holds the output open.
  ///
  /// - Throws: `ProgramError` when the program cannot be started; `CancellationError`.
  public func run() async throws -> Completion {
    try Task.checkCancellation()
    guard workingDirectory.hasPrefix("/") else {
      throw ProgramError("the working directory `\(workingDirectory)` is not an absolute path")
    }
    let input = try InputFile.open(
      standardInput, temporaryFolder: environment["TMPDIR"] ?? "/tmp")
    defer { close(input) }
    let written = Written(limit: outputLimit)
    let start = ContinuousClock.now
    let status: Completion.Status
    do {
      let result = try await Subprocess.run(
        configuration,
        input: .fileDescriptor(.init(rawValue: input), closeAfterSpawningProcess: false),
        output: .sequence, error: .sequence
      ) { execution in
        await supervise(
          ProcessGroup(leader: execution.processIdentifier.value), written,
          execution.standardOutput, execution.standardError)
      }
      status =
        switch (result.closureResult, result.terminationStatus) {
        case (.timedOut, _): .timedOut
        case (.outputLimitExceeded, _): .outputLimitExceeded
        case (.ended, .exited(let code)): .exited(code)
        case (.ended, .signaled(let number)): .signalled(number)
        }
    } catch let error as SubprocessError {
      try Task.checkCancellation()
      throw problem(error)
    }
    try Task.checkCancellation()
    let (output, error) = written.take()
    return Completion(
      status: status, standardOutput: output, standardError: error,
      duration: ContinuousClock.now - start)
  }

  private var configuration: Configuration {
    var options = PlatformOptions()
    options.createSession = true
    // Used by the library on cancellation; `supervise` then sees to what outlives the leader.
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: ProcessGroup.grace)
    ]
    let pairs = environment.map { Array("\($0.key)=\($0.value)\0".utf8) }
    return Configuration(
      executable: .path(.init(words.path)), arguments: .init(words.arguments),
      environment: .custom(pairs.sorted { $0.lexicographicallyPrecedes($1) }),
      workingDirectory: .init(workingDirectory), platformOptions: options)
  }

  /// Reads both streams until the program has ended, its time is over, or it wrote too much; then
  /// nothing of it runs any more, save for a normal end.
  private func supervise(
    _ group: ProcessGroup, _ written: Written, _ output: SubprocessOutputSequence,
    _ error: SubprocessOutputSequence
  ) async -> Ending {
    await withTaskGroup(of: Ending?.self) { tasks in
      tasks.addTask { await written.read(output, into: \.output) }
      tasks.addTask { await written.read(error, into: \.error) }
      tasks.addTask {
        try? await Task.sleep(for: timeLimit)
        return Task.isCancelled ? nil : .timedOut
      }
      var ending: Ending?
      var open = 2
      while ending == nil, open > 0, let next = await tasks.next() {
        ending = next
        open -= 1
      }
      if ending == nil, !Task.isCancelled {
        // Both streams are closed, which a program may do long before it ends.
        tasks.addTask { await group.leaderEnds(within: nil) ? .ended : nil }
        while ending == nil, let next = await tasks.next() { ending = next }
      }
      if ending != .ended {
        // Cancellation must not keep the group from being killed.
        await Task { await group.kill() }.value
      }
      tasks.cancelAll()
      return ending ?? .ended
    }
  }

  /// The words that start the program. A limit can only be set from within: the system's shell sets it,
  /// with a text of its own, and becomes the program.
  private var words: (path: String, arguments: [String]) {
    guard let memoryLimit else { return (program.path, arguments) }
    let script = "ulimit -d \(max(1, memoryLimit >> 10)) 2>/dev/null; exec \"$0\" \"$@\""
    return ("/bin/sh", ["-c", script, program.path] + arguments)
  }

  private func problem(_ error: SubprocessError) -> ProgramError {
    switch error.code {
    case .executableNotFound:
      ProgramError(
        "`\(program.path)` cannot be run",
        help: "see that the file exists and that you may execute it")
    case .failedToChangeWorkingDirectory:
      ProgramError(
        "`\(program.name)` cannot be run in `\(workingDirectory)`",
        help: "see that the folder exists and that you may enter it")
    default:
      ProgramError("`\(program.name)` could not be run: \(error.description)")
    }
  }
}

/// Why supervision ended.
private enum Ending: Sendable {
  case ended, timedOut, outputLimitExceeded
}

/// What both streams have given so far, kept outside the readers so that it survives a time-out.
private final class Written: Sendable {
  struct Bytes {
    var output: [UInt8] = []
    var error: [UInt8] = []
    var left: Int
  }

  private let bytes: Mutex<Bytes>

  init(limit: Int) { bytes = Mutex(Bytes(left: limit)) }

  /// Reads a stream to its end, keeping as much as the limit leaves.
  func read(
    _ stream: SubprocessOutputSequence, into target: WritableKeyPath<Bytes, [UInt8]> & Sendable
  ) async -> Ending? {
    do {
      for try await buffer in stream {
        let isWhole = buffer.withUnsafeBytes { new in
          bytes.withLock { kept in
            defer { kept.left -= min(kept.left, new.count) }
            kept[keyPath: target] += new.prefix(kept.left)
            return new.count <= kept.left
          }
        }
        if !isWhole { return .outputLimitExceeded }
      }
    } catch {}
    return nil
  }

  func take() -> (output: [UInt8], error: [UInt8]) {
    bytes.withLock { ($0.output, $0.error) }
  }
}

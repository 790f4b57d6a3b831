import Glibc
import Programs
import Testing

/// These start processes and measure time, one after the other.
@Suite(.serialized, .timeLimit(.minutes(1))) struct InvocationTests {
  private func shell(
    _ script: String, input: [UInt8] = [], timeLimit: Duration = .seconds(20),
    outputLimit: Int = 1 << 20, environment: [String: String] = ["PATH": "/usr/bin:/bin"]
  ) -> Invocation {
    Invocation(
      Program(name: "sh", path: "/bin/sh"), ["-c", script], workingDirectory: "/",
      environment: environment, standardInput: input, timeLimit: timeLimit,
      outputLimit: outputLimit)
  }

  @Test func givesBothStreamsAndTheExitCode() async throws {
    let done = try await shell("printf out; printf err >&2; exit 3").run()
    #expect(done.status == .exited(3))
    #expect(done.standardOutput == Array("out".utf8))
    #expect(done.standardError == Array("err".utf8))
    #expect(!done.succeeded)
  }

  @Test func tellsTheSignal() async throws {
    #expect(try await shell("kill -9 $$").run().status == .signalled(9))
  }

  @Test func theEnvironmentIsExactlyWhatIsGiven() async throws {
    var run = shell("", environment: ["A": "1=2", "B": ""])
    run.program = Program(name: "env", path: "/usr/bin/env")
    run.arguments = []
    #expect(try await run.run().standardOutput == Array("A=1=2\nB=\n".utf8))
  }

  @Test func runsInTheWorkingDirectory() async throws {
    try await withTemporaryFolder { folder in
      var run = shell("pwd")
      run.workingDirectory = folder
      let done = try await run.run()
      #expect(done.standardOutput == Array("\(folder)\n".utf8))
    }
  }

  @Test func largeInputAndOutputOnBothStreamsDoNotBlock() async throws {
    let input = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
    let done = try await shell("tee /dev/stderr", input: input, outputLimit: 8_000_000).run()
    #expect(done.status == .exited(0))
    #expect(done.standardOutput == input)
    #expect(done.standardError == input)
  }

  @Test func aProgramThatReadsNoneOfItsInputIsNoError() async throws {
    let input = [UInt8](repeating: 0, count: 3_000_000)
    #expect(try await shell("exit 0", input: input).run().status == .exited(0))
  }

  @Test func outputBeyondTheLimitIsCutAndSaid() async throws {
    let done = try await shell("printf before >&2; yes", outputLimit: 100_000).run()
    #expect(done.status == .outputLimitExceeded)
    #expect(done.standardOutput.count + done.standardError.count == 100_000)
    #expect(done.duration < .seconds(10))
  }

  @Test func outputUpToTheLimitIsWhole() async throws {
    let done = try await shell("printf 12345", outputLimit: 5).run()
    #expect(done.status == .exited(0))
    #expect(done.standardOutput == Array("12345".utf8))
  }

  @Test func aTimeOutKeepsWhatWasWritten() async throws {
    let done = try await shell("echo early; exec sleep 60", timeLimit: .milliseconds(300)).run()
    #expect(done.status == .timedOut)
    #expect(done.standardOutput == Array("early\n".utf8))
    #expect(done.duration < .seconds(5))
  }

  @Test func aTimeOutHoldsForAProgramThatClosedItsStreams() async throws {
    let done = try await shell("exec sleep 60 >&- 2>&-", timeLimit: .milliseconds(300)).run()
    #expect(done.status == .timedOut)
    #expect(done.duration < .seconds(5))
  }

  @Test func aProgramThatClosedItsStreamsIsWaitedFor() async throws {
    let done = try await shell("exec >&- 2>&-; sleep 0.3; exit 7").run()
    #expect(done.status == .exited(7))
    #expect(done.duration >= .milliseconds(300))
  }

  @Test func aTimeOutKillsGrandchildrenThatIgnoreSIGTERM() async throws {
    try await withTemporaryFolder { folder in
      let script = """
        trap '' TERM
        sh -c 'echo $$ > \(folder)/pid; while :; do sleep 0.1; done' &
        wait
        """
      let done = try await shell(script, timeLimit: .milliseconds(500)).run()
      #expect(done.status == .timedOut)
      let grandchild = try pid(in: "\(folder)/pid")
      #expect(await hasEnded(grandchild))
    }
  }

  @Test func aGrandchildThatOutlivesItsLeaderIsKilledToo() async throws {
    try await withTemporaryFolder { folder in
      let script = """
        sh -c 'trap "" TERM; echo $$ > \(folder)/pid; while :; do sleep 0.1; done' &
        wait
        """
      let done = try await shell(script, timeLimit: .milliseconds(500)).run()
      #expect(done.status == .timedOut)
      let grandchild = try pid(in: "\(folder)/pid")
      #expect(await hasEnded(grandchild))
    }
  }

  @Test func aGrandchildThatHoldsTheOutputOpenIsNotWaitedFor() async throws {
    let done = try await shell("sleep 8 & echo $!").run()
    let grandchild = try #require(
      pid_t(String(decoding: done.standardOutput.dropLast(), as: UTF8.self)))
    defer { kill(grandchild, SIGKILL) }
    #expect(done.status == .exited(0))
    #expect(done.duration < .seconds(4))
  }

  @Test func cancellationKillsTheGroup() async throws {
    try await withTemporaryFolder { folder in
      let run = shell("trap '' TERM; sh -c 'echo $$ > \(folder)/pid; exec sleep 60' & wait; wait")
      let task = Task { try await run.run() }
      while access("\(folder)/pid", R_OK) != 0 { try await Task.sleep(for: .milliseconds(10)) }
      try await Task.sleep(for: .milliseconds(50))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      let grandchild = try pid(in: "\(folder)/pid")
      #expect(await hasEnded(grandchild))
    }
  }

  @Test func leavesNoZombieAndNoDescriptor() async {
    // In a process of its own: other tests open files and start programs too.
    await #expect(processExitsWith: .success) {
      let tests = InvocationTests()
      func runBoth() async throws {
        _ = try await tests.shell("cat", input: [1, 2, 3]).run()
        _ = try await tests.shell("sleep 60", timeLimit: .milliseconds(20)).run()
      }
      // The first runs open what the runtime keeps.
      try await runBoth()
      let before = tests.openDescriptors()
      for _ in 0..<8 { try await runBoth() }
      // Something of the runtime may still come or go; a leak would be eight at least.
      #expect(tests.openDescriptors() < before + 4)
      // A child that was killed a moment ago may still be on its way out; none may be left to reap.
      var child = waitpid(-1, nil, WNOHANG)
      for _ in 0..<200 where child == 0 {
        try await Task.sleep(for: .milliseconds(10))
        child = waitpid(-1, nil, WNOHANG)
      }
      #expect(child == -1)
    }
  }

  @Test func aProgramThatIsNotThereIsAnError() async throws {
    var run = shell("")
    run.program = Program(name: "no-such", path: "/no/such")
    await #expect {
      try await run.run()
    } throws: { error in
      (error as? ProgramError)?.message == "`/no/such` cannot be run"
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() async throws {
    var run = shell("")
    run.workingDirectory = "/no/such"
    await #expect {
      try await run.run()
    } throws: { error in
      (error as? ProgramError)?.message == "`sh` cannot be run in `/no/such`"
    }
  }

  private func pid(in path: String) throws -> pid_t {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = fread(&bytes, 1, bytes.count, file)
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    return try #require(pid_t(text.split(separator: "\n").first ?? ""))
  }

  /// A killed process stays for a moment, until it is reaped by whoever inherited it.
  private func hasEnded(_ pid: pid_t) async -> Bool {
    for _ in 0..<200 {
      if kill(pid, 0) != 0 || isZombie(pid) { return true }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  private func isZombie(_ pid: pid_t) -> Bool {
    guard let file = fopen("/proc/\(pid)/stat", "r") else { return true }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self).contains(") Z ")
  }

  private func openDescriptors() -> Int {
    (0..<1024).count { fcntl($0, F_GETFD) != -1 }
  }
}

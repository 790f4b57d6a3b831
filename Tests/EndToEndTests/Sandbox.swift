import Foundation

/// A temporary folder in which one case runs: an empty home, a project, and nothing of the machine's
/// Git configuration. Gone when it is closed.
struct Sandbox: Sendable {
  let folder: String
  /// The folder that commands start in.
  let project: String
  private let environment: [String: String]
  private let normalization: Normalization

  /// The program under test, beside the tests' own.
  static let program: String = {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appending(path: "verdict").path
  }()

  /// - Throws: when the folder cannot be made.
  init(_ directives: [Case.Directive]) throws {
    let manager = FileManager.default
    folder =
      manager.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "verdict-case-\(UUID().uuidString.prefix(8))").path
    project = folder + "/project"
    for name in ["home", "project", "bin", "tmp"] {
      try manager.createDirectory(
        atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    let program = folder + "/bin/verdict"
    if directives.contains(.watched) {
      try Data().write(to: URL(filePath: folder + "/tmp/touched"))
      try Data(Sandbox.watching(folder).utf8).write(to: URL(filePath: program))
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    } else {
      try manager.createSymbolicLink(atPath: program, withDestinationPath: Sandbox.program)
    }
    let paths = "\(folder)/bin:\(Sandbox.searchPath)"
    environment = [
      "HOME": folder + "/home", "PATH": paths, "TMPDIR": folder + "/tmp",
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_CONFIG_COUNT": "2",
      "GIT_CONFIG_KEY_0": "init.defaultBranch", "GIT_CONFIG_VALUE_0": "main",
      "GIT_CONFIG_KEY_1": "advice.detachedHead", "GIT_CONFIG_VALUE_1": "false",
      "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_AUTHOR_DATE": "2026-01-02T03:04:05Z",
      "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
      "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z",
    ]
    normalization = Normalization(folder: folder, program: Sandbox.program)
  }

  /// A script in the place of the program: it runs the program, notes each hook that it runs in
  /// `tmp/calls`, and in `tmp/touched` each byte, mode and time below the folder that differs afterwards.
  /// Verdict's own folders are left out, and the file that `prepare-commit-msg` is there to write.
  private static func watching(_ folder: String) -> String {
    """
    #!/bin/sh
    snapshot() (
      cd '\(folder)'
      find . \\( -path ./tmp -o -path ./home -o -path ./bin -o -name verdict -type d \\) -prune -o \\
        \\( -type f -o -type l \\) -exec ls -ln --time-style=full-iso {} + -exec cksum {} + 2>&1 |
        if [ "$1" = prepare-commit-msg ]; then grep -v COMMIT_EDITMSG; else cat; fi | sort
    )
    if [ "$1 $2" != "hook run" ]; then exec '\(program)' "$@"; fi
    echo "$3" >> '\(folder)/tmp/calls'
    before=$(snapshot "$3")
    '\(program)' "$@"
    code=$?
    after=$(snapshot "$3")
    [ "$before" = "$after" ] || {
      echo "$@"; echo "$before" > '\(folder)/tmp/before'; echo "$after" | diff '\(folder)/tmp/before' -
    } >> '\(folder)/tmp/touched'
    exit $code

    """
  }

  func close() { try? FileManager.default.removeItem(atPath: folder) }

  /// Where programs are looked for, besides the one under test.
  private static let searchPath =
    ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"

  /// The absolute path of a program; nil when it is not installed.
  static func find(_ name: String) -> String? {
    searchPath.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  func write(_ lines: [String], to path: String) throws {
    let target = URL(filePath: "\(project)/\(path)")
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: target)
  }

  /// Runs a line in the shell and returns what it did, without what differs from run to run.
  func run(_ line: String) async throws -> Case.Result {
    let output = folder + "/tmp/stdout"
    let error = folder + "/tmp/stderr"
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(filePath: project)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    // Foundation keeps a process with its handles, and of more than 1,300 open files it crashes.
    let handles = [try Sandbox.fresh(output), try Sandbox.fresh(error)]
    defer { for handle in handles { try? handle.close() } }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        done.resume(throwing: error)
      }
    }
    let isSignalled = process.terminationReason == .uncaughtSignal
    return Case.Result(
      output: try normalization.lines(of: Data(contentsOf: URL(filePath: output))),
      error: try normalization.lines(of: Data(contentsOf: URL(filePath: error))),
      exitCode: process.terminationStatus + (isSignalled ? 128 : 0))
  }

  private static func fresh(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(filePath: path))
    return try FileHandle(forWritingTo: URL(filePath: path))
  }
}

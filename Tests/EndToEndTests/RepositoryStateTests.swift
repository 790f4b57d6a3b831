import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What is staged and what is pushed is judged, and nothing of the user's is touched, in every state that
/// a repository can be in.
@Suite struct RepositoryStateTests {
  @Test func `there are states`() { #expect(RepositoryState.all.count > 80) }

  @Test(arguments: RepositoryState.all.filter { !$0.isForRoot || getuid() == 0 })
  func `what is staged and pushed is judged and nothing is touched`(
    _ state: RepositoryState
  ) async throws {
    let sandbox = try Sandbox([])
    defer { sandbox.close() }
    let made = try await sandbox.run(
      "set -e\n\(RepositoryState.prelude)\n\(state.setup.joined(separator: "\n"))")
    #expect(made.exitCode == 0, "\(made.error)")
    let within = "cd '\(state.place)' && \(state.variables)"
    // What pre-push is told when the same is committed and pushed.
    let pushed = "$TMPDIR/pushed"
    let isPushed =
      try await sandbox.run(
        "\(RepositoryState.functions)\n"
          + "cd '\(state.place)' && export TMPDIR \(state.variables) && pushed > \(pushed)"
      ).exitCode == 0
    let staged =
      try await sandbox.run(
        "grep -q '^refs/heads/next ' \(pushed)"
      ).exitCode == 0

    // Files, modes, times, links, and with them the index, the refs and the stash.
    let snapshot = """
      cd "\(sandbox.folder)" && find . \\( -path ./home -o -path ./tmp -o -path '*/verdict' \\) -prune \
      -o \\( -type f -o -type l \\) -printf '%p %m %T@ %l ' -type f -exec cksum {} \\; | LC_ALL=C sort
      """
    let before = try await sandbox.run(snapshot)
    let only = "--gate structure --format concise --no-record"
    let check = try await sandbox.run("\(within) verdict check --staged \(only)")
    let first = try await sandbox.run("\(within) verdict hook run pre-commit")
    let again = try await sandbox.run("\(within) verdict hook run pre-commit")
    let alone = try await sandbox.run("\(within) verdict check \(only)")
    let push = try await sandbox.run("\(within) verdict hook run pre-push origin there < \(pushed)")
    let commit = try await sandbox.run(
      "id=$(cut -d ' ' -f 2 < \(pushed)) && \(within) verdict check $id \(only)")
    let after = try await sandbox.run(snapshot)

    expect(check, state)
    // The hook lets through what cannot be decided; it decides the same.
    let code = state.exitCode == 3 ? 0 : state.exitCode
    #expect(first.exitCode == code, "\(first.output) \(first.error)")
    #expect(again.exitCode == first.exitCode)
    // Which gates fit into a second is not the same twice where many tests run at once.
    let isLate = [first, again].contains { $0.output.contains { $0.contains("(`budgets`)") } }
    if !isLate { #expect(again.output == first.output) }
    if !state.findings.isEmpty { expect(alone, state) }
    if isPushed, staged {
      #expect(push.exitCode == code, "\(push.output) \(push.error)")
      expect(commit, state)
    } else if isPushed {
      // What is staged cannot be committed; what was committed is in order.
      #expect(push.exitCode == 0, "\(push.output) \(push.error)")
    }
    #expect(before.output == after.output)
    #expect(!before.output.isEmpty)
  }

  private func expect(
    _ result: Case.Result, _ state: RepositoryState, _ place: SourceLocation = #_sourceLocation
  ) {
    let said = Comment(rawValue: "\(result.output) \(result.error)")
    #expect(result.exitCode == state.exitCode, said, sourceLocation: place)
    let findings = result.output.filter { $0.contains("[structure/") && $0.contains(": error: ") }
    #expect(findings.count == state.findings.count, said, sourceLocation: place)
    for start in state.findings {
      #expect(
        result.output.contains { $0.hasPrefix(start) }, said, sourceLocation: place)
    }
  }
}

import Testing

/// What is staged is judged, and nothing of the user's is touched, in every state that a repository can
/// be in.
@Suite struct RepositoryStateTests {
  @Test func `there are states`() { #expect(RepositoryState.all.count > 50) }

  @Test(arguments: RepositoryState.all)
  func `the staged content is judged and nothing is touched`(_ state: RepositoryState) async throws
  {
    let sandbox = try Sandbox([])
    defer { sandbox.close() }
    let made = try await sandbox.run(
      "set -e\n\(RepositoryState.prelude)\n\(state.setup.joined(separator: "\n"))")
    #expect(made.exitCode == 0, "\(made.error)")

    // Files, modes, times, links, and with them the index, the refs and the stash.
    let snapshot = """
      cd "\(sandbox.folder)" && find . \\( -path ./home -o -path ./tmp -o -path '*/verdict' \\) -prune \
      -o \\( -type f -o -type l \\) -printf '%p %m %T@ %l ' -type f -exec cksum {} \\; | LC_ALL=C sort
      """
    let before = try await sandbox.run(snapshot)
    let command = "cd '\(state.place)' && \(state.variables) verdict"
    let check = try await sandbox.run(
      "\(command) check --staged --gate structure --format concise --no-record")
    let first = try await sandbox.run("\(command) hook run pre-commit")
    let again = try await sandbox.run("\(command) hook run pre-commit")
    let after = try await sandbox.run(snapshot)

    #expect(check.exitCode == state.exitCode, "\(check.output) \(check.error)")
    let findings = check.output.filter { $0.contains("[structure/") && $0.contains(": error: ") }
    #expect(findings.count == state.findings.count, "\(check.output) \(check.error)")
    for start in state.findings {
      #expect(check.output.contains { $0.hasPrefix(start) }, "\(check.output) \(check.error)")
    }
    // The hook lets through what cannot be decided; it decides the same.
    #expect(first.exitCode == state.exitCode, "\(first.output) \(first.error)")
    #expect(again.exitCode == first.exitCode)
    #expect(again.output == first.output)
    #expect(before.output == after.output)
    #expect(!before.output.isEmpty)
  }
}

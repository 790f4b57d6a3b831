import Testing

/// The harness must be able to fail.
@Suite struct HarnessTests {
  private let text = """
    # A case.
    @ needs git

    --- file a.py
    > not an expectation
    --- end
    $ false
    > out
    >
    ! err
    ? 1

    """

  @Test func aCaseIsWrittenAsItWasRead() throws {
    #expect(try Case(parsing: text).text == text)
  }

  @Test func aCommandHasItsExpectations() throws {
    let parts = try Case(parsing: text).parts
    guard case .command(let command) = parts.last else {
      Issue.record("the last part is no command")
      return
    }
    #expect(command.result == Case.Result(output: ["out", ""], error: ["err"], exitCode: 1))
  }

  @Test(arguments: ["--- file a\nb", "> out of place", "@ nonsense", "text"])
  func aLineThatMeansNothingIsRefused(_ text: String) {
    #expect(throws: Case.Mistake.self) { try Case(parsing: text) }
  }

  @Test func aCommandRunsInAnEmptyHome() async throws {
    let sandbox = try Sandbox([])
    defer { sandbox.close() }
    let result = try await sandbox.run(
      "pwd; ls -A $HOME; echo \"${XDG_CONFIG_HOME-unset}\" >&2; exit 7")
    #expect(result == Case.Result(output: ["<dir>/project"], error: ["unset"], exitCode: 7))
  }

  @Test func whatCannotBeReadIsSpelledOut() async throws {
    let sandbox = try Sandbox([])
    defer { sandbox.close() }
    let result = try await sandbox.run(#"printf 'a\033[31m\377b\342\200\256ü 12.5 ms'"#)
    #expect(result.output == ["a<ESC>[31m<FF>b<U+202E>ü <time>", "(no newline at the end)"])
  }

  @Test func aDifferenceShowsBothSides() {
    let text = LineDifference.text(
      expected: ["1", "2", "3", "4", "5", "6"], actual: ["1", "2", "3", "4", "5", "seven"])
    #expect(text == "  …\n  3\n  4\n  5\n- 6\n+ seven")
  }
}

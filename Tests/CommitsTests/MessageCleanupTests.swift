import Testing

@testable import Commits

/// What `git commit` makes of a file, by `--cleanup` (Git 2.39).
@Suite struct MessageCleanupTests {
  private let file = """

    # comment
    subject  


    body
    # ------------------------ >8 ------------------------
    diff --git a/x b/x
    """

  @Test(
    arguments: [
      (.strip, "subject\n\nbody\n"), (.scissors, "# comment\nsubject\n\nbody\n"),
      (.whitespace, "# comment\nsubject\n\nbody\n"),
    ] as [(MessageCleanup.Mode, String)])
  func `a mode takes out what it says`(_ mode: MessageCleanup.Mode, _ expected: String) {
    #expect(MessageCleanup(mode, comment: nil, in: file).message(file) == expected)
  }

  @Test func `verbatim takes out nothing`() {
    #expect(MessageCleanup(.verbatim, comment: nil, in: file).message(file) == file)
  }

  @Test(
    arguments: [
      (nil, true, .strip), (nil, false, .whitespace), ("default", true, .strip),
      ("scissors", true, .scissors), ("scissors", false, .whitespace),
      ("verbatim", true, .verbatim), ("strip", false, .strip),
    ] as [(String?, Bool, MessageCleanup.Mode)])
  func `the mode follows the configuration and the editor`(
    _ configured: String?, _ isEdited: Bool, _ expected: MessageCleanup.Mode
  ) {
    #expect(MessageCleanup.Mode(configured: configured, isEdited: isEdited) == expected)
  }

  @Test(
    arguments: [
      (nil, "#"), ("", "#"), (";", ";"), ("//", "//"), ("auto", ";"),
    ] as [(String?, String)])
  func `the comment character is the configured one`(_ configured: String?, _ expected: String) {
    let text = "# a heading\n\n; Please enter the message\n;\n"
    let cleanup = MessageCleanup(.strip, comment: configured, in: text)
    #expect(cleanup.comment == expected)
  }

  @Test func `with auto and a difference the scissors tell`() {
    let text = "# a\n; ------------------------ >8 ------------------------\n; no\n#+x\n"
    #expect(MessageCleanup(.strip, comment: "auto", in: text).message(text) == "# a\n")
  }

  @Test func `only comments are no message`() {
    #expect(MessageCleanup(.strip, comment: nil, in: "").message("# only\n\n").isEmpty)
  }
}

import Commits
import FoundationEssentials
import Git
import SemanticDiff
import Source

extension HookRunner {
  /// The file with the message, which Git names first.
  func messageFile(_ call: HookCall) throws(Problem) -> (path: String, text: String) {
    guard let path = call.arguments.first else {
      throw Problem(
        .usage, "`\(call.name.rawValue)` takes the file with the message",
        help: "Git calls it so: `verdict hook run \(call.name.rawValue) \"$@\"`")
    }
    let absolute = surroundings.absolute(path)
    return (absolute, String(decoding: try Disk.read(Array(absolute.utf8)), as: UTF8.self))
  }

  /// How Git cleans that file, and the message that it makes of it.
  func cleanup(
    of file: (path: String, text: String)
  ) -> (cleanup: MessageCleanup, message: String) {
    let cleanup = MessageCleanup(
      MessageCleanup.Mode(
        configured: repository.configString("commit.cleanup"),
        // Git sets it so where it opens no editor.
        isEdited: surroundings.environment["GIT_EDITOR"] != ":"),
      comment: repository.configString("core.commentstring")
        ?? repository.configString("core.commentchar"), in: file.text)
    return (cleanup, cleanup.message(file.text))
  }

  /// `prepare-commit-msg`: offers the type and the scope that the staged change looks like, in a comment
  /// above those of Git. Where no editor opens, or there is a message already, it does nothing.
  func prepareMessage(_ call: HookCall) async throws -> HookAnswer {
    let source = call.arguments.dropFirst().first ?? ""
    guard source.isEmpty || source == "template" else { return HookAnswer() }
    let file = try messageFile(call)
    let cleanup = cleanup(of: file).cleanup
    guard cleanup.removesComments, surroundings.environment["GIT_EDITOR"] != ":" else {
      return HookAnswer()
    }
    let change = try await repository.askingGit(surroundings) { try repository.change(.staged) }
    let diff = await Comparing.repository(repository, change)
    guard !diff.files.isEmpty else { return HookAnswer() }
    let scope = MessageOffer.scope(diff.files.map(\.path)).map { "(\($0))" } ?? ""
    let offers = MessageOffer.types(diff).map { "\($0)\(scope): " }
    let line =
      "\(cleanup.comment) Verdict: looks like `\(offers.joined(separator: "` or `"))`"
    try Disk.write(MessageOffer.inserting(line, into: file.text, cleanup.comment), to: file.path)
    return HookAnswer()
  }
}

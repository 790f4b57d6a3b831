import ArgumentParser
import Source

/// What a mistyped command was meant to be.
enum Suggestion {
  /// A problem that names the nearest command, or nil when every command on the line exists.
  static func command(in arguments: [String]) -> Problem? {
    var type: any ParsableCommand.Type = VerdictCommand.self
    var path = "verdict"
    for word in arguments {
      let names = type.configuration.subcommands.map { $0._commandName }
      guard !names.isEmpty, !word.hasPrefix("-") else { return nil }
      guard let place = names.firstIndex(of: word) else {
        return Problem(
          .usage, "`\(path)` has no command `\(word)`",
          help: names.nearest(to: word).map { "did you mean `\(path) \($0)`?" }
            ?? "`\(path) --help` lists the commands: \(names.joined(separator: ", "))")
      }
      type = type.configuration.subcommands[place]
      path += " \(word)"
    }
    return nil
  }
}

import ArgumentParser

/// Where options may stand on the command line.
enum ArgumentOrder {
  /// Moves `-C DIR` from before the command, where Git has it, to behind the command's name, where the
  /// parser wants it.
  static func folderBehindCommand(_ arguments: [String]) -> [String] {
    guard arguments.first == "-C", arguments.count > 2 else { return arguments }
    var type: any ParsableCommand.Type = VerdictCommand.self
    var end = 2
    while end < arguments.count,
      let next = type.configuration.subcommands.first(where: {
        $0._commandName == arguments[end]
      })
    {
      type = next
      end += 1
    }
    return Array(arguments[2..<end] + arguments[..<2] + arguments[end...])
  }
}

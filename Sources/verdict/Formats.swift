import ArgumentParser
import FoundationEssentials
import Source

enum Format: String, ExpressibleByArgument, CaseIterable {
  case pretty, concise, json
  /// JSON documents, one on each line.
  case jsonl

  static let help: ArgumentHelp = "pretty, concise, json, or jsonl: each document on one line."
}

/// Where a report goes, and how it is written.
struct FormatOptions: ParsableArguments {
  @Option(help: Format.help)
  var format: Format = .pretty

  @Option(
    name: .customLong("output"),
    help: .init("Also write a format to a file; may be repeated.", valueName: "format=file"))
  var outputs: [Destination] = []

  /// Prints the report, and writes it wherever else it is wanted.
  func emit(quiet: Bool, from folder: String, _ render: (Format, _ toFile: Bool) -> String)
    throws(Problem)
  {
    if !quiet { Output.standard.write(render(format, false)) }
    for destination in outputs {
      try destination.write(render(destination.format, true), from: folder)
    }
  }
}

/// A format and a file to write it to.
struct Destination: ExpressibleByArgument {
  let format: Format
  let path: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="),
      let format = Format(rawValue: String(argument[..<equals]))
    else { return nil }
    self.format = format
    path = String(argument[argument.index(after: equals)...])
    if path.isEmpty { return nil }
  }

  func write(_ text: String, from folder: String) throws(Problem) {
    let absolute = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    do {
      try Data(text.utf8).write(to: URL(filePath: absolute), options: .atomic)
    } catch {
      throw Problem(
        .failure, "`\(path)` cannot be written", help: "see that the folder exists and has space")
    }
  }
}

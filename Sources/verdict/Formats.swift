import ArgumentParser
import FoundationEssentials
import Report
import Source

enum Format: String, ExpressibleByArgument, CaseIterable {
  case pretty, concise, json
  /// JSON documents, one on each line.
  case jsonl

  static let help: ArgumentHelp =
    "pretty, concise, json, or jsonl: each document on one line. (default: pretty)"
}

/// Where a report goes, and how it is written.
struct FormatOptions: ParsableArguments {
  @Option(name: .customLong("format"), help: Format.help)
  var given: Format?

  @Option(
    name: .customLong("output"),
    help: .init("Also write a format to a file; may be repeated.", valueName: "format=file"))
  var outputs: [Destination] = []

  /// The format of what is printed, where no settings count.
  var format: Format { given ?? .pretty }

  /// Prints the report, and writes it wherever else it is wanted.
  ///
  /// - Parameter preferred: what the user's settings say.
  func emit(
    quiet: Bool, from folder: String, preferred: String? = nil,
    _ render: (Format, _ toFile: Bool) -> String
  ) throws(Problem) {
    let format = given ?? preferred.flatMap(Format.init) ?? .pretty
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
    try Destination.write(text, to: path, from: folder)
  }

  /// Writes a file, all of it or nothing.
  static func write(_ text: String, to path: String, from folder: String) throws(Problem) {
    let absolute = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    do {
      try Data(text.utf8).write(to: URL(filePath: absolute), options: .atomic)
    } catch {
      throw Problem(
        .failure, "`\(path)` cannot be written", help: "see that the folder exists and has space")
    }
  }
}

extension Style {
  /// How a report in a file is laid out.
  static var ofFile: Style { Style(hasColor: false, width: 100, isVerbose: true) }
}

import FoundationEssentials
import Testing

/// `VERDICT_UPDATE=1` writes what is rendered; read the difference before you commit it.
let isUpdating = ProcessInfo.processInfo.environment["VERDICT_UPDATE"] == "1"

/// Compares a text with a file below this folder or, with `../`, below `Tests`.
func expectSnapshot(
  _ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().path
  let place = URL(filePath: "\(folder)/\(path)")
  if isUpdating {
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }
  let expected = (try? Data(contentsOf: place)).map { String(decoding: $0, as: UTF8.self) }
  #expect(text == expected, "\(path)", sourceLocation: sourceLocation)
}

/// The text with the escapes of a terminal in letters, so that a snapshot can be read.
func visible(_ text: String) -> String { text.replacing("\u{1B}[", with: "␛") }

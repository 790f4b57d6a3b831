import FoundationEssentials
import Testing

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "verdict-toolchain-\(UInt64.random(in: 0 ... .max))")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder.resolvingSymlinksInPath().path)
}

/// Writes a file and the folders above it.
func write(_ text: String, to path: String, mode: Int = 0o644) throws {
  let place = URL(filePath: path)
  try FileManager.default.createDirectory(
    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(text.utf8).write(to: place)
  try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

/// Writes a program that the system's shell runs.
func writeProgram(_ name: String, _ script: String, in folder: String) throws {
  try write("#!/bin/sh\n\(script)\n", to: "\(folder)/\(name)", mode: 0o755)
}

/// Everything below a folder, sorted.
func contents(of folder: String) -> [String] {
  ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted()
}

import Foundation
import Testing

/// The definitions for pre-commit and prek at the root of the repository.
@Suite struct RunnerDefinitionTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func values(of key: String) throws -> [String] {
    try String(contentsOf: Self.root.appending(path: ".pre-commit-hooks.yaml"), encoding: .utf8)
      .split(separator: "\n").compactMap { line in
        let line = line.drop { $0 == " " || $0 == "-" }
        return line.hasPrefix(key + ": ") ? String(line.dropFirst(key.count + 2)) : nil
      }
  }

  @Test func everyEntryRunsAHookThatThereIs() async throws {
    let entries = try values(of: "entry")
    let stages = try values(of: "stages")
    #expect(entries.count >= 4 && entries.count == stages.count)
    let sandbox = try Sandbox([])
    defer { sandbox.close() }
    for (entry, stages) in zip(entries, stages) {
      let name = try #require(entry.split(separator: " ").last)
      #expect(entry == "verdict hook run \(name)" && stages.contains(name))
      #expect(
        FileManager.default.fileExists(atPath: Self.root.appending(path: "hooks/\(name)").path))
    }
    // A name that there is not would be a mistake of its own.
    let unknown = try await sandbox.run("git init -q; verdict hook run pre-comit")
    #expect(unknown.exitCode == 2)
  }

  @Test func everyScriptIsForAPosixShell() async throws {
    let sandbox = try Sandbox([])
    defer { sandbox.close() }
    let folder = Self.root.appending(path: "hooks").path
    let result = try await sandbox.run(
      "for hook in '\(folder)'/*; do sh -n \"$hook\" || echo \"$hook\"; done")
    #expect(result == Case.Result())
  }
}

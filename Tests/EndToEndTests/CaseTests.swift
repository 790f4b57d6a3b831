import Foundation
import Testing

/// The program as people meet it: every case of `Cases/` against the real binary.
@Suite struct CaseTests {
  @Test("case", arguments: CaseFile.all)
  func behavesAsWritten(_ file: CaseFile) async throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: Sandbox.program),
      "the program is not there: \(Sandbox.program); `swift build` makes it")
    let expected = try file.read()
    for case .needs(let programs) in expected.directives {
      for program in programs where Sandbox.find(program) == nil {
        try Test.cancel("\(program) is not installed")
      }
    }
    await Turn.limit.take()
    var actual: Case
    do {
      actual = try await CaseTests.run(expected)
      // A busy machine may not have the second that a hook may take.
      for _ in 0..<3 where actual.isLate && !expected.isLate {
        actual = try await CaseTests.run(expected)
      }
    } catch {
      await Turn.limit.giveBack()
      throw error
    }
    await Turn.limit.giveBack()
    if actual.lines == expected.lines { return }
    if CaseFile.isUpdating {
      try file.write(actual)
    } else {
      Issue.record(
        """
        \(file.name) behaves otherwise than written (-) than it does (+); VERDICT_UPDATE=1 rewrites it
        \(LineDifference.text(expected: expected.lines, actual: actual.lines))
        """)
    }
  }

  /// The case with what its commands really did.
  private static func run(_ expected: Case) async throws -> Case {
    let sandbox = try Sandbox(expected.directives)
    defer { sandbox.close() }
    if !expected.directives.contains(.noRepository) {
      let result = try await sandbox.run("git init -q")
      try #require(result == Case.Result(), "git init works")
    }
    var actual = expected
    for (index, part) in expected.parts.enumerated() {
      switch part {
      case .remark, .directive: break
      case .file(let path, let lines): try sandbox.write(lines, to: path)
      case .command(var command):
        command.result = try await sandbox.run(command.line)
        actual.parts[index] = .command(command)
      }
    }
    return actual
  }
}

extension Case {
  /// Whether some gate was not done in its time.
  fileprivate var isLate: Bool { lines.contains { $0.contains("(`budgets`)") } }
}

/// A case on disk.
struct CaseFile: Sendable, CustomTestStringConvertible {
  let name: String

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Cases")

  /// Whether files are rewritten with what the program does.
  static let isUpdating = ProcessInfo.processInfo.environment["VERDICT_UPDATE"] == "1"

  /// VERDICT_CASE narrows them to those whose name contains it.
  static let all: [CaseFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let part = ProcessInfo.processInfo.environment["VERDICT_CASE"] ?? ""
    return names.filter { $0.hasSuffix(".txt") && (part.isEmpty || $0.contains(part)) }.sorted()
      .map { CaseFile(name: $0) }
  }()

  var testDescription: String { name }

  func read() throws -> Case {
    try Case(parsing: String(contentsOf: CaseFile.folder.appending(path: name), encoding: .utf8))
  }

  func write(_ new: Case) throws {
    try Data(new.text.utf8).write(to: CaseFile.folder.appending(path: name), options: .atomic)
  }
}

/// Keeps the number of cases that run at one time near the number of cores.
actor Turn {
  static let limit = Turn(max(2, ProcessInfo.processInfo.activeProcessorCount))

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { free = count }

  func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func giveBack() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

import FoundationEssentials
import Git
import Programs
import Testing

@testable import Engine

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "verdict-engine-\(UInt64.random(in: 0 ... .max))")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder.resolvingSymlinksInPath().path)
}

/// Writes a file and the folders above it.
func write(_ bytes: some Sequence<UInt8>, to path: String, mode: Int = 0o644) throws {
  let place = URL(filePath: path)
  try FileManager.default.createDirectory(
    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: place)
  try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

func write(_ text: String, to path: String, mode: Int = 0o644) throws {
  try write(text.utf8, to: path, mode: mode)
}

func read(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

func mode(_ path: String) throws -> Int {
  try #require(
    FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
}

/// A repository of its own, made by Git with an empty home and no configuration of the machine.
struct TestRepository {
  /// Holds the home folder beside the work tree.
  let folder: String
  var path: String { "\(folder)/tree" }

  static func with<T>(_ body: (TestRepository) async throws -> T) async throws -> T {
    try await withTemporaryFolder { folder in
      let repository = TestRepository(folder: folder)
      for name in ["tree", "home"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try await repository.git("init", "--quiet", "--initial-branch=main")
      return try await body(repository)
    }
  }

  private static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    let program = try #require(
      Program.find("git", searchPath: TestRepository.searchPath, outside: nil))
    let completion = try await Invocation(
      program,
      ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
        + arguments, workingDirectory: path,
      environment: [
        "PATH": TestRepository.searchPath, "HOME": "\(folder)/home",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
      ]
    ).run()
    guard completion.succeeded else {
      throw GitFailure(
        arguments: arguments, message: String(decoding: completion.standardError, as: UTF8.self))
    }
    return String(decoding: completion.standardOutput, as: UTF8.self)
  }

  func write(_ text: String, _ file: String) throws {
    try EngineTests.write(text, to: "\(path)/\(file)")
  }

  func commit(_ files: [String: String], _ message: String = "feat: a change") async throws {
    for (file, text) in files { try write(text, file) }
    try await git("add", "--all")
    try await git("commit", "--quiet", "--allow-empty", "--message", message)
  }

  func open() throws -> Repository { try Repository.open(at: path) }

  /// Nothing of the machine but what a test names.
  func surroundings(path: String = "") -> Surroundings {
    Surroundings(
      environment: ["HOME": "\(folder)/home", "PATH": path], currentFolder: self.path,
      version: "0.0.1")
  }

  func check(_ request: CheckRequest, path: String = "") async throws -> CheckResult {
    try await Checking(open(), surroundings(path: path)).check(request)
  }
}

/// What Git said when it refused.
struct GitFailure: Error {
  let arguments: [String]
  let message: String
}

import Foundation
import Git
import Source

/// A repository that the real `git` makes in a temporary folder, away from the user's configuration.
final class TestRepository {
  let folder: String
  private let root: String

  /// Git's configuration of user and system: none. Set before any test opens a repository.
  private static let isIsolated: Bool = {
    Library.isolateConfiguration(in: emptyHome)
    return true
  }()

  /// A folder that is always there, in which nobody keeps a configuration.
  static let emptyHome = "/dev"

  init(_ initialize: [String] = ["init", "--quiet", "--initial-branch=main"]) throws {
    precondition(Self.isIsolated)
    // The real path, since Git reports paths without symbolic links.
    let temporary = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    root = temporary + "/verdict-git-" + UUID().uuidString
    folder = root + "/work"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try git(initialize)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// A path beside the repository, removed with it.
  func beside(_ name: String) -> String { root + "/" + name }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  @discardableResult
  func git(
    _ arguments: [String], in place: String? = nil, input: [UInt8]? = nil,
    environment extra: [String: String] = [:], mayFail: Bool = false
  ) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    // Git 2.39 can loop for ever over a sparse index; the limit is in seconds of processor time.
    process.arguments = ["-c", #"ulimit -t 20; exec git "$@""#, "git"] + arguments
    process.currentDirectoryURL = URL(filePath: place ?? folder)
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": Self.emptyHome, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_COMMITTER_NAME": "Charles", "GIT_COMMITTER_EMAIL": "charles@example.org",
      "GIT_AUTHOR_DATE": "\(clock) +0200", "GIT_COMMITTER_DATE": "\(clock) +0200",
    ].merging(extra) { $1 }
    let (output, errors, feed) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = feed
    try process.run()
    if let input { try feed.fileHandleForWriting.write(contentsOf: Data(input)) }
    try feed.fileHandleForWriting.close()
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    let message = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // Foundation closes them when it likes, and thousands of them are opened.
    for handle in [output, errors, feed].map(\.fileHandleForReading) { try? handle.close() }
    guard mayFail || process.terminationStatus == 0 else {
      throw Failure(description: "\(arguments): \(String(decoding: message, as: UTF8.self))")
    }
    return bytes
  }

  @discardableResult
  func git(_ arguments: String...) throws -> String {
    String(decoding: try git(arguments), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private var clock = 1_700_000_000

  /// Commits what is staged, each time a minute later, and gives the new commit.
  @discardableResult
  func commit(_ message: String, _ more: String...) throws -> ObjectID {
    clock += 60
    try git(["commit", "--quiet", "--allow-empty", "-m", message] + more)
    return try id("HEAD")
  }

  func id(_ revision: String) throws -> ObjectID {
    try ObjectID(hex: git("rev-parse", revision))!
  }

  func write(_ path: SourcePath, _ text: String) throws { try write(path, Array(text.utf8)) }

  func write(_ path: SourcePath, _ bytes: [UInt8]) throws {
    let full = Array(folder.utf8) + [UInt8(ascii: "/")] + path.bytes
    let parent = full[..<full.lastIndex(of: UInt8(ascii: "/"))!]
    try FileManager.default.createDirectory(
      atPath: String(decoding: parent, as: UTF8.self), withIntermediateDirectories: true)
    // Foundation's paths are Unicode; those of the disk are bytes.
    guard let file = (full + [0]).withUnsafeBytes({ fopen($0.baseAddress!, "w") }) else {
      throw Failure(description: "cannot write \(path)")
    }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: folder + "/" + path)
  }

  func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/" + path, withDestinationPath: target)
  }

  /// Writes a file and stages it.
  func stage(_ path: SourcePath, _ text: String) throws {
    try write(path, text)
    try git("add", "--all")
  }

  func read(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + path)))
  }

  func open(
    _ subfolder: String = "", gitDirectory: String? = nil, indexFile: String? = nil
  ) throws -> Repository {
    try Repository.open(
      at: subfolder.hasPrefix("/") ? subfolder : folder + "/" + subfolder,
      environment: GitEnvironment(gitDirectory: gitDirectory, indexFile: indexFile))
  }
}

/// One path of a change on one line: `modified a.txt`, `renamed a.txt -> b.txt`.
func summary(_ change: Change) -> [String] {
  change.files.map { file in
    let old = file.oldPath.map { "\($0) -> " } ?? ""
    return "\(file.status.rawValue) \(old)\(file.path)"
  }
}

/// The contents of a version as text.
func text(_ version: FileVersion?, _ path: SourcePath, in repository: Repository) throws -> String {
  guard let version else { return "" }
  return String(decoding: try repository.contents(of: version, path: path), as: UTF8.self)
}

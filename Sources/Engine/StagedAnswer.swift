import Git
import History
import Source
import Verification

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The verdict on what is staged, kept to be given again while nothing that it depends on has changed.
/// It is found before libgit2 or a database is opened. Whatever cannot be vouched for is judged anew.
public struct StagedAnswer: Sendable {
  /// What a hook prints and returns, with the run as the history keeps it.
  public struct Kept: Sendable, Equatable {
    public var exitCode: Int32
    public var text: String
    public var run: RunRecord

    public init(exitCode: Int32, text: String, run: RunRecord) {
      self.exitCode = exitCode
      self.text = text
      self.run = run
    }
  }

  private let state: StagedState
  private let surroundings: Surroundings
  private let key: Digest
  private let path: String
  /// The newest change of a file that it depends on.
  private let newest: timespec

  /// Variables that change from one command to the next and that no verdict depends on.
  private static let passing = [
    "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_EDITOR", "GIT_EXEC_PATH", "GIT_PREFIX",
    "GIT_REFLOG_ACTION", "OLDPWD", "PWD", "SHLVL", "_",
  ]

  /// - Parameters:
  ///   - program: the path of this program, a part of what a verdict depends on.
  ///   - options: what else decides over the text.
  /// - Returns: nil where nothing can be kept.
  public init?(_ surroundings: Surroundings, program: String, options: [String]) {
    guard
      let state = StagedState(
        at: surroundings.currentFolder, environment: surroundings.environment)
    else { return nil }
    self.state = state
    self.surroundings = surroundings
    var newest = timespec()
    var parts = state.identity + options + [surroundings.currentFolder, surroundings.version]
    parts += ["\(getuid())", "\(surroundings.today)"]
    for path in [program] + state.configurationFiles + Self.settings(surroundings) {
      parts.append(Self.identity(path, &newest))
    }
    let variables = surroundings.environment.filter { name, _ in
      !Self.passing.contains { $0.hasSuffix("_") && $0 != "_" ? name.hasPrefix($0) : name == $0 }
    }
    parts += variables.map { "\($0.key)=\($0.value)" }.sorted()
    let context = Checking.toolContext(
      surroundings, workTree: state.workDirectory, commonDirectory: state.commonDirectory,
      isTrusted: { _ in false })
    for gate in GateList.gates(context) {
      guard let witnesses = gate.witnesses() else { return nil }
      parts += witnesses
    }
    key = Digest(parts.map { Array($0.utf8) })
    self.newest = newest
    let name = Digest(state.gitDirectory, "pre-commit").hex.prefix(16)
    path = "\(surroundings.cacheFolder)/answers/\(name)"
  }

  /// Files of the user, of Git and of Verdict, that decide how a repository is read and judged.
  private static func settings(_ surroundings: Surroundings) -> [String] {
    let environment = surroundings.environment
    let home = environment["HOME"] ?? "/"
    let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    return [
      environment["GIT_CONFIG_GLOBAL"] ?? home + "/.gitconfig",
      (folder ?? home + "/.config") + "/git/config", "/etc/gitconfig",
      surroundings.configurationFolder, surroundings.settingsFile,
      surroundings.trustFile,
    ]
  }

  /// What differs when a file was written to or replaced.
  private static func identity(_ path: String, _ newest: inout timespec) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path) \(errno)" }
    #if canImport(Darwin)
      let (written, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (written, changed) = (status.st_mtim, status.st_ctim)
    #endif
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    // What is in a folder changes it too; of the repository's only the owner counts.
    if isFolder { return "\(path) folder \(status.st_uid) \(status.st_mode)" }
    if (changed.tv_sec, changed.tv_nsec) > (newest.tv_sec, newest.tv_nsec) { newest = changed }
    return "\(path) \(status.st_ino) \(status.st_size) \(status.st_uid) \(status.st_mode) "
      + "\(written.tv_sec).\(written.tv_nsec) \(changed.tv_sec).\(changed.tv_nsec)"
  }

  // MARK: The file

  private static let signature = "verdict answer 1"

  /// The answer, if it is still the right one; noted in the history as a run of its own, with the
  /// commit that is about to be made.
  public func given() -> Kept? {
    let start = ContinuousClock.now
    guard let bytes = try? Disk.read(Array(path.utf8)), var kept = read(bytes) else { return nil }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    kept.run.startedAt = Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    kept.run.durationMs = start.duration(to: .now).milliseconds
    guard RunSpool(commonDirectory: state.commonDirectory).append(kept.run) else { return nil }
    return kept
  }

  /// Keeps an answer that was found for this very state.
  ///
  /// - Parameter now: looks at the state again, since it may have changed meanwhile.
  public func keep(_ kept: Kept, now: () -> StagedAnswer?) {
    guard now()?.key == key, isSettled else { return }
    let body =
      Array("\(kept.exitCode)\n\(kept.text.utf8.count)\n\(kept.text)".utf8) + kept.run.line
    let bytes = Array(head(body).utf8) + body
    let temporary = "\(path).\(getpid())"
    makeFolders()
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return }
    let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
    guard written == bytes.count, rename(temporary, path) == 0 else {
      unlink(temporary)
      return
    }
  }

  /// A file that was written just now could be written again without its time being another.
  private var isSettled: Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let age = (now.tv_sec - newest.tv_sec) * 1_000_000_000 + (now.tv_nsec - newest.tv_nsec)
    return age > 20_000_000
  }

  private func makeFolders() {
    let parts = path.split(separator: "/").dropLast()
    var folder = ""
    for part in parts {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }

  /// The first two lines: what the file answers, and a check sum of what follows.
  private func head(_ body: [UInt8]) -> String {
    "\(Self.signature) \(key.hex)\n\(Digest([body]).hex)\n"
  }

  private func read(_ bytes: [UInt8]) -> Kept? {
    let start = Array("\(Self.signature) \(key.hex)\n".utf8)
    guard bytes.starts(with: start), bytes.count > start.count + 65 else { return nil }
    let body = Array(bytes[(start.count + 65)...])
    guard bytes.starts(with: Array(head(body).utf8)) else { return nil }
    return Self.kept(body)
  }

  /// Whether the file of an answer is for a work tree that is gone.
  static func isOrphan(_ path: String) -> Bool {
    guard let bytes = try? Disk.read(Array(path.utf8)) else { return false }
    let lines = bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    // Another run may be about to write one that is not whole.
    guard lines.count == 3, let place = kept(Array(lines[2]))?.run.attempt?.place else {
      return false
    }
    return access(place, F_OK) != 0
  }

  private static func kept(_ body: [UInt8]) -> Kept? {
    let newline = UInt8(ascii: "\n")
    let fields = body.split(separator: newline, maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3, let code = Int32(String(decoding: fields[0], as: UTF8.self)),
      let size = Int(String(decoding: fields[1], as: UTF8.self)), 0...fields[2].count ~= size,
      let run = RunRecord(line: fields[2].dropFirst(size))
    else { return nil }
    return Kept(
      exitCode: code, text: String(decoding: fields[2].prefix(size), as: UTF8.self), run: run)
  }
}

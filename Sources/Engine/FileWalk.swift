import Dispatch
import Report
import Source
import Synchronization
import Syntax

/// Reads files and whole folders as their languages, in the order of their paths and on all cores,
/// with the memory of a few files.
public struct FileWalk: Sendable {
  private let folder: String
  private let forced: Language?

  /// How many files are read at once.
  private static let batch = 64

  /// - Parameters:
  ///   - folder: where relative paths start, absolute.
  ///   - forced: the language of every file that is named; nil asks name and contents.
  public init(from folder: String, forced: Language?) {
    self.folder = folder
    self.forced = forced
  }

  /// Hands what is made of each file's outline to `body`; `-` is standard input.
  ///
  /// - Parameter transform: makes it, on the core that read the file.
  /// - Returns: what is wrong with paths that could not be read.
  public func forEach<Part: Sendable>(
    _ paths: [String], transform: @escaping @Sendable (FileOutline) -> Part,
    body: (Part) -> Void
  ) throws -> [Problem] {
    var problems: [Problem] = []
    for path in paths {
      if path == "-" {
        let input: File = (SourcePath("-"), { () throws(Problem) in try Disk.standardInput() })
        problems += read([input], isNamed: true, transform, body)
        continue
      }
      let absolute = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      switch Disk.kind(of: absolute) {
      case nil:
        problems.append(
          Problem(
            .usage, "there is no file or folder `\(path)`", help: "check the spelling of the path"))
      case .file:
        problems += read(
          [source(Array(absolute.utf8), SourcePath(path))], isNamed: true, transform, body)
      case .folder:
        let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
        let prefix = path == "." ? [] : Array("\(trimmed)/".utf8)
        let files = Disk.files(below: absolute).filter { relative in
          // What no language claims by name may still name an interpreter in its first line.
          let path = SourcePath(bytes: relative)
          return path.pathExtension == nil || Language.detect(path: path, bytes: []) != nil
        }
        for start in stride(from: 0, to: files.count, by: FileWalk.batch) {
          let batch = files[start..<min(start + FileWalk.batch, files.count)].map { relative in
            source(Array("\(absolute)/".utf8) + relative, SourcePath(bytes: prefix + relative))
          }
          problems += read(batch, isNamed: false, transform, body)
        }
      }
    }
    return problems
  }

  private typealias File = (shown: SourcePath, bytes: @Sendable () throws(Problem) -> [UInt8])

  private func source(_ absolute: [UInt8], _ shown: SourcePath) -> File {
    (shown, { () throws(Problem) in try Disk.read(absolute) })
  }

  private func read<Part: Sendable>(
    _ files: [File], isNamed: Bool, _ transform: @escaping @Sendable (FileOutline) -> Part,
    _ body: (Part) -> Void
  ) -> [Problem] {
    let results = Mutex([Result<Part?, Problem>?](repeating: nil, count: files.count))
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      let result = Result { () throws(Problem) in
        try outline(files[index], isNamed: isNamed).map(transform)
      }
      results.withLock { $0[index] = result }
    }
    var problems: [Problem] = []
    for result in results.withLock({ $0 }) {
      switch result {
      case .success(let part?): body(part)
      case .failure(let problem): problems.append(problem)
      case .success(nil), nil: break
      }
    }
    return problems
  }

  /// Nil for a file in a folder that is in no language that is read.
  private func outline(_ file: File, isNamed: Bool) throws(Problem) -> FileOutline? {
    let bytes = try file.bytes()
    let language =
      isNamed
      ? forced ?? .detect(path: file.shown, bytes: bytes) : .detect(path: file.shown, bytes: bytes)
    guard let text = FileContents(bytes: bytes).text else {
      if !isNamed { return nil }
      throw Problem(.usage, "`\(file.shown)` is a binary file")
    }
    guard let language else {
      if !isNamed { return nil }
      throw Problem(
        .usage, "the language of `\(file.shown)` is not known",
        help: "name it with --language: \(Language.all.map(\.name).joined(separator: ", "))")
    }
    return FileOutline(
      path: file.shown, file: SyntaxFile(text, as: language, path: file.shown))
  }
}

import Dispatch
import Report
import Source
import Synchronization
import Syntax

/// Reads files and whole folders as their languages, in the order of their paths and on all cores,
/// with the memory of a few files.
public struct FileWalk: Sendable {
  private let folder: String
  private let forced: LanguageVariant?

  /// How many files are read at once.
  private static let batch = 64

  /// - Parameters:
  ///   - folder: where relative paths start, absolute.
  ///   - forced: the language of every file that is named; nil asks name and contents.
  public init(from folder: String, forced: LanguageVariant?) {
    self.folder = folder
    self.forced = forced
  }

  /// Hands what is made of each file's outline to `body`; `-` is standard input.
  ///
  /// - Parameter transform: makes it, on the core that read the file.
  /// - Returns: what is wrong with paths that could not be read.
  public func forEach<Part: Sendable>(
    _ paths: [SourcePath], transform: @escaping @Sendable (FileOutline) -> Part,
    body: (Part) -> Void
  ) throws -> [Problem] {
    var problems: [Problem] = []
    for path in paths {
      do {
        problems += try walk(path, transform, body)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private func walk<Part: Sendable>(
    _ path: SourcePath, _ transform: @escaping @Sendable (FileOutline) -> Part,
    _ body: (Part) -> Void
  ) throws(Problem) -> [Problem] {
    if path == "-" {
      let input: File = (path, { () throws(Problem) in try Disk.standardInput() })
      return read([input], isNamed: true, transform, body)
    }
    let slash = UInt8(ascii: "/")
    let absolute = path.bytes.first == slash ? path.bytes : Array("\(folder)/".utf8) + path.bytes
    switch try Disk.kind(of: absolute, namedAs: path) {
    case .file:
      return read([source(absolute, path)], isNamed: true, transform, body)
    case .folder:
      let isHere = path == "."
      let prefix = isHere ? [] : path.bytes + (path.bytes.last == slash ? [] : [slash])
      let (found, problems) = Disk.files(below: absolute)
      let files = found.filter { relative in
        // What no language claims by name may still name an interpreter in its first line.
        let path = SourcePath(bytes: relative)
        return path.pathExtension == nil || Language.detect(path: path, bytes: []) != nil
      }
      var all = problems
      for start in stride(from: 0, to: files.count, by: FileWalk.batch) {
        let batch = files[start..<min(start + FileWalk.batch, files.count)].map { relative in
          source(absolute + [slash] + relative, SourcePath(bytes: prefix + relative))
        }
        all += read(batch, isNamed: false, transform, body)
      }
      return all
    }
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
    let forced = isNamed ? forced : nil
    let language = forced?.language ?? .detect(path: file.shown, bytes: bytes)
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
      path: file.shown,
      file: SyntaxFile(text, as: language, path: forced?.path(of: file.shown) ?? file.shown))
  }
}

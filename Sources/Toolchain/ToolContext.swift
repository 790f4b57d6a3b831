import Policy
import Programs
import Source
import Syntax

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where programs are looked for, which of them may run, and where they work.
public struct ToolContext: Sendable {
  /// The environment that programs get a part of; its `PATH` is where they are looked for.
  public let environment: [String: String]
  /// The work tree, which brings no program; nil for a bare repository.
  public let workTree: String?
  /// The folder below which scratch folders are made.
  public let scratchParent: String
  /// Whether the user agreed to an item.
  public let isTrusted: @Sendable (TrustItem) -> Bool

  public init(
    environment: [String: String], workTree: String?, scratchParent: String,
    isTrusted: @escaping @Sendable (TrustItem) -> Bool
  ) {
    self.environment = environment
    self.workTree = workTree
    self.scratchParent = scratchParent
    self.isTrusted = isTrusted
  }

  /// The programs that detection proposes for files with these extensions (in lower case).
  public func proposals(forExtensions extensions: Set<String>) -> [TrustItem] {
    Checker.all.compactMap { checker in
      guard extensions.contains(where: { checker.reads(extension: $0) }),
        let program = find(checker)
      else { return nil }
      return checker.trustItem(program)
    }
  }

  /// The names of programs that are proposed but not found.
  public func missing(forExtensions extensions: Set<String>) -> [String] {
    Checker.all.filter { checker in
      extensions.contains { checker.reads(extension: $0) } && find(checker) == nil
    }.map { $0.programs[0] }
  }

  func find(_ checker: Checker) -> Program? {
    for name in checker.programs {
      if let found = Program.find(name, searchPath: environment["PATH"] ?? "", outside: workTree) {
        return found
      }
    }
    return nil
  }

  func isTrusted(_ program: Program, _ checker: Checker) -> Bool {
    isTrusted(checker.trustItem(program))
  }
}

extension Checker {
  func reads(extension ending: String) -> Bool {
    Language.detect(path: SourcePath("a.\(ending)"), bytes: []).map { languages.contains($0.name) }
      ?? false
  }

  func trustItem(_ program: Program) -> TrustItem {
    TrustItem(.program, name: program.name, path: program.resolvedPath, arguments: arguments)
  }
}

extension Program {
  /// What changes when another version of the program takes its place: size and time of its file.
  var identity: String {
    var status = stat()
    guard stat(resolvedPath, &status) == 0 else { return "gone" }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}

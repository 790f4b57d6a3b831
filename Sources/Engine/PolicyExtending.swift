import Git
import Policy
import Source

/// Reads the policies that a policy extends.
struct PolicyExtending {
  let repository: Repository
  let surroundings: Surroundings
  /// Whether the user agreed to read something outside of the repository.
  let isTrusted: (TrustItem) -> Bool
  /// Whether all that was read is a part of the state that the policy is from.
  private(set) var isSelfContained = true

  init(
    _ repository: Repository, _ surroundings: Surroundings,
    isTrusted: @escaping (TrustItem) -> Bool
  ) {
    self.repository = repository
    self.surroundings = surroundings
    self.isTrusted = isTrusted
  }

  /// Where a policy stands, from which its relative paths start.
  enum Place {
    case side(Change.Side, Repository, title: String)
    /// A folder on disk, below which nothing is outside.
    case disk(String)
  }

  /// More than any chain of policies needs.
  private static let deepest = 16
  /// More policies than anything needs; one that is named twice is read twice, with all that it names.
  private static let most = 200
  private var read = 0

  /// The files that a policy comes to, the lowest first, itself last.
  ///
  /// - Parameters:
  ///   - folder: of the file, relative to its place.
  ///   - chain: the files that led to it, for people.
  /// - Throws: `PolicyError`.
  mutating func files(
    of file: PolicyFile, in place: Place, folder: String, chain: [String]
  ) throws -> [PolicyFile] {
    var result: [PolicyFile] = []
    for reference in file.extends {
      let target = try target(of: reference, in: place, folder: folder)
      if chain.contains(target.name) || chain.count >= Self.deepest {
        throw problem(
          "`extends` comes back to where it started: "
            + (chain + [target.name]).joined(separator: " → "), reference,
          "remove one of the links")
      }
      read += 1
      if read > Self.most {
        throw problem(
          "more than \(Self.most) policies are extended", reference, "name each policy once")
      }
      guard let bytes = try target.read() else {
        throw problem(
          "there is no `\(target.name)` to extend", reference,
          "check the path; it starts from the folder of the file that names it")
      }
      let base = try PolicyFile.read(
        SourceText(bytes), path: target.name, schema: GateList.schema)
      result += try files(
        of: base, in: target.place, folder: target.folder, chain: chain + [target.name])
    }
    return result + [file]
  }

  private struct Target {
    /// For people, and unlike that of any other file.
    var name: String
    var place: Place
    var folder: String
    var read: () throws -> [UInt8]?
  }

  private mutating func target(
    of reference: PolicyReference, in place: Place, folder: String
  ) throws -> Target {
    switch reference.source {
    case .file(let path):
      switch place {
      case .disk(let root): return try onDisk(path, below: root, folder, reference)
      case .side(let side, let repository, let title):
        guard let inside = Self.joined(folder, path) else {
          guard repository === self.repository else {
            throw problem(
              "`\(path)` is outside of the repository that it is named in", reference,
              "name a file of that repository")
          }
          let root = repository.workDirectory ?? repository.gitDirectory
          return try onDisk(path, below: nil, "\(root)/\(folder)", reference)
        }
        return Target(
          name: title.isEmpty ? inside : "\(title):\(inside)", place: place,
          folder: Self.parent(inside)
        ) { try repository.file(at: SourcePath(inside), in: side) }
      }
    case .revision(let revision, let path, let other):
      isSelfContained = false
      var source = repository
      if let other { source = try open(other, revision, path, reference) }
      guard let inside = Self.joined("", path) else {
        throw problem(
          "`\(path)` is no path in a repository", reference, "write it from the root on")
      }
      let commit: ObjectID
      do {
        commit = try source.commitID(of: revision)
      } catch {
        throw problem(error.problem.message, reference, error.problem.help)
      }
      let title = (other.map { "\($0)@" } ?? "") + revision
      let side = Change.Side.commit(commit, label: revision)
      return Target(
        name: "\(title):\(inside)", place: .side(side, source, title: title),
        folder: Self.parent(inside)
      ) { try source.file(at: SourcePath(inside), in: side) }
    }
  }

  private mutating func onDisk(
    _ path: String, below root: String?, _ folder: String, _ reference: PolicyReference
  ) throws -> Target {
    isSelfContained = false
    let absolute = Disk.resolved(expanded(path, from: folder))
    if root.map({ absolute.hasPrefix($0 + "/") }) != true {
      try require(
        TrustItem(.policy, name: path, path: absolute), reference)
    }
    return Target(
      name: absolute, place: .disk(root ?? Self.parent(absolute)), folder: Self.parent(absolute)
    ) { Disk.kind(of: absolute) == nil ? nil : try Disk.read(Array(absolute.utf8)) }
  }

  private func open(
    _ folder: String, _ revision: String, _ path: String, _ reference: PolicyReference
  ) throws -> Repository {
    let absolute = Disk.resolved(
      expanded(folder, from: repository.workDirectory ?? repository.gitDirectory))
    try require(
      TrustItem(.policy, name: folder, path: absolute, arguments: [revision, path]), reference)
    do {
      return try Repository.open(at: absolute)
    } catch {
      throw problem(error.problem.message, reference, error.problem.help)
    }
  }

  private func expanded(_ path: String, from folder: String) -> String {
    if path.hasPrefix("~/") { return surroundings.home + path.dropFirst() }
    return path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }

  private func require(_ item: TrustItem, _ reference: PolicyReference) throws {
    guard !isTrusted(item) else { return }
    throw problem(
      "`\(item.name)` is outside of this repository, and you have not agreed to read it",
      reference, "`verdict trust` shows it and allows it; `--trust` does so once")
  }

  private func problem(
    _ message: String, _ reference: PolicyReference, _ help: String?
  ) -> PolicyError {
    PolicyError([Problem(.usage, message, at: reference.place, help: help)])
  }

  /// A path as it is from the root on; nil where it leads out.
  private static func joined(_ folder: String, _ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.hasPrefix("~/") else { return nil }
    var parts = folder.split(separator: "/")
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  static func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}

import Git
import Source
import Store
import Syntax
import Verification

/// Which files of a state hold which fingerprints: what is kept of one family of languages in the user's cache
/// folder, brought up to date by what differs. It is made of a large file and a small one, so that a few
/// changed files write little.
struct CloneIndex {
  /// Files above it hold data as a rule, in bytes.
  static let largestFile = 1 << 20
  /// The most files that a hook before a commit reads to bring the index up to date.
  private static let mostBeforeCommit = 300
  /// The most files that are kept.
  private static let mostFiles = 200_000
  private static let batch = 128

  /// What became of the index.
  enum State: Equatable {
    /// All of the state is in it; so many files were read for that.
    case whole(read: Int)
    /// Nothing is in it, and to read the whole repository is no work for this stage.
    case deferred
    case failed(String)
  }

  private let path: String
  private let family: String
  private var large: FingerprintFile?
  private var small: FingerprintFile?
  private(set) var state = State.deferred

  /// - Parameter folder: of what is kept for the repository.
  init(folder: String, family: String) {
    self.family = family
    path = "\(folder)/clones-\(family)"
    large = FingerprintFile(path: path, version: Winnowing.version)
    small = FingerprintFile(path: path + ".new", version: Winnowing.version)
  }

  /// The paths of files that held a fingerprint when they were read.
  func paths(holding hash: UInt64, most: Int) -> [SourcePath] {
    var result: [SourcePath] = []
    for file in [small, large].compactMap({ $0 }) {
      for document in file.documents(holding: hash, most: most) {
        result.append(SourcePath(bytes: file.path(of: document)))
      }
    }
    return result
  }

  /// Sees to it that all of a commit is in the index.
  ///
  /// - Parameter isBeforeCommit: whether only little may be read now.
  mutating func update(
    to commit: ObjectID, _ reading: SnapshotReading, isBeforeCommit: Bool
  ) async {
    let states = (small?.states ?? []) + (large?.states ?? [])
    let wanted = commit.bytes
    if states.contains(wanted) {
      state = .whole(read: 0)
      return
    }
    // To begin with it means to list all files; that is no work for a hook before a commit.
    if isBeforeCommit, states.isEmpty { return }
    do {
      let files = try reading.files()
      if let state = states.first, let last = Self.id(state),
        let differing = try? files.differing(last, commit)
      {
        let new = differing.filter { isRead($0.path) }
        if isBeforeCommit, new.count > Self.mostBeforeCommit { return }
        let documents = try await documents(new) { (file) throws(GitError) in
          try files.contents(file.path, .commit(commit, label: "")) ?? []
        }
        add(documents, [wanted] + states)
        self.state = .whole(read: new.count)
        return
      }
      let snapshot = try reading.snapshot(of: .commit(commit, label: ""))
      let all = snapshot.files.filter { isRead($0.path) }.prefix(Self.mostFiles)
      let known = known()
      let new = all.filter { !known.contains($0.id.bytes + $0.path.bytes) }
      if isBeforeCommit, new.count > Self.mostBeforeCommit { return }
      let documents = try await documents(Array(new)) { (file) throws(GitError) in
        try snapshot.contents(of: file)
      }
      rewrite(documents, [wanted], Set(all.map { $0.id.bytes + $0.path.bytes }))
      state = .whole(read: new.count)
    } catch let error as GitError {
      state = .failed(error.problem.message)
    } catch {
      state = .failed("interrupted")
    }
  }

  private static func id(_ bytes: [UInt8]) -> ObjectID? {
    bytes.withUnsafeBytes { ObjectID(bytes: $0) }
  }

  private func isRead(_ path: SourcePath) -> Bool {
    guard let ending = path.pathExtension else { return false }
    if ending == "h" { return family == "c" }
    guard let language = Language.detect(path: path, bytes: []), language.hasFunctions else {
      return false
    }
    return CloneTokens.family(language) == family
  }

  /// The documents that are there, as key and path.
  private func known() -> Set<[UInt8]> {
    var result: Set<[UInt8]> = []
    for file in [large, small].compactMap({ $0 }) {
      for document in 0..<file.documentCount {
        result.insert(file.key(of: document) + file.path(of: document))
      }
    }
    return result
  }

  // MARK: Reading

  private func documents(
    _ files: [ListedFile], _ contents: (ListedFile) throws(GitError) -> [UInt8]
  ) async throws -> [FingerprintFile.Document] {
    var result: [FingerprintFile.Document] = []
    result.reserveCapacity(files.count)
    var start = 0
    while start < files.count {
      try Task.checkCancellation()
      var read: [(ListedFile, [UInt8])] = []
      for file in files[start..<min(start + Self.batch, files.count)] {
        // One that cannot be read hides its clones, and nothing else.
        if let bytes = try? contents(file), bytes.count <= Self.largestFile {
          read.append((file, bytes))
        }
      }
      start += Self.batch
      let batch = read
      result += await withTaskGroup(of: (Int, [FingerprintFile.Document]).self) { group in
        let share = batch.count < 8 ? max(1, batch.count) : 16
        for (index, from) in stride(from: 0, to: batch.count, by: share).enumerated() {
          group.addTask {
            (
              index,
              batch[from..<min(from + share, batch.count)].map { Self.document($0.0, $0.1) }
            )
          }
        }
        var parts: [(Int, [FingerprintFile.Document])] = []
        for await part in group { parts.append(part) }
        return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
      }
    }
    return result
  }

  private static func document(_ file: ListedFile, _ bytes: [UInt8]) -> FingerprintFile.Document {
    var hashes: [UInt64] = []
    if let tokens = CloneSource.tokens(bytes, at: file.path) {
      hashes = Array(Set(Winnowing.fingerprints(tokens).map(\.hash))).sorted()
    }
    return FingerprintFile.Document(
      path: file.path.bytes, key: file.id.bytes, fingerprints: hashes)
  }

  // MARK: Keeping

  private mutating func add(_ documents: [FingerprintFile.Document], _ states: [[UInt8]]) {
    let count = (small?.documentCount ?? 0) + documents.count
    if let large, count * 16 < large.documentCount || count < 256 {
      FingerprintFile.write(
        to: path + ".new", version: Winnowing.version, states: states,
        older: small.map { [$0] } ?? [], documents)
    } else {
      var seen: Set<[UInt8]> = []
      FingerprintFile.write(
        to: path, version: Winnowing.version, states: states,
        older: [small, large].compactMap { $0 }, where: { seen.insert($1 + $0).inserted }, documents
      )
      FingerprintFile.write(to: path + ".new", version: Winnowing.version, states: [], [])
      large = FingerprintFile(path: path, version: Winnowing.version)
    }
    small = FingerprintFile(path: path + ".new", version: Winnowing.version)
  }

  private mutating func rewrite(
    _ documents: [FingerprintFile.Document], _ states: [[UInt8]], _ wanted: Set<[UInt8]>
  ) {
    FingerprintFile.write(
      to: path, version: Winnowing.version, states: states,
      older: [large, small].compactMap { $0 }, where: { wanted.contains($1 + $0) }, documents)
    FingerprintFile.write(to: path + ".new", version: Winnowing.version, states: [], [])
    large = FingerprintFile(path: path, version: Winnowing.version)
    small = FingerprintFile(path: path + ".new", version: Winnowing.version)
  }
}

import Git
import Source
import Store
import Syntax

/// The references of all files of one state of a repository: read from what is kept, and from the files
/// themselves where that is missing. What cannot be kept is held in memory, so that an answer never
/// depends on the disk.
struct ReferenceIndex {
  /// A file with the place of its summary and its detail.
  struct File {
    let path: SourcePath
    fileprivate let id: ObjectID
  }

  /// How many blobs that the state does not hold may stay: those of other branches and of the past.
  private static let mostUnreachable = 20_000
  /// How many blobs are read before they are written.
  private static let batch = 256
  /// Files above it are generated, as a rule, and name nothing that a person wrote.
  static let largestFile = 2 << 20

  let files: [File]
  /// What went wrong with what is kept.
  private(set) var note: String?
  private var store: BlobIndex?
  /// Whether what is read is written: not where the disk is full, say.
  private var isWritable = true
  /// The files of each blob that is wanted.
  private var wanted: [ObjectID: [Int]] = [:]
  /// The rows of those that the store has.
  private var rows: [ObjectID: Int64] = [:]
  private var unreachable: [Int64] = []
  /// What is not in the store.
  private var memory: [ObjectID: BlobIndex.Entry] = [:]

  /// - Parameters:
  ///   - path: of the file that keeps the references; nil to keep none.
  init(_ listed: [ListedFile], keptAt path: String?) {
    let listed = listed.filter { file in
      guard let language = Language.detect(path: file.path, bytes: []) else {
        // Its first line may name an interpreter, and what a `.h` file is in says its content.
        return file.path.pathExtension == nil
      }
      return language.references != nil
    }
    files = listed.map { File(path: $0.path, id: $0.id) }
    wanted.reserveCapacity(listed.count)
    for (index, file) in listed.enumerated() {
      wanted[file.id, default: []].append(index)
    }
    guard let path else { return }
    do {
      let store = try BlobIndex(path: path, version: ReferenceRecord.version)
      note = store.note
      self.store = store
      try findRows()
    } catch {
      giveUp(error)
    }
  }

  /// Reads the files that are missing.
  ///
  /// - Parameters:
  ///   - contents: the bytes of a file; nil where they cannot be read.
  ///   - progress: is told how many of how many files are read.
  /// - Throws: `CancellationError`; what was read until then is kept.
  mutating func update(
    contents: (ObjectID, SourcePath) -> [UInt8]?, progress: (Int, Int) -> Void
  ) async throws {
    var missing = wanted.filter { rows[$0.key] == nil && memory[$0.key] == nil }.map {
      (id: $0.key, file: $0.value[0])
    }
    if missing.isEmpty { return }
    missing.sort { $0.file < $1.file }
    var start = 0
    var next = read(missing.prefix(ReferenceIndex.batch), contents)
    var unread = 0
    while start < missing.count {
      try Task.checkCancellation()
      progress(start, missing.count)
      let batch = next
      unread += min(ReferenceIndex.batch, missing.count - start) - batch.count
      start += ReferenceIndex.batch
      // One core reads while the other makes entries of what was read before.
      async let entries = batch.mapInParallel(isWorthIt: batch.count > 8) { blob in
        ReferenceIndex.entry(blob.id, blob.path, blob.bytes)
      }
      if start < missing.count {
        next = read(
          missing[start..<min(start + ReferenceIndex.batch, missing.count)], contents)
      }
      keep(await entries)
    }
    if unread > 0 { note = "files that could not be read and were left out: \(unread)" }
    progress(missing.count, missing.count)
    do {
      try findRows()
      try dropUnreachable()
    } catch {
      giveUp(error)
      try await update(contents: contents, progress: progress)
    }
  }

  private struct Blob: Sendable {
    let id: ObjectID
    let path: SourcePath
    let bytes: [UInt8]
  }

  private func read(
    _ missing: ArraySlice<(id: ObjectID, file: Int)>,
    _ contents: (ObjectID, SourcePath) -> [UInt8]?
  ) -> [Blob] {
    missing.compactMap { blob in
      // One that cannot be read now is tried again the next time.
      contents(blob.id, files[blob.file].path).map {
        Blob(id: blob.id, path: files[blob.file].path, bytes: $0)
      }
    }
  }

  private static func entry(
    _ id: ObjectID, _ path: SourcePath, _ bytes: [UInt8]
  ) -> BlobIndex.Entry {
    guard bytes.count <= largestFile, let text = FileContents(bytes: bytes).text,
      let language = Language.detect(path: path, bytes: bytes),
      language.references != nil
    else {
      return BlobIndex.Entry(key: id.bytes, summary: ReferenceRecord.emptySummary, detail: [])
    }
    let references = FileReferences(
      SyntaxFile(text, as: language, path: path, checksValidity: false))
    return BlobIndex.Entry(
      key: id.bytes, summary: ReferenceRecord.summary(references),
      detail: ReferenceRecord.detail(references))
  }

  private mutating func keep(_ entries: [BlobIndex.Entry]) {
    if let store, isWritable {
      do {
        try store.add(entries)
        return
      } catch {
        isWritable = false
        note = "the index of names is not kept: \(error.message)"
      }
    }
    for entry in entries {
      guard let id = entry.key.withUnsafeBytes({ ObjectID(bytes: $0) }) else { continue }
      memory[id] = entry
    }
  }

  /// Finds the rows of the blobs that are wanted.
  private mutating func findRows() throws(StoreError) {
    guard let store else { return }
    var rows: [ObjectID: Int64] = [:]
    var unreachable: [Int64] = []
    let wanted = wanted
    rows.reserveCapacity(wanted.count)
    try store.forEachKey { row, key in
      if let id = ObjectID(bytes: key), wanted[id] != nil {
        rows[id] = row
      } else {
        unreachable.append(row)
      }
    }
    self.rows = rows
    self.unreachable = unreachable
  }

  private func dropUnreachable() throws(StoreError) {
    guard let store, unreachable.count > ReferenceIndex.mostUnreachable else { return }
    try store.remove(Array(unreachable.sorted().dropLast(ReferenceIndex.mostUnreachable / 2)))
  }

  /// Goes on without what is kept, all of which is missing then.
  private mutating func giveUp(_ error: StoreError) {
    note = "the index of names is not kept: \(error.message)"
    store = nil
    rows = [:]
  }

  // MARK: Reading

  /// Hands the summary of every file to `body`.
  ///
  /// - Returns: whether all were whole. Those that were not are missing now, so that `update` reads them.
  mutating func forEachSummary(_ body: (Int, UnsafeRawBufferPointer) -> Void) -> Bool {
    var isWhole = true
    if let store {
      do {
        let wanted = wanted
        let damaged = try store.forEachSummary { key, summary in
          guard let id = ObjectID(bytes: key), let files = wanted[id] else { return }
          for file in files { body(file, summary) }
        }
        if !damaged.isEmpty {
          isWhole = false
          let bad = Set(damaged)
          rows = rows.filter { !bad.contains($0.value) }
          try? store.remove(damaged)
        }
      } catch {
        giveUp(error)
        return false
      }
    }
    for (id, entry) in memory {
      guard let files = wanted[id] else { continue }
      entry.summary.withUnsafeBytes { summary in
        for file in files { body(file, summary) }
      }
    }
    return isWhole
  }

  /// The references of a file; nil where nothing is known of it.
  func references(_ file: Int) -> FileReferences? {
    let id = files[file].id
    if let entry = memory[id] { return entry.detail.withUnsafeBytes(ReferenceRecord.read) }
    guard let store, let row = rows[id] else { return nil }
    var result: FileReferences?
    try? store.withDetail(row) { result = ReferenceRecord.read($0) }
    if result == nil { try? store.remove([row]) }
    return result
  }

  func close() { store?.keepOpen() }
}

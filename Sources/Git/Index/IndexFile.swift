import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Git's index, read as the file that it is (`gitformat-index`): versions 2, 3 and 4, split and sparse
/// ones too, neither of which libgit2 1.5 reads, and without libgit2's work for every entry.
///
/// A split index lists what differs from a shared one; here both are one list.
final class IndexFile {
  /// Why a file is no index that can be read.
  struct Failure: Error {
    let detail: String
    /// Whether it is of a kind that a later Git may have made.
    var isUnknown = false

    static let cutShort = Failure(detail: "it is cut short or damaged")
  }

  /// How many entries there are, without reading them.
  let count: Int
  /// The trees that entries were written to; nil when the index does not say.
  let cacheTree: CacheTree?
  /// Whether whole folders can stand as one entry.
  let isSparse: Bool
  /// The hash at the end, which stands for all that the file says; nil when it was left out
  /// (`index.skipHash`).
  let checksum: ObjectID?

  private let own: IndexSection
  private let shared: (section: IndexSection, link: SplitIndexLink)?

  /// - Parameter sharedFolder: the Git directory, in which the shared part of a split index lies.
  convenience init(_ path: String, sharedFolder: String) throws(Failure) {
    let file: MappedFile?
    do {
      file = try MappedFile(path)
    } catch {
      throw Failure(detail: String(cString: strerror(error.errno)))
    }
    try self.init(file, sharedFolder: sharedFolder)
  }

  /// - Parameter file: nil is the index before anything was added.
  init(_ file: MappedFile?, sharedFolder: String) throws(Failure) {
    own = try IndexSection(file)
    cacheTree = own.extensions["TREE"].flatMap(CacheTree.init)
    isSparse = own.extensions["sdir"] != nil
    checksum = own.checksum
    guard let bytes = own.extensions["link"] else {
      shared = nil
      count = own.count
      return
    }
    guard let link = SplitIndexLink(bytes) else { throw .cutShort }
    guard let base = link.base else {
      shared = nil
      count = own.count
      return
    }
    let path = "\(sharedFolder)/sharedindex.\(base.hex)"
    let section: IndexSection
    do {
      guard let file = try MappedFile(path) else { throw SystemFailure(errno: ENOENT) }
      section = try IndexSection(file)
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(detail: "its shared part `\(path)` is not there")
    }
    guard section.checksum == nil || section.checksum == base else {
      throw Failure(detail: "its shared part `\(path)` is another one")
    }
    shared = (section, link)
    count = section.count - link.deleted.count + own.count - link.replaced.count
  }

  /// The tree that all entries were written to; nil where one was added or changed since.
  var wholeTree: ObjectID? {
    guard count > 0, let root = cacheTree?[CacheTree.root], root.entryCount == count else {
      return nil
    }
    return root.id
  }

  /// All entries, in order. They must not outlive the file, which `withExtendedLifetime` takes care of.
  lazy var entries: [IndexEntry] = {
    guard let shared else { return own.entries() }
    return shared.link.merge(shared.section.entries(), own.entries())
  }()
}

extension IndexFile {
  /// What the index has for a path.
  enum Found {
    case file(ObjectID, mode: UInt32)
    /// A folder that a sparse index keeps whole, and the path within it.
    case folder(ObjectID, SourcePath)
  }

  /// Nil when the path is not in the index or in conflict.
  func entry(at path: SourcePath) -> Found? {
    path.bytes.withUnsafeBytes { bytes in
      var place = firstPlace(from: bytes)
      if place < entries.count, entries[place].path.order(bytes) == 0 {
        let entry = entries[place]
        return entry.stage == 0 && !entry.isIntendedToAdd
          ? .file(entry.id, mode: entry.mode) : nil
      }
      // A folder stands in front of what lies in it.
      place -= 1
      guard isSparse, place >= 0, entries[place].isFolder, bytes.hasPrefix(entries[place].path)
      else { return nil }
      let rest = Array(bytes[entries[place].path.count...])
      return rest.isEmpty ? nil : .folder(entries[place].id, SourcePath(bytes: rest))
    }
  }

  /// Whether there is anything below a folder.
  func hasEntries(below folder: SourcePath) -> Bool {
    (folder.bytes + [UInt8(ascii: "/")]).withUnsafeBytes { prefix in
      let place = firstPlace(from: prefix)
      if place < entries.count, entries[place].path.hasPrefix(prefix) { return true }
      return place > 0 && entries[place - 1].isFolder
        && prefix.hasPrefix(entries[place - 1].path)
    }
  }

  /// The place of the first entry that is not in front of a path.
  private func firstPlace(from path: UnsafeRawBufferPointer) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path.order(path) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

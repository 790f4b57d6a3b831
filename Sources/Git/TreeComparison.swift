import Source

/// Compares trees with trees and with the index, as `git diff --raw --no-renames` does. A folder of the
/// index whose tree is known, and did not change since, is compared as that tree: none of its entries is
/// read, and of equal trees none at all.
struct TreeComparison {
  private let readTree: (ObjectID) throws(GitError) -> TreeObject
  private(set) var deltas: [Delta] = []
  private(set) var conflicts: [Conflict] = []
  /// The folder that is being compared, with a slash at its end, and how deep it lies.
  private var folder: [UInt8] = []
  private var depth = 0
  /// Folders that are still to be compared; a path can be too deep for calls within calls.
  private var pending: [Pending] = []

  private struct Pending {
    let folder: [UInt8]
    let depth: Int
    let before: ObjectID?
    let after: Item.Kind?
  }

  /// A path of the index that a merge left open.
  struct Conflict {
    let path: SourcePath
    /// The version of the before side.
    let before: Delta.End?
    var ours: Delta.End?
    var theirs: Delta.End?
  }

  /// Git's own limit (`core.maxTreeDepth`).
  private static let depthLimit = 2048

  init(readTree: @escaping (ObjectID) throws(GitError) -> TreeObject) { self.readTree = readTree }

  /// - Parameters:
  ///   - before: nil is no file at all.
  ///   - after: likewise.
  mutating func compare(_ before: ObjectID?, _ after: ObjectID?) throws(GitError) {
    try compare(before, after.map { Item.Kind.object(mode: Item.folderMode, id: $0) })
  }

  mutating func compare(_ before: ObjectID?, _ index: IndexFile) throws(GitError) {
    guard index.count > 0 else { return try compare(before, nil as Item.Kind?) }
    if let tree = index.wholeTree { return try compare(before, tree) }
    let root = index.cacheTree.map { CachedFolder($0, CacheTree.root) }
    try compare(before, .entries(index.entries[...], root))
    withExtendedLifetime(index) {}
  }

  private mutating func compare(_ before: ObjectID?, _ after: Item.Kind?) throws(GitError) {
    pending = [Pending(folder: [], depth: 0, before: before, after: after)]
    while let next = pending.popLast() {
      (folder, depth) = (next.folder, next.depth)
      if case .object(_, let id)? = next.after, id == next.before { continue }
      let old = try next.before.map { id throws(GitError) in try readTree(id) }
      var new: TreeObject?
      let items: [Item]
      switch next.after {
      case .object(_, let id)?:
        let tree = try readTree(id)
        new = tree
        items = tree.entries.map { Item(name: $0.name, tree: $0) }
      case .entries(let entries, let cached)?: items = self.items(entries, cached)
      case .conflict?, nil: items = []
      }
      try merge(old?.entries ?? [], items)
      withExtendedLifetime((old, new)) {}
    }
  }

  // MARK: One folder

  /// A name of one folder in the after side.
  private struct Item {
    enum Kind {
      /// A file, or in a tree also a folder.
      case object(mode: UInt32, id: ObjectID)
      /// A folder of the index whose tree is not known.
      case entries(ArraySlice<IndexEntry>, CachedFolder?)
      /// The stages of a file in conflict.
      case conflict(ArraySlice<IndexEntry>)
    }

    let name: UnsafeRawBufferPointer
    let kind: Kind

    init(name: UnsafeRawBufferPointer, kind: Kind) {
      self.name = name
      self.kind = kind
    }

    init(name: UnsafeRawBufferPointer, tree entry: TreeObject.Entry) {
      self.init(name: name, kind: .object(mode: entry.mode, id: entry.id))
    }

    var isFolder: Bool {
      switch kind {
      case .object(let mode, _): mode == Self.folderMode
      case .entries: true
      case .conflict: false
      }
    }

    static let folderMode: UInt32 = 0o040000
  }

  /// A folder with what the index knows of its trees.
  private struct CachedFolder {
    let tree: CacheTree
    let place: Int

    init(_ tree: CacheTree, _ place: Int) {
      self.tree = tree
      self.place = place
    }
  }

  /// The names directly in the folder, each with what lies below it.
  private func items(_ entries: ArraySlice<IndexEntry>, _ cached: CachedFolder?) -> [Item] {
    var items: [Item] = []
    var children = (cached.map { $0.tree[$0.place].children } ?? [])[...]
    var place = entries.startIndex
    while place < entries.endIndex {
      let entry = entries[place]
      let rest = UnsafeRawBufferPointer(
        rebasing: entry.path[min(folder.count, entry.path.count)...])
      guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else {
        let end =
          entries[place...].firstIndex { $0.path.order(entry.path) != 0 } ?? entries.endIndex
        if entry.stage > 0 {
          items.append(Item(name: rest, kind: .conflict(entries[place..<end])))
        } else if !entry.isIntendedToAdd {
          let mode = FileMode.canonical(entry.mode)
          items.append(Item(name: rest, kind: .object(mode: mode, id: entry.id)))
        }
        place = end
        continue
      }
      let name = UnsafeRawBufferPointer(rebasing: rest[..<slash])
      if entry.isFolder, slash == rest.count - 1 {
        items.append(Item(name: name, kind: .object(mode: Item.folderMode, id: entry.id)))
        place += 1
        continue
      }
      let path = UnsafeRawBufferPointer(rebasing: entry.path[...(folder.count + slash)])
      var child: CachedFolder?
      if let cached {
        while let first = children.first {
          let order = folderOrder(
            cached.tree[first].name, isFolder: true, name, isFolder: true)
          if order == 0 { child = CachedFolder(cached.tree, first) }
          if order >= 0 { break }
          children.removeFirst()
        }
      }
      if let child, let count = child.tree[child.place].entryCount, count > 0,
        count <= entries.endIndex - place, entries[place + count - 1].path.hasPrefix(path),
        place + count == entries.endIndex || !entries[place + count].path.hasPrefix(path)
      {
        let id = child.tree[child.place].id
        items.append(Item(name: name, kind: .object(mode: Item.folderMode, id: id)))
        place += count
        continue
      }
      let end = entries[place...].firstIndex { !$0.path.hasPrefix(path) } ?? entries.endIndex
      items.append(Item(name: name, kind: .entries(entries[place..<end], child)))
      place = end
    }
    return items
  }

  /// Walks both sides of a folder in step.
  private mutating func merge(_ old: [TreeObject.Entry], _ new: [Item]) throws(GitError) {
    var (old, new) = (old[...], new[...])
    while true {
      let order: Int
      switch (old.first, new.first) {
      case (nil, nil): return
      case (_?, nil): order = -1
      case (nil, _?): order = 1
      case (let a?, let b?):
        order = folderOrder(a.name, isFolder: a.isFolder, b.name, isFolder: b.isFolder)
      }
      let before = order <= 0 ? old.removeFirst() : nil
      let after = order >= 0 ? new.removeFirst() : nil
      if let before, let after {
        try compare(before, after)
      } else if let before {
        if before.isFolder {
          try descend(before.name, before.id, nil)
        } else {
          deltas.append(Delta(.deleted, old: end(before), new: nil))
        }
      } else if let after {
        try add(after)
      }
    }
  }

  private mutating func compare(
    _ before: TreeObject.Entry, _ after: Item
  ) throws(GitError) {
    switch after.kind {
    case .object(let mode, let id):
      if before.mode == mode, before.id == id { return }
      if before.isFolder { return try descend(before.name, before.id, after.kind) }
      let isSameKind = before.mode & 0o170000 == mode & 0o170000
      deltas.append(
        Delta(
          isSameKind ? .modified : .typeChanged, old: end(before), new: end(after.name, mode, id)))
    case .entries: try descend(before.name, before.id, after.kind)
    case .conflict(let stages): note(stages, before)
    }
  }

  private mutating func add(_ item: Item) throws(GitError) {
    switch item.kind {
    case .object(Item.folderMode, _), .entries: try descend(item.name, nil, item.kind)
    case .object(let mode, let id):
      deltas.append(Delta(.added, old: nil, new: end(item.name, mode, id)))
    case .conflict(let stages): note(stages, nil)
    }
  }

  private mutating func descend(
    _ name: UnsafeRawBufferPointer, _ before: ObjectID?, _ after: Item.Kind?
  ) throws(GitError) {
    guard depth < Self.depthLimit else {
      throw .library("folders lie more than \(Self.depthLimit) deep")
    }
    pending.append(
      Pending(
        folder: folder + name + [UInt8(ascii: "/")], depth: depth + 1, before: before,
        after: after))
  }

  private mutating func note(_ stages: ArraySlice<IndexEntry>, _ before: TreeObject.Entry?) {
    guard let first = stages.first else { return }
    var conflict = Conflict(path: first.sourcePath, before: before.map(end))
    for entry in stages {
      let end = Delta.End(path: conflict.path, id: entry.id, mode: entry.mode)
      if entry.stage == 2 { conflict.ours = end }
      if entry.stage == 3 { conflict.theirs = end }
    }
    conflicts.append(conflict)
  }

  private func end(_ entry: TreeObject.Entry) -> Delta.End {
    end(entry.name, entry.mode, entry.id)
  }

  private func end(_ name: UnsafeRawBufferPointer, _ mode: UInt32, _ id: ObjectID) -> Delta.End {
    Delta.End(path: SourcePath(bytes: folder + name), id: id, mode: mode)
  }
}

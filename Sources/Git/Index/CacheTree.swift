/// What the index knows of trees that were written from it (gitformat-index, "Cache tree"): of a folder
/// none of whose entries changed since, the tree.
struct CacheTree {
  struct Node {
    let name: UnsafeRawBufferPointer
    /// The entries below the folder; nil when they changed since the tree was written.
    let entryCount: Int?
    let id: ObjectID
    /// The places of its folders in `nodes`, by name with a slash behind it, as the index orders them.
    var children: [Int] = []
  }

  private let nodes: [Node]

  subscript(_ place: Int) -> Node { nodes[place] }

  static let root = 0

  /// Nil when the extension is damaged: all that it says can be found out without it.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = BigEndianReader(bytes)
    var nodes: [Node] = []
    // The folders that are open, each with how many of its own are still to come.
    var open: [(place: Int, missing: Int)] = []
    repeat {
      guard let name = reader.slice(upTo: 0),
        let count = reader.slice(upTo: UInt8(ascii: " ")).flatMap(Self.number),
        let folders = reader.slice(upTo: UInt8(ascii: "\n")).flatMap(Self.number), folders >= 0
      else { return nil }
      var id = ObjectID.zero
      if count >= 0 {
        guard let bytes = reader.slice(20)?.baseAddress else { return nil }
        id = ObjectID(reading: bytes)
      }
      let place = nodes.count
      if let last = open.indices.last {
        nodes[open[last].place].children.append(place)
        open[last].missing -= 1
      }
      nodes.append(Node(name: name, entryCount: count < 0 ? nil : count, id: id))
      open.append((place, folders))
      while let last = open.last, last.missing == 0 { open.removeLast() }
    } while !open.isEmpty
    // Git writes the shorter names first.
    for place in nodes.indices where nodes[place].entryCount == nil {
      let names = nodes
      nodes[place].children.sort {
        folderOrder(names[$0].name, isFolder: true, names[$1].name, isFolder: true) < 0
      }
    }
    self.nodes = nodes
  }

  private static func number(_ digits: UnsafeRawBufferPointer) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }
}

/// How trees and the index order two names, where that of a folder ends with a slash.
func folderOrder(
  _ a: UnsafeRawBufferPointer, isFolder aIsFolder: Bool,
  _ b: UnsafeRawBufferPointer, isFolder bIsFolder: Bool
) -> Int {
  let common = min(a.count, b.count)
  if common > 0 {
    let order = UnsafeRawBufferPointer(rebasing: a[..<common])
      .order(UnsafeRawBufferPointer(rebasing: b[..<common]))
    if order != 0 { return order }
  }
  func next(_ name: UnsafeRawBufferPointer, _ isFolder: Bool) -> Int {
    if name.count > common { return Int(name[common]) }
    return name.count == common && isFolder ? Int(UInt8(ascii: "/")) : -1
  }
  let order = next(a, aIsFolder) - next(b, bIsFolder)
  if order != 0 { return order }
  // One of them is a folder and the other goes on with a slash, which no name does.
  return a.count - b.count
}

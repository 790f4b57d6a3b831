#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Which objects stand in for which (`git replace`): the refs below `refs/replace/` are named after the
/// object that they replace.
struct Replacements {
  private var replaced: [ObjectID: ObjectID] = [:]

  private static let prefix = "refs/replace/"
  /// As many steps as Git takes from one replacement to the next (`MAXREPLACEDEPTH`).
  private static let depthLimit = 5

  /// None.
  init() {}

  /// - Parameter commonDirectory: the folder with the refs.
  init(commonDirectory: String) {
    readPacked(commonDirectory + "/packed-refs")
    // A loose ref stands in front of a packed one.
    readLoose(commonDirectory + "/" + Self.prefix)
  }

  var isEmpty: Bool { replaced.isEmpty }

  func replacing(_ id: ObjectID) -> ObjectID {
    if replaced.isEmpty { return id }
    var id = id
    for _ in 0..<Self.depthLimit {
      guard let next = replaced[id] else { break }
      id = next
    }
    return id
  }

  private mutating func readPacked(_ path: String) {
    guard let file = try? MappedFile(path) else { return }
    var reader = BigEndianReader(file.bytes)
    // `<object> refs/replace/<object>`
    let (start, count) = (41, 41 + Self.prefix.utf8.count + 40)
    while let line = reader.slice(upTo: UInt8(ascii: "\n")) {
      guard line.count == count, line[start...].starts(with: Self.prefix.utf8),
        let new = Self.id(line[..<40]), let old = Self.id(line[(count - 40)...])
      else { continue }
      replaced[old] = new
    }
  }

  private mutating func readLoose(_ folder: String) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let old = ObjectID(hex: name),
        let contents = try? readFile(Array((folder + name).utf8)),
        let new = Self.id(contents[...].prefix(40))
      else { continue }
      replaced[old] = new
    }
  }

  private static func id(_ digits: some Sequence<UInt8>) -> ObjectID? {
    ObjectID(hex: String(decoding: Array(digits), as: UTF8.self))
  }
}

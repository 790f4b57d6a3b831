/// What Git's own variables say of the repository that is meant. Git sets them for the hooks that it
/// runs (githooks(5)).
public struct GitEnvironment: Sendable, Hashable {
  /// `GIT_DIR`: the repository, instead of a search for it.
  public var gitDirectory: String?
  /// `GIT_WORK_TREE`.
  public var workTree: String?
  /// `GIT_INDEX_FILE`: in a hook of `git commit PATH` not the repository's own.
  public var indexFile: String?
  /// `GIT_OBJECT_DIRECTORY` and `GIT_ALTERNATE_OBJECT_DIRECTORIES`: while a push is received its
  /// objects are in the first, in quarantine, and nowhere else.
  public var objectDirectories: [String]
  /// What `git -c` and `GIT_CONFIG_COUNT` set, by keys in small letters; it comes before every file.
  public var configuration: [String: String]
  /// What of that stands for `safe.directory`, which can have several values.
  public var safeDirectories: [String] = []
  /// `GIT_CONFIG_GLOBAL`: the file that stands for the user's own.
  public var globalConfiguration: String?
  /// Whether `GIT_NO_REPLACE_OBJECTS` is set, to whatever: objects are read as they are.
  public var ignoresReplacements: Bool

  public init(
    gitDirectory: String? = nil, workTree: String? = nil, indexFile: String? = nil,
    objectDirectories: [String] = [], configuration: [String: String] = [:],
    ignoresReplacements: Bool = false
  ) {
    self.gitDirectory = gitDirectory
    self.workTree = workTree
    self.indexFile = indexFile
    self.objectDirectories = objectDirectories
    self.configuration = configuration
    self.ignoresReplacements = ignoresReplacements
  }

  /// Picks them out of a process's variables. An empty one counts as none.
  public init(_ variables: [String: String]) {
    func value(_ name: String) -> String? {
      variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    self.init(
      gitDirectory: value("GIT_DIR"), workTree: value("GIT_WORK_TREE"),
      indexFile: value("GIT_INDEX_FILE"),
      objectDirectories: [value("GIT_OBJECT_DIRECTORY")].compactMap { $0 }
        + Self.list(value("GIT_ALTERNATE_OBJECT_DIRECTORIES") ?? ""),
      configuration: Self.configuration(variables),
      ignoresReplacements: variables["GIT_NO_REPLACE_OBJECTS"] != nil)
    safeDirectories = Self.given(variables).filter { $0.key == "safe.directory" }.map(\.value)
    globalConfiguration = value("GIT_CONFIG_GLOBAL")
  }

  /// The pairs of `GIT_CONFIG_COUNT`, and those of `git -c`, which come after them (git-config(1)).
  private static func configuration(_ variables: [String: String]) -> [String: String] {
    Dictionary(given(variables)) { $1 }
  }

  /// All of them in order, which is that of their weight.
  private static func given(_ variables: [String: String]) -> [(key: String, value: String)] {
    var result: [(key: String, value: String)] = []
    let count = variables["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
    // Git refuses more.
    for index in 0..<max(0, min(count, Int(Int16.max))) {
      guard let key = variables["GIT_CONFIG_KEY_\(index)"] else { break }
      result.append((key.lowercased(), variables["GIT_CONFIG_VALUE_\(index)"] ?? ""))
    }
    for pair in pairs(variables["GIT_CONFIG_PARAMETERS"] ?? "") {
      // Without a value it means true.
      result.append((pair.key.lowercased(), pair.value ?? "true"))
    }
    return result
  }

  /// Reads `'key'='value'`, as Git writes it since 2.31, and `'key=value'`, with blanks between pairs.
  static func pairs(_ text: String) -> [(key: String, value: String?)] {
    var found: [(key: String, value: String?)] = []
    var word: [UInt8] = []
    var key: String?
    var isQuoted = false
    func finish() {
      let text = String(decoding: word, as: UTF8.self)
      word = []
      if let first = key {
        found.append((first, text))
      } else if let equals = text.firstIndex(of: "=") {
        found.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
      } else if !text.isEmpty {
        found.append((text, nil))
      }
      key = nil
    }
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "'"): isQuoted.toggle()
      case UInt8(ascii: "\\") where !isQuoted:
        if let next = bytes.popFirst() { word.append(next) }
      case UInt8(ascii: "=") where !isQuoted && key == nil:
        key = String(decoding: word, as: UTF8.self)
        word = []
      case UInt8(ascii: " ") where !isQuoted: finish()
      default: word.append(byte)
      }
    }
    finish()
    return found
  }

  /// Paths with colons between them; one that begins with `"` is quoted as in C (git(1)).
  static func list(_ text: String) -> [String] {
    var paths: [String] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      var path: [UInt8]
      if rest.first == UInt8(ascii: "\""), let (unquoted, end) = unquoted(rest) {
        path = unquoted
        rest = rest[end...]
      } else {
        path = []
      }
      let plain = rest.prefix { $0 != UInt8(ascii: ":") }
      path += plain
      rest = rest.dropFirst(plain.count + 1)
      if !path.isEmpty { paths.append(String(decoding: path, as: UTF8.self)) }
    }
    return paths
  }

  /// The text between quotation marks, and where it ends; nil when it does not.
  private static func unquoted(_ text: ArraySlice<UInt8>) -> ([UInt8], Int)? {
    let escapes: [UInt8: UInt8] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
      UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    ]
    var result: [UInt8] = []
    var place = text.startIndex + 1
    while place < text.endIndex {
      let byte = text[place]
      if byte == UInt8(ascii: "\"") { return (result, place + 1) }
      guard byte == UInt8(ascii: "\\"), place + 1 < text.endIndex else {
        result.append(byte)
        place += 1
        continue
      }
      let digits = text[(place + 1)...].prefix(3)
      if digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
        result.append(value)
        place += 4
      } else {
        result.append(escapes[text[place + 1]] ?? text[place + 1])
        place += 2
      }
    }
    return nil
  }
}

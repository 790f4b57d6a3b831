import Source

/// A pattern of paths as `.gitignore` has them, on bytes: `*` and `?` do not match `/`, `**` between
/// slashes matches any number of folders, `[a-z]` and `[!a-z]` match one byte, a backslash takes
/// the next byte as it is. A pattern with a `/` before its end starts at the root, any other matches
/// at every depth. What matches a folder matches all below it; with a `/` at its end it matches
/// folders only. Unlike there, `!` at the start is refused.
///
/// Matching takes time proportional to the length of the path times that of the pattern.
public struct PathPattern: Sendable, Hashable {
  public let text: String
  /// What a path has to begin with, the slash at its end included; the pattern is for the rest.
  private let folder: [UInt8]
  private let steps: [Step]
  private let foldersOnly: Bool

  public struct Invalid: Error, Sendable, Hashable {
    public let message: String
    public let help: String
  }

  /// A state of the automaton; its number is its index, the end is the number after the last.
  private enum Step: Sendable, Hashable {
    case byte(UInt8)
    case set(ByteSet)
    /// Any bytes but `/`.
    case star
    /// One byte or more of any kind.
    case rest
    /// The start of any number of folders, each with its `/`; `folder`, the next state, is within
    /// one.
    case folders
    case folder
  }

  /// - Parameter folder: the folder that the pattern is for, as if it were the root.
  public init(_ text: String, below folder: SourcePath? = nil) throws(Invalid) {
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "!") {
      throw Invalid(
        message: "`\(text)` is an exception, which is not supported",
        help: "name what is meant by patterns without `!`, or write `\\!` for a name that has it")
    }
    self.text = text
    self.folder = folder.map { $0.bytes.isEmpty ? [] : $0.bytes + [UInt8(ascii: "/")] } ?? []
    foldersOnly = bytes.last == UInt8(ascii: "/")
    if foldersOnly { bytes.removeLast() }
    let anchored = bytes.contains(UInt8(ascii: "/"))
    if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard !parts.contains(where: \.isEmpty) else {
      throw Invalid(
        message: "`\(text)` names no path", help: "write a path with one `/` between its parts")
    }
    guard !parts.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) })
    else {
      throw Invalid(
        message: "`\(text)` matches nothing, since no path has the parts `.` or `..`",
        help: "write the path from the root of the repository")
    }
    steps = (anchored ? [] : [.folders, .folder]) + (try Self.compile(bytes, text))
  }

  private static func compile(
    _ bytes: ArraySlice<UInt8>, _ text: String
  ) throws(Invalid) -> [Step] {
    var steps: [Step] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "*"):
        let start = index
        while index < bytes.endIndex, bytes[index] == UInt8(ascii: "*") { index += 1 }
        let startsPart = start == bytes.startIndex || bytes[start - 1] == UInt8(ascii: "/")
        if index - start == 2, startsPart, index == bytes.endIndex {
          steps.append(.rest)
        } else if index - start == 2, startsPart, bytes[index] == UInt8(ascii: "/") {
          steps += [.folders, .folder]
          index += 1
        } else {
          steps.append(.star)
        }
        continue
      case UInt8(ascii: "?"):
        steps.append(.set(ByteSet(excluding: [UInt8(ascii: "/")])))
      case UInt8(ascii: "["):
        guard let set = ByteSet(bytes, at: &index) else {
          throw Invalid(
            message: "`[` in `\(text)` is never closed", help: "add `]`, or write `\\[`")
        }
        steps.append(.set(set))
        continue
      case UInt8(ascii: "\\"):
        index += 1
        guard index < bytes.endIndex else {
          throw Invalid(
            message: "`\(text)` ends with a backslash", help: "write `\\\\` for a backslash")
        }
        steps.append(.byte(bytes[index]))
      case let byte: steps.append(.byte(byte))
      }
      index += 1
    }
    return steps
  }

  /// Whether the pattern matches the path of a file or a folder that holds it.
  public func matches(_ path: SourcePath) -> Bool { matches(path, holds: true) }

  /// - Parameter holds: whether to match a folder is to match what it holds; `.gitattributes` has it
  ///   otherwise.
  func matches(_ path: SourcePath, holds: Bool) -> Bool {
    let slash = UInt8(ascii: "/")
    guard folder.isEmpty || path.bytes.starts(with: folder) else { return false }
    let bytes = path.bytes.dropFirst(folder.count)
    var active = States(count: steps.count + 1)
    var next = States(count: steps.count + 1)
    enter(0, &active)
    for (offset, byte) in bytes.enumerated() {
      if holds, active.contains(steps.count), byte == slash { return true }
      next.removeAll()
      for state in active.list where state < steps.count {
        switch steps[state] {
        case .byte(let wanted): if byte == wanted { enter(state + 1, &next) }
        case .set(let set): if set.contains(byte) { enter(state + 1, &next) }
        case .star: if byte != slash { enter(state, &next) }
        case .rest:
          next.insert(state)
          enter(state + 1, &next)
        case .folders: if byte != slash { next.insert(state + 1) }
        case .folder: if byte != slash { next.insert(state) } else { enter(state - 1, &next) }
        }
      }
      swap(&active, &next)
      if active.list.isEmpty { return false }
      if offset == bytes.count - 1 { return !foldersOnly && active.contains(steps.count) }
    }
    return false
  }

  /// Makes a state active with those that are reached from it without a byte.
  private func enter(_ state: Int, _ states: inout States) {
    var state = state
    while states.insert(state), state < steps.count {
      switch steps[state] {
      case .star: state += 1
      case .folders: state += 2
      default: return
      }
    }
  }

  public static func == (a: Self, b: Self) -> Bool { a.text == b.text && a.folder == b.folder }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(folder)
  }

  /// The pattern as it would be written at the root.
  public var fromRoot: String {
    if folder.isEmpty { return text }
    let folder = String(decoding: folder, as: UTF8.self)
    let isAnchored = text.dropLast(text.hasSuffix("/") ? 1 : 0).contains("/")
    return isAnchored
      ? folder + (text.hasPrefix("/") ? text.dropFirst() : text[...]) : "\(folder)**/\(text)"
  }
}

/// The states that the automaton is in.
private struct States {
  private(set) var list: [Int] = []
  private var isActive: [Bool]

  init(count: Int) { isActive = [Bool](repeating: false, count: count) }

  func contains(_ state: Int) -> Bool { isActive[state] }

  /// Whether the state was not yet active.
  @discardableResult
  mutating func insert(_ state: Int) -> Bool {
    if isActive[state] { return false }
    isActive[state] = true
    list.append(state)
    return true
  }

  mutating func removeAll() {
    for state in list { isActive[state] = false }
    list.removeAll(keepingCapacity: true)
  }
}

import Source

/// A message after Conventional Commits 1.0.0 (https://www.conventionalcommits.org/en/v1.0.0/).
public struct ConventionalCommit: Sendable, Hashable {
  public struct Footer: Sendable, Hashable {
    /// As written: `Refs`, `BREAKING CHANGE`.
    public let token: String
    /// May have several lines.
    public let value: String

    /// Whether it tells of a breaking change; only in upper case does it.
    public var isBreaking: Bool { token == "BREAKING CHANGE" || token == "BREAKING-CHANGE" }
  }

  /// As written; to be compared without regard to case.
  public let type: String
  public let scope: String?
  /// Whether a `!` or a footer says that the change breaks something.
  public let isBreaking: Bool
  public let description: String
  /// Empty when there is none.
  public let body: String
  public let footers: [Footer]

  /// What breaks: the values of the breaking footers, else the description of a commit with `!`.
  public var breakingChanges: [String] {
    let told = footers.filter(\.isBreaking).map(\.value)
    return told.isEmpty && isBreaking ? [description] : told
  }

  /// - Throws: the first thing in the message that the specification does not allow.
  public init(parsing message: String) throws(ConventionalCommitError) {
    let lines = MessageLines(message)
    guard let first = lines.firstIndex(where: { !lines.isBlank($0) }) else {
      throw ConventionalCommitError(.empty, ByteRange(0, lines.text.count))
    }
    let header = try Header(lines.text, lines.ranges[first])
    let next = first + 1
    if next < lines.count, !lines.isBlank(next) {
      throw ConventionalCommitError(.noBlankLineAfterSubject, lines.ranges[next])
    }
    // What stands in code is no footer.
    let fenced = CodeFences.lines(lines)
    let footerStart = (next..<max(next, lines.count)).first { index in
      index > next && lines.isBlank(index - 1) && !fenced[index]
        && Footer.start(lines.bytes(index)) != nil
    }
    type = header.type
    scope = header.scope
    description = header.description
    body = lines.text(next..<max(next, footerStart ?? lines.count))
    footers = try Footer.all(lines, from: footerStart ?? lines.count)
    isBreaking = header.hasMark || footers.contains { $0.isBreaking }
  }
}

extension ConventionalCommit.Footer {
  /// The token that begins a line, and where the value begins: `token: value` or `token #value`, in
  /// which `#` belongs to the value.
  static func start(_ line: ArraySlice<UInt8>) -> (token: String, value: Int)? {
    let spelled = Array("BREAKING CHANGE: ".utf8)
    if line.starts(with: spelled) { return ("BREAKING CHANGE", line.startIndex + spelled.count) }
    let end = line.firstIndex { !($0.isAlphanumeric || $0 == UInt8(ascii: "-")) } ?? line.endIndex
    guard end > line.startIndex, line.index(end, offsetBy: 1) < line.endIndex else { return nil }
    let token = String(decoding: line[..<end], as: UTF8.self)
    if line[end] == UInt8(ascii: ":"), line[end + 1] == 32 { return (token, end + 2) }
    if line[end] == 32, line[end + 1] == UInt8(ascii: "#") { return (token, end + 1) }
    return nil
  }

  /// A value goes on until the next footer begins.
  static func all(_ lines: MessageLines, from start: Int) throws(ConventionalCommitError) -> [Self]
  {
    var found: [Self] = []
    var open: (token: String, value: Int, line: Int)?
    func close(_ end: Int) throws(ConventionalCommitError) {
      guard let (token, value, line) = open else { return }
      let bytes = MessageLines.trim(lines.text[value..<lines.ranges[end - 1].end])
      guard !bytes.isEmpty else {
        throw ConventionalCommitError(.emptyFooter(token), lines.ranges[line])
      }
      found.append(Self(token: token, value: String(decoding: bytes, as: UTF8.self)))
    }
    for index in start..<max(start, lines.count) {
      guard let (token, value) = Self.start(lines.bytes(index)) else { continue }
      try close(index)
      open = (token, value, index)
    }
    if open != nil { try close(lines.count) }
    return found
  }
}

/// The first line: `type(scope)!: description`.
private struct Header {
  let type: String
  let scope: String?
  let hasMark: Bool
  let description: String

  init(_ text: [UInt8], _ line: ByteRange) throws(ConventionalCommitError) {
    func fail(
      _ reason: ConventionalCommitError.Reason, _ start: Int, _ end: Int
    ) -> ConventionalCommitError {
      ConventionalCommitError(reason, ByteRange(start, max(start, end)))
    }
    let bytes = text[line.start..<line.end]
    var place = line.start
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      throw fail(.noColon, line.start, line.end)
    }
    func byte(_ index: Int) -> UInt8 { index < line.end ? text[index] : 0 }
    func isTypePart(_ byte: UInt8) -> Bool {
      byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    while isTypePart(byte(place)) { place += 1 }
    guard place > line.start else {
      throw byte(place) == UInt8(ascii: ":") || byte(place) == UInt8(ascii: "(")
        ? fail(.noType, line.start, colon) : fail(.invalidType, line.start, colon)
    }
    type = String(decoding: text[line.start..<place], as: UTF8.self)
    if byte(place) == UInt8(ascii: "(") {
      let open = place
      guard let close = text[open..<line.end].firstIndex(of: UInt8(ascii: ")")) else {
        throw fail(.unclosedScope, open, line.end)
      }
      let inside = text[(open + 1)..<close]
      guard !MessageLines.trim(inside).isEmpty else { throw fail(.emptyScope, open, close + 1) }
      guard !inside.contains(UInt8(ascii: "(")) else {
        throw fail(.invalidScope, open + 1, close)
      }
      scope = String(decoding: inside, as: UTF8.self)
      place = close + 1
    } else {
      scope = nil
    }
    hasMark = byte(place) == UInt8(ascii: "!")
    if hasMark { place += 1 }
    guard byte(place) == UInt8(ascii: ":") else {
      if place == line.end { throw fail(.noColon, line.start, line.end) }
      let end = max(place + 1, text[place..<line.end].firstIndex(of: UInt8(ascii: ":")) ?? place)
      throw fail(scope == nil && !hasMark ? .invalidType : .textBeforeColon, place, end)
    }
    let blank = place + 1
    guard blank < line.end else { throw fail(.noDescription, place, line.end) }
    guard byte(blank) == 32 else { throw fail(.noBlankAfterColon, place, blank) }
    let description = MessageLines.trim(text[blank..<line.end])
    guard !description.isEmpty else { throw fail(.noDescription, place, line.end) }
    guard description.startIndex == blank + 1 else {
      throw fail(.blanksAfterColon, blank, description.startIndex)
    }
    self.description = String(decoding: description, as: UTF8.self)
  }
}

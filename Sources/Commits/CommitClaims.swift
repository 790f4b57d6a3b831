import Source

/// What a commit's message says of its change, as far as a difference can confirm or refute it.
///
/// Nothing is guessed about plain language: a name counts only where it is written as code, a statement
/// only where a clause of the subject begins with its verb.
public struct CommitClaims: Sendable, Hashable {
  /// A kind of work, in the words of Conventional Commits.
  public struct Work: Sendable, Hashable {
    /// In lower case: `feat`, `fix`, `docs` ...
    public let type: String
    /// Whether it stands in front of a colon; else the subject's words say it.
    public let isStated: Bool
    public let scope: String?
    public let range: ByteRange
  }

  /// Something that the message says was done.
  public struct Statement: Sendable, Hashable {
    public enum Deed: Sendable, Hashable {
      case renames(String, to: String)
      case removes(String)
      case moves(String)
      case adds(String)
      case addsTests
    }

    public let deed: Deed
    /// In the bytes of the message.
    public let range: ByteRange
  }

  /// Nil where the message claims none.
  public let work: Work?
  /// Where the message says that the change breaks something: the `!` with the type, or the footer.
  public let breaking: ByteRange?
  /// Whether a person who reads the message learns that something may break.
  public let warnsOfBreak: Bool
  public let statements: [Statement]
  /// The words of the subject behind the type, in lower case.
  public let words: Set<String>

  public init(_ message: CommitMessage) {
    let lines = MessageLines(message.text)
    guard message.kind == .ordinary, let first = lines.firstIndex(where: { !lines.isBlank($0) })
    else {
      (work, breaking, warnsOfBreak, statements, words) = (nil, nil, false, [], [])
      return
    }
    let line = lines.ranges[first]
    let header = try? ConventionalCommit(parsing: lines.line(first))
    var described = line
    if let header, let colon = lines.bytes(first).firstIndex(of: UInt8(ascii: ":")) {
      described = ByteRange(colon + 1, line.end)
      work = Work(
        type: header.type.lowercased(), isStated: true, scope: header.scope,
        range: ByteRange(line.start, line.start + header.type.utf8.count))
      breaking =
        header.isBreaking ? ByteRange(line.start, colon) : CommitClaims.breakingFooter(lines)
    } else {
      work = SubjectWords(MessageWord.all(lines.text, line)).work
      breaking = CommitClaims.breakingFooter(lines)
    }
    warnsOfBreak = breaking != nil || CommitClaims.warns(message.text.lowercased())
    words = Set(
      lines.text[described.start..<described.end].split { !CommitClaims.isLetter($0) }
        .map { String(decoding: $0, as: UTF8.self).lowercased() })
    statements = ClauseReader(MessageWord.all(lines.text, described)).statements()
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 128 || (byte | 32) &- 97 < 26 || byte &- 48 < 10
  }

  private static func breakingFooter(_ lines: MessageLines) -> ByteRange? {
    for index in 0..<lines.count {
      let bytes = lines.bytes(index)
      for token in ["BREAKING CHANGE", "BREAKING-CHANGE", "BREAKING CHANGES"]
      where bytes.starts(with: (token + ":").utf8) {
        return ByteRange(lines.ranges[index].start, lines.ranges[index].start + token.utf8.count)
      }
    }
    return nil
  }

  private static func warns(_ text: String) -> Bool {
    ["break", "incompatib", "deprecat", "no longer", "migrat"].contains(where: text.contains)
  }
}

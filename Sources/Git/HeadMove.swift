import Source

/// What last moved HEAD, as its reflog has it.
public struct HeadMove: Sendable, Hashable {
  /// Nil before the first commit.
  public let old: ObjectID?
  public let new: ObjectID
  /// `commit (amend): subject`.
  public let message: String

  /// Whether a person's `git commit` made the commit, by what Git itself writes; not so where a rebase
  /// or a cherry-pick made it anew.
  public var isCommit: Bool { message.hasPrefix("commit") }

  /// Reads a line of a reflog: `<old> <new> <who and when>`, a tab, and the message.
  init?(_ line: String) {
    guard let tab = line.firstIndex(of: "\t") else { return nil }
    let words = line[..<tab].split(separator: " ", maxSplits: 2)
    guard words.count == 3, let old = ObjectID(hex: String(words[0])),
      let new = ObjectID(hex: String(words[1]))
    else { return nil }
    self.old = old.isZero ? nil : old
    self.new = new
    message = String(line[line.index(after: tab)...])
  }
}

extension Repository {
  /// Nil where there is no reflog.
  public func lastHeadMove() -> HeadMove? {
    // Only the end is read: the file grows with every commit.
    let bytes = readEnd(of: gitDirectory + "/logs/HEAD", most: 64 << 10)
    let line = bytes.split(separator: UInt8(ascii: "\n")).last ?? []
    return HeadMove(String(decoding: line, as: UTF8.self))
  }

  /// The commits that the merge in progress takes in.
  public var mergeHeads: [ObjectID] {
    guard let bytes = try? readFile(Array("\(gitDirectory)/MERGE_HEAD".utf8)) else { return [] }
    return bytes.split(separator: 10).compactMap {
      ObjectID(hex: String(decoding: $0, as: UTF8.self))
    }
  }
}

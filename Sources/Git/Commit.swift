internal import CGit2

/// One commit: what it says and what it stands on.
public struct Commit: Hashable, Sendable {
  public let id: ObjectID
  /// In the order of the commit; also those that a shallow clone left out.
  public let parents: [ObjectID]
  public let tree: ObjectID
  /// Decoded by the commit's `encoding` where that is Latin-1, else as UTF-8, in which bytes that are
  /// none become U+FFFD.
  public let message: String
  public let author: Signature
  public let committer: Signature

  /// The first line of the message.
  public var subject: String {
    String(message.prefix { !$0.isNewline })
  }

  /// Whether it is still to be made: it has a message, and no name, tree or author yet.
  public var isPending: Bool { id.isZero }
}

extension Commit {
  /// A commit that is about to be made.
  init(pending message: String, parents: [ObjectID]) {
    self.init(
      id: ObjectID(git_oid()), parents: parents, tree: ObjectID(git_oid()), message: message,
      author: Signature(), committer: Signature())
  }
}

/// Who did something, and when.
public struct Signature: Hashable, Sendable {
  public let name: String
  public let email: String
  /// Since the beginning of 1970 in UTC.
  public let seconds: Int64
  /// How far the clock on the wall was ahead of UTC.
  public let offsetMinutes: Int

  /// Nobody, at no time.
  init() {
    (name, email, seconds, offsetMinutes) = ("", "", 0, 0)
  }

  init(_ signature: git_signature, encoding: TextEncoding) {
    name = signature.name.map { encoding.decode(bytes(of: $0)) } ?? ""
    email = signature.email.map { encoding.decode(bytes(of: $0)) } ?? ""
    seconds = signature.when.time
    offsetMinutes = Int(signature.when.offset)
  }
}

/// How the text of a commit is encoded.
enum TextEncoding {
  case utf8, latin1

  /// - Parameter name: the commit's `encoding` header; none means UTF-8.
  init(name: UnsafePointer<CChar>?) {
    let known = ["iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "l1"]
    self = name.map { known.contains(String(cString: $0).lowercased()) } == true ? .latin1 : .utf8
  }

  func decode(_ bytes: [UInt8]) -> String {
    switch self {
    case .utf8: return String(decoding: bytes, as: UTF8.self)
    case .latin1:
      var text = String.UnicodeScalarView()
      text.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
      return String(text)
    }
  }
}

extension Repository {
  /// - Throws: `missingObject`, `corruptObject` or `notACommit`.
  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    let handle = try commitHandle(id)
    let encoding = TextEncoding(name: git_commit_message_encoding(handle.pointer))
    return Commit(
      id: id,
      parents: parents(of: handle),
      tree: ObjectID(git_commit_tree_id(handle.pointer).pointee),
      message: git_commit_message(handle.pointer).map { encoding.decode(bytes(of: $0)) } ?? "",
      author: Signature(git_commit_author(handle.pointer).pointee, encoding: encoding),
      committer: Signature(git_commit_committer(handle.pointer).pointee, encoding: encoding))
  }

  func commitHandle(_ id: ObjectID) throws(GitError) -> Handle<CommitKind> {
    var oid = replacements.replacing(id).oid
    do {
      return try Handle { git_commit_lookup($0, self.handle.pointer, &oid) }
    } catch {
      throw objectError(id, error)
    }
  }

  func parents(of commit: borrowing Handle<CommitKind>) -> [ObjectID] {
    (0..<git_commit_parentcount(commit.pointer)).compactMap { index in
      git_commit_parent_id(commit.pointer, index).map { ObjectID($0.pointee) }
    }
  }

  /// The name of the tree of a commit.
  func treeID(of commit: ObjectID) throws(GitError) -> ObjectID {
    ObjectID(git_commit_tree_id(try commitHandle(commit).pointer).pointee)
  }

  /// The tree of a commit.
  func tree(of commit: ObjectID) throws(GitError) -> Handle<TreeKind> {
    try tree(id: treeID(of: commit))
  }

  func tree(id: ObjectID) throws(GitError) -> Handle<TreeKind> {
    var oid = replacements.replacing(id).oid
    do {
      return try Handle { git_tree_lookup($0, self.handle.pointer, &oid) }
    } catch {
      throw objectError(id, error)
    }
  }

  /// What it means that an object could not be read.
  func objectError(_ id: ObjectID, _ failure: LibraryFailure) -> GitError {
    guard failure.code == GIT_ENOTFOUND else {
      return failure.category == GIT_ERROR_INVALID && !failure.message.contains("type")
        ? .library(failure.message) : .corruptObject(id, detail: failure.message)
    }
    // A lookup by the wrong type also says that nothing was found.
    return hasObject(id)
      ? .notACommit(id.hex) : .missingObject(id, isPartialClone: isPartialClone)
  }
}

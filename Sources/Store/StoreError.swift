import GRDB

/// Why a database file could not be used.
public struct StoreError: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The file or a folder on its path cannot be made or opened.
    case cannotOpen
    /// The file or its file system cannot be written.
    case readOnly
    /// The file system is full.
    case noSpace
    /// Another process held the file for longer than the time-out.
    case locked
    /// The file is damaged. The next `DatabaseFile.open` checks it and sets it aside.
    case corrupt
    /// A newer Verdict has written the file.
    case newerSchema
    /// A statement failed: a constraint, a mistake in it, or an error of the machine.
    case failed
  }

  public let kind: Kind
  /// What went wrong, with the path of the file.
  public let message: String
  /// How to mend it.
  public let help: String?

  public init(_ kind: Kind, _ message: String, help: String? = nil) {
    self.kind = kind
    self.message = message
    self.help = help
  }
}

extension StoreError: CustomStringConvertible {
  public var description: String { help.map { "\(message); \($0)" } ?? message }
}

extension StoreError {
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    default: self.init(.failed, "the database `\(path)` cannot be used: \(error)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path)
    case .SQLITE_READONLY: self = .readOnly(path)
    case .SQLITE_FULL: self = .noSpace(path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .cannotOpen, "the database `\(path)` cannot be opened",
        help: "see that you may write the file and its folder")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(
        .corrupt, "the database `\(path)` is damaged",
        help: "run Verdict again: it sets the file aside and begins a new one")
    default:
      let reason = error.message ?? "\(error.resultCode)"
      self.init(.failed, "the database `\(path)` cannot be used: \(reason)")
    }
  }

  static func locked(_ path: String) -> StoreError {
    StoreError(
      .locked, "the database `\(path)` is in use by another process",
      help: "wait until the other Verdict has ended, then run this again")
  }

  static func readOnly(_ path: String) -> StoreError {
    StoreError(
      .readOnly, "the database `\(path)` cannot be written",
      help: "see that you may write the file and its folder, or put it elsewhere")
  }

  static func noSpace(_ path: String) -> StoreError {
    StoreError(
      .noSpace, "there is no space left for the database `\(path)`",
      help: "make room on that file system")
  }
}

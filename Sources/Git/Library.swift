internal import CGit2

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The state of libgit2 in this process.
package enum Library {
  /// Starts libgit2 once; every way in asks for it.
  ///
  /// `worktreeConfig` and `partialClone` do not change how objects and the index are read, so that
  /// repositories with them are accepted.
  static let isStarted: Bool = {
    guard verdict_git2_load() == 0, Certificates.leftOut({ git_libgit2_init() }) > 0 else {
      return false
    }
    // What it says of missing certificates is not the reason of a later failure.
    git_error_clear()
    // Its own bounds are 8 GB and 256 MB.
    guard verdict_git2_set_memory(48 << 20, 4 << 20, 24 << 20) == 0 else { return false }
    let names = ["worktreeconfig", "partialclone"]
    let copies = names.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var pointers = copies.map { UnsafePointer($0) }
    return verdict_git2_set_extensions(&pointers, pointers.count) == 0
  }()

  /// Makes libgit2 read the user's and the system's configuration from one folder alone, so that
  /// tests do not depend on the machine. To be called before any repository is opened.
  package static func isolateConfiguration(in folder: String) {
    _ = isStarted
    let levels = [
      GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
      GIT_CONFIG_LEVEL_PROGRAMDATA,
    ]
    for level in levels { _ = verdict_git2_set_search_path(level.rawValue, folder) }
  }
}

/// What libgit2 said of a call that failed. Its message belongs to the thread and the next call
/// replaces it, so that it is copied at once.
struct LibraryFailure: Error {
  let code: git_error_code
  let category: git_error_t
  let message: String

  init(code: Int32) {
    self.code = git_error_code(code)
    if let last = git_error_last() {
      category = git_error_t(UInt32(bitPattern: last.pointee.klass))
      message = last.pointee.message.map { String(cString: $0) } ?? "no reason was given"
    } else {
      category = GIT_ERROR_NONE
      message = "no reason was given (code \(code))"
    }
  }
}

/// Passes on a result of libgit2 that is not negative.
@discardableResult
func attempt(_ code: Int32) throws(LibraryFailure) -> Int32 {
  guard code >= 0 else { throw LibraryFailure(code: code) }
  return code
}

/// Runs a part that may fail in libgit2 and says what a failure means there.
func explaining<Result: ~Copyable>(
  _ explain: (LibraryFailure) -> GitError = { .library($0.message) },
  _ body: () throws(LibraryFailure) -> Result
) throws(GitError) -> Result {
  do { return try body() } catch { throw explain(error) }
}

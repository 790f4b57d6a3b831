internal import CGit2

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A kind of thing that libgit2 allocates, and how it is freed.
protocol HandleKind {
  static func free(_ pointer: OpaquePointer)
}

enum RepositoryKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_repository_free(pointer) }
}
enum IndexKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_index_free(pointer) }
}
enum DatabaseKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_odb_free(pointer) }
}
enum ObjectKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_object_free(pointer) }
}
enum RawObjectKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_odb_object_free(pointer) }
}
enum CommitKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_commit_free(pointer) }
}
enum TreeKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_tree_free(pointer) }
}
enum TreeEntryKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_tree_entry_free(pointer) }
}
enum DiffKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_diff_free(pointer) }
}
enum ReferenceKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_reference_free(pointer) }
}
enum ReferenceIteratorKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_reference_iterator_free(pointer) }
}
enum ConfigurationKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_config_free(pointer) }
}
enum ConfigurationIteratorKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_config_iterator_free(pointer) }
}
enum FilterListKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_filter_list_free(pointer) }
}
enum ConflictIteratorKind: HandleKind {
  static func free(_ pointer: OpaquePointer) { git_index_conflict_iterator_free(pointer) }
}

/// The one owner of something that libgit2 allocated.
struct Handle<Kind: HandleKind>: ~Copyable {
  let pointer: OpaquePointer

  /// Takes what `make` stores.
  init(_ make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32) throws(LibraryFailure) {
    var made: OpaquePointer?
    try attempt(make(&made))
    guard let made else { throw LibraryFailure(code: -1) }
    pointer = made
  }

  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  deinit { Kind.free(pointer) }

  /// Hands the pointer to another owner.
  consuming func release() -> OpaquePointer {
    let pointer = pointer
    discard self
    return pointer
  }
}

/// The tree of a commit, or the empty one, which libgit2 takes as no pointer.
struct BaseTree: ~Copyable {
  let pointer: OpaquePointer?

  init(_ tree: consuming Handle<TreeKind>) { pointer = tree.release() }
  init(_: Never?) { pointer = nil }

  deinit {
    if let pointer { TreeKind.free(pointer) }
  }
}

/// Runs `body` with a path as the C string that libgit2 takes.
func withCPath<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  (bytes + [0]).withUnsafeBytes { body($0.assumingMemoryBound(to: CChar.self).baseAddress!) }
}

/// The bytes of a C string, without the final zero.
func bytes(of string: UnsafePointer<CChar>) -> [UInt8] {
  Array(UnsafeRawBufferPointer(start: string, count: strlen(string)))
}

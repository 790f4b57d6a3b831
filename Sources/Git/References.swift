internal import CGit2

extension Repository {
  /// The commits that the branches and tags below a prefix point to, each once, sorted. Refs to
  /// something else, or to what is not there, are left out.
  ///
  /// - Parameter prefix: such as `refs/remotes/`; `refs/` for all.
  public func tips(below prefix: String) throws(GitError) -> [ObjectID] {
    let iterator = try explaining { () throws(LibraryFailure) in
      try Handle<ReferenceIteratorKind> {
        git_reference_iterator_glob_new($0, handle.pointer, prefix + "*")
      }
    }
    var found: Set<ObjectID> = []
    while true {
      var next: OpaquePointer?
      guard git_reference_next(&next, iterator.pointer) == 0, let next else { break }
      defer { git_reference_free(next) }
      // What a symbolic one leads to is listed itself.
      if git_reference_type(next) == GIT_REFERENCE_DIRECT, let commit = Self.commit(of: next) {
        found.insert(commit)
      }
    }
    return found.sorted()
  }

  private static func commit(of reference: OpaquePointer) -> ObjectID? {
    var object: OpaquePointer?
    guard git_reference_peel(&object, reference, GIT_OBJECT_COMMIT) == 0, let object else {
      return nil
    }
    defer { git_object_free(object) }
    return ObjectID(git_object_id(object).pointee)
  }

  /// The commit that an object is, or that the tags in front of it lead to; nil for a tree or a blob.
  ///
  /// - Throws: `missingObject`, `corruptObject`.
  public func peeled(_ id: ObjectID) throws(GitError) -> ObjectID? {
    var oid = id.oid
    let object: Handle<ObjectKind>
    do {
      object = try Handle { git_object_lookup($0, handle.pointer, &oid, GIT_OBJECT_ANY) }
    } catch {
      throw objectError(id, error)
    }
    var commit: OpaquePointer?
    guard git_object_peel(&commit, object.pointer, GIT_OBJECT_COMMIT) == 0, let commit else {
      return nil
    }
    defer { git_object_free(commit) }
    return ObjectID(git_object_id(commit).pointee)
  }
}

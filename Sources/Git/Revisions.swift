internal import CGit2
import Source

extension Repository {
  /// The commit that a revision names, in any of Git's ways to name one; tags are followed.
  ///
  /// - Throws: `unknownRevision`, `ambiguous`, `notACommit`, `noCommitYet`, or that an object cannot
  ///   be read.
  public func commitID(of revision: String) throws(GitError) -> ObjectID {
    let named: Handle<ObjectKind>
    do {
      named = try Handle { git_revparse_single($0, handle.pointer, revision) }
    } catch {
      throw revisionError(revision, error)
    }
    return try peel(named, revision)
  }

  /// The tree that a revision names: a tree, or that of a commit or a tag.
  ///
  /// - Throws: `unknownRevision`, `ambiguous`, `notACommit`, `noCommitYet`, or that an object cannot
  ///   be read.
  public func treeID(ofRevision revision: String) throws(GitError) -> ObjectID {
    let named: Handle<ObjectKind>
    do {
      named = try Handle { git_revparse_single($0, handle.pointer, revision) }
    } catch {
      throw revisionError(revision, error)
    }
    let object = named.pointer
    do {
      let tree = try Handle<ObjectKind> { git_object_peel($0, object, GIT_OBJECT_TREE) }
      return ObjectID(git_object_id(tree.pointer).pointee)
    } catch {
      if error.code == GIT_EPEEL || error.code == GIT_EINVALIDSPEC { throw .notACommit(revision) }
      throw objectError(ObjectID(git_object_id(object).pointee), error)
    }
  }

  private func peel(
    _ named: borrowing Handle<ObjectKind>, _ revision: String
  ) throws(GitError) -> ObjectID {
    let object = named.pointer
    do {
      let commit = try Handle<ObjectKind> { git_object_peel($0, object, GIT_OBJECT_COMMIT) }
      return ObjectID(git_object_id(commit.pointer).pointee)
    } catch {
      if error.code == GIT_EPEEL || error.code == GIT_EINVALIDSPEC { throw .notACommit(revision) }
      throw objectError(ObjectID(git_object_id(object).pointee), error)
    }
  }

  /// The commit of HEAD; nil when its branch has none yet.
  public func head() throws(GitError) -> ObjectID? {
    isUnborn ? nil : try commitID(of: "HEAD")
  }

  private func revisionError(_ revision: String, _ failure: LibraryFailure) -> GitError {
    switch failure.code {
    case GIT_EAMBIGUOUS: return .ambiguous(revision)
    case GIT_ENOTFOUND, GIT_EINVALIDSPEC: break
    default:
      if let id = ObjectID(hex: revision) ?? referenceTarget(revision) {
        return objectError(id, failure)
      }
      return .library("`\(revision)`: \(failure.message)")
    }
    if isUnborn, revision == "HEAD" || revision == "@" { return .noCommitYet }
    // What names an ancestor, a path or an older state follows the name itself.
    let name = revision.prefix { !"~^:@".contains($0) }
    let suffix = revision.dropFirst(name.count)
    if let id = referenceTarget(String(name)), !hasObject(id) {
      return .missingObject(id, isPartialClone: isPartialClone)
    }
    return .unknownRevision(
      revision, nearest: shortNames().nearest(to: String(name)).map { $0 + suffix })
  }

  private func referenceTarget(_ name: String) -> ObjectID? {
    let reference = try? Handle<ReferenceKind> { git_reference_dwim($0, handle.pointer, name) }
    var oid = git_oid()
    guard let reference,
      git_reference_name_to_id(&oid, handle.pointer, git_reference_name(reference.pointer)) == 0
    else { return nil }
    return ObjectID(oid)
  }

  /// The names of all branches and tags, without `refs/heads/` and the like.
  func shortNames() -> [String] {
    var array = git_strarray()
    guard git_reference_list(&array, handle.pointer) == 0 else { return [] }
    defer { git_strarray_dispose(&array) }
    let prefixes = ["refs/heads/", "refs/tags/", "refs/remotes/"]
    return (0..<array.count).compactMap { index in
      guard let string = array.strings[index] else { return nil }
      let name = String(cString: string)
      return prefixes.first { name.hasPrefix($0) }.map { String(name.dropFirst($0.count)) }
    }
  }

  /// The name of the branch that HEAD's branch follows, as in `origin/main`, with its commit; nil when
  /// there is none or HEAD is detached.
  public func upstream() throws(GitError) -> (name: String, commit: ObjectID)? {
    guard let head = headName, !isUnborn else { return nil }
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    guard git_branch_upstream_name(&buffer, handle.pointer, "refs/heads/\(head)") == 0,
      let pointer = buffer.ptr
    else { return nil }
    let name = String(cString: pointer)
    var oid = git_oid()
    guard git_reference_name_to_id(&oid, handle.pointer, name) == 0 else { return nil }
    let short = ["refs/remotes/", "refs/heads/"].first { name.hasPrefix($0) }
      .map { String(name.dropFirst($0.count)) }
    return (short ?? name, ObjectID(oid))
  }

  /// The best common ancestor of HEAD and its upstream; nil when there is no upstream or nothing in
  /// common.
  public func upstreamMergeBase() throws(GitError) -> ObjectID? {
    guard let upstream = try upstream(), let head = try head() else { return nil }
    return try graph.mergeBase(head, upstream.commit, in: self)
  }

  /// The best common ancestor of two commits; of several, the one committed last.
  ///
  /// - Throws: `noMergeBase`, or that a commit cannot be read.
  public func mergeBase(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> ObjectID {
    try mergeBase(a, b, labels: (a.short, b.short))
  }

  func mergeBase(
    _ a: ObjectID, _ b: ObjectID, labels: (String, String)
  ) throws(GitError) -> ObjectID {
    guard let base = try graph.mergeBase(a, b, in: self) else {
      throw .noMergeBase(labels.0, labels.1, isShallow: isShallow)
    }
    return base
  }

  /// The commits that `to` has and `from` has not, as `from..to` gives them: parents before children.
  /// In a shallow clone they end at its boundary.
  public func commits(from: ObjectID?, to: ObjectID) throws(GitError) -> [Commit] {
    var commits: [Commit] = []
    for id in try graph.commits(excluding: from.map { [$0] } ?? [], to: to, in: self) {
      commits.append(try commit(id))
    }
    return commits
  }

  /// The first parent; nil for a first commit.
  ///
  /// - Throws: `shallowBoundary` when a clone left it out.
  public func firstParent(of id: ObjectID) throws(GitError) -> ObjectID? {
    let parent = try commit(id).parents.first
    if parent != nil, graph.isBoundary(id) { throw .shallowBoundary(id) }
    return parent
  }

  /// The first parents of a commit, one of the other, that one first: what `git rev-list
  /// --first-parent` gives. In a shallow clone they end above its boundary, whose parent cannot be
  /// compared with.
  ///
  /// - Parameter excluded: a commit that, with all its ancestors, is left out.
  public func firstParentLine(
    of tip: ObjectID, excluding excluded: ObjectID? = nil
  ) throws(GitError) -> [ObjectID] {
    var wanted: Set<ObjectID>?
    if let excluded { wanted = Set(try graph.commits(excluding: [excluded], to: tip, in: self)) }
    var line: [ObjectID] = []
    var next: ObjectID? = tip
    while let id = next, wanted?.contains(id) ?? true, !graph.isBoundary(id) {
      line.append(id)
      next = try graph.node(id, in: self).parents.first
    }
    return line
  }
}

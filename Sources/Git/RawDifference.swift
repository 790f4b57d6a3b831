import Source

/// What `git diff --cached --raw -z` says: how the index differs from a commit. It is asked where the index
/// is of a kind that cannot be read here.
public struct RawDifference: Sendable {
  var deltas: [Delta] = []
  var unmerged: [SourcePath] = []

  /// The arguments of `git` for it, without anything that runs another program or leaves something out.
  ///
  /// - Parameter base: nil is before the first commit.
  public static func arguments(against base: ObjectID?) -> [String] {
    [
      "--no-pager", "-c", "core.fsmonitor=false", "-c", "index.sparse=false", "diff", "--cached",
      "--raw", "-z", "--no-renames",
      "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=none",
      "--no-color", "--ita-invisible-in-index",
    ] + [base?.hex].compactMap { $0 } + ["--"]
  }

  /// Reads `:<mode> <mode> <object> <object> <status>`, a zero, the path and a zero, for each file
  /// (git-diff(1), "Raw output format").
  ///
  /// - Returns: nil for what is no such output.
  public init?(_ output: [UInt8]) {
    var reader = output.split(separator: 0, omittingEmptySubsequences: false)[...]
    while let line = reader.popFirst(), !(line.isEmpty && reader.isEmpty) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
      guard words.count == 5, words[0].hasPrefix(":"),
        let oldMode = UInt32(words[0].dropFirst(), radix: 8),
        let newMode = UInt32(words[1], radix: 8), let old = ObjectID(hex: words[2]),
        let new = ObjectID(hex: words[3]), let name = reader.popFirst(), !name.isEmpty
      else { return nil }
      let path = SourcePath(bytes: Array(name))
      let before = Delta.End(path: path, id: old, mode: oldMode)
      let after = Delta.End(path: path, id: new, mode: newMode)
      switch words[4].first {
      case "A": deltas.append(Delta(.added, old: nil, new: after))
      case "D": deltas.append(Delta(.deleted, old: before, new: nil))
      case "M": deltas.append(Delta(.modified, old: before, new: after))
      case "T": deltas.append(Delta(.typeChanged, old: before, new: after))
      case "U": unmerged.append(path)
      default: return nil
      }
    }
    // A path in conflict is listed for each of its versions.
    let conflicts = Set(unmerged)
    deltas.removeAll { conflicts.contains($0.path) }
    unmerged = conflicts.sorted()
  }

  /// The version of a path that is staged; the outer nil where it is that of the commit.
  func staged(_ path: SourcePath) -> Delta.End?? {
    if unmerged.contains(path) { return .some(nil) }
    return deltas.first { $0.path == path }.map { $0.new }
  }
}

extension Repository {
  /// The variables with which Git finds this repository and its index.
  public var gitVariables: [String: String] {
    var variables = ["GIT_DIR": gitDirectory, "GIT_INDEX_FILE": indexPath]
    variables["GIT_WORK_TREE"] = workDirectory
    if opening.environment.ignoresReplacements { variables["GIT_NO_REPLACE_OBJECTS"] = "1" }
    return variables
  }

  /// Lets the index count as what Git said of it.
  public func use(_ difference: RawDifference, against base: ObjectID?) {
    differencesByGit[base] = difference
  }
}

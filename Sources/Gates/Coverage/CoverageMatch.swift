import Source

/// Which paths of reports mean which files of a tree. A report names files from the folder that its tool ran
/// in, from the root of a machine, or by module or package, so that only ends of paths can be compared.
struct CoverageMatch {
  /// All files of the tree, by their names.
  private var byName: [ArraySlice<UInt8>: [SourcePath]] = [:]

  init(_ paths: [SourcePath]) {
    for path in paths { byName[path.lastComponent, default: []].append(path) }
  }

  /// The file that a path of a report means: the one with which it has the most components in common from the
  /// end, when that is one alone, and when one of both is wholly the end of the other, or at least the folder
  /// is the same. Nil where no file is like it, or several are alike.
  func file(_ reported: String) -> SourcePath? {
    let path = SourcePath(reported)
    let components = path.components.filter { !$0.elementsEqual(".".utf8) }
    guard let candidates = byName[path.lastComponent] else { return nil }
    var best: SourcePath?
    var length = 0
    var isAlone = true
    for candidate in candidates {
      let own = candidate.components
      let common = zip(own.reversed(), components.reversed()).prefix { $0.elementsEqual($1) }.count
      if common > length {
        (best, length, isAlone) = (candidate, common, true)
      } else if common == length {
        isAlone = false
      }
    }
    guard isAlone, let best else { return nil }
    let isWhole = length == components.count || length == best.components.count
    return isWhole || length >= 2 ? best : nil
  }
}

import Git
import History
import Source

/// The history of a repository for those that only read it.
public enum HistoryAccess {
  /// Nil when nothing was recorded yet.
  ///
  /// - Throws: `StoreError`.
  public static func open(_ repository: Repository) throws -> RunStore? {
    let path = RunStore.path(commonDirectory: repository.commonDirectory)
    let isThere =
      Disk.kind(of: path) != nil
      || RunSpool(commonDirectory: repository.commonDirectory).exists
    return isThere ? try RunStore.open(path) : nil
  }
}

import Git
import Source

/// The shadow work tree of one run, which its tools share. Tools that need the same side work side by
/// side, as far as the cores go; the tree is brought to another side when nobody works in it.
public actor Workshop {
  /// A side of the change on disk.
  struct Place: Sendable {
    /// The absolute path of the files, all links resolved.
    let root: String
    /// The name of the tree, in hexadecimal digits.
    let tree: String
    /// A folder outside the tree for what tools report.
    let reports: String
    let notes: [String]
  }

  private struct Waiter {
    let side: Change.Side
    let weight: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  /// Opens the repository; nil where there is none.
  nonisolated let open: (@Sendable () throws(GitError) -> Repository)?
  private let slots: ShadowSlots
  /// How many cores tools may use together.
  nonisolated let cores: Int
  private var shadow: ShadowWorkTree?
  private var side: Change.Side?
  private var place: Place?
  private var used = 0
  private var waiting: [Waiter] = []

  /// - Parameter folder: where shadow work trees are kept.
  public init(
    folder: String, cores: Int, open: (@Sendable () throws(GitError) -> Repository)?
  ) {
    self.open = open
    slots = ShadowSlots(folder: folder)
    self.cores = max(1, cores)
  }

  /// Build products and packages of the tools that are known, by name; they stay from one run to the
  /// next, where nobody tracks them.
  private static let kept: Set<String> = [
    ".build", ".gradle", ".mypy_cache", ".ruff_cache", ".venv", "compile_commands.json",
    "node_modules", "obj", "target",
  ]

  /// Waits for its turn and gives the files of a side; `leave` gives them back.
  ///
  /// - Throws: `GitError`, `CancellationError`.
  func enter(_ side: Change.Side, cores weight: Int) async throws -> Place {
    let weight = min(max(1, weight), cores)
    if used == 0 || side == self.side && used + weight <= cores {
      used += weight
      if side != self.side {
        self.side = side
        place = nil
      }
    } else {
      await withCheckedContinuation {
        waiting.append(Waiter(side: side, weight: weight, continuation: $0))
      }
    }
    do {
      try Task.checkCancellation()
      if let place { return place }
      let made = try make(side)
      place = made
      return made
    } catch {
      leave(cores: weight)
      throw error
    }
  }

  func leave(cores weight: Int) {
    used -= min(max(1, weight), cores)
    var index = 0
    while index < waiting.count {
      let next = waiting[index]
      if next.side == side && used + next.weight <= cores {
        used += next.weight
        waiting.remove(at: index).continuation.resume()
      } else {
        index += 1
      }
    }
    if used == 0, let next = waiting.first {
      side = next.side
      place = nil
      used = next.weight
      waiting.removeFirst().continuation.resume()
    }
  }

  private func make(_ side: Change.Side) throws(GitError) -> Place {
    guard let open else { throw .library("there is no repository") }
    let repository = try open()
    func isKept(_ path: SourcePath) -> Bool {
      Self.kept.contains(String(decoding: path.lastComponent, as: UTF8.self))
    }
    let made =
      if let shadow {
        try repository.bring(shadow, to: side, keeping: isKept)
      } else {
        try repository.shadowWorkTree(of: side, in: slots, keeping: isKept)
      }
    shadow = made
    return Place(
      root: ScratchFolder.resolved(made.path), tree: made.tree.hex, reports: made.reportFolder,
      notes: made.notes)
  }
}

import Git
import Source
import Synchronization
import Verification

/// The tasks of a change, found once for all gates of a run and for all that they are asked.
final class TaskList: Sendable {
  private struct Key: Hashable {
    let after: Change.Side
    let files: [SourcePath]
  }

  private let found = Mutex<[Key: [Tool.Role: [ToolTask]]]>([:])

  /// The tasks of a role.
  ///
  /// - Parameter lookup: asked for the manifests where the change is not known yet.
  func tasks(
    _ role: Tool.Role, _ subject: Subject, lookup: () -> ProjectLookup?
  ) -> [ToolTask] {
    let key = Key(after: subject.change.after, files: subject.files.map(\.path))
    return found.withLock { found in
      if let known = found[key] { return known[role] ?? [] }
      var made: [Tool.Role: [ToolTask]] = [:]
      if let lookup = lookup() {
        for role in [Tool.Role.compile, .lint, .tests] {
          made[role] = ToolTask.tasks(role, subject, lookup)
        }
      }
      found[key] = made
      return made[role] ?? []
    }
  }
}

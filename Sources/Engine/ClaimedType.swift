import Commits
import Git
import SemanticDiff

extension ChangeType {
  /// The type that the messages of the commits claim; nil where one claims none or they differ.
  init?(claimedBy commits: [Commit]) {
    let claims = Set(
      commits.map { commit in
        (try? ConventionalCommit(parsing: commit.message)).flatMap {
          ChangeType(conventionalType: $0.type)
        }
      })
    guard claims.count == 1, let claim = claims.first, let claim else { return nil }
    self = claim
  }
}

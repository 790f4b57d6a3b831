import Commits
import Git
import SemanticDiff

extension ChangeType {
  /// The type that one message claims; nil where it claims none.
  init?(claimedBy message: String) {
    guard let work = CommitClaims(CommitMessage(message)).work else { return nil }
    self.init(conventionalType: work.type)
  }

  /// The type that the messages of the commits claim together, in the way in which the type of their
  /// whole difference is found: where one changes what the program does, so do all of them together,
  /// and documents and tests may accompany other work. Nil where one of them claims none, or they
  /// claim things that do not go together. Merges, and what is to be squashed, claim nothing and are
  /// left out.
  init?(claimedBy commits: [Commit]) {
    let messages = commits.map { CommitMessage($0.message) }.filter { message in
      switch message.kind {
      case .ordinary, .revert, .reapply: true
      case .merge, .fixup, .squash, .amend: false
      }
    }
    let claims = Set(messages.map { ChangeType(claimedBy: $0.text) })
    if claims.contains(.code) {
      self = .code
      return
    }
    guard !claims.contains(nil) else { return nil }
    let types = Set(claims.compactMap { $0 })
    for (type, company) in ChangeType.accompanied
    where types.contains(type) && types.isSubset(of: company.union([type])) {
      self = type
      return
    }
    return nil
  }

  /// What may accompany work of a type, the type that gives its name to the whole first.
  private static let accompanied: [(ChangeType, Set<ChangeType>)] = [
    (.release, [.docs, .devops]), (.refactor, [.docs, .test]), (.devops, [.docs]),
    (.test, [.docs]), (.docs, []),
  ]
}

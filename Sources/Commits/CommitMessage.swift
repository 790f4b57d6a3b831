/// What a commit message consists of.
public struct CommitMessage: Sendable {}

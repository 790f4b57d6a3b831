import Git
import Policy
import SemanticDiff
import Source
import Toolchain

/// What one repository's verdicts would run, and what of it the user allows.
public struct Trusting {
  private let repository: Repository
  private let surroundings: Surroundings
  private var store: TrustStore

  /// - Throws: `Problem` when the user's list cannot be read.
  public init(_ repository: Repository, _ surroundings: Surroundings) throws(Problem) {
    self.repository = repository
    self.surroundings = surroundings
    store = try TrustStore.load(surroundings.trustFile)
  }

  /// Something that would run, and whether it may.
  public typealias Proposal = (item: TrustItem, isTrusted: Bool)

  /// The programs that detection proposes for the languages of this repository, and the policies outside of
  /// it that its policy extends.
  ///
  /// - Throws: `GitError`, `Problem`.
  public func proposals() throws -> [Proposal] {
    // Of a policy that cannot be read nothing is run either.
    let policies = (try? PolicyLoader(repository, surroundings).outside()) ?? []
    return (try toolProposals().items + policies).map {
      ($0, store.trusted($0, repository: repository.commonDirectory))
    }
  }

  /// The programs that verdicts would run and that are not found, by their names.
  ///
  /// - Throws: `GitError`, `Problem`.
  func missing() throws -> [String] { try toolProposals().missing }

  private func toolProposals() throws -> ToolProposals {
    let context = try Checking(repository, surroundings).toolContext(trustsAll: false)
    let side: Change.Side
    if !repository.isBare {
      side = .index
    } else if let head = try repository.head() {
      side = .commit(head, label: "HEAD")
    } else {
      side = .nothing
    }
    // A policy that is not valid names nothing that would run.
    let policy =
      (try? PolicyLoader(repository, surroundings).current().policy) ?? .builtIn(GateList.schema)
    let types = ["default"] + ChangeType.allCases.map(\.rawValue)
    return context.proposals(
      forFiles: try repository.listing(of: side).map(\.path),
      settings: types.flatMap { type in
        ["compile", "lint", "tests"].map { ($0, policy.settings(for: $0, type: type)) }
      }, in: side)
  }

  /// Allows every proposal and returns them.
  ///
  /// - Throws: `GitError`, `Problem` when it cannot be written down.
  public mutating func trustProposals() throws -> [TrustItem] {
    let items = try proposals().map(\.item)
    store.trust(items, repository: repository.commonDirectory)
    try store.save()
    return items
  }

  /// Takes all trust in the repository back and returns how many items had it.
  ///
  /// - Throws: `Problem` when it cannot be written down.
  public mutating func revoke() throws(Problem) -> Int {
    let count = store.items(repository: repository.commonDirectory).count
    store.revoke(repository: repository.commonDirectory)
    try store.save()
    return count
  }
}

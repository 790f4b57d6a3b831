import Git
import Policy
import Source

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
    let context = try Checking(repository, surroundings).toolContext(trustsAll: false)
    let programs = context.proposals(forExtensions: try repository.trackedExtensions())
    // Of a policy that cannot be read nothing is run either.
    let policies = (try? PolicyLoader(repository, surroundings).outside()) ?? []
    return (programs + policies).map {
      ($0, store.trusted($0, repository: repository.commonDirectory))
    }
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

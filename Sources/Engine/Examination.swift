import Git
import History
import Policy
import Report
import Source

/// What `verdict doctor` looks at: all that a verdict needs from this machine and this repository.
public struct Examination {
  private let surroundings: Surroundings
  private let version: String
  private let open: () throws -> Repository

  /// - Parameter open: opens the repository, when its turn comes.
  public init(
    _ surroundings: Surroundings, version: String, open: @escaping () throws -> Repository
  ) {
    self.surroundings = surroundings
    self.version = version
    self.open = open
  }

  public func results() async -> [Examined] {
    var results = [Examined(.fine, "verdict", version)]
    let repository: Repository
    do {
      repository = try open()
    } catch {
      let problem = (error as? GitError)?.problem ?? Problem(.failure, "\(error)")
      results.append(Examined(.broken, "repository", problem.message, help: problem.help))
      return results
    }
    results.append(
      Examined(.fine, "repository", repository.workDirectory ?? "\(repository.gitDirectory) (bare)")
    )
    results.append(policy(repository))
    results.append(history(repository))
    results += cache()
    results += programs(repository)
    results += await hooks(repository)
    return results
  }

  private func cache() -> [Examined] {
    let sizes = CacheFolder(surroundings).sizes()
    if sizes.isEmpty { return [] }
    let parts = sizes.map { "\($0.part.rawValue) \(Self.text($0.bytes))" }
    return [
      Examined(
        .fine, "cache", "\(surroundings.cacheFolder): \(parts.joined(separator: ", "))",
        help: sizes.contains { $0.part == .trees && $0.bytes > 1 << 30 }
          ? "`verdict doctor --clean` frees what can be made again" : nil)
    ]
  }

  /// Whole megabytes, rounded up.
  public static func text(_ bytes: Int64) -> String { "\((bytes + 999_999) / 1_000_000) MB" }

  private func policy(_ repository: Repository) -> Examined {
    do {
      return Examined(
        .fine, "policy",
        try Checking(repository, surroundings).policyLoader(trustsAll: false).current().origin)
    } catch let error as PolicyError {
      return Examined(
        .broken, "policy", error.problems.map(\.message).joined(separator: "; "),
        help: "`verdict config check` shows every place")
    } catch {
      return Examined(.broken, "policy", "cannot be read: \(error)")
    }
  }

  private func history(_ repository: Repository) -> Examined {
    do {
      guard let store = try HistoryAccess.open(repository) else {
        return Examined(.fine, "history", "nothing recorded yet")
      }
      let count = try store.count()
      return Examined(
        .fine, "history", store.note ?? "\(count) \(count == 1 ? "verdict" : "verdicts")")
    } catch {
      let problem = EngineError.problem(error)
      return Examined(.broken, "history", problem?.message ?? "\(error)", help: problem?.help)
    }
  }

  private func programs(_ repository: Repository) -> [Examined] {
    do {
      let trusting = try Trusting(repository, surroundings)
      let missing = try trusting.missing()
      return try trusting.proposals().map { proposal in
        Examined(
          proposal.isTrusted ? .fine : .open, proposal.item.name,
          "\(proposal.item.path), \(proposal.isTrusted ? "trusted" : "not trusted here")",
          help: proposal.isTrusted ? nil : "`verdict trust` allows it")
      }
        + missing.map {
          Examined(
            .broken, $0, "not installed, though files of its language are here",
            help: "install it, or put its folder into PATH")
        }
    } catch {
      let problem = (error as? Problem) ?? (error as? GitError)?.problem
      return [
        Examined(.broken, "trust", problem?.message ?? "\(error)", help: problem?.help)
      ]
    }
  }

  private func hooks(_ repository: Repository) async -> [Examined] {
    do {
      let statuses = try await Hooks(repository, surroundings).statuses(
        searchPath: surroundings.searchPath
      ).filter { !$0.isLeftOut }
      // Those that stand alike share a line.
      var remarks: [String] = []
      for status in statuses where !remarks.contains(status.remark) {
        remarks.append(status.remark)
      }
      return remarks.map { remark in
        let alike = statuses.filter { $0.remark == remark }
        let isActive = alike.allSatisfy(\.isActive)
        return Examined(
          isActive ? .fine : .open, "hooks",
          "\(remark): \(alike.map(\.name.rawValue).joined(separator: ", "))",
          help: isActive ? nil : "`verdict hook install` adds what is missing")
      }
    } catch {
      let problem = (error as? GitError)?.problem
      return [
        Examined(.broken, "hooks", problem?.message ?? "\(error)", help: problem?.help)
      ]
    }
  }
}

import Git
import Programs
import Source

extension Repository {
  /// Runs a part that reads the index. Where the index is of a kind that only Git may know, Git is asked
  /// what is staged, and the part runs again.
  ///
  /// - Throws: what the part throws; `unknownIndex` where Git cannot say it either.
  func askingGit<Result>(
    _ surroundings: Surroundings, _ body: () throws -> Result
  ) async throws -> Result {
    // The commits that the index is compared with are HEAD and, where it is replaced, its parent.
    for _ in 0..<3 {
      do {
        return try body()
      } catch GitError.unknownIndex(let path, let detail, let base) {
        let difference = await difference(against: base, surroundings)
        guard let difference else {
          throw GitError.unknownIndex(path: path, detail: detail, base: base)
        }
        use(difference, against: base)
      }
    }
    return try body()
  }

  private func difference(
    against base: ObjectID?, _ surroundings: Surroundings
  ) async -> RawDifference? {
    guard
      let git = Program.find(
        "git", searchPath: surroundings.searchPath, outside: workDirectory)
    else { return nil }
    let environment = surroundings.environment.filter {
      !$0.key.hasPrefix("GIT_") || $0.key.hasPrefix("GIT_CONFIG")
        || $0.key.hasSuffix("OBJECT_DIRECTORY") || $0.key.hasSuffix("OBJECT_DIRECTORIES")
    }
    let completion = try? await Invocation(
      git, RawDifference.arguments(against: base),
      workingDirectory: workDirectory ?? gitDirectory,
      environment: environment.merging(gitVariables) { $1 }, timeLimit: .seconds(60),
      outputLimit: 256 << 20
    ).run()
    guard let completion, completion.succeeded else { return nil }
    return RawDifference(completion.standardOutput)
  }
}

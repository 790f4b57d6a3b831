import FoundationEssentials
import Source

/// What the user trusts, for each repository: a JSON file in the user's configuration folder, never
/// in a repository.
public struct TrustStore: Sendable {
  /// `<configuration folder>/trust.json`.
  public let path: String
  private var repositories: [String: Set<TrustItem>]
  /// The file as it was read; nil when there was none.
  private var saved: [UInt8]?
  private var isChanged = false

  private struct File: Codable {
    var format: String
    var repositories: [String: [TrustItem]]
  }

  private static let format = "verdict.trust/1"

  /// Reads the file; where there is none nothing is trusted.
  ///
  /// - Throws: `Problem` when the file cannot be read, is not such a file, or can be written by
  ///   other users. It is then left as it is.
  public static func load(_ path: String) throws(Problem) -> TrustStore {
    guard let bytes = try PrivateFile.read(path) else {
      return TrustStore(path: path, repositories: [:], saved: nil)
    }
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: Data(bytes))
    } catch {
      throw Problem(
        .usage, "the list of what you trust cannot be read: it is damaged",
        at: Problem.Place(path: path),
        help: "mend the file or remove it, then give your trust again by `verdict trust`")
    }
    guard file.format == format else {
      throw Problem(
        .usage, "the list of what you trust has the format `\(file.format)`, not `\(format)`",
        at: Problem.Place(path: path), help: "use the Verdict that wrote it, or remove the file")
    }
    return TrustStore(
      path: path, repositories: file.repositories.mapValues { Set($0) }, saved: bytes)
  }

  private init(path: String, repositories: [String: Set<TrustItem>], saved: [UInt8]?) {
    self.path = path
    self.repositories = repositories
    self.saved = saved
  }

  /// Whether the user has agreed to the item.
  ///
  /// - Parameter repository: The canonical path of the repository's common Git directory; likewise
  ///   below.
  public func trusted(_ item: TrustItem, repository: String) -> Bool {
    repositories[repository]?.contains(item) ?? false
  }

  /// What is trusted in a repository, in the order of its text.
  public func items(repository: String) -> [TrustItem] {
    (repositories[repository] ?? []).sorted { $0.canonicalText < $1.canonicalText }
  }

  /// Notes the user's consent; `save` keeps it.
  public mutating func trust(_ items: [TrustItem], repository: String) {
    let new = (repositories[repository] ?? []).union(items)
    guard !new.isEmpty, new != repositories[repository] else { return }
    repositories[repository] = new
    isChanged = true
  }

  /// Takes back all trust in a repository; `save` keeps it.
  public mutating func revoke(repository: String) {
    if repositories.removeValue(forKey: repository) != nil { isChanged = true }
  }

  /// Writes the file if anything was changed, whole or not at all, for the user's eyes only.
  ///
  /// - Throws: `Problem` when it cannot be written, or was changed by somebody else since `load`.
  public mutating func save() throws(Problem) {
    guard isChanged else { return }
    let file = File(
      format: Self.format,
      repositories: repositories.mapValues { $0.sorted { $0.canonicalText < $1.canonicalText } })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(file) else {
      throw Problem(
        .failure, "the list of what you trust cannot be written", at: Problem.Place(path: path))
    }
    let bytes = Array(data) + [UInt8(ascii: "\n")]
    guard try PrivateFile.read(path) == saved else {
      throw Problem(
        .failure, "the list of what you trust was changed by another process",
        at: Problem.Place(path: path), help: "run the command again")
    }
    try PrivateFile.write(bytes, to: path)
    saved = bytes
    isChanged = false
  }
}

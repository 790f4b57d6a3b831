import Git
import Report
import SemanticDiff
import Source
import Syntax

/// Who names what a change changes or removes, on its after side: a step behind the diff, which stays a
/// pure function.
public struct ImpactLookup {
  /// The file that keeps the references of a repository; nil to keep none.
  private let path: String?
  private let progress: @Sendable (Int, Int) -> Void

  /// - Parameter progress: is told how many of how many files are read, when some are.
  public init(
    _ surroundings: Surroundings, _ repository: Repository?,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) {
    path = repository.map {
      surroundings.cacheFolder(of: $0.commonDirectory) + "/names.sqlite"
    }
    self.progress = progress
  }

  /// Adds to each entity change of a report who names it.
  ///
  /// What goes wrong is said in the report; the diff stands all the same.
  ///
  /// - Throws: `CancellationError`.
  public func add(
    to report: inout DiffReport, of change: Change, in repository: Repository
  ) async throws {
    let targets = ImpactTarget.all(report.files)
    var snapshot = Snapshot([]) { _ throws(GitError) in [] }
    if !targets.isEmpty {
      do {
        snapshot = try repository.snapshot(of: change.after)
      } catch {
        report.impact = ImpactSummary(
          files: 0, note: "who names what was not looked up: \(error.problem.message)")
        return
      }
    }
    try await add(to: &report, targets, snapshot.files) { id, path in
      try? snapshot.contents(of: ListedFile(path: path, id: id))
    }
  }

  /// The same for the files of a folder, of which nothing is kept.
  func add(to report: inout DiffReport, files: [(path: SourcePath, bytes: [UInt8])]) async throws {
    var contents: [ObjectID: [UInt8]] = [:]
    var listed: [ListedFile] = []
    for file in files {
      guard let id = ObjectID(ofBlob: file.bytes) else { continue }
      contents[id] = file.bytes
      listed.append(ListedFile(path: file.path, id: id))
    }
    try await add(to: &report, ImpactTarget.all(report.files), listed) { id, _ in contents[id] }
  }

  private func add(
    to report: inout DiffReport, _ targets: [ImpactTarget], _ listed: [ListedFile],
    contents: (ObjectID, SourcePath) -> [UInt8]?
  ) async throws {
    for file in report.files.indices {
      for entity in report.files[file].entities.indices
      where ImpactTarget.concerns(report.files[file].entities[entity]) {
        report.files[file].entities[entity].impact = []
      }
    }
    report.impact = ImpactSummary(files: 0, note: nil)
    if targets.isEmpty { return }
    var index = ReferenceIndex(listed, keptAt: path)
    try await index.update(contents: contents, progress: progress)
    let names = Set(targets.flatMap { [$0.hash] + ($0.holder.map { [NameKey.of($0)] } ?? []) })
    var search = NameSearch(names, in: &index)
    if !search.isWhole {
      try await index.update(contents: contents, progress: progress)
      search = NameSearch(names, in: &index)
    }
    resolve(targets, search, index, &report)
    report.impact = ImpactSummary(files: index.files.count, note: index.note)
    index.close()
  }

  private func resolve(
    _ targets: [ImpactTarget], _ search: NameSearch, _ index: ReferenceIndex,
    _ report: inout DiffReport
  ) {
    var places: [SourcePath: Int] = [:]
    for (place, file) in index.files.enumerated() { places[file.path] = place }
    let holders = Set(targets.compactMap(\.holder)).reduce(into: [String: Set<Int>]()) {
      $0[$1] = Set(search.files(NameKey.of($1)))
    }
    var packages: [SourcePath: String] = [:]
    var byFile: [Int: [ReferenceResolver]] = [:]
    for target in targets {
      if packages[target.path] == nil {
        packages[target.path] =
          places[target.path].flatMap { index.references($0)?.package } ?? ""
      }
      let declaring = search.declaring(target.hash, target.family)
      let files = search.files(target.hash)
      let resolver = ReferenceResolver(
        target: target,
        link: LinkTarget(
          path: target.path, family: target.family, package: packages[target.path]!),
        // What is gone counts too.
        declaring: declaring + (target.isOld ? 1 : 0), holding: files.count)
      for file in files { byFile[file, default: []].append(resolver) }
    }
    for (file, resolvers) in byFile.sorted(by: { $0.key < $1.key }) {
      guard let references = index.references(file) else { continue }
      let path = index.files[file].path
      for resolver in resolvers {
        let target = resolver.target
        let found = resolver.dependents(
          in: references, at: path,
          namesHolder: target.holder.map { holders[$0]?.contains(file) == true } ?? false)
        // Where the name is still declared, a use that leads nowhere for sure means that.
        let kept = found.filter {
          !target.isOld || resolver.declaring <= 1
            || $0.confidence == .certain && path != target.path
        }
        report.files[target.file].entities[target.entity].impact! += kept
      }
    }
    for file in report.files.indices {
      for entity in report.files[file].entities.indices {
        report.files[file].entities[entity].impact?.sort {
          ($0.isStale ? 0 : 1, $1.confidence, $0.isTest ? 1 : 0, $0.path, $0.line, $0.qualifiedName)
            < (
              $1.isStale ? 0 : 1, $0.confidence, $1.isTest ? 1 : 0, $1.path, $1.line,
              $1.qualifiedName
            )
        }
      }
    }
  }
}

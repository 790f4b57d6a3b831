import Foundation
import Source
import Testing

@testable import Git

/// What is staged, in random states of the index, against `git diff --cached`.
@Suite struct StagedTests {
  /// Each seed is a repository; after each of its steps both sides are asked. `scripts/accuracy staged`
  /// does more of them.
  @Test(arguments: seeds)
  func `staged changes are those of git in every state of the index`(_ seed: Int) throws {
    var walk = try IndexWalk(seed: seed)
    for _ in 0..<IndexWalk.steps {
      try walk.step()
      try walk.check()
    }
    #expect(walk.compared > IndexWalk.steps / 3)
  }

  /// `VERDICT_STAGED_SEEDS=100-200` asks for others.
  static var seeds: Range<Int> {
    let ends = ProcessInfo.processInfo.environment["VERDICT_STAGED_SEEDS"]?.split(separator: "-")
      .compactMap { Int($0) }
    guard let ends, ends.count == 2, ends[0] < ends[1] else { return 0..<12 }
    return ends[0]..<ends[1]
  }
}

/// Random operations of Git on one repository.
struct IndexWalk {
  static let steps = 30

  private let test: TestRepository
  private var random: Seeded
  private var steps: [String] = []
  /// How often both sides were compared.
  private(set) var compared = 0
  /// Names that sort around one another, some of which are files in one step and folders in another.
  private static let names = [
    "a", "a-b", "a.txt", "a/b", "a/b/c.txt", "a/b.txt", "a0", "b/c/d/e.txt", "b/c.txt", "b/d",
    "b/ä.txt", "c*d", "-x", ":(top)y", "z/\u{65}\u{301}", "z/\u{E9}", "long/" + longName,
  ]
  private static let longName = (0..<30).map { _ in "segment-of-a-long-path" }.joined(
    separator: "/")

  init(seed: Int) throws {
    random = Seeded(state: UInt64(seed) &* 7919)
    test = try TestRepository()
    // Half of them begin before the first commit.
    for name in Self.names where Bool.random(using: &random) { try write(name) }
    if Bool.random(using: &random) {
      try git("add", "--all")
      try git("commit", "--quiet", "--allow-empty", "-m", "first")
    }
  }

  /// Whatever Git refuses in the state of the moment is left out.
  private mutating func git(_ arguments: String...) throws {
    steps.append(arguments.joined(separator: " "))
    try test.git(arguments, mayFail: true)
    // Left by one that was stopped.
    try? test.remove(".git/index.lock")
  }

  private mutating func name() -> String { Self.names.randomElement(using: &random)! }

  private mutating func write(_ name: String) throws {
    // A file may stand where a folder should, and the other way round.
    var parent = ""
    for part in name.split(separator: "/").dropLast() {
      parent += (parent.isEmpty ? "" : "/") + part
      var isFolder: ObjCBool = false
      let path = test.folder + "/" + parent
      if !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        || !isFolder.boolValue
      {
        // Also a link that leads nowhere.
        try? test.remove(parent)
      }
    }
    try? test.remove(name)
    let lines = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
      String(Int.random(in: 0..<5, using: &random))
    }
    steps.append("write \(name)")
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      try test.write(SourcePath(name), "")
      try test.remove(name)
      try test.link(name, to: "target-\(lines.count)")
    default: try test.write(SourcePath(name), lines.joined(separator: "\n"))
    }
  }

  mutating func step() throws {
    let path = name()
    switch Int.random(in: 0..<24, using: &random) {
    case 0, 1, 2:
      try write(path)
      try git("add", "--sparse", "--", ":(literal)" + path)
    case 3:
      for _ in 0..<3 { try write(name()) }
      try git("add", "--sparse", "--all")
    case 4: try git("rm", "--quiet", "-f", "--sparse", "-r", "--", ":(literal)" + path)
    case 5: try git("rm", "--quiet", "--cached", "-r", "--sparse", "--", ":(literal)" + path)
    case 6: try git("mv", "-f", "--", path, name())
    case 7:
      try git("update-index", "--chmod=\(Bool.random(using: &random) ? "+" : "-")x", "--", path)
    case 8:
      try write(path)
      try git("add", "--sparse", "--intent-to-add", "--", ":(literal)" + path)
    case 9:
      // Staged in one version, edited in another.
      try write(path)
      try git("add", "--sparse", "--", ":(literal)" + path)
      try write(path)
    case 10: try conflict()
    case 11:
      try git("update-index", Bool.random(using: &random) ? "--split-index" : "--no-split-index")
    case 12:
      try git("update-index", "--index-version", "\([2, 3, 4].randomElement(using: &random)!)")
    case 13: try git("update-index", "--skip-worktree", "--", path)
    case 14: try git("update-index", "--assume-unchanged", "--", path)
    case 15:
      let index = Bool.random(using: &random) ? "--sparse-index" : "--no-sparse-index"
      try git("sparse-checkout", "set", "--cone", index, Bool.random(using: &random) ? "a" : "b/c")
    case 16: try git("sparse-checkout", "disable")
    case 17: try git("read-tree", Bool.random(using: &random) ? "HEAD" : "--empty")
    case 18, 19: try git("commit", "--quiet", "-m", "next")
    case 20:
      try git("stash", "--quiet")
      if Bool.random(using: &random) { try git("stash", "pop", "--quiet") }
    case 21:
      try git(
        "reset", "--quiet", ["--soft", "--mixed", "--hard"].randomElement(using: &random)!, "HEAD~1"
      )
    case 22: try git("write-tree")
    default:
      try git(
        "-c", "index.threads=2", "-c", "index.skipHash=true", "update-index", "--force-write-index")
    }
  }

  /// Two branches that change one file; one of them may delete it.
  private mutating func conflict() throws {
    let path = name()
    try git("branch", "-f", "side", "HEAD~1")
    try write(path)
    try git("add", "--all")
    try git("commit", "--quiet", "-m", "ours")
    try git("merge", "--quiet", "side", "--no-edit")
    if Bool.random(using: &random) { try git("merge", "--abort") }
  }

  mutating func check() throws {
    // With `index.sparse` Git 2.39 takes an index to be sparse while it reads it, and loses entries when
    // one of them is only intended to be added.
    let raw = try? test.git([
      "-c", "index.sparse=false", "diff", "--cached", "--raw", "--no-abbrev", "--no-renames", "-z",
    ])
    let expected = raw.map { Self.parsed($0).sorted() }
    // `git add --sparse` can damage such an index for good: entries are lost, others there twice, or Git
    // reads it no more.
    guard let expected, Set(expected).count == expected.count else {
      try? test.remove(".git/index")
      return try git("read-tree", "HEAD")
    }
    compared += 1
    try compareWithWordsOfGit()
    let found = try test.open().stagedPaths().sorted()
    guard found != expected else { return }
    Issue.record(
      """
      differs from git after
        \(steps.joined(separator: "\n  "))
      only git: \(expected.filter { !found.contains($0) })
      only here: \(found.filter { !expected.contains($0) })
      """)
  }

  /// What Git says of an index that cannot be read counts the same as what is read of this one.
  private func compareWithWordsOfGit() throws {
    let (own, other) = (try test.open(), try test.open())
    let head = try own.head()
    let raw = try test.git(["-c", "index.sparse=false"] + RawDifference.arguments(against: head))
    other.use(try #require(RawDifference(raw)), against: head)
    let (read, said) = (try own.change(.staged).files, try other.change(.staged).files)
    // Of a path in conflict Git does not say what both sides have.
    let conflicts = Set(read.filter { $0.status == .unmerged }.map(\.path))
    #expect(conflicts == Set(said.filter { $0.status == .unmerged }.map(\.path)))
    #expect(
      read.filter { $0.status != .unmerged } == said.filter { $0.status != .unmerged },
      "after \(steps.joined(separator: "; "))")
    let listed = try own.listing(of: .index).filter { !conflicts.contains($0.path) }
    #expect(
      listed == (try other.listing(of: .index).filter { !conflicts.contains($0.path) }),
      "after \(steps.joined(separator: "; "))")
  }

  /// Status, modes, objects and path of each line.
  private static func parsed(_ raw: [UInt8]) -> [String] {
    let fields = raw.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    let lines = stride(from: 0, to: fields.count - 1, by: 2).map {
      "\(fields[$0]) \(fields[$0 + 1])"
    }
    return lines
  }
}

extension Repository {
  /// What is staged, as the lines of `git diff --cached --raw --no-abbrev --no-renames`, for comparison
  /// with Git.
  fileprivate func stagedPaths() throws(GitError) -> [String] {
    var comparison = TreeComparison(readTree: treeObject)
    let tree = try head().map(treeID)
    try comparison.compare(tree, try indexFile())
    func mode(_ end: Delta.End?) -> String {
      let digits = String(end?.mode ?? 0, radix: 8)
      return String(repeating: "0", count: 6 - digits.count) + digits
    }
    func line(_ old: Delta.End?, _ new: Delta.End?, _ letter: String, _ path: SourcePath) -> String
    {
      ":\(mode(old)) \(mode(new)) \(old?.id ?? .zero) \(new?.id ?? .zero) \(letter) \(path)"
    }
    let letters: [FileStatus: String] = [
      .added: "A", .deleted: "D", .modified: "M", .typeChanged: "T",
    ]
    return comparison.deltas.map { line($0.old, $0.new, letters[$0.status] ?? "?", $0.path) }
      + comparison.conflicts.map { line($0.before, nil, "U", $0.path) }
  }
}

import Git
import Source
import Testing

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct RandomTests {
  /// Lines that no other file has, so that only what was meant as a rename looks like one.
  func lines(_ random: inout Seeded) -> [String] {
    (0..<30).map { _ in String(random.next(), radix: 36) }
  }

  /// Stages random additions, deletions, edits, renames, mode and type changes.
  func stageRandomly(_ test: TestRepository, _ random: inout Seeded) throws {
    let names = (0..<12).map { "\(["", "a/", "a/b/", "a.b/"][$0 % 4])file\($0).txt" }
    var contents: [String: [String]] = [:]
    for name in names {
      contents[name] = lines(&random)
      try test.write(SourcePath(name), contents[name]!.joined(separator: "\n"))
    }
    try test.git("add", "--all")
    try test.commit("first")
    for name in names {
      var text = contents[name]!
      text[Int.random(in: 0..<30, using: &random)] = "edited"
      let edited = text.joined(separator: "\n")
      switch Int.random(in: 0..<8, using: &random) {
      case 0: try test.remove(name)
      case 1: try test.write(SourcePath(name), edited)
      case 2:
        try test.remove(name)
        try test.write(SourcePath("moved/" + name), contents[name]!.joined(separator: "\n"))
      case 3:
        try test.remove(name)
        try test.write(SourcePath(name + ".new"), edited)
      case 4: try test.write(SourcePath(name + "-added"), lines(&random).joined(separator: "\n"))
      case 5: try test.git("update-index", "--chmod=+x", name)
      case 6:
        try test.remove(name)
        try test.link(name, to: "target-\(name)")
      default: break
      }
    }
    try test.git("-c", "core.fileMode=false", "add", "--all")
  }

  /// What `git diff --raw -z` says: status and paths with modes and objects.
  func expected(_ raw: [UInt8]) -> [String] {
    let fields = raw.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    var found: [String] = []
    var index = 0
    while index < fields.count {
      let head = fields[index].dropFirst().split(separator: " ")
      let isPair = head[4].hasPrefix("R") || head[4].hasPrefix("C")
      let paths = fields[(index + 1)...(index + (isPair ? 2 : 1))]
      found.append(
        "\(head[4].prefix(1)) \(head[2]) \(head[3]) \(paths.joined(separator: " -> "))")
      index += isPair ? 3 : 2
    }
    return found.sorted()
  }

  func found(_ change: Change) -> [String] {
    let letters: [FileStatus: String] = [
      .added: "A", .deleted: "D", .modified: "M", .renamed: "R", .copied: "C",
      .typeChanged: "T", .unmerged: "U",
    ]
    func id(_ version: FileVersion?) -> String {
      guard case .object(let id)? = version?.source else {
        return String(repeating: "0", count: 40)
      }
      return id.hex
    }
    return change.files.map { file in
      let paths = file.oldPath.map { "\($0) -> \(file.path)" } ?? "\(file.path)"
      return "\(letters[file.status]!) \(id(file.before)) \(id(file.after)) \(paths)"
    }.sorted()
  }

  @Test(arguments: 0..<40)
  func `staged changes are those of git`(_ seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let test = try TestRepository()
    try stageRandomly(test, &random)
    let raw = try test.git(["diff", "--cached", "--raw", "--no-abbrev", "-z", "-M"])
    let changed = try test.open().change(.staged)
    #expect(found(changed) == expected(raw))
    try test.commit("second")
    let tree = try test.git(["diff", "--raw", "--no-abbrev", "-z", "-M", "HEAD~1", "HEAD"])
    #expect(try found(test.open().change(.commit("HEAD"))) == expected(tree))
  }

  @Test(arguments: 0..<10)
  func `merge bases and ranges are those of git`(_ seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let test = try TestRepository()
    var heads = [try test.commit("0")]
    for number in 1..<25 {
      try test.git("switch", "--quiet", "--detach", heads.randomElement(using: &random)!.hex)
      let other = heads.randomElement(using: &random)!
      if Bool.random(using: &random) {
        try test.git(["merge", "--quiet", "--no-ff", "-m", "merge \(number)", other.hex])
        heads.append(try test.id("HEAD"))
      } else {
        heads.append(try test.commit("\(number)"))
      }
    }
    let repository = try test.open()
    for _ in 0..<10 {
      let (a, b) = (heads.randomElement(using: &random)!, heads.randomElement(using: &random)!)
      let bases = try test.git("merge-base", "--all", a.hex, b.hex).split(separator: "\n")
      #expect(bases.contains { try! repository.mergeBase(a, b).hex == $0 })
      let range = try test.git("rev-list", "\(a.hex)..\(b.hex)").split(separator: "\n")
      let commits = try repository.commits(from: a, to: b)
      #expect(commits.map(\.id.hex).sorted() == range.map(String.init).sorted())
      for (index, commit) in commits.enumerated() {
        #expect(!commits[index...].contains { commit.parents.contains($0.id) })
      }
      let line = try test.git("rev-list", "--first-parent", "\(a.hex)..\(b.hex)")
      #expect(
        try repository.firstParentLine(of: b, excluding: a).map(\.hex)
          == line.split(separator: "\n").map(String.init))
    }
  }
}

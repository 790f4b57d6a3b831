import FoundationEssentials
import SemanticDiff
import Testing

/// `VERDICT_UPDATE=1` writes what is found into the examples; read the difference before you commit it.
private let isUpdating = ProcessInfo.processInfo.environment["VERDICT_UPDATE"] == "1"

@Suite struct ExampleTests {
  @Test(arguments: Example.all)
  func whatHappenedIsFound(_ example: Example) throws {
    let found = try example.change().summary
    if isUpdating { try example.write(expected: found) }
    #expect(found == example.expected)
  }

  @Test(arguments: Example.all)
  func reversedWhatWasAddedIsRemoved(_ example: Example) throws {
    let forward = try example.change().names
    let backward = try example.change(reversed: true).names
    #expect(forward.added == backward.removed)
    #expect(forward.removed == backward.added)
  }

  @Test(arguments: Example.all)
  func againstItselfNothingHappened(_ example: Example) throws {
    for side in try [example.side("before"), example.side("after")] {
      let change = SemanticChange(side.map { FilePair($0.key, $0.value, $0.value) })
      #expect(change.files.flatMap(\.entities).isEmpty)
    }
  }

  @Test func everyLanguageHasExamples() {
    let languages = Set(Example.all.map { $0.name.prefix { $0 != "/" } })
    #expect(languages.isSuperset(of: ["swift", "python", "typescript", "javascript", "c"]))
  }
}

extension SemanticChange {
  /// The names of what was added and removed, sorted.
  fileprivate var names: (added: [String], removed: [String]) {
    func named(_ kind: ChangeKind) -> [String] {
      files.flatMap { file in
        file.entities.filter { $0.changes.contains(kind) }.map {
          "\(file.path) \($0.kind.rawValue) \($0.qualifiedName)"
        }
      }.sorted()
    }
    return (named(.added), named(.removed))
  }
}

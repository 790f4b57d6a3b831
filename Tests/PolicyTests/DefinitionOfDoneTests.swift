import Policy
import Source
import Testing

@Suite struct DefinitionOfDoneTests {
  @Test func withoutAFileEachGateHasItsOwnDefaults() {
    let policy = DefinitionOfDone.builtIn(.sample)
    #expect(policy.settings(for: "structure", type: "code").level == .required)
    let size = policy.settings(for: "size", type: "docs")
    #expect(size.level == .off)
    #expect(size.integer("max") == 400)
    #expect(size.size("largest") == 1_048_576)
    #expect(size.percent("share") == 12.5)
    #expect(size.string("count") == "lines")
    #expect(policy.onInconclusive == nil)
  }

  @Test func sectionsLieUponEachOtherKeyByKey() throws {
    let policy = try load(
      """
      version: 1
      done:
        default:
          size: {level: warn, max: 10}
          tests: required
        code:
          size: {files: 3}
          tests: {command: [swift, test]}
        docs:
          size: ignore
          tests:
            level: warn
      """)
    let code = policy.settings(for: "size", type: "code")
    #expect(code.level == .warn)
    #expect(code.integer("max") == 10)
    #expect(code.integer("files") == 3)
    let tests = policy.settings(for: "tests", type: "code")
    #expect(tests.level == .required)
    #expect(tests.strings("command") == ["swift", "test"])
    #expect(policy.settings(for: "size", type: "docs").level == .off)
    #expect(policy.settings(for: "size", type: "docs").integer("max") == 10)
    #expect(policy.settings(for: "tests", type: "docs").level == .warn)
    #expect(policy.settings(for: "size", type: "unheard").integer("max") == 10)
  }

  @Test(arguments: [
    ("4096", 4096), ("0", 0), ("3KB", 3000), ("3 MB", 3_000_000), ("2GB", 2_000_000_000),
    ("1 KiB", 1024), ("'2 MiB'", 2_097_152), ("1GiB", 1_073_741_824),
  ])
  func readsSizes(text: String, bytes: Int) throws {
    let policy = try load("version: 1\ndone: {code: {size: {largest: \(text)}}}")
    #expect(policy.settings(for: "size", type: "code").size("largest") == bytes)
  }

  @Test(arguments: [("80%", 80.0), ("0.07", 7), ("'12.5%'", 12.5), ("1", 100), ("0", 0)])
  func readsShares(text: String, percent: Double) throws {
    let policy = try load("version: 1\ndone: {code: {size: {share: \(text)}}}")
    #expect(policy.settings(for: "size", type: "code").percent("share") == percent)
  }

  @Test func sectionsMayBeEmpty() throws {
    let policy = try load("version: 1\ndone:\n  code:\n  docs: ~\n")
    #expect(policy == .builtIn(.sample))
  }

  @Test func excludesPaths() throws {
    let policy = try load(
      "version: 1\nexclude: [vendor/, \"**/*.pb.swift\"]\nonInconclusive: block\n")
    #expect(policy.excludes("vendor/a.c"))
    #expect(policy.excludes("a/b.pb.swift"))
    #expect(!policy.excludes("a/b.swift"))
    #expect(policy.onInconclusive == .block)
  }

  @Test(arguments: [
    "version: 1",
    "version: 1\nexclude: ['*.min.js', '/docs/**', '[ab]?', 'é\\u0007 \"x\" \\!']",
    """
    version: 1
    onInconclusive: allow
    done:
      default:
        structure: ignore
        tests: {level: required, command: ["null", "a b", "~", "-x", "1", "a: b # c", "\\n\\t\\e\\x85\\u2028"]}
        size: {max: 1, files: 9223372036854775807, largest: 1000, share: 0.07, count: statements}
      code:
        structure: required
        size: {largest: 1023, share: 33.3%}
        tests: {parallel: false, framework: ""}
      docs:
        size: {level: warn, largest: 3 GB}
    """,
  ])
  func printingAndLoadingGivesTheSame(text: String) throws {
    let policy = try load(text)
    let printed = policy.yaml()
    #expect(try load(printed) == policy)
    #expect(try load(printed).yaml() == printed)
  }

  @Test func printsEverything() throws {
    let policy = try load("version: 1\nexclude: [vendor/]\ndone: {code: {size: {max: 7}}}")
    #expect(
      policy.yaml() == """
        version: 1
        # Paths that no gate looks at.
        exclude:
          - vendor/
        # What happens with files that .gitattributes calls linguist-generated or
        # linguist-vendored: exclude or judge.
        generated: exclude
        # Whether a verdict that could not be decided lets the change through: allow or block;
        # without it a hook allows it and CI blocks it.
        # onInconclusive: allow
        # The time that all gates of a stage may take together; what is not done by then
        # is left to the next stage.
        budgets:
          pre-commit: 1s
          pre-push: off
          ci: off
        done:
          # Every type of change.
          default:
            # Files are well formed.
            structure: required
            # The tests pass.
            tests:
              level: warn
              # What runs them (a list of texts such as `[a, b]`)
              command: []
              # How to read their output (a text)
              framework: auto
              # Whether they run at once (`true` or `false`)
              parallel: true
            # Changes are small.
            size:
              level: off
              # Changed lines (a whole number from 1 to 10000)
              max: 400
              # Changed files (a whole number from 1)
              files: 20
              # The largest file (a size such as `4096`, `100 KB` or `2 MiB`)
              largest: 1 MiB
              # Of it generated (a share such as `80%` or `0.8`)
              share: 12.5%
              # What is counted (one of `lines`, `statements`)
              count: lines
          code:
            size:
              max: 7

        """)
  }
}

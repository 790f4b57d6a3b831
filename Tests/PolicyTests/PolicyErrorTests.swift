import Testing

@Suite struct PolicyErrorTests {
  /// A policy, and what must be said of it.
  struct Wrong: Sendable, CustomTestStringConvertible {
    let text: String
    let said: [String]
    var testDescription: String { said.first ?? "" }

    init(_ text: String, _ said: String...) {
      self.text = text
      self.said = said
    }
  }

  static let newKeys: [Wrong] = [
    Wrong(
      "version: 1\ngenerated: judged\n",
      "2:12-18 `generated` takes one of `exclude`, `judge`, not `judged`; did you mean `judge`?"),
    Wrong(
      "version: 1\nbudgets: {pre-comit: 1s}\n",
      "2:11-20 unknown stage `pre-comit`; did you mean `pre-commit`?"),
    Wrong(
      "version: 1\nbudgets: {ci: 1h}\n",
      "2:15-17 `ci` takes a time such as `500ms`, `1s` or `2m`, or `off`, not `1h`"),
    Wrong(
      "version: 1\ndone: {default: {size: {newOnly: perhaps}}}\n",
      "2:34-41 `newOnly` takes `true` or `false`, not `perhaps`"),
    Wrong(
      "version: 1\ndone: {default: {size: {when: {stag: ci}}}}\n",
      "2:32-36 unknown key `stag`; did you mean `stage`?"),
    Wrong(
      "version: 1\ndone: {default: {size: {when: {stage: [ci, pre-psh]}}}}\n",
      "2:44-51 there is no stage `pre-psh`; did you mean `pre-push`?"),
    Wrong(
      "version: 1\ndone: {default: {size: {when: {paths: [\"!a\"]}}}}\n",
      "2:40-44 `!a` is an exception, which is not supported; name what is meant by patterns without "
        + "`!`, or write `\\!` for a name that has it"),
    Wrong(
      "version: 1\nwaive: [{rule: sise/a, reason: b}]\n",
      "2:16-22 there is no gate `sise`; did you mean `size`?"),
    Wrong(
      "version: 1\nwaive: [{rule: size, reason: b}]\n",
      "2:16-20 `size` is a gate, and a rule was expected; write `size/*` for all of its rules; "
        + "`verdict explain size` lists them"),
    Wrong(
      "version: 1\nwaive:\n  - rule: size/*\n",
      "3:5-6 a waiver needs a `reason`; write `{rule: gate/rule, path: src/, reason: why, until: "
        + "2026-12-31}`"),
    Wrong(
      "version: 1\nwaive: [{rule: size/*, reason: b, until: 2026-02-30}]\n",
      "2:42-52 `until` takes a day such as `2026-12-31`, not `2026-02-30`"),
    Wrong(
      "version: 1\nwaive: {rule: size/*}\n",
      "2:8-9 `waive` takes a list of mappings such as `{rule: gate/rule, reason: ...}`, not a mapping"
    ),
    Wrong(
      "version: 1\nextends: https://example.org/policy.yml\n",
      "2:10-40 `https://example.org/policy.yml` is an address, and nothing is fetched to judge a "
        + "change; clone it, and write `{repository: FOLDER, revision: REF, path: FILE}`"),
    Wrong(
      "version: 1\nextends: {repository: git@example.org:policy, path: a.yml}\n",
      "2:23-45 `git@example.org:policy` is an address, and nothing is fetched to judge a change; clone "
        + "it, and write `{repository: FOLDER, revision: REF, path: FILE}`"),
    Wrong(
      "version: 1\nextends: {revision: main}\n",
      "2:10-11 `extends` takes a `file` alone, or a `revision` with a `path`; write `{file: "
        + "policies/base.yml}` or `{revision: v1.0, path: .verdict.yml}`"),
  ]

  @Test(arguments: newKeys) func pointsAtWhatIsWrongInNewKeys(_ wrong: Wrong) {
    #expect(problems(wrong.text) == wrong.said)
  }

  static let cases: [Wrong] = [
    Wrong(
      "version: 1\ndone:\n  default:\n    structre: required\n",
      "4:5-13 unknown gate `structre`; did you mean `structure`?"),
    Wrong(
      "version: 1\nexcludes: []\n", "2:1-9 unknown key `excludes`; did you mean `exclude`?"),
    Wrong(
      "version: 1\nhooks: {}\n",
      "2:1-6 unknown key `hooks`; the policy takes `version`, `extends`, `exclude`, `generated`, "
        + "`onInconclusive`, `budgets`, `waive`, `done`"),
    Wrong(
      "version: 1\ndone: {doc: {}}\n", "2:8-11 unknown change type `doc`; did you mean `docs`?"),
    Wrong(
      "version: 1\ndone:\n  code: {tests: {comand: [a]}}\n",
      "3:18-24 unknown key `comand`; did you mean `command`?"),
    Wrong(
      "version: 1\ndone:\n  code:\n    structure: sometimes\n",
      "4:16-25 `structure` takes one of `required`, `warn`, `off`, not `sometimes`"),
    Wrong(
      "version: 1\ndone:\n  code:\n    tests: {level: \"requird\"}\n",
      "4:20-29 `level` takes one of `required`, `warn`, `off`, not `requird`; did you mean `required`?"
    ),
    Wrong(
      "version: 1\ndone: {code: {size: {max: 0}}}\n",
      "2:27-28 `max` takes a whole number from 1 to 10000, not `0`"),
    Wrong(
      "version: 1\ndone: {code: {size: {max: ten}}}\n",
      "2:27-30 `max` takes a whole number from 1 to 10000, not `ten`"),
    Wrong(
      "version: 1\ndone: {code: {size: {max: \"10\"}}}\n",
      "2:27-31 `max` takes a whole number from 1 to 10000, not `10`"),
    Wrong(
      "version: 1\ndone: {code: {size: {files: 0}}}\n",
      "2:29-30 `files` takes a whole number from 1, not `0`"),
    Wrong(
      "version: 1\ndone: {code: {size: {share: 80}}}\n",
      "2:29-31 `share` takes a share such as `80%` or `0.8`, not `80`"),
    Wrong(
      "version: 1\ndone: {code: {size: {share: 101%}}}\n",
      "2:29-33 `share` takes a share such as `80%` or `0.8`, not `101%`"),
    Wrong(
      "version: 1\ndone: {code: {size: {largest: 3 TB}}}\n",
      "2:31-35 `largest` takes a size such as `4096`, `100 KB` or `2 MiB`, not `3 TB`"),
    Wrong(
      "version: 1\ndone: {code: {size: {largest: 99999999999 GiB}}}\n",
      "2:31-46 `largest` takes a size such as `4096`, `100 KB` or `2 MiB`, not `99999999999 GiB`"),
    Wrong(
      "version: 1\ndone: {code: {size: {count: line}}}\n",
      "2:29-33 `count` takes one of `lines`, `statements`, not `line`; did you mean `lines`?"),
    Wrong(
      "version: 1\ndone: {code: {tests: {parallel: yes}}}\n",
      "2:33-36 `parallel` takes `true` or `false`, not `yes`"),
    Wrong(
      "version: 1\ndone: {code: {tests: {command: swift test}}}\n",
      "2:32-42 `command` takes a list of texts such as `[a, b]`, not `swift test`"),
    Wrong(
      "version: 1\ndone: {code: {tests: {command: [a, [b]]}}}\n",
      "2:36-37 each entry of `command` takes a text, not a list"),
    Wrong(
      "version: 1\ndone: {code: {tests: {framework: ~}}}\n",
      "2:34-35 `framework` takes a text, not nothing"),
    Wrong(
      "version: 1\ndone: {code: {tests: [required]}}\n",
      "2:22-23 `tests` takes a level or a mapping such as `{level: required}`, not a list"),
    Wrong(
      "version: 1\ndone:\n  code:\n    tests:\n    size: warn\n",
      "4:11-11 `tests` takes a level or a mapping such as `{level: required}`, not nothing"),
    Wrong("version: 1\ndone: [a]\n", "2:7-8 `done` takes a mapping, not a list"),
    Wrong("version: 1\ndone: {code: required}\n", "2:14-22 `code` takes a mapping, not `required`"),
    Wrong(
      "version: 1\nonInconclusive: blok\n",
      "2:17-21 `onInconclusive` takes one of `allow`, `block`, not `blok`; did you mean `block`?"),
    Wrong(
      "version: 1\nexclude: vendor/\n",
      "2:10-17 `exclude` takes a list of path patterns such as `[vendor/]`, not `vendor/`"),
    Wrong(
      "version: 1\nexclude: [a, '!b']\n",
      "2:14-18 `!b` is an exception, which is not supported; name what is meant by patterns without `!`, or write `\\!` for a name that has it"
    ),
    Wrong(
      "version: 2\n",
      "1:10-11 version 2 of the policy is not known to this Verdict; use a newer Verdict, or write `version: 1`"
    ),
    Wrong("version: one\n", "1:10-13 `version` takes a number, not `one`"),
    Wrong(
      "done: {}\n", "1:1-1 the policy does not say its `version`; begin the file with `version: 1`"),
    Wrong("", "1:1-1 the policy does not say its `version`; begin the file with `version: 1`"),
    Wrong("- a\n", "1:1-2 the policy takes a mapping, not a list"),
    Wrong(
      "version: 1\ndone:\n  code:\n    size: warn\n    tests: warn\n    size: ignore\n",
      "6:5-9 the key `size` is given twice; it was first given in line 4; keep one of them"),
    Wrong(
      "version: 1\ndone: {code: {size: warn, \"size\": warn}}\n",
      "2:28-32 the key `size` is given twice; it was first given in line 2; keep one of them"),
    Wrong(
      "version: 1\ndone: {code: {size: warn\n",
      "3:1-1 the file is not YAML: did not find expected ',' or '}'; while parsing a flow mapping at line 2, column 14"
    ),
    Wrong(
      "version: 1\n\tdone: 1\n",
      "2:1-2 the file is not YAML: found a tab character that violates indentation; while scanning a plain scalar at line 1, column 10"
    ),
    Wrong(
      "version: 1\n---\nversion: 1\n",
      "2:1-2 the file holds more than one document; remove the line `---` or what follows it"
    ),
    Wrong("version: *nowhere\n", "1:10-11 the file is not YAML: found undefined alias"),
    Wrong("version: 1\n? [a]\n: b\n", "2:3-4 a key must be a word"),
  ]

  @Test(arguments: cases) func everyErrorHasItsPlace(wrong: Wrong) {
    #expect(problems(wrong.text) == wrong.said)
  }

  @Test func allErrorsAreSaidInTheOrderOfTheFile() {
    let text = """
      exclude: ["!a", b]
      done:
        default:
          size: {max: 0, share: x}
          nothing: warn
        cod: {}
      """
    #expect(
      problems(text).map { $0.prefix { $0 != " " } } == [
        "1:1-1", "1:11-15", "4:17-18", "4:27-28", "5:5-12", "6:3-6",
      ])
  }

  @Test func columnsCountBytes() {
    #expect(
      problems("version: 1\ndone: {\"é\": {}, code: {size: no}}\n").last
        == "2:31-33 `size` takes one of `required`, `warn`, `off`, not `no`")
  }

  @Test func bytesThatAreNotUTF8HaveTheirPlace() {
    #expect(
      problems(Array("version: 1\n# ".utf8) + [0xFF]) == [
        "2:3-4 the file is not UTF-8 from here on; save it as UTF-8"
      ])
  }

  @Test(arguments: ["[", "{", "- ", "? "]) func deepNestingIsRefused(opener: String) {
    let text = "version: 1\ndone: " + String(repeating: opener, count: 200_000)
    #expect(problems(text).first?.hasSuffix("the file is nested too deeply") == true)
  }
}

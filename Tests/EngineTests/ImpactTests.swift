import Git
import Report
import SemanticDiff
import Source
import Syntax
import Testing
import Verification

@testable import Engine

/// Who names a changed declaration, in small repositories that are held in memory.
@Suite struct ImpactTests {
  /// Lines `changed <- path:line name confidence`, with what marks them.
  private func touched(_ before: [String: String], _ after: [String: String]) async throws
    -> [String]
  {
    let paths = Set(before.keys).union(after.keys).sorted()
    let pairs = paths.compactMap { path -> FilePair? in
      guard before[path] != after[path] else { return nil }
      func side(_ text: String?) -> SyntaxFile? {
        text.flatMap { text in
          Language.detect(path: SourcePath(path), bytes: Array(text.utf8)).map {
            SyntaxFile(SourceText(text), as: $0, path: SourcePath(path))
          }
        }
      }
      return FilePair(
        path: SourcePath(path),
        status: before[path] == nil ? .added : after[path] == nil ? .deleted : .modified,
        language: Language.detect(path: SourcePath(path), bytes: []), before: side(before[path]),
        after: side(after[path]))
    }
    let diff = SemanticChange(pairs)
    var report = DiffReport(
      change: ChangeSummary(
        description: "", before: "", after: "", commits: [], files: 0, addedLines: 0,
        removedLines: 0), detected: diff.type, claimed: nil, files: diff.files)
    let lookup = ImpactLookup(
      Surroundings(environment: [:], currentFolder: "/", version: ""), nil, progress: { _, _ in })
    try await lookup.add(
      to: &report,
      files: after.sorted { $0.key < $1.key }.map { (SourcePath($0.key), Array($0.value.utf8)) })
    var lines: [String] = []
    for change in report.files.flatMap(\.entities) {
      for hit in change.impact ?? [] {
        var line = "\(change.qualifiedName) <- \(hit.path):\(hit.line) \(hit.qualifiedName)"
        line += " \(hit.confidence.rawValue)"
        if hit.isTest { line += " test" }
        if hit.isStale { line += " stale" }
        lines.append(line)
      }
    }
    return lines
  }

  /// The files on both sides, and what one of them was before.
  private func touched(_ files: [String: String], changed path: String, from old: String)
    async throws -> [String]
  {
    var before = files
    before[path] = old
    return try await touched(before, files)
  }

  @Test func python() async throws {
    let found = try await touched(
      [
        "app/tools.py":
          "def load(a):\n    return 2\n\nclass Store:\n    def open(self):\n        return 2\n",
        "app/main.py": "from .tools import load\n\ndef main():\n    return load(1)\n",
        "app/other.py": "from app import tools as t\n\ndef go():\n    t.load(1)\n",
        "app/local.py": "def load():\n    pass\n\nload()\n",
        "app/parameter.py":
          "from app.tools import Store\n\ndef f(load, s: Store):\n    s.open()\n    return load\n",
        "tests/test_tools.py":
          "from app.tools import Store\n\ndef test_it():\n    Store().open()\n",
        "lib/far.py": "def f(x):\n    return g(load=x)\n",
      ], changed: "app/tools.py",
      from: "def load(a):\n    return 1\n\nclass Store:\n    def open(self):\n        return 1\n")
    #expect(
      found == [
        "load <- app/main.py:4 main certain",
        "load <- app/other.py:4 go certain",
        "Store.open <- app/parameter.py:4 f certain",
        "Store.open <- tests/test_tools.py:4 test_it certain test",
      ])
  }

  @Test func typeScript() async throws {
    let found = try await touched(
      [
        "src/a/load.ts": "export function load(x: number) { return 2 }\n",
        "src/a/index.ts": "export { load } from './load'\n",
        "src/b.ts": "import { load as l } from './a/load'\nexport const go = () => l(1)\n",
        "src/c.ts": "import * as a from './a/load'\nfunction f() { return a.load(1) }\n",
        "src/d.ts": "import { load } from './a'\nfunction g() { load(1) }\n",
        "src/e.ts": "import { load } from 'elsewhere'\nfunction h() { load(1) }\n",
        "src/d.test.ts": "import { load } from './a/load'\nload(2)\n",
      ], changed: "src/a/load.ts", from: "export function load(x: number) { return 1 }\n")
    #expect(
      found == [
        "load <- src/a/index.ts:1 ./load certain",
        "load <- src/b.ts:2 go certain",
        "load <- src/c.ts:2 f certain",
        "load <- src/d.ts:2 g certain",
        "load <- src/d.test.ts:2  certain test",
      ])
  }

  @Test func go() async throws {
    let found = try await touched(
      [
        "store/store.go":
          "package store\n\nfunc Load() int { return 2 }\n\ntype S struct{}\n\nfunc (s *S) Get() int { return 2 }\n",
        "store/use.go": "package store\n\nfunc use() int { return Load() }\n",
        "cmd/main.go":
          "package main\n\nimport (\n\t\"x.org/app/store\"\n)\n\nfunc main() { store.Load() }\n",
        "cmd/alias.go":
          "package main\n\nimport st \"x.org/app/store\"\n\nfunc f(s *st.S) { st.Load(); s.Get() }\n",
        "cmd/other.go": "package main\n\nfunc g() { other.Load() }\n",
      ], changed: "store/store.go",
      from:
        "package store\n\nfunc Load() int { return 1 }\n\ntype S struct{}\n\nfunc (s *S) Get() int { return 1 }\n"
    )
    #expect(
      found == [
        "Load <- cmd/alias.go:5 f certain",
        "Load <- cmd/main.go:7 main certain",
        "Load <- store/use.go:3 use certain",
        "S.Get <- cmd/alias.go:5 f certain",
      ])
  }

  @Test func java() async throws {
    let found = try await touched(
      [
        "src/a/b/Store.java": "package a.b;\nclass Store { int load() { return 2; } }\n",
        "src/a/b/Near.java":
          "package a.b;\nclass Near { void f() { Store s = new Store(); s.load(); } }\n",
        "src/c/Far.java":
          "package c;\nimport a.b.Store;\nclass Far extends Store { void g() { load(); } }\n",
      ], changed: "src/a/b/Store.java",
      from: "package a.b;\nclass Store { int load() { return 1; } }\n")
    #expect(
      found == [
        "Store.load <- src/a/b/Near.java:2 Near.f certain",
        "Store.load <- src/c/Far.java:3 Far.g likely",
      ])
  }

  @Test func theOtherLanguages() async throws {
    let cases:
      [(name: String, files: [String: String], changed: String, old: String, found: [String])] = [
        (
          "rust",
          [
            "src/store.rs": "pub fn load() -> i32 { 2 }\n",
            "src/main.rs": "use crate::store::load;\nfn main() { load(); }\n",
            "src/b.rs": "mod tests {\n  fn f() { crate::store::load(); }\n}\nuse crate::store;\n",
          ], "src/store.rs", "pub fn load() -> i32 { 1 }\n",
          ["load <- src/main.rs:2 main certain", "load <- src/b.rs:2 tests::f certain test"]
        ),
        (
          "c",
          [
            "a.h": "int load(int);\n", "a.c": "#include \"a.h\"\nint load(int x) { return 2; }\n",
            "b.c": "#include \"a.h\"\nint f(void) { return load(1); }\n",
          ], "a.c",
          "#include \"a.h\"\nint load(int x) { return 1; }\n", ["load <- b.c:2 f likely"]
        ),
        (
          "swift",
          [
            "Sources/A/a.swift": "func load() -> Int { 2 }\n",
            "Sources/A/b.swift": "struct B { func f() { _ = load() } }\n",
          ], "Sources/A/a.swift",
          "func load() -> Int { 1 }\n", ["load <- Sources/A/b.swift:1 B.f certain"]
        ),
        (
          "ruby",
          [
            "lib/store.rb": "class Store\n  def load\n    2\n  end\nend\n",
            "lib/use.rb": "class Use\n  def f\n    Store.new.load\n  end\nend\n",
          ], "lib/store.rb",
          "class Store\n  def load\n    1\n  end\nend\n",
          ["Store::load <- lib/use.rb:3 Use::f likely"]
        ),
        (
          "php",
          [
            "src/Store.php": "<?php\nnamespace A;\nclass Store { function load() { return 2; } }\n",
            "src/Use.php":
              "<?php\nnamespace B;\nuse A\\Store;\nclass U { function f(Store $s) { $s->load(); } }\n",
          ],
          "src/Store.php", "<?php\nnamespace A;\nclass Store { function load() { return 1; } }\n",
          ["A\\Store\\load <- src/Use.php:4 B\\U\\f certain"]
        ),
        (
          "csharp",
          [
            "Store.cs": "namespace A;\nclass Store { public int Load() { return 2; } }\n",
            "Use.cs": "using A;\nnamespace B;\nclass U { void F(Store s) { s.Load(); } }\n",
          ], "Store.cs",
          "namespace A;\nclass Store { public int Load() { return 1; } }\n",
          ["A.Store.Load <- Use.cs:3 B.U.F certain"]
        ),
        (
          "kotlin",
          [
            "Store.kt": "package a\nfun load(): Int { return 2 }\n",
            "Use.kt": "package b\nimport a.load\nfun f() { load() }\n",
          ], "Store.kt",
          "package a\nfun load(): Int { return 1 }\n", ["load <- Use.kt:3 f certain"]
        ),
      ]
    for one in cases {
      let found = try await touched(one.files, changed: one.changed, from: one.old)
      #expect(found == one.found, "\(one.name)")
    }
  }

  @Test func whatStillNamesWhatIsGoneIsStale() async throws {
    let found = try await touched(
      [
        "a.py": "def old_name(x):\n    y = x + 1\n    return [y, x, 3]\n\ndef gone():\n    pass\n",
        "b.py": "from a import old_name, gone\n\ndef f():\n    gone()\n    return old_name(1)\n",
        "c.py": "import a\n\ndef g():\n    return a.old_name(1)\n",
      ],
      [
        "a.py": "def new_name(x):\n    y = x + 1\n    return [y, x, 3]\n",
        "b.py": "from a import old_name, gone\n\ndef f():\n    gone()\n    return old_name(1)\n",
        "c.py": "import a\n\ndef g():\n    return a.new_name(1)\n",
      ])
    #expect(
      found == [
        "new_name <- b.py:5 f certain stale", "new_name <- c.py:4 g certain",
        "gone <- b.py:4 f certain stale",
      ])
  }

  @Test func aCommonNameDoesNotListTheWorld() async throws {
    var files = ["a.py": "class A:\n    def get(self):\n        return 2\n"]
    for number in 0..<9 {
      files["m\(number).py"] = "class M\(number):\n    def get(self):\n        return {}.get(1)\n"
    }
    files["use.py"] = "from a import A\n\ndef f(x):\n    A().get()\n"
    let found = try await touched(
      files, changed: "a.py", from: "class A:\n    def get(self):\n        return 1\n")
    #expect(found == ["A.get <- use.py:4 f certain"])
  }

  @Test func whatWasOnlyAddedOrLaidOutAnewTouchesNobody() async throws {
    let found = try await touched(
      ["a.py": "x = 1\ndef f():\n    return 1\n", "b.py": "from a import f, g\nf()\ng()\n"],
      [
        "a.py": "x = 1\n# why\ndef f():\n    return 1\n\ndef g():\n    pass\n",
        "b.py": "from a import f, g\nf()\ng()\n",
      ])
    #expect(found == [])
  }
}

import Policy
import Source
import Testing

@Suite struct PathPatternTests {
  @Test(arguments: [
    ("vendor/", ["vendor/a", "x/vendor/a/b"], ["vendor", "x/vendor", "vendors/a"]),
    ("vendor", ["vendor", "vendor/a", "x/vendor"], ["vendors", "xvendor/a"]),
    ("**/*.pb.swift", ["a.pb.swift", "a/b/c.pb.swift"], ["a.swift", "a.pb.swift.txt"]),
    ("*.min.js", ["a.min.js", "x/y/.min.js", "a.min.js/inside"], ["a.min.jsx", "min.js"]),
    ("/docs/*.md", ["docs/a.md"], ["docs/x/a.md", "x/docs/a.md", "docs/amd"]),
    ("docs/*.md", ["docs/a.md"], ["x/docs/a.md"]),
    ("/a", ["a", "a/b"], ["b/a"]),
    ("a/**/z", ["a/z", "a/b/z", "a/b/c/z", "a/z/x"], ["a", "az", "a/bz", "b/a/z"]),
    ("a/**", ["a/b", "a/b/c"], ["a", "b/a/c"]),
    ("**", ["a", "a/b"], []),
    ("**/", ["a/b"], ["a"]),
    ("**/foo", ["foo", "a/foo", "a/foo/b"], ["afoo"]),
    ("a**b", ["ab", "axb", "d/axb"], ["a/b"]),
    ("?.c", ["a.c", "d/b.c"], [".c", "ab.c", "/.c"]),
    ("[a-cx].c", ["a.c", "c.c", "x.c"], ["d.c", "-.c"]),
    ("[!a-c].c", ["d.c"], ["a.c"]),
    ("[^a].c", ["d.c"], ["a.c"]),
    ("[]-].c", ["].c", "-.c"], ["a.c"]),
    ("a[/]b", [], ["a/b"]),
    ("a[!x]b", ["ayb"], ["a/b"]),
    ("\\*.c", ["*.c"], ["a.c"]),
    ("\\!x", ["!x"], ["x"]),
    ("#a", ["#a"], ["a"]),
    ("é*", ["éa"], ["e"]),
  ])
  func matchesAsGitignoreDoes(text: String, inside: [String], outside: [String]) throws {
    let pattern = try PathPattern(text)
    for path in inside { #expect(pattern.matches(SourcePath(path)), "\(text) \(path)") }
    for path in outside { #expect(!pattern.matches(SourcePath(path)), "\(text) \(path)") }
  }

  @Test func matchesPathsThatAreNotUTF8() throws {
    #expect(try PathPattern("a?b").matches(SourcePath(bytes: [97, 0xFF, 98])))
  }

  @Test(arguments: ["!a", "", "/", "//", "a//b", "./a", "a/../b", "[a", "a\\", "[a-", "[\\"])
  func refuses(text: String) {
    #expect(throws: PathPattern.Invalid.self) { try PathPattern(text) }
  }

  @Test(.timeLimit(.minutes(1))) func badCasesTakeLinearTime() throws {
    let stars = try PathPattern(String(repeating: "*a", count: 30) + "b")
    let folders = try PathPattern(String(repeating: "**/a/", count: 30) + "b")
    let path = SourcePath(String(repeating: "a", count: 5000))
    let deep = SourcePath(String(repeating: "a/", count: 2500) + "c")
    #expect(!stars.matches(path))
    #expect(!folders.matches(deep))
  }
}

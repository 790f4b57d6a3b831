import Testing

@testable import Git

@Suite struct GitEnvironmentTests {
  @Test func `the variables of a hook`() {
    let environment = GitEnvironment([
      "GIT_DIR": ".git", "GIT_INDEX_FILE": "/i", "GIT_WORK_TREE": "",
      "GIT_OBJECT_DIRECTORY": "/q", "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/a:/b",
    ])
    #expect(environment.gitDirectory == ".git")
    #expect(environment.indexFile == "/i")
    #expect(environment.workTree == nil)
    #expect(environment.objectDirectories == ["/q", "/a", "/b"])
  }

  @Test(
    arguments: [
      ("", []), ("/a", ["/a"]), (":/a::/b:", ["/a", "/b"]),
      (#""/a:b":/c"#, ["/a:b", "/c"]), (#""/a\"\\\n\303\244""#, ["/a\"\\\nä"]),
      (#""/open"#, [#""/open"#]),
    ] as [(String, [String])])
  func `folders are separated as Git does`(_ text: String, _ expected: [String]) {
    #expect(GitEnvironment.list(text) == expected)
  }

  /// The texts are those that Git 2.30 and 2.39 write.
  @Test(
    arguments: [
      (#"'core.commentchar'=';'"#, ["core.commentchar": ";"]),
      (#"'core.commentchar=;'"#, ["core.commentchar": ";"]),
      (#"'a.b'='it'\''s' 'c.d'='x=y'"#, ["a.b": "it's", "c.d": "x=y"]),
      (#"'a.b'"#, ["a.b": "true"]), (#"'a.b'="#, ["a.b": ""]), ("'open", ["open": "true"]),
    ] as [(String, [String: String])])
  func `what is set on the command line`(_ text: String, _ expected: [String: String]) {
    #expect(GitEnvironment(["GIT_CONFIG_PARAMETERS": text]).configuration == expected)
  }

  @Test func `pairs are counted, and the command line comes after them`() {
    let environment = GitEnvironment([
      "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "A.b", "GIT_CONFIG_VALUE_0": "1",
      "GIT_CONFIG_KEY_1": "c.d", "GIT_CONFIG_VALUE_1": "2", "GIT_CONFIG_PARAMETERS": "'c.d'='3'",
    ])
    #expect(environment.configuration == ["a.b": "1", "c.d": "3"])
    for count in ["-1", "x", "99999999999999999999", "5"] {
      #expect(GitEnvironment(["GIT_CONFIG_COUNT": count]).configuration.isEmpty)
    }
  }
}

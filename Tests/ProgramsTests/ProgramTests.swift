import Glibc
import Programs
import Testing

@Suite struct ProgramTests {
  @Test func findsTheFirstExecutableFile() async throws {
    try await withTemporaryFolder { folder in
      for name in ["a", "b", "c"] { try makeFolder("\(folder)/\(name)") }
      try makeFolder("\(folder)/a/tool")
      try write("\(folder)/b/tool", "", mode: 0o644)
      try write("\(folder)/c/tool", "", mode: 0o755)
      let found = try #require(
        Program.find(
          "tool", searchPath: "\(folder)/a:\(folder)/b:\(folder)/c", outside: nil))
      #expect(found.path == "\(folder)/c/tool")
      #expect(found.name == "tool")
    }
  }

  @Test(arguments: ["", ".", "bin", "./bin", ":"])
  func ignoresEntriesThatAreNotAbsolute(entry: String) {
    #expect(Program.find("sh", searchPath: entry, outside: nil) == nil)
    #expect(Program.find("sh", searchPath: "\(entry):/bin", outside: nil)?.path == "/bin/sh")
  }

  @Test func neverFindsAProgramInTheRepository() async throws {
    try await withTemporaryFolder { folder in
      try makeFolder("\(folder)/repository")
      try makeFolder("\(folder)/repository/bin")
      try makeFolder("\(folder)/outside")
      let repository = "\(folder)/repository"
      try write("\(repository)/bin/inside", "", mode: 0o755)
      try #require(symlink("/bin/sh", "\(repository)/bin/link-out") == 0)
      try #require(symlink("\(repository)/bin/inside", "\(folder)/outside/link-in") == 0)
      try #require(symlink("\(repository)/bin", "\(folder)/detour") == 0)
      let path = "\(repository)/bin:\(folder)/outside:\(folder)/detour"
      for name in ["inside", "link-out", "link-in"] {
        #expect(Program.find(name, searchPath: path, outside: repository) == nil)
        #expect(Program.find(name, searchPath: path, outside: nil) != nil)
      }
      try #require(symlink(repository, "\(folder)/alias") == 0)
      #expect(Program.find("inside", searchPath: path, outside: "\(folder)/alias") == nil)
      #expect(
        Program.find("\(repository)/bin/inside", searchPath: "", outside: repository) == nil)
    }
  }

  @Test func aFolderThatOnlyBeginsAlikeIsNotTheRepository() async throws {
    try await withTemporaryFolder { folder in
      try makeFolder("\(folder)/repo")
      try makeFolder("\(folder)/repo-tools")
      try write("\(folder)/repo-tools/tool", "", mode: 0o755)
      let found = Program.find(
        "tool", searchPath: "\(folder)/repo-tools", outside: "\(folder)/repo")
      #expect(found != nil)
    }
  }

  @Test func keepsTheNameThatALinkGivesAProgram() async throws {
    try await withTemporaryFolder { folder in
      try write("\(folder)/proxy", "", mode: 0o755)
      try #require(symlink("proxy", "\(folder)/cargo") == 0)
      let found = try #require(Program.find("cargo", searchPath: folder, outside: nil))
      #expect(found.path == "\(folder)/cargo")
      #expect(found.resolvedPath == "\(folder)/proxy")
    }
  }

  @Test(arguments: ["", "bin/sh", "../bin/sh"]) func refusesRelativePaths(name: String) {
    #expect(Program.find(name, searchPath: "/:/usr", outside: nil) == nil)
  }

  @Test func acceptsAnAbsolutePath() {
    #expect(Program.find("/bin/sh", searchPath: "", outside: nil)?.name == "sh")
  }

  @Test func theEnvironmentHasNoSecretsAndNoGit() {
    let given = [
      "PATH": "/usr/bin::bin:/bin:.", "LANG": "C", "LC_ALL": "C", "HOME": "/root",
      "GIT_DIR": "/x", "GITHUB_TOKEN": "t", "CARGO_HOME": "/c", "CARGO_REGISTRY_TOKEN": "t",
      "aws_secret": "s", "OTHER": "o", "API_KEY": "k", "SSH_AUTH_SOCK": "a",
    ]
    let kept = Invocation.environment(
      keeping: ["CARGO_*", "GIT_DIR", "API_KEY", "SSH_AUTH_SOCK", "aws_secret", "GITHUB_TOKEN"],
      from: given, home: "/empty")
    #expect(
      kept == [
        "PATH": "/usr/bin:/bin", "LANG": "C", "LC_ALL": "C", "HOME": "/empty", "CARGO_HOME": "/c",
      ])
  }
}

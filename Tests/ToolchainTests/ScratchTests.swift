import FoundationEssentials
import Source
import Testing
import Verification

@testable import Toolchain

@Suite struct ScratchTests {
  @Test(arguments: ["../x.py", "a/../../x.py", "./x.py", "a\nb.py", "a/\u{0}.py", "/", ""])
  func pathsThatCouldEscapeAreRefused(_ path: String) async throws {
    try await withTemporaryFolder { folder in
      let scratch = try ScratchFolder(below: "\(folder)/scratch")
      #expect(throws: (any Error).self) { try scratch.write([1], at: SourcePath(path)) }
      #expect(contents(of: folder).filter { $0.hasSuffix(".py") } == [])
    }
  }

  @Test(arguments: ["-x.py", "--help", "a b.py", "a'b\".py", "$(touch x).py", "/etc/x.py", "*.py"])
  func oddNamesStayBelowTheFolder(_ path: String) async throws {
    try await withTemporaryFolder { folder in
      let scratch = try ScratchFolder(below: "\(folder)/scratch")
      let copy = try scratch.write([1], at: SourcePath(path))
      #expect(copy.hasPrefix("\(scratch.path)/"))
      #expect(FileManager.default.fileExists(atPath: copy))
    }
  }

  @Test func aPathThatIsNotUTF8IsRefused() async throws {
    try await withTemporaryFolder { folder in
      let scratch = try ScratchFolder(below: folder)
      #expect(throws: (any Error).self) {
        try scratch.write([1], at: SourcePath(bytes: [0xFF, 0x2E, 0x63]))
      }
    }
  }

  @Test func theFolderGoesWithAllInIt() async throws {
    try await withTemporaryFolder { folder in
      try write("kept", to: "\(folder)/outside/kept")
      do {
        let scratch = try ScratchFolder(below: "\(folder)/scratch")
        _ = try scratch.write([1], at: "a/b/c.py")
        try FileManager.default.createSymbolicLink(
          atPath: "\(scratch.path)/link", withDestinationPath: "\(folder)/outside")
        #expect(contents(of: "\(folder)/scratch").count == 5)
      }
      #expect(contents(of: "\(folder)/scratch") == [])
      #expect(contents(of: "\(folder)/outside") == ["kept"])
    }
  }

  @Test(.enabled(if: Tools.has("python3")))
  func aPathThatCannotBeGivenIsInconclusive() async throws {
    try await withTemporaryFolder { folder in
      let result = await Tools(folder).judge(
        Question(("../x.py", nil, "x = 1\n"), ("-c.py", nil, "x = 1\n"), ("b.py", nil, "x = (\n")))
      #expect(result.outcome == .fail)
      #expect(result.findings.map { $0.path! } == ["b.py"])
      #expect(result.unverified == ["../x.py: its name cannot be given to a compiler"])
    }
  }
}

@Suite struct InputsTests {
  @Test func theInputsAreContentsPathsAndPrograms() async throws {
    try await withTemporaryFolder { folder in
      let bin = "\(folder)/bin"
      try writeProgram("python3", "true", in: bin)
      try writeProgram("python3", "true # of another folder", in: "\(folder)/other")
      let tools = Tools(folder, only: bin)
      let first = try #require(tools.inputs(Question("a.py", "x = 1\n")))
      #expect(tools.inputs(Question("a.py", "x = 1\n")) == first)

      var others = [
        tools.inputs(Question("a.py", "x = 2\n")), tools.inputs(Question("b.py", "x = 1\n")),
        tools.inputs(Question("a.py", "x = 1\n", before: "x = 0\n")),
        tools.inputs(Question(("a.py", nil, "x = 1\n"), ("b.py", nil, "x = 1\n"))),
        Tools(folder, only: "\(folder)/other").inputs(Question("a.py", "x = 1\n")),
      ]
      try writeProgram("python3", "true # of another version", in: bin)
      others.append(tools.inputs(Question("a.py", "x = 1\n")))
      #expect(!others.contains(nil))
      #expect(Set(others + [first]).count == others.count + 1)
    }
  }

  @Test func nothingToCompileHasNoInputs() async throws {
    try await withTemporaryFolder { folder in
      #expect(Tools(folder).inputs(Question("a.json", "{}\n")) == nil)
      #expect(await Tools(folder).judge(Question("a.json", "{}\n")).outcome == .notApplicable)
    }
  }
}

import FoundationEssentials
import Report
import Source
import Synchronization
import Syntax
import Testing

@testable import Engine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

@Suite struct FileWalkTests {
  /// The paths in the order they are handed out, and what went wrong.
  private func walk(
    _ folder: String, _ paths: [SourcePath], forced: LanguageVariant? = nil
  ) throws -> (paths: [String], languages: Set<String>, defects: Int, problems: [Problem]) {
    var found: [FileOutline] = []
    let problems = try FileWalk(from: folder, forced: forced).forEach(
      paths, transform: { $0 }, body: { found.append($0) })
    return (
      found.map(\.path.description), Set(found.map(\.file.language.name)),
      found.reduce(0) { $0 + $1.file.defects.count }, problems
    )
  }

  @Test func aFolderIsWalkedInTheOrderOfItsPaths() async throws {
    try await withTemporaryFolder { folder in
      var expected: [String] = []
      for number in 0..<150 {
        let path = "src/\(number % 7)/f\(number).py"
        try write("x = \(number)\n", to: "\(folder)/\(path)")
        expected.append(path)
      }
      try write("print(1)\n", to: "\(folder)/src/.git/hook.py")
      try write([0, 1], to: "\(folder)/src/binary.py")
      try write("text\n", to: "\(folder)/src/notes.txt")
      try write("#!/bin/python3\nx = 1\n", to: "\(folder)/src/run")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/src/loop", withDestinationPath: "\(folder)/src")
      expected.append("src/run")
      expected.sort()
      for name in ["src", "src/", SourcePath("\(folder)/src")] {
        let found = try walk(folder, [name])
        #expect(found.problems == [])
        let prefix = name.description.hasPrefix("/") ? "\(folder)/" : ""
        #expect(found.paths == expected.map { prefix + $0 })
      }
      #expect(try walk("\(folder)/src", ["."]).paths == expected.map { String($0.dropFirst(4)) })
    }
  }

  @Test func whatIsNamedAndCannotBeReadIsAProblem() async throws {
    try await withTemporaryFolder { folder in
      try write("x = 1\n", to: "\(folder)/a.py")
      try write([0, 1], to: "\(folder)/b.py")
      try write("text\n", to: "\(folder)/notes.txt")
      let found = try walk(folder, ["none.py", "b.py", "notes.txt", "a.py"])
      #expect(found.paths == ["a.py"])
      #expect(
        found.problems.map(\.message) == [
          "there is no file or folder `none.py`", "`b.py` is a binary file",
          "the language of `notes.txt` is not known",
        ])
    }
  }

  @Test func theReasonIsGivenWhyAPathLeadsNowhere() async throws {
    try await withTemporaryFolder { folder in
      try write("x = 1\n", to: "\(folder)/a.py")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/loop", withDestinationPath: "\(folder)/loop")
      let found = try walk(folder, ["", "a.py/b.py", "loop", "a.py"])
      #expect(found.paths == ["a.py"])
      #expect(
        found.problems.map(\.message) == [
          "a path is empty", "there is no file or folder `a.py/b.py`",
          "`loop` cannot be read: Too many levels of symbolic links",
        ])
    }
  }

  /// The superuser may read everything.
  @Test(.enabled(if: geteuid() != 0)) func aFolderThatMayNotBeReadIsAProblem() async throws {
    try await withTemporaryFolder { folder in
      try write("x = 1\n", to: "\(folder)/a/a.py")
      try write("x = 1\n", to: "\(folder)/b.py")
      chmod("\(folder)/a", 0)
      defer { chmod("\(folder)/a", 0o700) }
      let found = try walk(folder, [".", "a"])
      #expect(found.paths == ["b.py"])
      #expect(
        found.problems.map(\.message)
          == Array(repeating: "`\(folder)/a` cannot be read: Permission denied", count: 2))
      #expect(
        try walk(folder, ["a/a.py"]).problems.map(\.message)
          == ["`a/a.py` cannot be read: Permission denied"])
    }
  }

  @Test func aLanguageCanBeForcedOnNamedFiles() async throws {
    try await withTemporaryFolder { folder in
      try write("x = 1\n", to: "\(folder)/notes.txt")
      let found = try walk(folder, ["notes.txt"], forced: LanguageVariant(named: "python"))
      #expect(found.languages == ["python"])
      try write("const a = <b>it's</b>\n", to: "\(folder)/element")
      for name in ["tsx", "JSX"] {
        let variant = try walk(folder, ["element"], forced: LanguageVariant(named: name))
        #expect(variant.languages == [name == "tsx" ? "typescript" : "javascript"])
        #expect(variant.defects == 0)
      }
      #expect(try walk(folder, ["element"], forced: LanguageVariant(named: "ts")).defects > 0)
      #expect(LanguageVariant(named: "tsy") == nil)
    }
  }
}

@Suite struct ComparingTests {
  private func summary(_ old: String, _ new: String, _ folder: String) async throws -> [String] {
    let diff = try await Comparing.onDisk(old: old, new: new, from: folder)
    return diff.files.map { file in
      "\(file.path) \(file.status.rawValue) "
        + file.entities.map {
          "\($0.qualifiedName):\($0.changes.map(\.rawValue).joined(separator: "+"))"
        }
        .joined(separator: " ")
    }
  }

  @Test func twoFiles() async throws {
    try await withTemporaryFolder { folder in
      try write("def f():\n    return 1\n", to: "\(folder)/a.py")
      try write("def f():\n    return 2\n", to: "\(folder)/b.py")
      #expect(try await summary("a.py", "b.py", folder) == ["b.py modified f:body"])
      #expect(try await summary("a.py", "a.py", folder) == [])
      let diff = try await Comparing.onDisk(old: "a.py", new: "\(folder)/b.py", from: folder)
      #expect(diff.change.description == "a.py against \(folder)/b.py")
      #expect((diff.change.addedLines, diff.change.removedLines) == (1, 1))
    }
  }

  @Test func twoFolders() async throws {
    try await withTemporaryFolder { folder in
      let kept = "def total(prices):\n    return sum(price for price in prices if price > 0)\n"
      try write("def f():\n    return 1\n" + kept, to: "\(folder)/old/a.py")
      try write("x = 1\n", to: "\(folder)/old/gone.py")
      try write("y = 1\n", to: "\(folder)/old/same.py")
      try write("def f():\n    return 1\n", to: "\(folder)/new/a.py")
      try write(kept, to: "\(folder)/new/b.py")
      try write("y = 1\n", to: "\(folder)/new/same.py")
      #expect(
        try await summary("old", "new", folder) == [
          "a.py modified ", "b.py added total:moved", "gone.py deleted x:removed",
        ])
    }
  }

  @Test func aFileAgainstAFolderIsAMistake() async throws {
    try await withTemporaryFolder { folder in
      try write("x = 1\n", to: "\(folder)/old/a.py")
      for (old, new) in [
        ("old", "old/a.py"), ("old/a.py", "old"), ("none", "old"), ("old", "none"),
      ] {
        await #expect(throws: Problem.self) {
          try await Comparing.onDisk(old: old, new: new, from: folder)
        }
      }
    }
  }
}

@Suite struct SurroundingsTests {
  @Test(arguments: [
    (["HOME": "/h"], "/h/.cache/verdict", "/h/.config/verdict/trust.json"),
    (
      ["HOME": "/h", "XDG_CACHE_HOME": "/c", "XDG_CONFIG_HOME": "/k"], "/c/verdict",
      "/k/verdict/trust.json"
    ),
    (
      ["HOME": "/h", "XDG_CACHE_HOME": "relative", "XDG_CONFIG_HOME": ""], "/h/.cache/verdict",
      "/h/.config/verdict/trust.json"
    ),
    ([:], "/tmp/.cache/verdict", "/tmp/.config/verdict/trust.json"),
    (["HOME": ""], "/tmp/.cache/verdict", "/tmp/.config/verdict/trust.json"),
  ])
  func folders(_ environment: [String: String], _ cache: String, _ trust: String) {
    let surroundings = Surroundings(environment: environment, currentFolder: "/", version: "1")
    #expect(surroundings.cacheFolder == cache)
    #expect(surroundings.trustFile == trust)
  }
}

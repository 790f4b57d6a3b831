import Foundation
import Testing

/// Holds the code to its floors.
@Suite struct ArchitectureTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private let folders: [String]
  private let manifest: String
  private let files: [RoomFile]

  /// Read once for all tests.
  private static let paths = Result {
    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: "Sources").path)
      .sorted()
  }
  private static let files = Result {
    try paths.get().filter { $0.hasSuffix(".swift") }.map { path in
      RoomFile(
        room: String(path.prefix { $0 != "/" }), path: path,
        text: try String(
          contentsOf: root.appending(path: "Sources").appending(path: path), encoding: .utf8))
    }
  }

  init() throws {
    let sources = Self.root.appending(path: "Sources")
    let paths = try Self.paths.get()
    files = try Self.files.get()
    folders = paths.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(
        atPath: sources.appending(path: path).path, isDirectory: &isFolder) && isFolder.boolValue
    }
    manifest = try String(
      contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
  }

  @Test func thereIsSomethingToLookAt() {
    #expect(files.count > 50)
    #expect(Manifest(manifest).rooms.count > 10)
    #expect(Set(files.map(\.room)) == Set(Manifest(manifest).rooms.keys))
  }

  @Test func roomsImportOnlyLowerFloors() { #expect(ArchitectureRules.arrows(files) == []) }

  @Test func thePackageDeclaresOnlyArrowsDown() {
    #expect(ArchitectureRules.manifest(manifest) == [])
  }

  @Test func roomsDeclareWhatTheyImport() {
    #expect(ArchitectureRules.undeclared(files, manifest: manifest) == [])
  }

  @Test func modulesOfOneRoomStayThere() { #expect(ArchitectureRules.owned(files) == []) }

  @Test func onlyTheExecutablePrintsExitsAndReadsTheEnvironment() {
    #expect(ArchitectureRules.effects(files) == [])
  }

  @Test func foldersSayWhatTheyHold() { #expect(ArchitectureRules.folders(folders) == []) }

  @Test func noTypeBearsItsModulesName() { #expect(ArchitectureRules.names(files) == []) }
}

/// Every rule finds a violation that is planted, and nothing where there is none.
@Suite struct ArchitectureRulesTests {
  private func file(_ room: String, _ text: String) -> RoomFile {
    RoomFile(room: room, path: "\(room)/File.swift", text: text)
  }

  @Test(arguments: [
    ("Source", "import Syntax"), ("Syntax", "import Git"), ("Gates", "import Toolchain"),
    ("Report", "public import Engine"), ("Git", "import struct Verification.Finding"),
    ("Attic", "import Source"),
  ])
  func anArrowUpOrSidewaysIsFound(_ room: String, _ text: String) {
    #expect(ArchitectureRules.arrows([file(room, text)]).count == 1)
  }

  @Test(arguments: [
    "import Source", "internal import CGit2", "// import Engine", "let text = \"import Engine\"",
    "/* import Engine */", "let text = \"\"\"\n  import Engine\n  \"\"\"", "import Foundation",
  ])
  func anArrowDownIsFine(_ text: String) {
    #expect(ArchitectureRules.arrows([file("Git", text)]) == [])
  }

  @Test func aCModuleOfTwoRoomsIsFound() {
    let files = [file("Git", "internal import CGit2"), file("Engine", "import CGit2")]
    #expect(ArchitectureRules.owned(files) == ["`CGit2` is imported by Engine and Git"])
    #expect(ArchitectureRules.owned([files[0], files[0]]) == [])
  }

  @Test(arguments: [("GRDB", "Store"), ("Subprocess", "Programs"), ("ArgumentParser", "verdict")])
  func aPackageOutsideItsRoomIsFound(_ module: String, _ owner: String) {
    #expect(ArchitectureRules.owned([file("Engine", "import \(module)")]).count == 1)
    #expect(ArchitectureRules.owned([file(owner, "import \(module)")]) == [])
  }

  @Test(arguments: [
    "print(text)", "  Swift.print(text)", "exit(1)", "Glibc.exit(1)",
    "let home = ProcessInfo.processInfo.environment[\"HOME\"]", "getenv(\"HOME\")",
    "var entry = environ", "if isBad { print(1) }",
  ])
  func anEffectOutsideTheExecutableIsFound(_ text: String) {
    #expect(ArchitectureRules.effects([file("Engine", text)]).count == 1)
    #expect(ArchitectureRules.effects([file("verdict", text)]) == [])
  }

  @Test(arguments: [
    "report.print(text)", "func print(_ text: String) {}", "// print(text)",
    "let code = \"print(1)\"", "let code = \"\"\"\n  print(1)\n  \"\"\"",
    "surroundings.environment",
    "let environment = [:]", "#\"print(1)\"#", "fingerprint(text)", "let exitCode = 1",
  ])
  func whatOnlyLooksLikeAnEffectIsFine(_ text: String) {
    #expect(ArchitectureRules.effects([file("Engine", text)]) == [])
  }

  @Test func emptyNamesAreFound() {
    #expect(
      ArchitectureRules.folders(["Git", "Git/Utils", "Report/JSON", "Core"])
        == ["Git/Utils", "Core"])
  }

  @Test(arguments: ["struct Engine {}", "public final class Engine {", "enum `Engine` {}"])
  func aTypeWithItsModulesNameIsFound(_ text: String) {
    #expect(ArchitectureRules.names([file("Engine", text)]).count == 1)
    #expect(ArchitectureRules.names([file("Git", text)]) == [])
  }

  @Test func aDeclaredArrowUpIsFound() {
    let manifest = """
      room("Source", [crypto]),
      room("Git", ["CGit2", "Source", "Engine"], plugins: ["LanguageList"]),
      """
    #expect(
      ArchitectureRules.manifest(manifest)
        == ["Package.swift: `Git` (floor 2) depends on `Engine` (floor 7)"])
    #expect(
      ArchitectureRules.undeclared([file("Git", "import Policy")], manifest: manifest).count == 1)
    #expect(
      ArchitectureRules.undeclared([file("Git", "import Source")], manifest: manifest) == [])
  }
}

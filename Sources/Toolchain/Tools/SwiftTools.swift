extension Tool {
  /// Tests are built too, since `swift build` alone leaves out what most changes touch as well.
  static let swiftBuild = Tool(
    name: "swift build", role: .compile, programs: ["swift"],
    arguments: ["build", "--build-tests"],
    languages: ["swift", "c", "cpp", "objective-c"], evidence: [Evidence("Package.swift")],
    scope: .project, format: .swiftc, weight: .heavy, stopsAtErrors: true)

  static let swiftTest = Tool(
    name: "swift test", role: .tests, programs: ["swift"], arguments: ["test"],
    languages: ["swift", "c", "cpp", "objective-c"], evidence: [Evidence("Package.swift")],
    scope: .project, format: .swiftTest, weight: .heavy)

  static let swiftFormat = Tool(
    name: "swift format", role: .lint, programs: ["swift"],
    arguments: ["format", "lint", "--strict", "--", "{files}"],
    languages: ["swift"], evidence: [Evidence(".swift-format")], scope: .files,
    format: .swiftFormat, weight: .light)
}

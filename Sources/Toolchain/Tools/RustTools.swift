extension Tool {
  /// Benchmarks are left out, since many ask for a compiler of the future.
  static let cargoCheck = Tool(
    name: "cargo check", role: .compile, programs: ["cargo"],
    arguments: [
      "check", "--bins", "--examples", "--tests", "--message-format=json", "--quiet",
    ], languages: ["rust"],
    evidence: [Evidence("Cargo.toml")], scope: .project, format: .cargo, weight: .heavy,
    findingExits: [1, 101], stopsAtErrors: true)

  static let clippy = Tool(
    name: "clippy", role: .lint, programs: ["cargo"],
    arguments: ["clippy", "--all-targets", "--message-format=json", "--quiet"], languages: ["rust"],
    evidence: [
      Evidence("clippy.toml"), Evidence(".clippy.toml"),
      .file("Cargo.toml", saying: "[lints.clippy]", "[workspace.lints.clippy]"),
    ], scope: .project, format: .cargo, weight: .heavy, findingExits: [1, 101])

  static let cargoTest = Tool(
    name: "cargo test", role: .tests, programs: ["cargo"],
    arguments: [
      "test", "--no-fail-fast", "--quiet", "--message-format=json", "--", "--format=pretty",
    ],
    languages: ["rust"], evidence: [Evidence("Cargo.toml")], scope: .project, format: .cargoTest,
    weight: .heavy, findingExits: [1, 101])
}

// swift-tools-version: 6.2
import PackageDescription

// A room is a target that imports only rooms on lower floors; Tests/ArchitectureTests holds it to that.
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict, plugins: plugins)
}

func tests(
  _ room: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(room)Tests", dependencies: [.byName(name: room)] + dependencies, exclude: exclude,
    swiftSettings: strict)
}

// On Linux libgit2 is loaded when it is first needed, by a little C; see `Sources/CGit2/load.c`.
#if os(Linux)
  // scripts/build puts it into the program instead, where the system has it as an archive.
  let isStatic = Context.environment["VERDICT_GIT2"] == "static"
  let git2 = Target.target(
    name: "CGit2", publicHeadersPath: ".",
    cSettings: isStatic ? [.define("VERDICT_GIT2_STATIC")] : [],
    linkerSettings: isStatic
      ? [":libgit2.a", ":libhttp_parser.a", ":libpcre2-8.a"].map { .linkedLibrary($0) } : [])
#else
  let git2 = Target.systemLibrary(
    name: "CGit2", pkgConfig: "libgit2", providers: [.brew(["libgit2"])])
#endif

let package = Package(
  name: "verdict",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "verdict", targets: ["verdict"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // Floor 0
    git2,
    .systemLibrary(
      name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    // Floor 1
    room("Source", [crypto]),
    room("Programs", [subprocess]),
    room("Store", [grdb]),
    // Floor 2
    room("Syntax", ["CExpat", "Source", yams], plugins: ["LanguageList"]),
    room("Git", ["CGit2", "Source"]),
    room("Commits", ["Source"]),
    room("Secrets", ["Source"]),
    room("Policy", ["Source", yams]),
    // Floor 3
    room("SemanticDiff", ["Source", "Syntax"]),
    // Floor 4
    room(
      "Verification",
      ["Source", "Syntax", "Git", "Commits", "Secrets", "Policy", "SemanticDiff"]),
    // Floor 5
    room(
      "Gates",
      [
        "Source", "Store", "Syntax", "Git", "Commits", "Secrets", "Policy", "SemanticDiff",
        "Verification",
      ]),
    room(
      "Toolchain",
      [
        "Source", "Programs", "Store", "Syntax", "Git", "Policy", "SemanticDiff", "Verification",
      ]),
    room("History", ["Source", "Store", "SemanticDiff", "Verification"]),
    room("Release", ["Source", "Git", "Commits", "SemanticDiff"]),
    // Floor 6
    room(
      "Report",
      [
        "Source", "Syntax", "Git", "Policy", "SemanticDiff", "Verification", "History", "Release",
      ]),
    // Floor 7
    room(
      "Engine",
      [
        "Source", "Programs", "Store", "Syntax", "Git", "Commits", "Policy", "SemanticDiff",
        "Verification",
        "Gates", "Toolchain", "History", "Release", "Report",
      ], plugins: ["HookScripts"]),
    // Floor 8
    .executableTarget(
      name: "verdict",
      dependencies: [
        "Source", "Syntax", "Git", "Commits", "Policy", "SemanticDiff", "Verification", "History",
        "Release",
        "Report", "Engine", argumentParser,
      ],
      swiftSettings: strict),
    .plugin(name: "HookScripts", capability: .buildTool()),
    .plugin(name: "LanguageList", capability: .buildTool()),
    tests("Source"),
    tests("Syntax", ["Source"], exclude: ["Fuzzing/Program", "Samples"]),
    tests("Git", ["Source"]),
    tests("Commits"),
    tests("Secrets", ["Source"]),
    tests("Programs"),
    tests("Store"),
    tests("Policy", ["Source"]),
    tests("SemanticDiff", ["Source", "Syntax"], exclude: ["Examples", "Rewrites"]),
    tests("Verification", ["Source", "Policy", "SemanticDiff", "Syntax"]),
    tests(
      "Toolchain",
      ["Source", "Programs", "Store", "Syntax", "Git", "Policy", "SemanticDiff", "Verification"],
      exclude: ["Outputs"]),
    tests("Release", ["Source", "Git", "Commits", "SemanticDiff"]),
    tests("History", ["Source", "Store", "Policy", "SemanticDiff", "Syntax", "Verification"]),
    tests(
      "Report",
      ["Source", "Syntax", "Policy", "SemanticDiff", "Verification", "History", "Release"],
      exclude: ["Snapshots"]),
    tests(
      "Engine",
      [
        "Source", "Programs", "Syntax", "Git", "Policy", "SemanticDiff", "Verification", "History",
        "Release", "Report",
      ]),
    tests(
      "Gates", ["Source", "Store", "Syntax", "Git", "Policy", "SemanticDiff", "Verification"],
      exclude: ["Coverage"]),
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", exclude: ["Cases", "README.md", "States"], swiftSettings: strict),
  ]
)

// What scripts/fuzz builds: inputs and invariants of the tests, in a program of their own.
if let engine = Context.environment["VERDICT_FUZZ"] {
  package.targets.removeAll { $0.type == .test }
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Source", "Syntax"], path: "Tests/SyntaxTests/Fuzzing",
      swiftSettings: strict + (engine == "libfuzzer" ? [.define("LIBFUZZER")] : [])))
}

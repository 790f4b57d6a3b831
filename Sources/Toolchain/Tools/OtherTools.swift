extension Tool {
  private static let jvm: Set<String> = ["java", "kotlin", "scala"]

  static let mavenCompile = Tool(
    name: "maven", role: .compile, programs: ["mvn"],
    arguments: ["--batch-mode", "--quiet", "test-compile"], languages: jvm,
    evidence: [Evidence("pom.xml")], root: .outermost, scope: .project, format: .javac,
    weight: .heavy, stopsAtErrors: true)

  static let mavenTest = Tool(
    name: "maven test", role: .tests, programs: ["mvn"],
    arguments: ["--batch-mode", "--quiet", "--fail-at-end", "test"], languages: jvm,
    evidence: [Evidence("pom.xml")], root: .outermost, scope: .project, format: .junit,
    weight: .heavy, reports: ("surefire-reports", ".xml"))

  static let dotnetBuild = Tool(
    name: "dotnet build", role: .compile, programs: ["dotnet"],
    arguments: ["build", "--nologo", "-clp:NoSummary"], languages: ["csharp"],
    evidence: [Evidence("Directory.Build.props"), Evidence("global.json")], root: .outermost,
    scope: .project, format: .msbuild, weight: .heavy, stopsAtErrors: true)

  static let dotnetTest = Tool(
    name: "dotnet test", role: .tests, programs: ["dotnet"], arguments: ["test", "--nologo"],
    languages: ["csharp"],
    evidence: [Evidence("Directory.Build.props"), Evidence("global.json")], root: .outermost,
    scope: .project, format: .text, weight: .heavy)

  static let shellcheck = Tool(
    name: "shellcheck", role: .lint, programs: ["shellcheck"],
    arguments: ["--format=json1", "--", "{files}"], languages: ["shell"],
    evidence: [Evidence(".shellcheckrc")],
    scope: .files, format: .shellcheck, weight: .light)

  /// Without the commands that compile a file it would judge code that it does not understand.
  static let clangTidy = Tool(
    name: "clang-tidy", role: .lint, programs: ["clang-tidy"],
    arguments: ["--quiet", "{files}"],
    languages: ["c", "cpp"], evidence: [Evidence(".clang-tidy")], scope: .files,
    format: .gcc, weight: .heavy,
    needs: Need(
      folder: "compile_commands.json",
      help: "name the command that writes it in the policy, as "
        + "`setup: [cmake, -S, ., -B, ., -DCMAKE_EXPORT_COMPILE_COMMANDS=ON]`"
    ) { _ in true })
}

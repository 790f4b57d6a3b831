extension Tool {
  static let goBuild = Tool(
    name: "go build", role: .compile, programs: ["go"], arguments: ["build", "./..."],
    languages: ["go"], evidence: [Evidence("go.mod")], scope: .project, format: .goVet,
    weight: .heavy, stopsAtErrors: true)

  /// Its analysers see tests too.
  static let goVet = Tool(
    name: "go vet", role: .compile, programs: ["go"], arguments: ["vet", "-json", "./..."],
    languages: ["go"], evidence: [Evidence("go.mod")], scope: .project, format: .goVet,
    weight: .heavy)

  static let goTest = Tool(
    name: "go test", role: .tests, programs: ["go"], arguments: ["test", "-json", "./..."],
    languages: ["go"], evidence: [Evidence("go.mod")], scope: .project, format: .goTest,
    weight: .heavy)
}

import ArgumentParser
import Engine
import Git
import Release
import Report
import Source

struct NextVersionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next-version",
    abstract: "Compute the version that is due, from messages and from the API.",
    discussion: """
      EXAMPLES
        verdict next-version
        verdict next-version --pre rc
        verdict next-version --tag-pattern 'parser-v{version}' -- parser/
        git tag "$(verdict next-version --format concise)"

      The level is the highest of what the messages since the last version claim (feat: minor; fix, perf: \
      patch; `!` or BREAKING CHANGE: major) and what the changed declarations ask for. While the major \
      version is 0, a break and a feature raise the minor version.
      """)

  @Argument(help: .init("The commit to be released.", valueName: "commit"))
  var commit = "HEAD"

  @Option(
    name: .customLong("pre"), help: .init("A pre-release of this channel.", valueName: "channel"))
  var channel: String?

  @Option(help: .init("Build metadata.", valueName: "text"))
  var build: String?

  @Option(help: .init("The first version, where no tag is one.", valueName: "version"))
  var initial = "0.1.0"

  @Option(help: .init("This version, if it is higher than the current one.", valueName: "version"))
  var `as`: String?

  @Option(help: "required, suggest or off: whether the API counts.")
  var api: APIUse = .required

  @Option(help: "What a break raises while the major version is 0: major, minor or patch.")
  var initialBreak: LevelRules.InitialLevel = .minor

  @Option(help: "What a feature raises while the major version is 0: major, minor or patch.")
  var initialFeature: LevelRules.InitialLevel = .minor

  @OptionGroup(title: "Releases") var release: ReleaseOptions
  @OptionGroup(title: "Report") var format: FormatOptions
  @OptionGroup(title: "Everywhere") var common: CommonOptions

  func validate() throws {
    if let channel {
      let parts = Version.preRelease(channel)
      guard parts?.count == 1, case .word = parts?[0] else {
        throw ValidationError("--pre takes one word of letters, digits and hyphens, such as rc")
      }
    }
    if let build, Version.build(build) == nil {
      throw ValidationError("--build takes letters, digits and hyphens with dots between")
    }
    for text in [initial, `as`].compactMap({ $0 }) where Version(text) == nil {
      throw ValidationError("`\(text)` is no version after semver.org, such as 1.2.3")
    }
  }

  func run() async throws {
    let folder = try common.currentFolder
    let repository = try common.repository()
    var settings = release.settings(try repository.sourcePaths(release.paths, from: folder))
    settings.rules.initialBreak = initialBreak
    settings.rules.initialFeature = initialFeature
    let report = try await NextVersionQuery(
      repository, settings, head: commit,
      VersionRequest(
        channel: channel, build: build.flatMap { Version.build($0) } ?? [],
        initial: Version(initial)!),
      api: api, forced: `as`.flatMap { Version($0) }
    ).report()
    let style = common.style
    try format.emit(quiet: common.quiet, from: folder) { format, toFile in
      switch format {
      case .pretty:
        NextVersionText.pretty(report, toFile ? .ofFile : style)
      case .concise: "\(report.tag)\n"
      case .json, .jsonl:
        NextVersionDocument.json(report).text(indented: format == .json) + "\n"
      }
    }
  }
}

import ArgumentParser
import Engine
import FoundationEssentials
import Git
import Release
import Report
import Source

struct ChangelogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changelog",
    abstract: "List what was done in each release, from messages and from the API.",
    discussion: """
      EXAMPLES
        verdict changelog                          the whole history, as Markdown
        verdict changelog v1.0.0..HEAD --entities  with the declarations that changed
        verdict changelog --write CHANGELOG.md     what people wrote in it stays
        verdict changelog --write CHANGELOG.md --as 1.2.0
      """)

  @Argument(
    help: .init(
      "The newest commit, or a..b: what b has and a has not.", valueName: "commit | a..b"))
  var range = "HEAD"

  @Option(help: .init("Bring a file up to date instead.", valueName: "file"))
  var write: String?

  @Option(help: .init("What is not released yet becomes this version.", valueName: "version"))
  var `as`: String?

  @Option(help: "keep-a-changelog or conventional: how sections are named.")
  var style: ChangelogStyle = .keepAChangelog

  @Flag(help: "Also list the public declarations that each commit added, changed or removed.")
  var entities = false

  @Option(help: "markdown or json.")
  var format: ChangelogFormat = .markdown

  @OptionGroup(title: "Releases") var release: ReleaseOptions
  @OptionGroup(title: "Everywhere") var common: CommonOptions

  enum ChangelogFormat: String, ExpressibleByArgument, CaseIterable {
    case markdown, json, jsonl
  }

  func validate() throws {
    if let text = `as`, Version(text) == nil {
      throw ValidationError("`\(text)` is no version after semver.org, such as 1.2.3")
    }
    if write != nil, format != .markdown {
      throw ValidationError("--write writes Markdown")
    }
  }

  func run() async throws {
    let folder = try common.currentFolder
    let repository = try common.repository()
    let (base, head) = ends
    let query = try ChangelogQuery(
      repository, release.settings(try repository.sourcePaths(release.paths, from: folder)),
      head: head, style, upcoming: `as`.flatMap { Version($0) }, listsEntities: entities)
    let changelog = try await query.changelog(
      since: base, today: try common.surroundings.today.description)
    let markdown = ChangelogMarkdown(links: query.links)
    if let write {
      try update(write, folder, changelog, query, markdown)
      return
    }
    switch format {
    case .json, .jsonl:
      Output.standard.write(
        ChangelogDocument.json(changelog).text(indented: format == .json) + "\n")
    case .markdown:
      Output.standard.write(
        changelog.releases.filter { $0.version != nil || !$0.sections.isEmpty }
          .map(markdown.text).joined(separator: "\n"))
    }
    report(changelog)
  }

  private var ends: (base: String?, head: String) {
    guard let dots = range.range(of: "..") else { return (nil, range) }
    let base = String(range[..<dots.lowerBound])
    let head = String(range[dots.upperBound...].drop { $0 == "." })
    return (base.isEmpty ? "HEAD" : base, head.isEmpty ? "HEAD" : head)
  }

  private func update(
    _ path: String, _ folder: String, _ changelog: Changelog, _ query: ChangelogQuery,
    _ markdown: ChangelogMarkdown
  ) throws {
    let absolute = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    var old = ""
    if FileManager.default.fileExists(atPath: absolute) {
      guard let data = FileManager.default.contents(atPath: absolute),
        let text = String(validating: data, as: UTF8.self)
      else {
        throw Problem(
          .usage, "`\(path)` cannot be read as UTF-8", help: "nothing was written")
      }
      old = text
    }
    var file = ChangelogFile(old)
    file.update(
      changelog.releases, known: query.ancestors(of: file.writtenUpTo), head: query.head, markdown)
    if file.text == old {
      if !common.quiet { Output.error.write("\(path) is up to date\n") }
    } else {
      try Destination.write(file.text, to: path, from: folder)
    }
    report(changelog)
  }

  /// What could not be read is said.
  private func report(_ changelog: Changelog) {
    if common.quiet || changelog.unparsed.isEmpty { return }
    Output.error.write(
      "\(changelog.unparsed.count) of the commits have messages without a type; "
        + (entities ? "they stand where what they changed belongs" : "they are listed as Other")
        + "\n")
  }
}

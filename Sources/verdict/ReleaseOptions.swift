import ArgumentParser
import Commits
import Engine
import Release
import Source

extension LevelRules.InitialLevel: ExpressibleByArgument {}
extension MessageConvention: ExpressibleByArgument {}
extension ChangelogStyle: ExpressibleByArgument {}
extension APIUse: ExpressibleByArgument {}

/// How releases are read from a history.
struct ReleaseOptions: ParsableArguments {
  @Option(
    help: .init(
      "How tags are named, as in `v{version}` or `parser-v{version}`; found out when left out.",
      valueName: "pattern"))
  var tagPattern: String?

  @Option(help: "conventional, or gitmoji: an emoji in front of the subject counts too.")
  var convention: MessageConvention = .conventional

  @Option(help: .init("Types that ask for a minor version.", valueName: "types"))
  var minorTypes: TypeList = TypeList(["feat"])

  @Option(help: .init("Types that ask for a patch.", valueName: "types"))
  var patchTypes: TypeList = TypeList(["fix", "perf"])

  @Argument(parsing: .postTerminator, help: "Only commits that touch these files and folders.")
  var paths: [String] = []

  func validate() throws {
    if let tagPattern, TagPattern(tagPattern) == nil {
      throw ValidationError("--tag-pattern takes a text with one {version} in it")
    }
  }

  func settings(_ paths: [SourcePath]) -> ReleaseSettings {
    var settings = ReleaseSettings()
    settings.pattern = tagPattern.flatMap { TagPattern($0) }
    settings.convention = convention
    settings.rules.minorTypes = minorTypes.types
    settings.rules.patchTypes = patchTypes.types
    settings.paths = paths
    return settings
  }
}

/// Types with commas between them.
struct TypeList: ExpressibleByArgument, CustomStringConvertible {
  let types: Set<String>

  init(_ types: Set<String>) { self.types = types }

  init?(argument: String) {
    types = Set(argument.split(separator: ",").map { $0.lowercased() })
  }

  var description: String { types.sorted().joined(separator: ",") }
}

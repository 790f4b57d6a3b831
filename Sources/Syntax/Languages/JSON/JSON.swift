import Source

extension Language {
  /// JSON (RFC 8259), and what is built upon it: with comments, JSON5, one document a line.
  public static let json = Language(
    name: "json", title: "JSON",
    extensions: [
      "json", "jsonc", "json5", "jsonl", "ndjson", "webmanifest", "geojson", "topojson", "gltf",
      "avsc", "ipynb", "har", "jsonld", "importmap", "arb", "hujson", "code-workspace",
      "sublime-project", "sublime-settings",
    ],
    fileNames: [
      ".babelrc", ".swcrc", ".eslintrc", ".jshintrc", ".jscsrc", ".hintrc", ".renovaterc",
      ".bowerrc",
      ".watchmanconfig", ".arcconfig", "Package.resolved", "composer.lock", "Pipfile.lock",
      "flake.lock", "deno.lock",
    ],
    isData: true, layout: [],
    lex: { bytes, tokens, _ in
      guard var lexer = JSONLexer(bytes, tokens) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = JSONOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// Which JSON a file is written in; its name tells.
struct JSONDialect: Equatable {
  /// Whether `//` and `/* */` comments and a comma before a closing bracket are read.
  var allowsComments = false
  /// Whether JSON5 is read: single quotes, keys without quotes, numbers as ECMAScript has them.
  var isJSON5 = false
  /// Whether each line is a document of its own.
  var isLines = false

  init(path: SourcePath?) {
    guard let path else { return }
    let name = path.description.lowercased().split(separator: "/").last.map(String.init) ?? ""
    switch path.pathExtension?.lowercased() {
    case "json5": (isJSON5, allowsComments) = (true, true)
    case "jsonl", "ndjson": isLines = true
    case "jsonc", "hujson", "code-workspace", "sublime-project", "sublime-settings":
      allowsComments = true
    default:
      allowsComments =
        Self.commented.contains(name)
        || Self.commentedPrefixes.contains { name.hasPrefix($0) && name.hasSuffix(".json") }
        || Self.commentedSuffixes.contains { name.hasSuffix($0) }
        || path.components.dropLast().contains { Self.commentedFolders.contains(Array($0)) }
      isJSON5 = Self.json5.contains(name)
      if isJSON5 { allowsComments = true }
    }
  }

  /// Files whose programs read them as JSON5.
  private static let json5: Set<String> = [
    ".babelrc", ".babelrc.json", "babel.config.json", ".renovaterc", ".renovaterc.json",
  ]
  /// Files whose programs skip comments and trailing commas.
  private static let commented: Set<String> = [
    ".eslintrc", ".eslintrc.json", ".swcrc", ".jshintrc", ".jscsrc", ".hintrc", "devcontainer.json",
    "api-extractor.json", "language-configuration.json", "tslint.json", "turbo.json", "deno.json",
    "pyrightconfig.json", ".luarc.json", "tsdoc.json", "typedoc.json", "rush.json", "cspell.json",
    ".cspell.json", "launchsettings.json", ".markdownlint.json", ".mocharc.json", "angular.json",
    ".devcontainer.json",
  ]
  private static let commentedPrefixes = [
    "tsconfig", "jsconfig", "appsettings", "api-extractor", ".eslintrc",
  ]
  private static let commentedSuffixes = [
    ".tsconfig.json", "-tsconfig.json", "-language-configuration.json",
    ".language-configuration.json", "-color-theme.json",
  ]
  private static let commentedFolders: Set<[UInt8]> = [
    Array(".vscode".utf8), Array(".devcontainer".utf8), Array(".zed".utf8),
  ]
}

import Source

extension Language {
  /// Sections and keys, as many programs read them, each with rules of its own: `.ini`, Git's
  /// configuration, systemd's units, Java's properties.
  ///
  /// No reader accepts less than another one writes, so that a repeated key is the only thing noted,
  /// and only where all but one of its values are lost.
  public static let ini = Language(
    name: "ini", title: "INI",
    extensions: [
      "ini", "cfg", "properties", "desktop", "directory", "service", "socket", "timer", "mount",
      "automount", "swap", "slice", "netdev", "nspawn", "container", "volume", "prefs",
    ],
    fileNames: [
      ".editorconfig", ".gitconfig", ".gitmodules", ".npmrc", ".pylintrc", ".flake8", ".coveragerc",
      ".hgrc", ".isort.cfg", ".pypirc", ".wgetrc", ".buckconfig", "pylintrc",
      "pip.conf", "alembic.ini", ".style.yapf", ".yapfrc", ".bumpversion.cfg", "flake8",
      ".mypy.ini",
      ".sqlfluff", ".my.cnf", "my.cnf", ".pydocstyle",
      ".pep8", ".pycodestyle",
    ],
    isData: true, layout: .lines,
    lex: { bytes, tokens, path in
      guard var lexer = INILexer(bytes, tokens, INIDialect(path: path)) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = INIOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// Whose rules a file follows; its name tells.
enum INIDialect {
  /// Python's `configparser`: an indented line goes on with the value above it.
  case python
  /// Git: keys may repeat, a section has a name in quotes behind its own, `\` joins lines.
  case git
  /// systemd's units and desktop entries: keys may repeat, `\` joins lines.
  case unit
  /// Java's properties: no sections, `!` begins comments, a blank may part key and value.
  case properties
  /// `.editorconfig` and `.npmrc`: one line a key.
  case plain
  /// Whatever else is called `.ini`.
  case other

  init(path: SourcePath?) {
    guard let path else {
      self = .other
      return
    }
    let name = String(decoding: path.lastComponent, as: UTF8.self)
    switch path.pathExtension?.lowercased() {
    case "properties", "prefs": self = .properties
    case "cfg" where !Self.pythonFiles.contains(name): self = .other
    case "ini" where !Self.pythonFiles.contains(name): self = .other
    case "gitconfig", "gitmodules": self = .git
    case "editorconfig", "npmrc": self = .plain
    case "service", "socket", "timer", "mount", "automount", "swap", "slice", "netdev",
      "nspawn", "container", "volume", "desktop", "directory":
      self = .unit
    case _ where Self.gitFiles.contains(name): self = .git
    case _ where Self.plainFiles.contains(name): self = .plain
    case _ where Self.pythonFiles.contains(name): self = .python
    default: self = .other
    }
  }

  private static let gitFiles: Set<String> = [".gitconfig", ".gitmodules", ".hgrc"]
  private static let plainFiles: Set<String> = [".editorconfig", ".npmrc", ".wgetrc"]
  private static let pythonFiles: Set<String> = [
    "setup.cfg", "tox.ini", "mypy.ini", ".mypy.ini", "pytest.ini", ".coveragerc", ".flake8",
    ".pylintrc", "pylintrc", ".isort.cfg", ".pypirc", "alembic.ini", ".style.yapf",
    ".bumpversion.cfg", "flake8", "pip.conf", ".pydocstyle", ".pep8", ".pycodestyle", ".sqlfluff",
    "buildout.cfg", "babel.cfg", "versioneer.cfg",
  ]

  /// Whether a `\` at the end of a line joins the next one to it.
  var joinsLines: Bool { self == .git || self == .unit || self == .properties }
  /// Whether an indented line goes on with the value above it.
  var continuesByIndentation: Bool { self == .python || self == .other }
  var hasSections: Bool { self != .properties }
}

import Source

extension Language {
  /// Dockerfiles as BuildKit reads them.
  public static let dockerfile = Language(
    name: "dockerfile", title: "Dockerfile", extensions: ["dockerfile", "containerfile"],
    fileNames: ["Dockerfile", "Containerfile"],
    fileNamePrefixes: ["Dockerfile.", "Dockerfile-", "Containerfile."],
    layout: [.lines, .spaces],
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = DockerfileLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      outliner.partners = [Int32](repeating: -1, count: outliner.count)
      outliner.reportUnterminatedTokens()
      var outline = DockerfileOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// The instructions, in capitals; their case does not matter.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum DockerfileWord: UInt8, CaseIterable {
  case ADD = 1
  case ARG, CMD, COPY, ENTRYPOINT, ENV, EXPOSE, FROM, HEALTHCHECK, LABEL, MAINTAINER, ONBUILD, RUN
  case SHELL, STOPSIGNAL, USER, VOLUME, WORKDIR

  static let table = KeywordTable(DockerfileWord.self)

  /// Whether here-documents may follow.
  var allowsHeredoc: Bool { self == .ADD || self == .COPY || self == .RUN }
}

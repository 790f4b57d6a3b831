import Source

extension Language {
  public static let json = Language(
    name: "json", title: "JSON", extensions: ["json"],
    lex: { _, _ in }, outline: { _ in })
}

import Source

extension Language {
  /// SQL of any dialect: PostgreSQL, MySQL, SQLite, SQL Server and Oracle.
  public static let sql = Language(
    name: "sql", title: "SQL", extensions: ["sql", "ddl", "pgsql", "plsql", "psql"],
    // `GO`, `DELIMITER` and the commands of clients are lines.
    layout: [.lines],
    references: ReferenceStyle(.sql),
    lex: { bytes, tokens, _ in
      guard let cursor = ByteCursor(bytes) else { return }
      var lexer = SQLLexer(cursor, tokens)
      lexer.run()
    },
    outline: { outliner in
      var outline = SQLOutline(outliner)
      outline.run()
      outliner = outline.out
    })
}

/// The words that say what a statement declares and where its parts are, in small letters; their case
/// does not matter.
// The names are the words as they are written.
// swift-format-ignore: AlwaysUseLowerCamelCase
enum SQLWord: UInt8, CaseIterable {
  case create = 1
  case alter, `as`, begin, `case`, check, concurrently, constraint, database, declare, definer
  case delimiter, domain, drop, end, `enum`, exclude, exists, `for`, foreign, fulltext, function
  case global, go, `if`, index, `inout`, insert, key, language, like, local, loop, macro,
    materialized
  case not, on, or, out, package, period, primary, procedure, recursive, `repeat`, replace
  case `return`, returns, schema, select, sequence, spatial, table, temp, temporary, trigger, type
  case unique, unlogged, variadic, view, virtual, `while`, with, work, transaction, tran, body
  case aggregate, external, event, `default`, editionable, noneditionable, force, clustered
  case nonclustered, `public`, user, role

  static let words = KeywordTable(SQLWord.self)
}

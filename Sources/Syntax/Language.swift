import Source

/// A language as Verdict knows it. Each is declared in a file of its own below `Languages/`, as
/// `public static let name = Language(`, and is thereby listed in `Language.all`.
public struct Language: Sendable {
  /// The name in JSON and on the command line: `swift`, `python`, `c`.
  public let name: String
  /// The name for people: `Swift`, `C++`.
  public let title: String
  /// File name extensions without the dot, in lower case.
  let extensions: [String]
  /// Whole file names: `Makefile`.
  let fileNames: [String]
  /// Beginnings of file names that count where the extension tells nothing: `Dockerfile.`.
  let fileNamePrefixes: [String]
  /// Programs that a `#!` line names: `python3`.
  let interpreters: [String]
  /// What stands between the parts of a qualified name.
  public let nameSeparator: String
  /// Whether the name of a method is made of the labels of its parameters, each with a colon.
  let namesHoldLabels: Bool
  /// Whether its files hold data and no program: no compiler reads them.
  public let isData: Bool
  /// What white space means beyond parting tokens.
  public let layout: Layout
  /// What its compiler reads alike beyond white space and comments; nil where nothing is.
  let rewrites: (@Sendable (inout TokenRewriter) -> Void)?
  /// How it spells what decides where control goes; nil for data and where that is not read.
  let controlFlow: ControlFlow?
  /// Whether programs are written in it: it has functions whose flow is known.
  public var hasFunctions: Bool { controlFlow != nil }
  /// How headers name type parameters and bases; nil where there are none.
  let headerStyle: HeaderStyle?
  /// How its files name what others declare; nil where that is not read.
  public let references: ReferenceStyle?
  /// What must not be declared twice; nil where the language allows it.
  let uniqueness: Uniqueness?
  /// Splits bytes into tokens; the path tells variants of a language apart, as TSX from TypeScript.
  /// Never fails; it covers every byte.
  let lex: @Sendable (UnsafeBufferPointer<UInt8>, TokenBuffer, SourcePath?) -> Void
  /// Finds entities and defects in tokens. Never fails.
  let outline: @Sendable (inout Outliner) -> Void

  init(
    name: String, title: String, extensions: [String], fileNames: [String] = [],
    fileNamePrefixes: [String] = [], interpreters: [String] = [], nameSeparator: String = ".",
    namesHoldLabels: Bool = false, isData: Bool = false,
    layout: Layout = [.lines, .indentation, .operatorSpacing],
    rewrites: (@Sendable (inout TokenRewriter) -> Void)? = nil, controlFlow: ControlFlow? = nil,
    headerStyle: HeaderStyle? = nil,
    uniqueness: Uniqueness? = nil,
    references: ReferenceStyle? = nil,
    lex: @escaping @Sendable (UnsafeBufferPointer<UInt8>, TokenBuffer, SourcePath?) -> Void,
    outline: @escaping @Sendable (inout Outliner) -> Void
  ) {
    self.name = name
    self.title = title
    self.extensions = extensions
    self.fileNames = fileNames
    self.fileNamePrefixes = fileNamePrefixes
    self.interpreters = interpreters
    self.nameSeparator = nameSeparator
    self.namesHoldLabels = namesHoldLabels
    self.isData = isData
    self.layout = layout
    self.rewrites = rewrites
    self.controlFlow = controlFlow
    self.headerStyle = headerStyle
    self.uniqueness = uniqueness
    self.references = references
    self.lex = lex
    self.outline = outline
  }

  /// The language with that name or title, in any case.
  public static func named(_ name: String) -> Language? {
    let wanted = name.lowercased()
    return all.first { $0.name == wanted || $0.title.lowercased() == wanted }
  }

  /// The language of a file: by its whole name, else its extension (and the content of a `.h` file),
  /// else its `#!` line.
  public static func detect(path: SourcePath, bytes: some Collection<UInt8>) -> Language? {
    let name = String(decoding: path.lastComponent, as: UTF8.self)
    if let language = byFileName[name] { return language }
    let ending = path.pathExtension?.lowercased()
    if ending == "h" { return ofHeader(bytes) }
    if let language = ending.flatMap({ byExtension[$0] }) { return language }
    if let prefix = prefixes.first(where: { name.hasPrefix($0.0) }) { return prefix.1 }
    if ending != nil { return nil }
    return interpreter(bytes).flatMap { byInterpreter[$0] }
  }

  private static let byFileName = index(\.fileNames)
  private static let byExtension = index(\.extensions)
  private static let prefixes = all.flatMap { language in
    language.fileNamePrefixes.map { ($0, language) }
  }
  private static let byInterpreter = index(\.interpreters)

  private static func index(_ keys: KeyPath<Language, [String]>) -> [String: Language] {
    var result: [String: Language] = [:]
    for language in all { for key in language[keyPath: keys] { result[key] = language } }
    return result
  }

  /// The program that a `#!` line names, without folder, version suffix or `env` and its options.
  static func interpreter(_ bytes: some Collection<UInt8>) -> String? {
    guard bytes.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "!")]) else { return nil }
    let line = bytes.dropFirst(2).prefix(256).prefix { $0 != UInt8(ascii: "\n") }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    let programs = words.map { $0.split(separator: "/").last ?? "" }.drop { $0 == "env" }
    guard let program = programs.first(where: { !$0.hasPrefix("-") && !$0.contains("=") }) else {
      return nil
    }
    let known = String(program.filter { $0 != "\r" })
    if byInterpreter[known] != nil { return known }
    return String(known.prefix { !$0.isNumber && $0 != "." })
  }
}

extension Language: Hashable {
  public static func == (a: Language, b: Language) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Language: CustomStringConvertible {
  public var description: String { name }
}

import Source
import Syntax

/// What one side of a change declares in a package of Go, as far as its changed files show.
struct GoPackage {
  struct TypeDeclaration {
    var isAlias = false
    var constraints: [GoType] = []
    var type: GoType
  }

  struct Method {
    let name: String
    let signature: GoSignature
    let hasPointerReceiver: Bool
  }

  struct Constant {
    var type: GoType?
    /// The expression as written.
    var value: String
    /// The number of its line in its group, which `iota` stands for.
    var iota: Int
  }

  enum Object {
    case type(TypeDeclaration)
    case function(GoType)
    case variable(GoType)
    case constant(Constant)
  }

  private(set) var objects: [String: Object] = [:]
  /// Those of each type, by the receiver as written.
  private var declaredMethods: [String: [Method]] = [:]
  /// Those of each type that is no alias.
  private(set) var methods: [String: [Method]] = [:]

  init(_ files: [SyntaxFile]) {
    var declared: Set<String> = []
    for file in files {
      for entity in file.entities where entity.parent < 0 {
        if entity.kind.isType || entity.kind == .typealias { declared.insert(file.name(entity)) }
      }
    }
    for file in files { read(file, declared) }
    for (receiver, list) in declaredMethods.sorted(by: { $0.key < $1.key }) {
      if case .named(let name, _) = unaliased(.named(receiver, [])) {
        methods[name, default: []] += list
        // Declared in a file that did not change.
        if objects[name] == nil { objects[name] = .type(TypeDeclaration(type: .unknown)) }
      }
    }
  }

  // MARK: Reading

  private mutating func read(_ file: SyntaxFile, _ declared: Set<String>) {
    var parser = GoTypeParser(file, at: 0)
    parser.declared = declared
    while !parser.isAtEnd {
      let start = parser.index
      parser.parameters = []
      switch parser.text {
      case "import": readGroup(&parser) { parser, _ in GoPackage.readImport(&parser) }
      case "type": readGroup(&parser) { parser, _ in readType(&parser) }
      case "var": readGroup(&parser) { parser, _ in readVariables(&parser) }
      case "const":
        var last: (type: GoType?, values: [String]) = (nil, [])
        readGroup(&parser) { parser, line in readConstants(&parser, line, &last) }
      case "func": readFunction(&parser)
      default: if parser.file.tokens.kind(parser.index) == .open { parser.skipGroup() }
      }
      if parser.index == start { parser.advance() }
    }
  }

  /// One declaration, or those in parentheses.
  private func readGroup(
    _ parser: inout GoTypeParser, _ read: (inout GoTypeParser, _ line: Int) -> Void
  ) {
    parser.advance()
    guard parser.take("(") else { return read(&parser, 0) }
    var line = 0
    while !parser.isAtEnd, parser.text != ")" {
      let start = parser.index
      parser.parameters = []
      read(&parser, line)
      GoPackage.skipLine(&parser)
      line += 1
      if parser.index == start { parser.advance() }
    }
    _ = parser.take(")")
  }

  /// Moves to the next line or the end of the group.
  private static func skipLine(_ parser: inout GoTypeParser) {
    while !parser.isAtEnd, !parser.startsLine, parser.text != ")", parser.text != ";" {
      if parser.file.tokens.kind(parser.index) == .open {
        parser.skipGroup()
      } else {
        parser.advance()
      }
    }
    _ = parser.take(";")
  }

  private static func readImport(_ parser: inout GoTypeParser) {
    var name: String?
    if parser.isName || parser.text == "." || parser.text == "_" {
      name = parser.text
      parser.advance()
    }
    let path = parser.text.filter { $0 != "\"" && $0 != "`" }
    parser.imports[name ?? String(path.split(separator: "/").last ?? "")] = path
    parser.advance()
  }

  private mutating func readType(_ parser: inout GoTypeParser) {
    let name = parser.text
    guard parser.isName else { return }
    parser.advance()
    var declaration = TypeDeclaration(type: .unknown)
    if parser.text == "[", GoPackage.opensTypeParameters(parser) {
      declaration.constraints = parser.typeParameters()
    }
    declaration.isAlias = parser.take("=")
    declaration.type = parser.type() ?? .unknown
    if objects[name] == nil { objects[name] = .type(declaration) }
  }

  /// Whether `[` behind a type's name opens type parameters: `[T any]`, not `[]int`, `[5]int`, `[N]int`.
  private static func opensTypeParameters(_ parser: GoTypeParser) -> Bool {
    var probe = parser
    probe.advance()
    guard probe.isName else { return false }
    probe.advance()
    return probe.isName || probe.text == "," || probe.text == "~"
      || ["interface", "[", "*", "map", "chan", "func"].contains(probe.text)
  }

  private mutating func readFunction(_ parser: inout GoTypeParser) {
    parser.advance()
    var receiver: (name: String, isPointer: Bool)?
    if parser.text == "(" {
      // `(s *S[T])`, `(S)`.
      var words: [String] = []
      var isPointer = false
      var arguments: [String] = []
      parser.advance()
      while !parser.isAtEnd, parser.text != ")" {
        if parser.text == "*" { isPointer = true }
        if parser.isName { words.append(parser.text) }
        if parser.text == "[" {
          parser.advance()
          while !parser.isAtEnd, parser.text != "]" {
            if parser.isName { arguments.append(parser.text) }
            parser.advance()
          }
        }
        parser.advance()
      }
      _ = parser.take(")")
      guard let type = words.last else { return }
      parser.parameters = arguments
      receiver = (type, isPointer)
    }
    guard parser.isName else { return }
    let name = parser.text
    parser.advance()
    let constraints = parser.text == "[" ? parser.typeParameters() : []
    var signature = parser.signature()
    // Constraints are compared like parameters.
    signature.parameters.insert(contentsOf: constraints, at: 0)
    if let receiver {
      declaredMethods[receiver.name, default: []].append(
        Method(name: name, signature: signature, hasPointerReceiver: receiver.isPointer))
    } else if name != "_", name != "init", objects[name] == nil {
      objects[name] = .function(.function(signature))
    }
    if parser.text == "{", !parser.startsLine { parser.skipGroup() }
  }

  private static func names(_ parser: inout GoTypeParser) -> [String] {
    var names: [String] = []
    while parser.isName {
      names.append(parser.text)
      parser.advance()
      if !parser.take(",") { break }
    }
    return names
  }

  /// The expressions behind `=`, each as its text, and where the first begins.
  private static func values(_ parser: inout GoTypeParser) -> [String] {
    guard parser.take("=") else { return [] }
    var values: [String] = []
    var start = parser.index
    while !parser.isAtEnd, parser.text != ")", parser.text != ";" {
      if parser.startsLine, parser.index != start,
        GoPackage.endsExpression(parser, before: parser.index)
      {
        break
      }
      if parser.text == "," {
        values.append(parser.text(from: start))
        parser.advance()
        start = parser.index
      } else if parser.file.tokens.kind(parser.index) == .open {
        parser.skipGroup()
      } else {
        parser.advance()
      }
    }
    values.append(parser.text(from: start))
    return values
  }

  /// Whether the line end before a token ends an expression: it does unless an operator asks for more.
  private static func endsExpression(_ parser: GoTypeParser, before index: Int) -> Bool {
    var last = index - 1
    while last >= 0, parser.file.tokens.kind(last).isComment { last -= 1 }
    guard last >= 0 else { return true }
    let kind = parser.file.tokens.kind(last)
    return kind != .operator && kind != .open
      && !(kind == .punctuation && parser.file.tokens.symbol(last) != UInt8(ascii: ";"))
  }

  private mutating func readVariables(_ parser: inout GoTypeParser) {
    let names = GoPackage.names(&parser)
    var type: GoType?
    if parser.text != "=" { type = parser.type() }
    var inferred: GoType?
    if type == nil, parser.text == "=", names.count == 1 {
      var probe = parser
      probe.advance()
      inferred = GoPackage.inferred(&probe)
    }
    _ = GoPackage.values(&parser)
    for name in names where name != "_" && objects[name] == nil {
      objects[name] = .variable(type ?? inferred ?? .unknown)
    }
  }

  /// The type of an expression that shows it: a literal, `T{…}`, `&T{…}`, `new(T)`, `make(T)`.
  private static func inferred(_ parser: inout GoTypeParser) -> GoType? {
    let kind = parser.isAtEnd ? .invalid : parser.file.tokens.kind(parser.index)
    if parser.take("&") {
      let type = parser.type()
      return parser.text == "{" ? type.map { .pointer($0) } : nil
    }
    if parser.text == "new" || parser.text == "make" {
      let isNew = parser.text == "new"
      parser.advance()
      guard parser.take("(") else { return nil }
      let type = parser.type()
      return isNew ? type.map { .pointer($0) } : type
    }
    if kind == .number || kind.isStringPiece || kind == .character {
      let text = parser.text
      parser.advance()
      // An operator behind it can make another type of it.
      guard parser.startsLine || parser.text == ")" || parser.text == ";" else { return nil }
      return kind == .number
        ? .basic(text.contains(".") ? "float64" : "int")
        : .basic(kind == .character ? "int32" : "string")
    }
    if parser.text == "true" || parser.text == "false" { return .basic("bool") }
    let type = parser.type()
    return parser.text == "{" && !parser.startsLine ? type : nil
  }

  private mutating func readConstants(
    _ parser: inout GoTypeParser, _ line: Int, _ last: inout (type: GoType?, values: [String])
  ) {
    let names = GoPackage.names(&parser)
    guard !names.isEmpty else { return }
    var type: GoType?
    if !parser.startsLine, parser.text != "=", parser.text != ")" { type = parser.type() }
    let values = GoPackage.values(&parser)
    // A line without values repeats the one before.
    if !values.isEmpty { last = (type, values) }
    for (place, name) in names.enumerated() where name != "_" && objects[name] == nil {
      objects[name] = .constant(
        Constant(
          type: last.type, value: last.values.indices.contains(place) ? last.values[place] : "",
          iota: line))
    }
  }

  // MARK: Names

  func type(_ name: String) -> TypeDeclaration? {
    if case .type(let declaration)? = objects[name] { return declaration }
    return nil
  }

  /// The type that aliases lead to.
  func unaliased(_ type: GoType) -> GoType {
    var type = type
    for _ in 0..<32 {
      guard case .named(let name, let arguments) = type, let declaration = self.type(name),
        declaration.isAlias
      else { break }
      type = declaration.type.with(arguments)
    }
    return type
  }

  /// What a type is made of, its names and aliases followed.
  func underlying(_ type: GoType) -> GoType {
    var type = type
    for _ in 0..<32 {
      switch type {
      case .named(let name, let arguments):
        guard let declaration = self.type(name) else { return type }
        type = declaration.type.with(arguments)
      case .foreign(let name, _):
        return GoStandard.interface(name) ?? type
      case .basic("error"): return GoStandard.error
      default: return type
      }
    }
    return type
  }
}

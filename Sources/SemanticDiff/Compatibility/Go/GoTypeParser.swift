import Source
import Syntax

/// Reads types and declarations of Go from tokens. Never fails: what it does not understand is unknown.
/// https://go.dev/ref/spec#Types
struct GoTypeParser {
  let file: SyntaxFile
  /// The import paths by the names under which the file knows them.
  var imports: [String: String] = [:]
  /// The type parameters in scope, by place.
  var parameters: [String] = []
  /// The names of the package's types, which hide predeclared ones.
  var declared: Set<String> = []
  var index: Int
  private var depth = 0

  init(_ file: SyntaxFile, at index: Int) {
    self.file = file
    self.index = index
    skipComments()
  }

  // MARK: Tokens

  var isAtEnd: Bool { index >= file.tokens.count }
  var text: String { isAtEnd ? "" : file.text.string(file.tokens.range(index)) }
  var startsLine: Bool { isAtEnd || file.tokens.flags(index).contains(.startsLine) }
  var isName: Bool {
    !isAtEnd
      && (file.tokens.kind(index) == .identifier
        || file.tokens.kind(index) == .keyword && !GoTypeParser.keywords.contains(text))
  }

  private static let keywords: Set<String> = [
    "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for",
    "func", "go", "goto", "if", "import", "interface", "map", "package", "range", "return",
    "select",
    "struct", "switch", "type", "var",
  ]

  private static let basics: Set<String> = [
    "bool", "string", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32",
    "uint64", "uintptr", "float32", "float64", "complex64", "complex128", "error", "comparable",
  ]

  mutating func advance() {
    index += 1
    skipComments()
  }

  mutating func skipComments() {
    while !isAtEnd, file.tokens.kind(index).isComment { index += 1 }
  }

  mutating func take(_ wanted: String) -> Bool {
    guard text == wanted else { return false }
    advance()
    return true
  }

  /// Moves behind the bracket that closes the one at the index.
  mutating func skipGroup() {
    var level = 0
    while !isAtEnd {
      if file.tokens.kind(index) == .open { level += 1 }
      if file.tokens.kind(index) == .close { level -= 1 }
      advance()
      if level <= 0 { return }
    }
  }

  /// The text of the tokens up to an index.
  func text(from start: Int) -> String {
    guard start < index else { return "" }
    return file.flattened(ByteRange(file.tokens.start(start), file.tokens.end(index - 1)))
  }

  private func peek(_ offset: Int) -> String {
    var parser = self
    for _ in 0..<offset { parser.advance() }
    return parser.text
  }

  // MARK: Types

  mutating func type() -> GoType? {
    depth += 1
    defer { depth -= 1 }
    guard !isAtEnd, depth < 64 else { return nil }
    switch text {
    case "*":
      advance()
      return type().map { .pointer($0) }
    case "(":
      advance()
      let inner = type()
      _ = take(")")
      return inner
    case "[": return sliceOrArray()
    case "map":
      advance()
      guard take("["), let key = type(), take("]"), let value = type() else { return nil }
      return .map(key, value)
    case "chan":
      advance()
      let direction: GoType.Direction = take("<-") ? .send : .both
      return type().map { .channel(direction, $0) }
    case "<-":
      advance()
      guard take("chan") else { return nil }
      return type().map { .channel(.receive, $0) }
    case "func":
      advance()
      return .function(signature())
    case "struct": return structure()
    case "interface": return interface()
    default: return named()
    }
  }

  private mutating func sliceOrArray() -> GoType? {
    advance()
    if take("]") { return type().map { .slice($0) } }
    let start = index
    while !isAtEnd, text != "]" {
      if file.tokens.kind(index) == .open { skipGroup() } else { advance() }
    }
    let length = text(from: start)
    guard take("]"), let element = type() else { return nil }
    return .array(length, element)
  }

  private mutating func named() -> GoType? {
    guard isName else { return nil }
    var name = text
    advance()
    var isForeign = false
    if text == ".", !startsLine {
      advance()
      guard isName else { return nil }
      name = "\(imports[name] ?? name).\(text)"
      isForeign = true
      advance()
    }
    var arguments: [GoType] = []
    if text == "[", !startsLine, peek(1) != "]" {
      advance()
      while !isAtEnd, text != "]" {
        guard let argument = type() else { break }
        arguments.append(argument)
        if !take(",") { break }
      }
      _ = take("]")
    }
    if isForeign { return .foreign(name, arguments) }
    if let place = parameters.firstIndex(of: name) { return .parameter(place) }
    if declared.contains(name) { return .named(name, arguments) }
    switch name {
    case "byte": return .basic("uint8")
    case "rune": return .basic("int32")
    case "any": return .interface(GoInterface())
    default: return GoTypeParser.basics.contains(name) ? .basic(name) : .named(name, arguments)
    }
  }

  // MARK: Signatures

  /// Parameters and results, from the `(`.
  mutating func signature() -> GoSignature {
    var signature = GoSignature()
    (signature.parameters, signature.isVariadic) = parameterList()
    guard !isAtEnd, !startsLine else { return signature }
    if text == "(" {
      signature.results = parameterList().types
    } else if isName
      || ["*", "[", "map", "chan", "<-", "func", "struct", "interface"].contains(text)
    {
      if let result = type() { signature.results = [result] }
    }
    return signature
  }

  private mutating func parameterList() -> (types: [GoType], isVariadic: Bool) {
    guard take("(") else { return ([], false) }
    // Either all have names or none: names are seen once a type follows one.
    var entries: [(name: GoType?, type: GoType?)] = []
    var isVariadic = false
    func variadic(_ parser: inout GoTypeParser) -> GoType? {
      guard parser.text == "..." || parser.text == "." else { return parser.type() }
      while parser.text == "..." || parser.text == "." { parser.advance() }
      isVariadic = true
      return parser.type().map { .slice($0) }
    }
    while !isAtEnd, text != ")" {
      let first = variadic(&self)
      if text == "," || text == ")" {
        entries.append((first, nil))
      } else {
        entries.append((first, variadic(&self) ?? .unknown))
      }
      // What is not understood is left out up to the next parameter.
      while !isAtEnd, text != ",", text != ")" {
        if file.tokens.kind(index) == .open { skipGroup() } else { advance() }
      }
      _ = take(",")
    }
    _ = take(")")
    guard entries.contains(where: { $0.type != nil }) else {
      return (entries.map { $0.name ?? .unknown }, isVariadic)
    }
    var types: [GoType] = []
    var type = GoType.unknown
    for entry in entries.reversed() {
      type = entry.type ?? type
      types.append(type)
    }
    return (types.reversed(), isVariadic)
  }

  /// The constraints of type parameters, from the `[`; the names come into scope.
  mutating func typeParameters() -> [GoType] {
    guard take("[") else { return [] }
    var names: [(name: String, hasConstraint: Bool)] = []
    var starts: [Int] = []
    // The names first, since constraints may name them all.
    var ahead = self
    while !ahead.isAtEnd, ahead.text != "]" {
      names.append((ahead.text, false))
      ahead.advance()
      if ahead.take(",") { continue }
      names[names.count - 1].hasConstraint = true
      starts.append(ahead.index)
      while !ahead.isAtEnd, ahead.text != ",", ahead.text != "]" {
        if ahead.file.tokens.kind(ahead.index) == .open {
          ahead.skipGroup()
        } else {
          ahead.advance()
        }
      }
      _ = ahead.take(",")
    }
    parameters = names.map(\.name)
    var constraints: [GoType] = []
    var next = 0
    var waiting = 0
    for name in names {
      waiting += 1
      guard name.hasConstraint else { continue }
      index = starts[next]
      next += 1
      let constraint = union()
      constraints += [GoType](repeating: constraint, count: waiting)
      waiting = 0
    }
    index = ahead.index
    _ = take("]")
    return constraints
  }

  /// One type, or a union of types as its text.
  private mutating func union() -> GoType {
    let start = index
    if text != "~", let single = type(), text == "," || text == "]" { return single }
    while !isAtEnd, text != ",", text != "]" {
      if file.tokens.kind(index) == .open { skipGroup() } else { advance() }
    }
    return .interface(GoInterface(unions: [text(from: start)]))
  }

  // MARK: Structs and interfaces

  private mutating func structure() -> GoType? {
    advance()
    guard take("{") else { return nil }
    var fields: [GoField] = []
    while !isAtEnd, text != "}" {
      let start = index
      var names: [String] = []
      var probe = self
      // `a, b T`, `a T` or an embedded `T`, `*T`, `p.T`, `T[int]`.
      while probe.isName {
        names.append(probe.text)
        probe.advance()
        if !probe.take(",") { break }
      }
      let isEmbedded =
        names.isEmpty
        || names.count == 1
          && (probe.startsLine || ["}", ";", "."].contains(probe.text)
            || probe.file.tokens.kind(min(probe.index, probe.file.tokens.count - 1)).isStringPiece
            || probe.text == "[" && isEmbeddedInstance)
      if !isEmbedded { self = probe }
      let type = type() ?? .unknown
      var tag = ""
      if !isAtEnd, file.tokens.kind(index).isStringPiece, !startsLine {
        tag = text
        advance()
      }
      if isEmbedded {
        fields.append(
          GoField(name: GoTypeParser.name(of: type), type: type, isEmbedded: true, tag: tag))
      } else {
        fields += names.map { GoField(name: $0, type: type, isEmbedded: false, tag: tag) }
      }
      while !isAtEnd, text != "}", text != ";", !startsLine {
        if file.tokens.kind(index) == .open { skipGroup() } else { advance() }
      }
      _ = take(";")
      if index == start { advance() }
    }
    _ = take("}")
    return .structure(fields)
  }

  /// Whether `T[…]` ends the line: an embedded type with arguments rather than a field and an array.
  private var isEmbeddedInstance: Bool {
    var probe = self
    probe.advance()
    guard probe.text == "[", probe.peek(1) != "]" else { return false }
    probe.skipGroup()
    return probe.startsLine || [";", "}"].contains(probe.text)
  }

  private mutating func interface() -> GoType? {
    advance()
    guard take("{") else { return nil }
    var result = GoInterface()
    while !isAtEnd, text != "}" {
      let start = index
      if isName, peek(1) == "(" {
        let name = text
        advance()
        result.methods.append(GoInterface.Method(name: name, signature: signature()))
      } else if text != "~", let type = type(), isAtEnd || startsLine || [";", "}"].contains(text) {
        result.embedded.append(type)
      } else {
        while !isAtEnd, text != "}", text != ";", index == start || !startsLine {
          if file.tokens.kind(index) == .open { skipGroup() } else { advance() }
        }
        result.unions.append(text(from: start))
      }
      _ = take(";")
      if index == start { advance() }
    }
    _ = take("}")
    return .interface(result)
  }

  private static func name(of type: GoType) -> String {
    switch type {
    case .basic(let name), .named(let name, _): return name
    case .foreign(let name, _): return String(name.split(separator: ".").last ?? "")
    case .pointer(let type): return self.name(of: type)
    default: return ""
    }
  }
}

/// A type of Go as it is written, its names looked up no further than the package and its imports.
indirect enum GoType: Hashable, Sendable {
  /// A predeclared type.
  case basic(String)
  /// A type of the package, with type arguments.
  case named(String, [GoType])
  /// A type of another package, by import path and name.
  case foreign(String, [GoType])
  /// A type parameter of the declaration around, by its place.
  case parameter(Int)
  case pointer(GoType)
  case slice(GoType)
  case array(String, GoType)
  case map(GoType, GoType)
  case channel(Direction, GoType)
  case function(GoSignature)
  case structure([GoField])
  case interface(GoInterface)
  /// What cannot be told from the syntax alone.
  case unknown

  enum Direction: String {
    case both = "chan"
    case receive = "<-chan"
    case send = "chan<-"
  }
}

struct GoSignature: Hashable, Sendable {
  var parameters: [GoType] = []
  var results: [GoType] = []
  var isVariadic = false
}

struct GoField: Hashable, Sendable {
  let name: String
  let type: GoType
  let isEmbedded: Bool
  let tag: String
}

struct GoInterface: Hashable, Sendable {
  struct Method: Hashable, Sendable {
    let name: String
    let signature: GoSignature
  }

  var methods: [Method] = []
  var embedded: [GoType] = []
  /// Unions and approximations of types, as written.
  var unions: [String] = []
}

extension GoType {
  /// The type with arguments in place of type parameters.
  func with(_ arguments: [GoType]) -> GoType {
    if arguments.isEmpty { return self }
    func signature(_ s: GoSignature) -> GoSignature {
      GoSignature(
        parameters: s.parameters.map { $0.with(arguments) },
        results: s.results.map { $0.with(arguments) }, isVariadic: s.isVariadic)
    }
    switch self {
    case .basic, .unknown: return self
    case .parameter(let place): return arguments.indices.contains(place) ? arguments[place] : self
    case .named(let name, let own): return .named(name, own.map { $0.with(arguments) })
    case .foreign(let name, let own): return .foreign(name, own.map { $0.with(arguments) })
    case .pointer(let type): return .pointer(type.with(arguments))
    case .slice(let type): return .slice(type.with(arguments))
    case .array(let length, let type): return .array(length, type.with(arguments))
    case .map(let key, let value): return .map(key.with(arguments), value.with(arguments))
    case .channel(let direction, let type): return .channel(direction, type.with(arguments))
    case .function(let s): return .function(signature(s))
    case .structure(let fields):
      return .structure(
        fields.map {
          GoField(
            name: $0.name, type: $0.type.with(arguments), isEmbedded: $0.isEmbedded, tag: $0.tag)
        })
    case .interface(let interface):
      return .interface(
        GoInterface(
          methods: interface.methods.map {
            GoInterface.Method(name: $0.name, signature: signature($0.signature))
          }, embedded: interface.embedded.map { $0.with(arguments) }, unions: interface.unions))
    }
  }
}

extension GoType: CustomStringConvertible {
  /// As a person writes it.
  var description: String {
    func list(_ types: [GoType]) -> String { types.map(\.description).joined(separator: ", ") }
    switch self {
    case .basic(let name): return name
    case .named(let name, let arguments), .foreign(let name, let arguments):
      let short = name.split(separator: "/").last.map(String.init) ?? name
      return arguments.isEmpty ? short : "\(short)[\(list(arguments))]"
    case .parameter(let place): return "type parameter \(place + 1)"
    case .pointer(let type): return "*\(type)"
    case .slice(let type): return "[]\(type)"
    case .array(let length, let type): return "[\(length)]\(type)"
    case .map(let key, let value): return "map[\(key)]\(value)"
    case .channel(let direction, let type): return "\(direction.rawValue) \(type)"
    case .function(let signature): return "func\(signature)"
    case .structure(let fields):
      let texts = fields.map { $0.isEmbedded ? "\($0.type)" : "\($0.name) \($0.type)" }
      return "struct{\(texts.joined(separator: "; "))}"
    case .interface(let interface):
      let texts =
        interface.embedded.map(\.description)
        + interface.methods.map { "\($0.name)\($0.signature)" } + interface.unions
      return texts.isEmpty ? "any" : "interface{\(texts.joined(separator: "; "))}"
    case .unknown: return "?"
    }
  }
}

extension GoSignature: CustomStringConvertible {
  var description: String {
    var texts = parameters.map(\.description)
    if isVariadic, case .slice(let element)? = parameters.last {
      texts[texts.count - 1] = "...\(element)"
    }
    let results = results.map(\.description)
    let behind =
      results.isEmpty
      ? "" : results.count == 1 ? " \(results[0])" : " (\(results.joined(separator: ", ")))"
    return "(\(texts.joined(separator: ", ")))\(behind)"
  }
}

/// What stands behind the dot of a value: fields and methods, those of embedded types included.
/// https://go.dev/ref/spec#Selectors
struct GoSelectors {
  struct Selection {
    enum Kind {
      case field(GoType)
      case method(GoSignature)
    }
    let kind: Kind
    /// The type that declares it.
    let owner: String
    /// Whether only a pointer has the method.
    let needsPointer: Bool
  }

  /// Those that are not ambiguous, by name.
  private(set) var selections: [String: Selection] = [:]
  /// The fields that stand in the struct itself.
  private(set) var ownFields: [String: GoType] = [:]

  init(_ type: GoType, owner: String, in package: GoPackage) {
    var level: [(type: GoType, owner: String, isPointer: Bool)] = [(type, owner, false)]
    var seen: Set<GoType> = []
    var isFirst = true
    var hidden: Set<String> = []
    while !level.isEmpty, hidden.count < 10_000 {
      var found: [String: Selection] = [:]
      var counts: [String: Int] = [:]
      var next: [(type: GoType, owner: String, isPointer: Bool)] = []
      func add(_ name: String, _ selection: Selection) {
        counts[name, default: 0] += 1
        found[name] = selection
      }
      for (type, owner, isPointer) in level {
        let type = package.unaliased(type)
        guard seen.insert(type).inserted else { continue }
        var owner = owner
        if case .named(let name, let arguments) = type {
          owner = name
          for method in package.methods[name] ?? [] {
            let signature = GoType.function(method.signature).with(arguments)
            guard case .function(let signature) = signature else { continue }
            add(
              method.name,
              Selection(
                kind: .method(signature), owner: name,
                needsPointer: method.hasPointerReceiver && !isPointer))
          }
        }
        switch package.underlying(type) {
        case .structure(let fields):
          for field in fields {
            add(
              field.name, Selection(kind: .field(field.type), owner: owner, needsPointer: false))
            if isFirst { ownFields[field.name] = field.type }
            guard field.isEmbedded else { continue }
            switch package.unaliased(field.type) {
            case .pointer(let pointee): next.append((pointee, owner, true))
            case let other: next.append((other, owner, isPointer))
            }
          }
        case .interface(let interface):
          for method in GoSelectors.methods(interface, in: package) {
            add(
              method.name,
              Selection(kind: .method(method.signature), owner: owner, needsPointer: false))
          }
        default: break
        }
      }
      for (name, selection) in found where !hidden.contains(name) && counts[name] == 1 {
        selections[name] = selection
      }
      hidden.formUnion(found.keys)
      level = next
      isFirst = false
    }
  }

  /// The methods of an interface and of all that it embeds; what cannot be looked up counts as one
  /// method of its name.
  static func methods(_ interface: GoInterface, in package: GoPackage) -> [GoInterface.Method] {
    var result: [String: GoInterface.Method] = [:]
    var queue = [interface]
    var seen: Set<GoInterface> = []
    while let next = queue.popLast() {
      guard seen.insert(next).inserted, seen.count < 1000 else { continue }
      for method in next.methods { result[method.name] = method }
      for embedded in next.embedded {
        if case .interface(let inner) = package.underlying(embedded) {
          queue.append(inner)
        } else {
          result["\(embedded)"] = GoInterface.Method(name: "\(embedded)", signature: GoSignature())
        }
      }
    }
    return result.values.sorted { $0.name < $1.name }
  }
}

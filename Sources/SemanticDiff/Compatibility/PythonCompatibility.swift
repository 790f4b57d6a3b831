import Source

extension Compatibility {
  /// Python: calls may name parameters, annotations bind nobody at run time, and a leading underscore
  /// of a name, module or package says that it is internal (PEP 8, "Public and Internal Interfaces").
  static let python = Compatibility(
    parameterNames: .major, checksTypes: false, defaultChanged: .major,
    valueChanged: { before, after, d in
      // `__version__` and its like are told by nobody's code; what is computed has no known value.
      guard !d.name.hasPrefix("__"),
        [before, after].contains(where: { $0.map(isLiteral) ?? false })
      else { return .patch }
      return .major
    },
    throwsAdded: .patch,
    fieldAdded: { field, holder, _ in
      let hasInitializer =
        holder.modifiers.contains { $0.contains("dataclass") || $0.contains("attr") }
        || Contract(holder).bases.contains { $0.hasSuffix("NamedTuple") }
      guard hasInitializer, field.entity.kind == .property else { return nil }
      return Contract(field).value == nil
        ? (.major, "field without default added: those who construct the class lack it")
        : (.minor, "field with default added")
    },
    // Of Python 3.
    universalBases: ["object"],
    hasDefault: { d in !d.modifiers.contains { $0.hasSuffix("abstractmethod") } },
    isSealed: { _ in false },
    modifiers: [
      "@abstractmethod": Modifier(.major, .minor), "@abc.abstractmethod": Modifier(.major, .minor),
      "@final": Modifier(.major, .minor), "@typing.final": Modifier(.major, .minor),
    ],
    use: { d in
      guard d.entity.kind.isCallable, d.parent >= 0 else { return nil }
      if d.modifiers.contains(where: { $0.hasSuffix("property") || $0.hasSuffix(".setter") }) {
        return "an attribute"
      }
      if d.modifiers.contains("@staticmethod") { return "a static method" }
      return d.modifiers.contains("@classmethod") ? "a class method" : "a method"
    },
    canonicalType: PythonAnnotation.canonical,
    isInternal: { path, _ in
      path.names.contains { name in
        name.hasPrefix("_") && !(name.hasPrefix("__") && name.contains("__."))
      }
    })

  /// Whether an expression is written out: a number, string, name of a constant or a display of them.
  static func isLiteral(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    if ["True", "False", "None", "true", "false", "nil", "null"].contains(text) { return true }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "-"), UInt8(ascii: "."):
      return true
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      return !text.dropFirst().contains("(")
    case UInt8(ascii: "b"), UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "B"),
      UInt8(ascii: "R"):
      return text.dropFirst().first == "\"" || text.dropFirst().first == "'"
    default: return false
    }
  }
}

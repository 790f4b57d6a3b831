/// Annotations of Python in one spelling: `Optional[X]` and `Union[X, None]` are `X | None` (PEP 604),
/// `typing.List` is `list` (PEP 585), and quotes only put off their reading (PEP 563).
enum PythonAnnotation {
  static func canonical(_ text: String) -> String {
    canonical(text, depth: 0)
  }

  private static let builtins: Set<String> = [
    "List", "Dict", "Set", "FrozenSet", "Tuple", "Type", "Deque", "DefaultDict",
  ]

  private static func canonical(_ text: String, depth: Int) -> String {
    var text = text.filter { $0 != "\"" && $0 != "'" }
    while text.hasPrefix("("), text.hasSuffix(")"),
      TypeText.split(String(text.dropFirst().dropLast()), at: ",").count == 1
    {
      text = String(text.dropFirst().dropLast())
    }
    guard depth < 16 else { return text }
    let members = TypeText.split(text, at: "|")
    if members.count > 1 {
      return Set(members.flatMap { TypeText.split(canonical($0, depth: depth + 1), at: "|") })
        .sorted().joined(separator: "|")
    }
    guard let open = text.firstIndex(of: "["), text.hasSuffix("]") else { return name(text) }
    let head = name(String(text[..<open]))
    let inner = String(text[text.index(after: open)...].dropLast())
    let arguments = TypeText.split(inner, at: ",")
    switch head {
    case "Optional": return canonical("\(inner)|None", depth: depth + 1)
    case "Union": return canonical(arguments.joined(separator: "|"), depth: depth + 1)
    case "Literal": return "Literal[\(arguments.joined(separator: ","))]"
    default:
      return "\(head)[\(arguments.map { canonical($0, depth: depth + 1) }.joined(separator: ","))]"
    }
  }

  /// The name without the module that gives it.
  private static func name(_ text: String) -> String {
    var name = text.filter { $0 != " " }
    for module in ["typing.", "t.", "typing_extensions.", "te.", "collections.abc.", "cabc."]
    where name.hasPrefix(module) {
      name = String(name.dropFirst(module.count))
      break
    }
    return builtins.contains(name) ? name.lowercased() : name
  }
}

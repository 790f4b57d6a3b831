import Syntax

/// A list of type parameters as written, `<T: A, U = B>`.
struct TypeParameters {
  private struct Parameter: Equatable {
    let name: String
    let bound: String
    let hasDefault: Bool
  }

  private let parameters: [Parameter]

  private init(_ text: String?) {
    let inner = (text ?? "").dropFirst().dropLast()
    parameters = TypeText.split(String(inner), at: ",").map { part in
      let pieces = TypeText.split(part, at: "=")
      let words = pieces.first?.split(separator: " ").filter {
        !TypeParameters.keywords.contains($0)
      }
      let declared = words?.joined(separator: " ") ?? ""
      let name = declared.prefix { $0.isLetter || $0.isNumber || "_'$".contains($0) }
      return Parameter(
        name: String(name), bound: String(declared.dropFirst(name.count)),
        hasDefault: pieces.count > 1)
    }
  }

  /// What a bound of TypeScript names.
  private static func bareBound(_ text: String) -> String {
    let words = text.drop { $0 == " " }
    return String(words.hasPrefix("extends ") ? words.dropFirst(8) : words)
  }

  private static let keywords: Set<Substring> = ["class", "typename", "in", "out", "const"]

  /// The new names of type parameters by the old ones, where only names changed.
  static func renamed(_ changes: [ContractChange]) -> [String: String] {
    guard let change = changes.first(where: { $0.kind == .typeParameters }) else { return [:] }
    let (old, new) = (
      TypeParameters(change.before).parameters, TypeParameters(change.after).parameters
    )
    guard old.count == new.count else { return [:] }
    return Dictionary(zip(old.map(\.name), new.map(\.name)), uniquingKeysWith: { a, _ in a })
  }

  /// What another list means for users: other names mean nothing, and fewer demands are met by all.
  static func impact(
    _ before: String?, _ after: String?, _ language: Language
  ) -> (APIImpact, String) {
    let text = "\(before ?? "none") → \(after ?? "none")"
    let (old, new) = (TypeParameters(before).parameters, TypeParameters(after).parameters)
    if old.isEmpty != new.isEmpty || old.count > new.count {
      return (.major, "type parameters changed: \(text)")
    }
    if new.dropFirst(old.count).contains(where: { !$0.hasDefault }) {
      return (.major, "type parameter added: \(text)")
    }
    for (b, a) in zip(old, new) where b.bound != a.bound {
      let (was, now) = (bareBound(b.bound), bareBound(a.bound))
      if !a.bound.isEmpty, b.bound.isEmpty || !TypeText.widens(was, now, language) {
        return (.major, "demands on type parameters changed: \(text)")
      }
    }
    if zip(old, new).contains(where: { $0.hasDefault && !$1.hasDefault }) {
      return (.major, "type parameter lost its default: \(text)")
    }
    if old.map(\.bound) != new.prefix(old.count).map(\.bound) {
      return (.minor, "type parameters ask for less: \(text)")
    }
    if zip(old, new).contains(where: { $0.hasDefault && !$1.hasDefault }) {
      return (.major, "type parameter lost its default: \(text)")
    }
    if new.count > old.count { return (.minor, "type parameter with default added: \(text)") }
    if old.map(\.hasDefault) != new.map(\.hasDefault) {
      return (.minor, "defaults of type parameters changed: \(text)")
    }
    // Names can be swapped while the places stay.
    let isSwapped = old != new && Set(old.map(\.name)) == Set(new.map(\.name))
    return isSwapped
      ? (.major, "type parameters have another order: \(text)") : (.none, "")
  }
}

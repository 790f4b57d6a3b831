import Source
import Syntax

/// The rules by which those who use a declaration of a language notice a change of it.
struct Compatibility: Sendable {
  /// What users name besides the qualified name.
  enum Scope: Sendable {
    /// The file is a module or is included.
    case file
    /// The folder is a package.
    case folder
    /// Nothing: names hold everywhere in the project.
    case project
  }

  /// What a modifier's coming and going asks of the version number.
  struct Modifier: Sendable {
    let added: APIImpact
    let removed: APIImpact
    init(_ added: APIImpact, _ removed: APIImpact) {
      self.added = added
      self.removed = removed
    }
  }

  var scope = Scope.file
  /// Whether callers can pass arguments by the names of parameters; a label stands apart.
  var parameterNames = APIImpact.none
  /// Whether callers write the name of a parameter that has no label of its own.
  var labelsAreNames = false
  /// Whether a type that is not met is an error, not only a remark of a separate checker.
  var checksTypes = true
  /// Whether subclasses outside see what is protected.
  var protectedIsAPI = false
  /// Whether a parameter that may be left out keeps compiled callers working too.
  var variadicAdded = APIImpact.minor
  /// Another default value.
  var defaultChanged = APIImpact.patch
  /// Another value of a variable or constant.
  var valueChanged: @Sendable (_ before: String?, _ after: String?, Declaration) -> APIImpact = {
    _, _, _ in .patch
  }
  /// Another value of an enum's case.
  var caseValueChanged = APIImpact.major
  var throwsAdded = APIImpact.major
  var throwsRemoved = APIImpact.minor
  var asyncRemoved = APIImpact.major
  /// A case added to an enum that users match over.
  var caseAdded: @Sendable (_ holder: Declaration) -> (APIImpact, String) = { _ in
    (.minor, "enum case added")
  }
  /// A field added to what users construct or lay out; nil where none notice.
  var fieldAdded:
    @Sendable (_ field: Declaration, _ holder: Declaration, _ siblings: [Declaration]) -> (
      APIImpact, String
    )? = { _, _, _ in nil }
  /// What every type has as its base, written or not.
  var universalBases: Set<String> = []
  /// What a type conforms to by its attributes.
  var derived: @Sendable (Declaration) -> [String] = { _ in [] }
  /// Whether a member of a protocol, interface or trait comes with an implementation.
  var hasDefault: @Sendable (Declaration) -> Bool = { $0.entity.bodyRange != nil }
  /// Whether nobody outside can conform to, implement or extend a type.
  var isSealed: @Sendable (Declaration) -> Bool = { $0.modifiers.contains("sealed") }
  /// By the modifier as written, or the part of it before `(`.
  var modifiers: [String: Modifier] = [:]
  /// Modifiers whose arguments decide: asked first.
  var attribute: @Sendable (_ text: String, _ isAdded: Bool, Declaration) -> APIImpact? = {
    _, _, _ in nil
  }
  /// How users write a declaration's use, where decorators decide it; another one is a break.
  var use: @Sendable (Declaration) -> String? = { _ in nil }
  /// A type in one spelling, where it has several.
  var canonicalType: @Sendable (String) -> String = { $0 }
  /// Whether a path, or a mark on a declaration, says that it is no part of the API.
  var isInternal: @Sendable (_ path: SourcePath, Declaration) -> Bool = { _, _ in false }

  /// The rules of a language; those of most where it has none of its own.
  static func of(_ language: Language) -> Compatibility { all[language.name] ?? usual }

  private static let usual = Compatibility(modifiers: common)

  private static let all: [String: Compatibility] = [
    "swift": swift, "python": python, "go": go, "rust": rust, "java": java, "kotlin": kotlin,
    "scala": scala, "csharp": cSharp, "typescript": typeScript, "javascript": javaScript,
    "c": c, "cpp": cPlusPlus, "objectivec": objectiveC, "php": php, "ruby": ruby,
  ]

  /// Words that mean much the same in all languages that have them.
  static let common: [String: Modifier] = [
    "static": Modifier(.major, .major), "class": Modifier(.major, .major),
    "get": Modifier(.major, .major), "set": Modifier(.major, .major),
    "final": Modifier(.major, .minor), "sealed": Modifier(.major, .minor),
    "abstract": Modifier(.major, .minor), "readonly": Modifier(.major, .minor),
    "unsafe": Modifier(.major, .minor), "virtual": Modifier(.minor, .major),
    "open": Modifier(.minor, .major),
  ]

  /// The rule for a modifier; nil where no user notices.
  func impact(of modifier: String, isAdded: Bool, _ d: Declaration) -> APIImpact? {
    if let impact = attribute(modifier, isAdded, d) { return impact }
    if modifier.hasSuffix("(set)") { return isAdded ? .major : .minor }
    let head = String(modifier.prefix { $0 != "(" && $0 != " " })
    guard let rule = modifiers[modifier] ?? modifiers[head] ?? Compatibility.common[modifier]
    else { return nil }
    return isAdded ? rule.added : rule.removed
  }
}

extension SourcePath {
  /// The names of the folders and of the file.
  var names: [String] { components.map { String(decoding: $0, as: UTF8.self) } }
}

extension Declaration {
  /// Whether its documentation says a tag, as `@internal`.
  func isDocumented(with tag: String) -> Bool {
    guard let doc = entity.docRange else { return false }
    return String(decoding: file.text.slice(doc), as: UTF8.self).contains(tag)
  }
}

/// How a language writes what tells a use of a name from other things that look like one.
struct ReferenceStyle {
  /// `->` reaches a member.
  var hasArrowMembers = false
  /// A single colon reaches a method (Lua).
  var hasColonMembers = false
  /// `name =` in parentheses is the label of an argument.
  var labelsByEquals = false
  /// `name:` in brackets is a label or a key.
  var labelsByColon = false
  /// Labels name parameters and nothing else.
  var dropsLabels = false
  /// The first assignment makes a value.
  var bindsByAssignment = false
  /// A declaration is a type and a name.
  var bindsBehindType = false
  /// `a, b := f()`
  var bindsLists = false
  /// `x => f(x)`
  var hasArrowFunctions = false
  /// Words in front of the name of a new value.
  var bindingWords: [StaticString] = []
  /// `require("x")` is an import.
  var hasRequire = false
  /// What an import names is in all of its text.
  var importsByText = false

  init(_ language: Language) {
    switch language.name {
    case "python":
      labelsByEquals = true
      dropsLabels = true
      bindsByAssignment = true
      bindingWords = ["for", "as"]
    case "javascript", "typescript":
      labelsByColon = true
      hasArrowFunctions = true
      bindingWords = ["const", "let", "var"]
      hasRequire = true
    case "go":
      labelsByColon = true
      bindsLists = true
      bindingWords = ["var"]
    case "rust":
      labelsByColon = true
      bindingWords = ["let", "mut", "for"]
      importsByText = true
    case "swift":
      labelsByColon = true
      dropsLabels = true
      bindingWords = ["let", "var", "for"]
    case "kotlin":
      labelsByEquals = true
      dropsLabels = true
      bindingWords = ["val", "var", "for"]
    case "scala":
      labelsByEquals = true
      dropsLabels = true
      hasArrowFunctions = true
      bindingWords = ["val", "var"]
    case "java": bindsBehindType = true
    case "csharp":
      bindsBehindType = true
      labelsByColon = true
      dropsLabels = true
      hasArrowFunctions = true
      importsByText = true
    case "c", "cpp", "objectivec":
      hasArrowMembers = true
      bindsBehindType = true
    case "php":
      hasArrowMembers = true
      labelsByColon = true
      dropsLabels = true
    case "ruby":
      labelsByColon = true
      bindsByAssignment = true
      hasRequire = true
    case "lua":
      hasColonMembers = true
      bindingWords = ["local", "for"]
      hasRequire = true
    default: break
    }
  }
}

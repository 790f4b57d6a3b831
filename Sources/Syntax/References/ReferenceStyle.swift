/// Languages whose files can name what the others declare; the raw values are kept in indexes.
public enum ReferenceFamily: UInt32, Sendable, CaseIterable {
  case python = 1
  case ecmascript, go, rust, swift, jvm, dotnet, c, php, ruby, lua, shell, sql
}

/// How a language writes what tells a use of a name from other things that look like one.
public struct ReferenceStyle: Sendable {
  public let family: ReferenceFamily
  /// `->` reaches a member.
  let hasArrowMembers: Bool
  /// A single colon reaches a method (Lua).
  let hasColonMembers: Bool
  /// `name =` in parentheses is the label of an argument.
  let labelsByEquals: Bool
  /// `name:` in brackets is a label or a key.
  let labelsByColon: Bool
  /// Labels name parameters and nothing else.
  let dropsLabels: Bool
  /// The first assignment makes a value.
  let bindsByAssignment: Bool
  /// A declaration is a type and a name.
  let bindsBehindType: Bool
  /// `a, b := f()`
  let bindsLists: Bool
  /// `x => f(x)`
  let hasArrowFunctions: Bool
  /// Words in front of the name of a new value.
  let bindingWords: [StaticString]
  /// `require("x")` is an import.
  let hasRequire: Bool
  /// What an import names is in all of its text.
  let importsByText: Bool

  init(
    _ family: ReferenceFamily, hasArrowMembers: Bool = false, hasColonMembers: Bool = false,
    labelsByEquals: Bool = false, labelsByColon: Bool = false, dropsLabels: Bool = false,
    bindsByAssignment: Bool = false, bindsBehindType: Bool = false, bindsLists: Bool = false,
    hasArrowFunctions: Bool = false, bindingWords: [StaticString] = [], hasRequire: Bool = false,
    importsByText: Bool = false
  ) {
    self.family = family
    self.hasArrowMembers = hasArrowMembers
    self.hasColonMembers = hasColonMembers
    self.labelsByEquals = labelsByEquals
    self.labelsByColon = labelsByColon
    self.dropsLabels = dropsLabels
    self.bindsByAssignment = bindsByAssignment
    self.bindsBehindType = bindsBehindType
    self.bindsLists = bindsLists
    self.hasArrowFunctions = hasArrowFunctions
    self.bindingWords = bindingWords
    self.hasRequire = hasRequire
    self.importsByText = importsByText
  }
}

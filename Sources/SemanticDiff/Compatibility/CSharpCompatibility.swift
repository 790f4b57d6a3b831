extension Compatibility {
  /// C#, by "Rules for identifying breaking changes" of .NET:
  /// https://learn.microsoft.com/dotnet/core/compatibility/library-change-rules
  static let cSharp = Compatibility(
    scope: .project, parameterNames: .major, protectedIsAPI: true,
    valueChanged: { _, _, d in d.modifiers.contains("const") ? .minor : .patch },
    hasDefault: { d in d.entity.bodyRange != nil || d.entity.kind.isType },
    // A sealed interface does not exist, a sealed class has no abstract member.
    isSealed: { _ in false },
    modifiers: [
      "readonly": Modifier(.major, .minor), "const": Modifier(.major, .major),
      "override": Modifier(.patch, .patch), "async": Modifier(.patch, .patch),
      "ref": Modifier(.major, .major), "record": Modifier(.minor, .major),
      "required": Modifier(.major, .minor), "extern": Modifier(.patch, .patch),
      "[Flags]": Modifier(.minor, .minor),
    ])
}

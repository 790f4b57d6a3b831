extension Compatibility {
  /// PHP, by Symfony's backward compatibility promise, which most libraries follow; arguments may be
  /// named since PHP 8: https://symfony.com/doc/current/contributing/code/bc.html
  static let php = Compatibility(
    scope: .project, parameterNames: .minor, protectedIsAPI: true, throwsAdded: .patch,
    hasDefault: { d in
      d.entity.bodyRange != nil || d.entity.kind.isValue
    },
    isSealed: { _ in false },
    modifiers: [
      "readonly": Modifier(.major, .minor), "abstract": Modifier(.major, .minor),
      "final": Modifier(.major, .minor),
    ],
    isInternal: { _, d in d.isDocumented(with: "@internal") })

  static let ruby = Compatibility(
    scope: .project, checksTypes: false, throwsAdded: .patch,
    hasDefault: { _ in true }, isSealed: { _ in false },
    isInternal: { _, d in d.isDocumented(with: "@api private") || d.isDocumented(with: ":nodoc:") })
}

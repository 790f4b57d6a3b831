extension Compatibility {
  /// Java, by "Binary Compatibility" of its specification, and what callers' sources need:
  /// https://docs.oracle.com/javase/specs/jls/se21/html/jls-13.html
  static let java = Compatibility(
    scope: .folder, protectedIsAPI: true, variadicAdded: .major,
    valueChanged: { _, _, d in
      // Constants are compiled into those who use them.
      d.modifiers.contains("final") && d.modifiers.contains("static") ? .minor : .patch
    },
    caseValueChanged: .patch, throwsRemoved: .major,
    hasDefault: { d in
      d.entity.bodyRange != nil || d.modifiers.contains("static") || d.entity.kind.isValue
        || d.entity.kind.isType
    },
    modifiers: [
      "default": Modifier(.minor, .major), "non-sealed": Modifier(.minor, .major),
      "@FunctionalInterface": Modifier(.minor, .major), "synchronized": Modifier(.patch, .patch),
      "native": Modifier(.patch, .patch), "volatile": Modifier(.patch, .patch),
    ],
    isInternal: { path, _ in path.names.contains("internal") })

  /// Kotlin: arguments may be named, `when` over an enum is complete, classes are final unless open.
  /// https://kotlinlang.org/docs/api-guidelines-backward-compatibility.html
  static let kotlin = Compatibility(
    scope: .project, parameterNames: .major, protectedIsAPI: true, caseValueChanged: .patch,
    throwsAdded: .patch,
    caseAdded: { _ in (.major, "case added: a `when` over all cases is no longer complete") },
    hasDefault: { d in
      d.entity.bodyRange != nil || Contract(d).value != nil || d.entity.kind.isType
        || d.file.text.string(d.entity.range).contains("get()")
    },
    modifiers: [
      "data": Modifier(.minor, .major), "inline": Modifier(.patch, .patch),
      "value": Modifier(.major, .major), "operator": Modifier(.minor, .major),
      "infix": Modifier(.minor, .major), "const": Modifier(.minor, .major),
      "vararg": Modifier(.major, .major), "lateinit": Modifier(.patch, .patch),
      "inner": Modifier(.major, .major), "companion": Modifier(.minor, .major),
      "fun": Modifier(.minor, .major),
    ])

  static let scala = Compatibility(
    scope: .project, parameterNames: .major, protectedIsAPI: true, throwsAdded: .patch,
    hasDefault: { $0.entity.bodyRange != nil || $0.entity.kind.isType },
    modifiers: [
      "case": Modifier(.minor, .major), "implicit": Modifier(.minor, .major),
      "lazy": Modifier(.patch, .patch), "given": Modifier(.minor, .major),
      "inline": Modifier(.patch, .patch), "opaque": Modifier(.major, .major),
    ])
}

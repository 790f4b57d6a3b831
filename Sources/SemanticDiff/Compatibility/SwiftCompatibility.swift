extension Compatibility {
  /// Source compatibility of Swift packages: labels are part of names, a `switch` over an enum of
  /// another package is exhaustive, requirements may have defaults in extensions.
  /// https://github.com/swiftlang/swift/blob/main/docs/LibraryEvolution.rst
  static let swift = Compatibility(
    scope: .project, labelsAreNames: true, asyncRemoved: .minor,
    caseAdded: { holder in
      holder.modifiers.contains("@nonexhaustive")
        ? (.minor, "case added to an enum that is not exhaustive")
        : (.major, "case added: a `switch` over all cases is no longer complete")
    },
    // Those in extensions are found among the declarations of the change.
    hasDefault: { d in
      d.entity.kind == .typealias && d.file.signature(d.entity).contains("=")
    },
    modifiers: [
      "mutating": Modifier(.major, .minor), "consuming": Modifier(.major, .minor),
      "convenience": Modifier(.patch, .patch), "required": Modifier(.major, .major),
      "@frozen": Modifier(.minor, .major), "@MainActor": Modifier(.major, .minor),
      "@objc": Modifier(.minor, .major), "@inlinable": Modifier(.patch, .patch),
      "@nonexhaustive": Modifier(.major, .minor), "nonisolated": Modifier(.minor, .major),
      "optional": Modifier(.minor, .major), "weak": Modifier(.major, .major),
      "indirect": Modifier(.patch, .patch), "@dynamicMemberLookup": Modifier(.minor, .major),
      "@dynamicCallable": Modifier(.minor, .major), "@propertyWrapper": Modifier(.minor, .major),
      "@resultBuilder": Modifier(.minor, .major),
    ],
    attribute: { text, isAdded, _ in
      guard text.hasPrefix("@available") else { return nil }
      if text.contains("unavailable") || text.contains("obsoleted") {
        return isAdded ? .major : .minor
      }
      // Where it asks for a newer system than before.
      return isAdded ? .major : .minor
    },
    isInternal: { _, d in d.modifiers.contains { $0.hasPrefix("@_spi") || $0 == "@_documentation" }
    })
}

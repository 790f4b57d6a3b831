import Syntax

extension Compatibility {
  /// TypeScript, by "Semantic Versioning for TypeScript Types": https://www.semver-ts.org
  static let typeScript = Compatibility(
    protectedIsAPI: true, throwsAdded: .patch,
    hasDefault: { d in
      d.entity.bodyRange != nil || d.isOptionalMember || Contract(d).value != nil
    },
    isSealed: { _ in false },
    modifiers: [
      "default": Modifier(.major, .major), "readonly": Modifier(.major, .minor),
      "abstract": Modifier(.major, .minor), "const": Modifier(.minor, .major),
      "declare": Modifier(.patch, .patch), "override": Modifier(.patch, .patch),
    ],
    isInternal: { _, d in d.isDocumented(with: "@internal") })

  static let javaScript = Compatibility(
    checksTypes: false, throwsAdded: .patch, hasDefault: { _ in true }, isSealed: { _ in false },
    modifiers: ["default": Modifier(.major, .major), "generator": Modifier(.major, .major)],
    isInternal: { _, d in d.isDocumented(with: "@internal") || d.isDocumented(with: "@private") })
}

extension Declaration {
  /// Whether it is a member with `?` behind its name.
  var isOptionalMember: Bool {
    let next = file.tokens.firstIndex(startingAt: entity.nameRange.end)
    return next < file.tokens.count && file.text.bytes[file.tokens.start(next)] == UInt8(ascii: "?")
  }
}

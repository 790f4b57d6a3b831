import Source

extension Compatibility {
  /// C: headers are the API; what others lay out in memory keeps its size and order.
  static let c = Compatibility(
    throwsAdded: .patch, fieldAdded: layout, hasDefault: { _ in true },
    modifiers: [
      "inline": Modifier(.patch, .patch), "const": Modifier(.major, .minor),
      "volatile": Modifier(.patch, .patch), "register": Modifier(.patch, .patch),
      "_Noreturn": Modifier(.patch, .patch),
    ],
    isInternal: { path, _ in !isHeader(path) })

  static let cPlusPlus = Compatibility(
    protectedIsAPI: true, throwsAdded: .patch, fieldAdded: layout,
    // Only a pure virtual function must be defined by those who derive.
    hasDefault: { d in !d.isPureVirtual },
    isSealed: { $0.file.signature($0.entity).contains(" final") },
    modifiers: [
      "inline": Modifier(.patch, .patch), "constexpr": Modifier(.minor, .major),
      "explicit": Modifier(.major, .minor), "virtual": Modifier(.major, .major),
      "override": Modifier(.patch, .patch), "noexcept": Modifier(.minor, .major),
      "const": Modifier(.minor, .major), "[[nodiscard]]": Modifier(.minor, .patch),
      "friend": Modifier(.patch, .patch), "consteval": Modifier(.major, .minor),
    ],
    isInternal: { path, d in
      !isHeader(path) || path.names.dropLast().contains(where: isDetail)
        || d.entity.kind == .namespace && isDetail(d.name)
    })

  static let objectiveC = Compatibility(
    throwsAdded: .patch, hasDefault: { _ in false },
    modifiers: [
      "@optional": Modifier(.minor, .major), "readwrite": Modifier(.minor, .major),
      "weak": Modifier(.minor, .minor), "nonatomic": Modifier(.patch, .patch),
    ],
    isInternal: { path, _ in !isHeader(path) })

  private static let layout:
    @Sendable (Declaration, Declaration, [Declaration]) -> (
      APIImpact, String
    )? = { _, _, _ in
      (.major, "field added: those who hold the value were compiled for another size")
    }

  /// By convention what callers are not to use.
  private static func isDetail(_ name: String) -> Bool {
    ["detail", "details", "internal", "impl"].contains(name)
  }

  private static func isHeader(_ path: SourcePath) -> Bool {
    switch path.pathExtension?.lowercased() {
    case "h", "hh", "hpp", "hxx", "h++", "inl", "ipp", "tpp", "tcc", "cuh", "cppm", "ixx": true
    // A standard library's headers have no ending.
    case nil: true
    default: false
    }
  }
}

extension Declaration {
  /// Whether it is a member function of C++ that ends in `= 0`.
  var isPureVirtual: Bool {
    guard file.language.name == "cpp", entity.bodyRange == nil else { return false }
    let text = file.flattened(entity.range)
    return text.hasSuffix("= 0") || text.hasSuffix("= 0;") || text.hasSuffix("= 0 ;")
  }
}

import Source
import Syntax

extension Compatibility {
  /// Rust, by the Cargo book's "SemVer Compatibility":
  /// https://doc.rust-lang.org/cargo/reference/semver.html
  static let rust = Compatibility(
    caseAdded: { holder in
      holder.isNonExhaustive
        ? (.minor, "variant added to a `#[non_exhaustive]` enum")
        : (.major, "variant added: a `match` over all variants is no longer complete")
    },
    fieldAdded: { field, holder, siblings in
      if holder.isNonExhaustive { return nil }
      let isVariant = holder.entity.kind == .enumCase
      guard isVariant || siblings.allSatisfy({ $0.entity.visibility >= .public }) else {
        return nil
      }
      return (.major, "field added: those who write the value out, or match it, lack it")
    },
    derived: { d in
      d.modifiers.filter { $0.hasPrefix("#[derive(") }.flatMap { text in
        TypeText.split(String(text.dropFirst(9).dropLast(2)), at: ",")
      }
    },
    hasDefault: { d in
      d.entity.bodyRange != nil || d.entity.kind.isValue && Contract(d).value != nil
        || d.entity.kind == .typealias && Contract(d).type != nil
    },
    isSealed: { d in
      Contract(d).bases.contains { $0.lowercased().contains("sealed") }
        || d.isDocumented(with: "This trait is sealed")
    },
    modifiers: [
      "const": Modifier(.minor, .major), "unsafe": Modifier(.major, .minor),
      "#[non_exhaustive]": Modifier(.major, .minor), "#[must_use]": Modifier(.minor, .patch),
      "#[macro_export]": Modifier(.minor, .major), "#[track_caller]": Modifier(.patch, .patch),
      "#[no_mangle]": Modifier(.minor, .major), "#[export_name": Modifier(.major, .major),
      "auto": Modifier(.major, .major), "mut": Modifier(.minor, .major),
    ],
    attribute: { text, isAdded, d in
      // Layout that was left open may be fixed, a promise of one may not be taken back.
      if text.hasPrefix("#[repr") { return isAdded ? .minor : .major }
      if text.hasPrefix("#[derive") { return .patch }
      if text.hasPrefix("extern") || text == "unsafe" && d.entity.kind != .function {
        return text == "unsafe" && isAdded || text != "unsafe" ? .major : nil
      }
      if text.hasPrefix("#[doc(hidden") || text.hasPrefix("#[cfg(") {
        return isAdded ? .major : .minor
      }
      return nil
    },
    isInternal: { path, d in
      d.modifiers.contains { $0.hasPrefix("#[doc(hidden") || $0.hasPrefix("#[cfg(test") }
        || path.names.dropLast().contains { ["benches", "fuzz"].contains($0) }
        || path.names.last == "build.rs"
    })
}

extension Declaration {
  fileprivate var isNonExhaustive: Bool { modifiers.contains("#[non_exhaustive]") }
}

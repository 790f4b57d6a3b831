import SemanticDiff
import Source
import Syntax

/// Decides whether uses of a name in one file mean a declaration, and how sure that is. It knows no types
/// but those that are written beside a use; docs/impact.md says what each confidence means.
struct ReferenceResolver {
  let target: ImpactTarget
  let link: LinkTarget
  /// How many files of the family declare the name, the target's own included.
  let declaring: Int
  /// How many files hold the name.
  let holding: Int

  /// A name that more files declare is common: by itself it says nothing.
  private static let mostDeclaring = 4
  /// A name that more files hold, and that one alone declares, is one of the language's library too.
  private static let mostHolding = 100

  /// The declarations of a file that name the target.
  ///
  /// - Parameter namesHolder: whether the file names the type that holds the target.
  func dependents(
    in references: FileReferences, at path: SourcePath, namesHolder: Bool
  ) -> [Dependent] {
    guard Language.named(references.language)?.references?.family == target.family else {
      return []
    }
    let (seen, imports) = link.link(from: references, at: path)
    var view = View(
      references: references, path: path, link: seen, imports: imports, namesHolder: namesHolder)
    readImports(&view)
    var found: [Int: Dependent] = [:]
    var importing: Dependent?
    for use in references.uses where view.names.contains(use.name) {
      if isInside(use.declaration, view) { continue }
      if use.form.contains(.imported) {
        guard let link = imports[use.declaration], link >= .package, !use.form.contains(.alias),
          target.holder == nil, importing == nil, !target.mustBeCalled
        else { continue }
        importing = dependent(
          use, view, link == .module || declaring <= 1 ? .certain : .likely)
        continue
      }
      guard let confidence = confidence(use, view) else { continue }
      let new = dependent(use, view, confidence)
      if let old = found[use.declaration] {
        found[use.declaration]!.confidence = max(old.confidence, new.confidence)
        found[use.declaration]!.line = min(old.line, new.line)
        found[use.declaration]!.count += new.count
      } else {
        found[use.declaration] = new
      }
    }
    // An import that nothing follows hands the name on.
    if found.isEmpty, let importing { return [importing] }
    return found.values.sorted { $0.line < $1.line }
  }

  /// What one file tells.
  private struct View {
    let references: FileReferences
    let path: SourcePath
    let link: FileLink
    let imports: [Int: FileLink]
    let namesHolder: Bool
    /// The target's name and what imports call it here.
    var names: Set<UInt32> = []
    /// Whether an import that leads to the target's file names it, and how near that is.
    var bound = FileLink.none
    /// What stands for the target's file in front of a dot.
    var modules: Set<UInt32> = []
    var aliases: Set<UInt32> = []
    /// What stands for a package that holds the target's file.
    var packages: Set<UInt32> = []
    /// Whether an import of a package names the target's file in it.
    var importsFile = false

    /// Whether something holds for a declaration or one that holds it.
    func isAround(
      _ declaration: Int, _ body: (Int, FileReferences.Declaration) -> Bool
    ) -> Bool {
      var index = declaration
      while index >= 0 {
        let outer = references.declarations[index]
        if body(index, outer) { return true }
        index = outer.parent
      }
      return false
    }
    /// Whether an import of the target's file names nothing of its own.
    var importsAll = false
    /// Whether the file declares another thing of that name that stands alone.
    var declaresOther = false
    /// Whether it has the name, or that of the holder, from somewhere else.
    var hasOther = false
    var hasOtherHolder = false
  }

  private func readImports(_ view: inout View) {
    view.names = [target.hash]
    view.modules = [NameKey.folded(link.stem), NameKey.folded(link.module.last ?? "")]
    if target.family == .go {
      view.modules = [NameKey.folded(link.folder.last ?? "")]
      if let package = link.package.first { view.modules.insert(NameKey.folded(package)) }
    }
    let stems = view.modules.union([NameKey.folded("*")])
    let folded = NameKey.folded(target.name)
    let holder = target.holder.map { NameKey.of($0) } ?? 0
    var holderImports: [FileLink] = []
    var nameImports: [FileLink] = []
    var named: Set<Int> = []
    for use in view.references.uses where use.form.contains(.imported) {
      if !use.form.contains(.alias), use.name == holder || use.name == target.hash {
        let link = view.imports[use.declaration] ?? .none
        if use.name == holder { holderImports.append(link) } else { nameImports.append(link) }
      }
      guard let link = view.imports[use.declaration] else { continue }
      named.insert(use.declaration)
      if use.form.contains(.alias) {
        if use.receiver == folded {
          view.names.insert(use.name)
          view.bound = max(view.bound, link)
        } else if stems.contains(use.receiver) {
          view.aliases.insert(use.name)
        }
      } else {
        if link == .package, view.modules.contains(use.receiver) { view.importsFile = true }
        if use.name == target.hash { view.bound = max(view.bound, link) }
        if target.family == .go { view.modules.insert(use.receiver) }
      }
    }
    for use in view.references.uses
    where use.form == .imported && view.aliases.contains(use.name) {
      view.modules.insert(use.receiver)
    }
    for wanted in view.references.imports where view.imports[wanted.declaration] == .package {
      if let last = ModulePath.names(wanted.path).last {
        view.packages.insert(NameKey.folded(last))
      }
      for use in view.references.uses
      where use.form == .imported && use.declaration == wanted.declaration {
        view.packages.insert(use.receiver)
      }
    }
    for (declaration, link) in view.imports where link >= .package && declaration >= 0 {
      let holder = view.references.declarations[declaration]
      if holder.kind != .import {
        // `const x = require("x")`, `const { x } = require("x")`
        for other in view.references.declarations where other.lines == holder.lines {
          view.modules.insert(NameKey.folded(other.name))
          if NameKey.of(other.name) == target.hash { view.bound = max(view.bound, link) }
        }
      } else if !named.contains(declaration) {
        view.importsAll = true
      }
    }
    if view.path != target.path {
      view.hasOther = nameImports.allSatisfy { $0 == .none } && !nameImports.isEmpty
      view.hasOtherHolder =
        holderImports.isEmpty
        ? view.references.declarations.contains {
          $0.kind.isType && $0.kind != .extension && $0.kind != .impl
            && NameKey.of(ReferenceRecord.lastName($0.name)) == holder
        } && target.family != .dotnet && target.family != .c && target.family != .ruby
        : holderImports.allSatisfy { $0 == .none }
    }
    view.declaresOther =
      view.path != target.path
      && view.references.declarations.contains {
        $0.parent < 0 && $0.kind != .import && view.bound == .none
          && NameKey.of(ReferenceRecord.lastName($0.name)) == target.hash
      }
  }

  /// Whether a use stands in the target itself.
  private func isInside(_ declaration: Int, _ view: View) -> Bool {
    guard view.path == target.path else { return false }
    var index = declaration
    while index >= 0 {
      let holder = view.references.declarations[index]
      if NameKey.of(ReferenceRecord.lastName(holder.name)) == target.hash,
        view.references.qualifiedName(index) == target.qualifiedName
      {
        return true
      }
      index = holder.parent
    }
    return false
  }

  private func confidence(_ use: FileReferences.Use, _ view: View) -> ReferenceConfidence? {
    if target.mustBeCalled, !use.form.contains(.called), target.family != .dotnet,
      target.family != .php, target.family != .ruby
    {
      return nil
    }
    return target.holder == nil ? ofFree(use, view) : ofMember(use, view)
  }

  // MARK: What stands alone

  private func ofFree(_ use: FileReferences.Use, _ view: View) -> ReferenceConfidence? {
    if use.form.contains(.label) { return nil }
    if use.form.contains(.member) { return ofQualified(use, view) }
    if view.declaresOther || view.hasOther { return nil }
    if let scope = target.scope { return isIn(scope, use.declaration, view) ? .certain : nil }
    if view.names.count > 1, use.name != target.hash { return .certain }
    switch view.link {
    case .same: return .certain
    case .neighbour:
      return view.bound == .module || declaring <= 1 || target.family == .go ? .certain : .likely
    case .module, .package:
      if view.bound == .module { return .certain }
      if view.bound == .package { return declaring <= 1 ? .certain : .likely }
      switch target.family {
      case .python, .ecmascript, .go:
        // Without its name in an import only `from x import *` and its like bring it.
        return view.importsAll && view.link == .module && declaring <= 1 && target.family == .python
          ? .possible : nil
      case .rust: return declaring <= 1 ? .likely : nil
      default: return declaring <= 1 ? .certain : .likely
      }
    case .open:
      if declaring <= 1 { return isWide ? .likely : .certain }
      return declaring <= ReferenceResolver.mostDeclaring ? .possible : nil
    case .none: return nil
    }
  }

  /// `x.name`, where `name` stands alone.
  private func ofQualified(_ use: FileReferences.Use, _ view: View) -> ReferenceConfidence? {
    if target.scope != nil { return nil }
    if view.modules.contains(use.receiver), !use.form.contains(.typed) {
      if view.link >= .neighbour || view.importsFile { return .certain }
      if view.link == .package { return declaring <= 1 ? .certain : .likely }
      return declaring <= 1 && view.link == .open ? .likely : nil
    }
    switch target.family {
    case .rust, .c, .php, .dotnet, .jvm, .ruby, .swift:
      // What stands in front may be a namespace or a type that holds it.
      guard view.link > .open else { return declaring <= 1 && !isWide ? .likely : nil }
      return declaring <= 1 ? .likely : .possible
    case .python, .ecmascript:
      // Another name of the package that hands it on.
      if view.packages.contains(use.receiver), !use.form.contains(.typed) {
        return declaring <= ReferenceResolver.mostDeclaring ? .likely : .possible
      }
      return view.link == .package && declaring <= 1 && use.receiver != 0 ? .possible : nil
    default: return nil
    }
  }

  // MARK: Members

  private static let ownReceivers: Set<UInt32> = Set(
    ["self", "this", "cls", "super", "static", "base", "class"].map { NameKey.folded($0) })

  private func ofMember(_ use: FileReferences.Use, _ view: View) -> ReferenceConfidence? {
    guard let holder = target.holder else { return nil }
    let seen = view.link >= .package || view.namesHolder
    let folded = NameKey.folded(holder)
    if !use.form.contains(.member) {
      if use.form.contains(.label) {
        guard target.kind != .method, seen else { return nil }
        return declaring <= 1 ? .likely : .possible
      }
      switch target.family {
      case .python, .ecmascript, .go, .rust, .php: return nil
      default: break
      }
      if isWithin(holder, use.declaration, view) { return .certain }
      if inherits(holder, use.declaration, view) { return .likely }
      return view.bound == .module ? .likely : nil
    }
    // The package of a type is often called like it.
    let isPackage =
      target.family == .go && !use.form.contains(.typed) && view.path != target.path
      && view.link == .module && view.modules.contains(use.receiver)
    if isPackage { return nil }
    if use.receiver == folded {
      if view.hasOtherHolder { return declaring <= 1 ? .possible : nil }
      return use.form.contains(.typed) || view.link > .open || view.namesHolder
        ? .certain : .likely
    }
    if ReferenceResolver.ownReceivers.contains(use.receiver) {
      if isWithin(holder, use.declaration, view) { return .certain }
      if inherits(holder, use.declaration, view) { return .likely }
      return declaring <= 1 ? .likely : nil
    }
    if use.form.contains(.typed) {
      // A value of another type: a subtype, where nothing else has the name.
      return declaring <= 1 ? .possible : nil
    }
    if declaring <= 1 {
      if seen { return isWide ? .possible : .likely }
      return isWide ? nil : .possible
    }
    if declaring <= ReferenceResolver.mostDeclaring { return seen ? .possible : nil }
    return view.link == .same || view.namesHolder ? .possible : nil
  }

  /// Whether so many files hold the name that a library must have it too.
  private var isWide: Bool { holding > ReferenceResolver.mostHolding }

  /// Whether a use stands in the callable that holds the target.
  private func isIn(_ scope: String, _ declaration: Int, _ view: View) -> Bool {
    view.link == .same
      && view.isAround(declaration) { index, _ in view.references.qualifiedName(index) == scope }
  }

  private func isWithin(_ holder: String, _ declaration: Int, _ view: View) -> Bool {
    let hash = NameKey.of(holder)
    return view.isAround(declaration) { _, outer in
      outer.kind.isType && NameKey.of(ReferenceRecord.lastName(outer.name)) == hash
    }
  }

  /// Whether a type around a use names the holder in its header.
  private func inherits(_ holder: String, _ declaration: Int, _ view: View) -> Bool {
    let hash = NameKey.of(holder)
    return view.isAround(declaration) { index, outer in
      outer.kind.isType
        && view.references.uses.contains { $0.declaration == index && $0.name == hash }
    }
  }

  // MARK: The result

  private func dependent(
    _ use: FileReferences.Use, _ view: View, _ confidence: ReferenceConfidence
  ) -> Dependent {
    let references = view.references
    let declaration = use.declaration >= 0 ? references.declarations[use.declaration] : nil
    return Dependent(
      path: view.path, kind: declaration?.kind,
      qualifiedName: use.declaration >= 0 ? references.qualifiedName(use.declaration) : "",
      line: use.line, count: use.count, confidence: confidence,
      isTest: PathRole(view.path) == .test || isTest(use.declaration, references),
      isStale: target.isOld)
  }

  /// Whether a declaration is a test or stands in one (`mod tests` of Rust).
  private func isTest(_ declaration: Int, _ references: FileReferences) -> Bool {
    var index = declaration
    while index >= 0 {
      let outer = references.declarations[index]
      if outer.kind == .test || outer.kind == .module && outer.name == "tests" { return true }
      index = outer.parent
    }
    return false
  }
}

import Source
import Syntax

/// The declarations of both sides of a change, with what the impact of one asks of the others.
final class DeclarationIndex {
  let before: [Declaration]
  let after: [Declaration]
  private let matching: Matching
  private let pairs: [FilePair]
  /// The places of declarations in the lists of their sides.
  private lazy var placesBefore = DeclarationIndex.places(before)
  private lazy var placesAfter = DeclarationIndex.places(after)
  private lazy var childrenBefore = DeclarationIndex.children(before)
  /// The names of what the after side declares or imports, by scope.
  private lazy var namesAfter: Set<ScopedName> = Set(
    after.filter { $0.parent < 0 || !$0.entity.kind.isValue }.map {
      ScopedName(scope: scope($0, before: false), name: $0.qualifiedName)
    })
  /// The members of Swift's extensions after the change, by `type.member`.
  private lazy var extensionMembers: Set<String> = Set(
    after.compactMap { d in
      guard d.parent >= 0, after[d.parent].entity.kind == .extension else { return nil }
      return d.qualifiedName
    })
  /// The names of the types that a type is based on after the change, by its own name.
  private lazy var basesAfter: [String: [String]] = Dictionary(
    after.filter { $0.entity.kind.isType && !$0.isTransparent }.map {
      ($0.name, Contract($0).bases.map(DeclarationIndex.simpleName))
    }, uniquingKeysWith: +)
  /// The kinds of what is new, by scope and name.
  private lazy var newKinds: [ScopedName: EntityKind] = Dictionary(
    after.indices.filter { matching.origin[$0] < 0 }.map {
      (
        ScopedName(scope: scope(after[$0], before: false), name: after[$0].qualifiedName),
        after[$0].entity.kind
      )
    }, uniquingKeysWith: { a, _ in a })

  private struct ScopedName: Hashable {
    let scope: SourcePath
    let name: String
  }

  /// What packages of Python pass on, on each side.
  private lazy var exportsBefore = PythonExports(
    (context + pairs).compactMap { pair in
      pair.before.map { (pair.pathBefore, $0) }
    })
  private lazy var exportsAfter = PythonExports(
    (context + pairs).compactMap { pair in pair.after.map { (pair.path, $0) } })
  /// Who sees the modules of Rust, on each side.
  private lazy var modulesBefore = RustModules(
    (context + pairs).compactMap { pair in pair.before.map { (pair.pathBefore, $0) } })
  private lazy var modulesAfter = RustModules(
    (context + pairs).compactMap { pair in pair.after.map { (pair.path, $0) } })
  private let context: [FilePair]

  init(_ matching: Matching, _ pairs: [FilePair], _ context: [FilePair]) {
    self.context = context
    self.matching = matching
    self.pairs = pairs
    before = matching.before
    after = matching.after
  }

  private static func places(_ all: [Declaration]) -> [ObjectIdentifier: Int] {
    Dictionary(
      all.enumerated().map { (ObjectIdentifier($0.element), $0.offset) },
      uniquingKeysWith: { a, _ in a })
  }

  private static func children(_ all: [Declaration]) -> [[Int]] {
    var result = [[Int]](repeating: [], count: all.count)
    for (index, d) in all.enumerated() where d.parent >= 0 { result[d.parent].append(index) }
    return result
  }

  private func isAfter(_ d: Declaration) -> Bool { placesAfter[ObjectIdentifier(d)] != nil }

  /// The path of a declaration's file on its side.
  func path(_ d: Declaration, before: Bool) -> SourcePath {
    before ? pairs[d.pair].pathBefore : pairs[d.pair].path
  }

  /// What users name besides the qualified name: the path of the file or the folder, or nothing.
  private func scope(_ d: Declaration, before: Bool) -> SourcePath {
    let path = path(d, before: before)
    switch Compatibility.of(d.file.language).scope {
    case .file: return path
    case .folder: return SourcePath(path.names.dropLast().joined(separator: "/"))
    case .project: return SourcePath("")
    }
  }

  /// What holds a declaration on its side.
  func holder(of d: Declaration) -> Declaration? {
    d.parent < 0 ? nil : (isAfter(d) ? after : before)[d.parent]
  }

  /// Whether a declaration of the after side has no origin.
  func isNew(_ d: Declaration) -> Bool {
    placesAfter[ObjectIdentifier(d)].map { matching.origin[$0] < 0 } ?? false
  }

  /// Whether a declaration of the after side was another kind of thing before.
  func isAnotherKind(_ d: Declaration) -> Bool {
    guard let place = placesAfter[ObjectIdentifier(d)], matching.origin[place] >= 0 else {
      return false
    }
    return before[matching.origin[place]].entity.kind != d.entity.kind
  }

  /// What the same holder held before.
  func childrenBefore(of d: Declaration) -> [Declaration] {
    guard let place = placesAfter[ObjectIdentifier(d)], matching.origin[place] >= 0 else {
      return []
    }
    return childrenBefore[matching.origin[place]].map { before[$0] }
      .filter { $0.entity.kind.isValue }
  }

  private lazy var childrenAfter = DeclarationIndex.children(after)

  /// What a declaration holds.
  func children(of d: Declaration) -> [Declaration] {
    if let place = placesAfter[ObjectIdentifier(d)] {
      return childrenAfter[place].map { after[$0] }
    }
    guard let place = placesBefore[ObjectIdentifier(d)] else { return [] }
    return childrenBefore[place].map { before[$0] }
  }

  // MARK: Visibility

  /// Whether code outside the project can name a declaration: it and all that hold it are public, it
  /// is no part of a body, and its file is part of the API.
  func isVisible(_ d: Declaration) -> Bool {
    let isAfter = isAfter(d)
    let all = isAfter ? after : before
    let rules = Compatibility.of(d.file.language)
    switch d.entity.kind {
    case .import, .key, .section, .test: return false
    default: break
    }
    let path = path(d, before: !isAfter)
    guard !PathRole(path).isOutsideAPI else { return false }
    let isRust = d.file.language.name == "rust"
    if isRust, let homes = homes(of: d), homes.isEmpty { return false }
    var current = d
    let isPassedOn =
      d.file.language.name == "python" && rules.isInternal(path, d)
      && (isAfter ? exportsAfter : exportsBefore).pass(on: outermost(d, all).name, from: path)
    var inner: Declaration?
    while true {
      if !isPassedOn, rules.isInternal(path, current) { return false }
      let holder = current.parent >= 0 ? all[current.parent] : nil
      if !current.isTransparent {
        let reaches =
          current.entity.visibility >= .public
          || current.entity.visibility == .protected && rules.protectedIsAPI
            && holder?.modifiers.contains("final") != true
          || isRust && current.entity.kind == .module && inner != nil
            && (isAfter ? modulesAfter : modulesBefore).pass(
              on: inner?.name ?? "", fromModule: current.name, in: path)
        guard reaches else { return false }
      }
      guard let holder else { return true }
      if holder.entity.kind.isCallable { return false }
      if holder.isTransparent, !isTypeVisible(holder) { return false }
      inner = current
      current = holder
    }
  }

  /// The modules of Rust in which callers find a declaration; nil where the files that are known do not tell,
  /// and for what is found wherever its type or its macro is.
  func homes(of d: Declaration) -> Set<String>? {
    guard d.file.language.name == "rust" else { return nil }
    let isAfter = isAfter(d)
    let all = isAfter ? after : before
    var names = [d.name]
    var current = d
    while current.parent >= 0 {
      current = all[current.parent]
      names.append(current.name)
    }
    if current.isTransparent || d.entity.kind == .macro { return nil }
    return (isAfter ? modulesAfter : modulesBefore).homes(
      of: names, in: path(d, before: !isAfter))
  }

  private func outermost(_ d: Declaration, _ all: [Declaration]) -> Declaration {
    var current = d
    while current.parent >= 0 { current = all[current.parent] }
    return current
  }

  /// Whether a mark in a file says that a declaration is no part of the API.
  static func isOutsideAPI(_ d: Declaration) -> Bool {
    d.modifiers.contains { $0.hasPrefix("@_spi") || $0.hasPrefix("#[cfg(test") }
  }

  /// Whether the type that an extension adds to can be named outside; one that is declared elsewhere
  /// is taken to be public.
  func isTypeVisible(_ d: Declaration) -> Bool {
    let types = isAfter(d) ? typesAfter : typesBefore
    return types["\(d.file.language.name) \(d.name)"].map { $0 >= .public } ?? true
  }

  /// The visibility of the types that each side declares, by language and name.
  private lazy var typesBefore = types(before)
  private lazy var typesAfter = types(after)

  private func types(_ all: [Declaration]) -> [String: Visibility] {
    Dictionary(
      all.filter { $0.entity.kind.isType && !$0.isTransparent }.map {
        let isHidden = $0.entity.visibility >= .public && homes(of: $0)?.isEmpty == true
        return (
          "\($0.file.language.name) \($0.name)", isHidden ? .internal : $0.entity.visibility
        )
      }, uniquingKeysWith: max)
  }

  /// What the types of each side conform to, their extensions included, as `type: base`.
  private lazy var conformancesBefore = DeclarationIndex.conformances(before)
  private lazy var conformancesAfter = DeclarationIndex.conformances(after)

  private static func conformances(_ all: [Declaration]) -> Set<String> {
    var result: Set<String> = []
    for d in all where d.entity.kind.isType {
      for base in Contract(d).bases { result.insert("\(d.name): \(base)") }
    }
    return result
  }

  /// Whether a type is said to conform to something on one side, be it by another extension.
  func conforms(_ d: Declaration, to base: String, after isAfter: Bool) -> Bool {
    (isAfter ? conformancesAfter : conformancesBefore).contains("\(d.name): \(base)")
  }

  // MARK: Requirements

  /// Whether others conform to or implement a declaration.
  func isRequirementHolder(_ d: Declaration) -> Bool {
    switch d.entity.kind {
    case .protocol, .interface, .trait: true
    default: false
    }
  }

  /// Whether a class asks those who derive from it to define a member.
  func isAbstract(_ d: Declaration) -> Bool {
    d.entity.kind.isCallable || d.entity.kind == .property
      ? d.modifiers.contains {
        $0 == "abstract" || $0.hasSuffix("abstractmethod")
      } || d.isPureVirtual
      : false
  }

  /// Whether a member is one that others define, without an implementation of its own.
  func isRequirement(_ d: Declaration) -> Bool {
    guard let holder = holder(of: d) else { return false }
    let rules = Compatibility.of(d.file.language)
    return (isRequirementHolder(holder) || isAbstract(d)) && !rules.isSealed(holder)
      && !rules.hasDefault(d)
  }

  /// Whether an extension in the change implements a requirement for all.
  func hasDefaultInExtension(_ d: Declaration) -> Bool {
    extensionMembers.contains(d.qualifiedName)
  }

  // MARK: Names

  /// Whether the name that a declaration had still stands where it stood: declared anew, an alias, or
  /// imported from elsewhere.
  func isStillNamed(_ b: Declaration) -> Bool {
    let scope = scope(b, before: true)
    if namesAfter.contains(ScopedName(scope: scope, name: b.qualifiedName)) { return true }
    return isImported(b)
  }

  /// Whether the file that declared something imports it by its name after the change.
  func isImported(_ b: Declaration) -> Bool {
    guard b.parent < 0 else { return false }
    if b.file.language.name == "rust", modulesAfter.pass(on: b.name, in: path(b, before: true)) {
      return true
    }
    return importsAfter.contains(ScopedName(scope: scope(b, before: true), name: b.name))
  }

  /// What files import or export by name after the change.
  private lazy var importsAfter: Set<ScopedName> = Set(
    after.filter { $0.entity.kind == .import }.flatMap { d in
      ImportedNames(d.entity, in: d.file).names.map {
        ScopedName(scope: scope(d, before: false), name: $0)
      }
    })

  /// The kind of what has the name of a removed declaration now.
  func newKind(ofRemoved b: Declaration) -> String? {
    newKinds[ScopedName(scope: scope(b, before: true), name: b.qualifiedName)].flatMap {
      $0 == b.entity.kind ? nil : $0.title
    }
  }

  /// The base type that declares a member which its type does not declare any more.
  func inheritedAfter(_ b: Declaration) -> String? {
    guard let holder = holder(of: b), holder.entity.kind.isType else { return nil }
    var queue = basesAfter[holder.name] ?? []
    var seen: Set<String> = [holder.name]
    while let base = queue.popLast() {
      guard seen.insert(base).inserted else { continue }
      if membersAfter.contains("\(base).\(b.name)") { return base }
      queue += basesAfter[base] ?? []
    }
    return nil
  }

  private lazy var membersAfter: Set<String> = Set(
    after.compactMap { $0.parent < 0 ? nil : "\(after[$0.parent].name).\($0.name)" })

  /// The last part of a name, without arguments.
  private static func simpleName(_ text: String) -> String {
    let name = text.prefix { !"<([ ".contains($0) }
    return String(name.split { $0 == "." || $0 == ":" || $0 == "\\" }.last ?? name)
  }
}

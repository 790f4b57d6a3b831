/// What a change of a package of Go means for the packages that import it, by the rules of
/// golang.org/x/exp/apidiff: https://pkg.go.dev/golang.org/x/exp/apidiff
///
/// Two types correspond when they are identical but for defined types, which must be interchangeable in
/// the old and the new API, possibly under another name. Which defined types are is found on the way.
final class GoComparison {
  struct Finding: Hashable {
    /// What it speaks of: `name` or `Type.member`.
    let subject: String
    let isBreaking: Bool
    let text: String
    /// The names that led there, the innermost first.
    let trail: [String]
  }

  private let old: GoPackage
  private let new: GoPackage
  private var corresponding: [GoType: GoType] = [:]
  /// The keys of `corresponding` in the order found.
  private var order: [GoType] = []
  private var trail: [String] = []
  private var known: Set<[String]> = []
  private var depth = 0
  private(set) var findings: [Finding] = []

  init(old: GoPackage, new: GoPackage) {
    self.old = old
    self.new = new
    let names = old.objects.keys.filter(GoComparison.isExported).sorted()
    // What has the same name on both sides corresponds before anything is renamed.
    for name in names {
      guard let declaration = old.type(name) else { continue }
      var target = name
      if declaration.isAlias {
        guard case .named(let other, let arguments) = old.unaliased(.named(name, [])),
          arguments.isEmpty, GoComparison.isExported(other)
        else { continue }
        target = other
      }
      if new.objects[target] != nil { compare(name, with: target) }
    }
    for name in names {
      if new.objects[name] == nil {
        add(name, true, "removed")
      } else {
        compare(name, with: name)
      }
    }
    for name in new.objects.keys.filter(GoComparison.isExported).sorted()
    where old.objects[name] == nil {
      add(name, false, "added")
    }
    findLostImplementations()
  }

  static func isExported(_ name: String) -> Bool {
    (name.split(separator: ".").last ?? "").unicodeScalars.first?.properties.isUppercase ?? false
  }

  private func add(_ subject: String, _ isBreaking: Bool, _ text: String, from names: [String] = [])
  {
    guard known.insert([subject, text]).inserted else { return }
    findings.append(
      Finding(
        subject: subject, isBreaking: isBreaking, text: text, trail: names + trail.reversed()))
  }

  private func addChange(_ subject: String, _ before: GoType, _ after: GoType, from: [String] = [])
  {
    let (before, after) = (old.unaliased(before), new.unaliased(after))
    add(subject, true, "changed from \(before) to \(after)", from: from)
  }

  // MARK: Objects

  private func compare(_ name: String, with target: String) {
    guard let before = old.objects[name], let after = new.objects[target] else { return }
    trail.append(name)
    defer { trail.removeLast() }
    switch (before, after) {
    case (.constant(let b), .constant(let a)): compareConstants(name, b, a)
    case (.variable(let b), .variable(let a)), (.function(let b), .function(let a)):
      check(name, b, a)
    case (.function(let b), .variable(let a)):
      add(name, false, "changed from func to var")
      check(name, b, a)
    case (.type, .type):
      check(name, .named(name, []), .named(target, []))
    default:
      add(name, true, "changed from \(GoComparison.kind(before)) to \(GoComparison.kind(after))")
    }
  }

  private static func kind(_ object: GoPackage.Object) -> String {
    switch object {
    case .type: "type"
    case .function: "func"
    case .variable: "var"
    case .constant: "const"
    }
  }

  private func compareConstants(_ name: String, _ b: GoPackage.Constant, _ a: GoPackage.Constant) {
    let (before, after) = (GoConstants(old), GoConstants(new))
    switch (b.type, a.type) {
    case (let x?, let y?): if !correspond(x, y) { return addChange(name, x, y) }
    case (nil, nil):
      let (x, y) = (before.kind(b.value), after.kind(a.value))
      if let x, let y, x != y {
        return add(name, true, "changed from untyped \(x) to untyped \(y)")
      }
    case (let x, let y):
      // A conversion gives a type too.
      let (x, y) = (x ?? before.conversion(b.value), y ?? after.conversion(a.value))
      if let x, let y {
        if !correspond(x, y) { return addChange(name, x, y) }
      } else {
        let (x, y) = (x.map { "\($0)" } ?? "untyped", y.map { "\($0)" } ?? "untyped")
        return add(name, true, "changed from \(x) to \(y)")
      }
    }
    let (x, y) = (before.value(b), after.value(a))
    if x != y {
      let isSameText = b.value == a.value
      add(
        name, true, "value changed from \(isSameText ? x : b.value) to \(isSameText ? y : a.value)")
    }
  }

  private func check(_ subject: String, _ b: GoType, _ a: GoType, from names: [String] = []) {
    if !correspond(b, a) { addChange(subject, b, a, from: names) }
  }

  // MARK: Correspondence

  private func correspond(_ b: GoType, _ a: GoType) -> Bool {
    depth += 1
    defer { depth -= 1 }
    let (b, a) = (old.unaliased(b), new.unaliased(a))
    if b == .unknown || a == .unknown || depth > 200 { return true }
    switch (b, a) {
    case (.basic(let x), .basic(let y)): return x == y
    case (.parameter(let x), .parameter(let y)): return x == y
    case (.array(let m, let x), .array(let n, let y)):
      let isAlike = correspond(x, y)
      return isAlike && GoConstants(old).number(m) == GoConstants(new).number(n)
    case (.slice(let x), .slice(let y)), (.pointer(let x), .pointer(let y)):
      return correspond(x, y)
    case (.map(let k, let x), .map(let l, let y)):
      let keys = correspond(k, l)
      return correspond(x, y) && keys
    case (.channel(let d, let x), .channel(let e, let y)): return correspond(x, y) && d == e
    case (.function(let x), .function(let y)):
      let parameters = correspond(x.parameters, y.parameters)
      let results = correspond(x.results, y.results)
      return parameters && results && x.isVariadic == y.isVariadic
    case (.structure(let x), .structure(let y)):
      guard x.count == y.count else { return false }
      return zip(x, y).allSatisfy { b, a in
        guard b.isEmbedded == a.isEmbedded, b.tag == a.tag, correspond(b.type, a.type) else {
          return false
        }
        // An unexported embedded type may have another name.
        return b.name == a.name || b.isEmbedded && !GoComparison.isExported(b.name)
      }
    case (.interface(let x), .interface(let y)):
      let (m, n) = (GoSelectors.methods(x, in: old), GoSelectors.methods(y, in: new))
      return m.map(\.name) == n.map(\.name) && x.unions.sorted() == y.unions.sorted()
        && zip(m, n).allSatisfy { correspond(.function($0.signature), .function($1.signature)) }
    case (.foreign(let x, let m), .foreign(let y, let n)): return x == y && correspond(m, n)
    case (.named(let x, let m), _): return establish(x, m, a)
    default: return false
    }
  }

  private func correspond(_ b: [GoType], _ a: [GoType]) -> Bool {
    var isAlike = b.count == a.count
    // All are compared, since each can show which types correspond.
    for (x, y) in zip(b, a) where !correspond(x, y) { isAlike = false }
    return isAlike
  }

  /// Records that a defined type corresponds to another one, or finds that it does to a third.
  private func establish(_ name: String, _ arguments: [GoType], _ a: GoType) -> Bool {
    let b = GoType.named(name, arguments)
    if let known = corresponding[b] { return known == a }
    switch a {
    case .named(let other, let others):
      guard let before = old.type(name), let after = new.type(other) else {
        return name == other && correspond(arguments, others)
      }
      if arguments.isEmpty {
        guard correspond(before.constraints, after.constraints) else { return false }
      } else {
        guard !others.isEmpty, correspond(.named(name, []), .named(other, [])),
          correspond(arguments, others)
        else { return false }
      }
    case .basic: if old.type(name) == nil { return false }
    default: return false
    }
    corresponding[b] = a
    order.append(b)
    trail.append(name)
    if case .named(let other, _) = a, other != name { trail.append(other) }
    defer { trail.removeLast(trail.last == name ? 1 : 2) }
    compareDefined(name, b, a)
    return true
  }

  // MARK: Defined types

  private func compareDefined(_ name: String, _ b: GoType, _ a: GoType) {
    let (before, after) = (old.underlying(b), new.underlying(a))
    switch (before, after) {
    case (.interface(let x), .interface(let y)): return compareInterfaces(name, x, y)
    case (.structure, .structure): compareStructs(name, b, a)
    case (.channel(let d, let x), .channel(let e, let y)):
      check(name, x, y)
      if d != e {
        add(name, e != .both, e == .both ? "has no direction any more" : "changed direction")
      }
    case (.basic(let x), .basic(let y)):
      if x != y {
        add(name, !GoComparison.holds(y, all: x), "changed from \(x) to \(y)")
      }
    default: check(name, before, after)
    }
    let kinds = (GoComparison.shape(before), GoComparison.shape(after))
    if kinds.0 == kinds.1 || kinds.0 == 0 || kinds.1 == 0 { compareMethods(name, b, a) }
  }

  /// A number for each way to make a type.
  private static func shape(_ type: GoType) -> Int {
    switch type {
    case .unknown: 0
    case .basic: 1
    case .named, .foreign: 0
    case .parameter: 3
    case .pointer: 4
    case .slice: 5
    case .array: 6
    case .map: 7
    case .channel: 8
    case .function: 9
    case .structure: 10
    case .interface: 11
    }
  }

  /// Whether a numeric type has all values of another one, on every machine.
  private static func holds(_ wide: String, all narrow: String) -> Bool {
    for ranks in [
      ["int8", "int16", "int32", "int", "int64"], ["uint8", "uint16", "uint32", "uint", "uint64"],
      ["float32", "float64"], ["complex64", "complex128"],
    ] {
      if let x = ranks.firstIndex(of: narrow), let y = ranks.firstIndex(of: wide) { return x <= y }
    }
    return false
  }

  private func compareStructs(_ name: String, _ b: GoType, _ a: GoType) {
    let (before, after) = (
      GoSelectors(b, owner: name, in: old), GoSelectors(a, owner: name, in: new)
    )
    func fields(_ selectors: GoSelectors) -> [String: (type: GoType, owner: String)] {
      selectors.selections.compactMapValues {
        if case .field(let type) = $0.kind { (type, $0.owner) } else { nil }
      }
    }
    let own = (
      before.ownFields.mapValues { (type: $0, owner: name) },
      after.ownFields.mapValues { (type: $0, owner: name) }
    )
    for (x, y) in [own, (fields(before), fields(after))] {
      for (field, (type, owner)) in x.sorted(by: { $0.key < $1.key })
      where GoComparison.isExported(field) {
        let origins = ["\(owner).\(field)", owner]
        if let (newType, newOwner) = y[field] {
          check("\(name).\(field)", type, newType, from: origins + ["\(newOwner).\(field)"])
        } else {
          add("\(name).\(field)", true, "removed", from: origins)
        }
      }
      for (field, (_, owner)) in y.sorted(by: { $0.key < $1.key })
      where GoComparison.isExported(field) && x[field] == nil {
        add("\(name).\(field)", false, "added", from: ["\(owner).\(field)", owner])
      }
    }
    if old.isComparable(b), !new.isComparable(a) {
      add(name, true, "can no longer be compared with `==` or be a key of a map")
    }
  }

  private func compareInterfaces(_ name: String, _ x: GoInterface, _ y: GoInterface) {
    let (m, n) = (GoSelectors.methods(x, in: old), GoSelectors.methods(y, in: new))
    let before = Dictionary(uniqueKeysWithValues: m.map { ($0.name, $0) })
    let after = Dictionary(uniqueKeysWithValues: n.map { ($0.name, $0) })
    // What has an unexported method is implemented by nobody outside.
    let isClosed = m.contains { !GoComparison.isExported($0.name) }
    for method in m where GoComparison.isExported(method.name) {
      if let other = after[method.name] {
        check("\(name).\(method.name)", .function(method.signature), .function(other.signature))
      } else {
        add("\(name).\(method.name)", true, "removed")
      }
    }
    for method in n where before[method.name] == nil && GoComparison.isExported(method.name) {
      add(
        "\(name).\(method.name)", !isClosed,
        isClosed ? "added" : "added: implementations outside lack it")
    }
    if !isClosed, let method = n.first(where: { !GoComparison.isExported($0.name) }) {
      add("\(name).\(method.name)", true, "added: nobody outside can implement `\(name)` any more")
    }
    if x.unions.sorted() != y.unions.sorted() {
      add(
        name, true,
        "type set changed from \(x.unions.joined(separator: "; ")) to \(y.unions.joined(separator: "; "))"
      )
    }
  }

  private func compareMethods(_ name: String, _ b: GoType, _ a: GoType) {
    let (before, after) = (
      GoSelectors(b, owner: name, in: old), GoSelectors(a, owner: name, in: new)
    )
    for isPointer in [false, true] {
      let (x, y) = (before.methods(ofPointer: isPointer), after.methods(ofPointer: isPointer))
      for (method, selection) in x.sorted(by: { $0.key < $1.key })
      where GoComparison.isExported(method) {
        let subject = "\(selection.owner).\(method)"
        let isOwn = selection.owner == name
        if let other = y[method] {
          if case .method(let m) = selection.kind, case .method(let n) = other.kind {
            check(
              subject, .function(m), .function(n), from: ["\(other.owner).\(method)", other.owner])
          }
        } else if isOwn {
          let isLost = isPointer || after.selections[method] == nil
          add(subject, true, isLost ? "removed" : "removed from values: only pointers have it now")
        } else if isPointer {
          add(subject, true, "removed from the methods of \(name)", from: [name])
        }
      }
      for (method, selection) in y.sorted(by: { $0.key < $1.key })
      where GoComparison.isExported(method) && x[method] == nil {
        add("\(selection.owner).\(method)", false, "added")
      }
    }
  }

  // MARK: The package as a whole

  /// Types that implemented an interface of the package and do so no more.
  private func findLostImplementations() {
    var byMethod: [String: [GoType]] = [:]
    for type in order {
      for name in GoSelectors(type, owner: "", in: old).methods(ofPointer: false).keys.sorted() {
        byMethod[name, default: []].append(type)
      }
    }
    for type in order {
      guard case .interface(let before) = old.underlying(type), let match = corresponding[type],
        case .interface(let after) = new.underlying(match)
      else { continue }
      let required = GoSelectors.methods(before, in: old)
      let requiredNow = GoSelectors.methods(after, in: new)
      guard
        let rarest = required.min(by: {
          (byMethod[$0.name] ?? []).count < (byMethod[$1.name] ?? []).count
        })
      else { continue }
      for other in byMethod[rarest.name] ?? [] where other != type {
        guard let successor = corresponding[other], implements(other, required, old),
          !implements(successor, requiredNow, new), case .named(let name, _) = other,
          case .named(let interface, _) = type
        else { continue }
        let missing = requiredNow.first { !implements(successor, [$0], new) }?.name ?? ""
        add(
          name, true, "no longer implements `\(interface)`: it lacks `\(missing)`",
          from: ["\(name).\(missing)", "\(interface).\(missing)", interface]
            + required.map { "\(name).\($0.name)" })
      }
    }
  }

  private func implements(
    _ type: GoType, _ required: [GoInterface.Method], _ package: GoPackage
  ) -> Bool {
    let methods = GoSelectors(type, owner: "", in: package).methods(ofPointer: false)
    return required.allSatisfy { method in
      if case .method(let signature)? = methods[method.name]?.kind {
        return signature == method.signature
      }
      return false
    }
  }
}

extension GoSelectors {
  /// The methods that a value has, or a pointer to one.
  func methods(ofPointer isPointer: Bool) -> [String: Selection] {
    selections.filter { _, selection in
      if case .method = selection.kind { return isPointer || !selection.needsPointer }
      return false
    }
  }
}

extension GoPackage {
  /// Whether values can be compared with `==`; what is not known can.
  func isComparable(_ type: GoType, depth: Int = 0) -> Bool {
    switch underlying(type) {
    case .slice, .map, .function: return false
    case .array(_, let element): return depth > 32 || isComparable(element, depth: depth + 1)
    case .structure(let fields):
      return depth > 32 || fields.allSatisfy { isComparable($0.type, depth: depth + 1) }
    default: return true
    }
  }
}

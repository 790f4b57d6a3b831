import Source
import Syntax

/// How one file sees what another one declares, as far as the imports and the paths tell.
enum FileLink: Int, Comparable {
  /// It does not.
  case none
  /// Names of the language need no import, and nothing else speaks for it.
  case open
  /// Through a package that holds the other file, which may hand its names on.
  case package
  /// Both are in one package, or in one folder where that is the same.
  case neighbour
  /// It imports the file or its module.
  case module
  case same

  static func < (a: FileLink, b: FileLink) -> Bool { a.rawValue < b.rawValue }
}

/// A file whose declarations are looked for, prepared for many questions.
struct LinkTarget {
  let path: SourcePath
  let family: ReferenceFamily
  /// The package that it says it is in; empty where that is not known.
  let package: [String]
  /// The path as a module: folders and name without the ending, and without names that stand for the
  /// folder (`index`, `__init__`, `mod`).
  let module: [String]
  let folder: [String]
  /// The file's name without its ending.
  let stem: String

  init(path: SourcePath, family: ReferenceFamily, package: String) {
    self.path = path
    self.family = family
    self.package = ModulePath.names(package)
    let parts = ModulePath.components(path)
    folder = Array(parts.dropLast())
    stem = parts.last ?? ""
    module = ModulePath.module(parts, family)
  }

  /// How a file with these references sees it, with the indices of the imports that say so.
  func link(from references: FileReferences, at other: SourcePath) -> (
    link: FileLink, imports: [Int: FileLink]
  ) {
    if other == path { return (.same, [:]) }
    let parts = ModulePath.components(other)
    let otherFolder = Array(parts.dropLast())
    var best = base(references, otherFolder)
    var imports: [Int: FileLink] = [:]
    for wanted in references.imports {
      let link = match(wanted.path, from: otherFolder, references.language)
      guard link > .none else { continue }
      imports[wanted.declaration] = max(imports[wanted.declaration] ?? .none, link)
      best = max(best, link)
    }
    return (best, imports)
  }

  /// What is so without any import.
  private func base(_ references: FileReferences, _ otherFolder: [String]) -> FileLink {
    let isBeside = otherFolder == folder
    switch family {
    case .go:
      return isBeside ? .neighbour : .none
    case .jvm, .dotnet, .php:
      let other = ModulePath.names(references.package)
      if package.isEmpty { return isBeside ? .neighbour : .none }
      if other == package { return .neighbour }
      return family == .dotnet && other.starts(with: package) ? .neighbour : .none
    case .swift:
      return otherFolder.prefix(2) == folder.prefix(2) ? .neighbour : .open
    case .c, .ruby, .lua, .shell, .sql:
      return isBeside ? .neighbour : .open
    case .python, .ecmascript, .rust: return .none
    }
  }

  private func match(_ text: String, from otherFolder: [String], _ language: String) -> FileLink {
    switch family {
    case .python: return python(text, otherFolder)
    case .ecmascript: return ecmascript(text, otherFolder)
    case .go: return go(text)
    case .jvm, .dotnet, .php: return packaged(text)
    case .rust: return rust(text, otherFolder)
    case .c, .ruby, .lua: return file(text, otherFolder)
    case .swift: return ModulePath.names(text).contains { folder.contains($0) } ? .module : .none
    case .shell, .sql: return .none
    }
  }

  private func python(_ text: String, _ otherFolder: [String]) -> FileLink {
    let dots = text.utf8.prefix { $0 == UInt8(ascii: ".") }.count
    let names = ModulePath.names(String(text.dropFirst(dots)))
    if dots > 0 { return compare(Array(otherFolder.dropLast(dots - 1)) + names) }
    return names.isEmpty ? .none : compareSuffix(names, otherFolder)
  }

  private func ecmascript(_ text: String, _ otherFolder: [String]) -> FileLink {
    var parts = text.split(separator: "/").map(String.init)
    guard var last = parts.popLast() else { return .none }
    for ending in [".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx", ".mts", ".cts"]
    where last.hasSuffix(ending) {
      last = String(last.dropLast(ending.utf8.count))
      break
    }
    if last != "index" { parts.append(last) }
    if text.hasPrefix(".") {
      var whole = otherFolder
      for part in parts {
        if part == ".." { _ = whole.popLast() } else if part != "." { whole.append(part) }
      }
      return compare(whole)
    }
    // An alias of the bundler, or the name of a package of the same repository.
    let names = parts.drop { $0 == "@" || $0 == "~" || $0 == "#" }
    let own = names.filter { !$0.hasPrefix("@") }
    if own.isEmpty { return .none }
    let link = compareSuffix(Array(own), otherFolder)
    if link > .none { return link }
    return own.count <= 2 && folder.contains(own[0]) ? .package : .none
  }

  private func go(_ text: String) -> FileLink {
    var parts = text.split(separator: "/").map(String.init)
    if parts.count > 1, let last = parts.last, last.hasPrefix("v"), Int(last.dropFirst()) != nil,
      folder.last != last
    {
      parts.removeLast()
    }
    var own = folder[...]
    if let vendor = own.lastIndex(of: "vendor") { own = own[(vendor + 1)...] }
    if own.isEmpty { return parts.count == 3 && parts[2] == package.first ? .module : .none }
    if parts.count >= own.count, parts.suffix(own.count) == own { return .module }
    // A module of its own below the root.
    return own.count > 2 && parts.count > 3 && parts.suffix(2) == own.suffix(2) ? .package : .none
  }

  private func packaged(_ text: String) -> FileLink {
    let names = ModulePath.names(text)
    if names.isEmpty { return .none }
    if !package.isEmpty {
      if family == .dotnet {
        // `using A = B.C` ends in what it names.
        let end = names.drop { $0 == "using" || $0 == "global" || $0 == "static" }
        return end.suffix(package.count) == package[...]
          || end.count > package.count && end.dropLast().suffix(package.count) == package[...]
          ? .module : .none
      }
      return names.starts(with: package) && names.count <= package.count + 4 ? .module : .none
    }
    // Nothing is known but the path: `a.b.C` is in a folder `a/b`.
    let holders = names.dropLast()
    return !holders.isEmpty && folder.suffix(holders.count) == holders ? .module : .none
  }

  private func rust(_ text: String, _ otherFolder: [String]) -> FileLink {
    let names = ModulePath.names(text).filter { $0 != "use" && $0 != "pub" }
    guard let first = names.first else { return .none }
    if first == "super" || first == "self" {
      let up = names.prefix { $0 == "super" }.count
      if up > 0, module == Array(otherFolder.dropLast(up - 1)) { return .module }
      return names.contains(module.last ?? "") ? .module : .none
    }
    if let name = module.last, name != "src" {
      if names.contains(name) { return .module }
      // A crate hands on what its modules hold.
      let crates = folder.filter { $0 != "src" }.map { $0.replacing("-", with: "_") }
      return crates.contains(first) ? .package : first == "crate" ? .package : .none
    }
    let crate = module.dropLast().last?.replacing("-", with: "_")
    return first == "crate" || first == crate ? .module : .none
  }

  /// A path of a file, its ending left out (C, Ruby, Lua).
  private func file(_ text: String, _ otherFolder: [String]) -> FileLink {
    var parts = text.split(separator: "/").map(String.init)
    if family == .lua, parts.count == 1 { parts = text.split(separator: ".").map(String.init) }
    guard var last = parts.popLast() else { return .none }
    if family != .lua, let dot = last.lastIndex(of: "."), dot > last.startIndex {
      last = String(last[..<dot])
    }
    parts.append(last)
    if parts.contains("..") || parts.contains(".") {
      var whole = otherFolder
      for part in parts {
        if part == ".." { _ = whole.popLast() } else if part != "." { whole.append(part) }
      }
      return whole == folder + [stem] ? .module : .none
    }
    return (folder + [stem]).suffix(parts.count) == parts[...] ? .module : .none
  }

  /// A module named from the root of the repository.
  private func compare(_ names: [String]) -> FileLink {
    if names == module { return .module }
    return module.starts(with: names) ? .package : .none
  }

  /// A module named from a folder that is not known: a short name must stand near the root or beside.
  private func compareSuffix(_ names: [String], _ otherFolder: [String]) -> FileLink {
    guard names.count <= module.count else { return .none }
    let end = module.count - names.count
    if Array(module[end...]) == names, names.count > 1 || end <= 3 || folder == otherFolder {
      return .module
    }
    for start in 0...min(3, end) where module[start...].starts(with: names) { return .package }
    return .none
  }
}

enum ModulePath {
  /// Folders and the name without its ending.
  static func components(_ path: SourcePath) -> [String] {
    var parts = path.components.map { String(decoding: $0, as: UTF8.self) }
    if let last = parts.popLast() {
      let dot = last.lastIndex(of: ".")
      parts.append(dot.map { $0 > last.startIndex ? String(last[..<$0]) : last } ?? last)
    }
    return parts
  }

  static func module(_ parts: [String], _ family: ReferenceFamily) -> [String] {
    guard let last = parts.last else { return [] }
    let standsForFolder: Bool
    switch family {
    case .python: standsForFolder = last == "__init__"
    case .ecmascript: standsForFolder = last == "index"
    case .rust: standsForFolder = ["mod", "lib", "main"].contains(last)
    default: standsForFolder = false
    }
    return standsForFolder ? Array(parts.dropLast()) : parts
  }

  /// The words of a dotted, slashed or colon-separated name.
  static func names(_ text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }.map(String.init)
  }
}

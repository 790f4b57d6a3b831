import Source
import Syntax

/// Under which modules of its crate callers find what a file of Rust declares: by `mod a;` and `pub use` of the
/// files above it (The Rust Reference, Visibility and Privacy).
struct RustModules {
  /// What the root or a module says of others, within macros and conditions too.
  private struct Module {
    /// The modules in files of their own, with whether callers see them.
    var children: [String: Bool] = [:]
    /// The names that it passes on, and the modules of which it passes on all.
    var names: Set<String> = []
    var globs: Set<String> = []
  }

  /// By the path of the file.
  private var modules: [String: Module] = [:]
  /// The folders of packages that are published nowhere.
  private var unpublished: Set<String> = []

  init(_ files: [(path: SourcePath, file: SyntaxFile)]) {
    for (path, file) in files {
      if file.language.name == "rust" {
        modules[path.names.joined(separator: "/")] = RustModules.read(file)
      } else if path.names.last == "Cargo.toml", RustModules.isUnpublished(file) {
        unpublished.insert(path.names.dropLast().joined(separator: "/"))
      }
    }
  }

  /// `publish = false` (The Cargo Book, The Manifest Format)
  private static func isUnpublished(_ manifest: SyntaxFile) -> Bool {
    manifest.entities.contains { entity in
      manifest.text.string(entity.nameRange) == "publish"
        && manifest.flattened(entity.range).hasSuffix("= false")
    }
  }

  /// The modules in which callers find a declaration, as paths within the crate; nil where that is not known,
  /// as for a file that no known one names.
  ///
  /// - Parameter names: the name of the declaration and of those that hold it.
  func homes(of names: [String], in path: SourcePath) -> Set<String>? {
    let parts = path.names
    guard let last = parts.last else { return nil }
    var depth = parts.count - 1
    var root: (library: Module?, program: Module?)
    repeat {
      let folder = parts.prefix(depth)
      root = (modules[file(folder, "lib.rs")], modules[file(folder, "main.rs")])
      depth -= 1
    } while depth >= 0 && root.library == nil && root.program == nil
    let folder = Array(parts.prefix(depth + 1))
    let package = folder.last == "src" ? folder.dropLast() : folder[...]
    if unpublished.contains(package.joined(separator: "/")) { return [] }
    guard let library = root.library else {
      // Nobody depends on a program.
      return root.program == nil ? nil : []
    }
    var segments = Array(parts.dropFirst(folder.count))
    segments.removeLast()
    if segments.first == "bin" || segments.isEmpty && last == "main.rs" { return [] }
    if last != "mod.rs", !(segments.isEmpty && last == "lib.rs") {
      segments.append(String(last.dropLast(3)))
    }
    var found: Set<String> = []
    var module = library
    var isPublic = true
    for (index, segment) in segments.enumerated() {
      let isNamed =
        names.contains(where: module.names.contains)
        || segments[index...].contains { module.globs.contains($0) || module.names.contains($0) }
      if isPublic, isNamed { found.insert(segments.prefix(index).joined(separator: "::")) }
      guard let isVisible = module.children[segment] else { return nil }
      isPublic = isPublic && isVisible
      if index == segments.count - 1 { break }
      let place = folder + segments.prefix(index)
      guard
        let next = modules[file(place[...], segment + ".rs")]
          ?? modules[file((place + [segment])[...], "mod.rs")]
      else { return nil }
      // What a hidden module passes on is passed on by those above.
      module = next
    }
    if isPublic { found.insert(segments.joined(separator: "::")) }
    return found
  }

  /// Whether a file passes on a name that it does not declare.
  func pass(on name: String, in path: SourcePath) -> Bool {
    modules[path.names.joined(separator: "/")]?.names.contains(name) == true
  }

  /// Whether the file itself passes on a name from a module that it holds and callers do not see.
  func pass(on name: String, fromModule module: String, in path: SourcePath) -> Bool {
    guard let own = modules[path.names.joined(separator: "/")] else { return false }
    return own.names.contains(name) || own.names.contains(module) || own.globs.contains(module)
  }

  private func file(_ folder: ArraySlice<String>, _ name: String) -> String {
    (folder + [name]).joined(separator: "/")
  }

  /// The files that can say who sees what some files declare.
  static func files(around paths: [SourcePath]) -> [SourcePath] {
    var found: Set<SourcePath> = []
    for path in paths where path.pathExtension == "rs" {
      let names = path.names
      guard !PathRole(path).isOutsideAPI else { continue }
      // Modules lie below `src`; where there is none, the folders around the file are asked.
      let first = (names.lastIndex(of: "src") ?? max(names.count - 4, -1)) + 1
      for count in max(first, 0)..<max(names.count, first) where found.count < 256 {
        let folder = Array(names.prefix(count))
        for name in ["lib.rs", "main.rs"] + (count > first ? ["mod.rs"] : []) {
          found.insert(SourcePath((folder + [name]).joined(separator: "/")))
        }
        if count > first { found.insert(SourcePath(folder.joined(separator: "/") + ".rs")) }
        if count == first || folder.last != "src" {
          let package = folder.last == "src" ? folder.dropLast() : folder[...]
          found.insert(SourcePath((package + ["Cargo.toml"]).joined(separator: "/")))
        }
      }
    }
    return found.subtracting(paths).sorted()
  }

  // MARK: Reading

  private static func read(_ file: SyntaxFile) -> Module {
    var module = Module()
    let tokens = file.tokens
    let code = (0..<tokens.count).filter { !tokens.kind($0).isComment }
    func text(_ place: Int) -> String {
      code.indices.contains(place) ? file.text.string(tokens.range(code[place])) : ""
    }
    for place in code.indices where tokens.kind(code[place]) == .keyword {
      let length = tokens.range(code[place]).count
      guard length == 3 else { continue }
      switch text(place) {
      case "mod" where text(place + 2) == ";":
        let isPublic = text(place - 1) == "pub"
        var (isHidden, name) = (false, text(place + 1))
        // The attributes in front: `#[doc(hidden)]`, `#[path = "a/mod.rs"]`.
        var start = place - (isPublic ? 2 : 1)
        var steps = 0
        while steps < 32, start > 0, text(start) == "]" || steps > 0 {
          let word = text(start)
          if word == "hidden" { isHidden = true }
          if word == "path", let path = RustModules.module(atPath: text(start + 2)) { name = path }
          start -= 1
          steps += 1
          if word == "#" {
            if text(start) != "]" { break }
            steps = 1
          }
        }
        module.children[name] = isPublic && !isHidden || module.children[name] == true
      case "use" where text(place - 1) == "pub":
        readTree(place + 1, text, &module)
      default: break
      }
    }
    return module
  }

  /// The module that has the usual name of a file's path: `"a/mod.rs"`, `"a.rs"`.
  private static func module(atPath text: String) -> String? {
    let parts = text.dropFirst().dropLast().split(separator: "/")
    guard let last = parts.last, last.hasSuffix(".rs") else { return nil }
    if parts.count == 2, last == "mod.rs" { return String(parts[0]) }
    return parts.count == 1 ? String(last.dropLast(3)) : nil
  }

  /// The tree of a `use`: what ends a path is a name, what stands before `*` a module.
  private static func readTree(
    _ start: Int, _ text: (Int) -> String, _ module: inout Module
  ) {
    var place = start
    /// What stands before each open brace.
    var holders: [String] = []
    var last = ""
    while place < start + 4096 {
      let word = text(place)
      switch word {
      case ";", "": return
      case "{": holders.append(last)
      case "}":
        let holder = holders.popLast()
        last = holder ?? ""
      case "::", ",": break
      case "*": module.globs.insert(last)
      case "as": break
      default:
        let next = text(place + 1)
        if next == "as" {
          // What is named anew is found by another name, which is not followed.
          module.names.insert(word)
          place += 2
        } else if next != "::" {
          module.names.insert(word == "self" ? holders.last ?? "" : word)
        }
        last = word
      }
      place += 1
    }
  }
}

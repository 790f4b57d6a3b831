import Source
import Syntax

/// What an import brings into a file, or passes on to those who import the file.
struct ImportedNames {
  /// The names as the other file declares them.
  private(set) var names: [String] = []
  /// The last part of a module all of whose names are taken (`from .a import *`).
  private(set) var wholeModule: String?

  init(_ d: Entity, in file: SyntaxFile) {
    let tokens = file.tokens
    var index = tokens.firstIndex(startingAt: d.range.start)
    let isPython = file.language.name == "python"
    var isList = false
    var module = ""
    var isAlias = false
    while index < tokens.count, tokens.start(index) < d.range.end {
      defer { index += 1 }
      let text = file.text.string(tokens.range(index))
      switch tokens.kind(index) {
      case .open where !isPython && text == "{": isList = true
      case .close where !isPython && text == "}": isList = false
      case .operator where isPython && isList && text == "*": wholeModule = module
      case .identifier, .keyword:
        if isPython, text == "import" {
          isList = !module.isEmpty
        } else if text == "as" {
          isAlias = true
        } else if text == "from", !isList {
          isAlias = false
        } else if isList {
          if !isAlias { names.append(text) }
          isAlias = false
        } else {
          module = text
        }
      default: break
      }
    }
  }
}

/// The names that packages of Python pass on from their modules, so that a module with an underscore can
/// declare what everyone uses.
struct PythonExports {
  private struct Package {
    var names: Set<String> = []
    var modules: Set<String> = []
  }

  /// By the path of the folder.
  private var packages: [String: Package] = [:]

  init(_ files: [(path: SourcePath, file: SyntaxFile)]) {
    for (path, file) in files where path.names.last == "__init__.py" {
      var package = Package()
      for entity in file.entities where entity.kind == .import && entity.parent < 0 {
        let imported = ImportedNames(entity, in: file)
        package.names.formUnion(imported.names)
        if let module = imported.wholeModule { package.modules.insert(module) }
      }
      packages[path.names.dropLast().joined(separator: "/")] = package
    }
  }

  /// Whether a package around a module, which is no internal one, passes on a name from it.
  func pass(on name: String, from path: SourcePath) -> Bool {
    if packages.isEmpty { return false }
    let names = path.names
    let module = names.last == "__init__.py" ? names.dropLast().last : names.last
    let stem = String((module ?? "").prefix { $0 != "." })
    var folder: [String] = []
    for part in [""] + names.dropLast() {
      if !part.isEmpty { folder.append(part) }
      if part.hasPrefix("_") { return false }
      guard let package = packages[folder.joined(separator: "/")] else { continue }
      if package.names.contains(name) || package.modules.contains(stem) { return true }
    }
    return false
  }

  /// The files that can pass on what the modules of some paths declare.
  static func files(around paths: [SourcePath]) -> [SourcePath] {
    var found: Set<SourcePath> = []
    for path in paths where path.pathExtension == "py" {
      let names = path.names
      guard names.contains(where: { $0.hasPrefix("_") && !$0.hasPrefix("__") }) else { continue }
      for count in 0..<names.count where found.count < 256 {
        let folder = names.prefix(count)
        if folder.contains(where: { $0.hasPrefix("_") }) { break }
        found.insert(SourcePath((folder + ["__init__.py"]).joined(separator: "/")))
      }
    }
    return found.subtracting(paths).sorted()
  }
}

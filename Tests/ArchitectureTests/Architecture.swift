/// The rooms of the package and the rules between them, as `docs/architecture.md` draws them.
enum Architecture {
  /// The floor of every room; a room imports only rooms on lower floors.
  static let floors: [String: Int] = [
    "CGit2": 0, "CExpat": 0, "CCurl": 0,
    "Source": 1, "Programs": 1, "HTTP": 1, "Store": 1,
    "Syntax": 2, "Git": 2, "Commits": 2, "Policy": 2, "Secrets": 2,
    "SemanticDiff": 3,
    "Verification": 4,
    "Gates": 5, "Toolchain": 5, "Judge": 5, "History": 5, "Release": 5,
    "Report": 6,
    "Engine": 7, "Forge": 7,
    "verdict": 8,
  ]

  /// Packages that one room alone may import.
  static let owners: [String: String] = [
    "GRDB": "Store", "Subprocess": "Programs", "ArgumentParser": "verdict",
  ]

  /// The room that prints, exits and reads the environment.
  static let executable = "verdict"

  /// Names that say nothing about what is in a folder.
  static let emptyNames: Set<String> = [
    "utils", "shared", "common", "core", "extensions", "helpers",
  ]
}

/// A file of Swift source in a room.
struct RoomFile: Sendable {
  let room: String
  /// Relative to `Sources/`.
  let path: String
  let text: SwiftText

  init(room: String, path: String, text: String) {
    self.room = room
    self.path = path
    self.text = SwiftText(text)
  }
}

/// The rules, as functions of text; each returns what breaks it.
enum ArchitectureRules {
  /// The arrows between rooms, from the imports.
  static func arrows(_ files: [RoomFile]) -> [String] {
    files.flatMap { file in
      file.text.imports.compactMap { module -> String? in
        guard let to = Architecture.floors[module] else { return nil }
        guard let from = Architecture.floors[file.room] else {
          return "\(file.path): the room `\(file.room)` is on no floor"
        }
        return to < from
          ? nil : "\(file.path): `\(file.room)` (floor \(from)) imports `\(module)` (floor \(to))"
      }
    }
  }

  /// C modules, and packages that belong to one room, imported elsewhere.
  static func owned(_ files: [RoomFile]) -> [String] {
    var users: [String: Set<String>] = [:]
    var problems: [String] = []
    for file in files {
      for module in file.text.imports {
        if Architecture.floors[module] == 0 { users[module, default: []].insert(file.room) }
        if let owner = Architecture.owners[module], owner != file.room {
          problems.append("\(file.path): only `\(owner)` imports `\(module)`")
        }
      }
    }
    for (module, rooms) in users where rooms.count > 1 {
      problems.append("`\(module)` is imported by \(rooms.sorted().joined(separator: " and "))")
    }
    return problems
  }

  /// Printing, exiting and reading the environment outside the executable.
  static func effects(_ files: [RoomFile]) -> [String] {
    files.filter { $0.room != Architecture.executable }.flatMap { file in
      file.text.effects.map { "\(file.path):\($0.line): `\($0.what)`" }
    }
  }

  /// Folders with a name that says nothing.
  static func folders(_ paths: [String]) -> [String] {
    paths.filter { path in
      path.split(separator: "/").contains { Architecture.emptyNames.contains($0.lowercased()) }
    }
  }

  /// Types that bear the name of their module, which then cannot be named in full.
  static func names(_ files: [RoomFile]) -> [String] {
    files.filter { $0.text.types.contains($0.room) }.map {
      "\($0.path): the type `\($0.room)` bears its module's name"
    }
  }

  /// The arrows that `Package.swift` declares, from its text.
  static func manifest(_ text: String) -> [String] {
    Manifest(text).rooms.flatMap { room, dependencies -> [String] in
      guard let from = Architecture.floors[room] else {
        return ["Package.swift: the room `\(room)` is on no floor"]
      }
      return dependencies.compactMap { dependency in
        guard let to = Architecture.floors[dependency] else { return nil }
        return to < from
          ? nil
          : "Package.swift: `\(room)` (floor \(from)) depends on `\(dependency)` (floor \(to))"
      }
    }
  }

  /// Imports of rooms that `Package.swift` does not declare for the room.
  static func undeclared(_ files: [RoomFile], manifest text: String) -> [String] {
    let rooms = Manifest(text).rooms
    return files.flatMap { file in
      file.text.imports.compactMap { module in
        guard Architecture.floors[module] != nil, module != file.room,
          !(rooms[file.room] ?? []).contains(module)
        else { return nil }
        return "\(file.path): `\(file.room)` does not declare that it uses `\(module)`"
      }
    }
  }
}

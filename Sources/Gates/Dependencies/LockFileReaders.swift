import Source

// Readers of the formats, each as the program that writes it documents or writes it.

/// The lines of a text with where each begins.
private func lines(_ bytes: [UInt8]) -> [(text: Substring, offset: Int)] {
  var result: [(Substring, Int)] = []
  var start = 0
  for index in 0...bytes.count where index == bytes.count || bytes[index] == UInt8(ascii: "\n") {
    var end = index
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    result.append((String(decoding: bytes[start..<end], as: UTF8.self)[...], start))
    start = index + 1
  }
  return result
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }

  fileprivate var unquoted: String {
    var text = trimmed
    if text.first == "\"" || text.first == "'" { text.removeFirst() }
    if text.last == "\"" || text.last == "'" { text.removeLast() }
    return String(text)
  }

  fileprivate var indentation: Int { prefix { $0 == " " }.count }

  /// What stands before and behind the first occurrence of a character.
  fileprivate func parted(at mark: Character) -> (Substring, Substring)? {
    firstIndex(of: mark).map { (self[..<$0], self[index(after: $0)...]) }
  }

  fileprivate func parted(atLast mark: Character) -> (Substring, Substring)? {
    lastIndex(of: mark).map { (self[..<$0], self[index(after: $0)...]) }
  }
}

extension LockFile {
  /// Versions 1 to 3 of npm's format.
  @Sendable static func packageLock(_ bytes: [UInt8]) -> [LockedPackage] {
    guard let root = JSONTree(bytes) else { return [] }
    var result: [LockedPackage] = []
    if let packages = root["packages"] {
      var direct: Set<String> = []
      for (path, package) in packages.members where !path.contains("node_modules/") {
        for section in ["dependencies", "devDependencies", "optionalDependencies"] {
          direct.formUnion(package[section]?.members.map(\.key) ?? [])
        }
      }
      for (path, package) in packages.members {
        guard let place = path.range(ofLast: "node_modules/"),
          let version = package["version"]?.text
        else { continue }
        let folder = String(path[place...])
        let isTop = path == "node_modules/" + folder
        result.append(
          LockedPackage(
            name: package["name"]?.text ?? folder, version: version, offset: package.offset,
            needs: package["dependencies"]?.members.map(\.key) ?? [],
            isDirect: isTop && direct.contains(folder)))
      }
      return result
    }
    func collect(_ tree: JSONTree?, _ depth: Int) {
      for (name, package) in tree?.members ?? [] where depth < 50 {
        if let version = package["version"]?.text {
          result.append(
            LockedPackage(
              name: name, version: version, offset: package.offset,
              needs: package["requires"]?.members.map(\.key) ?? []))
        }
        collect(package["dependencies"], depth + 1)
      }
    }
    collect(root["dependencies"], 0)
    return result
  }

  /// Versions 1 (`version "1.0.0"`) and later (`version: 1.0.0`).
  @Sendable static func yarn(_ bytes: [UInt8]) -> [LockedPackage] {
    var result: [LockedPackage] = []
    var name = ""
    var isInNeeds = false
    for (line, offset) in lines(bytes) where !line.isEmpty && line.first != "#" {
      let indentation = line.indentation
      let text = line.trimmed
      if indentation == 0 {
        let first = text.split(separator: ",").first.map { $0.unquoted } ?? ""
        let end = first.dropFirst().firstIndex(of: "@") ?? first.endIndex
        name = first.hasPrefix("__metadata") ? "" : String(first[..<end])
        isInNeeds = false
      } else if indentation == 2 {
        isInNeeds = text.hasPrefix("dependencies") || text.hasPrefix("optionalDependencies")
        if text.hasPrefix("version"), !name.isEmpty {
          let version = text.dropFirst("version".count).drop { $0 == ":" || $0 == " " }.unquoted
          // A package of the project itself.
          if version != "0.0.0-use.local" {
            result.append(LockedPackage(name: name, version: version, offset: offset))
          }
        }
      } else if isInNeeds, !result.isEmpty {
        let end = text.dropFirst().firstIndex { $0 == " " || $0 == ":" } ?? text.endIndex
        result[result.count - 1].needs.append(text[..<end].unquoted.trimmedColon)
      }
    }
    return result
  }

  /// The section `packages` of version 5 (`/name/1.0.0`), 6 (`/name@1.0.0`) and 9 (`name@1.0.0`).
  @Sendable static func pnpm(_ bytes: [UInt8]) -> [LockedPackage] {
    var result: [LockedPackage] = []
    var section: Substring = ""
    var direct: Set<String> = []
    for (line, offset) in lines(bytes) {
      let indentation = line.indentation
      if indentation == 0, let (name, _) = line.parted(at: ":") { section = name }
      let text = line.trimmed
      guard text.last == ":" else { continue }
      if section == "importers" || section == "dependencies" || section == "devDependencies",
        indentation >= 2
      {
        direct.insert(text.dropLast().unquoted)
      }
      guard section == "packages", indentation == 2 else { continue }
      var key = Substring(text.dropLast().unquoted)
      let isSlashed = key.first == "/"
      if isSlashed { key.removeFirst() }
      // What it was resolved beside is written in parentheses.
      key = key.prefix { $0 != "(" }
      let end = key.parted(atLast: "/")
      let isOld = isSlashed && end?.1.first?.isNumber == true
      let parts = isOld ? end : key.dropFirst().contains("@") ? key.parted(atLast: "@") : nil
      guard let (name, version) = parts, !name.isEmpty else { continue }
      result.append(
        LockedPackage(
          name: String(name), version: String(version.prefix { $0 != "_" }), offset: offset,
          isDirect: direct.contains(String(name))))
    }
    return result
  }

  /// `[[package]]` tables, of which only the project's own have no `source`.
  @Sendable static func cargo(_ bytes: [UInt8]) -> [LockedPackage] { tables(bytes, isCargo: true) }

  /// `[[package]]` tables of Poetry, uv and PDM.
  @Sendable static func pythonTables(_ bytes: [UInt8]) -> [LockedPackage] {
    tables(bytes, isCargo: false)
  }

  private static func tables(_ bytes: [UInt8], isCargo: Bool) -> [LockedPackage] {
    var result: [LockedPackage] = []
    var current: (name: String?, version: String?, offset: Int, needs: [String], isLocal: Bool)?
    var isInNeeds = false
    var locals: Set<String> = []
    func close() {
      if let current, let name = current.name, let version = current.version {
        if current.isLocal {
          locals.formUnion(current.needs)
        } else {
          result.append(
            LockedPackage(
              name: name, version: version, offset: current.offset, needs: current.needs))
        }
      }
    }
    for (line, offset) in lines(bytes) {
      let text = line.trimmed
      if text == "[[package]]" {
        close()
        current = (nil, nil, offset, [], isCargo)
        isInNeeds = false
        continue
      }
      if text.first == "[" {
        isInNeeds = text == "[package.dependencies]"
        continue
      }
      guard current != nil else { continue }
      if isInNeeds || text.first == "\"" || text.first == "{" {
        if text == "]" { isInNeeds = false }
        if let name = needed(text) { current?.needs.append(name) }
        continue
      }
      guard let (key, value) = text.parted(at: "=") else { continue }
      switch key.trimmed {
      case "name" where current?.name == nil: current?.name = value.unquoted
      case "version" where current?.version == nil: current?.version = value.unquoted
      case "source":
        current?.isLocal =
          value.contains("editable") || value.contains("virtual") || value.contains("directory")
      case "dependencies": isInNeeds = value.trimmed == "["
      default: break
      }
    }
    close()
    if !locals.isEmpty {
      for index in result.indices { result[index].isDirect = locals.contains(result[index].name) }
    }
    return result
  }

  /// The name in an element of a list of dependencies.
  private static func needed(_ text: Substring) -> String? {
    if text.first == "{" {
      guard let (_, rest) = text.parted(at: "\"") else { return nil }
      return String(rest.prefix { $0 != "\"" })
    }
    if text.first == "\"" { return String(text.dropFirst().prefix { $0 != "\"" && $0 != " " }) }
    return text.parted(at: "=").map { $0.0.unquoted }
  }

  @Sendable static func pipfile(_ bytes: [UInt8]) -> [LockedPackage] {
    let root = JSONTree(bytes)
    return ["default", "develop"].flatMap { section in
      (root?[section]?.members ?? []).compactMap { name, package in
        package["version"]?.text.map {
          LockedPackage(
            name: name, version: String($0.drop { $0 == "=" }), offset: package.offset)
        }
      }
    }
  }

  @Sendable static func goModule(_ bytes: [UInt8]) -> [LockedPackage] {
    var result: [LockedPackage] = []
    var isInRequire = false
    for (line, offset) in lines(bytes) {
      var text = line.trimmed
      if text.hasPrefix("require (") {
        isInRequire = true
        continue
      }
      if text.first == ")" { isInRequire = false }
      if text.hasPrefix("require ") {
        text = text.dropFirst(8).trimmed
      } else if !isInRequire {
        continue
      }
      let words = text.split(separator: " ")
      guard words.count >= 2, words[1].first == "v" else { continue }
      result.append(
        LockedPackage(
          name: String(words[0]), version: String(words[1]), offset: offset,
          isDirect: !line.contains("// indirect")))
    }
    return result
  }

  @Sendable static func goSums(_ bytes: [UInt8]) -> [LockedPackage] {
    lines(bytes).compactMap { line, offset in
      let words = line.split(separator: " ")
      guard words.count == 3, !words[1].hasSuffix("/go.mod") else { return nil }
      return LockedPackage(name: String(words[0]), version: String(words[1]), offset: offset)
    }
  }

  @Sendable static func requirements(_ bytes: [UInt8]) -> [LockedPackage] {
    lines(bytes).compactMap { line, offset in
      let text = line.prefix { $0 != "#" && $0 != ";" && $0 != "\\" }.trimmed
      guard let first = text.first, first.isLetter || first.isNumber,
        let place = text.range(of: "=="), !text.contains(" @ ")
      else { return nil }
      let name = text[..<place].prefix { $0 != "[" }.trimmed
      let version = text[place...].drop { $0 == "=" }.trimmed.prefix { $0 != " " && $0 != "," }
      return LockedPackage(
        name: String(name), version: String(version), offset: offset, isDirect: true)
    }
  }

  @Sendable static func gemfile(_ bytes: [UInt8]) -> [LockedPackage] {
    var result: [LockedPackage] = []
    var section: Substring = ""
    var direct: Set<String> = []
    for (line, offset) in lines(bytes) {
      let indentation = line.indentation
      let text = line.trimmed
      if indentation == 0 { section = text }
      let name = String(text.prefix { $0 != " " && $0 != "!" })
      if section == "DEPENDENCIES", indentation == 2 { direct.insert(name) }
      guard ["GEM", "GIT", "PATH"].contains(section) else { continue }
      if indentation == 4, let (_, rest) = text.parted(at: "(") {
        let version = rest.prefix { $0 != ")" }
        result.append(LockedPackage(name: name, version: String(version), offset: offset))
      } else if indentation == 6, !result.isEmpty {
        result[result.count - 1].needs.append(name)
      }
    }
    for index in result.indices { result[index].isDirect = direct.contains(result[index].name) }
    return result
  }

  @Sendable static func composer(_ bytes: [UInt8]) -> [LockedPackage] {
    let root = JSONTree(bytes)
    return ["packages", "packages-dev"].flatMap { section in
      (root?[section]?.elements ?? []).compactMap { package in
        guard let name = package["name"]?.text, let version = package["version"]?.text else {
          return nil
        }
        return LockedPackage(
          name: name.replacingSlash, version: version, offset: package.offset,
          needs: package["require"]?.members.map(\.key.replacingSlash) ?? [])
      }
    }
  }

  /// Versions 1 to 3 of SwiftPM's format.
  @Sendable static func resolved(_ bytes: [UInt8]) -> [LockedPackage] {
    guard let root = JSONTree(bytes) else { return [] }
    let pins = root["pins"] ?? root["object"]?["pins"]
    return (pins?.elements ?? []).compactMap { pin in
      guard let location = (pin["location"] ?? pin["repositoryURL"])?.text,
        let version = pin["state"]?["version"]?.text ?? pin["state"]?["revision"]?.text
      else { return nil }
      // As the advisories name it: the address without its scheme and ending.
      var name = location.replacingSlash[...]
      if let place = name.range(of: "://") { name = name[place...].dropFirst(3) }
      if name.hasSuffix(".git") { name = name.dropLast(4) }
      return LockedPackage(name: String(name), version: version, offset: pin.offset)
    }
  }

  @Sendable static func nuget(_ bytes: [UInt8]) -> [LockedPackage] {
    (JSONTree(bytes)?["dependencies"]?.members ?? []).flatMap { _, packages in
      packages.members.compactMap { name, package in
        package["resolved"]?.text.map {
          LockedPackage(
            name: name, version: $0, offset: package.offset,
            needs: package["dependencies"]?.members.map(\.key) ?? [],
            isDirect: package["type"]?.text == "Direct")
        }
      }
    }
  }

  /// `<PackageReference Include="…" Version="…"/>` and its relatives.
  @Sendable static func projectXML(_ bytes: [UInt8]) -> [LockedPackage] {
    var open: (name: String, offset: Int)?
    return lines(bytes).compactMap { line, offset in
      func attribute(_ names: [String]) -> String? {
        for name in names {
          if let place = line.range(of: name + "=\"") {
            return String(line[place...].dropFirst(name.count + 2).prefix { $0 != "\"" })
          }
        }
        return nil
      }
      if line.contains("<PackageReference") || line.contains("<PackageVersion")
        || line.contains("<package ")
      {
        guard let name = attribute(["Include", "id", "Update"]) else { return nil }
        if let version = attribute(["Version", "version"]) {
          return LockedPackage(name: name, version: version, offset: offset, isDirect: true)
        }
        open = (name, offset)
      } else if let held = open, let place = line.range(of: "<Version>") {
        open = nil
        return LockedPackage(
          name: held.name, version: String(line[place...].dropFirst(9).prefix { $0 != "<" }),
          offset: held.offset, isDirect: true)
      }
      return nil
    }
  }

  /// Dependencies with a version of their own; properties are put in.
  @Sendable static func pom(_ bytes: [UInt8]) -> [LockedPackage] {
    var properties: [String: String] = [:]
    var result: [LockedPackage] = []
    var current: (group: String, artifact: String, version: String, offset: Int)?
    var isInExclusion = false
    for (line, offset) in lines(bytes) {
      let text = line.trimmed
      if text.hasPrefix("<dependency>") { current = ("", "", "", offset) }
      if text.hasPrefix("<exclusion") { isInExclusion = true }
      if text.hasPrefix("</exclusions") { isInExclusion = false }
      if text.hasPrefix("</dependency>"), let found = current {
        if !found.version.isEmpty {
          result.append(
            LockedPackage(
              name: "\(found.group):\(found.artifact)", version: found.version,
              offset: found.offset, isDirect: true))
        }
        current = nil
      }
      guard text.first == "<", let (tag, rest) = text.dropFirst().parted(at: ">"),
        let end = rest.firstIndex(of: "<"), !isInExclusion
      else { continue }
      let value = String(rest[..<end])
      switch tag {
      case "groupId" where current != nil: current?.group = value
      case "artifactId" where current != nil: current?.artifact = value
      case "version" where current != nil: current?.version = value
      default: if current == nil { properties[String(tag)] = value }
      }
    }
    return result.compactMap { package in
      guard package.version.hasPrefix("${") else { return package }
      return properties[String(package.version.dropFirst(2).dropLast())].map {
        LockedPackage(name: package.name, version: $0, offset: package.offset, isDirect: true)
      }
    }
  }

  /// `group:artifact:version=configuration,…`.
  @Sendable static func gradle(_ bytes: [UInt8]) -> [LockedPackage] {
    lines(bytes).compactMap { line, offset in
      guard line.first != "#", let (coordinates, _) = line.parted(at: "=") else { return nil }
      let parts = coordinates.split(separator: ":")
      guard parts.count == 3 else { return nil }
      return LockedPackage(
        name: "\(parts[0]):\(parts[1])", version: String(parts[2]), offset: offset)
    }
  }
}

extension String {
  /// Some programs write `\/` into JSON.
  fileprivate var replacingSlash: String { contains("\\") ? filter { $0 != "\\" } : self }

  fileprivate var trimmedColon: String { hasSuffix(":") ? String(dropLast()) : self }

  /// The index behind the last occurrence of a word.
  fileprivate func range(ofLast word: String) -> String.Index? {
    var place = endIndex
    while place > startIndex {
      place = index(before: place)
      if self[place...].hasPrefix(word) { return index(place, offsetBy: word.count) }
    }
    return nil
  }
}

extension StringProtocol {
  /// The index of the first occurrence of a word.
  fileprivate func range(of word: String) -> Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(word) { return place }
      place = index(after: place)
    }
    return nil
  }
}

import Source

/// Where packages come from; the raw values are those of the Open Source Vulnerability format.
enum Ecosystem: String, Sendable {
  case npm
  case pypi = "PyPI"
  case crates = "crates.io"
  case go = "Go"
  case gems = "RubyGems"
  case packagist = "Packagist"
  case swift = "SwiftURL"
  case nuget = "NuGet"
  case maven = "Maven"

  /// The name by which packages are compared.
  func normalised(_ name: String) -> String {
    switch self {
    // PEP 503.
    case .pypi: String(name.lowercased().map { "-_.".contains($0) ? "-" : $0 })
    case .nuget, .packagist: name.lowercased()
    default: name
    }
  }
}

/// One version of a package that a file asks for or has locked.
struct LockedPackage: Sendable, Hashable {
  let name: String
  let version: String
  /// Where it stands in the file.
  var offset: Int
  /// The names of those it asks for.
  var needs: [String] = []
  /// Whether the project itself asks for it; nil where the file does not tell.
  var isDirect: Bool?
}

/// A file that says which versions of packages are used.
struct LockFile: Sendable {
  let ecosystem: Ecosystem
  /// Whether a program wrote it from a manifest.
  let isLock: Bool
  var packages: [LockedPackage]

  /// Nil for a file of another kind.
  init?(_ path: SourcePath, _ bytes: [UInt8]) {
    let name = String(decoding: path.lastComponent, as: UTF8.self)
    guard let kind = LockFile.kind(name) else { return nil }
    ecosystem = kind.ecosystem
    isLock = kind.isLock
    packages = kind.read(bytes)
  }

  typealias Kind = (
    ecosystem: Ecosystem, isLock: Bool, read: @Sendable ([UInt8]) -> [LockedPackage]
  )

  static func kind(_ name: String) -> Kind? {
    switch name {
    case "package-lock.json", "npm-shrinkwrap.json": return (.npm, true, packageLock)
    case "yarn.lock": return (.npm, true, yarn)
    case "pnpm-lock.yaml": return (.npm, true, pnpm)
    case "Cargo.lock": return (.crates, true, cargo)
    case "poetry.lock", "uv.lock", "pdm.lock": return (.pypi, true, pythonTables)
    case "Pipfile.lock": return (.pypi, true, pipfile)
    case "go.mod": return (.go, false, goModule)
    case "go.sum": return (.go, true, goSums)
    case "Gemfile.lock", "gems.locked": return (.gems, true, gemfile)
    case "composer.lock": return (.packagist, true, composer)
    case "Package.resolved": return (.swift, true, resolved)
    case "packages.lock.json": return (.nuget, true, nuget)
    case "packages.config", "Directory.Packages.props": return (.nuget, false, projectXML)
    case "pom.xml": return (.maven, false, pom)
    case "gradle.lockfile", "buildscript-gradle.lockfile": return (.maven, true, gradle)
    default:
      if name.hasPrefix("requirements"), name.hasSuffix(".txt") {
        return (.pypi, false, requirements)
      }
      if [".csproj", ".fsproj", ".vbproj"].contains(where: name.hasSuffix) {
        return (.nuget, false, projectXML)
      }
      return nil
    }
  }
}

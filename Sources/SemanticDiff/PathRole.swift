import Source

/// What a file is for, by its path alone: by the conventions of the languages' own tools (where their
/// test runners, package managers and build systems look), and of forges for documents.
public enum PathRole: Sendable, Hashable {
  case code, test, example, documentation, build, changelog, release

  public init(_ path: SourcePath) {
    self = PathParts(path).role
  }

  /// Whether no caller outside the project depends on what the file declares.
  var isOutsideAPI: Bool { self != .code }
}

/// A path taken apart.
private struct PathParts {
  /// As written, and in lower case.
  let folders: [String]
  let lowerFolders: [String]
  let name: String
  let ending: String
  /// The name without its ending, in lower case and as written.
  let stem: String
  let writtenStem: String

  init(_ path: SourcePath) {
    let parts = path.components.map { String(decoding: $0, as: UTF8.self) }
    let written = parts.last ?? ""
    folders = Array(parts.dropLast())
    lowerFolders = folders.map { $0.lowercased() }
    name = written.lowercased()
    ending = path.pathExtension?.lowercased() ?? ""
    let length = ending.isEmpty ? 0 : ending.utf8.count + 1
    writtenStem = String(written.dropLast(length))
    stem = writtenStem.lowercased()
  }

  var role: PathRole {
    if isChangelog { return .changelog }
    if stem == "version", ["", "txt"].contains(ending) { return .release }
    if isLocked { return .build }
    if isTest { return .test }
    if isDocument { return .documentation }
    if isBuild { return .build }
    return lowerFolders.contains(where: PathParts.isExampleFolder) ? .example : .code
  }

  private var isChangelog: Bool {
    let isText = ["", "md", "rst", "txt", "adoc", "markdown"].contains(ending)
    if isText, PathParts.changelogs.contains(stem) || stem.hasPrefix("changelog") { return true }
    // Entries kept one a file: towncrier, reno, Changesets.
    let data = isText || ["yml", "yaml", "json", "toml"].contains(ending)
    return data && !Set(lowerFolders).isDisjoint(with: PathParts.changelogFolders)
  }

  private var isTest: Bool {
    if !Set(lowerFolders).isDisjoint(with: PathParts.testFolders) { return true }
    if folders.contains(where: PathParts.isTestFolder) { return true }
    for prefix in ["test_", "test-"] where name.hasPrefix(prefix) { return true }
    for suffix in PathParts.testSuffixes where stem.hasSuffix(suffix) { return true }
    // `a.test.d.ts`, `a.test-d.ts`
    if stem.contains(".test.") || stem.contains(".test-") || ending == "snap" { return true }
    if PathParts.testNames.contains(name) { return true }
    // `FileTest.java`: the words of the name are told apart by case.
    guard PathParts.camelEndings.contains(ending) else { return false }
    return ["Test", "Tests", "TestCase", "Spec"].contains {
      writtenStem.hasSuffix($0) && writtenStem.utf8.count > $0.utf8.count
    }
  }

  /// Folders named after what they test: `App.Tests`, `CoreTests`, `androidTest`, `unit-tests`. Not `-test`: what
  /// is called so may be made for tests, as a product.
  private static func isTestFolder(_ name: String) -> Bool {
    let lower = name.lowercased()
    for suffix in [".test", "-tests", "_tests", ".tests", "-e2e"]
    where lower.hasSuffix(suffix) { return true }
    for suffix in ["Test", "Tests"] where name.hasSuffix(suffix) {
      let before = name.dropLast(suffix.count).utf8.last
      if let before, before >= UInt8(ascii: "a"), before <= UInt8(ascii: "z") { return true }
    }
    return false
  }

  private var isDocument: Bool {
    if PathParts.documentNames.contains(stem), !PathParts.sourceEndings.contains(ending) {
      return true
    }
    if PathParts.documentEndings.contains(ending) {
      return !PathParts.buildNames.contains(name) && !name.hasPrefix("requirements")
    }
    // `docs`, `dev-docs`, `docs_src`
    if let first = lowerFolders.first,
      PathParts.words(first).contains(where: PathParts.documentWords.contains)
    {
      return true
    }
    // Pictures and the like within documents.
    return !PathParts.sourceEndings.contains(ending)
      && !Set(lowerFolders).isDisjoint(with: ["docs", "doc", "documentation"])
  }

  /// The words of a folder's name, parted by signs.
  private static func words(_ folder: String) -> [String] {
    folder.utf8.split { [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0) }
      .map { String(Substring($0)) }
  }

  private static func isExampleFolder(_ name: String) -> Bool {
    exampleFolders.contains(name) || words(name).last.map(exampleWords.contains) == true
  }

  private var isBuild: Bool {
    // Hidden files and folders configure tools.
    if name.hasPrefix(".") || folders.first?.hasPrefix(".") == true { return true }
    if lowerFolders.first == "ci" || lowerFolders.contains(where: { $0.hasSuffix(".xcodeproj") }) {
      return true
    }
    if PathParts.buildNames.contains(name) || PathParts.buildEndings.contains(ending) {
      return true
    }
    for prefix in ["dockerfile", "docker-compose", "requirements", "tsconfig", "azure-pipelines"]
    where name.hasPrefix(prefix) && !PathParts.sourceEndings.contains(ending) { return true }
    if stem.hasSuffix(".gradle") { return true }
    // `rollup.config.js` beside the sources, not below them.
    return stem.hasSuffix(".config") && PathParts.sourceEndings.contains(ending)
      && Set(lowerFolders).isDisjoint(with: ["src", "app", "lib"])
  }

  /// What a package manager writes by itself.
  var isLocked: Bool { ending == "lock" || PathParts.lockNames.contains(name) }
}

extension SourcePath {
  /// Whether a package manager writes the file by itself.
  var isLockFile: Bool { PathParts(self).isLocked }

  /// Whether the file tells a package manager about the package: its name, version, dependencies.
  var isManifest: Bool {
    let parts = PathParts(self)
    return PathParts.manifestNames.contains(parts.name)
      || ["csproj", "fsproj", "vbproj", "gemspec", "podspec", "nuspec", "props"].contains(
        parts.ending)
  }
}

extension PathParts {
  fileprivate static let changelogs: Set<String> = ["changes", "history", "news", "releases"]
  fileprivate static let changelogFolders: Set<String> = [
    ".changeset", ".changes", ".changelog", "changelog.d", "changelogs", "changelog",
    "newsfragments", "releasenotes",
  ]
  fileprivate static let exampleFolders: Set<String> = [
    "example", "examples", "sample", "samples", "demo", "demos", "benchmark", "benchmarks",
    "bench", "benches", "playground", "playgrounds", "tutorial", "tutorials",
  ]
  /// What ends the name of a folder of examples: `components-examples`.
  fileprivate static let exampleWords: Set<String> = ["examples", "samples", "demos"]
  fileprivate static let documentWords: Set<String> = ["docs", "doc", "documentation", "website"]
  fileprivate static let testFolders: Set<String> = [
    "test", "tests", "spec", "specs", "__tests__", "__test__", "testdata",
    "__snapshots__", "__mocks__", "__fixtures__", "fixtures", "e2e", "cypress", "testcases",
  ]
  fileprivate static let testSuffixes = [
    "_test", "_tests", ".test", ".tests", ".spec", "_spec", "-test", "-tests", "-spec", "_unittest",
    "_unittests", ".e2e", ".cy",
  ]
  fileprivate static let testNames: Set<String> = [
    "conftest.py", "tests.py", "tests.rs", "test.js", "test.ts", "test.mjs", "testing.py",
  ]
  /// Endings of languages in whose file names the words begin with capitals.
  fileprivate static let camelEndings: Set<String> = [
    "java", "kt", "kts", "scala", "groovy", "cs", "swift", "php", "m", "mm", "cpp", "cc",
  ]
  fileprivate static let documentNames: Set<String> = [
    "license", "licence", "authors", "readme", "contributing", "contributors", "maintainers",
    "codeowners", "notice", "copying", "code_of_conduct", "security", "todo",
  ]
  fileprivate static let documentEndings: Set<String> = [
    "md", "markdown", "rst", "adoc", "asciidoc", "txt", "mdx", "tex", "pod", "1", "3",
  ]
  fileprivate static let sourceEndings: Set<String> = [
    "c", "cc", "cpp", "cs", "cts", "go", "h", "hpp", "java", "js", "jsx", "kt", "lua", "m", "mjs",
    "mm", "mts", "cjs", "php", "py", "rb", "rs", "scala", "sh", "sql", "swift", "ts", "tsx", "vue",
    "svelte", "html", "css", "scss",
  ]
  fileprivate static let manifestNames: Set<String> = [
    "package.json", "pyproject.toml", "setup.py", "setup.cfg", "cargo.toml", "pom.xml",
    "gradle.properties", "composer.json", "lerna.json", "bower.json", "manifest.json", "deno.json",
    "jsr.json", ".release-please-manifest.json", "pubspec.yaml", "chart.yaml", "mix.exs",
    "version.properties", "build.gradle", "build.gradle.kts", "meson.build", "cmakelists.txt",
    ".bumpversion.cfg", ".cz.toml",
  ]
  fileprivate static let lockNames: Set<String> = [
    "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "bun.lockb", "go.sum",
    "package.resolved", "gradle.lockfile", "packages.lock.json",
  ]
  fileprivate static let buildNames: Set<String> = [
    "appveyor.yml", "jenkinsfile", "makefile", "gnumakefile", "cmakelists.txt", "cmakepresets.json",
    "tox.ini", "noxfile.py", "renovate.json", "renovate.json5", "lefthook.yml", "package.json",
    "pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", "rush.json", "deno.json",
    "bower.json", "jsr.json", "gruntfile.js", "gulpfile.js", "setup.py", "setup.cfg",
    "pyproject.toml", "pipfile", "manifest.in", "cargo.toml", "rust-toolchain",
    "rust-toolchain.toml",
    "rustfmt.toml", "clippy.toml", "deny.toml", "build.rs", "go.mod", "go.work", "pom.xml",
    "gradle.properties", "gradlew", "gradlew.bat", "mvnw", "mvnw.cmd", "build.sbt", "gemfile",
    "rakefile", "podfile", "cartfile", "package.swift", "composer.json", "phpunit.xml.dist",
    "phpstan.neon", "directory.build.props", "directory.packages.props", "global.json",
    "nuget.config", "build", "build.bazel", "workspace", "workspace.bazel", "module.bazel",
    "meson.build", "meson_options.txt", "configure.ac", "configure", "makefile.am", "vagrantfile",
    "procfile", "netlify.toml", "vercel.json", "codecov.yml", "justfile", "taskfile.yml",
    "mkdocs.yml", "tslint.json", "biome.json", "eslint.config.js", "babel.config.js", "flake.nix",
    "release-please-config.json", "detekt.yml", "mypy.ini", "pytest.ini",
  ]
  fileprivate static let buildEndings: Set<String> = [
    "cmake", "gradle", "bzl", "mk", "mak", "sbt", "csproj", "fsproj", "vbproj", "vcxproj", "sln",
    "targets", "props", "podspec", "gemspec", "xcconfig", "nix", "bazel",
  ]
}

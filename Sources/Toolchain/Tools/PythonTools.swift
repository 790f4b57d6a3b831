extension Tool {
  /// Its configuration says which files; where it does not, all.
  static let mypy = Tool(
    name: "mypy", role: .compile, programs: ["mypy"],
    arguments: [
      "--show-column-numbers", "--show-error-codes", "--no-pretty", "--no-color-output",
      "--hide-error-context", "--no-error-summary",
    ],
    languages: ["python"],
    evidence: [
      Evidence("mypy.ini"), Evidence(".mypy.ini"), .file("pyproject.toml", saying: "[tool.mypy"),
      .file("setup.cfg", saying: "[mypy"),
    ],
    scope: .project, format: .mypy, weight: .heavy, findingExits: [1, 2],
    target: { manifest in
      let text = Substring(String(decoding: manifest, as: UTF8.self))
      let names = ["files", "packages", "modules"]
      let isNamed = text.split(whereSeparator: \.isNewline).contains { line in
        names.contains {
          line.hasPrefix($0) && line.dropFirst($0.count).trimmingBlanks.first == "="
        }
      }
      return isNamed ? [] : ["."]
    })

  static let pyright = Tool(
    name: "pyright", role: .compile, programs: ["pyright"], arguments: ["--outputjson"],
    languages: ["python"],
    evidence: [Evidence("pyrightconfig.json"), .file("pyproject.toml", saying: "[tool.pyright")],
    scope: .project, format: .pyright, weight: .heavy)

  static let ruff = Tool(
    name: "ruff", role: .lint, programs: ["ruff"],
    arguments: ["check", "--output-format=json", "--no-fix", "--force-exclude", "--", "{files}"],
    languages: ["python"],
    evidence: [
      Evidence("ruff.toml"), Evidence(".ruff.toml"), .file("pyproject.toml", saying: "[tool.ruff"),
    ],
    scope: .files, format: .ruff, weight: .light)

  static let pytest = Tool(
    name: "pytest", role: .tests, programs: ["pytest"],
    arguments: [
      "-p", "no:cacheprovider", "-o", "junit_family=xunit1", "--junitxml={report}",
    ],
    languages: ["python"],
    evidence: [
      Evidence("pytest.ini"), Evidence(".pytest.ini"), Evidence("pytest.toml"),
      .file("pyproject.toml", saying: "pytest"), .file("tox.ini", saying: "pytest"),
      .file("setup.cfg", saying: "pytest"), .file("setup.py", saying: "pytest"),
      .file("requirements-dev.txt", saying: "pytest"), .file("requirements.txt", saying: "pytest"),
      .file("noxfile.py", saying: "pytest"),
    ],
    scope: .project, format: .junit, weight: .heavy, nothingExits: [5])
}

import Foundation
import Testing

/// A state that a repository can be in, how to bring it about, and what is staged in it; read from
/// `States/states.txt`.
///
/// `## name` begins one. `$` are lines of the shell that make it, in a repository with one commit of
/// `base.py`, `in/one.py` and `out/two.py`: `bad PATH` writes a file that is not well formed, `good PATH`
/// one that is, `lit PATH` stages exactly that path (`States/prelude.sh`). `in` names the folder in which
/// Verdict runs, `with` the variables that Git would set, `as root` that only root can make it. `>` is the
/// beginning of a finding that has to be printed, and there must be no others; `?` is the exit code, where
/// it is not that of a verdict with these findings.
struct RepositoryState: CustomTestStringConvertible, Sendable {
  let name: String
  private(set) var setup: [String] = []
  private(set) var findings: [String] = []
  private(set) var place = "."
  private(set) var variables = ""
  private(set) var isForRoot = false
  private var givenCode: Int32?

  var exitCode: Int32 { givenCode ?? (findings.isEmpty ? 0 : 1) }

  var testDescription: String { name }

  private init(_ name: String) { self.name = name }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "States")

  /// The functions that the lines use, and the repository that they begin with.
  static let prelude =
    (try? String(contentsOf: folder.appending(path: "prelude.sh"), encoding: .utf8)) ?? "exit 1"

  /// The functions alone.
  static let functions = String(
    prelude[..<(prelude.range(of: "git init")?.lowerBound ?? prelude.startIndex)])

  static let all: [RepositoryState] = {
    let file = folder.appending(path: "states.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var states: [RepositoryState] = []
    for line in text.split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      let rest = String(line[line.index(after: space)...])
      let last = states.count - 1
      switch line[..<space] {
      case "##": states.append(RepositoryState(rest))
      case "$": states[last].setup.append(rest)
      case ">": states[last].findings.append(rest)
      case "?": states[last].givenCode = Int32(rest)
      case "in": states[last].place = rest
      case "with": states[last].variables = rest
      case "as": states[last].isForRoot = true
      default: break
      }
    }
    return states
  }()
}

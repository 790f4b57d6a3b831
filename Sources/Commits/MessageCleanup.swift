import Source

/// What `git commit` takes out of the file that a message was written in, which hooks see as it is.
public struct MessageCleanup: Sendable, Hashable {
  /// The modes of `--cleanup` and `commit.cleanup` (git-commit(1)).
  public enum Mode: String, Sendable, CaseIterable {
    /// Comments and superfluous white space go.
    case strip
    /// Superfluous white space goes.
    case whitespace
    /// Nothing goes.
    case verbatim
    /// Superfluous white space goes, and what follows the scissors line.
    case scissors

    /// - Parameters:
    ///   - configured: the value of `commit.cleanup`, if there is one.
    ///   - isEdited: whether an editor is opened on the message.
    public init(configured: String?, isEdited: Bool) {
      switch configured.flatMap(Mode.init) {
      // Nobody is there to remove what stands below the scissors.
      case .scissors where !isEdited: self = .whitespace
      case let mode?: self = mode
      case nil: self = isEdited ? .strip : .whitespace
      }
    }
  }

  /// `core.commentChar`, one character or, from Git 2.45 on, a text; `auto` is found out.
  private static let automatic = Array("#;@!$%^&|:")
  private static let scissors = " ------------------------ >8 ------------------------"

  public let mode: Mode
  public let comment: String

  /// - Parameters:
  ///   - configured: the value of `core.commentChar` or `core.commentString`, if there is one.
  ///   - text: the file, by which the character is known where it is `auto`.
  public init(_ mode: Mode, comment configured: String?, in text: String) {
    self.mode = mode
    switch configured {
    case nil, "": comment = "#"
    case "auto": comment = Self.found(in: text) ?? "#"
    case let text?: comment = text
    }
  }

  /// The character that Git chose: it begins the last line of its own, below all that a person wrote.
  private static func found(in text: String) -> String? {
    let lines = text.split(separator: "\n")
    if let cut = lines.first(where: { $0.hasSuffix(scissors) && $0.count == scissors.count + 1 }) {
      return cut.first.map(String.init)
    }
    return lines.last?.first.flatMap { automatic.contains($0) ? String($0) : nil }
  }

  /// The message that is committed.
  public func message(_ text: String) -> String {
    if mode == .verbatim { return text }
    let lines = MessageLines(text)
    var kept: [String] = []
    for index in 0..<lines.count {
      let line = lines.trimmedEnd(index)
      // `--verbose` puts the difference below it in every mode.
      if line == comment + Self.scissors { break }
      if mode == .strip, line.hasPrefix(comment) { continue }
      if line.isEmpty, kept.last?.isEmpty ?? true { continue }
      kept.append(line)
    }
    if kept.last?.isEmpty == true { kept.removeLast() }
    return kept.isEmpty ? "" : kept.joined(separator: "\n") + "\n"
  }

  /// Whether lines that begin with `comment` are taken out.
  public var removesComments: Bool { mode == .strip }
}

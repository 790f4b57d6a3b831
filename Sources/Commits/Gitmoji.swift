/// Emojis in front of subjects, with what they mean at https://gitmoji.dev.
enum Gitmoji {
  /// The code, the emoji, and the type of Conventional Commits that is nearest.
  private static let known: [(code: String, emoji: String, type: String)] = [
    ("sparkles", "✨", "feat"), ("bug", "🐛", "fix"), ("ambulance", "🚑", "fix"),
    ("adhesive_bandage", "🩹", "fix"), ("lock", "🔒", "fix"), ("zap", "⚡", "perf"),
    ("boom", "💥", "feat"), ("memo", "📝", "docs"), ("bulb", "💡", "docs"),
    ("white_check_mark", "✅", "test"), ("test_tube", "🧪", "test"), ("art", "🎨", "style"),
    ("recycle", "♻", "refactor"), ("fire", "🔥", "refactor"), ("truck", "🚚", "refactor"),
    ("green_heart", "💚", "ci"), ("construction_worker", "👷", "ci"),
    ("arrow_up", "⬆", "build"), ("arrow_down", "⬇", "build"), ("pushpin", "📌", "build"),
    ("heavy_plus_sign", "➕", "build"), ("heavy_minus_sign", "➖", "build"),
    ("package", "📦", "build"), ("wrench", "🔧", "chore"), ("bookmark", "🔖", "chore"),
    ("rotating_light", "🚨", "style"), ("lipstick", "💄", "feat"),
    ("globe_with_meridians", "🌐", "fix"),
    ("pencil2", "✏", "fix"), ("rewind", "⏪", "revert"), ("wastebasket", "🗑", "chore"),
    ("rocket", "🚀", "chore"), ("tada", "🎉", "chore"), ("construction", "🚧", "chore"),
    ("wheelchair", "♿", "feat"), ("iphone", "📱", "feat"), ("alien", "👽", "fix"),
    ("children_crossing", "🚸", "feat"), ("speech_balloon", "💬", "fix"),
    ("label", "🏷", "feat"), ("goal_net", "🥅", "fix"), ("necktie", "👔", "feat"),
    ("thread", "🧵", "perf"), ("safety_vest", "🦺", "feat"), ("passport_control", "🛂", "feat"),
  ]

  /// A subject that begins with one of the known emojis.
  static func entry(_ line: String) -> MessageEntry? {
    guard let (name, rest) = split(line),
      let gitmoji = known.first(where: { $0.code == name || $0.emoji == name })
    else { return nil }
    // `✨ feat(x): y` says both.
    if let commit = try? ConventionalCommit(parsing: rest) {
      return MessageEntry(
        type: commit.type.lowercased(), scope: commit.scope, text: commit.description,
        isBreaking: commit.isBreaking || gitmoji.code == "boom")
    }
    var text = rest
    var scope: String?
    if text.hasPrefix("("), let close = text.firstIndex(of: ")") {
      scope = String(text[text.index(after: text.startIndex)..<close])
      text = String(text[text.index(after: close)...].drop { $0 == ":" || $0 == " " })
    }
    if text.isEmpty { return nil }
    return MessageEntry(
      type: gitmoji.type, scope: scope, text: text, isBreaking: gitmoji.code == "boom")
  }

  /// The line without one emoji in front, whichever it is.
  static func withoutEmoji(_ line: String) -> String { split(line)?.rest ?? line }

  /// A leading `:code:` or emoji, without variation selector, and what follows.
  private static func split(_ line: String) -> (name: String, rest: String)? {
    guard let first = line.first else { return nil }
    if first == ":" {
      let code = line.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
      let after = line[code.endIndex...]
      guard !code.isEmpty, after.hasPrefix(":") else { return nil }
      return (String(code), String(after.dropFirst().drop { $0 == " " }))
    }
    guard let scalar = first.unicodeScalars.first, scalar.properties.isEmoji, scalar.value > 0xFF
    else { return nil }
    return (String(Character(scalar)), String(line.dropFirst().drop { $0 == " " }))
  }
}

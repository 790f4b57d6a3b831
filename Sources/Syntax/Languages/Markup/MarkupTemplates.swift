/// Where the code of template languages ends: `{{ }}`, `{% %}`, `{# #}`, `<% %>`, `<? ?>`.
///
/// The place of the next mark is kept, so that marks without partner are looked for once.
struct TemplateClosers {
  enum Kind: Int { case braces, percent, hash, tag, instruction }

  private var next = [-1, -1, -1, -1, -1]

  /// Which code begins at the cursor.
  static func kind(at cursor: ByteCursor) -> Kind? {
    switch (cursor.current, cursor.peek()) {
    case (UInt8(ascii: "{"), UInt8(ascii: "{")): .braces
    case (UInt8(ascii: "{"), UInt8(ascii: "%")): .percent
    case (UInt8(ascii: "{"), UInt8(ascii: "#")): .hash
    case (UInt8(ascii: "<"), UInt8(ascii: "%")): .tag
    case (UInt8(ascii: "<"), UInt8(ascii: "?")): .instruction
    default: nil
    }
  }

  /// The end of the code that begins at the cursor, or nil where nothing closes it.
  mutating func end(of kind: Kind, from cursor: ByteCursor) -> Int? {
    let first =
      switch kind {
      case .braces: UInt8(ascii: "}")
      case .percent, .tag: UInt8(ascii: "%")
      case .hash: UInt8(ascii: "#")
      case .instruction: UInt8(ascii: "?")
      }
    let second =
      kind == .tag || kind == .instruction ? UInt8(ascii: ">") : UInt8(ascii: "}")
    var place = next[kind.rawValue]
    let start = cursor.position + 2
    if place < start {
      place = start
      while place < cursor.count {
        if cursor.base[place] == first, place + 1 < cursor.count, cursor.base[place + 1] == second {
          break
        }
        place += 1
      }
      next[kind.rawValue] = place
    }
    guard place + 1 < cursor.count else { return nil }
    // `{{{ x }}}` is closed by three.
    let isTriple = kind == .braces && place + 2 < cursor.count && cursor.base[place + 2] == second
    return place + (isTriple ? 3 : 2)
  }
}

/// An element of HTML whose text holds no markup.
struct RawElement {
  private let name: StaticString
  /// Whether each blank of it counts.
  let isVerbatim: Bool

  private static let names: [StaticString] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
  ]

  init?(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    guard let name = Self.names.first(where: { HTMLName.matches($0, base, start, end) }) else {
      return nil
    }
    self.name = name
    isVerbatim = HTMLName.matches("textarea", base, start, end)
  }

  /// Whether its end tag begins at the cursor.
  func ends(at cursor: ByteCursor) -> Bool {
    guard cursor.peek() == UInt8(ascii: "/") else { return false }
    let start = cursor.position + 2
    let end = start + name.utf8CodeUnitCount
    guard end <= cursor.count, HTMLName.matches(name, cursor.base, start, end) else { return false }
    let next = end < cursor.count ? cursor.base[end] : UInt8(ascii: ">")
    return next == UInt8(ascii: ">") || next == UInt8(ascii: "/") || MarkupLexer.isSpace(next)
  }
}

/// Names of HTML, which have no case.
enum HTMLName {
  /// - Parameter name: in lower case.
  @inline(__always)
  static func matches(
    _ name: StaticString, _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) -> Bool {
    guard end - start == name.utf8CodeUnitCount else { return false }
    for index in 0..<name.utf8CodeUnitCount where base[start + index] | 32 != name.utf8Start[index]
    {
      return false
    }
    return true
  }
}

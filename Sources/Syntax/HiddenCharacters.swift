import Source

/// Looks at the characters that show text otherwise than it is read, in the order of the file.
///
/// What a bidirectional control turns ends with its line (UAX #9), and text that it turns is harmless
/// as long as it ends with the comment or string it stands in (UTS #55; `-Wbidi-chars=unpaired` of
/// GCC). A joiner or variation selector behind a letter of its script or an emoji has work to do.
struct HiddenCharacters {
  /// What the text around a character is.
  private enum Place {
    /// A name.
    case name
    /// Code outside of names, strings and comments.
    case code
    case string
    case comment
    /// Data and prose, which no compiler reads.
    case prose
  }

  let text: SourceText
  let tokens: TokenBuffer
  let isProse: Bool
  private(set) var defects: [Defect] = []
  /// Controls that are open where the scan stands.
  private var open: [(offset: Int, scalar: Unicode.Scalar)] = []
  private var firstOverride: (offset: Int, scalar: Unicode.Scalar)?
  /// The token and the offset of the last control; the token is -1 between tokens.
  private var last: (token: Int, offset: Int)?
  /// The line end before which an invisible character was reported, to report one a line.
  private var reportedUntil = 0
  /// How many were reported of each severity: who hides a control must not do so behind many others.
  private var counts: [Severity: Int] = [:]

  init(text: SourceText, tokens: TokenBuffer, isProse: Bool) {
    self.text = text
    self.tokens = tokens
    self.isProse = isProse
  }

  mutating func look(at offsets: [UInt32]) {
    text.bytes.withUnsafeBufferPointer { bytes in
      for offset in offsets.map(Int.init) {
        guard let (scalar, width) = UnicodeScan.decode(at: offset, in: bytes) else { continue }
        if scalar.isBidirectionalControl {
          turn(scalar, at: offset)
        } else {
          hide(scalar, at: offset, width, in: bytes)
        }
      }
    }
    finishSegment()
  }

  // MARK: Bidirectional controls

  private mutating func turn(_ scalar: Unicode.Scalar, at offset: Int) {
    let token = self.token(at: offset)
    if let last, !isOneSegment(last, (token, offset)) { finishSegment() }
    last = (token, offset)
    if place(token) == .code || place(token) == .name {
      report(
        .bidirectionalControl, .error, "\(scalar.codePointAndName) stands in code",
        help: "remove it", at: offset)
      return
    }
    switch scalar.value {
    case 0x202C:
      if let top = open.last, !top.scalar.isIsolate { open.removeLast() }
    case 0x2069:
      if let isolate = open.lastIndex(where: { $0.scalar.isIsolate }) {
        open.removeSubrange(isolate...)
      }
    default:
      open.append((offset, scalar))
      if scalar.isOverride, firstOverride == nil { firstOverride = (offset, scalar) }
    }
  }

  /// Reports the first control that its line, string or comment leaves open, else the first that shows
  /// its text reversed.
  private mutating func finishSegment() {
    defer {
      open.removeAll(keepingCapacity: true)
      (last, firstOverride) = (nil, nil)
    }
    guard let last else { return }
    guard let first = open.first else {
      guard let (offset, scalar) = firstOverride else { return }
      report(
        .bidirectionalControl, .warning,
        "\(scalar.codePointAndName) shows text in another order than it is read",
        help: "write the text in the order in which it is read, or the character as an escape",
        at: offset)
      return
    }
    let place = place(last.token)
    let whole =
      switch place {
      case .comment: "comment or line"
      case .string: "string or line"
      default: "line"
      }
    report(
      .bidirectionalControl, place == .prose ? .warning : .error,
      "\(first.scalar.codePointAndName) is not closed before its \(whole) ends",
      help:
        "remove it, write it as an escape, or close it with \(first.scalar.isIsolate ? "U+2069" : "U+202C")",
      at: first.offset)
  }

  /// Whether two controls stand in one line of one string or comment; a string with interpolations is
  /// one.
  private func isOneSegment(
    _ first: (token: Int, offset: Int), _ second: (token: Int, offset: Int)
  ) -> Bool {
    for offset in first.offset..<second.offset {
      let byte = text.bytes[offset]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return false }
    }
    if first.token == second.token { return true }
    if first.token < 0 || second.token < 0 { return isProse }
    guard tokens.kind(first.token).isStringPiece, tokens.kind(second.token).isStringPiece,
      tokens.kind(first.token) != .string, tokens.kind(second.token) != .string
    else { return isProse }
    return (first.token..<second.token).allSatisfy { tokens.kind($0) != .stringEnd }
  }

  // MARK: Invisible characters

  private mutating func hide(
    _ scalar: Unicode.Scalar, at offset: Int, _ width: Int,
    in bytes: UnsafeBufferPointer<UInt8>
  ) {
    // A byte order mark.
    if offset == 0, scalar.value == 0xFEFF { return }
    let isFirst = offset >= reportedUntil
    guard isFirst else { return }
    let place = place(token(at: offset))
    let isIdle = isIdle(scalar, at: offset, width, in: bytes)
    let isSeparator =
      scalar.isFormatting
      || scalar.separatesWords && isBesideLetters(offset, width, in: bytes)
    let severity: Severity? =
      switch place {
      // Some languages take these as part of a name.
      case .name where scalar.value == 0xFEFF || scalar.isVariationSelector || scalar.isJoiner:
        isIdle ? .warning : nil
      case .name: isIdle ? .error : nil
      case .code: isIdle && !scalar.isDirectionalMark ? .warning : nil
      case .string: isIdle && !isSeparator ? .warning : nil
      case .comment: isIdle && !isSeparator ? (scalar.carriesData ? .warning : .note) : nil
      case .prose: isIdle && scalar.carriesData ? .warning : nil
      }
    guard let severity else { return }
    let whole =
      switch place {
      case .name: "a name"
      case .code: "code"
      case .string: "a string"
      case .comment: "a comment"
      case .prose: "text"
      }
    report(
      .invisibleCharacter, severity, "\(scalar.codePointAndName) stands unseen in \(whole)",
      help: place == .string ? "remove it, or write it as an escape" : "remove it", at: offset)
    reportedUntil = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  /// Whether nothing before a character (and behind a joiner) lets it change what is shown.
  private func isIdle(
    _ scalar: Unicode.Scalar, at offset: Int, _ width: Int,
    in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let before = scalarBefore(offset, in: bytes)
    if scalar.isVariationSelector {
      guard let before else { return true }
      return before.isVariationSelector || before.isASCII && !before.takesVariation
    }
    if scalar.isJoiner {
      let next = offset + width
      return before?.isASCII ?? true || next >= bytes.count || bytes[next] < 0x80
    }
    if scalar.isTag {
      // A flag is written as one, behind the black flag.
      return !(before.map { $0.value == 0x1F3F4 || $0.isTag } ?? false)
        || !startsWithFlag(before: offset, in: bytes)
    }
    return true
  }

  /// Whether a letter beyond ASCII stands on one side: scripts without blanks between their words need
  /// to be told where lines may break.
  private func isBesideLetters(
    _ offset: Int, _ width: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    func isLetter(_ scalar: Unicode.Scalar?) -> Bool {
      scalar.map { !$0.isASCII && !$0.isInvisible && !$0.isVariationSelector } ?? false
    }
    let end = offset + width
    return isLetter(scalarBefore(offset, in: bytes))
      || isLetter(end < bytes.count ? UnicodeScan.decode(at: end, in: bytes)?.0 : nil)
  }

  private func startsWithFlag(before offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var offset = offset
    // The longest name of a region has six tags.
    for _ in 0..<8 {
      guard let scalar = scalarBefore(offset, in: bytes) else { return false }
      if scalar.value == 0x1F3F4 { return true }
      guard scalar.isTag else { return false }
      offset -= 4
    }
    return false
  }

  private func scalarBefore(
    _ offset: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Unicode.Scalar? {
    var start = offset - 1
    while start > 0, offset - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    guard start >= 0 else { return nil }
    return UnicodeScan.decode(at: start, in: bytes)?.0
  }

  // MARK: Places

  private func token(at offset: Int) -> Int {
    let index = tokens.firstIndex(startingAt: offset + 1) - 1
    return index >= 0 && tokens.end(index) > offset ? index : -1
  }

  private func place(_ token: Int) -> Place {
    if isProse { return .prose }
    guard token >= 0 else { return .code }
    switch tokens.kind(token) {
    case .identifier: return .name
    case .lineComment, .blockComment: return .comment
    case .text: return .prose
    case .regex, .character: return .string
    case let kind where kind.isStringPiece: return .string
    default: return .code
    }
  }

  private mutating func report(
    _ rule: Defect.Rule, _ severity: Severity, _ message: String, help: String, at offset: Int
  ) {
    guard counts[severity, default: 0] < Defect.mostOfOneKind else { return }
    counts[severity, default: 0] += 1
    let width = text.bytes[offset] < 0xE0 ? 2 : text.bytes[offset] < 0xF0 ? 3 : 4
    defects.append(
      Defect(rule, severity, message, help: help, range: ByteRange(offset, offset + width)))
  }
}

extension Unicode.Scalar {
  fileprivate var isIsolate: Bool { (0x2066...0x2068).contains(value) }
  fileprivate var isOverride: Bool { value == 0x202D || value == 0x202E }
  fileprivate var isJoiner: Bool { value == 0x200C || value == 0x200D }
  fileprivate var isTag: Bool { (0xE0020...0xE007F).contains(value) }
  /// A mark of a direction, which right-to-left text needs beside digits and signs.
  fileprivate var isDirectionalMark: Bool { value == 0x200E || value == 0x200F || value == 0x61C }
  /// Whether it says where a line may break, or may not.
  fileprivate var separatesWords: Bool { value == 0xAD || value == 0x200B || value == 0x2060 }
  /// Whether text of some scripts needs it anywhere.
  fileprivate var isFormatting: Bool { isJoiner || isDirectionalMark }
  /// Whether a row of them can spell any bytes.
  fileprivate var carriesData: Bool { isVariationSelector || (0xE0000...0xE0FFF).contains(value) }
  /// Whether a keycap can follow.
  fileprivate var takesVariation: Bool {
    value == 0x23 || value == 0x2A || (0x30...0x39).contains(value)
  }
}

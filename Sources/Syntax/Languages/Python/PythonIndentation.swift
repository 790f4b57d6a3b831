import Source

/// Python's rules of indentation, as CPython's tokenizer applies them.
struct PythonIndentation {
  /// The indentation of a line, with tabs that go to the next multiple of 8 and with tabs of 1: two
  /// lines that compare differently under the two mix tabs and blanks.
  struct Place: Equatable {
    private(set) var column = 0
    private(set) var alternative = 0

    /// - Parameter offset: where the first token of the line begins.
    init(of offset: Int, in text: SourceText) {
      let (column, alternative) = text.bytes.withUnsafeBufferPointer { bytes -> (Int, Int) in
        var start = offset
        while start > 0, bytes[start - 1] != 10, bytes[start - 1] != 13 { start -= 1 }
        var column = 0
        var alternative = 0
        for index in start..<offset {
          switch bytes[index] {
          case 9:
            column = (column / 8 + 1) * 8
            alternative += 1
          case 12: (column, alternative) = (0, 0)
          case 128...: break
          default:
            column += 1
            alternative += 1
          }
        }
        return (column, alternative)
      }
      self.column = column
      self.alternative = alternative
    }

    fileprivate static let margin = Place(of: 0, in: SourceText([]))
  }

  private var open: [Place] = [.margin]
  private var expectsBlock = false

  /// The defect of a logical line that begins at `place`, if any.
  ///
  /// - Parameter opensBlock: whether the line ends with a colon.
  mutating func check(_ place: Place, range: ByteRange, opensBlock: Bool) -> Defect? {
    defer { expectsBlock = opensBlock }
    var top = open[open.count - 1]
    if place.column > top.column {
      if place.alternative <= top.alternative { return Self.mixture(range) }
      if !expectsBlock {
        return Self.defect(
          "the line is indented, but nothing before it opens a block",
          help: "indent it like the line above, or add the statement it belongs to", range)
      }
      open.append(place)
      return nil
    }
    if expectsBlock {
      return Self.defect(
        "the line above opens a block, but none follows",
        help: "indent the lines of the block, or write `pass` into it", range)
    }
    while place.column < top.column {
      open.removeLast()
      top = open[open.count - 1]
    }
    if place.column != top.column {
      return Self.defect(
        "the line is indented like no block that is open",
        help: "indent it like one of the lines above", range)
    }
    return place.alternative == top.alternative ? nil : Self.mixture(range)
  }

  private static func mixture(_ range: ByteRange) -> Defect {
    defect(
      "tabs and blanks are mixed so that the indentation depends on the width of a tab",
      help: "indent with blanks only", range)
  }

  private static func defect(_ message: String, help: String, _ range: ByteRange) -> Defect {
    Defect(.inconsistentIndentation, .error, message, help: help, range: range)
  }
}

extension Defect.Rule {
  /// Whether lines run into each other after such a defect.
  var breaksLines: Bool {
    switch self {
    case .unclosedDelimiter, .unexpectedDelimiter, .unterminatedString, .unterminatedComment,
      .conflictMarker:
      true
    default: false
    }
  }
}

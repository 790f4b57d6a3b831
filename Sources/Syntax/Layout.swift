/// What white space means to a language beyond parting tokens.
public struct Layout: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A line end can end a statement.
  public static let lines = Layout(rawValue: 1)
  /// Indentation makes blocks.
  public static let indentation = Layout(rawValue: 2)
  /// Line ends and indentation mean nothing directly between brackets; between braces they do, unless
  /// the language makes blocks by indentation.
  public static let freeInBrackets = Layout(rawValue: 4)
  /// White space decides whether an operator is prefix, infix or postfix.
  public static let operatorSpacing = Layout(rawValue: 8)

  /// White space can be part of a value (YAML's scalars of several lines), so that all of it counts.
  public static let verbatim = Layout(rawValue: 16)
  /// Elements (JSX) may stand in the code, and white space between them is shown.
  public static let elements = Layout(rawValue: 32)

  /// White space parts words that would else be one (Shell).
  public static let spaces = Layout(rawValue: 64)

  public var isVerbatim: Bool { contains(.verbatim) }
  public var hasLines: Bool { contains(.lines) }
  public var hasIndentation: Bool { contains(.indentation) }
  public var ignoresLinesInBrackets: Bool { contains(.freeInBrackets) }
  public var hasOperatorSpacing: Bool { contains(.operatorSpacing) }
}

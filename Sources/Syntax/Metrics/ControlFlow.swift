/// How a language spells what decides where control goes, for the counts of complexity.
struct ControlFlow: Sendable {
  /// What a word does.
  enum Role: UInt8, Sendable {
    case none
    /// `if`, `unless`.
    case branch
    /// `else`; with `if` behind it as `elif`.
    case otherwise
    /// `elif`, `elsif`.
    case elseBranch
    case loop
    /// `do` or `repeat`, whose condition stands behind the body.
    case bodyFirstLoop
    /// `switch`, `match`, `when`, `select`.
    case selection
    /// `case`, `when`.
    case arm
    /// What a case or loop asks besides its pattern: `where`, `when`.
    case condition
    /// `catch`, `except`, `rescue`.
    case handler
    /// A condition whose `else` leaves: `guard`.
    case guarded
    case goto
    /// `break` and `continue`; they count only with a label.
    case leave
    case and
    case or
    /// `lambda`, and the word of functions where it may have no name.
    case closure
    /// What ends a block that began with `:` (PHP).
    case blockEnd
  }

  /// How the body of a control structure is known.
  enum Blocks: Sendable {
    /// Braces, or one statement.
    case braces
    /// Words that close blocks (`TokenFlags.closesBlock`).
    case words
    case indentation
  }

  /// Ways of writing that a language has.
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt16
    /// A condition with two results is written with `?` and `:`.
    static let ternary = Traits(rawValue: 1)
    /// The `?` of such a condition has white space before it; another `?` has none.
    static let spacedTernary = Traits(rawValue: 2)
    /// The parts of a selection are divided by `->` or `=>` (Kotlin, Rust).
    static let arrowArms = Traits(rawValue: 4)
    /// A closure begins with `->` or `=>`.
    static let arrowClosures = Traits(rawValue: 8)
    /// Braces in an expression are a closure.
    static let braceClosures = Traits(rawValue: 16)
    /// Braces behind a parenthesis or bracket are a closure (C++).
    static let bracketClosures = Traits(rawValue: 32)
    /// A closure's parameters stand between `|`.
    static let barClosures = Traits(rawValue: 64)
    /// A line end can end the one statement of a body without braces.
    static let lines = Traits(rawValue: 128)
    /// The block of a loop begins with `do`.
    static let loopsWithDo = Traits(rawValue: 256)
    /// Commas join expressions to one statement.
    static let commaOperator = Traits(rawValue: 512)
    /// `and` and `or` between commands: no operands need to stand around them.
    static let commands = Traits(rawValue: 1024)
    /// `&&` also makes references, which stand nearer to one side.
    static let references = Traits(rawValue: 2048)
    /// No parentheses stand around the condition, and braces always around the body.
    static let openHeaders = Traits(rawValue: 4096)
    /// `then`, `do` or `yield` may divide the condition from the body.
    static let thenHeaders = Traits(rawValue: 8192)
  }

  private let table: KeywordTable
  private let roles: [Role]
  let blocks: Blocks
  let traits: Traits

  /// - Parameter words: the words by what they do.
  init(_ blocks: Blocks, _ traits: Traits, _ words: [(Role, [StaticString])]) {
    self.blocks = blocks
    self.traits = traits
    table = KeywordTable(words.flatMap(\.1))
    roles = [.none] + words.flatMap { role, words in words.map { _ in role } }
  }

  /// What the word with these bytes does.
  @inline(__always)
  func role(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Role {
    roles[Int(table.find(bytes, length))]
  }
}

extension ControlFlow {
  static let c = ControlFlow(
    .braces, [.ternary, .commaOperator],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while"]),
      (.bodyFirstLoop, ["do"]), (.selection, ["switch"]), (.arm, ["case"]), (.goto, ["goto"]),
    ])
  static let cPlusPlus = ControlFlow(
    .braces, [.ternary, .commaOperator, .bracketClosures, .references],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while"]),
      (.bodyFirstLoop, ["do"]), (.selection, ["switch"]), (.arm, ["case"]),
      (.handler, ["catch", "@catch"]), (.goto, ["goto"]), (.and, ["and"]), (.or, ["or"]),
    ])
  static let java = ControlFlow(
    .braces, [.ternary, .commaOperator, .arrowClosures],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while"]),
      (.bodyFirstLoop, ["do"]), (.selection, ["switch"]), (.arm, ["case"]), (.handler, ["catch"]),
      (.leave, ["break", "continue"]),
    ])
  static let cSharp = ControlFlow(
    .braces, [.spacedTernary, .commaOperator, .arrowArms, .arrowClosures],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "foreach", "while"]),
      (.bodyFirstLoop, ["do"]), (.selection, ["switch"]), (.arm, ["case"]), (.handler, ["catch"]),
      (.goto, ["goto"]), (.closure, ["delegate"]), (.condition, ["when"]),
    ])
  static let ecmaScript = ControlFlow(
    .braces, [.ternary, .commaOperator, .arrowClosures, .lines],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while"]),
      (.bodyFirstLoop, ["do"]), (.selection, ["switch"]), (.arm, ["case"]), (.handler, ["catch"]),
      (.leave, ["break", "continue"]), (.closure, ["function"]),
    ])
  static let go = ControlFlow(
    .braces, [.lines, .openHeaders],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for"]),
      (.selection, ["switch", "select"]), (.arm, ["case"]), (.goto, ["goto"]),
      (.leave, ["break", "continue"]), (.closure, ["func"]),
    ])
  static let rust = ControlFlow(
    .braces, [.arrowArms, .barClosures, .openHeaders],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while", "loop"]),
      (.selection, ["match"]), (.leave, ["break", "continue"]),
    ])
  static let swift = ControlFlow(
    .braces, [.spacedTernary, .braceClosures, .lines, .openHeaders],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while"]),
      (.bodyFirstLoop, ["repeat"]), (.selection, ["switch"]), (.arm, ["case"]),
      (.handler, ["catch"]), (.guarded, ["guard"]), (.leave, ["break", "continue"]),
      (.condition, ["where"]),
    ])
  static let kotlin = ControlFlow(
    .braces, [.arrowArms, .braceClosures, .lines],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while"]),
      (.bodyFirstLoop, ["do"]), (.selection, ["when"]), (.handler, ["catch"]),
      (.leave, ["break", "continue"]),
    ])
  static let scala = ControlFlow(
    .braces, [.arrowClosures, .lines, .thenHeaders],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.loop, ["for", "while"]),
      (.bodyFirstLoop, ["do"]), (.selection, ["match", "catch"]), (.arm, ["case"]),
    ])
  static let php = ControlFlow(
    .braces, [.ternary, .commaOperator, .arrowArms],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.elseBranch, ["elseif"]),
      (.loop, ["for", "foreach", "while"]), (.bodyFirstLoop, ["do"]),
      (.selection, ["switch", "match"]), (.arm, ["case"]), (.handler, ["catch"]),
      (.goto, ["goto"]), (.and, ["and"]), (.or, ["or"]), (.closure, ["function", "fn"]),
      (.blockEnd, ["endif", "endfor", "endforeach", "endwhile", "endswitch"]),
    ])
  static let python = ControlFlow(
    .indentation, [],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.elseBranch, ["elif"]),
      (.loop, ["for", "while"]), (.selection, ["match"]), (.arm, ["case"]),
      (.handler, ["except"]), (.and, ["and"]), (.or, ["or"]), (.closure, ["lambda"]),
    ])
  static let ruby = ControlFlow(
    .words, [.ternary, .braceClosures],
    [
      (.branch, ["if", "unless"]), (.otherwise, ["else"]), (.elseBranch, ["elsif"]),
      (.loop, ["for", "while", "until"]), (.selection, ["case"]), (.arm, ["when", "in"]),
      (.handler, ["rescue"]), (.and, ["and"]), (.or, ["or"]), (.closure, ["do"]),
    ])
  static let lua = ControlFlow(
    .words, [.loopsWithDo],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.elseBranch, ["elseif"]),
      (.loop, ["for", "while", "repeat"]), (.goto, ["goto"]), (.and, ["and"]), (.or, ["or"]),
      (.closure, ["function"]),
    ])
  static let shell = ControlFlow(
    .words, [.loopsWithDo, .commands],
    [
      (.branch, ["if"]), (.otherwise, ["else"]), (.elseBranch, ["elif"]),
      (.loop, ["for", "while", "until", "select"]), (.selection, ["case"]),
    ])
}

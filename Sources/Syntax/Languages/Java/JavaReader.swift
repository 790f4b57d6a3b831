import Source

/// Finds the declarations in the tokens of Java. A stack of frames stands for the nesting; each token
/// is visited once, and once more for each declaration whose header holds it.
struct JavaReader {
  let code: CodeTokens
  let generics: AngleBrackets
  var entities: [Entity] = []
  var frames: [Frame] = []
  /// The braces of anonymous classes that are still ahead, the nearest last.
  private var anonymousBodies: [Int] = []

  /// A part of the file with one kind of declarations in it.
  struct Frame {
    enum Scope {
      case file
      /// The body of a class, interface or record, or of an enumeration behind its constants.
      case members
      /// The constants of an enumeration.
      case constants
      case code
    }

    /// The index behind its last token.
    let end: Int
    let scope: Scope
    /// The entity that holds what is declared here, or -1.
    let parent: Int
    /// What a declaration without a level of its own has.
    var visibility = Visibility.internal
    /// What a constructor without a level of its own has.
    var constructors = Visibility.internal
  }

  /// What stands before a declaration.
  struct Prefix {
    /// The first token, annotations included, and the first that is no annotation.
    let start: Int
    var signature: Int
    var visibility: Visibility?
    var modifiers: [ByteRange] = []
    var isTest = false
  }

  init(_ outliner: borrowing Outliner) {
    code = CodeTokens(outliner)
    generics = AngleBrackets(code, braces: false)
  }

  mutating func run() {
    frames = [Frame(end: code.count, scope: .file, parent: -1)]
    var index = 0
    while let frame = frames.last {
      if index >= frame.end {
        frames.removeLast()
      } else {
        index = step(index, frame)
      }
    }
  }

  /// Reads the declaration at an index, if one begins there.
  ///
  /// - Returns: the index to go on from, behind `index`; what a declaration holds is left to a frame.
  private mutating func step(_ index: Int, _ frame: Frame) -> Int {
    switch frame.scope {
    case .file, .members: return member(index, frame)
    case .constants: return constant(index, frame)
    case .code: return statement(index, frame)
    }
  }

  // MARK: - Bodies

  /// Of what stands in a body only types are kept, and the members of anonymous classes.
  private mutating func statement(_ index: Int, _ frame: Frame) -> Int {
    switch code.kind(index) {
    case .keyword:
      switch word(index) {
      case .new:
        findAnonymousBody(index, before: frame.end)
        return index + 1
      case .class, .interface, .enum:
        return code.isPunctuation(index - 1, ".") ? index + 1 : localType(index, frame)
      case .abstract, .final, .static, .strictfp: return localType(index, frame)
      default: return index + 1
      }
    case .identifier where code.symbol(index) != 0: return localType(index, frame)
    case .punctuation where code.symbol(index) == UInt8(ascii: "@"):
      return localType(index, frame)
    case .open where code.symbol(index) == UInt8(ascii: "{") && isAnonymousBody(index):
      frames.append(
        Frame(
          end: code.closer(of: index, before: frame.end), scope: .members, parent: frame.parent))
      return index + 1
    default: return index + 1
    }
  }

  private mutating func localType(_ start: Int, _ frame: Frame) -> Int {
    var prefix = Prefix(start: start, signature: start)
    let keyword = readPrefix(start, &prefix, before: frame.end)
    guard keyword < frame.end, beginsType(keyword, before: frame.end) else {
      return max(keyword, start + 1)
    }
    prefix.visibility = .private
    return type(keyword, prefix, frame)
  }

  /// Notes the brace behind the arguments of `new T(...)`.
  private mutating func findAnonymousBody(_ new: Int, before limit: Int) {
    var index = new + 1
    // Longer names of types are not written; the bound keeps broken files linear.
    let last = min(limit, new + 1024)
    while index < last {
      switch code.kind(index) {
      case .identifier: index += 1
      case .punctuation where code.symbol(index) == UInt8(ascii: "."): index += 1
      case .punctuation where code.symbol(index) == UInt8(ascii: "@"):
        var prefix = Prefix(start: index, signature: index)
        index = annotation(index, &prefix, before: limit)
      case .operator:
        let next = generics.after(index, before: last)
        if next == index { return }
        index = next
      case .open where code.symbol(index) == UInt8(ascii: "("):
        let brace = code.closer(of: index, before: limit) + 1
        if brace < limit, code.isOpen(brace, "{") { anonymousBodies.append(brace) }
        return
      default: return
      }
    }
  }

  private mutating func isAnonymousBody(_ brace: Int) -> Bool {
    // What a broken file made the reader pass by is ahead no longer.
    while let next = anonymousBodies.last, next < brace { anonymousBodies.removeLast() }
    guard anonymousBodies.last == brace else { return false }
    anonymousBodies.removeLast()
    return true
  }

  // MARK: - Before a declaration

  func word(_ index: Int) -> JavaWord? {
    code.kind(index) == .keyword || code.kind(index) == .identifier
      ? JavaWord(rawValue: code.symbol(index)) : nil
  }

  /// Reads annotations and modifiers.
  ///
  /// - Returns: the index of what follows them.
  func readPrefix(_ start: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = start
    while index < end {
      if code.isPunctuation(index, "@") {
        if word(index + 1) == .interface { return index }
        let next = annotation(index, &prefix, before: end)
        prefix.modifiers.append(code.range(index, next))
        if prefix.signature == index { prefix.signature = min(next, end - 1) }
        index = next
        continue
      }
      guard let word = word(index) else { return index }
      if let level = level(word) {
        prefix.visibility = level
        index += 1
        continue
      }
      guard let next = afterModifier(word, index) else { return index }
      prefix.modifiers.append(code.range(index, next))
      index = next
    }
    return end
  }

  private func level(_ word: JavaWord) -> Visibility? {
    switch word {
    case .public: .public
    case .protected: .protected
    case .private: .private
    default: nil
    }
  }

  /// The index behind the modifier at an index, or nil when it is none.
  private func afterModifier(_ word: JavaWord, _ index: Int) -> Int? {
    switch word {
    case .sealed: return isDeclarationWord(index + 1) ? index + 1 : nil
    case .non:
      let isSealed = code.isOperator(index + 1, "-") && self.word(index + 2) == .sealed
      return isSealed ? index + 3 : nil
    case .default: return code.isPunctuation(index + 1, ":") ? nil : index + 1
    default: return word.isModifier ? index + 1 : nil
    }
  }

  private func isDeclarationWord(_ index: Int) -> Bool {
    guard let word = word(index) else { return false }
    return word.isModifier || word == .class || word == .interface
  }

  /// Reads one annotation: its name and arguments.
  func annotation(_ at: Int, _ prefix: inout Prefix, before end: Int) -> Int {
    var index = at + 1
    var name = index
    while index < end, code.kind(index) == .identifier {
      name = index
      index += 1
      guard index + 1 < end, code.isPunctuation(index, "."), code.kind(index + 1) == .identifier
      else { break }
      index += 1
    }
    guard index > at + 1 else { return at + 1 }
    if JavaReader.tests.contains(where: { spells(name, $0) }) { prefix.isTest = true }
    if index < end, code.isOpen(index, "(") { index = code.next(index, before: end) }
    return index
  }

  /// What JUnit and TestNG call a test.
  private static let tests: [StaticString] = [
    "Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate",
  ]

  private func spells(_ index: Int, _ word: StaticString) -> Bool {
    guard code.length(index) == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { code.text.slice(code.range(index)).elementsEqual($0) }
  }
}

import Source

/// Finds functions, and the variables that a script sets outside of them.
struct ShellOutline {
  var out: Outliner
  /// The functions around the position, with the index of the last token of each.
  private var functions: [(entity: Int, last: Int)] = []
  private var named: Set<ArraySlice<UInt8>> = []

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    let isForeign = isZsh || isOfAnotherProgram || isExecuted
    let isBroken = !isForeign && reportUnterminated()
    out.matchBlocks(closer: ShellWord.closer, reports: !isForeign && !isBroken)
    // How many subshells and substitutions are open: what is set in one is lost with it.
    var depth = 0
    var index = 0
    while index < out.count {
      while let function = functions.last, function.last < index { functions.removeLast() }
      switch out.tokens.kind(index) {
      case .stringStart: depth += 1
      case .stringEnd: depth = max(0, depth - 1)
      case .open where out.isSymbol(index, "("): depth += 1
      case .close where out.isSymbol(index, ")"): depth = max(0, depth - 1)
      case .keyword where word(index) == .function:
        if let body = function(index, name: out.significant(index + 1)) {
          index = body
          continue
        }
      case .identifier, .text:
        if isName(index), let body = function(index, name: index) {
          index = body
          continue
        }
        if out.isWord(index, "@test") { test(index) }
        if depth == 0, functions.isEmpty {
          index = variables(index)
          continue
        }
      default: break
      }
      index += 1
    }
  }

  func word(_ index: Int) -> ShellWord? { ShellWord(rawValue: out.tokens.symbol(index)) }

  /// Zsh has syntax of its own that nothing but Zsh can tell from a mistake.
  private var isZsh: Bool {
    if let path = out.path {
      let name = String(decoding: path.lastComponent, as: UTF8.self)
      if name.hasSuffix(".zsh") || name.hasPrefix(".z") { return true }
    }
    let line = out.text.line(1)
    return line.starts(with: [UInt8(ascii: "#")])
      && String(decoding: line.prefix(128), as: UTF8.self).contains("zsh")
  }

  /// Whether the `#!` line names a program with syntax of its own, as test runners for Zsh have.
  private var isOfAnotherProgram: Bool {
    guard let program = Language.interpreter(out.text.bytes) else { return false }
    return program != "bats" && program != "busybox"
      && !Language.shell.interpreters.contains(program)
  }

  /// Whether the shell only hands the file on to the program that it is written for: `exec wish "$0"`.
  private var isExecuted: Bool {
    for number in 2...30 {
      let line = String(decoding: out.text.line(number).prefix(128), as: UTF8.self)
      if line.hasPrefix("exec "), line.contains("$0") || line.contains("argv0") { return true }
    }
    return false
  }

  /// Reports words and here-documents that nothing closes; whether a word was among them, so that
  /// what follows it cannot be trusted.
  private mutating func reportUnterminated() -> Bool {
    for index in 0..<out.count where out.tokens.flags(index).contains(.unterminated) {
      let start = out.tokens.start(index)
      if out.tokens.symbol(index) == UInt8(ascii: "<") || !out.tokens.kind(index).isStringPiece {
        // Shells take the end of the file for the delimiter, with a warning.
        out.defects.append(
          Defect(
            .unterminatedString, .warning, "the here-document ends only with the file",
            help: "add its delimiter on a line of its own",
            range: ByteRange(start, min(start + 1, out.tokens.end(index)))))
        continue
      }
      var end = start
      while end < out.tokens.end(index), out.text.bytes[end] != 10, end - start < 80 { end += 1 }
      out.defects.append(
        Defect(
          .unterminatedString, .error,
          "a quotation or substitution in the word that begins here is never closed",
          help: "add the closing quotation mark, backquote, parenthesis or brace",
          range: ByteRange(start, max(end, start + 1))))
      return true
    }
    return false
  }

  // MARK: - Functions

  /// Whether `()` follows a word.
  private func isName(_ index: Int) -> Bool {
    out.isSymbol(index + 1, "(") && out.isSymbol(index + 2, ")")
      && out.tokens.kind(index + 1) == .open && out.tokens.kind(index + 2) == .close
  }

  /// Adds a function; the index at which its body begins, or nil when it has none.
  private mutating func function(_ first: Int, name: Int) -> Int? {
    guard name < out.count, out.tokens.kind(name) == .identifier || out.tokens.kind(name) == .text
    else { return nil }
    var header = name
    if isName(name) { header = name + 2 }
    let body = out.significant(header + 1)
    guard body < out.count, let end = compoundEnd(body) else { return nil }
    let last = min(end, functions.last?.last ?? out.count - 1)
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let entity = Entity(
      kind: .function,
      range: ByteRange(documentation?.start ?? start, out.tokens.end(last)),
      nameRange: out.tokens.range(name),
      signatureRange: ByteRange(start, out.tokens.end(header)),
      bodyRange: ByteRange(out.tokens.start(body), out.tokens.end(last)), docRange: documentation,
      visibility: functions.isEmpty ? .public : .internal)
    let added = out.add(entity, parent: functions.last?.entity ?? -1)
    functions.append((added, last))
    return body
  }

  /// The index of the last token of the compound command that begins at an index.
  private func compoundEnd(_ index: Int) -> Int? {
    switch out.tokens.kind(index) {
    case .open:
      let partner = Int(out.partners[index])
      return partner > index ? partner : out.count - 1
    case .keyword:
      switch word(index) {
      case .if, .case:
        let partner = Int(out.partners[index])
        return partner > index ? partner : out.count - 1
      case .for, .while, .until, .select:
        for next in index..<min(out.count, index + 256)
        where out.tokens.kind(next) == .keyword && word(next) == .do {
          let partner = Int(out.partners[next])
          return partner > next ? partner : out.count - 1
        }
        return nil
      default: return nil
      }
    case .text:
      return out.text.slice(out.tokens.range(index)).starts(with: Array("((".utf8)) ? index : nil
    default: return nil
    }
  }

  /// A test of Bats: `@test "name" { ... }`.
  private mutating func test(_ first: Int) {
    let name = first + 1
    guard name < out.count, out.tokens.kind(name) == .string, out.isSymbol(name + 1, "{"),
      functions.isEmpty
    else { return }
    let partner = Int(out.partners[name + 1])
    let last = partner > name ? partner : out.count - 1
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let entity = Entity(
      kind: .test, range: ByteRange(documentation?.start ?? start, out.tokens.end(last)),
      nameRange: out.tokens.range(name), signatureRange: ByteRange(start, out.tokens.end(name)),
      bodyRange: ByteRange(out.tokens.start(name + 1), out.tokens.end(last)),
      docRange: documentation, visibility: .internal)
    functions.append((out.add(entity, parent: -1), last))
  }

  // MARK: - Variables

  /// Adds the variables of the assignments or the declaration that begin at an index; the index
  /// behind what was read.
  private mutating func variables(_ first: Int) -> Int {
    guard out.tokens.kind(first) == .identifier else { return first + 1 }
    let builtin = out.tokens.symbol(first) == 0 ? nil : word(first)
    switch builtin {
    case .export, .readonly, .declare, .typeset, .integer, .float:
      return declaration(first, isExport: builtin == .export, isConstant: builtin == .readonly)
    case .alias:
      // Its arguments look like assignments.
      var index = first + 1
      while !endsStatement(index) {
        let partner = Int(out.partners[index])
        index = partner > index ? partner + 1 : index + 1
      }
      return index
    case nil: break
    default: return first + 1
    }
    var names: [(index: Int, end: Int)] = []
    var index = first
    while index == first || !endsStatement(index), let end = assignmentEnd(index) {
      names.append((index, end))
      index = end
    }
    guard !names.isEmpty else { return first + 1 }
    // Before a command they hold for it alone.
    if endsStatement(index) {
      for name in names { variable(name.index, first: name.index, end: name.end) }
    }
    return index
  }

  private mutating func declaration(_ first: Int, isExport: Bool, isConstant: Bool) -> Int {
    var index = first + 1
    var isExport = isExport
    var isConstant = isConstant
    while index < out.count, !endsStatement(index) {
      switch out.tokens.kind(index) {
      case .text where out.text.bytes[out.tokens.start(index)] == UInt8(ascii: "-"):
        let options = out.text.slice(out.tokens.range(index))
        if options.contains(UInt8(ascii: "x")) { isExport = true }
        if options.contains(UInt8(ascii: "r")) { isConstant = true }
        // Functions are shown or exported, not variables.
        if options.contains(UInt8(ascii: "f")) || options.contains(UInt8(ascii: "F")) {
          return index
        }
        index += 1
      case .identifier:
        let end = assignmentEnd(index) ?? index + 1
        variable(
          index, first: first, end: end, isExport: isExport, isConstant: isConstant)
        index = end
      case .stringStart where Int(out.partners[index]) > index:
        index = Int(out.partners[index]) + 1
      default: index += 1
      }
    }
    return index
  }

  /// The index behind `name=value`, or nil when no assignment begins there.
  private func assignmentEnd(_ index: Int) -> Int? {
    guard index + 1 < out.count, out.tokens.kind(index) == .identifier,
      out.tokens.kind(index + 1) == .operator,
      out.tokens.start(index + 1) == out.tokens.end(index),
      out.isSymbol(index + 1, "=") || out.isWord(index + 1, "+=")
    else { return nil }
    let value = index + 2
    guard value < out.count, out.tokens.start(value) == out.tokens.end(index + 1) else {
      return value
    }
    switch out.tokens.kind(value) {
    case .open, .stringStart:
      let partner = Int(out.partners[value])
      return partner > value ? partner + 1 : out.count
    case .string, .text, .identifier, .number: return value + 1
    default: return value
    }
  }

  private func endsStatement(_ index: Int) -> Bool {
    guard index < out.count else { return true }
    if out.tokens.flags(index).contains(.startsLine) || out.tokens.kind(index).isComment {
      return true
    }
    switch out.tokens.kind(index) {
    case .punctuation, .close: return true
    case .operator:
      let symbol = out.tokens.symbol(index)
      return symbol == UInt8(ascii: "&") || symbol == UInt8(ascii: "|")
        || symbol == UInt8(ascii: ";")
    default: return false
    }
  }

  private mutating func variable(
    _ name: Int, first: Int, end: Int, isExport: Bool = false, isConstant: Bool = false
  ) {
    guard named.insert(out.text.slice(out.tokens.range(name))).inserted else { return }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let last = out.tokens.end(end - 1)
    var entity = Entity(
      kind: isConstant ? .constant : .variable,
      range: ByteRange(documentation?.start ?? start, last), nameRange: out.tokens.range(name),
      signatureRange: ByteRange(start, out.tokens.end(name)), docRange: documentation,
      visibility: isExport ? .public : .internal)
    if end > name + 2 { entity.bodyRange = ByteRange(out.tokens.start(name + 2), last) }
    if first != name { entity.modifiers = [out.tokens.range(first)] }
    _ = out.add(entity, parent: -1)
  }
}

import Source

extension PythonOutline {
  /// Statements that stand on one line, with semicolons between.
  mutating func simpleStatements(_ start: Int, _ end: Int) {
    var index = start
    while index < end {
      var stop = index
      while stop < end, !out.isSymbol(stop, ";") {
        if out.tokens.kind(stop) == .open, Int(out.partners[stop]) > stop {
          stop = Int(out.partners[stop])
        }
        stop += 1
      }
      if stop > index { statement(index, min(stop, end)) }
      index = out.significant(stop + 1)
    }
  }

  private mutating func statement(_ first: Int, _ end: Int) {
    switch out.tokens.kind(first) {
    case .keyword where out.tokens.symbol(first) == PythonWord.import:
      imports(first, end)
    case .keyword where out.tokens.symbol(first) == PythonWord.from:
      let name = dottedName(out.significant(first + 1), end)
      if let name { addImport(first, end, name) }
    case .identifier:
      if let scope = blocks.last, !scope.isClass { return }
      if blocks.isEmpty, out.isWord(first, "__all__") { readExports(first, end) }
      if out.isWord(first, "type"), typeAlias(first, end) { return }
      assignment(first, end)
    case .open where blocks.last?.isClass != false: assignment(first, end)
    default: break
    }
  }

  // MARK: - Imports

  private mutating func imports(_ first: Int, _ end: Int) {
    var index = out.significant(first + 1)
    while index < end, let name = dottedName(index, end) {
      addImport(first, end, name)
      while index < end, !out.isSymbol(index, ",") { index += 1 }
      index = out.significant(index + 1)
    }
  }

  /// A module's name with its dots, leading ones too.
  private func dottedName(_ start: Int, _ end: Int) -> ByteRange? {
    var index = start
    while index < end {
      let kind = out.tokens.kind(index)
      let isDots =
        (kind == .punctuation || kind == .operator)
        && out.tokens.symbol(index) == UInt8(ascii: ".")
      if !isDots, kind != .identifier { break }
      index += 1
    }
    guard index > start else { return nil }
    return ByteRange(out.tokens.start(start), out.tokens.end(index - 1))
  }

  private mutating func addImport(_ first: Int, _ end: Int, _ name: ByteRange) {
    let range = ByteRange(out.tokens.start(first), out.tokens.end(out.previous(end)))
    let visibility: Visibility = blocks.last.map { !$0.isClass } == true ? .private : .internal
    let entity = Entity(
      kind: .import, range: range, nameRange: name, signatureRange: range, visibility: visibility)
    _ = out.add(entity, parent: blocks.last?.entity ?? -1)
  }

  // MARK: - Names bound by assignment

  /// `type X = ...` and `type X[T] = ...`; whether it was one.
  private mutating func typeAlias(_ first: Int, _ end: Int) -> Bool {
    let name = out.significant(first + 1)
    guard name < end, out.tokens.kind(name) == .identifier else { return false }
    var next = out.significant(name + 1)
    if next < end, out.tokens.kind(next) == .open, Int(out.partners[next]) > next {
      next = out.significant(Int(out.partners[next]) + 1)
    }
    guard next < end, out.isSymbol(next, "=") else { return false }
    let range = ByteRange(out.tokens.start(first), out.tokens.end(out.previous(end)))
    let entity = Entity(
      kind: .typealias, range: range, nameRange: out.tokens.range(name), signatureRange: range,
      visibility: visibility(name))
    _ = out.add(entity, parent: blocks.last?.entity ?? -1)
    return true
  }

  /// `name = value`, `name: type`, `name: type = value`, `a = b = value` and `a, (b, c) = value`; the
  /// first of each name in its scope.
  private mutating func assignment(_ first: Int, _ end: Int) {
    var names: [Int] = []
    var index = first
    while let equals = targets(index, end, &names), out.isSymbol(equals, "=") {
      index = out.significant(equals + 1)
    }
    var signatureEnd = index
    if names.isEmpty, out.tokens.kind(first) == .identifier {
      let colon = out.significant(first + 1)
      guard colon < end, out.isSymbol(colon, ":") else { return }
      names = [first]
      while index < end, !out.isSymbol(index, "=") {
        if out.tokens.kind(index) == .open, Int(out.partners[index]) > index {
          index = Int(out.partners[index])
        }
        index += 1
      }
      signatureEnd = min(index, end)
      index = out.significant(index + 1)
    } else if !names.isEmpty {
      signatureEnd = out.previous(index)
    }
    for name in names { bind(name, first, signatureEnd, value: index, end) }
  }

  /// Reads the names that a target binds: `a`, `a, *b`, `(a, [b])`; `a.b` and `a[0]` bind none.
  ///
  /// - Returns: the index of what follows the target, or nil where there is none.
  private func targets(_ start: Int, _ end: Int, _ names: inout [Int]) -> Int? {
    var found: [Int] = []
    var index = start
    while index < end {
      let next = out.significant(index + 1)
      switch out.tokens.kind(index) {
      case .identifier:
        if out.isSymbol(next, "."), next < end {
          index = out.significant(next + 1)
          continue
        }
        if next < end, out.tokens.kind(next) == .open {
          guard Int(out.partners[next]) > next else { return nil }
          index = Int(out.partners[next])
          // Behind a subscript or a call may stand more of them, or a member.
          while true {
            let behind = out.significant(index + 1)
            guard behind < end, out.tokens.kind(behind) == .open, Int(out.partners[behind]) > behind
            else { break }
            index = Int(out.partners[behind])
          }
          let behind = out.significant(index + 1)
          if out.isSymbol(behind, "."), behind < end { index = behind }
        } else if !out.isSymbol(out.previous(index), ".") {
          found.append(index)
        }
      case .open, .close: break
      case .punctuation where out.isSymbol(index, ","): break
      case .operator where out.isSymbol(index, "*"): break
      case .operator where out.isSymbol(index, "="):
        names += found
        return index
      default: return nil
      }
      index = out.significant(index + 1)
    }
    return nil
  }

  /// Adds what an assignment binds, unless its scope has the name already.
  private mutating func bind(
    _ name: Int, _ first: Int, _ signatureEnd: Int, value: Int, _ end: Int
  ) {
    let scope = blocks.last?.entity ?? -1
    let bytes = out.text.slice(out.tokens.range(name))
    guard assigned.insert(ScopedName(scope: scope, name: bytes)).inserted else { return }
    let start = out.tokens.start(first)
    let last = out.tokens.end(out.previous(end))
    let isConstant =
      bytes.contains { $0.isLetter } && !bytes.contains { $0 &- UInt8(ascii: "a") < 26 }
    var entity = Entity(
      kind: isConstant ? .constant : scope < 0 ? .variable : .property,
      range: ByteRange(start, last), nameRange: out.tokens.range(name),
      signatureRange: ByteRange(start, out.tokens.end(out.previous(signatureEnd))),
      visibility: visibility(name))
    if value < end { entity.bodyRange = ByteRange(out.tokens.start(value), last) }
    _ = out.add(entity, parent: scope)
  }

  /// `__all__ = [...]` and `__all__ += [...]`; anything else makes the list unknown.
  private mutating func readExports(_ first: Int, _ end: Int) {
    let next = out.significant(first + 1)
    let extends = out.isWord(next, "+=")
    guard extends || out.isSymbol(next, "="), let names = literalNames(next + 1, end) else {
      exported = .some(nil)
      return
    }
    switch exported {
    case .some(.some(let known)) where extends: exported = known.union(names)
    case .some(nil): break
    default: exported = extends ? .some(nil) : names
    }
  }

  private func literalNames(_ start: Int, _ end: Int) -> Set<ArraySlice<UInt8>>? {
    var index = out.significant(start)
    var end = end
    if index < end, out.tokens.kind(index) == .open {
      let close = Int(out.partners[index])
      guard close > index, out.significant(close + 1) >= end else { return nil }
      end = close
      index += 1
    }
    var names: Set<ArraySlice<UInt8>> = []
    while index < end {
      let range = out.tokens.range(index)
      switch out.tokens.kind(index) {
      case .string where range.count > 2:
        names.insert(out.text.bytes[(range.start + 1)..<(range.end - 1)])
      case .lineComment: break
      case .punctuation where out.tokens.symbol(index) == UInt8(ascii: ","): break
      default: return nil
      }
      index += 1
    }
    return names
  }

  // MARK: - Parameters

  /// The parameters and the result type between a function's name and the colon of its header.
  func readCallable(_ entity: inout Entity, _ name: Int, _ colon: Int) {
    var open = out.significant(name + 1)
    if out.isSymbol(open, "["), Int(out.partners[open]) > open {
      open = out.significant(Int(out.partners[open]) + 1)
    }
    guard open < colon, out.isSymbol(open, "(") else { return }
    let close = Int(out.partners[open])
    guard close > open, close <= colon else { return }
    var index = open + 1
    while index < close {
      let stop = parameterEnd(index, close)
      if let parameter = parameter(out.significant(index), stop) {
        entity.parameters.append(parameter)
      }
      index = stop + 1
    }
    let arrow = out.significant(close + 1)
    let type = out.significant(arrow + 1)
    if out.isWord(arrow, "->"), type < colon {
      entity.returnType = ByteRange(out.tokens.start(type), out.tokens.end(out.previous(colon)))
    }
  }

  /// The comma that ends a parameter, or `close`; a comma of a lambda is none.
  private func parameterEnd(_ start: Int, _ close: Int) -> Int {
    var index = start
    var lambdas = 0
    while index < close {
      switch out.tokens.kind(index) {
      case .open where Int(out.partners[index]) > index: index = Int(out.partners[index])
      case .keyword where out.tokens.symbol(index) == PythonWord.lambda: lambdas += 1
      case .punctuation:
        let symbol = out.tokens.symbol(index)
        if symbol == UInt8(ascii: ":"), lambdas > 0 {
          lambdas -= 1
        } else if symbol == UInt8(ascii: ","), lambdas == 0 {
          return index
        }
      default: break
      }
      index += 1
    }
    return close
  }

  /// A parameter; its name has its stars, since `*args` and `args` are called differently. The
  /// separators `/` and `*` are none.
  private func parameter(_ start: Int, _ end: Int) -> Parameter? {
    var name = start
    while name < end, out.tokens.kind(name) == .operator { name = out.significant(name + 1) }
    guard name < end else { return nil }
    var nameEnd = out.tokens.end(name)
    var next = name + 1
    if out.tokens.kind(name) == .open, Int(out.partners[name]) > name {
      nameEnd = out.tokens.end(Int(out.partners[name]))
      next = Int(out.partners[name]) + 1
    }
    var parameter = Parameter(name: ByteRange(out.tokens.start(start), nameEnd))
    next = out.significant(next)
    if next < end, out.isSymbol(next, ":") {
      var stop = next + 1
      while stop < end, !out.isSymbol(stop, "=") {
        if out.tokens.kind(stop) == .open, Int(out.partners[stop]) > stop {
          stop = Int(out.partners[stop])
        }
        stop += 1
      }
      let type = out.significant(next + 1)
      if type < stop {
        parameter.type = ByteRange(out.tokens.start(type), out.tokens.end(out.previous(stop)))
      }
      next = stop
    }
    let value = out.significant(next + 1)
    if next < end, out.isSymbol(next, "="), value < end {
      parameter.defaultValue = ByteRange(
        out.tokens.start(value), out.tokens.end(out.previous(end)))
    }
    return parameter
  }
}

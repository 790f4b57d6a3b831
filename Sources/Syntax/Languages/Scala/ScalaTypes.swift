import Source

/// Packages, imports and the declarations that hold others. Each function gets the index of the keyword
/// and returns the index to go on from.
extension ScalaReader {
  mutating func package(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var end = keyword + 1
    while end < frame.end, code.kind(end) == .identifier {
      end += 1
      guard end + 1 < frame.end, code.isPunctuation(end, ".") else { break }
      end += 1
    }
    guard end > keyword + 1 else { return keyword + 1 }
    let entity = out.entity(
      .namespace, prefix, name: code.range(keyword + 1, end), signatureEnd: end, end: end, frame)
    let column = column(prefix, keyword)
    if end < frame.end, code.isOpen(end, "{") {
      return out.add(entity, block: end, frame, scope: .file, visibility: .public)
    }
    if end < frame.end, opensIndented(end, column, before: frame.end) {
      return add(entity, indented: end + 1, column, frame, scope: .file)
    }
    var whole = entity
    whole.range = ByteRange(entity.range.start, max(code.end(frame.end - 1), entity.range.end))
    return out.add(whole, holding: end, to: frame.end, scope: .file, visibility: .public)
  }

  mutating func imported(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let end = afterValue(keyword + 1, column(prefix, keyword), before: frame.end)
    guard end > keyword + 1 else { return keyword + 1 }
    let entity = out.entity(
      .import, prefix, name: code.range(keyword + 1, end), signatureEnd: end, end: end, frame)
    return out.add(entity, holding: end, to: end, scope: .code)
  }

  mutating func type(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let name = keyword + 1
    guard name < frame.end, isName(name) else { return keyword + 1 }
    let column = column(prefix, keyword)
    let header = header(name + 1, column, before: frame.end)
    let kind: EntityKind
    switch word(keyword) {
    case .class: kind = .class
    case .trait: kind = .trait
    case .object: kind = .object
    default: kind = .enum
    }
    return add(
      kind, prefix, name: self.name(name), header, column, frame,
      scope: kind == .enum ? .enumeration : .template)
  }

  /// What stands between the name of a type and its body.
  struct Header {
    var parameters: [Parameter] = []
    /// The brace or colon that opens the body, else behind the last token.
    var end: Int
  }

  func header(_ start: Int, _ column: Int32, before limit: Int) -> Header {
    var result = Header(end: start)
    var index = start
    var isParent = false
    for _ in 0..<Declarations.longestHeader where index < limit {
      if code.kind(index) == .close || code.isOperator(index, "=") { break }
      if code.isPunctuation(index, ";") || opensIndented(index, column, before: limit) { break }
      if code.isOpen(index, "{") {
        // What is initialized early: `extends { val a = 1 } with B`
        let next = code.next(index, before: limit)
        guard word(index - 1) == .extends, next < limit, word(next) == .with else { break }
      }
      // The constructor may begin a line, when that is indented.
      let isConstructor =
        !isParent && self.column(index) > column
        && (code.isOpen(index, "(") || code.isPunctuation(index, "@") || word(index) == .private)
      if startsAnew(index, .max), !isConstructor { break }
      if code.isOpen(index, "("), !isParent {
        result.parameters += parameters(index, before: limit)
      }
      if word(index) == .extends || word(index) == .derives { isParent = true }
      index = code.next(index, before: limit)
    }
    result.end = min(index, limit)
    return result
  }

  private mutating func add(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, _ header: Header, _ column: Int32,
    _ frame: Frame, scope: Scope
  ) -> Int {
    let end = header.end
    var entity = out.entity(kind, prefix, name: name, signatureEnd: end, end: end, frame)
    entity.parameters = header.parameters
    guard end < frame.end else { return out.add(entity, holding: end, to: end, scope: .code) }
    if code.isOpen(end, "{") {
      return out.add(entity, block: end, frame, scope: scope, visibility: .public)
    }
    guard opensIndented(end, column, before: frame.end) else {
      return out.add(entity, holding: end, to: end, scope: .code)
    }
    return add(entity, indented: end + 1, column, frame, scope: scope)
  }

  /// The members of `new A { ... }` belong to the declaration around the expression.
  mutating func instance(_ keyword: Int, _ frame: Frame) -> Int {
    var index = keyword + 1
    for _ in 0..<64 where index < frame.end {
      if code.isOpen(index, "{") { return out.enter(index, frame, scope: .template) }
      if opensIndented(index, column(index), before: frame.end) {
        return enter(indented: index + 1, frame, scope: .template)
      }
      let isType =
        code.kind(index) == .identifier || code.isPunctuation(index, ".")
        || code.isPunctuation(index, "#") || code.isOpen(index, "[") || word(index) == .with
        || code.isOpen(index, "(") || word(index) == .this || word(index) == .type
      guard isType, !startsLine(index) || word(index) == .with else { break }
      index = code.next(index, before: frame.end)
    }
    return keyword + 1
  }

  /// `case A, B` or `case A(b: C) extends D`.
  mutating func cases(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var prefix = prefix
    var name = keyword + 1
    let column = column(prefix, keyword)
    while name < frame.end, isName(name) {
      prefix.signature = name
      let next = name + 1
      let isListed = next < frame.end && code.isPunctuation(next, ",")
      let header = isListed ? Header(end: next) : header(next, column, before: frame.end)
      var entity = out.entity(
        .enumCase, prefix, name: self.name(name), signatureEnd: header.end, end: header.end, frame)
      entity.parameters = header.parameters
      if frame.parent >= 0 { entity.visibility = out.entities[frame.parent].visibility }
      guard isListed else {
        guard header.end < frame.end, code.isOpen(header.end, "{") else {
          return out.add(entity, holding: header.end, to: header.end, scope: .code)
        }
        return out.add(entity, block: header.end, frame, scope: .template, visibility: .public)
      }
      out.entities.append(entity)
      name = next + 1
      prefix = Prefix(start: min(name, frame.end - 1))
    }
    return max(name, keyword + 1)
  }

  /// `extension [A](b: C) def d`, with a block or indented.
  mutating func extensionMethods(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    var index = keyword + 1
    var parameters: [Parameter] = []
    while index < frame.end, code.isOpen(index, "(") || code.isOpen(index, "[") {
      if code.isOpen(index, "(") { parameters += self.parameters(index, before: frame.end) }
      index = code.next(index, before: frame.end)
    }
    let receiver = parameters.first { code.text.bytes[$0.name.start] != UInt8(ascii: "(") }
    guard index < frame.end, let type = receiver?.type else { return max(index, keyword + 1) }
    let column = column(prefix, keyword)
    var entity = out.entity(
      .extension, prefix, name: type, signatureEnd: index, end: index, frame)
    entity.parameters = parameters
    entity.visibility = .public
    if code.isOpen(index, "{") {
      return out.add(entity, block: index, frame, scope: .template, visibility: .public)
    }
    return add(entity, indented: index, column, frame, scope: .template)
  }

  /// `given name: A = b`, `given A with ...`
  mutating func given(_ keyword: Int, _ prefix: Prefix, _ frame: Frame) -> Int {
    let column = column(prefix, keyword)
    var index = keyword + 1
    guard index < frame.end, !startsLine(index) else { return keyword + 1 }
    var type = index
    if code.kind(index) == .identifier {
      var next = index + 1
      while next < frame.end, code.isOpen(next, "[") || code.isOpen(next, "(") {
        next = code.next(next, before: frame.end)
      }
      if next < frame.end, code.isPunctuation(next, ":"),
        !opensIndented(next, column, before: frame.end)
      {
        type = next + 1
      }
    }
    let isNamed = type > index
    let name = index
    index = type
    for _ in 0..<Declarations.longestHeader where index < frame.end {
      if code.isOperator(index, "=") || code.isOpen(index, "{") || code.kind(index) == .close {
        break
      }
      if code.isPunctuation(index, ";") || opensIndented(index, column, before: frame.end) { break }
      if word(index) == .with, code.isOpen(index + 1, "{") || startsLine(index + 1) { break }
      if index > type, startsAnew(index, column) { break }
      index = code.next(index, before: frame.end)
    }
    guard index > type else { return keyword + 1 }
    let isInstance =
      index < frame.end && (word(index) == .with || !code.isOperator(index, "="))
    var entity = out.entity(
      isInstance ? .object : .property, prefix,
      name: isNamed ? self.name(name) : code.range(type, index),
      signatureEnd: min(index, frame.end),
      end: min(index, frame.end), frame)
    entity.returnType = code.range(type, index)
    guard index < frame.end else { return out.add(entity, holding: index, to: index, scope: .code) }
    if code.isOpen(index, "{") {
      return out.add(entity, block: index, frame, scope: .template, visibility: .public)
    }
    if word(index) == .with, index + 1 < frame.end {
      if code.isOpen(index + 1, "{") {
        return out.add(entity, block: index + 1, frame, scope: .template, visibility: .public)
      }
      return add(entity, indented: index + 1, column, frame, scope: .template)
    }
    if code.isPunctuation(index, ":") {
      return add(entity, indented: index + 1, column, frame, scope: .template)
    }
    guard code.isOperator(index, "="), index + 1 < frame.end else {
      return out.add(entity, holding: index, to: index, scope: .code)
    }
    let end = afterValue(index + 1, column, before: frame.end)
    return add(entity, value: index + 1, to: end)
  }
}

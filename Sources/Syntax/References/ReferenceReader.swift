import Source

extension FileReferences {
  /// Reads what a file declares and uses. Linear in the tokens.
  public init(_ file: SyntaxFile) {
    guard let style = file.language.references else {
      self.init(language: file.language.name)
      return
    }
    var reader = ReferenceReader(file, style)
    reader.read()
    self = reader.finish()
  }
}

/// The walk over the tokens of one file that finds the uses of names.
private struct ReferenceReader {
  let file: SyntaxFile
  let tokens: TokenBuffer
  let style: ReferenceStyle
  /// The declarations around the token, the innermost last.
  private var stack: [Int] = []
  private var nextEntity = 0
  /// The open brackets around the token, by their bytes.
  private var brackets: [UInt8] = []
  /// For each closing bracket the token index of its partner.
  private var openers: [Int: Int] = [:]
  private var openIndices: [Int] = []
  private var found: [Found] = []
  private var imports: [FileReferences.Import] = []
  /// Names that stand for a value of their own in a callable, and the types of values, by declaration.
  private var locals: [Int: Set<UInt32>] = [:]
  private var types: [Int: [UInt32: UInt32]] = [:]

  private struct Found {
    var name: UInt32
    var declaration: Int
    var form: UseForm
    var receiver: UInt32
    var start: Int
  }

  init(_ file: SyntaxFile, _ style: ReferenceStyle) {
    self.file = file
    tokens = file.tokens
    self.style = style
    found.reserveCapacity(file.tokens.count / 4)
  }

  mutating func read() {
    readParameters()
    var index = 0
    while index < tokens.count {
      defer { index += 1 }
      let kind = tokens.kind(index)
      if kind.isComment { continue }
      enter(tokens.start(index))
      switch kind {
      case .open:
        brackets.append(tokens.symbol(index))
        openIndices.append(index)
      case .close:
        if brackets.popLast() != nil { openers[index] = openIndices.popLast() }
      case .identifier: readName(index)
      case .keyword where isMember(index): readName(index)
      case .string: readModule(index)
      default: break
      }
    }
  }

  /// The declarations that begin and end before an offset.
  private mutating func enter(_ offset: Int) {
    let entities = file.entities
    while let last = stack.last, entities[last].range.end <= offset { stack.removeLast() }
    while nextEntity < entities.count, entities[nextEntity].range.start <= offset {
      if entities[nextEntity].range.end > offset { stack.append(nextEntity) }
      nextEntity += 1
    }
  }

  // MARK: One name

  private mutating func readName(_ index: Int) {
    let start = tokens.start(index)
    let owner = stack.last ?? -1
    let entity = owner >= 0 ? file.entities[owner] : nil
    let isImport = entity?.kind == .import
    if let entity, !isImport, isOwnName(start, entity, owner) { return }
    let bytes = nameBytes(index)
    if bytes.isEmpty { return }
    let name = NameKey.of(bytes)
    var form: UseForm = []
    var receiver: UInt32 = 0
    let before = previous(index)
    let behind = next(index)
    if isMember(index) {
      form.insert(.member)
      receiver = receiverHash(before)
    }
    if behind < tokens.count, tokens.kind(behind) == .open,
      tokens.symbol(behind) == UInt8(ascii: "(")
    {
      form.insert(.called)
    }
    if isImport {
      form = .imported
      receiver = NameKey.folded(bytes)
      if before >= 0, isAliasWord(before), previous(before) >= 0 {
        found.append(
          Found(
            name: name, declaration: owner, form: [.imported, .alias],
            receiver: NameKey.folded(nameBytes(previous(before))), start: start))
      }
    } else if !form.contains(.member) {
      if isLabel(index, before, behind) {
        if style.dropsLabels { return }
        form.insert(.label)
      } else if let callable = innermostCallable, isBinding(index, before, behind) {
        locals[callable, default: []].insert(name)
        noteType(of: bytes, behind, before, in: callable)
        return
      }
    } else if style.bindsByAssignment, isOperator(behind, "=") {
      // `self.x = T(...)` tells what `x` is wherever the class uses it.
      noteType(of: bytes, behind, before, in: innermostType ?? owner)
    }
    found.append(
      Found(
        name: name, declaration: owner, form: form, receiver: receiver, start: start))
  }

  private func isOwnName(_ start: Int, _ entity: Entity, _ owner: Int) -> Bool {
    if entity.nameRange.contains(start)
      || entity.qualifiers.contains(where: { $0.contains(start) }
      )
    {
      return true
    }
    return entity.parameters.contains {
      $0.name.contains(start) || $0.label?.contains(start) == true
    }
  }

  /// The bytes of a name, without the sign that some languages put in front.
  private func nameBytes(_ index: Int) -> ArraySlice<UInt8> {
    let bytes = file.text.slice(tokens.range(index))
    guard let first = bytes.first else { return bytes }
    if first == UInt8(ascii: "$") || first == UInt8(ascii: "@") || first == UInt8(ascii: ":") {
      return bytes.drop {
        $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ":")
      }
    }
    if first == UInt8(ascii: "`"), bytes.count > 2 { return bytes.dropFirst().dropLast() }
    return bytes
  }

  private func previous(_ index: Int) -> Int {
    var index = index - 1
    while index >= 0, tokens.kind(index).isComment { index -= 1 }
    return index
  }

  private func next(_ index: Int) -> Int {
    var index = index + 1
    while index < tokens.count, tokens.kind(index).isComment { index += 1 }
    return index
  }

  /// Whether a dot, an arrow, a double colon or a backslash stands in front.
  private func isMember(_ index: Int) -> Bool {
    let before = previous(index)
    guard before >= 0, tokens.kind(before) == .punctuation || tokens.kind(before) == .operator
    else { return false }
    let end = tokens.end(before)
    let bytes = file.text.bytes
    let previous = end >= 2 ? bytes[end - 2] : 0
    switch bytes[end - 1] {
    case UInt8(ascii: "."): return previous != UInt8(ascii: ".")
    case UInt8(ascii: ">"): return previous == UInt8(ascii: "-") && style.hasArrowMembers
    case UInt8(ascii: ":"): return previous == UInt8(ascii: ":") || style.hasColonMembers
    case UInt8(ascii: "\\"): return true
    default: return false
    }
  }

  /// What stands in front of a dot: a name, or what is called there.
  private func receiverHash(_ dot: Int) -> UInt32 {
    var index = previous(dot)
    guard index >= 0 else { return 0 }
    // The halves of a double colon.
    if tokens.kind(index) == .punctuation, tokens.symbol(index) == UInt8(ascii: ":") {
      index = previous(index)
    }
    guard index >= 0 else { return 0 }
    if tokens.kind(index) == .close, let opener = openers[index] { index = previous(opener) }
    guard index >= 0, tokens.kind(index) == .identifier || tokens.kind(index) == .keyword else {
      return 0
    }
    return NameKey.folded(nameBytes(index))
  }

  // MARK: Names that are not meant

  private var innermostCallable: Int? { stack.last { file.entities[$0].kind.isCallable } }
  private var innermostType: Int? { stack.last { file.entities[$0].kind.isType } }

  private func isOperator(_ index: Int, _ word: StaticString) -> Bool {
    guard index >= 0, index < tokens.count,
      tokens.kind(index) == .operator || tokens.kind(index) == .punctuation
    else { return false }
    return isText(index, word)
  }

  private func isText(_ index: Int, _ word: StaticString) -> Bool {
    let start = tokens.start(index)
    guard tokens.end(index) - start == word.utf8CodeUnitCount else { return false }
    return file.text.bytes.withUnsafeBufferPointer { bytes in
      for offset in 0..<word.utf8CodeUnitCount
      where bytes[start + offset] != word.utf8Start[offset] { return false }
      return true
    }
  }

  private func isAliasWord(_ index: Int) -> Bool {
    isText(index, "as") || isText(index, "=>") || isText(index, "=")
  }

  /// Whether a name in brackets is the label of an argument or a key.
  private func isLabel(_ index: Int, _ before: Int, _ behind: Int) -> Bool {
    guard let bracket = brackets.last, behind < tokens.count, before >= 0 else { return false }
    let startsPart =
      tokens.kind(before) == .open
      || (tokens.kind(before) == .punctuation && tokens.symbol(before) == UInt8(ascii: ","))
      || tokens.flags(index).contains(.startsLine)
    guard startsPart else { return false }
    if style.labelsByEquals, bracket == UInt8(ascii: "("), isOperator(behind, "=") { return true }
    return style.labelsByColon && isOperator(behind, ":")
  }

  /// Whether a name in a callable is that of a value that begins there.
  private func isBinding(_ index: Int, _ before: Int, _ behind: Int) -> Bool {
    if isOperator(behind, ":=") || isOperator(behind, "=>") && style.hasArrowFunctions {
      return true
    }
    if style.bindsByAssignment, isOperator(behind, "="), tokens.flags(index).contains(.startsLine) {
      return true
    }
    if before >= 0, tokens.kind(before) == .keyword || tokens.kind(before) == .identifier {
      if style.bindingWords.contains(where: { isText(before, $0) }) { return true }
      if style.bindsBehindType, !tokens.flags(index).contains(.startsLine),
        tokens.kind(before) == .identifier,
        isOperator(behind, "=") || isOperator(behind, ";") || isOperator(behind, ",")
          || isOperator(behind, ":")
      {
        return true
      }
    }
    guard style.bindsLists else { return false }
    // `a, b := f()`
    var place = behind
    for _ in 0..<8 {
      guard isOperator(place, ",") else { break }
      place = next(next(place))
      if isOperator(place, ":=") { return true }
    }
    return false
  }

  // MARK: Types of values

  private mutating func readParameters() {
    for (index, entity) in file.entities.enumerated() {
      for parameter in entity.parameters {
        let name = file.text.slice(parameter.name).drop {
          $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "*")
        }
        if entity.kind.isCallable { locals[index, default: []].insert(NameKey.of(name)) }
        if let type = parameter.type, let named = typeName(type) {
          types[index, default: [:]][NameKey.folded(name)] = named
        }
      }
      // The receiver of a method of Go names its type in front of the name.
      if entity.kind == .field || entity.kind == .property || entity.kind == .variable,
        entity.parent >= 0, let named = fieldType(entity)
      {
        types[entity.parent, default: [:]][
          NameKey.folded(file.text.slice(entity.nameRange))] = named
      }
    }
  }

  /// The last name of a type outside of its arguments: `b.T` of `*b.T[x]`.
  private func typeName(_ range: ByteRange) -> UInt32? {
    var index = tokens.firstIndex(startingAt: range.start)
    var result: UInt32?
    while index < tokens.count, tokens.start(index) < range.end {
      defer { index += 1 }
      if tokens.kind(index) == .identifier {
        result = NameKey.folded(nameBytes(index))
        let behind = next(index)
        guard behind < tokens.count, tokens.start(behind) < range.end,
          isOperator(behind, ".") || isOperator(behind, "::") || isOperator(behind, ":")
        else { return result }
      }
    }
    return result
  }

  /// The type of a field: what stands in its signature in front of its name or behind it.
  private func fieldType(_ entity: Entity) -> UInt32? {
    let name = entity.nameRange
    let rest = ByteRange(
      min(name.end, entity.range.end), max(name.end, entity.signatureRange.end))
    if style.bindsBehindType {
      let first = tokens.firstIndex(startingAt: name.start)
      let before = previous(first)
      guard before >= 0, tokens.start(before) >= entity.range.start else { return nil }
      if tokens.kind(before) == .identifier { return NameKey.folded(nameBytes(before)) }
      return nil
    }
    return rest.isEmpty ? nil : typeName(rest)
  }

  /// Notes the type of a value that begins: `x: T`, `T x`, `x = T(...)`, `x := &T{`, `x = new T(`.
  private mutating func noteType(
    of name: ArraySlice<UInt8>, _ behind: Int, _ before: Int, in declaration: Int
  ) {
    guard declaration >= 0 else { return }
    var type: UInt32?
    if isOperator(behind, ":") {
      let place = next(behind)
      if place < tokens.count, tokens.kind(place) == .identifier { type = lastOfPath(place) }
    } else if isOperator(behind, "=") || isOperator(behind, ":=") {
      if style.bindsBehindType, before >= 0, tokens.kind(before) == .identifier {
        type = NameKey.folded(nameBytes(before))
      } else {
        var place = next(behind)
        if place < tokens.count,
          isText(place, "&") || isText(place, "new") || isText(place, "await")
        {
          place = next(place)
        }
        // Only what begins with a capital is taken for a type.
        if place < tokens.count, tokens.kind(place) == .identifier { type = constructed(place) }
      }
    }
    if let type { types[declaration, default: [:]][NameKey.folded(name)] = type }
  }

  private func lastOfPath(_ index: Int) -> UInt32 {
    var index = index
    while true {
      let dot = next(index)
      let name = next(dot)
      guard dot < tokens.count, isOperator(dot, ".") || isOperator(dot, "::"), name < tokens.count,
        tokens.kind(name) == .identifier
      else { return NameKey.folded(nameBytes(index)) }
      index = name
    }
  }

  /// The type that `a.T(` makes, by its capital; nil for other values.
  private func constructed(_ index: Int) -> UInt32? {
    var index = index
    for _ in 0..<8 {
      let bytes = nameBytes(index)
      let behind = next(index)
      if let first = bytes.first, first >= 65, first <= 90, behind < tokens.count,
        tokens.kind(behind) == .open || isOperator(behind, "<") || isOperator(behind, "::")
          || isOperator(behind, ".")
      {
        return NameKey.folded(bytes)
      }
      let name = next(behind)
      guard isOperator(behind, "."), name < tokens.count, tokens.kind(name) == .identifier else {
        return nil
      }
      index = name
    }
    return nil
  }

  // MARK: Imports

  /// `require("x")` and `import("x")`, which are no declarations.
  private mutating func readModule(_ index: Int) {
    guard style.hasRequire else { return }
    var before = previous(index)
    if before >= 0, tokens.kind(before) == .open { before = previous(before) }
    guard before >= 0, isText(before, "require") || isText(before, "import") else { return }
    let range = tokens.range(index)
    guard range.count > 2 else { return }
    imports.append(
      FileReferences.Import(
        path: file.text.string(ByteRange(range.start + 1, range.end - 1)),
        declaration: stack.last ?? -1))
  }

  // MARK: The end

  mutating func finish() -> FileReferences {
    var result = FileReferences(language: file.language.name)
    for (index, entity) in file.entities.enumerated() {
      let name = (entity.qualifiers.map(file.text.string) + [file.name(entity)]).joined(
        separator: file.language.nameSeparator)
      let range = file.text.range(entity.range)
      result.declarations.append(
        FileReferences.Declaration(
          kind: entity.kind, parent: entity.parent, name: name,
          lines: range.start.line...max(range.start.line, range.end.line)))
      if entity.kind == .import {
        let path = style.importsByText ? file.flattened(entity.signatureRange) : name
        imports.append(FileReferences.Import(path: path, declaration: index))
      } else if entity.kind == .namespace, result.package.isEmpty, entity.parent < 0 {
        result.package = name
      }
    }
    result.imports = imports
    if style.family == .go { result.package = goPackage }
    result.uses = uses()
    return result
  }

  /// The name behind `package` in front of all declarations.
  private var goPackage: String {
    var index = next(-1)
    guard index < tokens.count, isText(index, "package") else { return "" }
    index = next(index)
    return index < tokens.count ? file.text.string(tokens.range(index)) : ""
  }

  private func uses() -> [FileReferences.Use] {
    struct Key: Hashable {
      var name: UInt32
      var declaration: Int
      var form: UInt8
      var receiver: UInt32
    }
    var places: [Key: Int] = [:]
    var result: [FileReferences.Use] = []
    var line = 1
    var offset = 0
    let bytes = file.text.bytes
    for use in found {
      var (form, receiver) = (use.form, use.receiver)
      if form.contains(.member) {
        if receiver != 0, let type = type(of: receiver, in: use.declaration) {
          receiver = type
          form.insert(.typed)
        }
      } else if !form.contains(.label), isLocal(use.name, in: use.declaration) {
        continue
      }
      while offset < use.start {
        if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
        offset += 1
      }
      let key = Key(
        name: use.name, declaration: use.declaration, form: form.rawValue, receiver: receiver)
      if let place = places[key] {
        result[place].count += 1
      } else {
        places[key] = result.count
        result.append(
          FileReferences.Use(
            name: use.name, declaration: use.declaration, form: form, receiver: receiver,
            line: line, count: 1))
      }
    }
    return result
  }

  /// Whether a name stands for a value of the callable or of one that holds it.
  private func isLocal(_ name: UInt32, in declaration: Int) -> Bool {
    var index = declaration
    while index >= 0, !file.entities[index].kind.isType {
      if locals[index]?.contains(name) == true { return true }
      index = file.entities[index].parent
    }
    return false
  }

  private func type(of value: UInt32, in declaration: Int) -> UInt32? {
    var index = declaration
    while index >= 0 {
      if let type = types[index]?[value] { return type }
      index = file.entities[index].parent
    }
    return nil
  }
}

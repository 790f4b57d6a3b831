import SemanticDiff
import Source
import Syntax

/// Functions that do no work where some is promised.
struct StubDetector {
  let code: ChangedCode
  let announcement: Announcement
  let tested: TestValues
  private(set) var suspicions: [Suspicion] = []

  init(_ code: ChangedCode, _ announcement: Announcement, _ tested: TestValues) {
    self.code = code
    self.announcement = announcement
    self.tested = tested
  }

  mutating func run() {
    for change in code.functions {
      guard let site = change.after, site.entity.kind.isCallable || change.before != nil,
        let body = site.body
      else { continue }
      let shape = body.shape(site.conventions)
      if shape == .other { continue }
      switch site.parent?.kind {
      case .interface, .protocol, .trait: continue
      default: break
      }
      if site.isDeclarationFile || change.before == nil && site.statesInterface { continue }
      if let before = change.before {
        guard let old = before.body else { continue }
        let former = old.shape(before.conventions)
        if former != .other { continue }
        replaced(site, body, shape, before, old)
      } else {
        added(site, body, shape)
      }
    }
  }

  private static let help = "write what the name and the signature promise, or take it out"

  // MARK: A body that went

  private mutating func replaced(
    _ site: FunctionSite, _ body: CodeSlice, _ shape: BodyShape, _ before: FunctionSite,
    _ old: CodeSlice
  ) {
    // A line or two may well have become needless.
    let size = old.count
    let isLarge = size >= 24
    let isKnown =
      announcement.subjectSays(StubDetector.announced)
      || announcement.says(StubDetector.announced, of: site.file.text.slice(site.entity.nameRange))
    let name = "`\(site.qualifiedName)`"
    switch shape {
    case .unfinished:
      add(
        "stub", isKnown ? 0.75 : size < 6 ? 0.7 : 0.97,
        "\(name) had a body of \(size) tokens and now only says that it is not implemented", site)
    case .refusing:
      add(
        "stub", 0.55 - (isKnown ? 0.3 : 0),
        "\(name) had a body of \(size) tokens and now only refuses", site)
    case .empty:
      if site.entity.kind == .initializer || site.entity.kind == .deinitializer { return }
      var confidence = size < 8 ? 0.4 : isLarge ? 0.8 : 0.68
      if site.owesValue || old.returnsValue { confidence += 0.12 }
      if site.isMarked(site.conventions.inherited) { confidence -= 0.15 }
      if isKnown { confidence -= 0.3 }
      add(
        "stub", confidence, "\(name) had a body of \(size) tokens and now does nothing", site)
    case .constant(let value):
      var confidence = size < 8 ? 0.4 : isLarge ? 0.84 : 0.72
      if isExpected(body, value) { confidence += 0.1 }
      let parameters = site.parameterWords
      if parameters.isEmpty {
        confidence -= 0.12
      } else if old.words.contains(where: parameters.contains) {
        confidence += 0.06
      }
      if site.isMarked(site.conventions.inherited) { confidence -= 0.1 }
      if isKnown { confidence -= 0.3 }
      let text = body.file.flattened(body.range(value))
      add(
        "constant", confidence,
        "\(name) computed its result in \(size) tokens and now always gives `\(text)`", site)
    case .other: break
    }
  }

  // MARK: A body that never was

  private mutating func added(_ site: FunctionSite, _ body: CodeSlice, _ shape: BodyShape) {
    let isInherited = site.isMarked(site.conventions.inherited)
    let isMember = site.parent?.kind.isType == true
    let isTested = tested.names.contains(site.nameWord)
    let isKnown =
      announcement.subjectSays(StubDetector.announced)
      || announcement.says(StubDetector.announced, of: site.file.text.slice(site.entity.nameRange))
    let name = "`\(site.qualifiedName)`"
    switch shape {
    case .unfinished:
      // What subclasses have to do is often written so.
      let isPlain = site.conventions.raising.contains(Word("raise")) && !body.hasText
      var confidence = 0.92
      if isInherited || isMember && site.hasBases { confidence -= isPlain ? 0.3 : 0.12 }
      if isMember, isPlain { confidence -= 0.4 }
      if site.isOverriddenNearby { confidence -= isPlain ? 0.4 : 0.12 }
      if isTested { confidence += 0.2 }
      if isKnown { confidence -= 0.25 }
      add(
        "stub", min(confidence, 0.95), "\(name) is added and only says that it is not implemented",
        site)
    case .refusing: break
    case .empty:
      guard site.entity.kind != .initializer, site.entity.kind != .deinitializer else { return }
      var confidence = site.owesValue ? 0.8 : 0.2
      if isInherited { confidence -= 0.3 }
      if site.isOverriddenNearby { confidence -= 0.3 }
      if isTested, !isMember || !site.hasBases {
        confidence += site.parameterWords.isEmpty ? 0.3 : 0.42
      }
      if isKnown { confidence -= 0.2 }
      add("stub", confidence, "\(name) is added and does nothing", site)
    case .constant(let value):
      let parameters = site.parameterWords
      var confidence = 0.3
      if !parameters.isEmpty { confidence += 0.15 }
      if isTested { confidence += parameters.isEmpty ? 0.1 : 0.22 }
      if isExpected(body, value) { confidence += 0.15 }
      if site.promisesComputation { confidence += 0.1 }
      if isMember, site.hasBases { confidence -= 0.15 }
      if isInherited { confidence -= 0.25 }
      if site.isOverriddenNearby { confidence -= 0.3 }
      if isKnown { confidence -= 0.2 }
      let text = body.file.flattened(body.range(value))
      add(
        "constant", confidence,
        "\(name) is added and always gives `\(text)`, whatever it is given", site)
    case .other: break
    }
  }

  /// Whether the tests of the change hold the value: they ask for what the change writes out.
  private func isExpected(_ body: CodeSlice, _ value: Range<Int>) -> Bool {
    Literal.isTelling(body, value)
      && value.contains { body.kind($0) != .punctuation && tested.values.contains(body.word($0)) }
  }

  private mutating func add(
    _ rule: String, _ confidence: Double, _ message: String, _ site: FunctionSite
  ) {
    suspicions.append(Suspicion(rule, confidence, message, help: StubDetector.help, in: site))
  }

  /// Words by which a message says that something is not done, or does less.
  private static let announced: [StaticString] = [
    "deprecat", "no-op", "noop", "stub", "unsupported", "not support", "placeholder", "skeleton",
    "scaffold", "not implement", "unimplement", "not yet", "no longer", "disable", "drop", "remov",
    "hardcod", "hard-cod", "dummy", "revert", "wip", "unused", "always", "obsolete", "clean",
  ]
}

extension CodeSlice {
  /// Whether a text stands in it.
  fileprivate var hasText: Bool { (0..<count).contains { kind($0).isStringPiece } }

  /// Whether a value is returned somewhere.
  fileprivate var returnsValue: Bool {
    (0..<count).contains { index in
      word(index) == Word("return") && index + 1 < count && !isSymbol(index + 1, ";")
        && kind(index + 1) != .close && !startsLine(index + 1)
    }
  }
}

extension FunctionSite {
  /// Whether the file only declares: `.pyi`, `.d.ts`.
  fileprivate var isDeclarationFile: Bool {
    path.pathExtension == "pyi" || path.lastComponent.holds(".d.")
  }

  /// Whether the type around it says that it is an interface (Python's protocols).
  fileprivate var statesInterface: Bool {
    guard let parent, parent.kind.isType else { return false }
    return CodeSlice(file, parent.signatureRange).words.contains(
      where: FunctionSite.interfaces.contains)
  }

  private static let interfaces: WordSet = [
    "Protocol", "ABC", "ABCMeta", "abstract", "interface", "Interface",
  ]

  /// Whether the type around it names types that it may have the function from.
  fileprivate var hasBases: Bool {
    guard let parent, parent.kind.isType else { return false }
    if parent.kind == .extension { return true }
    if parent.kind == .impl {
      return CodeSlice(file, parent.signatureRange).words.contains(Word("for"))
    }
    let header = CodeSlice(
      file, ByteRange(parent.nameRange.end, max(parent.nameRange.end, parent.signatureRange.end)))
    return header.words.contains(where: FunctionSite.namingBases.contains)
  }

  private static let namingBases: WordSet = ["extends", "implements", ":", "(", "<", "with"]

  /// Whether a value is owed by the type of the result.
  var owesValue: Bool {
    guard let type = entity.returnType else { return false }
    let slice = CodeSlice(file, type)
    let conventions = conventions
    return (0..<slice.count).contains { index in
      slice.isSymbol(index, "*")
        || slice.isName(index) && !conventions.noValue.contains(slice.word(index))
          && !FunctionSite.wrappers.contains(slice.word(index))
    }
  }

  private static let wrappers: WordSet = [
    "Promise", "Task", "ValueTask", "Future", "async", "static", "inline", "const", "virtual",
    "extern",
    "constexpr", "Awaitable", "CompletableFuture", "Mono", "IBAction", "Result", "IO", "F", "Error",
    "any",
    "std", "unknown", "mixed", "T", "throws",
  ]

  /// The words of its parameters, the object itself left out.
  var parameterWords: Set<Word> {
    var words = Set(entity.parameters.map { Word(file.text.slice($0.name)) })
    for own in ["self", "cls", "this", "_"] as [StaticString] { words.remove(Word(own)) }
    return words
  }

  /// Whether the name begins with a verb of computing.
  fileprivate var promisesComputation: Bool {
    let name = file.text.slice(entity.nameRange)
    let verbs: [StaticString] = [
      "comput", "calc", "parse", "find", "convert", "format", "valid", "count", "sum", "encode",
      "decode", "build", "resolve", "normal", "merge", "extract", "transform", "eval", "sort",
      "filter",
      "hash", "compare", "search", "split", "join", "render", "serial", "deserial", "generate",
      "to_",
      "from", "check", "match", "estimate", "measure", "apply", "lookup", "add", "sub", "mul",
      "div",
    ]
    return verbs.contains { name.begins($0) }
  }

  /// Whether another type of the file has a function of that name: then this one may be the general case.
  fileprivate var isOverriddenNearby: Bool {
    let name = nameWord
    return file.entities.indices.contains { other in
      other != index && file.entities[other].parent != entity.parent
        && file.entities[other].kind == entity.kind
        && Word(file.text.slice(file.entities[other].nameRange)) == name
    }
  }
}

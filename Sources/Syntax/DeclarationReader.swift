import Source

/// What readers of languages with keywords and blocks share: a stack of frames that stands for the
/// nesting, and entities put together from the indices of their tokens.
struct DeclarationReader<Scope> {
  /// A part of the file with one kind of declarations in it.
  struct Frame {
    /// The index behind its last token.
    let end: Int
    let scope: Scope
    /// The entity that holds what is declared here, or -1.
    let parent: Int
    /// What a declaration without a level of its own has.
    let visibility: Visibility
  }

  /// What stands before a declaration's keyword or type.
  struct Prefix {
    /// The first token, attributes included, and the first that is no attribute.
    let start: Int
    var signature: Int
    var visibility: Visibility?
    var modifiers: [ByteRange] = []

    init(start: Int) {
      self.start = start
      signature = start
    }
  }

  let code: CodeTokens
  var entities: [Entity] = []
  var frames: [Frame] = []

  /// Whether declarations are nested deeper than anyone writes them. What stands deeper is not read:
  /// each declaration looks ahead to its end, which would take quadratic time.
  private var isTooDeep: Bool { frames.count > 64 }

  /// How many tokens and groups a header may have; the bound keeps broken files linear.
  static var longestHeader: Int { 1024 }

  init(_ outliner: borrowing Outliner, file scope: Scope, visibility: Visibility) {
    code = CodeTokens(outliner)
    frames = [Frame(end: code.count, scope: scope, parent: -1, visibility: visibility)]
  }

  /// The frame that an index is in; those that end at it or before it are left, and the index moves to
  /// their end. Nil at the end of the file.
  mutating func frame(at index: inout Int) -> Frame? {
    while let frame = frames.last {
      if index < frame.end, !isTooDeep { return frame }
      index = max(index, frame.end)
      frames.removeLast()
    }
    return nil
  }

  /// An entity from its prefix up to the token before `end`.
  func entity(
    _ kind: EntityKind, _ prefix: Prefix, name: ByteRange, signatureEnd: Int, end: Int,
    _ frame: Frame
  ) -> Entity {
    let documentation = code.documentation(above: prefix.start, plain: false)
    let start = documentation?.start ?? code.start(prefix.start)
    let last = code.end(max(end - 1, prefix.start))
    var entity = Entity(
      kind: kind, range: ByteRange(start, max(last, start)), nameRange: name,
      signatureRange: code.range(prefix.signature, max(signatureEnd, prefix.signature + 1)),
      docRange: documentation, visibility: prefix.visibility ?? frame.visibility)
    entity.parent = frame.parent
    entity.modifiers = prefix.modifiers
    return entity
  }

  /// Adds an entity whose body is the block that a brace opens, and a frame for what that holds.
  ///
  /// - Returns: the index to go on from.
  mutating func add(
    _ entity: Entity, block open: Int, _ frame: Frame, scope: Scope,
    visibility: Visibility = .private
  ) -> Int {
    var entity = entity
    let close = code.closer(of: open, before: frame.end)
    let last = max(code.end(closing: close, before: frame.end), code.end(open))
    entity.range = ByteRange(entity.range.start, max(last, entity.range.end))
    entity.bodyRange = ByteRange(code.start(open), last)
    entities.append(entity)
    push(scope, end: close, visibility)
    return open + 1
  }

  /// Adds an entity, and a frame for the tokens from `start` to before `end`, which belong to it.
  ///
  /// - Precondition: the tokens lie in the range of the entity.
  /// - Returns: the index to go on from.
  mutating func add(
    _ entity: Entity, holding start: Int, to end: Int, scope: Scope,
    visibility: Visibility = .private
  ) -> Int {
    entities.append(entity)
    if start < end { push(scope, end: end, visibility) }
    return start
  }

  /// Adds a frame for what the newest entity holds.
  private mutating func push(_ scope: Scope, end: Int, _ visibility: Visibility) {
    frames.append(
      Frame(end: end, scope: scope, parent: entities.count - 1, visibility: visibility))
  }

  /// Adds a frame for a group whose contents belong to what holds the group.
  ///
  /// - Returns: the index to go on from.
  mutating func enter(_ open: Int, _ frame: Frame, scope: Scope) -> Int {
    frames.append(
      Frame(
        end: code.closer(of: open, before: frame.end), scope: scope, parent: frame.parent,
        visibility: frame.visibility))
    return open + 1
  }
}

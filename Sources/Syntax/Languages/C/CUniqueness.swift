import Source

/// What C and its relatives forbid to declare twice. Macros can hide an attribute or change a name, so that
/// only declarations count of which each word is known to be part of a type.
extension Uniqueness {
  /// Functions of one name, types of one tag with other members, and enumerators and members of one type.
  static let c = Uniqueness(
    nameSpace: cNameSpace, mustBeUnique: { $0.isPlainDeclaration($1) },
    mayRepeat: { outliner, one, other in
      // C23 takes a type that is declared again as it was (6.2.7).
      guard one.kind.isType, let body = one.bodyRange, let again = other.bodyRange else {
        return false
      }
      return outliner.text.slice(body) == outliner.text.slice(again)
    })

  /// The same, with functions told apart by the types of their parameters; no templates.
  static let cPlusPlus = Uniqueness(
    nameSpace: cNameSpace, isOverloaded: true, ignoresParameterNames: true,
    mustBeUnique: { $0.isPlainDeclaration($1) })

  @Sendable private static func cNameSpace(_ kind: EntityKind) -> NameSpace? {
    switch kind {
    case .struct, .enum, .class: .type
    case .function, .method: .callable
    case .field: .value
    case .enumCase: .enumCase
    default: nil
    }
  }
}

extension Outliner {
  /// Whether no macro can stand in a declaration of C, and no second one may stand beside it.
  fileprivate func isPlainDeclaration(_ entity: Entity) -> Bool {
    switch entity.kind {
    case .enumCase: return true
    case .function, .method:
      return entity.bodyRange != nil && hasPlainHead(entity)
        && entity.parameters.allSatisfy { !$0.name.isEmpty && $0.type != nil }
    case .field: return entity.bodyRange == nil && hasPlainHead(entity)
    default: return entity.bodyRange != nil && hasPlainTag(entity)
    }
  }

  /// Whether the words before a name are those of one type and `static`, and the name is no macro's.
  private func hasPlainHead(_ entity: Entity) -> Bool {
    guard entity.modifiers.isEmpty, entity.nameRange.start > entity.signatureRange.start,
      text.slice(entity.nameRange).contains(where: { $0 &- 97 < 26 })
    else { return false }
    var names = 0
    var types = 0
    var index = tokens.firstIndex(startingAt: entity.signatureRange.start)
    while index < count, tokens.start(index) < entity.nameRange.start {
      switch tokens.kind(index) {
      case .identifier: names += 1
      case .keyword:
        guard let word = CWord(rawValue: tokens.symbol(index)) else { return false }
        if word.isAggregate {
          // Its tag follows.
          types += 1
          names -= 1
        } else if word.isType {
          types += 1
        } else if !word.isQualifier, word != .static {
          return false
        }
      case .operator where isSymbol(index, "*") || isSymbol(index, "&"): break
      case .lineComment, .blockComment: break
      default: return false
      }
      index += 1
    }
    return types > 0 ? names == 0 : names == 1
  }

  /// Whether a type is nothing but its word, its tag and what stands behind a colon.
  private func hasPlainTag(_ entity: Entity) -> Bool {
    guard entity.modifiers.isEmpty else { return false }
    let first = significant(tokens.firstIndex(startingAt: entity.signatureRange.start))
    let word = isWord(first, "typedef") ? significant(first + 1) : first
    let name = significant(word + 1)
    guard name < count, tokens.kind(word) == .keyword,
      CWord(rawValue: tokens.symbol(word))?.isAggregate ?? false,
      tokens.range(name) == entity.nameRange
    else { return false }
    let next = significant(name + 1)
    return isSymbol(next, "{") || isSymbol(next, ":")
  }
}

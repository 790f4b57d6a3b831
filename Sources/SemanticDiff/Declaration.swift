import Source
import Syntax

/// A declaration on one side of a change, with what the matching asks of it. What costs time is found
/// when it is first asked for: most declarations of a changed file did not change.
final class Declaration {
  /// The index of its file pair.
  let pair: Int
  let file: SyntaxFile
  let entity: Entity
  /// The place of the declaration that holds it in the same list, or -1.
  let parent: Int
  /// The ranges of the declarations it holds, ascending.
  let children: [ByteRange]

  private(set) lazy var name = file.name(entity)
  private(set) lazy var qualifiedName = file.qualifiedName(entity)
  /// Its code without documentation, its own name blanked: equal for what was only renamed or moved.
  private(set) lazy var anonymous = TokenStream(
    file, [codeRange], excluding: innerDocumentation, blanking: file.text.slice(entity.nameRange))
  /// `anonymous` in one number.
  private(set) lazy var anonymousDigest = anonymous.digest
  private(set) lazy var fingerprint = Fingerprint(self)
  /// The code behind the signature.
  private(set) lazy var bodyCode = CodeWords(
    self, ByteRange(min(entity.signatureRange.end, entity.range.end), entity.range.end))
  private(set) lazy var bodyFingerprint = Fingerprint(bodyCode)
  private(set) lazy var nameParts = CodeWords.parts(name)
  /// The names of the parameters, ascending.
  private(set) lazy var parameterNames = entity.parameters.map {
    CodeWords.hash(file.text.bytes, $0.name)
  }.sorted()
  /// The types of the parameters, or the names of those that have none.
  private(set) lazy var parameterTypes = entity.parameters.map {
    file.flattened($0.type ?? $0.name)
  }

  /// The language and the group of kinds that can become one another.
  private(set) lazy var family: String = {
    let kind = entity.kind
    let group =
      kind.isCallable
      ? "callable" : kind.isType ? "type" : kind.isValue ? "value" : kind.rawValue
    return "\(file.language.name) \(group)"
  }()

  private init(
    pair: Int, file: SyntaxFile, entity: Entity, parent: Int, children: [ByteRange]
  ) {
    self.pair = pair
    self.file = file
    self.entity = entity
    self.parent = parent
    self.children = children
  }

  /// The range without the documentation in front.
  var codeRange: ByteRange {
    guard let doc = entity.docRange, doc.start <= entity.range.start else { return entity.range }
    return ByteRange(
      min(max(doc.end, entity.range.start), entity.range.end), entity.range.end)
  }

  /// Whether both stand in their files with the same bytes, documentation and all that they hold
  /// included, and are read alike: then nothing in them differs.
  func isWritten(like other: Declaration) -> Bool {
    let (mine, others) = (entity.range, other.entity.range)
    guard mine.count == others.count, file.language == other.file.language,
      entity.kind == other.entity.kind, entity.visibility == other.entity.visibility,
      entity.nameRange.start - mine.start == other.entity.nameRange.start - others.start,
      entity.modifiers.count == other.entity.modifiers.count
    else { return false }
    return file.text.bytes.withUnsafeBytes { a in
      other.file.text.bytes.withUnsafeBytes { b in
        a[mine.start..<mine.end].elementsEqual(b[others.start..<others.end])
      }
    }
  }

  /// A documentation string inside the body (Python), which is left out like a comment in front.
  private var innerDocumentation: [ByteRange] {
    guard let doc = entity.docRange, doc.start > entity.range.start else { return [] }
    return [doc]
  }

  /// All declarations of one side, file by file in the order of the files.
  static func all(_ files: [(pair: Int, file: SyntaxFile)]) -> [Declaration] {
    var result: [Declaration] = []
    for (pair, file) in files {
      let base = result.count
      var children = [[ByteRange]](repeating: [], count: file.entities.count)
      for entity in file.entities where entity.parent >= 0 {
        children[entity.parent].append(entity.range)
      }
      for (index, entity) in file.entities.enumerated() {
        result.append(
          Declaration(
            pair: pair, file: file, entity: entity,
            parent: entity.parent < 0 ? -1 : base + entity.parent, children: children[index]))
      }
    }
    return result
  }
}

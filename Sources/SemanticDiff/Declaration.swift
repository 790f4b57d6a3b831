import Source
import Syntax

/// A declaration on one side of a change, with what the matching asks of it.
struct Declaration {
  /// The index of its file pair.
  let pair: Int
  let file: SyntaxFile
  let index: Int
  let entity: Entity
  let name: String
  let qualifiedName: String
  /// The place of the declaration that holds it in the same list, or -1.
  let parent: Int
  /// The ranges of the declarations it holds, ascending.
  let children: [ByteRange]
  /// Its code without documentation, its own name blanked: equal for what was only renamed or moved.
  let anonymous: TokenStream
  /// `anonymous` in one number.
  let anonymousDigest: UInt64

  /// The range without the documentation in front.
  var codeRange: ByteRange {
    guard let doc = entity.docRange, doc.start <= entity.range.start, doc.end <= entity.range.end
    else { return entity.range }
    return ByteRange(doc.end, entity.range.end)
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
        let doc = entity.docRange
        let start =
          doc.map {
            $0.start <= entity.range.start ? max($0.end, entity.range.start) : entity.range.start
          }
          ?? entity.range.start
        let name = file.text.slice(entity.nameRange)
        // A documentation string inside the body (Python) is left out like a comment in front.
        var inner: [ByteRange] = []
        if let doc, doc.start > entity.range.start { inner = [doc] }
        let stream = TokenStream(
          file, [ByteRange(min(start, entity.range.end), entity.range.end)], excluding: inner,
          blanking: name)
        result.append(
          Declaration(
            pair: pair, file: file, index: index, entity: entity,
            name: String(decoding: name, as: UTF8.self), qualifiedName: file.qualifiedName(entity),
            parent: entity.parent < 0 ? -1 : base + entity.parent, children: children[index],
            anonymous: stream, anonymousDigest: stream.digest))
      }
    }
    return result
  }
}

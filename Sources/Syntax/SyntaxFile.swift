import Source
import Synchronization

/// A file read as its language: tokens, entities and defects. A pure function of the bytes and the
/// language; it never fails, half-written input gives what can be known and the defects.
public struct SyntaxFile: Sendable {
  public let language: Language
  public let text: SourceText
  public let tokens: TokenBuffer
  /// The declarations, each before those it holds, in the order of the file.
  public let entities: [Entity]
  /// In the order of the file.
  public let defects: [Defect]
  /// The tokens as the compiler reads them; found when they are first asked for.
  public var canonical: CanonicalTokens { cached.value(for: self) }
  private let cached = CachedCanonicalTokens()

  /// The most declarations around one: what holds more of them is generated or hostile, and names of a
  /// length that grows with the depth would cost the square of it.
  private static let deepest = 64

  /// Reads a source.
  ///
  /// - Parameter path: where it stands; some names allow what their language does not, as comments in
  ///   `tsconfig.json`.
  /// - Parameter checksValidity: whether a parser that reads the whole file for nothing but its validity
  ///   is asked (YAML), which can take longer than all the rest.
  public init(
    _ text: SourceText, as language: Language, path: SourcePath? = nil,
    checksValidity: Bool = true
  ) {
    self.language = language
    self.text = text
    let tokens = TokenBuffer(capacity: text.bytes.count / 5)
    text.bytes.withUnsafeBufferPointer { language.lex($0, tokens, path) }
    self.tokens = tokens
    var outliner = Outliner(text: text, tokens: tokens, path: path)
    outliner.checksValidity = checksValidity
    outliner.findCommonDefects(isData: language.isData)
    language.outline(&outliner)
    if let uniqueness = language.uniqueness { outliner.findDuplicates(uniqueness) }
    self.entities = SyntaxFile.withoutDeepest(outliner.entities)
    self.defects = outliner.rootDefects().sorted {
      ($0.range.start, $0.rule.rawValue) < ($1.range.start, $1.rule.rawValue)
    }
  }

  private static func withoutDeepest(_ entities: [Entity]) -> [Entity] {
    var depths: [Int] = []
    var places: [Int] = []
    var kept: [Entity] = []
    for var entity in entities {
      let depth = entity.parent < 0 ? 0 : depths[entity.parent] + 1
      depths.append(depth)
      places.append(kept.count)
      guard depth < deepest else { continue }
      if entity.parent >= 0 { entity.parent = places[entity.parent] }
      kept.append(entity)
    }
    return kept
  }

  /// The name: a selector with all of its labels (`initWithFrame:style:`), else as it is written.
  public func name(_ entity: Entity) -> String {
    if language.namesHoldLabels, entity.kind == .method {
      let labels = entity.parameters.compactMap(\.label)
      if !labels.isEmpty { return labels.map { text.string($0) + ":" }.joined() }
    }
    return text.string(entity.nameRange)
  }

  /// The names of an entity and of all that hold it, joined as the language joins them.
  public func qualifiedName(_ entity: Entity) -> String {
    var names: [String] = []
    var holder = entity
    while true {
      names.append(name(holder))
      names += holder.qualifiers.reversed().map(text.string)
      guard holder.parent >= 0 else { break }
      holder = entities[holder.parent]
    }
    return names.reversed().joined(separator: language.nameSeparator)
  }

  /// The signature on one line: comments left out, runs of white space one blank.
  public func signature(_ entity: Entity) -> String {
    flattened(entity.signatureRange)
  }

  /// The code of a range on one line: comments left out, runs of white space one blank.
  public func flattened(_ range: ByteRange) -> String {
    var result: [UInt8] = []
    var index = tokens.firstIndex(startingAt: range.start)
    var end = range.start
    while index < tokens.count, tokens.start(index) < range.end {
      defer { index += 1 }
      if tokens.kind(index).isComment { continue }
      if tokens.start(index) > end, !result.isEmpty { result.append(UInt8(ascii: " ")) }
      end = min(tokens.end(index), range.end)
      result += text.bytes[tokens.start(index)..<end]
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// The canonical tokens of a file, made once.
private final class CachedCanonicalTokens: Sendable {
  private let made = Mutex<CanonicalTokens?>(nil)

  func value(for file: SyntaxFile) -> CanonicalTokens {
    made.withLock { made in
      if let made { return made }
      let value = CanonicalTokens(file)
      made = value
      return value
    }
  }
}

extension SyntaxFile {
  /// The smallest declaration around an offset, or nil outside all.
  public func innermostEntity(at offset: Int) -> Entity? {
    // Declarations come before those they hold, so that the last one around the offset is innermost.
    entities.last { $0.range.start <= offset && offset < $0.range.end }
  }
}

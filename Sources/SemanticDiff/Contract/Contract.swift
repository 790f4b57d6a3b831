import Source
import Syntax

/// What a declaration promises to those who use it, as written in its header: the parts that are
/// neither name, parameters nor return type.
struct Contract {
  private(set) var typeParameters: String?
  private(set) var constraints: String?
  private(set) var bases: [String] = []
  /// `throws` with what is thrown.
  private(set) var throwing: String?
  private(set) var isAsync = false
  /// The type of a variable, or what an alias stands for.
  private(set) var type: String?
  /// What a variable, a constant or a case is set to.
  private(set) var value: String?
  private(set) var isDeprecated = false
  /// Modifiers and attributes, those that say one of the above or the visibility left out.
  private(set) var modifiers: [String] = []
  /// The word that says whether it may be assigned.
  private(set) var mutability: String?
  /// What else stands in the header.
  private(set) var rest: [String] = []

  init(_ d: Declaration) {
    let (file, entity) = (d.file, d.entity)
    typeParameters = file.genericClause(entity).map(file.flattened)
    bases = file.conformances(entity).map(file.flattened)
    if Contract.callsBases.contains(file.language.name) {
      // What is passed to the superclass is implementation.
      bases = bases.map { base in
        let name = base.prefix { $0 != "(" }
        return name.isEmpty ? base : String(name)
      }
    }
    if entity.kind.isType {
      let rules = Compatibility.of(file.language)
      bases.removeAll(where: rules.universalBases.contains)
      bases += rules.derived(d)
    }
    isDeprecated = Contract.isDeprecated(d)
    for modifier in d.modifiers {
      if Contract.waits.contains(modifier) {
        isAsync = true
      } else if Contract.assigning.contains(modifier), entity.kind.isValue {
        mutability = modifier
      } else if !modifier.lowercased().contains("deprecated"), !modifier.hasPrefix("[Obsolete") {
        modifiers.append(modifier)
      }
    }
    readHeader(d)
    if entity.kind.isValue || entity.kind == .enumCase || entity.kind == .macro {
      value = Contract.assigned(d)
    } else if entity.kind == .typealias, type == nil {
      type = Contract.assigned(d)
    }
  }

  /// Languages whose headers call the initializer of the superclass.
  static let callsBases: Set<String> = ["kotlin", "scala"]
  private static let waits: Set<String> = ["async", "suspend"]
  private static let assigning: Set<String> = ["let", "var", "val", "const"]
  private static let separators: Set<String> = [
    ":", ",", ";", "=", "(", ")", "extends", "implements", "with", "->", "=>", "<", ">",
  ]

  /// Sorts the tokens of the header that are no parameter, return type, name or modifier.
  private mutating func readHeader(_ d: Declaration) {
    let (file, entity) = (d.file, d.entity)
    let tokens = file.tokens
    var known = d.headerParts
    if let clause = file.genericClause(entity) { known.append(clause) }
    known += file.conformances(entity)
    known.sort { $0.start < $1.start }
    var part = known.startIndex
    var words: [(text: String, start: Int)] = []
    var index = tokens.firstIndex(startingAt: entity.signatureRange.start)
    while index < tokens.count, tokens.start(index) < entity.signatureRange.end {
      let start = tokens.start(index)
      while part < known.endIndex, known[part].end <= start { part += 1 }
      if part < known.endIndex, known[part].contains(start) {
        index = max(tokens.firstIndex(startingAt: known[part].end), index + 1)
        continue
      }
      if !tokens.kind(index).isComment {
        words.append((file.text.string(tokens.range(index)), start))
      }
      index += 1
    }
    let end = entity.signatureRange.end
    func text(from start: Int) -> String {
      file.flattened(ByteRange(start, max(start, end)))
    }
    var position = 0
    scan: while position < words.count {
      let (word, start) = words[position]
      let isBehindName = start >= entity.nameRange.end
      switch word {
      case "where" where isBehindName:
        constraints = text(from: start)
        break scan
      case "throws" where isBehindName && file.language.name != "swift":
        throwing = text(from: start)
        break scan
      case "throws", "rethrows":
        throwing = word
        if position + 1 < words.count, words[position + 1].text == "(" {
          let close = words[position...].firstIndex { $0.text == ")" } ?? words.count - 1
          throwing = words[position...close].map(\.text).joined()
          position = close
        }
      case "async", "suspend": isAsync = true
      case _ where Contract.assigning.contains(word) && entity.kind.isValue && !isBehindName:
        mutability = word
      case _ where isBehindName && entity.returnType == nil && entity.kind.holdsType:
        // The rest is a type behind `:`, `=` or nothing.
        var first = position
        while first < words.count, words[first].text == ":" || words[first].text == "=" {
          first += 1
        }
        if first < words.count { type = text(from: words[first].start).trimmingSemicolon }
        break scan
      case _ where Contract.separators.contains(word): break
      // How the parameters of Python are passed is told of each of them.
      case "*", "/": if file.language.name != "python" { rest.append(word) }
      case "public", "private", "protected", "virtual":
        // How a type is based on another one (C++).
        if !entity.kind.isType { rest.append(word) }
      default: rest.append(word)
      }
      position += 1
    }
  }

  /// What stands behind the header: the value, without the sign of assignment.
  private static func assigned(_ d: Declaration) -> String? {
    let start = d.entity.signatureRange.end
    guard start < d.entity.range.end else { return nil }
    var text = d.file.flattened(ByteRange(start, d.entity.range.end))
    for sign in [":=", "="] where text.hasPrefix(sign) && !text.hasPrefix("==") {
      text = String(text.dropFirst(sign.utf8.count))
      break
    }
    let trimmed = text.trimmingSemicolon
    return trimmed.isEmpty || trimmed.hasPrefix("{") && d.entity.kind != .typealias ? nil : trimmed
  }

  /// By an attribute, or by the documentation (`@deprecated`, and for Go `Deprecated:`).
  private static func isDeprecated(_ d: Declaration) -> Bool {
    if d.modifiers.contains(where: {
      $0.lowercased().contains("deprecated") || $0.hasPrefix("[Obsolete")
    }) {
      return true
    }
    guard let doc = d.entity.docRange else { return false }
    let text = String(decoding: d.file.text.slice(doc), as: UTF8.self)
    if d.file.language.name == "go" { return text.contains("Deprecated: ") }
    return text.contains("@deprecated")
  }
}

extension String {
  fileprivate var trimmingSemicolon: String {
    var text = self[...]
    while let first = text.first, first == " " { text.removeFirst() }
    while let last = text.last, last == ";" || last == "," || last == " " { text.removeLast() }
    return String(text)
  }
}

extension EntityKind {
  /// Whether it holds a value that is read or assigned.
  var isValue: Bool {
    switch self {
    case .property, .field, .variable, .constant: true
    default: false
    }
  }

  fileprivate var holdsType: Bool { isValue || self == .typealias }
}

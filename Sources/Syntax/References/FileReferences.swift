import Source

/// What a file declares and which names it uses, as far as its tokens tell: enough to find who names a
/// declaration of another file, in a form that is small. Names are hashes of their bytes.
public struct FileReferences: Sendable, Hashable {
  /// A declaration of the file.
  public struct Declaration: Sendable, Hashable {
    public var kind: EntityKind
    /// The index of the one that holds it, or -1.
    public var parent: Int
    /// Its name with the names of what it belongs to where it is declared outside of that.
    public var name: String
    /// The first line, documentation included, and the last one; from 1.
    public var lines: ClosedRange<Int>

    public init(kind: EntityKind, parent: Int, name: String, lines: ClosedRange<Int>) {
      self.kind = kind
      self.parent = parent
      self.name = name
      self.lines = lines
    }
  }

  /// Uses of one name in one declaration, all written in the same way.
  public struct Use: Sendable, Hashable {
    /// `NameKey` of the name.
    public var name: UInt32
    /// The index of the innermost declaration that holds them, or -1.
    public var declaration: Int
    public var form: UseForm
    /// `NameKey.folded` of what stands in front of the dot, or of its type where the declaration that
    /// holds the use says it; of a name in an import the name itself, of an alias the name it stands for.
    /// 0 for anything else.
    public var receiver: UInt32
    /// The line of the first one, from 1.
    public var line: Int
    public var count: Int

    public init(
      name: UInt32, declaration: Int, form: UseForm, receiver: UInt32, line: Int, count: Int
    ) {
      self.name = name
      self.declaration = declaration
      self.form = form
      self.receiver = receiver
      self.line = line
      self.count = count
    }
  }

  /// A module, file or name that the file asks for.
  public struct Import: Sendable, Hashable {
    /// As it is written, without quotes: `a.b`, `./x/y`, `crate::a`.
    public var path: String
    /// The index of the declaration that it is, or that holds it, or -1.
    public var declaration: Int

    public init(path: String, declaration: Int) {
      self.path = path
      self.declaration = declaration
    }
  }

  public var language: String
  /// The package or namespace that the file says it is in; empty where it says none.
  public var package: String
  public var declarations: [Declaration]
  public var imports: [Import]
  /// In the order of their first lines.
  public var uses: [Use]

  public init(
    language: String, package: String = "", declarations: [Declaration] = [],
    imports: [Import] = [], uses: [Use] = []
  ) {
    self.language = language
    self.package = package
    self.declarations = declarations
    self.imports = imports
    self.uses = uses
  }

  /// The names of a declaration and of all that hold it, joined as the language joins them.
  public func qualifiedName(_ index: Int) -> String {
    var names: [String] = []
    var index = index
    while index >= 0 {
      names.append(declarations[index].name)
      index = declarations[index].parent
    }
    return names.reversed().joined(separator: Language.named(language)?.nameSeparator ?? ".")
  }
}

/// How a name is written where it is used.
public struct UseForm: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Behind a dot, an arrow or a double colon.
  public static let member = UseForm(rawValue: 1)
  /// In front of an opening parenthesis.
  public static let called = UseForm(rawValue: 2)
  /// In an import.
  public static let imported = UseForm(rawValue: 4)
  /// An own name that an import gives to what it imports; it is there without this form too.
  public static let alias = UseForm(rawValue: 8)
  /// A label of an argument or the key of a value: `name:` between brackets.
  public static let label = UseForm(rawValue: 16)
  /// `receiver` is the name of a type that the code around tells.
  public static let typed = UseForm(rawValue: 32)
}

/// Names as numbers of 32 bits (FNV-1a): two of the names of a large repository share one by chance about
/// once in ten thousand look-ups.
public enum NameKey {
  public static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return finished(hash)
  }

  /// The same for names that differ in case and underscores alone: a value is often called as its type.
  public static func folded(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for byte in bytes where byte != UInt8(ascii: "_") && byte != UInt8(ascii: "$") {
      let lower = byte >= 65 && byte <= 90 ? byte | 32 : byte
      hash = (hash ^ UInt32(lower)) &* 0x0100_0193
    }
    return finished(hash)
  }

  public static func of(_ name: String) -> UInt32 { of(name.utf8) }
  public static func folded(_ name: String) -> UInt32 { folded(name.utf8) }

  /// 0 stands for no name.
  private static func finished(_ hash: UInt32) -> UInt32 { hash == 0 ? 1 : hash }
}

import Source
import Syntax

/// Interfaces of the standard library that others embed most; a package that is no part of a change
/// cannot be read, and these may not change: https://go.dev/doc/go1compat
enum GoStandard {
  static let error = GoType.interface(
    GoInterface(methods: [
      .init(name: "Error", signature: GoSignature(results: [.basic("string")]))
    ]))

  /// The interface of an import path and name.
  static func interface(_ name: String) -> GoType? { interfaces[name] }

  private static let interfaces: [String: GoType] = {
    var result: [String: GoType] = [:]
    for (path, source) in sources {
      let file = SyntaxFile(
        SourceText(Array("package p\n\(source)".utf8)), as: Language.named("go")!)
      let package = GoPackage([file])
      for (name, object) in package.objects {
        guard case .type(let declaration) = object else { continue }
        result["\(path).\(name)"] = package.flat(declaration.type)
      }
    }
    return result
  }()

  private static let sources = [
    "io": """
    type Reader interface { Read(p []byte) (n int, err error) }
    type Writer interface { Write(p []byte) (n int, err error) }
    type Closer interface { Close() error }
    type Seeker interface { Seek(offset int64, whence int) (int64, error) }
    type ReadWriter interface { Reader; Writer }
    type ReadCloser interface { Reader; Closer }
    type WriteCloser interface { Writer; Closer }
    type ReadSeeker interface { Reader; Seeker }
    type ReadWriteCloser interface { Reader; Writer; Closer }
    type ReadSeekCloser interface { Reader; Seeker; Closer }
    type ReaderAt interface { ReadAt(p []byte, off int64) (n int, err error) }
    type WriterAt interface { WriteAt(p []byte, off int64) (n int, err error) }
    type ByteReader interface { ReadByte() (byte, error) }
    type ByteWriter interface { WriteByte(c byte) error }
    type RuneReader interface { ReadRune() (r rune, size int, err error) }
    type StringWriter interface { WriteString(s string) (n int, err error) }
    type ReaderFrom interface { ReadFrom(r io.Reader) (n int64, err error) }
    type WriterTo interface { WriteTo(w io.Writer) (n int64, err error) }
    """,
    "fmt": """
    type Stringer interface { String() string }
    type GoStringer interface { GoString() string }
    """,
    "sort": "type Interface interface { Len() int; Less(i, j int) bool; Swap(i, j int) }",
    "encoding": """
    type TextMarshaler interface { MarshalText() (text []byte, err error) }
    type TextUnmarshaler interface { UnmarshalText(text []byte) error }
    type BinaryMarshaler interface { MarshalBinary() (data []byte, err error) }
    type BinaryUnmarshaler interface { UnmarshalBinary(data []byte) error }
    """,
  ]
}

extension GoPackage {
  /// An interface with the methods of those that it embeds.
  fileprivate func flat(_ type: GoType) -> GoType {
    guard case .interface(var interface) = type else { return type }
    for embedded in interface.embedded {
      if case .interface(let inner) = flat(underlying(embedded)) {
        interface.methods += inner.methods
      }
    }
    interface.embedded = []
    return .interface(interface)
  }
}

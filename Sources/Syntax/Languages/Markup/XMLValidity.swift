internal import CExpat
import Source

/// What expat says about a file. It reads nothing but the bytes it is given: no external entity, no
/// external subset of a document type.
enum XMLValidity {
  /// The most entities that a document type may declare: expat follows one within another by
  /// recursion.
  private static let mostEntities = 500

  /// Names that nothing but XML has.
  private static let certain: Set<String> = [
    "xml", "xsd", "xsl", "xslt", "svg", "csproj", "vbproj", "fsproj", "vcxproj", "nuspec", "resx",
    "storyboard", "xib", "xaml",
  ]

  /// Whether a file that is named like XML is something else: a property list can be in an older
  /// notation, and other formats share some of the endings.
  static func isOtherFormat(_ out: Outliner) -> Bool {
    guard let ending = out.path?.pathExtension?.lowercased(), !certain.contains(ending) else {
      return false
    }
    let first = out.text.bytes.first { !MarkupLexer.isSpace($0) && $0 < 0x80 }
    return first != UInt8(ascii: "<")
  }

  private final class State {
    var entities = 0
    var parser: XML_Parser?
  }

  static func defects(of text: SourceText, unclosed: ByteRange?) -> [Defect] {
    guard let parser = XML_ParserCreate(nil) else { return [] }
    defer { XML_ParserFree(parser) }
    let state = State()
    state.parser = parser
    return withExtendedLifetime(state) {
      XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
      XML_SetEntityDeclHandler(parser) { data, _, _, value, _, _, _, _, _ in
        guard let data, value != nil else { return }
        let state = Unmanaged<State>.fromOpaque(data).takeUnretainedValue()
        state.entities += 1
        if state.entities > XMLValidity.mostEntities, let parser = state.parser {
          XML_StopParser(parser, XML_Bool(XML_FALSE))
        }
      }
      XML_SetUnknownEncodingHandler(
        parser, { _, name, info in XMLEncoding.describe(name, info) }, nil)
      let status = text.bytes.withUnsafeBytes { bytes in
        bytes.baseAddress == nil
          ? XML_Parse(parser, "", 0, 1)
          : XML_Parse(
            parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            Int32(clamping: bytes.count), 1)
      }
      if status == XML_STATUS_OK { return [] }
      let code = XML_GetErrorCode(parser)
      let offset = Int(XML_GetCurrentByteIndex(parser))
      return [defect(code, at: max(0, min(offset, text.bytes.count)), text, unclosed)]
    }
  }

  private static func defect(
    _ code: XML_Error, at offset: Int, _ text: SourceText, _ unclosed: ByteRange?
  ) -> Defect {
    let count = text.bytes.count
    var range = ByteRange(min(offset, max(0, count - 1)), min(offset + 1, count))
    switch code {
    case XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_ABORTED, XML_ERROR_NO_MEMORY,
      XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
      let why =
        code == XML_ERROR_UNKNOWN_ENCODING
        ? "is in an encoding that is not read" : "declares more entities than are followed"
      return Defect(
        .invalidXML, .note, "the file \(why), and was not checked",
        help: "save it as UTF-8, and write out what entities stand for",
        range: ByteRange(0, min(1, count)))
    case XML_ERROR_TAG_MISMATCH:
      // It points at the name.
      range = ByteRange(max(0, range.start - 2), range.end)
      let end = text.bytes[range.start...].firstIndex(of: UInt8(ascii: ">")) ?? range.start
      range = ByteRange(range.start, min(end + 1, count))
      guard let unclosed else { break }
      let (open, line) = (text.string(unclosed), text.position(at: unclosed.start).line)
      return Defect(
        .invalidXML, .error, "`\(text.string(range))` closes nothing while `<\(open)>` is open",
        help: "close `<\(open)>` of line \(line) before this with `</\(open)>`", range: range)
    case XML_ERROR_NO_ELEMENTS where unclosed != nil,
      XML_ERROR_UNCLOSED_TOKEN where unclosed != nil && offset >= count:
      guard let unclosed else { break }
      let open = text.string(unclosed)
      return Defect(
        .invalidXML, .error, "`<\(open)>` is never closed", help: "add `</\(open)>`",
        range: unclosed)
    default: break
    }
    if isNewerXML(code, range, text) {
      return Defect(
        .invalidXML, .note, "not every reader of XML accepts this, and the rest was not checked",
        help: "name elements and attributes in letters that XML 1.0 has from the start",
        range: range)
    }
    let message = XML_ErrorString(code).map { String(cString: $0) } ?? "not well-formed"
    return Defect(.invalidXML, .error, message, help: help(code, range, text), range: range)
  }

  /// Whether a fault may be none to readers of XML 1.1, or of the fifth edition of XML 1.0, which allow
  /// names to have more characters than expat knows.
  private static func isNewerXML(_ code: XML_Error, _ range: ByteRange, _ text: SourceText) -> Bool
  {
    let declaration = String(decoding: text.bytes.prefix(60), as: UTF8.self)
    if declaration.contains("version=\"1.1\"") || declaration.contains("version='1.1'") {
      return true
    }
    guard code == XML_ERROR_INVALID_TOKEN, range.start < text.bytes.count else { return false }
    // In text each character is allowed, so that one beyond ASCII is a name's.
    return text.bytes[range.start] >= 0x80
      && String(validating: text.bytes, as: UTF8.self) != nil
  }

  private static func help(_ code: XML_Error, _ range: ByteRange, _ text: SourceText) -> String {
    switch code {
    case XML_ERROR_NO_ELEMENTS: return "write the root element, or remove the empty file"
    case XML_ERROR_UNCLOSED_TOKEN: return "add the closing `>`, `-->` or `]]>`"
    case XML_ERROR_DUPLICATE_ATTRIBUTE: return "remove one of the two attributes"
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT: return "remove it, or put it into the root element"
    case XML_ERROR_UNDEFINED_ENTITY: return "write the character itself, or declare the entity"
    case XML_ERROR_MISPLACED_XML_PI: return "begin the file with `<?xml`, with nothing before it"
    case XML_ERROR_BAD_CHAR_REF: return "write the number of a character that XML allows"
    case XML_ERROR_UNCLOSED_CDATA_SECTION: return "add `]]>`"
    case XML_ERROR_INVALID_TOKEN:
      let byte = range.start < text.bytes.count ? text.bytes[range.start] : 0
      if byte == UInt8(ascii: "&") { return "write `&amp;`" }
      if byte == UInt8(ascii: "<") { return "write `&lt;`" }
      if byte >= 0x80 { return "save the file as UTF-8, or name its encoding in `<?xml ...?>`" }
      return "write `&amp;` for `&` and `&lt;` for `<`, and put attributes into quotes"
    default: return "mend the markup at this place"
    }
  }
}

/// Encodings that expat does not know itself.
private enum XMLEncoding {
  /// Describes the encodings that have one byte a character and ASCII as their lower half. Which
  /// characters the upper half has does not matter to the form of a document.
  static func describe(
    _ name: UnsafePointer<XML_Char>?, _ info: UnsafeMutablePointer<XML_Encoding>?
  ) -> Int32 {
    guard let name, let info else { return 0 }
    let known = String(cString: name).lowercased()
    let isSingleByte =
      [
        "windows-125", "cp125", "iso-8859-", "iso8859-", "latin", "koi8-", "ibm", "cp8", "macroman",
        "x-mac", "macintosh", "windows-874", "tis-620",
      ].contains { known.hasPrefix($0) }
    guard isSingleByte else { return 0 }
    withUnsafeMutableBytes(of: &info.pointee.map) { map in
      let map = map.bindMemory(to: Int32.self)
      for byte in 0..<256 { map[byte] = Int32(byte < 128 ? byte : 0x100 + byte) }
    }
    info.pointee.data = nil
    info.pointee.convert = nil
    info.pointee.release = nil
    return 1
  }
}

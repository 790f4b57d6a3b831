import Source

/// Placeholders of template languages (Helm, Jinja, Mustache, ERB): a file that has them becomes JSON
/// or YAML only once it is rendered.
enum TemplateMarkers {
  /// Whether there is `{{` with `}}` behind it on its line, `{%` or `<%`.
  static func present(in text: SourceText) -> Bool {
    text.bytes.withUnsafeBufferPointer { bytes in
      var open = false
      var index = 0
      while index + 1 < bytes.count {
        let next = bytes[index + 1]
        switch bytes[index] {
        case UInt8(ascii: "{"):
          if next == UInt8(ascii: "%") { return true }
          if next == UInt8(ascii: "{") { open = true }
        case UInt8(ascii: "<") where next == UInt8(ascii: "%"): return true
        case UInt8(ascii: "}") where next == UInt8(ascii: "}") && open: return true
        case 10: open = false
        default: break
        }
        index += 1
      }
      return false
    }
  }

  /// The defects as they count in a template: as notes.
  static func softened(_ defects: [Defect], in text: SourceText) -> [Defect] {
    guard defects.contains(where: { $0.severity == .error }), present(in: text) else {
      return defects
    }
    return defects.map { defect in
      guard defect.severity == .error, defect.rule != .conflictMarker else { return defect }
      var defect = defect
      defect.severity = .note
      defect.message += " (the file is a template: this may be well formed once it is rendered)"
      return defect
    }
  }
}

import Source

/// Finds the stages, and the variables in and before them. What is well formed only the builder
/// knows, so that nothing is reported.
struct DockerfileOutline {
  var out: Outliner
  private var stage = -1

  init(_ out: Outliner) { self.out = out }

  mutating func run() {
    var index = 0
    var isFirst = true
    while index < out.count {
      defer { index += 1 }
      if out.tokens.flags(index).contains(.startsLine) { isFirst = true }
      guard isFirst, out.tokens.kind(index) == .keyword else {
        if !out.tokens.kind(index).isComment { isFirst = false }
        continue
      }
      switch DockerfileWord(rawValue: out.tokens.symbol(index)) {
      case .FROM: from(index)
      case .ARG, .ENV: variables(index)
      default: break
      }
      isFirst = false
    }
    closeStage(before: out.count)
  }

  /// The index behind the instruction that begins at an index.
  private func end(of first: Int) -> Int {
    var index = first + 1
    while index < out.count {
      if out.tokens.kind(index).isComment, out.tokens.flags(index).contains(.startsLine) {
        // A comment stands within an instruction if the next that is none begins no line.
        let next = out.significant(index)
        if next >= out.count || out.tokens.flags(next).contains(.startsLine) { break }
        index = next
      } else if out.tokens.flags(index).contains(.startsLine), !isHeredoc(index) {
        break
      }
      index += 1
    }
    return index
  }

  private func isHeredoc(_ index: Int) -> Bool {
    out.tokens.kind(index) == .string && out.tokens.symbol(index) == UInt8(ascii: "<")
  }

  // MARK: - Stages

  private mutating func closeStage(before index: Int) {
    guard stage >= 0 else { return }
    let last = out.previous(index)
    let range = out.entities[stage].range
    let end = max(range.end, last >= 0 ? out.tokens.end(last) : 0)
    out.entities[stage].range = ByteRange(range.start, end)
    let signature = out.entities[stage].signatureRange.end
    if end > signature {
      let body = out.tokens.firstIndex(startingAt: signature)
      out.entities[stage].bodyRange = ByteRange(out.tokens.start(body), end)
    }
  }

  /// `FROM image AS name`; without a name the image stands for it.
  private mutating func from(_ first: Int) {
    closeStage(before: first)
    let end = end(of: first)
    var words = ((first + 1)..<end).filter { !out.tokens.kind($0).isComment }
    words.removeAll { out.text.slice(out.tokens.range($0)).starts(with: Array("--".utf8)) }
    guard let image = words.first, let last = words.last else {
      stage = -1
      return
    }
    var name = image
    if words.count >= 3, out.text.string(out.tokens.range(words[1])).lowercased() == "as" {
      name = words[2]
    }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    let stop = out.tokens.end(last)
    stage = out.add(
      Entity(
        kind: .section, range: ByteRange(documentation?.start ?? start, stop),
        nameRange: out.tokens.range(name), signatureRange: ByteRange(start, stop),
        docRange: documentation, visibility: name == image ? .internal : .public),
      parent: -1)
  }

  // MARK: - Variables

  private mutating func variables(_ first: Int) {
    let end = end(of: first)
    let isArgument = DockerfileWord(rawValue: out.tokens.symbol(first)) == .ARG
    let names = ((first + 1)..<max(end, first + 1)).filter { index in
      out.tokens.kind(index) == .identifier
        && (index == first + 1
          || index + 1 < end && out.isSymbol(index + 1, "=")
            && out.tokens.start(index + 1) == out.tokens.end(index))
    }
    let documentation = out.tokens.documentation(above: first, in: out.text, plain: true)
    let start = out.tokens.start(first)
    for (number, name) in names.enumerated() {
      let next = number + 1 < names.count ? names[number + 1] : end
      let last = out.tokens.end(max(out.previous(next), name))
      var entity = Entity(
        kind: .variable, range: ByteRange(documentation?.start ?? start, last),
        nameRange: out.tokens.range(name),
        signatureRange: ByteRange(start, out.tokens.end(name)), docRange: documentation,
        visibility: isArgument ? .public : .internal)
      let value = out.isSymbol(name + 1, "=") ? name + 2 : name + 1
      if value < next {
        entity.bodyRange = ByteRange(out.tokens.start(value), max(last, out.tokens.end(value)))
      }
      entity.modifiers = [out.tokens.range(first)]
      var parent = stage
      if parent >= 0 {
        // The documentation may begin before nothing of the stage but its end.
        let range = out.entities[parent].range
        out.entities[parent].range = ByteRange(range.start, max(range.end, last))
        if !out.entities[parent].range.contains(entity.range) { parent = -1 }
      }
      _ = out.add(entity, parent: parent)
    }
  }
}

import Foundation
import Source
import Syntax

/// What scripts/fuzz runs. An invariant that does not hold is printed and ends the program as a crash
/// does, with the case in the case file.
enum Fuzz {
  private static let usage = """
    languages
    mutate  LANGUAGE SEEDS CASE-FILE SEED FIRST COUNT
    repeat  LANGUAGE SEEDS CASE-FILE
    check   LANGUAGE CASE-FILE < PATHS
    """

  static func run(_ arguments: [String]) {
    switch (arguments.first, arguments.count) {
    case ("languages", 1):
      for language in Language.all { print(language.name, family(language)) }
    case ("mutate", 7):
      guard let seed = UInt64(arguments[4]), let first = Int(arguments[5]),
        let count = Int(arguments[6])
      else { stop(usage) }
      mutate(
        language(arguments[1]), seeds(arguments[2]), CaseFile(arguments[3]), seed: seed,
        numbers: first..<first + count)
    case ("repeat", 4):
      TimeGrowth(
        language: language(arguments[1]), seeds: seeds(arguments[2]),
        caseFile: CaseFile(arguments[3])
      ).printFaults()
    case ("check", 3):
      check(arguments[1] == "-" ? nil : language(arguments[1]), CaseFile(arguments[2]))
    default: stop(usage)
    }
  }

  static func language(_ name: String) -> Language {
    Language.named(name) ?? { stop("there is no language \(name)") }()
  }

  /// The files of a folder, in the order of their names.
  static func seeds(_ folder: String) -> [[UInt8]] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      FileManager.default.contents(atPath: "\(folder)/\(name)").map { [UInt8]($0) }
    }
  }

  static func expect(_ bytes: [UInt8], _ language: Language) {
    guard let violation = SyntaxInvariants.violation(in: bytes, as: language) else { return }
    print("violation: \(violation)")
    fflush(nil)
    abort()
  }

  /// What ends blocks in most of the language.
  private static func family(_ language: Language) -> String {
    if language.isData { return "data" }
    return switch language.name {
    case "python": "indentation"
    case "dockerfile", "lua", "make", "ruby", "shell", "sql": "words"
    default: "braces"
    }
  }

  private static func mutate(
    _ language: Language, _ seeds: [[UInt8]], _ caseFile: CaseFile, seed: UInt64,
    numbers: Range<Int>
  ) {
    var mutator = SourceMutator(language, samples: seeds)
    var digest = ResultDigest()
    for number in numbers {
      let bytes = mutator.source(seed &+ UInt64(number))
      caseFile.begin(bytes, number: number)
      expect(bytes, language)
      digest.add(SyntaxFile(SourceText(bytes), as: language))
    }
    print("digest \(digest.value)")
  }

  private struct Total {
    var files = 0
    var bytes = 0
    var errors = 0
    var seconds = 0.0
  }

  private static func check(_ wanted: Language?, _ caseFile: CaseFile) {
    var totals: [String: Total] = [:]
    while let path = readLine() {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      let bytes = [UInt8](data)
      let source = SourcePath(path)
      guard let language = wanted ?? Language.detect(path: source, bytes: bytes) else { continue }
      caseFile.begin(path.utf8, seconds: 120)
      let start = TimeGrowth.now()
      let file = SyntaxFile(SourceText(bytes), as: language, path: source)
      totals[language.name, default: Total()].seconds += TimeGrowth.now() - start
      totals[language.name, default: Total()].files += 1
      totals[language.name, default: Total()].bytes += bytes.count
      if file.defects.contains(where: { $0.severity == .error }) {
        totals[language.name, default: Total()].errors += 1
      }
      if wanted == nil {
        if let violation = SyntaxInvariants.violation(of: file) { print("\(path): \(violation)") }
        if bytes.count < 3_000 { print("small", language.name, path) }
      } else {
        expect(bytes, language)
      }
    }
    for (name, total) in totals.sorted(by: { $0.key < $1.key }) where wanted == nil {
      print("total", name, total.files, total.bytes, total.errors, total.seconds)
    }
  }
}

/// A checksum of what files were read as, for comparing runs of the program.
private struct ResultDigest {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ file: SyntaxFile) {
    for index in 0..<file.tokens.count {
      mix(file.tokens.range(index))
      mix(Int(file.tokens.kind(index).rawValue) << 8 | Int(file.tokens.symbol(index)))
      mix(Int(file.tokens.flags(index).rawValue))
    }
    for entity in file.entities {
      for byte in file.qualifiedName(entity).utf8 { mix(Int(byte)) }
      mix(entity.parent)
      for range in [entity.range, entity.signatureRange] + entity.modifiers { mix(range) }
      for parameter in entity.parameters { mix(parameter.name) }
    }
    for defect in file.defects {
      mix(defect.range)
      for byte in defect.message.utf8 { mix(Int(byte)) }
    }
  }

  private mutating func mix(_ range: ByteRange) {
    mix(range.start)
    mix(range.end)
  }

  private mutating func mix(_ number: Int) {
    value = (value ^ UInt64(truncatingIfNeeded: number)) &* 0x100_0000_01B3
  }
}

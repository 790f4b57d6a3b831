import Foundation
import Syntax

#if LIBFUZZER
  // libFuzzer brings the entry point, and calls this before all else.
  @_cdecl("LLVMFuzzerInitialize")
  public func initialize(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>
  ) -> CInt {
    let words = CommandLine.arguments.dropFirst()
    guard ProcessInfo.processInfo.environment["FUZZ_LANGUAGE"] == nil else { return 0 }
    Fuzz.run(Array(words))
    exit(0)
  }

  /// What the environment of a guided run names.
  private enum GuidedRun {
    static let language = Fuzz.language(value("FUZZ_LANGUAGE"))
    static let caseFile = CaseFile(value("FUZZ_CASE_FILE"))
    nonisolated(unsafe) static var mutator = SourceMutator(
      language, samples: Fuzz.seeds(value("FUZZ_SEEDS")))

    private static func value(_ name: String) -> String {
      ProcessInfo.processInfo.environment[name] ?? { stop("\(name) is not set") }()
    }
  }

  @_cdecl("LLVMFuzzerTestOneInput")
  public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    GuidedRun.caseFile.begin(bytes)
    Fuzz.expect(bytes, GuidedRun.language)
    return 0
  }

  @_silgen_name("LLVMFuzzerMutate")
  private func mutateBytes(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int) -> Int

  /// Takes turns with libFuzzer's own changes, which know nothing of languages.
  @_cdecl("LLVMFuzzerCustomMutator")
  public func customMutator(
    _ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: CUnsignedInt
  ) -> Int {
    guard seed % 3 > 0 else { return mutateBytes(start, count, most) }
    let bytes = GuidedRun.mutator.mutated(
      Array(UnsafeBufferPointer(start: start, count: count)), seed: UInt64(seed))
    _ = UnsafeMutableBufferPointer(start: start, count: most).update(
      fromContentsOf: bytes.prefix(most))
    return min(bytes.count, most)
  }
#else
  @main
  enum Engine {
    static func main() { Fuzz.run(Array(CommandLine.arguments.dropFirst())) }
  }
#endif

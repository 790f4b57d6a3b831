import FoundationEssentials
import Testing

@testable import Gates

/// Reports that the tools wrote for the sources beside them, in which `points < 0` is never true and `unused`
/// is never called.
enum CoverageSample {
  static let folder = String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/")!)) + "/Coverage/"

  static func bytes(_ name: String) throws -> [UInt8] {
    try #require(FileBytes.read(folder + name))
  }

  static let all: [(report: String, format: String, path: String, run: [Int], missed: [Int])] = [
    ("coverage-py.json", "coverage.py JSON", "grade.py", [1, 2, 4, 5, 9], [3, 6, 10]),
    ("coverage-py.info", "LCOV", "grade.py", [1, 2, 4, 5, 9], [3, 6, 10]),
    ("cobertura.xml", "Cobertura", "grade.py", [1, 2, 4, 5, 9], [3, 6, 10]),
    ("gcov.info", "LCOV", "/build/c/grade.c", [1, 2, 5, 6, 14], [3, 7, 10, 11]),
    (
      "go.out", "Go profile", "example.com/team/grade/grade.go", [3, 4, 7, 8, 9],
      [5, 6, 10, 13, 14, 15]
    ),
    // As `llvm-cov show` prints it.
    (
      "llvm-cov.json", "llvm-cov JSON", "/build/llvm/grade.c", [1, 2, 5, 6, 8, 14],
      [3, 4, 7, 10, 11, 12]
    ),
    ("istanbul.json", "Istanbul", "/build/js/grade.js", [2, 5, 13], [3, 6, 10]),
    ("jacoco.xml", "JaCoCo", "team/Grade.java", [5, 8, 17, 18], [3, 6, 9, 13]),
  ]
}

@Suite struct CoverageReportTests {
  @Test(arguments: CoverageSample.all.map(\.report))
  func reportsOfTheToolsAreRead(_ name: String) throws {
    let sample = try #require(CoverageSample.all.first { $0.report == name })
    let report = try CoverageReport(CoverageSample.bytes(name))
    #expect(report.format == sample.format)
    #expect(report.files.keys.sorted() == [sample.path])
    let lines = try #require(report.files[sample.path]).isRun
    #expect(lines.filter(\.value).keys.sorted() == sample.run)
    #expect(lines.filter { !$0.value }.keys.sorted() == sample.missed)
  }

  @Test(arguments: CoverageSample.all.map(\.report))
  func whatIsDamagedIsReadOrRefused(_ name: String) throws {
    let whole = try CoverageSample.bytes(name)
    var random = Seeded(state: 11)
    for _ in 0..<400 {
      var bytes = whole
      switch random.next() % 3 {
      case 0: bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
      case 1:
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      default:
        let place = Int(random.next() % UInt64(bytes.count))
        bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: place)
      }
      _ = try? CoverageReport(bytes)
    }
  }

  @Test(arguments: [
    "", "{}", "[]", "{\"a\":", "{\"files\": 7}", "<a/>", "<coverage>", "<coverage/",
    "mode: set\nnonsense",
    "TN:\nSF:a\nDA:1,1\n", "{\"data\":[{\"files\":[{\"segments\":[[1]]",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    String(repeating: "[", count: 100_000), "{\"a\":" + String(repeating: "[", count: 100_000),
    "<report><group></report>", "hello",
  ])
  func whatIsNoReportIsRefused(_ text: String) {
    #expect(throws: CoverageReport.Unreadable.self) { try CoverageReport(Array(text.utf8)) }
  }

  @Test func hugeStretchesAreNoReport() throws {
    let report = try CoverageReport(
      Array("mode: set\na.go:1.1,9223372036854775807.1 1 1\na.go:3.1,4.1 1 0\n".utf8))
    #expect(report.files["a.go"]?.isRun == [3: false, 4: false])
  }

  @Test func numbersBeyondAllLinesAreRead() throws {
    let most = "9223372036854775807"
    let text =
      "{\"data\":[{\"files\":[{\"filename\":\"a\",\"segments\":"
      + "[[\(most),1,1,true,true],[1,1,\(most),true,true],[-\(most),1,1,true,true]]}]}]}"
    let report = try CoverageReport(Array(text.utf8))
    #expect(report.files["a"]?.isRun[1] == true)
  }
}

@Suite struct CoverageMatchTests {
  private let match = CoverageMatch([
    "a.py", "src/pkg/a.py", "other/pkg/a.py", "lib/b.py", "app/main/java/team/Grade.java",
    "module/sub/c.go", "d/index.js", "e/index.js",
  ])

  @Test(
    arguments: [
      ("src/pkg/a.py", "src/pkg/a.py"), ("/anywhere/project/src/pkg/a.py", "src/pkg/a.py"),
      // Which of two it is cannot be told.
      ("pkg/a.py", nil), ("a.py", nil), ("./lib/b.py", "lib/b.py"), ("b.py", "lib/b.py"),
      ("team/Grade.java", "app/main/java/team/Grade.java"), ("wrong/Grade.java", nil),
      ("example.com/m/v2/sub/c.go", "module/sub/c.go"), ("index.js", nil),
      ("e/index.js", "e/index.js"),
      ("", nil), ("/", nil), ("nothing.py", nil),
    ] as [(String, String?)])
  func theLongestEndDecides(_ reported: String, _ path: String?) {
    #expect(match.file(reported)?.description == path)
  }
}

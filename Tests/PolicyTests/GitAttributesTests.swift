import Foundation
import Policy
import Source
import Testing

@Suite struct GitAttributesTests {
  @Test(arguments: [
    ("gen/** linguist-generated", "gen/a/b.c", GitAttributes.Kind.generated),
    ("gen/ linguist-generated", "gen/a.c", nil),
    ("gen linguist-generated", "gen/a.c", nil),
    ("*.pb.go linguist-generated=true", "a/b.pb.go", .generated),
    ("*.pb.go linguist-generated=false", "a/b.pb.go", nil),
    ("* linguist-vendored\na -linguist-vendored", "a", nil),
    ("* linguist-vendored\na !linguist-vendored", "a", nil),
    ("[attr]made linguist-generated\nx made", "x", .generated),
    ("[attr]made linguist-generated\nx -made", "x", nil),
    ("\"a b\\101\" linguist-vendored", "a bA", .vendored),
    ("# * linguist-vendored", "a", nil),
    ("!* linguist-vendored", "a", nil),
    ("/a text eol=lf linguist-vendored", "a", .vendored),
  ])
  func readsALine(text: String, path: String, kind: GitAttributes.Kind?) {
    var attributes = GitAttributes()
    attributes.add(Array(text.utf8), in: "")
    #expect(attributes.kind(of: SourcePath(path)) == kind)
  }

  @Test func theInnerFileCountsMore() {
    var attributes = GitAttributes()
    attributes.add(Array("* linguist-vendored\n".utf8), in: "")
    attributes.add(Array("*.c -linguist-vendored\n/b linguist-generated\n".utf8), in: "a")
    #expect(attributes.kind(of: "x.c") == .vendored)
    #expect(attributes.kind(of: "a/x.c") == nil)
    #expect(attributes.kind(of: "a/d/x.c") == nil)
    #expect(attributes.kind(of: "a/b") == .generated)
    #expect(attributes.kind(of: "b") == .vendored)
  }
}

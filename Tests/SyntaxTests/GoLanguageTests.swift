import Testing

@testable import Syntax

@Suite struct GoLanguageTests {
  @Test func declarationsOfEveryKind() {
    let file = read(
      """
      package a // import "a"

      import "fmt"
      import (
      \tm "math/rand"
      \t. "strings"
      )

      const b, c = iota, `
      func no() {`
      const (
      \td T = 1 << iota
      \te
      )
      var f, _ = func() (int, error) { type g struct{ h int }; return 1, nil }()
      var i struct { j int; k []map[string]struct{ l bool } }
      type (
      \tn = []int
      \to [N]struct{ p int }
      \tq[K comparable, V any] struct {
      \t\tr, s K `json:"r"`
      \t\t*t.U
      \t\tW[V]
      \t\tx [5]int
      \t\ty func(z int) interface{ aa() }
      \t}
      )
      type bb interface {
      \tcc(dd int) (ee int, err error)
      \tfmt.Stringer
      \t~int | ~string
      }

      func (ff *q[K, V]) gg() {}
      func (hh) ii(jj int) interface{} { switch x := y.(type) { case kk: type ll int } }
      func mm[T any](nn T) map[string]struct{ oo int } {
      \treturn nil
      }
      func pp() int
      func qq() {}
      func TestRr(t *testing.T) {}
      """, as: .go)
    #expect(
      outline(file) == """
        import fmt
        import math/rand
        import strings
        constant b
        constant c
        constant d
        constant e
        variable f
        variable _
          struct g
            field h
        variable i
          field j
          field k
            field l
        typealias n
        typealias o
          field p
        struct q
          field r
          field s
          field U
          field W
          field x
          field y
            method aa
        interface bb
          method cc
        method gg
        method ii
          typealias ll
        function mm
        function pp
        function qq
        test TestRr
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func methodsAreNamedAfterTheirReceivers() {
    let file = read(
      "type t struct{}\nfunc (t) a() {}\nfunc (x *u[K, V]) b() {}\nfunc (_ *(v)) c() {}", as: .go)
    #expect(file.entities.map(file.qualifiedName) == ["t", "t.a", "u.b", "v.c"])
  }

  @Test func partsOfAFunction() throws {
    let file = read(
      """
      // Not this.

      // Adds
      // numbers.
      func Add(a, b int, c func(int, string) bool, d ...[]p.T) (sum int, err error) { return }
      func types(int, p.T, List[int], []string) <-chan struct{} {}
      """, as: .go)
    let entity = try #require(file.first("Add"))
    #expect(
      entity.parameters.map(file.describe) == [
        "a: int", "b: int", "c: func(int, string) bool", "d: ...[]p.T",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "(sum int, err error)")
    #expect(entity.docRange.map { file.text.string($0) } == "// Adds\n// numbers.")
    #expect(entity.visibility == .public)
    #expect(entity.bodyRange.map { file.text.string($0) } == "{ return }")
    let other = try #require(file.first("types"))
    #expect(other.parameters.map(file.describe) == [": int", ": p.T", ": List[int]", ": []string"])
    #expect(other.returnType.map { file.text.string($0) } == "<-chan struct{}")
    #expect(other.visibility == .private)
  }

  @Test func capitalsAreExported() {
    let file = read(
      "type A struct { B int; c int; Ärger int; ärger int }\nconst D, e = 1, 2\nvar 日 int", as: .go)
    #expect(
      file.entities.map { $0.visibility == .public } == [
        true, true, false, true, false, true, false, false,
      ])
  }

  @Test func lineEndsAreSemicolons() throws {
    let file = read(
      """
      var a = b +
      \tc
      var d = e /* one
      line */ var f int
      var g = []int{
      \t1,
      } // comment
      var h, i = j(func() {
      \treturn
      }), 2
      """, as: .go)
    let bodies = ["a", "d", "f", "g", "h", "i"].map { name in
      file.first(name)?.bodyRange.map { file.flattened($0) }
    }
    #expect(
      bodies == ["b + c", "e", nil, "[]int{ 1, }", "j(func() { return })", "2"])
    #expect(file.first("f")?.returnType.map { file.text.string($0) } == "int")
  }

  @Test func aTagIsAModifier() throws {
    let file = read("type a struct {\n\t// B.\n\tB int `json:\"b\"` // no\n}", as: .go)
    let entity = try #require(file.first("B"))
    #expect(entity.modifiers.map { file.text.string($0) } == ["`json:\"b\"`"])
    #expect(entity.docRange.map { file.text.string($0) } == "// B.")
    #expect(file.signature(entity) == "B int")
  }

  @Test func tokensOfGo() {
    #expect(
      read(
        "'\\'' '\"' \"a\\\"\" `\\` x<-y&^=z 0x1p-2 1_0.5e+3i .5 a... :=<<= é++ 0xe+1", as: .go
      ).tokenTexts == [
        "character:'\\''", "character:'\"'", "string:\"a\\\"\"", "string:`\\`", "identifier:x",
        "operator:<-", "identifier:y", "operator:&^=", "identifier:z", "number:0x1p-2",
        "number:1_0.5e+3i", "number:.5", "identifier:a", "operator:...", "operator::=",
        "operator:<<=", "identifier:é", "operator:++", "number:0xe", "operator:+", "number:1",
      ])
  }

  @Test func defectsStandWhereTheyBegin() {
    #expect(defectLines("func a() {\n\tif b {\n}\n", .go) == ["2:7 unclosed-delimiter"])
    #expect(defectLines("var a = \"b\n", .go) == ["1:9 unterminated-string"])
    #expect(defectLines("var a = `b\n", .go) == ["1:9 unterminated-string"])
    #expect(defectLines("/* a", .go) == ["1:1 unterminated-comment"])
    #expect(defectLines("var a = 'b\n", .go) == ["1:9 unterminated-string"])
  }

  @Test(arguments: [
    "", "func", "func (", "func (a", "func (a) b", "func a[", "type", "type (", "type a struct {",
    "type a[", "type a [b", "type a interface { b(", "var", "var a,", "var a =", "const (",
    "const =",
    "import (", "import a", "type a struct { * }", "type a struct { *", "type a struct { b `c` ",
    "struct {", "var a struct", "type a struct\n{", "func a() struct {", "func a() (",
  ])
  func halfWrittenSourcesAreRead(_ source: String) {
    let file = read(source, as: .go)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }
}

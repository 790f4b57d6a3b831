import Source
import Testing

@testable import Syntax

@Suite struct JavaScriptTokens {
  private func kinds(_ source: String, _ kind: TokenKind) -> [String] {
    let file = SyntaxFile(SourceText(source), as: .javascript)
    return (0..<file.tokens.count).filter { file.tokens.kind($0) == kind }.map {
      file.text.string(file.tokens.range($0))
    }
  }

  @Test(arguments: [
    ("a / b / c", []), ("x = /b/g", ["/b/g"]), ("f(/[/]/, 1)", ["/[/]/"]),
    ("if (a) /b/.test(c)", ["/b/"]),
    ("(a) / b / c", []), ("a[0] / b / c", []), ("return /b/", ["/b/"]),
    ("{}\n/b/.test(c)", ["/b/"]),
    ("x = {} / b / c", []), ("a++ / b / c", []), ("a.return / b / c", []), ("this / b / c", []),
    ("`${a}` / b / c", []), ("x => /b/", ["/b/"]),
  ])
  func regularExpressionsAreToldFromDivision(source: String, expected: [String]) {
    #expect(kinds(source, .regex) == expected)
  }

  @Test func templatesNest() {
    #expect(
      tokenLines("`a${ {b: `c${d}`} }e${f}`", .javascript) == [
        "stringStart `a${", "open {", "identifier b", "punctuation :", "stringStart `c${",
        "identifier d", "stringEnd }`", "close }", "stringMiddle }e${", "identifier f",
        "stringEnd }`",
      ])
  }

  @Test func elementsHoldTextAndCode() {
    #expect(
      tokenLines("x = <a b='c' {...d}>it's {e} <f/></a> / 2", .javascript) == [
        "identifier x", "operator =", "punctuation <", "identifier a", "identifier b",
        "operator =", "string 'c'", "open {", "operator ...", "identifier d", "close }",
        "punctuation >", "text it's", "open {", "identifier e", "close }", "punctuation <",
        "identifier f", "punctuation />", "punctuation </", "identifier a", "punctuation >",
        "operator /", "number 2",
      ])
    #expect(kinds("if (a <b> c) d", .text) == [])
  }

  @Test func numbersAndPrivateNames() {
    #expect(
      tokenLines("1_000n .5e-3 0xFF #x?.y ??= 1..z", .javascript) == [
        "number 1_000n", "number .5e-3", "number 0xFF", "identifier #x", "operator ?.",
        "identifier y", "operator ??=", "number 1.", "punctuation .", "identifier z",
      ])
  }
}

@Suite struct JavaScriptOutlines {
  @Test func declarationsNest() {
    let source = """
      import a from 'm'
      export * from "n"
      export const x = 1, y = () => { function inner() {} }
      let { p, q: [r = 2], ...s } = x
      export default class A {
        static #n = 1
        f = e => { const g = function () {} }
        constructor() {}
        get size() { return 1 }
        async *[Symbol.iterator]() {}
      }
      async function* late() { class Local {} }
      if (x) { function cond() {} }
      (function () { const hidden = () => 1 })()
      """
    #expect(
      outlineLines(source, .javascript) { _, entity in entity.visibility.rawValue } == [
        "import m internal", "import n public", "constant x public", "function y public",
        "function y.inner private", "variable p internal", "variable r internal",
        "variable s internal", "class A public", "property A.#n private", "property A.f public",
        "function A.f.g private", "initializer A.constructor public", "property A.size public",
        "method A.[Symbol.iterator] public", "function late internal", "class late.Local private",
        "function cond private", "function hidden private",
      ])
  }

  @Test func commonJavaScriptModules() {
    let source = """
      function used() {}
      function unused() {}
      exports.a = function () {}
      module.exports.b = async x => x
      B.prototype.c = function c(y) {}
      module.exports = { used, d: B }
      """
    #expect(
      outlineLines(source, .javascript) { _, entity in entity.visibility.rawValue } == [
        "function used public", "function unused internal", "function a public",
        "function b public", "method B.prototype.c public",
      ])
  }

  @Test func literalsHoldMethods() {
    let source = """
      const api = {
        a() {}, async *b(x) { function inner() {} }, get c() { return 1 }, 'd-e': async y => y,
        f: function g() {}, [h]: () => 1, i: 1, j, ...k, l: class { m() {} }, get, get: n(() => {}),
        o: { p() {}, q: [{ no() {} }] }, r: s ? () => 1 : 2, t: { u() {} }.v,
      }
      export default { methods: { w() {} } }
      module.exports = { x() {}, y }
      A.prototype = { z() {} }
      exports.aa = { bb: () => 1 }
      function cc() { const dd = { ee() {} }; return { no() {} } }
      class FF { static gg = { hh() {} } }
      call({ ii: function no() {}, jj() { function kk() {} } })
      """
    #expect(
      outlineLines(source, .javascript) { _, entity in entity.visibility.rawValue } == [
        "constant api internal", "method api.a public", "method api.b public",
        "function api.b.inner private", "property api.c public", "method api.d-e public",
        "method api.f public", "method api.[h] public", "class api.l private",
        "method api.l.m public", "method api.o.p public",
        "constant default public", "method default.methods.w public", "function x public",
        "method A.prototype.z public", "method aa.bb public", "function cc internal",
        "method cc.dd.ee private", "class FF internal", "property FF.gg public",
        "method FF.gg.hh public", "function kk private",
      ])
  }

  @Test func functionsInParenthesesAndSequences() {
    let source = """
      const a = (function () { function b() {} })
      const c = (function () { return 1 })()
      d.e = function () {}, d.f = () => 1, g(h, d.i), d.j = function () {}
      const k = { l: m => `${
        m
      } is ` + 'n', o() {} }
      call({ get: function no() {} }, [d.p = 1, function no() {}])
      """
    #expect(
      outlineLines(source, .javascript) == [
        "function a", "function a.b", "constant c", "function d.e", "function d.f", "function d.j",
        "constant k", "method k.l", "method k.o",
      ])
  }

  @Test func importsAreNamedByTheirModules() {
    let source = """
      import a, { b } from 'c'
      import d, * as e from "f"
      import 'g'
      import { h }
        from 'i'
      const j = import('no')
      """
    #expect(
      outlineLines(source, .javascript) == [
        "import c", "import f", "import g", "import i", "constant j",
      ])
  }

  @Test func testsAreNamedByTheirStrings() {
    let source = """
      describe('outer', () => {
        it.only("inner", async () => { check() })
        test.each([1])('each %s', { retry: 1 }, n => n)
      })
      /x/.test('no')
      """
    #expect(
      outlineLines(source, .javascript) == ["test outer", "test outer.inner", "test outer.each %s"])
  }

  @Test func parametersKeepPatternsAndRest() {
    #expect(
      parameterLines("function f(a, { b, c } = {}, [d], ...rest) {}", .javascript) == [
        "a", "{ b, c } = {}", "[d]", "...rest",
      ])
  }

  @Test func documentationBelongsToWhatFollows() throws {
    let source = "/** Doc. */\n// note\nexport async function f() {\n}\n"
    let file = SyntaxFile(SourceText(source), as: .javascript)
    let function = try #require(file.entities.first)
    #expect(function.docRange.map(file.text.string) == "/** Doc. */")
    #expect(function.modifiers.map(file.text.string) == ["export", "async"])
    #expect(file.signature(function) == "export async function f()")
    #expect(function.bodyRange.map(file.text.string) == "{\n}")
    #expect(function.range.start == 0)
  }

  @Test func linesEndStatementsWithoutSemicolons() {
    let source =
      "const a = b\n  .c()\n  || d\nconst e = <p>x</p>\nconst f = 1\nlet g\nvar h = `i`\n"
    let file = SyntaxFile(SourceText(source), as: .javascript)
    #expect(
      file.entities.map { file.text.string($0.range) } == [
        "const a = b\n  .c()\n  || d", "const e = <p>x</p>", "const f = 1", "let g", "var h = `i`",
      ])
  }

  @Test func sequencesOfAssignmentsGoOnBehindBlocks() {
    let file = read(
      """
      a.b[c] = function () { return this; }, a.b.next = function (d) { if (d) { e(); } },
      a.b.done = function () {}, f(g, a.h);
      return c(), d.e = function () {};
      """, as: .javascript)
    #expect(file.entities.map(file.qualifiedName).suffix(2) == ["a.b.next", "a.b.done"])
  }
}

@Suite struct JavaScriptDefects {
  @Test(arguments: [
    ("f(a, [b\n", ["1:2 unclosed-delimiter", "1:6 unclosed-delimiter"]),
    ("function f() {\n  if (a) {\n}\nfunction g() {}\n", ["2:10 unclosed-delimiter"]),
    ("a = 'b\nc = 1\n", ["1:5 unterminated-string"]),
    ("a = `b${c}\n", ["1:5 unterminated-string"]),
    ("a /* b\n", ["1:3 unterminated-comment"]),
    ("a = (<b>c)\n", ["1:5 unclosed-delimiter", "1:6 unclosed-delimiter"]),
    ("a = <b><i>c</b>\n", ["1:8 unclosed-delimiter"]),
    ("a = b)\n", ["1:6 unexpected-delimiter"]),
    ("a = /bc\nd(/e)\n", ["1:5 unterminated-string", "2:3 unterminated-string"]),
    ("a = b &&\n /c[/]\n", ["2:2 unterminated-string"]),
    ("class A { constructor() {} constructor(a) {} }\n", ["1:28 duplicate-declaration"]),
    ("class A { constructor() {} static constructor() {} b() {} b() {} }\n", []),
    ("a = b /c; a = (b) /c; a++ /c; a = {} /c; a = [] /c\n", []),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .javascript) == expected)
  }

  /// ECMA-262, B.1.1.
  @Test func commentsOfHTML() {
    let source = "a = b <!--c \"\n--> d \"\n  --> '\nwhile (e-->0) {}\nfunction f() {}\n"
    let file = read(source, as: .javascript)
    #expect(outline(file) == "function f")
    #expect(file.defects == [])
    #expect(SyntaxInvariants.violation(of: file) == nil)
    let module = SyntaxFile(
      SourceText("a = b <!--c;\nfunction f() {}\n"), as: .javascript, path: "a.mjs")
    #expect(module.tokenTexts.contains("operator:<"))
    #expect(read("a = b <!--c;\n", as: .typescript).tokenTexts.contains("identifier:c"))
  }

  @Test func wordsThatAreNamesInScripts() {
    let file = read(
      "var await = 3;\nvar yield = 4, b = 5;\nfunction yield() {}\nclass await {}\n",
      as: .javascript)
    #expect(
      outline(file)
        == "variable await\nvariable yield\nvariable b\nfunction yield\nclass await")
  }

  @Test func resources() {
    let source = "using a = b;\nawait using c = d(), e = f;\nusing(g);\nusing\nh = 1;\n"
    for language in [Language.javascript, .typescript] {
      let file = read(source, as: language)
      #expect(outline(file) == "constant a\nconstant c\nconstant e")
    }
  }
}

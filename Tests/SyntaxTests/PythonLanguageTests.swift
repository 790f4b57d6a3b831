import Source
import Testing

@testable import Syntax

@Suite struct PythonTokens {
  @Test func interpolatedStringsNest() {
    #expect(
      tokenLines(#"f'a{x!r:>{w}}b{d['k']:%H:%M}' rb"\"" "#, .python) == [
        "stringStart f'a{", "identifier x", "operator !", "identifier r", "stringMiddle :>{",
        "identifier w", "stringMiddle }}b{", "identifier d", "open [", "string 'k'", "close ]",
        "stringEnd :%H:%M}'", #"string rb"\"""#,
      ])
  }

  @Test func escapedBracesAndNamedCharactersAreText() {
    #expect(tokenLines(#"f"{{x}} \N{DASH}""#, .python) == [#"string f"{{x}} \N{DASH}""#])
  }

  @Test func numbersAndOperators() {
    #expect(
      tokenLines("1_000.5e-3j := 0xFFif x**=2...", .python) == [
        "number 1_000.5e-3j", "operator :=", "number 0xFF", "keyword if", "identifier x",
        "operator **=", "number 2.", "punctuation .", "punctuation .",
      ])
  }

  @Test func softKeywordsAreIdentifiers() {
    #expect(
      tokenLines("match type case", .python) == [
        "identifier match", "identifier type", "identifier case",
      ])
  }
}

@Suite struct PythonOutlines {
  @Test func declarationsNest() {
    let source = """
      import os, sys.path
      from ..a import (b,
                       c)
      LIMIT = 3
      count: int = 0
      count = 1
      type Pair[T] = tuple[T, T]

      class Shape(Base, metaclass=Meta):
          '''A shape.'''
          sides: int
          def area(self):
              def inner(): pass
              return inner
          async def draw(self): return [
      1]
      if True:
          def late(): ...
      else: early = 2
      """
    #expect(
      outlineLines(source, .python) == [
        "import os", "import sys.path", "import ..a", "constant LIMIT", "variable count",
        "typealias Pair", "class Shape", "property Shape.sides", "method Shape.area",
        "function Shape.area.inner", "method Shape.draw", "function late", "variable early",
      ])
  }

  @Test func parametersKeepStarsAndLoseSeparators() {
    #expect(
      parameterLines(
        "def f(a, /, b: dict[str, int] = {}, *args: int, k=lambda x, y: x, **kw) -> None: ...",
        .python) == [
          "a", "b: dict[str, int] = {}", "*args: int", "k = lambda x, y: x", "**kw",
        ])
  }

  @Test func decoratorsDocumentationAndBody() throws {
    let source = """
      # before
      @cached(1)
      @other
      async def f[T](x: T) -> list[T]:  # why
          "Says what."
          return x
          # the end

      # after
      y = 1
      """
    let file = SyntaxFile(SourceText(source), as: .python)
    let function = try #require(file.entities.first)
    #expect(function.modifiers.map(file.text.string) == ["@cached(1)", "@other", "async"])
    #expect(function.docRange.map(file.text.string) == "\"Says what.\"")
    #expect(file.signature(function) == "async def f[T](x: T) -> list[T]")
    #expect(function.returnType.map(file.text.string) == "list[T]")
    #expect(file.text.string(function.range).hasPrefix("@cached"))
    #expect(file.text.string(function.range).hasSuffix("# the end"))
    #expect(function.bodyRange.map(file.text.string)?.hasPrefix("\"Says") == true)
  }

  @Test func visibilityFollowsUnderscoresAndScope() {
    let source = """
      def a(): pass
      def _b(): pass
      def __c(): pass
      class D:
          def __init__(self):
              def local(): pass
      """
    #expect(
      outlineLines(source, .python) { _, entity in entity.visibility.rawValue } == [
        "function a public", "function _b internal", "function __c private", "class D public",
        "method D.__init__ public", "function D.__init__.local private",
      ])
  }

  @Test func targetsOfAssignments() {
    let source = """
      a = b = lambda x=1: x
      (c, [d, *e]), f.g, h[0][1].i = j(k=1)
      l.m = n(o).p = q
      class R:
          S, t = 1, 2
          (u): int = 3
          def v(self): w, x = 1, 2
      y == z
      def aa(): bb = cc = 1
      """
    let file = SyntaxFile(SourceText(source), as: .python)
    #expect(
      file.entities.map { "\($0.kind) \(file.qualifiedName($0))" } == [
        "variable a", "variable b", "variable c", "variable d", "variable e", "class R",
        "constant R.S", "property R.t", "method R.v", "function aa",
      ])
    #expect(file.entities.first?.bodyRange.map(file.text.string) == "lambda x=1: x")
  }

  @Test func allNamesWhatIsPublic() {
    let source = "__all__ = ['a']\n__all__ += ('_c',)\na = b = 1\ndef b(): pass\n_c = 2\n"
    #expect(
      outlineLines(source, .python) { _, entity in entity.visibility.rawValue } == [
        "variable __all__ internal", "variable a public", "variable b internal",
        "function b internal",
        "variable _c public",
      ])
    let computed = "__all__ = names()\ndef b(): pass\n"
    #expect(
      outlineLines(computed, .python) { _, entity in entity.visibility.rawValue }.last
        == "function b public")
  }
}

@Suite struct PythonDefects {
  @Test(arguments: [
    ("f(a, b\n\ndef g():\n    pass\n", ["1:2 unclosed-delimiter"]),
    ("x = 'abc\ny = 1\n", ["1:5 unterminated-string"]),
    ("x = '''abc\ny = 1\n", ["1:5 unterminated-string"]),
    ("x = f'{a'\ndef g():\n    pass\n", ["1:5 unterminated-string", "1:9 unterminated-string"]),
    ("if a:\n        b\n    c\n", ["3:5 inconsistent-indentation"]),
    ("if a:\n        b\n\tc\n", ["3:2 inconsistent-indentation"]),
    ("if a:\nb\n", ["2:1 inconsistent-indentation"]),
    ("a\n  b\n", ["2:3 inconsistent-indentation"]),
    ("if a:\n\tb\n\tif c:\n\t    d\n", []),
    ("x = f\"\"\"{\n  a}\"\"\"\ny = f'{\nb}'\n", []),
    ("if a and \\\n        b:\n    c\n# x\n  # y\nd\n", []),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .python) == expected)
  }
}

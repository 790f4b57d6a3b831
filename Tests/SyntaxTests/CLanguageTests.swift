import Testing

@testable import Syntax

@Suite struct CLanguageTests {
  @Test func declarationsOfEveryKind() {
    let file = read(
      """
      #ifndef A_H
      #define A_H
      #include <stdio.h>
      #include "b.h"
      #define MAX(a, b) ((a) > (b) ? (a) : (b))
      #ifdef __cplusplus
      extern "C" {
      #endif
      struct c { int d; unsigned e : 3, f; struct { char *g[2]; } h; void (*i)(int); union { int j; }; };
      enum { K, L = 1 << 2, };
      typedef enum m { N } m_t, *m_p;
      typedef struct { int o; } p_t;
      typedef int (*q)(const char *, ...);
      typedef unsigned long r_t;
      typedef r_t (*cb_t)(void *data);
      extern int s, *t;
      static const char *u[] = { "a", "b" };
      struct c v = { .d = 1 };
      struct forward;
      int w(void);
      PyAPI_FUNC(int) x(void);
      API int y(char *z, size_t n) PRINTF_LIKE(1, 2);
      DEFINE_THING(foo)
      static inline __attribute__((always_inline)) struct c *aa(int x) { FOREACH(x) { int no; } return 0; }
      int bb(a, b) int a; char *b; { return a; }
      void (*signal2(int sig, void (*func)(int)))(int);
      TEST(cc) { check(); }
      int (dd)(void) { return 1; }
      int git_ee GIT_UNUSED;
      #ifdef __cplusplus
      }
      #endif
      #endif
      """, as: .c)
    #expect(
      outline(file) == """
        macro A_H
        import stdio.h
        import b.h
        macro MAX
        struct c
          field d
          field e
          field f
          field h
            field g
          field i
          field j
        enumCase K
        enumCase L
        enum m
          enumCase N
        typealias m_t
        typealias m_p
        struct p_t
          field o
        typealias q
        typealias r_t
        typealias cb_t
        variable s
        variable t
        variable u
        variable v
        function w
        function x
        function y
        function aa
        function bb
        function signal2
        function TEST
        function dd
        variable git_ee
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func partsOfAFunction() throws {
    let file = read(
      """
      /* Adds. */
      __attribute__((pure)) static inline const char *add(int a, char b[10], void (*c)(int), ...)
      { return 0; }
      """, as: .c)
    let entity = try #require(file.first("add"))
    #expect(
      entity.parameters.map(file.describe) == [
        "a: int", "b: char b[10]", "c: void (*c)(int)", "...",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "const char *")
    #expect(entity.visibility == .private)
    #expect(entity.docRange.map { file.text.string($0) } == "/* Adds. */")
    #expect(
      entity.modifiers.map { file.text.string($0) } == ["__attribute__((pure))", "inline"])
    #expect(file.signature(entity).hasPrefix("static inline const char *add("))
    #expect(entity.bodyRange.map { file.text.string($0) } == "{ return 0; }")
  }

  @Test func preprocessorLinesAreMarkedToTheirEnd() {
    let file = read("#define A(x) \\\n  { x \\\n  /* y\n */ z\n#error don't\nint a;", as: .c)
    let outside = (0..<file.tokens.count).filter { !file.tokens.flags($0).contains(.directive) }
    #expect(
      outside.map { file.tokenTexts[$0] } == ["keyword:int", "identifier:a", "punctuation:;"])
    #expect(file.tokenTexts.contains("text:don't"))
    #expect(file.defects.isEmpty)
    #expect(outline(file) == "macro A\nvariable a")
  }

  @Test func tokensOfC() {
    #expect(
      read("L\"a\" u8\"b\" L'c' 0x1p-3f .5e+1 1'000 a->b x<<=1 <: :> <% %> f\\\noo", as: .c)
        .tokenTexts
        == [
          "string:L\"a\"", "string:u8\"b\"", "character:L'c'", "number:0x1p-3f", "number:.5e+1",
          "number:1'000", "identifier:a", "operator:->", "identifier:b", "identifier:x",
          "operator:<<=", "number:1", "open:<:", "close::>", "open:<%", "close:%>",
          "identifier:f\\\noo",
        ])
  }

  @Test(arguments: [
    "int f(int a)\n#ifdef A\n{ if (a) {\n#else\n{ if (!a) {\n#endif\n}}",
    "#if 0\ndon't } ) {\n#endif\nint a;", "#if A\nint f(void) {\n#else\nint f(int x) {\n#endif\n}",
    "#define BEGIN if (1) {\nvoid f(void) { BEGIN } }\n",
    "#ifdef A\nif (x) {\n#endif\n#ifndef A\n#else\n}\n#endif",
    "#ifdef __cplusplus\nextern \"C\" {\n#endif\n#if defined(__cplusplus) && 1\n}\n#endif",
  ])
  func conditionalsThatCompileHaveNoDefects(_ source: String) {
    #expect(read(source, as: .c).defects.isEmpty)
  }

  @Test func delimitersAreReportedBehindTheGuardOfAHeader() {
    let file = read(
      "#ifndef A_H\n#define A_H\nvoid f(void) {\n  if (a) {\n    b();\n}\n#endif\n", as: .c)
    #expect(file.defects.map(\.rule) == [.unclosedDelimiter])
    #expect(file.defects.first.map { file.text.position(at: $0.range.start).line } == 4)
    #expect(read("int a = (1;\n", as: .c).defects.map(\.rule) == [.unclosedDelimiter])
    #expect(
      read("int f(void) { char *a = \"b;\n}\n", as: .c).defects.map(\.rule) == [.unterminatedString]
    )
  }

  @Test func everyBranchIsRead() {
    let file = read(
      "#ifdef A\nint a(void) { return 1; }\n#elif B\nint b;\n#else\nint c(void);\n#endif\n#define D",
      as: .c)
    #expect(outline(file) == "function a\nvariable b\nfunction c\nmacro D")
  }

  @Test func branchesThatAreUnbalancedOnTheirOwnAreRead() {
    let file = read(
      """
      #if A
      int f(int a) {
      #elif B
      int g(long a) {
      #else
      struct h { int i;
      #endif
      };
      #ifdef __cplusplus
      class j {};
      #endif
      int k;
      """, as: .c)
    #expect(
      outline(file) == "function f\nfunction g\nstruct h\n  field i\nvariable k")
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test(arguments: [
    "", "#", "#define", "#define A(", "struct", "struct a {", "enum {", "typedef", "int f(",
    "f(a, b) int",
    "static", "(", "= 1;", ", a", ": b", "int (*", "#include <", "extern \"C\" {",
    "typedef struct {",
    "'", "\"", "/*", "if (a) {", "}", "int a = {", "%:define A", "f() g() h()",
  ])
  func halfWrittenSourcesAreRead(_ source: String) {
    let file = read(source, as: .c)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func textThatIsLeftOutNeedsNoTokens() {
    let source = """
      #ifdef NOPE
      it's " :)
      #elif B
      "what }
      #endif
      int f(void) { return 1; }
      #define X it's
      #if 0
      don't
      #elif C
      don't
      #endif
      """
    for language in [Language.c, .cpp, .objectiveC] {
      let file = read(source, as: language)
      #expect(outline(file) == "function f\nmacro X")
      #expect(file.defects.filter { $0.severity == .error } == [])
      #expect(file.defects.count == 4)
      // What is always compiled is told as before.
      for source in [
        "#if 1\nint a = 'b;\n#endif\n", "#if 0\n#else\nint a = 'b;\n#endif\nint c;\n",
        "#ifndef A\n#define A\nint a = 'b;\nint c;\n#endif\n", "#ifdef A\n/*\n#endif\n",
        "#include 'a\nint b;\n", "#if 1\n)\n#endif\n",
      ] {
        #expect(
          read(source, as: language).defects.map(\.severity) == [.error], "\(source)")
      }
    }
  }

  @Test func typesOfPointersToFunctions() {
    let source = """
      int (*g(void))(int);
      typedef int (*fn)(int);
      const char *(*table[3])(void), *other;
      int (*h(int a))(int) { return 0; }
      int *plain(int (*b)(int));
      """
    for language in [Language.c, .cpp, .objectiveC] {
      let file = read(source, as: language)
      #expect(file.type("g") == "int (*g(void))(int)")
      #expect(file.type("fn") == "int (*fn)(int)")
      #expect(file.type("table") == "const char *(*table[3])(void)")
      #expect(file.type("h") == "int (*h(int a))(int)")
      #expect(file.type("plain") == "int *")
    }
  }

  @Test func parametersOfBeforeISOC() throws {
    let file = read(
      "int kr(a, b, c, d) int a; char *b, **c; int (*d)(); { return 0; }\nint f(a) {}\n", as: .c)
    #expect(
      try #require(file.first("kr")).parameters.map(file.describe)
        == ["a: int", "b: char *", "c: **c", "d: int (*d)()"])
    #expect(try #require(file.first("f")).parameters.map(file.describe) == [": a"])
  }
}

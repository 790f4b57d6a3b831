import Source
import Testing

@testable import Syntax

extension SyntaxFile {
  /// The defects as `severity rule line:column`.
  var places: [String] {
    defects.map { defect in
      let place = text.position(at: defect.range.start)
      return "\(defect.severity) \(defect.rule.rawValue) \(place.line):\(place.column)"
    }
  }
}

/// The lines of a source, counted from 1, in which a declaration stands that stood before.
private func duplicates(_ source: String, _ language: Language) -> [Int] {
  let file = read(source, as: language)
  #expect(file.defects.allSatisfy { $0.rule == .duplicateDeclaration }, "\(file.places)")
  return file.defects.map { file.text.position(at: $0.range.start).line }
}

@Suite struct DuplicateDeclarationTests {
  @Test func theFirstOneIsNamed() {
    let file = read("func a() {}\n\nfunc a() {}\n", as: .swift)
    #expect(file.places == ["error duplicate-declaration 3:6"])
    #expect(file.defects[0].message == "`a` is declared twice in this file")
    #expect(file.defects[0].help?.contains("line 1") == true)
  }

  @Test func swift() {
    #expect(duplicates("struct A {\n  var b = 1\n  var b: Int { 2 }\n}\n", .swift) == [3])
    #expect(duplicates("func a(_ b: Int) {}\nfunc a(_ c: Int) {}\n", .swift) == [2])
    #expect(
      duplicates("enum A { case b, c\n case b }\nclass D {}\nactor D {}\n", .swift) == [2, 4])
    #expect(
      duplicates(
        """
        func a(b: Int) {}
        func a(c: Int) {}
        func a(b: String) {}
        func a(b: Int) -> Int { 1 }
        func a(b: Int) async {}
        func a<T>(b: T) where T: P {}
        func a<T>(b: T) where T: Q {}
        @available(macOS 12, *) func d() {}
        @available(macOS, obsoleted: 12) func d() {}
        struct E { static func f() {}; func f() {}; static var g = 1; var g = 2 }
        extension E where T == Int { func h() {} }
        extension E where T == Bool { func h() {} }
        prefix operator +++
        postfix operator +++
        func i() { if x { func j() {} } else { func j() {} } }
        """, .swift) == [])
  }

  @Test func nothingUnderAConditionIsCertain() {
    #expect(duplicates("#if A\nfunc a() {}\n#else\nfunc a() {}\n#endif\n", .swift) == [])
    #expect(duplicates("func a() {}\n#if A\nfunc a() {}\n#endif\n", .swift) == [])
    #expect(duplicates("#if A\nlet b = 1\n#endif\nfunc a() {}\nfunc a() {}\n", .swift) == [5])
    #expect(
      duplicates(
        "int a(void) {\n#ifdef B\n  if (c) {\n#else\n  {\n#endif\n  }\n}\nint d(void) {}\n", .c)
        == [])
    #expect(duplicates("#[cfg(a)]\nfn b() {}\n#[cfg(not(a))]\nfn b() {}\n", .rust) == [])
    #expect(duplicates("#[cfg(a)]\nmod b { fn c() {} fn c() {} }\n", .rust) == [])
  }

  @Test func java() {
    #expect(
      duplicates(
        """
        class A {
          int a; static String a;
          int b(final int c, List<D> d) { return 1; }
          long b(int e, List<D> f) { return 1; }
          A(int g) {}
          A(int h) {}
          class I {}
          interface I {}
          enum J { K, L, K }
        }
        """, .java) == [2, 4, 6, 8, 9])
    #expect(
      duplicates(
        """
        class A {
          int a; int a() { return a; } class a {}
          void b(int c) {} void b(long c) {} void b(int... c) {} void b(int c, int d) {}
          void b(int c[]) {} <T extends X> void b(T t) {} <T extends Y> void b(T t) {}
          Object e = new Object() { void f() {} }; Object g = new Object() { void f() {} };
          void h() { class I {} } void j() { class I {} }
        }
        """, .java) == [])
    // A template, of which one branch is left.
    #expect(read("class A {\n#if (b)\n int c;\n#else\n int c;\n#end\n}\n", as: .java).places == [])
  }

  @Test func csharp() {
    #expect(
      duplicates("class A { void B(int c) {}\n int B(int d) { return 1; } }\n", .csharp) == [2])
    #expect(
      duplicates(
        """
        namespace N { partial class A { partial void B(); partial void B() {} } partial class A {}
        class C {} class C<T> {} class D : I, J { void I.F() {} void J.F() {} void F() {}
        D() {} static D() {} void G(ref int a) {} void G(int a) {} void G<T>(int a) {} } }
        """, .csharp) == [])
  }

  @Test func kotlin() {
    #expect(
      duplicates("fun a(b: Int) = 1\nfun a(c: Int) = 2\nval d = 1\nval d = 2\n", .kotlin) == [2, 4])
    #expect(
      duplicates(
        """
        fun A.b() = 1
        fun C.b() = 1
        fun <T : A> d(e: T) = 1
        fun <T : C> d(e: T) = 1
        @JvmName("f") fun g() = 1
        val A.h get() = 1
        val C.h get() = 1
        class I { init {}; init {}; companion object {} }
        fun I() = 1
        """, .kotlin) == [])
  }

  @Test func goAndRust() {
    #expect(
      duplicates(
        "package a\ntype b int\nfunc b() {}\nfunc (c *b) d() {}\nfunc (c b) d() {}\n", .go) == [
          3, 5,
        ])
    #expect(
      duplicates(
        """
        package a
        func init() {}
        func init() {}
        var _ = 1
        var _ = 2
        func (b c) d() {}
        func (b e) d() {}
        func f() { type g int; { type g int } }
        """, .go) == [])
    #expect(
      duplicates("struct A { b: u8, b: u8 }\nfn A() {}\nfn c() {}\nfn c() {}\nenum A {}\n", .rust)
        == [1, 4, 5])
    #expect(
      duplicates(
        """
        impl A { fn b() {} }
        impl C for A { fn b() {} }
        const _: () = ();
        const _: () = ();
        macro_rules! d { () => {} }
        macro_rules! d { () => {} }
        fn e() { fn f() {} { fn f() {} } }
        mod g { fn e() {} }
        """, .rust) == [])
  }

  @Test func cFamily() {
    #expect(duplicates("int a(int b) { return b; }\nint a(int b) { return b; }\n", .c) == [2])
    #expect(duplicates("int a(int b) { return b; }\nint a(void) { return 1; }\n", .c) == [2])
    for language in [Language.c, .cpp, .objectiveC] {
      #expect(
        duplicates(
          """
          struct A { int b; };
          struct A { int c; };
          enum D { E, F,
            E };
          struct G { int h; char *i; struct A h;
            T i; };
          const T *j(T k) { return 0; }
          const T *j(T l) { return 1; }
          """, language) == [2, 4, 5, 6, 8])
      #expect(
        duplicates(
          """
          struct A { T b ALIGNED; T c ALIGNED; int d attribute; int e attribute; };
          struct A;
          enum { F }; enum { G };
          MACRO(a) { }
          MACRO(a) { }
          int PREFIXED(b) { }
          int PREFIXED(b) { }
          int h(int); int h(int); int h(int i) { return i; }
          struct { int j; } k; struct { int j; } l;
          #if M
          struct N { int o; };
          #else
          struct N { long o; };
          #endif
          """, language) == [])
    }
    #expect(duplicates("struct A { int b; };\nstruct A { int b; };\n", .c) == [])
  }

  @Test func cPlusPlus() {
    #expect(
      duplicates(
        """
        struct A { int b(int c) const { return c; }
          int b(int d) const { return d; } };
        struct A { int b; };
        """, .cpp) == [2, 3])
    #expect(
      duplicates(
        """
        struct A { int b(int c) const { return c; } int b(int c) { return c; } };
        int d(int e) { return e; }
        int d(long e) { return e; }
        namespace { int d(int e) { return e; } }
        namespace f { int d(int e) { return e; } }
        template <class T> int g(T h) { return h; }
        template <class T> int g(T h) requires I<T> { return h; }
        template <class T> struct J { int k; };
        template <> struct J<int> { int k; };
        int A::l(int m) { return m; }
        int B::l(int m) { return m; }
        """, .cpp) == [])
    #expect(
      duplicates(
        """
        int a(int b);
        int a(int b) { return b; }
        TEST(c) { }
        TEST(c) { }
        #define NAME d
        int NAME(void) { return 1; }
        #undef NAME
        #define NAME e
        int NAME(void) { return 1; }
        """, .c) == [])
  }

  @Test func scriptLanguages() {
    #expect(
      duplicates("const a = 1\nlet a = 2\nclass B {}\nclass B {}\nlet [c] = d, e\n", .javascript)
        == [2, 4])
    #expect(
      duplicates(
        "var a, a\nfunction b() {}\nfunction b() {}\nif (c) { let d } else { let d }\n", .javascript
      )
        == [])
    #expect(duplicates("function a(b: C) {}\nfunction a(b: D) {}\n", .typescript) == [2])
    #expect(duplicates("class A {\n b() {}\n static b() {}\n b() {}\n}\n", .typescript) == [4])
    #expect(
      duplicates(
        """
        function a(b: C): void
        function a(b: D): void
        function a(b: any) {}
        namespace a { }
        interface E { f: G } interface E { h: I }
        class E { get j() { return 1 } set j(k) {} [Symbol.l]() {} }
        enum M { N } enum M { O = 1 }
        declare module "p" { const q: number }
        declare module "r" { const q: number }
        """, .typescript) == [])
    #expect(
      duplicates(
        "<?php\nfunction a() {}\nfunction a() {}\nclass B {\n public $c; private $c;\n}\n", .php)
        == [3, 5])
    #expect(
      duplicates(
        """
        <?php
        if (!function_exists('a')) { function a() {} }
        function a() {}
        class B { public $c; const c = 1; function c() {} }
        class B {}
        """, .php) == [])
    #expect(duplicates("def a():\n  pass\ndef a():\n  pass\n", .python) == [])
  }

  @Test func scala() {
    #expect(
      duplicates("class A {\n def b(c: Int) = 1\n def b(c: Int) = 2\n}\nobject A\n", .scala) == [3])
    #expect(
      duplicates(
        """
        object A {
          def b(c: Int) = 1; def b(c: String) = 1; def b[T](c: Int) = 1
          def d: Int = macro e
          inline def d: Int = 1
          given F[G] = h
          given F[I] = j
          class F; object F
          extension (k: Int) def l = 1
          extension (k: String) def l = 1
        }
        """, .scala) == [])
  }

  @Test func aFileWithErrorsGetsNone() {
    let file = read("int a(void) { return 1; }\nint a(void) { return (1; }\n", as: .c)
    #expect(file.defects.map(\.rule) == [.unclosedDelimiter])
  }
}

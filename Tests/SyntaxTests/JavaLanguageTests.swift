import Testing

@testable import Syntax

@Suite struct JavaLanguageTests {
  @Test func declarationsOfEveryKind() {
    let file = read(
      """
      package a.b;
      import java.util.*;
      import static a.B.c;
      @Deprecated public final class D<T extends Comparable<T>> extends E implements F<G<H<T>>> {
        static final int i = 1, j[] = { 2 }, k = l < 3 ? 4 : 5;
        private Map<String, List<int[]>> m = new HashMap<String, List<int[]>>() {{ put(1, 2); }}, n;
        static { class O { int p; } }
        { q = 1; }
        D() { this(1); }
        public <U> D(U... u) throws V { super(new W(new X() { void y() {} }) { int z() { return 1; } }); }
        @Test void aa() { Runnable r = () -> { new BB<>() { public void cc() {} }; }; }
        abstract int[] dd(final @EE Map<K, V> ff, int gg[])[];
        java.util.List<? super T> @HH [] ii;
        sealed interface JJ permits KK { int LL = 1; void mm(); default int nn() { return D.class; } }
        non-sealed class KK implements JJ { }
        record OO(int pp, @QQ List<A, B> rr) implements SS { OO { check(); } OO(int tt) { this(tt, null); } }
        enum UU implements VV { WW, XX(1, new YY() { void zz() {} }) { void a1() {} }, @A2 A3 {}; int a4; UU(int x) {} }
        @interface A5 { int a6() default 1; String[] a7() default { }; }
        void a8() { record A9(int b1) {} enum B2 { B3 } if (x) { interface B4 {} } int record = 1; }
        ;
      }
      """, as: .java)
    #expect(
      outline(file) == """
        import java.util.*
        import a.B.c
        class D
          field i
          field j
          field k
          field m
          field n
          class O
            field p
          initializer D
          initializer D
            method y
            method z
          test aa
            method cc
          method dd
          field ii
          interface JJ
            field LL
            method mm
            method nn
          class KK
          record OO
            field pp
            field rr
            initializer OO
            initializer OO
          enum UU
            enumCase WW
            enumCase XX
              method zz
              method a1
            enumCase A3
            field a4
            initializer UU
          interface A5
            method a6
            method a7
          method a8
            record A9
              field b1
            enum B2
              enumCase B3
            interface B4
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func partsOfAMethod() throws {
    let file = read(
      """
      class A {
        /** Doc. */
        @Override @B("c")
        protected static <T> Map<T, int[]> f(final Map<T, U<V>> a, @C int b[], String... c, A this)
            throws D { body(); }
      }
      """, as: .java)
    let entity = try #require(file.first("f"))
    #expect(
      entity.parameters.map(file.describe) == ["a: Map<T, U<V>>", "b: int", "c: String..."])
    #expect(entity.returnType.map { file.text.string($0) } == "Map<T, int[]>")
    #expect(entity.visibility == .protected)
    #expect(entity.docRange.map { file.text.string($0) } == "/** Doc. */")
    #expect(
      entity.modifiers.map { file.text.string($0) } == ["@Override", "@B(\"c\")", "static"])
    #expect(file.signature(entity).hasPrefix("protected static <T> Map<T, int[]> f("))
    #expect(file.signature(entity).hasSuffix("throws D"))
    #expect(entity.bodyRange.map { file.text.string($0) } == "{ body(); }")
    #expect(file.qualifiedName(entity) == "A.f")
  }

  @Test func visibilityComesFromThePlace() {
    let file = read(
      """
      class A { int b; private int c; A() {} void d() { class E {} } }
      public interface F { int g = 1; void h(); class I {} private void j() {} }
      public enum K { L; K() {} void m() {} }
      @interface N { int o(); }
      """, as: .java)
    let levels = ["A", "b", "c", "d", "E", "F", "g", "h", "I", "j", "L", "m", "N", "o"].map {
      file.first($0)?.visibility
    }
    #expect(
      levels == [
        .internal, .internal, .private, .internal, .private, .public, .public, .public, .public,
        .private, .public, .internal, .internal, .public,
      ])
    let constructors = file.entities.filter { $0.kind == .initializer }.map(\.visibility)
    #expect(constructors == [.internal, .private])
  }

  @Test func filesWithoutAClass() {
    let file = read(
      "#!/usr/bin/java\nimport module java.base;\nint a = 1;\nvoid main() {}", as: .java)
    #expect(outline(file) == "import java.base\nfield a\nfunction main")
    #expect(
      outline(read("@A open module a.b { requires c; exports d to e; }", as: .java))
        == "module a.b")
  }

  @Test func tokensOfJava() {
    let source = #"""
      """
        a "b" \""" c
        """ "d\"" '\'' '"' '\u005c'' "\\u005c" "\u0022 0x1.8p-3f 1_0.5e+3d .5f a>>>=b c->d e::f
      """#
    #expect(
      read(source, as: .java).tokenTexts == [
        "string:\"\"\"\n  a \"b\" \\\"\"\" c\n  \"\"\"", "string:\"d\\\"\"", "character:'\\''",
        "character:'\"'", "character:'\\u005c''", "string:\"\\\\u005c\"", "string:\"\\u0022",
        "number:0x1.8p-3f", "number:1_0.5e+3d", "number:.5f", "identifier:a", "operator:>>>=",
        "identifier:b", "identifier:c", "operator:->", "identifier:d", "identifier:e",
        "operator:::", "identifier:f",
      ])
  }

  @Test func defectsStandWhereTheyBegin() {
    #expect(
      defectLines("class A {\n  void a() {\n    if (b) {\n  }\n}\n", .java)
        == ["3:12 unclosed-delimiter"])
    #expect(defectLines("class A { String b = \"c;\n}", .java) == ["1:22 unterminated-string"])
    #expect(defectLines("class A { String b = \"\"\"\n}", .java).last == "1:22 unterminated-string")
    #expect(defectLines("/* a", .java) == ["1:1 unterminated-comment"])
  }

  @Test(arguments: [
    "", "class", "class A", "class A<", "class A {", "class A { int", "class A { int b",
    "class A { int b =", "class A { int b(", "class A { <T", "class A { @", "class A { @B(",
    "enum A {",
    "enum A { B(", "enum A { B {", "enum A { B(c) {", "record A(", "record A(int", "@interface",
    "import", "import static", "package", "module", "module a {", "open module", "sealed",
    "non-sealed",
    "public", "class A { void b() { new", "class A { void b() { new C(", "class A { A {", "\"\"\"",
    "\\u",
    "class A { int b() default", "class A { int[", "class A { static {", "interface A { default",
  ])
  func halfWrittenSourcesAreRead(_ source: String) {
    let file = read(source, as: .java)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }
}

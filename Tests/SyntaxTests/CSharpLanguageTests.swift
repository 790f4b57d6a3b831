import Testing

@testable import Syntax

@Suite struct CSharpLanguageTests {
  @Test func declarationsOfEveryKind() {
    let lines = outlineLines(
      """
      using System;
      global using static System.Math;
      using Map = System.Collections.Generic.Dictionary<string, int>;
      [assembly: Foo("x")]
      namespace A.B;
      /// <summary>Doc</summary>
      [Serializable] public abstract partial class C<T> : D<List<T>>, IE where T : class, new() {
        private const int K = 1, L = 2;
        public static readonly Dictionary<string, List<int>> Map = new Dictionary<string, List<int>>(), Other;
        public event EventHandler<int> Changed;
        public C(int x) : base(x) { }
        ~C() => Free();
        public int P { get; private set; } = 4;
        public int Q => K < L ? 1 : 2;
        internal string this[int i, string @s] { get { return null; } set { } }
        public static C<T> operator +(C<T> a, C<T> b) => a;
        public static implicit operator int(C<T> c) => 1;
        IEnumerator IEnumerable<T>.GetEnumerator() { return null; }
        protected internal async Task<(int, string)> M<U>(ref U u, params object[] rest) where U : struct
        {
          int Local(int a) => a;
          static List<U> Other2<V>(V v) { return null; }
          if (u is Foo f) { Call(x => { }); }
          return await Local(3);
        }
        public abstract int[]? N(int? x = null);
        delegate void Handler(object sender);
        enum E : byte { [X] One = 1, Two, Three = One | Two }
        interface IF { void G(); int H { get; } }
        record struct R(int A, string B = "x") { public int Sum => A; }
      }
      public record Point(int X, int Y);
      static class Ext { extension(string s) { public int Len() => s.Length; } }
      """, .csharp)
    #expect(
      lines == [
        "import System", "import System.Math", "import Map", "namespace A.B", "class A.B.C",
        "constant A.B.C.K", "constant A.B.C.L", "field A.B.C.Map", "field A.B.C.Other",
        "property A.B.C.Changed", "initializer A.B.C.C", "deinitializer A.B.C.~C",
        "property A.B.C.P", "property A.B.C.Q", "subscript A.B.C.this", "operator A.B.C.+",
        "operator A.B.C.implicit operator int", "method A.B.C.IEnumerable<T>.GetEnumerator",
        "method A.B.C.M", "function A.B.C.M.Local", "function A.B.C.M.Other2", "method A.B.C.N",
        "typealias A.B.C.Handler", "enum A.B.C.E", "enumCase A.B.C.E.One", "enumCase A.B.C.E.Two",
        "enumCase A.B.C.E.Three", "interface A.B.C.IF", "method A.B.C.IF.G", "property A.B.C.IF.H",
        "record A.B.C.R", "property A.B.C.R.Sum", "record A.B.Point", "class A.B.Ext",
        "extension A.B.Ext.string", "method A.B.Ext.string.Len",
      ])
  }

  @Test func explicitImplementationsAreNamedWithoutTheInterface() {
    let source = """
      class A : IB<int>, C.ID {
        int IB<int>.E => 1;
        void C.ID.F<T>(T t) { }
        int IB<int>.this[int i] { get => 1; }
        event G C.ID.H { add { } remove { } }
        static A IB<int>.operator +(A a, A b) => a;
      }
      """
    #expect(
      outline(read(source, as: .csharp))
        == "class A\n  property E\n  method F\n  subscript this\n  property H\n  operator +")
    #expect(
      outlineLines(source, .csharp) == [
        "class A", "property A.IB<int>.E", "method A.C.ID.F", "subscript A.IB<int>.this",
        "property A.C.ID.H", "operator A.+",
      ])
  }

  @Test func partsOfAMethod() throws {
    let file = read(
      """
      class A {
        /// Adds.
        [Pure, Other(1)]
        protected internal static async Task<int> Add<T>(this List<T> a, [In] ref int b, (int, int) c, string d = ")")
          where T : new() => await a;
      }
      """, as: .csharp)
    let entity = try #require(file.first("Add"))
    #expect(
      entity.parameters.map(file.describe) == [
        "a: this List<T>", "b: ref int", "c: (int, int)", "d: string = \")\"",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "Task<int>")
    #expect(entity.visibility == .protected)
    #expect(entity.docRange.map { file.text.string($0) } == "/// Adds.")
    #expect(
      entity.modifiers.map { file.text.string($0) } == ["[Pure, Other(1)]", "static", "async"])
    #expect(file.signature(entity).hasPrefix("protected internal static async Task<int> Add<T>("))
    #expect(entity.bodyRange.map { file.text.string($0) } == "await a")
    #expect(file.defects.isEmpty)
  }

  @Test func visibilityIsThatOfThePlace() {
    let lines = outlineLines(
      """
      class A { int f; private protected int g; interface B { void C(); } enum D { E } }
      file class F { }
      """, .csharp
    ) { _, entity in entity.visibility.rawValue }
    #expect(
      lines == [
        "class A internal", "field A.f private", "field A.g internal", "interface A.B private",
        "method A.B.C public", "enum A.D private", "enumCase A.D.E private", "class F fileprivate",
      ])
  }

  @Test func accessorsWithoutBodiesBelongToTheSignature() {
    let file = read(
      "class A { public int P { get; init; } = 4; int Q { get { return 1; } } }", as: .csharp)
    #expect(
      file.entities.map { file.signature($0) } == [
        "class A", "public int P { get; init; }", "int Q",
      ])
  }

  @Test func strings() {
    #expect(
      tokenLines(
        #"a = @"b""c\" + "d\"e" + '\'' + $"f{g}{{h}}" + $@"i""{j}" + @$"k\"; @class"#, .csharp)
        == [
          "identifier a", "operator =", #"string @"b""c\""#, "operator +", #"string "d\"e""#,
          "operator +", #"character '\''"#, "operator +", #"stringStart $"f{"#, "identifier g",
          #"stringEnd }{{h}}""#, "operator +", #"stringStart $@"i""{"#, "identifier j",
          #"stringEnd }""#, "operator +", #"string @$"k\""#, "punctuation ;", "identifier @class",
        ])
  }

  @Test func interpolationsHoldStringsAndFormats() {
    #expect(
      tokenLines(#"$"{a["x"]:N2} {(b ? "c" : $"{d}"):x} {global::E.F}""#, .csharp) == [
        #"stringStart $"{"#, "identifier a", "open [", #"string "x""#, "close ]",
        "stringMiddle :N2} {", "open (", "identifier b", "punctuation ?", #"string "c""#,
        "punctuation :", #"stringStart $"{"#, "identifier d", #"stringEnd }""#, "close )",
        "stringMiddle :x} {", "identifier global", "operator ::", "identifier E", "punctuation .",
        "identifier F", #"stringEnd }""#,
      ])
  }

  @Test func rawStrings() {
    let source = """
      a = \"""b"c\"""; d = \"\"\"\"
        e \""" {
        \"\"\"\"; f = $$\"""
        { {{g}} }
        \"""; h = $\"""{i}\""";
      """
    #expect(
      tokenLines(source, .csharp).filter { $0.hasPrefix("s") || $0.hasPrefix("identifier") } == [
        "identifier a", "string \"\"\"b\"c\"\"\"", "identifier d",
        "string \"\"\"\"\n  e \"\"\" {\n  \"\"\"\"", "identifier f",
        "stringStart $$\"\"\"\n  { {{", "identifier g", "stringEnd }} }\n  \"\"\"", "identifier h",
        "stringStart $\"\"\"{", "identifier i", "stringEnd }\"\"\"",
      ])
    #expect(defectLines(source, .csharp) == [])
  }

  @Test func branchesOfConditionalsAreAllRead() {
    let source = """
      #region it's
      class A
      #if NET8 // "
        : B {
      #else
      {
      #endif
        void C() { }
      #if false
        don't }
      #endif
      #pragma warning disable "
      }
      #endregion
      """
    #expect(outlineLines(source, .csharp) == ["class A", "method A.C"])
    #expect(defectLines(source, .csharp) == [])
  }

  @Test func topLevelStatements() {
    let source = """
      using var a = B();
      var c = new D { E = 1 };
      foreach (var f in c) Console.WriteLine($"{f}");
      if (c is { E: 1 }) { G(); }
      await H(1);
      app.MapGet("/", () => { return 1; });
      static int I(int j) => j;
      class K { }
      """
    #expect(outlineLines(source, .csharp) == ["function I", "class K"])
    #expect(defectLines(source, .csharp) == [])
  }

  @Test func defects() {
    #expect(
      defectLines("class A {\n  void B() {\n    if (c) {\n  }\n}\n", .csharp)
        == ["3:12 unclosed-delimiter"])
    #expect(
      defectLines("a = \"b;\nc = 'd\n", .csharp) == [
        "1:5 unterminated-string", "2:5 unterminated-string",
      ])
    #expect(defectLines("a = @\"b\nc", .csharp) == ["1:5 unterminated-string"])
    #expect(defectLines("a = $\"{b", .csharp) == ["1:5 unterminated-string"])
    #expect(defectLines("/* a", .csharp) == ["1:1 unterminated-comment"])
  }

  /// What a condition leaves out is no code (ECMA-334, 6.5.5).
  @Test func textThatIsLeftOutNeedsNoTokens() {
    let file = read(
      """
      class A {
      #if B
        it's {{{ \"\"\" "
      #elif C
        /* open $"{ x
      #else
        void D() {}
      #endif
      #if E
        $\"\"\"{
        #if F
        /*
        #endif
      #endif
      #if G
        )
      #endif
        void H() {}
      }
      """, as: .csharp)
    #expect(outline(file) == "class A\n  method D\n  method H")
    #expect(file.defects.filter { $0.severity == .error } == [])
    #expect(SyntaxInvariants.violation(of: file) == nil)
    let string = read(
      "#if A\nvar b = @\"\n#if C\n#endif\n\";\n#endif\nclass D {}\n", as: .csharp)
    #expect(outline(string) == "class D")
    #expect(string.defects == [])
    #expect(defectLines("#if true\nclass A {\n#endif\n", .csharp) == [])
  }

  @Test func namesThatAreWordsOfTheLanguage() throws {
    let file = read("class A { void B(int @if, string @else) { } }", as: .csharp)
    let method = try #require(file.first("B"))
    #expect(method.parameters.map { file.flattened($0.name) } == ["if", "else"])
  }

  @Test func constraintsAreNoBases() throws {
    let file = read("class A<T> where T : B { }\nclass C<T> : D where T : B { }", as: .csharp)
    #expect(file.entities.map { file.conformances($0).map(file.text.string) } == [[], ["D"]])
  }
}

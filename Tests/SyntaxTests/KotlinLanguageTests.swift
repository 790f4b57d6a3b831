import Testing

@testable import Syntax

@Suite struct KotlinLanguageTests {
  @Test func declarationsOfEveryKind() {
    let lines = outlineLines(
      """
      @file:JvmName("A")
      package a.b
      import c.d.*
      import e.f as g
      /** Doc */
      @Deprecated("x") sealed class C<T : Any> @Inject internal constructor(private val x: Int, y: String = "a") :
        D<T>(y), E by F() {
        init { println(x) }
        constructor() : this(1)
        val p: Int = 1
        var q: List<Int>
          get() = field
          private set(value) { field = value }
        val r by lazy { object : G { override fun h() = 1 } }
        lateinit var s: String
        override fun m(a: (Int) -> Unit, vararg b: Map<String, Int>): Int =
          if (x > 1)
            2
          else
            3
        abstract fun n()
        fun <T> List<T>?.o(): T? where T : Any { fun local() {}; return null }
        companion object { const val K = 1 }
        object O { fun p() = Unit }
        inner class I
      }
      fun interface J { fun k() }
      enum class L(val v: Int) { A(1) { override fun w() = 2 }, @X B(2), ; abstract fun w(): Int }
      enum class M { C, D }
      data class N(val a: Int)
      typealias Q = (Int) -> Unit
      fun String.`with blank`() = 1
      fun (() -> Unit).later() {}
      val <T> List<T>.second: T get() = this[1]
      fun `quoted name`() { }
      annotation class R
      value class S(val s: String)
      """, .kotlin)
    #expect(
      lines == [
        "namespace a.b", "import c.d.*", "import e.f", "class C", "initializer C.init",
        "initializer C.constructor", "property C.p", "property C.q", "property C.r",
        "method C.r.h", "property C.s", "method C.m", "method C.n", "method C.List<T>?.o",
        "function C.List<T>?.o.local", "object C.companion", "constant C.companion.K",
        "object C.O", "method C.O.p", "class C.I", "interface J", "method J.k", "enum L",
        "enumCase L.A", "method L.A.w", "enumCase L.B", "method L.w", "enum M", "enumCase M.C",
        "enumCase M.D", "class N", "typealias Q", "function String.with blank",
        "function (() -> Unit).later", "property List<T>.second", "function quoted name", "class R",
        "class S",
      ])
  }

  @Test func extensionsAreNamedWithoutWhatTheyExtend() {
    let source = """
      fun <T> List<T>?.a(): T? { fun b() {} }
      val Map<String, (Int) -> Int>.Entry.c: Int get() = 1
      fun (() -> Unit).`d e`() {}
      """
    #expect(
      outline(read(source, as: .kotlin))
        == "function a\n  function b\nproperty c\nfunction d e")
    #expect(
      outlineLines(source, .kotlin) == [
        "function List<T>?.a", "function List<T>?.a.b",
        "property Map<String, (Int) -> Int>.Entry.c", "function (() -> Unit).d e",
      ])
  }

  @Test func interfacesOfOneFunctionAndBodiesOfEnumerations() {
    let source = """
      fun interface A<in T> : (T) -> Unit, B { override fun invoke(t: T); companion object }
      private fun interface C
      enum class D : E {
        F { override fun g() = "}" }, @H(1) I("a", { 2 }) {
          val j = 1
          init { k() }
        },
        `L m`;
        constructor(n: String, o: () -> Int) : this()
        abstract fun g(): String
        fun interface P { fun q() }
        enum class R { S; companion object { val t = values() } }
      }
      enum class U(val v: Int) { W(1), X(2); }
      enum class Y { ; fun z() {} }
      """
    #expect(
      outlineLines(source, .kotlin) == [
        "interface A", "method A.invoke", "object A.companion", "interface C", "enum D",
        "enumCase D.F", "method D.F.g", "enumCase D.I", "property D.I.j", "initializer D.I.init",
        "enumCase D.L m", "initializer D.constructor", "method D.g", "interface D.P",
        "method D.P.q", "enum D.R", "enumCase D.R.S", "object D.R.companion",
        "property D.R.companion.t", "enum U", "enumCase U.W", "enumCase U.X", "enum Y",
        "method Y.z",
      ])
    #expect(defectLines(source, .kotlin) == [])
  }

  @Test func templatesHoldCode() {
    let source = #"""
      val a = "${if (b) "c }" else "${d { "{" }}"} $e.f ${'}'} ${"""g "${h}" }"""}"
      val i = """j ${
        k.map { "$it\"" /* } */ } // }
      } $ {"""
      fun l() = "$m${n}$"
      """#
    #expect(outlineLines(source, .kotlin) == ["property a", "property i", "function l"])
    #expect(defectLines(source, .kotlin) == [])
  }

  @Test func partsOfAFunction() throws {
    let file = read(
      """
      class A {
        /** Adds. */
        @Suppress("x")
        protected open suspend fun <T> add(a: T, vararg b: Map<String, List<Int>>, c: (Int, Int) -> Int = { x, y -> x }): List<T> = b
      }
      """, as: .kotlin)
    let entity = try #require(file.first("add"))
    #expect(
      entity.parameters.map(file.describe) == [
        "a: T", "b: Map<String, List<Int>>", "c: (Int, Int) -> Int = { x, y -> x }",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "List<T>")
    #expect(entity.visibility == .protected)
    #expect(entity.docRange.map { file.text.string($0) } == "/** Adds. */")
    #expect(
      entity.modifiers.map { file.text.string($0) } == ["@Suppress(\"x\")", "open", "suspend"])
    #expect(file.signature(entity).hasPrefix("protected open suspend fun <T> add("))
    #expect(entity.bodyRange.map { file.text.string($0) } == "b")
  }

  @Test func valuesEndWithTheirLine() {
    let file = read(
      """
      class A {
        val a = b
          .c()
          ?: d
        val e = f +
          g
        private val h: List<Int>
        val i = when (j) {
          1 -> 2
          else -> 3
        }
        val k: Int = try { 1 }
          catch (e: E) { 2 }
        val l = "${
          m
        }"
        internal fun n() = o { p }
      }
      """, as: .kotlin)
    #expect(
      file.entities.dropFirst().map { file.flattened($0.bodyRange ?? $0.nameRange) } == [
        "b .c() ?: d", "f + g", "h", "when (j) { 1 -> 2 else -> 3 }",
        "try { 1 } catch (e: E) { 2 }", "\"${ m }\"", "o { p }",
      ])
  }

  @Test func strings() {
    #expect(
      tokenLines(#"a = "b${c["d${e}"]}f$g\$\"" + 'h' + '\'' + return@i 1..2 1.5e-3f"#, .kotlin)
        == [
          "identifier a", "operator =", #"stringStart "b${"#, "identifier c", "open [",
          #"stringStart "d${"#, "identifier e", #"stringEnd }""#, "close ]",
          #"stringEnd }f$g\$\"""#, "operator +", "character 'h'", "operator +", #"character '\''"#,
          "operator +", "keyword return@i", "number 1", "operator ..", "number 2",
          "number 1.5e-3f",
        ])
    #expect(
      tokenLines("a = \"\"\"b\n\"c\\${d}\"\"\"\" + $$\"\"\"${e}$${f}\"\"\"", .kotlin) == [
        "identifier a", "operator =", "stringStart \"\"\"b\n\"c\\${", "identifier d",
        "stringEnd }\"\"\"\"", "operator +", "stringStart $$\"\"\"${e}$${", "identifier f",
        "stringEnd }\"\"\"",
      ])
  }

  @Test func commentsNest() {
    #expect(
      tokenLines("/* a /* b */ c */ d // e", .kotlin) == [
        "blockComment /* a /* b */ c */", "identifier d", "lineComment // e",
      ])
  }

  @Test func scriptsHoldStatements() {
    let source = """
      #!/usr/bin/env kotlin
      plugins { id("a") version "b" }
      val c by extra("d")
      tasks.named<E>("f") { doLast { fun g() = 1 } }
      """
    #expect(outlineLines(source, .kotlin) == ["property c", "function g"])
    #expect(defectLines(source, .kotlin) == [])
  }

  @Test func membersOfObjectsInExpressions() {
    #expect(
      outlineLines("fun a() = b(object : C { override fun d() {}\n val e = 1 })", .kotlin)
        == ["function a", "method a.d", "property a.e"])
  }

  @Test func defects() {
    #expect(
      defectLines("class A {\n  fun b() {\n    if (c) {\n  }\n}\n", .kotlin)
        == ["3:12 unclosed-delimiter"])
    #expect(
      defectLines("val a = \"b\nval c = 'd\n", .kotlin) == [
        "1:9 unterminated-string", "2:9 unterminated-string",
      ])
    #expect(defectLines("val a = \"\"\"b", .kotlin) == ["1:9 unterminated-string"])
    #expect(defectLines("val a = \"${b", .kotlin) == ["1:9 unterminated-string"])
    #expect(defectLines("/* a /* */", .kotlin) == ["1:1 unterminated-comment"])
  }

  @Test func accessorsOnTheLineOfTheirProperty() {
    let file = read(
      """
      class A {
        val b: Boolean get() = true
        var c: Map<D, E> private set
        var f: suspend (G) -> H? internal set
        val i: @J @K L get() { return m }
        var n: O
        val get: P
      }
      """, as: .kotlin)
    #expect(
      ["b", "c", "f", "i", "n", "get"].map { file.type($0) } == [
        "Boolean", "Map<D, E>", "suspend (G) -> H?", "@J @K L", "O", "P",
      ])
  }
}

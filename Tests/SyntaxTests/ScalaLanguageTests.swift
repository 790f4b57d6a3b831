import Testing

@testable import Syntax

@Suite struct ScalaLanguageTests {
  @Test func declarationsInBraces() {
    let lines = outlineLines(
      """
      package a.b
      import c.d._
      /** Doc */
      @e("f") sealed abstract class G[H <: I](val j: Int)(implicit k: L) extends M[H](j) with N {
        val o, p: Int = 1
        lazy val (q, r) = 1 -> 2
        private var s: T = _
        type U = V
        def this() = this(1)
        def +(x: Int): G[H] = {
          def local = 1
          val hidden = new W { val y = 1; def z() = 2 }
          hidden
        }
        def procedure() { println("a") }
        def abstractly(x: Int): Option[Int]
        implicit class Inner(val x: Int) { def aa = 1 }
      }
      case class BB(cc: Int)
      case object DD extends EE
      trait FF { self: GG => def hh: Int }
      package object ii { val jj = 1 }
      object KK { val x = 49 // more
          val y = 50 }
      """, .scala)
    #expect(
      lines == [
        "namespace a.b", "import a.b.c.d._", "class a.b.G", "property a.b.G.o", "property a.b.G.p",
        "property a.b.G.q", "property a.b.G.r", "property a.b.G.s", "typealias a.b.G.U",
        "initializer a.b.G.this", "method a.b.G.+", "function a.b.G.+.local", "property a.b.G.+.y",
        "method a.b.G.+.z", "method a.b.G.procedure", "method a.b.G.abstractly",
        "class a.b.G.Inner", "method a.b.G.Inner.aa", "class a.b.BB", "object a.b.DD",
        "trait a.b.FF", "method a.b.FF.hh", "object a.b.ii", "property a.b.ii.jj", "object a.b.KK",
        "property a.b.KK.x", "property a.b.KK.y",
      ])
  }

  @Test func declarationsByIndentation() {
    let file = read(
      """
      enum A(val b: Int):
        case C, D
        case E(f: Int) extends A(1)
        def g = 1
      end A

      object H:
        given i: J[K] with
          def l(m: N): Int =
            val o = 1
            val p = 2
            o + p
          def q = r match
            case 1 => 2
            case _ => 3
        given Ordering[S] = t
        extension (u: V)
          def w: Int = 1
          def x: Int = 2
        extension [Y](z: List[Y]) def aa(bb: Int)(using CC): Int = 1
        inline def dd = 1
        val ee =
          new FF:
            def gg = 1
        opaque type HH = Int

      def ii(jj: Int) = jj
      """, as: .scala)
    #expect(
      outline(file) == """
        enum A
          enumCase C
          enumCase D
          enumCase E
          method g
        object H
          object i
            method l
            method q
          property Ordering[S]
          extension V
            method w
            method x
          extension List[Y]
            method aa
          method dd
          property ee
            method gg
          typealias HH
        function ii
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
    let method = file.first("l")
    #expect(
      method?.bodyRange.map { file.flattened($0) } == "val o = 1 val p = 2 o + p")
    #expect(file.first("A").map { file.text.string($0.range).hasSuffix("end A") } == true)
  }

  @Test func partsOfAMethod() throws {
    let file = read(
      """
      class A {
        /** Adds. */
        @tailrec protected[b] final override def add[T: C](a: T, d: (Int, Int) => Int = (x, y) => x)(implicit e: F[T]): Map[T, Int] =
          g
      }
      """, as: .scala)
    let entity = try #require(file.first("add"))
    #expect(
      entity.parameters.map(file.describe) == [
        "a: T", "d: (Int, Int) => Int = (x, y) => x", "e: F[T]",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "Map[T, Int]")
    #expect(entity.visibility == .protected)
    #expect(entity.docRange.map { file.text.string($0) } == "/** Adds. */")
    #expect(entity.modifiers.map { file.text.string($0) } == ["@tailrec", "final", "override"])
    #expect(file.signature(entity).hasPrefix("protected[b] final override def add[T: C]("))
    #expect(entity.bodyRange.map { file.text.string($0) } == "g")
  }

  @Test func strings() {
    #expect(
      tokenLines(#"a + "b\"c" + s"d${e("f")}$g$$\"" + '\'' + '"' + 'h + 'i'"#, .scala) == [
        "identifier a", "operator +", #"string "b\"c""#, "operator +", #"stringStart s"d${"#,
        "identifier e", "open (", #"string "f""#, "close )", #"stringEnd }$g$$\"""#, "operator +",
        #"character '\''"#, "operator +", #"character '"'"#, "operator +", "identifier 'h",
        "operator +", "character 'i'",
      ])
    #expect(
      tokenLines("\"\"\"a\"b\"\"\"\" raw\"\"\"c\n${d}\\\"\"\" f\"$x%2.2f\"", .scala) == [
        "string \"\"\"a\"b\"\"\"\"", "stringStart raw\"\"\"c\n${", "identifier d",
        "stringEnd }\\\"\"\"", "string f\"$x%2.2f\"",
      ])
  }

  @Test func commentsNestAndOperatorsEndBeforeThem() {
    #expect(
      tokenLines("a_+ _* :: <:< x:Int +/* /* */ */1 -// b", .scala) == [
        "identifier a_+", "identifier _", "operator *", "operator ::", "operator <:<",
        "identifier x", "punctuation :", "identifier Int", "operator +",
        "blockComment /* /* */ */", "number 1", "operator -", "lineComment // b",
      ])
  }

  @Test func xmlIsText() {
    let source = "val a = <b c='{'>it's {d(\"e\")} {{ <f/> <!-- ' --></b>\nval g = h < i"
    #expect(
      tokenLines(source, .scala).filter { $0.hasPrefix("text") } == [
        "text <b c='{'>it's ", "text  {{ <f/> <!-- ' --></b>",
      ])
    #expect(defectLines(source, .scala) == [])
    #expect(outlineLines(source, .scala) == ["property a", "property g"])
  }

  @Test func linesThatEndWithATypeAreComplete() {
    #expect(
      outlineLines("type A = A.type\nobject A\nval b = new C[D]:\n  val e = 1\nval _ = 2", .scala)
        == [
          "typealias A", "object A", "property b", "property b.e",
        ])
  }

  @Test func dedentedStrings() {
    #expect(
      tokenLines("a = '''\n  it's \"b\n  ''' s'''\n${'''\nc\n'''}\n'''", .scala) == [
        "identifier a", "operator =", "string '''\n  it's \"b\n  '''", "stringStart s'''\n${",
        "string '''\nc\n'''", "stringEnd }\n'''",
      ])
  }

  @Test func visibility() {
    #expect(
      outlineLines("class A { private val b = 1; private[c] def d = 1; protected type E }", .scala)
      {
        $1.visibility.rawValue
      } == [
        "class A public", "property A.b private", "method A.d internal", "typealias A.E protected",
      ])
  }

  @Test func defects() {
    #expect(
      defectLines("class A {\n  def b() = {\n    if (c) {\n  }\n}\n", .scala)
        == ["3:12 unclosed-delimiter"])
    #expect(defectLines("val a = \"b\n", .scala) == ["1:9 unterminated-string"])
    #expect(defectLines("val a = \"\"\"b", .scala) == ["1:9 unterminated-string"])
    #expect(defectLines("val a = s\"${b", .scala) == ["1:9 unterminated-string"])
    #expect(defectLines("/* a /* */", .scala) == ["1:1 unterminated-comment"])
  }
}

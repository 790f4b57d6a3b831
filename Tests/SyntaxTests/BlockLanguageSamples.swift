// Sources with something of everything, for tests that break them.

let csharpSample = ##"""
  using System; using A = B<C>;
  #if X
  namespace D.E { [F] public class G<H> : I<J<K>> where H : new() {
  #else
  namespace D { class G {
  #endif
    /// Doc
    const int L = 1, M; string N => $"a{b:N2}{(c ? "d" : @"e""f")}";
    public int O { get; set; } = 4; P this[int i] { get { return null; } }
    G(ref int q, (int, string) r = default) : base(q) { int S(T t) => t; }
    static G operator +(G a, G b) => $$"""
      {{x}} { y
      """; ~G() { } void I<J>.U() { if (a < b && c > d) { 'v'.W(); } }
    enum X : byte { Y = 1, Z } record struct R(int A); event E F; delegate void V(object o);
  } }
  """##

let kotlinSample = ##"""
  @file:A("b") package c.d
  import e.*
  /** Doc */ data class F<T : G<H>> @I constructor(val j: Int = 1, k: (L) -> M) : N(j), O by p {
    val q: List<R> get() = field
      private set; var s by lazy { object : T { override fun u() = "v${w["x${y}"]}$z" } }
    init { a?.b ?: c }; companion object { const val D = 'e' }
    fun <F> G<H>?.i(j: K<L>) where F : M = if (n)
      o else """p"${q}"""" ; constructor() : this(1)
  }
  enum class R(s: Int) { T(1) { fun u() {} }, @V W; fun x() = 1 }
  fun interface Y { fun z() } /* a /* b */ c */ typealias D = (E) -> F
  """##

let phpSample = ##"""
  <p>it's</p> <?php namespace A\B; use C\{D, E as F}; const G = 1;
  #[H(1)] /** Doc */ final class I extends J implements K { use L { m as n; }
    public const int O = 1, P = 2; private ?Q $r = ['s' => 1], $t; // ?>
    <?php public function __construct(private readonly int $u = 1, V &...$w) : static|null {
      return "x$y {$z["a{$b}"]} ${c}" . <<<D
        it's {$e} "f"
        D . <<<'G'
      {$h
      G; }
    public string $i { get => $this->j; set(K $l) { $m = fn() => new class { function n() {} }; } }
  } enum O: int { case P = 1; } # q ?> <b> <?= $r ?> </b>
  """##

let scalaSample = ##"""
  package a.b
  import c.{d => e, _}
  /** Doc */ @f(1) sealed abstract case class G[H <: I](j: Int = 1, val k: L => M)(implicit n: O) extends P with Q {
    private[a] lazy val r: S { def t: Int } = 'u' + 'v + s"w$x${y("z${1}")}\"" + """b"c""""
    def unary_!(d: => E*) = f match { case G(h) => i; case _ => <j k="{">l {m(n)} 'o </j> }
    var (p, q) = r -> s; type T[_] = U; new V { override def w() = 1 }
    def this() = this(1)
  }
  enum X(y: Int) extends Z:
    case A, B
    case C(d: Int) extends X(1)
    def e = 1
  object F:
    given g: H[I] with
      def j(k: L) = m
    extension [N](o: P) def q(r: S)(using T): U =
      val v = w
      x
    end q
  /* y /* z */ */ val `b c` = 1 // d
  """##

import Source
import Testing

@testable import Syntax

/// Tokens of Go, Rust and Java cover every byte, and entities nest, in whatever is left of a source.
@Suite struct GoRustJavaCoverageTests {
  private static let go = """
    package a
    import ( b "c/d" )
    const ( e, f = iota, `g
    h` )
    var i, j struct { k int } = func() { type l struct { *m.N "o"; p, q [2]r } }, 's'
    type t[u any, v ~int | w] interface { x(y, z int, ...) (a error); ~b }
    // c
    func (d *e[f]) g(h ...func(i) (j, k), l <-chan struct{}) map[string]interface{} { return /* m
    */ "n\\"" + 'o' }
    """

  private static let rust = """
    #![a] //! b
    use c::{d as e, f::*}; mod g { pub(in h) static mut I: J<K<L>>= 1 << 2; }
    /// m /* n
    #[o(p)] pub unsafe extern "C" fn q<'r, const S: T>(&'r mut self, (u, v): [w; 2], ...) -> X where Y: Fn(Z) -> A {
      b!({ fn c() {} }); struct D(E, F); 'g: loop { break 'g b'\\'' }; r##"h"# "##; r#i::<j>(1.0e-2..=k.0.1) }
    impl<L> m::N<L> for &'a (dyn O<P = Q> + 'a) { type R = S; const T: U; fn v(); }
    enum W { X = 1 << 2, Y(Z, A), B { c: D<E, F> = g } } union H { i: j } extern { fn k(); }
    macro_rules! l { ($m:expr) => { /* n /* o */ */ } } trait p: q {} macro r(s) { t }
    """

  private static let java = #"""
    package a.b; import static c.D.*;
    /** e */ @F(g = {1, 2}) public sealed abstract class H<I extends J<K>> permits L {
      int m = 1, n[] = { 2 }; Map<O, List<P>> q = new R<>() { void s() {} };
      static { t(); } { u(); } <V> H(W... x) throws Y { this(new Z(new A() { int b; }) { int c; }); }
      enum D { E(1) { void f() {} }, G; int h; } record I(int j, @K L<M, N> o) { I { p(); } }
      @interface Q { String r() default """
        s \""" t"""; } non-sealed interface U { char V = '\u005c'', w = '\''; default void x() { record Y() {} } }
    }
    """#

  private static let samples: [(Language, String)] = [(.go, go), (.rust, rust), (.java, java)]

  @Test(arguments: samples)
  func mutatedSources(_ language: Language, _ source: String) {
    var generator = SeededGenerator(state: 42)
    let original = Array(source.utf8)
    #expect(read(source, as: language).defects.isEmpty)
    for round in 0..<3000 {
      var bytes = original
      for _ in 0...Int.random(in: 0..<6, using: &generator) { mutate(&bytes, &generator) }
      let file = SyntaxFile(SourceText(bytes), as: language)
      if let fault = coverageFault(file) ?? nestingFault(file) {
        Issue.record("round \(round): \(fault) in\n\(String(decoding: bytes, as: UTF8.self))")
        return
      }
    }
  }

  @Test(arguments: samples)
  func everyPrefix(_ language: Language, _ source: String) {
    for count in 0...source.utf8.count {
      let file = SyntaxFile(SourceText(Array(source.utf8.prefix(count))), as: language)
      #expect(coverageFault(file) ?? nestingFault(file) == nil, "of \(count) bytes")
    }
  }

  @Test(arguments: samples.map(\.0))
  func randomBytes(_ language: Language) {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<1000 {
      let count = Int.random(in: 0..<200, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let file = SyntaxFile(SourceText(bytes), as: language)
      #expect(coverageFault(file) ?? nestingFault(file) == nil, "\(bytes)")
    }
  }

  /// Sources that make a reader slow whose work is not bounded by their length.
  @Test(
    arguments: samples.map(\.0),
    [
      "(", "{", "[{(", "{)", "<", "fn a<", "struct a {", "enum a {", "impl a for ", "#[a]",
      "#[a]\n",
      "a!(", "r#\"", "\"#", "'", "/*", "/**/", "// a\n", "type a struct {", "a, ",
      "var a = func() {",
      "func (a) ", "func a(", "type a [", "interface {", "class a {", "new a(", "new a() {", "@a ",
      "@a(", "a<", "a.", "public ", "enum a { b {", "\"\"\"", "unsafe ", "pub(", "x: ", "= 1 <<",
    ])
  func costGrowsWithLengthOnly(_ language: Language, _ piece: String) {
    func seconds(_ repetitions: Int) -> Double {
      let text = SourceText(String(repeating: piece, count: repetitions))
      let start = ContinuousClock.now
      let file = SyntaxFile(text, as: language)
      let elapsed = ContinuousClock.now - start
      #expect(coverageFault(file) == nil)
      return elapsed / .seconds(1)
    }
    let short = seconds(2_000)
    let long = seconds(16_000)
    // Eight times the length; 40 leaves room for noise, a square would be 64 times and more.
    #expect(long < max(short * 40, 0.5), "\(short) s, then \(long) s")
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    let marks = Array("(){}[]<>\"'`#\\/*@,;:.=!?\n \0".utf8) + [0xFF, 0xC3]
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes.remove(at: place)
    case 1: bytes.insert(marks.randomElement(using: &generator)!, at: place)
    case 2: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 3: bytes.removeSubrange(place...)
    default:
      let end = Int.random(in: place..<bytes.count, using: &generator)
      bytes.append(contentsOf: bytes[place..<min(end, place + 80)])
    }
  }
}

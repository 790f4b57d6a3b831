import Source
import Testing

@testable import Syntax

/// Tokens cover every byte, and entities nest, in whatever is left of a source.
@Suite struct TokenCoverageTests {
  private static let swift = """
    #if os(Linux)
    import A
    #endif
    /// Doc
    @attr(1) public final class B<T: C>: D where T == [Int] {
      private(set) var e = "a\\(f("b\\(g)"))" + #"h\\#(i)"#, j: [K<L<M>>]? = nil
      init?(_ n: @escaping (Int) -> Void = { _ in }, o p: Int...) throws { try? /q r/.s }
      enum T: Int { case u = 1, v(w: Int) }
      /* x /* y */ */ subscript(z: Int) -> Int { get { z / 2 / 3 } set {} }
      static func <<A>(a: A) -> Bool { switch a { case .b: \"\"\"
        c \\(d)
        \"\"\" } }
    }
    """

  private static let c = """
    #ifndef A_H
    #define A(x) do { x; } \\
      while (0)
    #if 0
    it's
    #elif defined(B)
    typedef struct c { int d : 3, *e[4]; enum { F = 1 } g; } h, *i;
    #else
    /* doc */
    static inline int j(const char *k, void (*l)(int)) { return L'm' + u8"n"[0]; }
    #endif
    int o(p, q) int p; char *q; <% FOREACH(p) { r(q); } %>
    PyAPI_FUNC(int) s(void); extern "C" { T u[] = { 1, 2 }, v; }
    #endif
    """

  private static let cPlusPlus = """
    namespace a::inline b { extern "C" { BEGIN(c) } namespace { auto [d, e] = f<1, 2>(R"g(")g"_h); } }
    template <class T, int N = (1 < 2), typename = std::map<int, U<V>>> requires C<T> && D<T>
    class EXPORT [[x]] A<T, N> final : public B<T>, C { Q_OBJECT
     public: explicit(true) A(int i = 3) noexcept(N > 1) try : j(i), k{1}, B<T>(l)... {} catch (...) {}
      virtual ~A() = default; A& operator=(A&&) &; operator std::vector<int>*() const; friend class E;
    #if X
      int m(void (*n)(int), T&&... o) const override {
    #else
      auto m() -> decltype(p) { return [&](auto q) { return q<r>>(1); };
    #endif
      } enum class s : char { S = 1, T [[u]] }; union { int v : 3; } w; using y = int; int z GUARDED(x){1}; };
    template <> int A<B, 1>::C::operator()<D>(int (&a)[2]) { TEST(b, c) {} struct l { m() {} } n; } template class E<int>;
    template <class T> concept F = requires(T t) { t(); }; G(int) -> G<int>; int H::*i, (J::*k)(int);
    """

  @Test(arguments: [(Language.swift, swift), (.c, c), (.cpp, cPlusPlus)])
  func mutatedSources(_ language: Language, _ source: String) {
    var generator = SeededGenerator(state: 42)
    let original = Array(source.utf8)
    #expect(coverageFault(SyntaxFile(SourceText(original), as: language)) == nil)
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

  @Test(arguments: [Language.swift, .c, .cpp])
  func randomBytes(_ language: Language) {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<1000 {
      let count = Int.random(in: 0..<200, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let file = SyntaxFile(SourceText(bytes), as: language)
      #expect(coverageFault(file) == nil, "\(bytes)")
      #expect(nestingFault(file) == nil, "\(bytes)")
    }
  }

  /// Sources that make a reader slow whose work is not bounded by their length.
  @Test(
    arguments: [Language.swift, .c, .cpp],
    [
      "(", "{", "[{(", "\"\\(", "#\"\"\"", "/*", "#if\n{\n", "#else\n}\n", "{)", "func a<", "<",
      "actor a ", "#/\n", "`", "case a,", "let a = b, c: ", "#if 0\n", "struct a {", "f(a) ", "'\\",
      "#define A {\n", "@a", "var a: B<", "typedef struct {", "int (", "a,", "{]", "\\ ",
      "template <", "A::", "operator ", "class A : ", "A() : a(", "requires ", "R\"(", "a<b> ",
      "#if A\nf() {\n#else\n", "#elif A\nf() {\n", "A\n", "A(a)\n", "struct {} ", "f() -> ",
      "void f() { struct A { ",
    ])
  func costGrowsWithLengthOnly(_ language: Language, _ piece: String) {
    func seconds(_ repetitions: Int) -> Double {
      let text = SourceText(String(repeating: piece, count: repetitions))
      let start = ContinuousClock.now
      let file = SyntaxFile(text, as: language)
      let elapsed = ContinuousClock.now - start
      #expect(coverageFault(file) == nil)
      return Double(elapsed.components.attoseconds) / 1e18 + Double(elapsed.components.seconds)
    }
    let short = seconds(2_000)
    let long = seconds(16_000)
    // Eight times the length; 40 leaves room for noise, a square would be 64 times and more.
    #expect(long < max(short * 40, 0.5), "\(short) s, then \(long) s")
  }

  @Test(arguments: [Language.swift, .c, .cpp], ["(", "\"\n"])
  func defectsOfOneKindAreBounded(_ language: Language, _ piece: String) {
    let file = read(String(repeating: piece, count: 5_000), as: language)
    #expect(file.defects.count == Defect.mostOfOneKind)
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

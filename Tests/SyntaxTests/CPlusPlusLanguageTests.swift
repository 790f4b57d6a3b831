import Source
import Testing

@testable import Syntax

@Suite struct CPlusPlusLanguageTests {
  @Test func namespacesAreNestedAndNamelessOnesHide() throws {
    let file = read(
      """
      namespace a::inline b { void f(); }
      inline namespace v1 { int g; }
      namespace { int h; namespace c { struct I { int j; }; } }
      namespace d = a::b;
      namespace [[deprecated]] EXPORT e { using namespace std; using std::string; }
      """, as: .cpp)
    #expect(
      outline(file) == """
        namespace b
          function f
        namespace v1
          variable g
        variable h
        namespace c
          struct I
            field j
        namespace e
        """)
    #expect(
      file.entities.filter { $0.visibility == .private }.map(file.name) == ["h", "c", "I", "j"])
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func membersOfEveryKind() {
    let file = read(
      """
      class EXPORT alignas(8) A final : public B<int, C{}>, private virtual D {
        Q_OBJECT
        FRIEND_TEST(x, y);
        int a = f<1, 2>(), b{3}, *c[2], d : 4 = 1;
       public slots:
        explicit(sizeof(int) > 2) A(int e = 0) noexcept(true) : a(e), B<int>{e}, b{1}, Pack(e)... {}
        A(const A&) = delete;
        virtual ~A() = default;
        API A& operator=(A&&) & noexcept;
        bool operator()(int) const { return true; }
        operator bool() const;
        explicit operator std::vector<int>&();
        void* operator new[](size_t);
        auto f() const -> decltype(a) override final { return a; }
        static int g(void (*h)(int), int (&i)[2]);
        int (*j)(int), (A::*k)(int) const;
        friend class E;
        friend bool operator==(const A&, const A&) { return true; }
        friend void swap(A&, A&);
        template <class T> requires C<T> && (sizeof(T) > 1) void l(T) requires requires(T t) { t(); };
        using m = int;
        typedef int n;
        enum class o : char { P [[deprecated]] = X<1, 2>::value, Q };
        union { int r; };
        struct { int s; } t;
        [[nodiscard]] MACRO(1) int u() OTHER;
      };
      """, as: .cpp)
    #expect(
      outline(file) == """
        class A
          field a
          field b
          field c
          field d
          initializer A
          initializer A
          deinitializer ~A
          operator operator=
          operator operator()
          operator operator bool
          operator operator std::vector<int>&
          operator operator new[]
          method f
          method g
          field j
          field k
          operator operator==
          function swap
          method l
          typealias m
          typealias n
          enum o
            enumCase P
            enumCase Q
          field r
          field t
            field s
          method u
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func accessLabelsAndStorageGiveTheVisibility() {
    let file = read(
      """
      class A { int a; public: int b; protected: int c; PRIVATE_UNLESS_TESTED: int d; };
      struct B { int e; private: int f; };
      static int g; int h; static void i() {}
      """, as: .cpp)
    let seen = file.entities.map { "\(file.name($0)) \($0.visibility)" }
    #expect(
      seen == [
        "A public", "a private", "b public", "c protected", "d protected", "B public", "e public",
        "f private", "g private", "h public", "i private",
      ])
  }

  @Test func definitionsOutsideOfTheirClass() {
    let file = read(
      """
      template <typename T> A<T>::A(int a) : b(a), c{} {}
      template <> inline A<int>::~A() {}
      std::vector<int> A<T>::B::f() const&& { return {}; }
      A::operator int() const { return 1; }
      std::ostream& operator<<(std::ostream& o, const A& a) { return o << a; }
      bool A::operator<(const A&) const { return a < 1; }
      int A::d = 3;
      struct A::E { void g(); };
      A::A() try : b(1) { f(); } catch (...) { g(); }
      void operator""_x(const char*);
      """, as: .cpp)
    #expect(
      file.entities.map { "\($0.kind) \(file.qualifiedName($0))" } == [
        "initializer A::A", "deinitializer A::~A", "method A::B::f", "operator A::operator int",
        "operator operator<<", "operator A::operator<", "field A::d", "struct A::E",
        "method A::E::g", "initializer A::A", "operator operator\"\"_x",
      ])
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func templates() {
    let file = read(
      """
      template <typename T, int N = (1 > 0), class = std::enable_if_t<(N < 3), std::vector<std::pair<T, T>>>>
      struct A : B<C<T>> { static_assert(N > 1); };
      template <> struct A<int, 1> { int a; };
      template <template <class> class T> concept D = requires(T<int> t) { t.f(); } && E<T<int>>;
      template <class T> A(T) -> A<T, 1>;
      template <class T> constexpr bool b = C<T>::value && F<T, 2>::value;
      template class A<char, 2>;
      extern template void g<int>(int);
      template <class... Args> void h(Args&&... args) requires D<Args...>;
      template <class T> using I = A<T, 1 << 2>;
      auto j(auto k) -> std::map<int, std::vector<int>> { return [&]<class T>(T l) { return l < 2; }; }
      """, as: .cpp)
    #expect(
      outline(file) == """
        struct A
        struct A
          field a
        protocol D
        variable b
        function h
        typealias I
        function j
        """)
    #expect(file.defects.isEmpty)
  }

  @Test func macrosThatLookLikeDeclarations() throws {
    let file = read(
      """
      BEGIN_NAMESPACE
      DECLARE_THING(int, x)
      namespace a {
      FOREACH(x) { int no; }
      TEST(Suite, name) { check(); }
      TEST_CASE("a case", "[tag]") { check(); }
      API int f();
      API(int) g(int a) ATTRIBUTE(1);
      EXPORT
      class b {};
      STATIC_ASSERT(sizeof(int) == 4, "no");
      BOOL
      h(int);
      int MACRO(i)(int a) { return a; }
      int j GUARDED_BY(mutex), k;
      static int l[] SECTION(x) = {1};
      int PRIVATE(m);
      ALIGNED(class) n : public b { n(); };
      class o PACKED { o(); };
      }
      END_NAMESPACE
      """, as: .cpp)
    #expect(
      outline(file) == """
        namespace a
          function x
          test name
          test a case
          function f
          function g
          class b
          function h
          function i
          variable j
          variable k
          variable l
          variable m
          class n
            initializer n
          class o
            initializer o
        """)
    #expect(file.qualifiedName(try #require(file.first("name"))) == "a::Suite::name")
  }

  @Test func variablesAreToldFromFunctions() {
    let file = read(
      """
      Foo a(1, "b"); Foo b(c.d, 2); Foo c(); Foo d(int e, Bar<int, 2> f = {}); Foo e{1, 2}, f = {3};
      auto [g, h] = f(); std::function<void(int)> i = [](int j) { return; }; int (*k)(int) = nullptr;
      extern "C" int l(void); extern "C" { int m; } typedef void (*n)(int); using o = void (*)(int);
      static size_type (max)() { return 1; } A::A() : a(1), MACRO(2) b(3), c{} {}
      struct tag* p(struct tag q); const char r[] = R"x(") ;{)x";
      """, as: .cpp)
    #expect(
      file.entities.map { "\($0.kind) \(file.name($0))" } == [
        "variable a", "variable b", "function c", "function d", "variable e", "variable f",
        "variable g", "variable h", "variable i", "variable k", "function l", "variable m",
        "typealias n", "typealias o", "function max", "initializer A", "function p", "variable r",
      ])
    #expect(file.defects.isEmpty)
  }

  @Test func partsOfAFunction() throws {
    let file = read(
      """
      // Adds.
      [[nodiscard]] static constexpr const std::map<int, int>& add(
          int a, const char b[10], std::pair<int, int> c = {1, 2}, void (*d)(int) = nullptr, const Foo&,
          T&&... e, ...) { return f; }
      """, as: .cpp)
    let entity = try #require(file.first("add"))
    #expect(
      entity.parameters.map(file.describe) == [
        "a: int", "b: const char b[10]", "c: std::pair<int, int> = {1, 2}",
        "d: void (*d)(int) = nullptr", ": const Foo&", "e: T&&...", "...",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "const std::map<int, int>&")
    #expect(entity.docRange.map { file.text.string($0) } == "// Adds.")
    #expect(
      entity.modifiers.map { file.text.string($0) } == ["[[nodiscard]]", "static", "constexpr"])
    #expect(file.signature(entity).hasPrefix("static constexpr const std::map<int, int>& add("))
    #expect(entity.bodyRange.map { file.text.string($0) } == "{ return f; }")
  }

  @Test func branchesThatAreUnbalancedOnTheirOwn() {
    let file = read(
      """
      #ifdef A
      class b : public c {
       public:
        int d;
      #else
      class b {
      #endif
        int e;
      };
      #if F
      int g(int a) {
      #elif H
      int g(long a) {
      #else
      int i() {
      #endif
        return 1;
      }
      #ifdef J
      void k(int)
      #else
      void k(long)
      #endif
      { }
      #ifdef L
      class m : public n
      #else
      class m
      #endif
      { int o; };
      p::p()
      #ifdef Q
        : r(1) {
      #else
        : s(2) {
      #endif
      }
      #if 0
      void no() {
      #endif
      """, as: .cpp)
    #expect(
      outline(file) == """
        class b
          field d
        class b
          field e
        function g
        function g
        function i
        function k
        function k
        class m
          field o
        initializer p
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func classesInBodiesOfFunctions() {
    let file = read(
      """
      void f() {
        struct A : B<int> { A(int a) : b(a) {} int b; } c(1);
        struct sockaddr d{}; if (struct stat* e = g()) { class EXPORT F { void h(); }; }
        auto i = [](struct tag j) { return 1; };
        typedef struct { int k; } l;
      }
      """, as: .cpp)
    #expect(
      outline(file) == """
        function f
          struct A
            initializer A
            field b
          class F
            method h
        """)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func modules() {
    let file = read(
      "module;\nexport module a.b:c;\nimport std;\nexport import <d>; import :e;\nexport { int f(); }\n"
        + "import g = 1; module h();", as: .cpp)
    #expect(
      outline(file) == """
        module a.b:c
        import std
        import <d>
        import :e
        function f
        variable g
        function h
        """)
  }

  @Test func tokensOfCPlusPlus() {
    #expect(
      read(#"R"a()")a" u8R"(b)"_c LR"d(\)d" 'e' a::b ->* <=> x<::y 1'000 class"#, as: .cpp)
        .tokenTexts
        == [
          #"string:R"a()")a""#, #"string:u8R"(b)"_c"#, #"string:LR"d(\)d""#, "character:'e'",
          "identifier:a", "operator:::", "identifier:b", "operator:->*", "operator:<=>",
          "identifier:x", "operator:<", "operator:::", "identifier:y", "number:1'000",
          "keyword:class",
        ])
    #expect(read("R\"x(\n", as: .cpp).defects.map(\.rule) == [.unterminatedString])
    #expect(
      read("class R\"x\"", as: .c).tokenTexts == [
        "identifier:class", "identifier:R", "string:\"x\"",
      ])
  }

  @Test(arguments: [
    ("class A;", "cpp"), ("char a[] = R\"(b)\";", "cpp"), ("/* class A; */ int a;", "c"),
    ("int a; // std::b", "c"),
    ("#ifdef __cplusplus\nextern \"C\" {\nclass A;\n#endif\nint a;", "c"),
    ("#include <string>", "cpp"), ("#include <string.h>", "c"), ("void f(std::string);", "cpp"),
    ("[[gnu::packed]] struct a;", "c"), ("#if defined(__cplusplus)\n#else\nint a;\n#endif", "c"),
    ("template <class T> T f();", "cpp"), ("struct a { int class; };", "c"),
    ("namespace a {\n}", "cpp"), ("char *a = \"b::c\";", "c"), ("", "c"),
  ])
  func theContentOfAHeaderTellsItsLanguage(_ source: String, _ language: String) {
    let found = Language.detect(path: SourcePath("a.h"), bytes: Array(source.utf8))
    #expect(found?.name == language)
  }

  @Test(arguments: [
    "template", "template <", "template <class T", "class A :", "class A : B<", "A::", "A::~",
    "operator", "A::operator", "void f() :", "void f() : a(", "void f() try", "requires",
    "namespace", "namespace a::", "using", "using a =", "concept", "enum class", "friend",
    "auto [", "R\"", "R\"(", "extern \"C\"", "public", "a<b<c<d", "void f() ->", "catch (", "~",
    "::",
    "template <class T> concept", "int a = b<", "[[", "class A { A(", "A(x) {",
    "#if A\n{\n#else\n{\n",
  ])
  func halfWrittenSourcesAreRead(_ source: String) {
    let file = read(source, as: .cpp)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func typesKeepTheirQualifiers() {
    let file = read(
      """
      const char* a();
      static const int& b(int);
      volatile const unsigned c = 1;
      typename T::U d();
      struct E { const F* g() const; };
      int const h();
      const auto [i, j] = k();
      """, as: .cpp)
    #expect(
      ["a", "b", "c", "d", "g", "h"].map { file.type($0) } == [
        "const char*", "const int&", "volatile const unsigned", "typename T::U", "const F*",
        "int const",
      ])
    #expect(file.first("i") != nil && file.first("j") != nil)
  }

  @Test func inlineNamespacesInOthers() {
    let file = read("namespace a::b::inline c::d { void f(); }", as: .cpp)
    #expect(file.entities.map(file.qualifiedName) == ["a::b::c::d", "a::b::c::d::f"])
  }
}

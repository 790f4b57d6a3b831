import Testing

@testable import Syntax

/// The counts of the first function of a source.
struct ComplexitySample: CustomTestStringConvertible, Sendable {
  let language: Language
  let name: String
  /// Cyclomatic, cognitive, nesting.
  let counts: [Int]
  let source: String

  init(_ language: Language, _ name: String, _ counts: [Int], _ source: String) {
    self.language = language
    self.name = name
    self.counts = counts
    self.source = source
  }

  var testDescription: String { "\(language.name): \(name)" }
}

@Suite struct ComplexityTests {
  /// Where the numbers of the published examples stand: "Cognitive Complexity", version 1.7, pages 3 to
  /// 9 and appendices.
  private static let published: [ComplexitySample] = [
    .init(
      .java, "sumOfPrimes", [4, 7, 3],
      """
      class A { int sumOfPrimes(int max) {
        int total = 0;
        OUT: for (int i = 1; i <= max; ++i) {
          for (int j = 2; j < i; ++j) {
            if (i % j == 0) {
              continue OUT;
            }
          }
          total += i;
        }
        return total;
      } }
      """),
    .init(
      .java, "getWords", [4, 1, 1],
      """
      class A { String getWords(int number) {
        switch (number) {
          case 1: return "one";
          case 2: return "a couple";
          case 3: return "a few";
          default: return "lots";
        }
      } }
      """),
    .init(
      .java, "nesting", [6, 9, 3],
      """
      class A { void myMethod() {
        try {
          if (condition1) {
            for (int i = 0; i < 10; i++) {
              while (condition2) { }
            }
          }
        } catch (ExcepType1 | ExcepType2 e) {
          if (condition2) { }
        }
      } }
      """),
    .init(
      .java, "lambda", [2, 2, 2],
      "class A { void m() { Runnable r = () -> { if (condition1) { } }; } }"),
    .init(
      .java, "sequences of operators", [7, 4, 1],
      """
      class A { void m() {
        if (a
            && b && c
            || d || e
            && f) { }
      } }
      """),
    .init(
      .java, "operators in parentheses", [4, 3, 1],
      "class A { void m() { if (a && !(b && c)) { } } }"),
  ]

  /// One function with `if`, `else if`, `else`, a loop with a condition in it and an operator.
  private static let alike: [ComplexitySample] = [
    .init(
      .c, "braces", [5, 5, 1],
      "int f(int a) { if (a) { g(); } else if (b) { h(); } else { i(); } while (a && b) { } }"),
    .init(
      .c, "no braces", [5, 9, 3],
      "int f(int a) { if (a) for (;;) if (b) x(); else y(); else z(); while (c) w(); }"),
    .init(
      .cpp, "lambdas, references and handlers", [5, 6, 2],
      """
      int f(A&& a) {
        try {
          auto&& b = a;
          g([&](int c) mutable { if (c and b) { } });
        } catch (const E& e) { return e ? 1 : 2; }
      }
      """),
    .init(
      .objectiveC, "blocks and handlers", [4, 4, 2],
      """
      @implementation A
      - (void)f:(int)a {
        @try { g(^{ if (a) { } }); } @catch (E *e) { }
        for (id b in c) { }
        h(^(int d) { });
      }
      @end
      """),
    .init(
      .cpp, "lambdas, handlers and references", [4, 4, 2],
      """
      int A<B>::f(C&& c) noexcept(true) {
        auto&& d = g<int>([&](auto&& e) { if (e) { } });
        try { h(); } catch (const E& e) { }
        return c and d;
      }
      """),
    .init(
      .javascript, "no semicolons", [4, 3, 1],
      """
      function f(a) {
        if (a)
          g()
        else if (b)
          h()
        while (c)
          i()
      }
      """),
    .init(
      .javascript, "closures", [3, 5, 3],
      """
      function f(a) {
        return a.map(x => x.filter(y => y ? 1 : 0)).map(function () { if (b) { } })
      }
      """),
    .init(
      .javascript, "do", [3, 3, 2],
      "function f(a) { do { if (a) { } } while (b) }"),
    .init(
      .typescript, "optional members are no conditions", [2, 1, 1],
      "function f(a?: A): B { const c: { d?: E } = a?.b ?? g; return a ? c : d; }"),
    .init(
      .python, "elif", [5, 5, 1],
      """
      def f(a):
          if a:
              g()
          elif b and c:
              h()
          else:
              i()
          for d in e:
              j()
      """),
    .init(
      .python, "handlers, conditions and comprehensions", [6, 5, 1],
      """
      def f(a):
          try:
              g(x for x in y if x)
          except E:
              b = 1 if c else 2
          else:
              pass
          return lambda: 0 if a else 1
      """),
    .init(
      .python, "match", [3, 1, 1],
      """
      def f(a):
          match = a
          match a:
              case 1:
                  g()
              case B():
                  h()
              case _:
                  i()
      """),
    .init(
      .swift, "guard, closures and optionals", [6, 6, 2],
      """
      func f(a: Int?) -> Int {
        guard let a else { return 0 }
        if case .some(let b) = c, b { }
        let d = e?.map { $0 > 1 ? 1 : 2 } ?? 0
        return a == 1 || d ? 1 : 2
      }
      """),
    .init(
      .swift, "switch and repeat", [6, 3, 1],
      """
      func f() {
        switch a {
        case 1, 2: g()
        case let b where b: h()
        default: i()
        }
        repeat { } while a
        do { try g() } catch { }
      }
      """),
    .init(
      .go, "select, labels and closures", [6, 8, 2],
      """
      package a

      func f(a int) {
      outer:
        for i := range a {
          if i == 1 {
            continue outer
          }
        }
        select {
        case <-c:
        default:
        }
        go func() { if a == 1 { } }()
        switch x := a.(type) {
        case int:
        }
      }
      """),
    .init(
      .rust, "match, closures and let else", [7, 7, 2],
      """
      fn f(a: i32) -> i32 {
        let Some(b) = a else { return 1 };
        match a {
          1 | 2 => 3,
          n if n > 2 => 4,
          _ => 5,
        }
        let c = |x| if x { 1 } else { 2 };
        'a: loop { break 'a; }
      }
      """),
    .init(
      .kotlin, "when and conditions without braces", [5, 7, 2],
      """
      fun f(a: Int): Int {
        val b = if (a > 1) 1 else 2
        when (a) {
          1 -> g()
          else -> h()
        }
        return a.let { if (it) 1 else 2 } ?: return 3
        for (i in 1..2) println(i)
      }
      """),
    .init(
      .csharp, "switch expressions and nullable types", [6, 3, 1],
      """
      class A { int F(int? a) {
        int? b = a?.C ?? 1;
        return a switch { 1 => 2, 3 when b => 4, _ => 5 };
        foreach (var c in d) { }
        return a ? 1 : 2;
      } }
      """),
    .init(
      .scala, "match and conditions without braces", [6, 4, 1],
      """
      def f(a: Int): Int =
        a match {
          case 1 => 2
          case b if b > 1 => 3
          case _ => 4
        }
        while (a) g()
        if (a) b else c
      """),
    .init(
      .php, "the other way to write blocks", [6, 7, 2],
      """
      <?php
      function f(?int $a): ?int {
        if ($a):
          g();
        elseif ($b):
          h();
        else:
          foreach ($a as $b) i();
        endif;
        $c = match ($a) { 1 => 2, default => 3 };
        return $a ?: ($b ? 1 : 2);
      }
      """),
    .init(
      .ruby, "modifiers, blocks and rescue", [7, 8, 1],
      """
      def f(a)
        return 1 if a
        a.each do |b|
          puts b unless b
        end
        case a
        when 1 then 2
        else 3
        end
        begin
          g
        rescue E
          h while a
        end
        a || b
      end
      """),
    .init(
      .lua, "loops and conditions", [6, 7, 2],
      """
      function f(a)
        if a then g() elseif b then h() else i() end
        for i = 1, 2 do
          if a and b then end
        end
      end
      """),
    .init(
      .shell, "case and lists", [5, 5, 2],
      """
      f() {
        case $1 in
          a|b) g && h ;;
          *) i ;;
        esac
        for x in 1 2; do
          if [ "$x" ]; then j; fi
        done
      }
      """),
  ]

  @Test(arguments: published + alike)
  func aFunctionIsCounted(_ sample: ComplexitySample) throws {
    let file = read(sample.source, as: sample.language)
    let metrics = file.metrics()
    let index = try #require(metrics.functions.keys.min())
    let counts = try #require(metrics.functions[index]?.complexity)
    #expect([counts.cyclomatic, counts.cognitive, counts.nesting] == sample.counts)
  }

  @Test func everyLanguageWithFunctionsHasControlFlow() {
    let without = Language.all.filter { $0.controlFlow == nil && !$0.isData }.map(\.name)
    #expect(without.sorted() == ["dockerfile", "make", "sql"])
  }

  @Test func aNestedFunctionCountsForItselfAndDeeperInItsOuterOne() throws {
    let file = read(
      """
      def outer(a):
          def inner(b):
              if b:
                  pass
          if a:
              inner(a)
      """, as: .python)
    let functions = file.metrics().functions.sorted { $0.key < $1.key }
      .compactMap(\.value.complexity)
    #expect(functions.map(\.cyclomatic) == [2, 2])
    #expect(functions.map(\.cognitive) == [3, 1])
    #expect(functions.map(\.nesting) == [2, 1])
    let total = try #require(file.metrics().complexity)
    #expect((total.cyclomatic, total.cognitive, total.nesting) == (4, 3, 2))
  }

  @Test func theBodyOfATypeIsNoLevel() throws {
    for (source, language) in [
      ("struct A { func f() { if a { } } }", Language.swift), ("class A(val b: B) { }", .kotlin),
    ] {
      let total = try #require(read(source, as: language).metrics().complexity)
      #expect(total.nesting == total.cognitive)
    }
  }

  @Test func aFunctionThatCallsItselfCountsOnce() throws {
    let file = read("int f(int n) { return n * f(n - 1) * f(n - 2) * o.f(1); }", as: .c)
    #expect(try #require(file.metrics().functions[0]?.complexity).cognitive == 1)
    let other = read("class A { void f() { o.f(1); } }", as: .java)
    #expect(try #require(other.metrics().functions[1]?.complexity).cognitive == 0)
  }

  @Test func theLinesOfAFunctionAreCounted() throws {
    let file = read(
      """
      // About.
      int f(int a, int b) {
        // One.

        return a; /* two */
      }
      """, as: .c)
    let metrics = try #require(file.metrics().functions[0])
    #expect(metrics.length == 5)
    #expect(metrics.parameters == 2)
    #expect(metrics.tokens == 14)
    #expect(metrics.commentShare == 0.6)
    #expect(file.metrics().lines == LineTotals(lines: 6, code: 3, comments: 3, filled: 5))
  }

  @Test func brokenCodeIsCountedAsFarAsItGoes() {
    for language in Language.all {
      for source in [
        "if (", "{ if else }} while", "def f(:\n if", "function f( { ? : && ||", "case",
      ] {
        let metrics = read(source, as: language).metrics()
        #expect((metrics.complexity?.cyclomatic ?? 0) >= 0)
      }
    }
  }

  @Test func conditionsBetweenElements() throws {
    let file = read(
      """
      function f(d) { return d ? <p/> : <q/>; }
      function g(d) { return <p>{d ? <i>a, b</i> : d ? <b/> : <u/>}</p>; }
      """, as: .javascript)
    let functions = file.metrics().functions.sorted { $0.key < $1.key }
      .compactMap(\.value.complexity)
    #expect(functions.map(\.cyclomatic) == [2, 3])
    let optional = read("function f(a?: B, c?) { return a; }", as: .typescript)
    #expect(try #require(optional.metrics().functions[0]?.complexity).cyclomatic == 1)
  }

  @Test func functionsInFieldsAreMeasured() throws {
    let source = """
      class C {
        h = (x) => { if (x) { return 1; } };
        i = x => x ? 1 : 2;
        j = function (x, y) { return x && y; };
        k = { a: 1 };
      }
      let l = { b: 1 };
      """
    for language in [Language.javascript, .typescript] {
      let file = read(source, as: language)
      let functions = file.metrics().functions.sorted { $0.key < $1.key }
      #expect(functions.map { file.name(file.entities[$0.key]) } == ["h", "i", "j"])
      #expect(functions.map(\.value.complexity?.cyclomatic) == [2, 2, 2])
      #expect(functions.map(\.value.parameters) == [1, 1, 2])
      #expect(functions.map(\.value.complexity?.nesting) == [1, 1, 0])
      #expect(file.first("h").map(file.signature) == "h = (x) =>")
    }
    #expect(read("int a[] = {1, 2};", as: .c).metrics().functions.isEmpty)
  }
}

import Testing

@testable import Syntax

@Suite struct SwiftLanguageTests {
  @Test func declarationsOfEveryKind() {
    let file = read(
      """
      import struct A.B
      @testable import C
      let a = 1, b: [Int: String] = [:]
      var (c, d) = (1, 2)
      func e() {}
      typealias F = Array<Array<Int>>
      infix operator <+>: G
      precedencegroup G { higherThan: AdditionPrecedence }
      macro h(_ x: Int) -> String = #externalMacro(module: "M", type: "T")
      if let no = a { func local() {} }
      class I<T>: J where T: K {
        deinit {}
        init?(x: T) {}
        class func l() {}
        class var m: Int { 1 }
        subscript(i: Int) -> T { get { x } set {} }
        static func == (a: I, b: I) -> Bool { true }
      }
      actor N { nonisolated(unsafe) var o = { (p: Int) in struct Q {} }(1) }
      protocol R: AnyObject { associatedtype S; func t()
        mutating func u() async throws -> Int
        var v: Int { get set } }
      extension Array<Int>.Index: W {}
      indirect enum X: Int { case y, z(Int, label: String = "a"); case `default` = 3 }
      """, as: .swift)
    #expect(
      outline(file) == """
        import A.B
        import C
        constant a
        constant b
        variable c
        variable d
        function e
        typealias F
        operator <+>
        operator G
        macro h
        function local
        class I
          deinitializer deinit
          initializer init
          method l
          property m
          subscript subscript
          operator ==
        actor N
          property o
            struct Q
        protocol R
          typealias S
          method t
          method u
          property v
        extension Array<Int>.Index
        enum X
          enumCase y
          enumCase z
          enumCase default
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func genericParametersOnLinesOfTheirOwn() {
    let file = read(
      """
      struct A<
        B: C,
        D
      > where B.E == D {
        var f: B
      }
      typealias G<
        H
      > = Array<H>
      func i<
        J
      >(k: J) { func l() {} }
      """, as: .swift)
    #expect(
      outline(file) == """
        struct A
          property f
        typealias G
        function i
          function l
        """)
  }

  @Test func parametersAndReturnTypes() throws {
    let file = read(
      """
      func f<T>(_ a: Dictionary<Int, T>, for b: inout Int = g(1, 2), c: @escaping (Int) -> Void = { _ in },
        @Builder d: () -> T, e: Int...) async throws -> [Array<T>] where T: P { fatalError() }
      """, as: .swift)
    let entity = try #require(file.first("f"))
    #expect(
      entity.parameters.map(file.describe) == [
        "_ a: Dictionary<Int, T>", "for b: inout Int = g(1, 2)",
        "c: @escaping (Int) -> Void = { _ in }", "d: () -> T", "e: Int...",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "[Array<T>]")
    #expect(file.signature(entity).hasSuffix("where T: P"))
    #expect(entity.bodyRange.map { file.text.string($0) } == "{ fatalError() }")
  }

  @Test func visibilityComesFromThePlace() {
    let file = read(
      """
      public struct A { var b = 1; private(set) public var c = 2; fileprivate func d() {} }
      public protocol E { func f() }
      package extension G { func h() {}; private func i() {} }
      public enum J { case k }
      open class L { open func m() {} }
      func n() { func o() {} }
      """, as: .swift)
    let levels = ["b", "c", "d", "f", "h", "i", "k", "m", "n", "o"].map {
      file.first($0)?.visibility
    }
    #expect(
      levels == [
        .internal, .public, .fileprivate, .public, .package, .private, .public, .open, .internal,
        .private,
      ])
    let modifiers = file.first("c")?.modifiers.map { file.text.string($0) }
    #expect(modifiers == ["private(set)"])
  }

  @Test func documentationAndAttributes() throws {
    let file = read(
      """
      let a = 1  // no

      /// One
      // not this
      /// Two
      @available(*, deprecated) @Test(.tags(.b))
      public static func c() {}
      """, as: .swift)
    let entity = try #require(file.first("c"))
    #expect(entity.kind == .test)
    #expect(entity.docRange.map { file.text.string($0) } == "/// One\n// not this\n/// Two")
    #expect(file.signature(entity) == "public static func c()")
    #expect(
      entity.modifiers.map { file.text.string($0) } == [
        "@available(*, deprecated)", "@Test(.tags(.b))", "static",
      ])
    #expect(entity.range.start == entity.docRange?.start)
  }

  @Test func everyBranchOfAConditionalIsRead() {
    let file = read(
      """
      struct A {
        #if B
          var c = 1
        #elseif D
          func e() {}
        #else
          let f = g
            #if H
            .i { $0 }
            #endif
        #endif
        let j: Int
      }
      """, as: .swift)
    #expect(outline(file) == "struct A\n  property c\n  method e\n  property f\n  property j")
  }

  @Test func accessorsAndInitialValuesAreBodies() {
    let file = read(
      """
      struct A {
        var b: Int { 1 }
        lazy var c: [Int] = (0..<3)
          .map { $0 }
        var d = 1 { didSet { print(d) } }
        let e = b < 1
          ? 2
          : 3
        var f: Result<Int, Error>?
      }
      """, as: .swift)
    let bodies = ["b", "c", "d", "e", "f"].map { name in
      file.first(name)?.bodyRange.map { file.flattened($0) }
    }
    #expect(
      bodies == [
        "{ 1 }", "(0..<3) .map { $0 }", "1 { didSet { print(d) } }", "b < 1 ? 2 : 3", nil,
      ])
    #expect(file.signature(file.first("f")!) == "var f: Result<Int, Error>?")
  }

  @Test func anUnclosedBraceIsFoundByItsIndentation() {
    let file = read(
      """
      struct A {
        func b() {
          if c {
            d()
        }
        func e() {}
      }
      """, as: .swift)
    #expect(file.defects.map(\.rule) == [.unclosedDelimiter])
    #expect(file.text.position(at: file.defects[0].range.start).line == 3)
  }

  @Test(arguments: [
    "", "func", "func (", "class {", "enum A { case", "enum A { case b(", "var", "let a =", "@",
    "init", "extension", "import", "subscript", "#", "struct A { init<", "func <",
    "precedencegroup",
    "macro m(", "protocol P { var x: Int {", "actor a", "case a", "func f(a:", "\"\\(", "operator",
  ])
  func halfWrittenSourcesAreRead(_ source: String) {
    let file = read(source, as: .swift)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func anOperatorEndsWithItsLine() {
    let file = read(
      """
      prefix operator √
      prefix func √ (x: Int) -> Int { x }
      postfix operator ^^
      infix operator ***
      infix operator +++: A
      infix operator --- { associativity left }
      let a = 1
      """, as: .swift)
    #expect(
      outline(file)
        == "operator √\noperator √\noperator ^^\noperator ***\noperator +++\noperator ---\nconstant a"
    )
    #expect(
      file.entities.map { file.signature($0) }.prefix(2) == [
        "prefix operator √", "prefix func √ (x: Int) -> Int",
      ])
  }

  @Test func constraintsAreNoConformances() {
    let file = read("extension A where B: C {}\nextension A: D where B: C {}", as: .swift)
    #expect(file.entities.map { file.conformances($0).map(file.text.string) } == [[], ["D"]])
  }
}

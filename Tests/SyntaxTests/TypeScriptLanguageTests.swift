import Source
import Testing

@testable import Syntax

@Suite struct TypeScriptOutlines {
  @Test func typesAndTheirMembers() {
    let source = """
      export interface Shape<T = any> extends Other<T> {
        readonly a: string
        b?(x: number): void;
        [key: string]: any
        new (x: string): Shape
        (call: number): void
        method<U>(x: U): U
      }
      type Fn = <T>(x: T) => void
      export type U =
        | { kind: 'a'; x: number }
        | { kind: 'b' }
      export const enum Color { Red, Green = 'g', Blue = 1 << 2 }
      namespace N.M { export const inside = 1; function hidden() {} }
      declare module 'foo' { export function g(): void }
      """
    #expect(
      outlineLines(source, .typescript) { _, entity in entity.visibility.rawValue } == [
        "interface Shape public", "property Shape.a public", "method Shape.b public",
        "property Shape.[key: string] public", "initializer Shape.new public",
        "method Shape.method public", "typealias Fn internal", "typealias U public",
        "enum Color public", "enumCase Color.Red public", "enumCase Color.Green public",
        "enumCase Color.Blue public", "namespace N.M internal", "constant N.M.inside public",
        "function N.M.hidden internal", "module foo internal", "function foo.g public",
      ])
  }

  @Test func classesWithModifiers() {
    let source = """
      @Component({ a: 1 })
      export abstract class Foo<T extends { k: string }> extends Bar<T> implements Baz {
        private readonly map: Record<string, () => void> = {}
        public name?: string
        constructor(@Inject() private a: string, public b = 2, c: Map<d, readonly e[]>) { super() }
        abstract draw(x: number): void
        @Input() protected opt<U>(a: U): asserts a is string { return }
        static async = 1
      }
      """
    #expect(
      outlineLines(source, .typescript) { file, entity in
        ([entity.visibility.rawValue] + entity.modifiers.map(file.text.string)).joined(
          separator: " ")
      } == [
        "class Foo public @Component({ a: 1 }) export abstract",
        "property Foo.map private readonly", "property Foo.name public",
        "initializer Foo.constructor public", "property Foo.a private", "property Foo.b public",
        "method Foo.draw public abstract",
        "method Foo.opt protected @Input()", "property Foo.async public static",
      ])
  }

  @Test func requiredModulesAreImported() {
    #expect(
      outlineLines("import a = require('b')\nimport c = d.e\nexport import f = g", .typescript)
        == ["import b", "import c", "import f"])
  }

  @Test func literalsWithTypesHoldMethods() {
    #expect(
      outlineLines(
        "export const a: B<C, D> = { e<T>(x: T): x is F {}, g: <H,>(y: H): y is I => y } as const",
        .typescript) == ["constant a", "method a.e", "method a.g"])
  }

  @Test func functionsMayBeGivenATypeBehindParentheses() {
    #expect(
      outlineLines(
        """
        export const a = ((...b) => { c() }) as unknown as D<E | F>
        const g = { h: ((i) => j) satisfies K, l: (m) }
        n.o = (async function () {}) as P
        const q = (r) as S, t = ((u) => v)(1)
        """, .typescript) == [
          "function a", "constant g", "method g.h", "function n.o", "constant q", "constant t",
        ])
  }

  @Test func parametersHaveTypes() {
    #expect(
      parameterLines(
        "function f(this: X, a: Map<string, number>, { b }: P = {}, c?: (x: T) => { y: U }, ...d: any[]): { z: V } {}",
        .typescript) == [
          "a: Map<string, number>", "{ b }: P = {}", "c: (x: T) => { y: U }", "...d: any[]",
        ])
  }

  @Test func resultTypesEndBeforeTheBody() {
    let source = """
      function a(): { x: number } { return b }
      function b(x: string): x is Foo<Bar<Baz>>
      function b(x: any): Promise<{ y: 1 }>
      const c = (x: T): x is (y: U) => V => { return d }
      """
    let file = SyntaxFile(SourceText(source), as: .typescript)
    #expect(
      file.entities.map { $0.returnType.map(file.text.string) } == [
        "{ x: number }", "x is Foo<Bar<Baz>>", "Promise<{ y: 1 }>", "x is (y: U) => V",
      ])
  }

  @Test func castsAndElementsAreToldByTheFileName() {
    let cast = SyntaxFile(SourceText("const a = <T>b; f('c')"), as: .typescript, path: "a.ts")
    #expect(cast.defects.isEmpty)
    let source = "const a = <T,>(x: T) => x, b = <T extends U>(x: T) => <p>it's {x}</p>"
    let element = SyntaxFile(SourceText(source), as: .typescript, path: "a.tsx")
    #expect(element.defects.isEmpty)
    #expect(element.entities.map(\.kind) == [.function, .function])
    let type = SyntaxFile(
      SourceText("type F = <T>(x: T) => void\nconst a = 'b'"), as: .typescript, path: "a.tsx")
    #expect(type.defects.isEmpty)
    #expect(type.entities.count == 2)
  }
}

import Testing

@testable import Syntax

@Suite struct HeaderTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let language: Language
    let source: String
    let generic: String?
    let bases: [String]
    var testDescription: String { "\(language.name): \(source)" }
  }

  private static let samples: [Sample] = [
    .init(
      language: .swift, source: "struct A<T: B, U>: C<T>, D where T: E { }", generic: "<T: B, U>",
      bases: ["C<T>", "D"]),
    .init(language: .swift, source: "extension A<Int>: C { }", generic: nil, bases: ["C"]),
    .init(language: .swift, source: "func f<T>(_ a: T) { }", generic: "<T>", bases: []),
    .init(
      language: .java, source: "class A<T extends B<T>> extends C<T> implements D, E<F> { }",
      generic: "<T extends B<T>>", bases: ["C<T>", "D", "E<F>"]),
    .init(
      language: .java, source: "sealed interface A extends B permits C { }", generic: nil,
      bases: ["B"]),
    .init(
      language: .kotlin, source: "class A<T>(val b: B) : C<T>(b), D by b", generic: "<T>",
      bases: ["C<T>(b)", "D by b"]),
    .init(language: .kotlin, source: "fun <T> f(a: T) = a", generic: "<T>", bases: []),
    .init(
      language: .csharp, source: "class A<T> : B<T, C>, D where T : E { }", generic: "<T>",
      bases: ["B<T, C>", "D"]),
    .init(
      language: .cpp,
      source:
        "template <class T, class U = A<B<T>>> class C final : public D<T>, private virtual E {};",
      generic: "<class T, class U = A<B<T>>>", bases: ["D<T>", "E"]),
    .init(language: .cpp, source: "std::vector<int> A<T>::f() { }", generic: nil, bases: []),
    .init(
      language: .typescript, source: "class A<T> extends B<T> implements C, D { }", generic: "<T>",
      bases: ["B<T>", "C", "D"]),
    .init(
      language: .rust, source: "impl<T: A> B<T> for C<T> { }", generic: "<T: A>", bases: ["B<T>"]),
    .init(language: .rust, source: "impl A<B> { }", generic: nil, bases: []),
    .init(
      language: .rust, source: "trait A<T>: B + C<T> { }", generic: "<T>", bases: ["B", "C<T>"]),
    .init(language: .go, source: "func F[T any](a T) { }", generic: "[T any]", bases: []),
    .init(
      language: .scala, source: "class A[T](b: B) extends C[T](b) with D { }", generic: "[T]",
      bases: ["C[T](b)", "D"]),
    .init(
      language: .python, source: "class A[T](B, c.D[T], metaclass=E): pass", generic: "[T]",
      bases: ["B", "c.D[T]"]),
    .init(language: .ruby, source: "class A < B::C\nend", generic: nil, bases: ["B::C"]),
    .init(
      language: .php, source: "<?php class A extends B implements C, D { }", generic: nil,
      bases: ["B", "C", "D"]),
  ]

  @Test(arguments: samples)
  func theHeaderIsRead(_ sample: Sample) throws {
    let source = sample.language == .go ? "package a\n" + sample.source : sample.source
    let file = read(source, as: sample.language)
    let entity = try #require(file.entities.first { $0.kind != .module && $0.kind != .namespace })
    #expect(file.genericClause(entity).map(file.text.string) == sample.generic)
    #expect(file.conformances(entity).map(file.text.string) == sample.bases)
  }
}

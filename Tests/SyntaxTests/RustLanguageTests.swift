import Testing

@testable import Syntax

@Suite struct RustLanguageTests {
  @Test func declarationsOfEveryKind() {
    let file = read(
      """
      #![allow(dead_code)]
      //! The crate.
      extern crate alloc as a;
      use std::{fmt, io::{self, Read}};
      pub use b::*;
      mod c;
      pub(crate) mod d { fn e<const N: usize>() -> [u8; { N }] { use ab::cd; struct F; impl F { fn g() {} } todo!() } }
      const H: Vec<Vec<u8>>= { const fn i() {} vec![] };
      const _: () = ();
      pub static mut J: i32 = 1;
      type K<'a> = Box<dyn Fn(&'a u8) -> u8 + 'a>;
      union L { m: u32, n: f32 }
      struct O<T>(pub T, Vec<(T, T)>) where T: P;
      pub struct Q<T = u8> where T: Fn() -> u8 { pub r: T, #[serde(default)] s: HashMap<T, u8>, t: u8 }
      enum U { V, W(u8) = 1 << 2, X { y: u8, }, #[default] r#Z = 3 }
      unsafe auto trait AA {}
      pub trait BB<T>: CC where T: DD { type EE: FF; const GG: u8 = 1; fn hh(&self) -> u8;
        fn ii(self: Box<Self>) where Self: Sized { } }
      impl<T> Q<T> where T: Fn() -> u8 { pub fn jj<F: for<'a> Fn(&'a u8)>(f: F) {} kk!(fn no() {}); }
      impl<'a, T> ll::BB<T> for &'a [T] { type EE = u8; }
      unsafe impl<T> Send for mm::Nn<T> {}
      extern "C" { fn oo(x: u8, ...); static PP: u8; }
      #[no_mangle] pub unsafe extern "C" fn qq() {}
      macro_rules! rr { ($a:expr) => { fn no() { struct No; } }; }
      macro ss($a:tt) { fn no() {} }
      tt! { fn no() {} }
      #[cfg(test)]
      mod tests { use super::*; #[tokio::test(flavor = "x")] async fn uu() { let x: fn(u8) = y as *const Z<u8>; } }
      """, as: .rust)
    #expect(
      outline(file) == """
        import alloc
        import std
        import b::*
        module c
        module d
          function e
            import ab::cd
            struct F
            impl F
              method g
        constant H
          function i
        constant _
        variable J
        typealias K
        struct L
          field m
          field n
        struct O
        struct Q
          field r
          field s
          field t
        enum U
          enumCase V
          enumCase W
          enumCase X
            field y
          enumCase Z
        trait AA
        trait BB
          typealias EE
          constant GG
          method hh
          method ii
        impl Q
          method jj
        impl &'a [T]
          typealias EE
        impl Nn
        function oo
        variable PP
        function qq
        macro rr
        macro ss
        module tests
          import super::*
          test uu
        """)
    #expect(file.defects.isEmpty)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func partsOfAFunction() throws {
    let file = read(
      """
      /// Doc
      #[inline]
      /// more
      pub(in crate::a) const unsafe fn f<'a, T>(&'a mut self, (a, b): (u8, u8), mut c: Vec<Map<T, u8>>, _: u8)
        -> Result<T, E> where T: Into<u8> { body }
      """, as: .rust)
    let entity = try #require(file.first("f"))
    #expect(
      entity.parameters.map(file.describe) == [
        "self: &'a mut self", "(a, b): (u8, u8)", "c: Vec<Map<T, u8>>", "_: u8",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "Result<T, E>")
    #expect(entity.visibility == .internal)
    #expect(entity.docRange.map { file.text.string($0) } == "/// Doc")
    #expect(
      entity.modifiers.map { file.text.string($0) } == ["#[inline]", "const", "unsafe"])
    #expect(file.signature(entity).hasPrefix("pub(in crate::a) const unsafe fn f<'a, T>("))
    #expect(entity.bodyRange.map { file.text.string($0) } == "{ body }")
  }

  @Test func documentationMayStandBehindAttributes() throws {
    let file = read("#[a]\n/// Doc\nfn f() {}\n//// no\nfn g() {}\n//! no\nfn h() {}", as: .rust)
    let docs = file.entities.map { $0.docRange.map { file.text.string($0) } }
    #expect(docs == ["/// Doc", nil, nil])
  }

  @Test func visibilityComesFromThePlace() {
    let file = read(
      """
      pub struct A(pub u8, pub(crate) u8); struct B { pub c: u8, pub(super) d: u8, e: u8 }
      pub trait F { fn g(); }
      pub enum H { I { j: u8 } }
      impl F for A { fn k() {} } impl F for B { fn l() {} } impl B { pub fn m() {} fn n() {} }
      impl F for Elsewhere { fn o() {} }
      pub(self) fn p() {}
      #[macro_export] macro_rules! q { () => {} }
      macro_rules! r { () => {} }
      """, as: .rust)
    let levels = ["A", "B", "c", "d", "e", "g", "I", "j", "k", "l", "m", "n", "o", "p", "q", "r"]
      .map { file.first($0)?.visibility }
    #expect(
      levels == [
        .public, .private, .public, .internal, .private, .public, .public, .public, .public,
        .private, .public, .private, .public, .private, .public, .private,
      ])
    #expect(file.first("k").map(file.qualifiedName) == "A::k")
    #expect(file.first("A")?.parameters.map(file.describe) == [": u8", ": u8"])
  }

  @Test func tokensOfRust() {
    #expect(
      read(
        """
        'a' 'b '\\'' '\\u{1F600}' 'é' '日 b'\\n' '"' "a
        \\"b" r#"c"d"# br##"e"#"## c"f" r#fn 'r#g 1..2 1.0e-5 0x1F.h() x.0.1 1usize+2 1. a>>=b
        """, as: .rust
      ).tokenTexts == [
        "character:'a'", "identifier:'b", "character:'\\''", "character:'\\u{1F600}'",
        "character:'é'", "identifier:'日", "character:b'\\n'", "character:'\"'",
        "string:\"a\n\\\"b\"", "string:r#\"c\"d\"#", "string:br##\"e\"#\"##", "string:c\"f\"",
        "identifier:r#fn", "identifier:'r#g", "number:1", "operator:..", "number:2",
        "number:1.0e-5", "number:0x1F", "punctuation:.", "identifier:h", "open:(", "close:)",
        "identifier:x", "punctuation:.", "number:0", "punctuation:.", "number:1", "number:1usize",
        "operator:+", "number:2", "number:1.", "identifier:a", "operator:>>=", "identifier:b",
      ])
    #expect(
      read("/* a /* b */ c */ d /**/ e /// f", as: .rust).tokenTexts == [
        "blockComment:/* a /* b */ c */", "identifier:d", "blockComment:/**/", "identifier:e",
        "lineComment:/// f",
      ])
    #expect(read("#!/usr/bin/env x\nfn a() {}", as: .rust).tokens.kind(0) == .lineComment)
    let script = read("#!/usr/bin/env cargo\n\n---cargo\nit's = 1\n--\n---\nfn a() {}", as: .rust)
    #expect(
      script.tokenTexts.prefix(3) == [
        "lineComment:#!/usr/bin/env cargo", "text:---cargo\nit's = 1\n--\n---", "keyword:fn",
      ])
    #expect(read("#![a]", as: .rust).tokens.kind(0) == .punctuation)
  }

  @Test func defectsStandWhereTheyBegin() {
    #expect(defectLines("fn a() {\n  if b {\n}\n", .rust) == ["2:8 unclosed-delimiter"])
    #expect(defectLines("let a = \"b;\n", .rust) == ["1:9 unterminated-string"])
    #expect(defectLines("let a = r#\"b\";\n", .rust) == ["1:9 unterminated-string"])
    #expect(defectLines("/* a /* */", .rust) == ["1:1 unterminated-comment"])
    #expect(defectLines("let a = ';\n", .rust) == ["1:9 unterminated-string"])
  }

  @Test(arguments: [
    "", "fn", "fn a", "fn a<", "fn a(", "fn a() ->", "pub", "pub(", "pub(crate", "#", "#[", "#![",
    "struct", "struct a<", "struct a(", "struct A {", "struct A { b", "struct A { b:", "enum A {",
    "enum A { B(", "enum A { B {", "enum A { B =", "impl", "impl A", "impl A for", "impl<T",
    "trait",
    "use", "use a::", "use {", "extern", "extern \"C\"", "extern crate", "mod", "mod a {", "const",
    "const A:", "const A: B =", "static mut", "type", "type A =", "macro_rules!",
    "macro_rules! a {",
    "macro a(", "union", "union A", "'", "b'", "r#", "\"", "a!", "fn a() { b!( }", "r####",
    "unsafe", "impl A { fn", "pub unsafe extern",
  ])
  func halfWrittenSourcesAreRead(_ source: String) {
    let file = read(source, as: .rust)
    #expect(SyntaxInvariants.violation(of: file) == nil)
  }

  @Test func constraintsAreNoConformances() {
    let file = read(
      """
      pub struct A<T>(T) where T: Clone;
      struct B where u8: Clone;
      enum C<T> where T: Clone { D }
      trait E where Self: F {}
      trait G: H where Self: F {}
      """, as: .rust)
    #expect(
      file.entities.filter { $0.kind.isType }.map { file.conformances($0).map(file.text.string) }
        == [[], [], [], [], ["H"]])
  }
}

import Source
import Testing

@testable import Syntax

/// Where the indentation shows the fault, and not where the file ends.
@Suite struct DelimiterPlaceTests {
  private func places(_ source: String, _ language: Language) -> [String] {
    read(source, as: language).places
  }

  @Test func aBlockThatLostItsEnd() {
    #expect(
      places(
        """
        class A {
            void f() {
                if (x) {
                    g();
                h();
            }

            void k() {
            }
        }
        """, .java) == ["error unclosed-delimiter 3:16"])
    #expect(
      places(
        """
        class A
        {
            void F()
            {
                G();

            void K()
            {
            }
        }
        """, .csharp) == ["error unclosed-delimiter 4:5"])
    #expect(
      places(
        """
        describe('a', () => {
          it('b', () => {
            c();

          it('d', () => {
            c();
          });
        });
        """, .javascript)
        == ["error unclosed-delimiter 2:5", "error unclosed-delimiter 2:17"])
    #expect(
      places(
        """
        class A
          def f
            if x
              g
          end

          def k
          end
        end
        """, .ruby) == ["error unclosed-delimiter 3:5"])
    #expect(
      places(
        """
        f() {
          if x; then
            a
        }

        g() {
          b
        }
        """, .shell) == ["error unclosed-delimiter 2:3"])
  }

  @Test func aLineThatLostItsEnd() {
    #expect(
      places("package a\n\nfunc f() {\n\tg(h(1)\n\tk()\n}\n", .go)
        == ["error unclosed-delimiter 4:3"])
    #expect(
      places("def f():\n    x = g(h(1)\n    return x\n\ndef k():\n    pass\n", .python)
        == ["error unclosed-delimiter 2:10"])
    #expect(
      places("function f() {\n  g([1, 2);\n  return {\n    a: 1,\n  };\n}\n", .typescript)
        == ["error unclosed-delimiter 2:5"])
  }

  @Test func aClosingBraceTooMany() {
    #expect(
      places(
        """
        int f(void) {
          if (x) {
            g();
          }
          }
          return 1;
        }

        int k(void) {
          return 2;
        }
        """, .c) == ["error unexpected-delimiter 5:3"])
    #expect(
      places(
        """
        struct A {
          func f() {
            g()
          }
          }

          func k() {
          }
        }
        """, .swift) == ["error unexpected-delimiter 5:3"])
  }

  @Test func aBracketThatABraceCloses() {
    #expect(
      places("function f() {\n  const x = [\n    1,\n  };\n  return x;\n}\n", .typescript)
        == ["error unclosed-delimiter 2:13", "error unexpected-delimiter 4:3"])
  }

  @Test(arguments: [
    ("cat <<A\nb\n", Language.shell, "warning"), ("a = <<~B\n c\n", .ruby, "error"),
    ("<?php\n$a = <<<B\nc $d\n", .php, "error"), ("<?php\n$a = <<<'B'\nc\n", .php, "error"),
    ("FROM a\nRUN <<B\nc\n", .dockerfile, "error"),
  ])
  func hereDocumentsThatDoNotEnd(_ source: String, _ language: Language, _ severity: String) {
    let file = read(source, as: language)
    #expect(file.defects.map(\.rule) == [.unterminatedString])
    #expect(file.defects.first?.message.contains("here-document") == true)
    #expect(file.defects.map { "\($0.severity)" } == [severity])
  }
}

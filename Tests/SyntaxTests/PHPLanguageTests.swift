import Testing

@testable import Syntax

@Suite struct PHPLanguageTests {
  @Test func declarationsOfEveryKind() {
    let lines = outlineLines(
      #"""
      <html><?php
      declare(strict_types=1);
      namespace A\B;
      use C\D as E, F\G;
      use function H\{i, j};
      const K = 1;
      #[Attr(1)] abstract class L extends M implements N, O {
        use P, Q { R::s insteadof T; }
        final public const string U = 'a', V = 'b';
        private ?int $w = 1, $x;
        public readonly array|null $y;
        public string $z { get => 'a'; set { } }
        var $old;
        public function __construct(private int $aa = 1) { function inner() {} }
        abstract protected static function &list(): ?static;
        public function class() { return new class(1) extends L { public $bb; function cc() {} }; }
      }
      interface DD extends EE { const FF = 1; public function gg(); }
      trait HH { abstract function ii(); }
      enum JJ: string implements KK { case LL = 'a'; case MM = 'b'; const NN = self::LL; }
      if (!function_exists('oo')) { function oo() { $pp = function () use ($qq) { }; } }
      """#, .php)
    #expect(
      lines == [
        #"namespace A\B"#, #"import A\B\C\D as E"#, #"import A\B\F\G"#, #"import A\B\H\{i, j}"#,
        #"constant A\B\K"#, #"class A\B\L"#, #"constant A\B\L\U"#, #"constant A\B\L\V"#,
        #"property A\B\L\$w"#, #"property A\B\L\$x"#, #"property A\B\L\$y"#, #"property A\B\L\$z"#,
        #"property A\B\L\$old"#, #"initializer A\B\L\__construct"#,
        #"function A\B\L\__construct\inner"#, #"method A\B\L\list"#, #"method A\B\L\class"#,
        #"property A\B\L\class\$bb"#, #"method A\B\L\class\cc"#, #"interface A\B\DD"#,
        #"constant A\B\DD\FF"#, #"method A\B\DD\gg"#, #"trait A\B\HH"#, #"method A\B\HH\ii"#,
        #"enum A\B\JJ"#, #"enumCase A\B\JJ\LL"#, #"enumCase A\B\JJ\MM"#, #"constant A\B\JJ\NN"#,
        #"function A\B\oo"#,
      ])
  }

  @Test func partsOfAMethod() throws {
    let file = read(
      """
      <?php class A {
        /** Adds. */
        #[Pure]
        protected static final function add(int|string $a, ?B &...$b, #[C] array $c = ['d', 'e']): (F&G)|null { }
      }
      """, as: .php)
    let entity = try #require(file.first("add"))
    #expect(
      entity.parameters.map(file.describe) == [
        "$a: int|string", "$b: ?B &...", "$c: array = ['d', 'e']",
      ])
    #expect(entity.returnType.map { file.text.string($0) } == "(F&G)|null")
    #expect(entity.visibility == .protected)
    #expect(entity.docRange.map { file.text.string($0) } == "/** Adds. */")
    #expect(entity.modifiers.map { file.text.string($0) } == ["#[Pure]", "static", "final"])
    #expect(file.signature(entity).hasPrefix("protected static final function add("))
    #expect(entity.bodyRange.map { file.text.string($0) } == "{ }")
  }

  @Test func markupStandsBetweenCode() {
    let source = "<p>it's {</p>\n<?php if ($a): // b ?>\n <b>don't</b> <?= $c ?>\n<?php endif # d"
    #expect(
      tokenLines(source, .php) == [
        "text <p>it's {</p>\n", "punctuation <?php", "keyword if", "open (", "identifier $a",
        "close )", "punctuation :", "lineComment // b ", "punctuation ?>",
        "text \n <b>don't</b> ", "punctuation <?=", "identifier $c", "punctuation ?>", "text \n",
        "punctuation <?php", "keyword endif", "lineComment # d",
      ])
    #expect(defectLines(source, .php) == [])
  }

  @Test func strings() {
    #expect(
      tokenLines(#"<?php "a$b[c] {$d->e["f"]} ${g} \{$h}" . 'i\'j' . `k` . b"l""#, .php) == [
        "punctuation <?php", #"stringStart "a$b[c] {"#, "identifier $d", "operator ->",
        "identifier e", "open [", #"string "f""#, "close ]", "stringMiddle } ${", "identifier g",
        #"stringEnd } \{$h}""#, "operator .", #"string 'i\'j'"#, "operator .", "string `k`",
        "operator .", #"string b"l""#,
      ])
  }

  @Test func heredocs() {
    let source = """
      <?php a(<<<EOT
        it's "b" {$c} EOTX
          EOT, <<<'X'
      {$d}
      X . <<<"Y"
      Y);
      """
    #expect(
      tokenLines(source, .php) == [
        "punctuation <?php", "identifier a", "open (", "stringStart <<<EOT\n  it's \"b\" {",
        "identifier $c", "stringEnd } EOTX\n    EOT", "punctuation ,", "string <<<'X'\n{$d}\nX",
        "operator .", "string <<<\"Y\"\nY", "close )", "punctuation ;",
      ])
    #expect(defectLines(source, .php) == [])
  }

  @Test func wordsAreNamesBehindArrows() {
    #expect(
      tokenLines("<?php $a->list?->class; B::ENUM; \\C\\class\\D; FUNCTION e() {}", .php).filter {
        $0.hasPrefix("keyword")
      } == ["keyword FUNCTION"])
    #expect(
      outlineLines("<?php __halt_compiler(); function a( {", .php).isEmpty)
    #expect(defectLines("<?php __halt_compiler(); function a( {", .php) == [])
  }

  @Test func defects() {
    #expect(
      defectLines("<?php\nfunction a() {\n  if ($b) {\n}\n", .php) == ["3:11 unclosed-delimiter"])
    #expect(defectLines("<?php $a = \"b;\n", .php) == ["1:12 unterminated-string"])
    #expect(defectLines("<?php $a = <<<B\nc\n", .php) == ["1:12 unterminated-string"])
    #expect(defectLines("<?php $a = \"{$b", .php) == ["1:12 unterminated-string"])
    #expect(defectLines("<?php /* a", .php) == ["1:7 unterminated-comment"])
  }

  @Test(arguments: [
    ("<?php if ($a): ?>x<?php while (1): endwhile ?>\n", ["error unclosed-delimiter 1:7"]),
    ("<?php foreach ($a as $b): if ($c): endforeach;\n", ["error unclosed-delimiter 1:27"]),
    ("<?php endif;\n", ["error unexpected-delimiter 1:7"]),
    ("<?php function f() { switch ($a): }\n", ["error unclosed-delimiter 1:22"]),
    ("<?php if ($a): elseif ($b): else: endif; for (;;): endfor;\n", []),
    ("<?php f(if: 1, endif: 2); $a->endif(); A::if(1); class A { const ENDIF = 1; }\n", []),
    ("<?php class A { function if($a): int { } function &endif() { } }\n", []),
    ("<?php if ($a): ?> <? endif ?>\n", []),
    ("<?php $a = $b ? f($c) : $d; while ($a) { } switch ($a): case 1: endswitch;\n", []),
  ])
  func blocksOfTheAlternativeSyntax(source: String, expected: [String]) {
    #expect(read(source, as: .php).places == expected)
  }
}

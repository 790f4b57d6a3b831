import Source
import Testing

@testable import Syntax

@Suite struct RubyTokens {
  @Test func slashesPercentsAndQuestions() {
    #expect(
      tokenLines("a / b; c(/d#{e}f/i); g /h/; x %w[i [j]]; k %2; l ? ?m : n", .ruby) == [
        "identifier a", "operator /", "identifier b", "punctuation ;", "identifier c", "open (",
        "stringStart /d#{", "identifier e", "stringEnd }f/i", "close )", "punctuation ;",
        "identifier g", "regex /h/", "punctuation ;", "identifier x", "string %w[i [j]]",
        "punctuation ;", "identifier k", "operator %", "number 2", "punctuation ;", "identifier l",
        "operator ?", "character ?m", "punctuation :", "identifier n",
      ])
  }

  @Test func hereDocumentsFollowTheirLine() {
    #expect(
      tokenLines("f(<<~A.g, <<-'B')\n  a#{\"}\"}\n  A\n  #{\n  B\nh << i\nclass << self", .ruby)
        == [
          "identifier f", "open (", "text <<~A", "punctuation .", "identifier g", "punctuation ,",
          "text <<-'B'", "close )", "stringStart   a#{", "string \"}\"", "stringEnd }\n  A",
          "string   #{\n  B", "identifier h", "operator <<", "identifier i", "keyword class",
          "operator <<", "keyword self",
        ])
  }

  @Test func interpolationNests() {
    #expect(
      tokenLines(##""a#{b { "c#{d}" }}e""##, .ruby) == [
        "stringStart \"a#{", "identifier b", "open {", "stringStart \"c#{", "identifier d",
        "stringEnd }\"", "close }", "stringEnd }e\"",
      ])
  }

  @Test func namesAndSymbols() {
    #expect(
      tokenLines("a.class; {if: :end, b: :[]=}; def self.+(o); end; $' @@c x&.end", .ruby) == [
        "identifier a", "punctuation .", "identifier class", "punctuation ;", "open {",
        "identifier if", "punctuation :", "string :end", "punctuation ,", "identifier b",
        "punctuation :", "string :[]=", "close }", "punctuation ;", "keyword def",
        "identifier self", "punctuation .", "identifier +", "open (", "identifier o", "close )",
        "punctuation ;", "keyword end", "punctuation ;", "identifier $'", "identifier @@c",
        "identifier x", "operator &.", "identifier end",
      ])
  }

  @Test func whatFollowsTheEndIsNoCode() {
    #expect(
      tokenLines("a\n=begin\nend\n=end\n__END__\ndef b\n", .ruby) == [
        "identifier a", "blockComment =begin\nend\n=end", "text __END__\ndef b\n",
      ])
  }
}

@Suite struct RubyOutlines {
  private static let source = """
    require "set"
    # A module.
    module A::B
      LIMIT = <<~T.strip
        end
      T
      Point = Struct.new(:x) do
        def norm = x.abs
      end
      class ::C < D; end
      class E < F
        attr_accessor :g, :h
        def initialize(a, b = {}, *c, d:, e: 1, **f, &g)
        end
        def self.i; end
        class << self
          def j; end
        end
        private
        def k?; end
        public def l!; end
        protected attr_reader :m
        def n=(v) ; end
        def o; end
        public :o
      end
    end
    def p; end
    test "q" do
    end
    """

  @Test func declarationsNest() {
    #expect(
      outlineLines(Self.source, .ruby) { _, entity in entity.visibility.rawValue } == [
        "import set internal", "module A::B public", "constant A::B::LIMIT public",
        "constant A::B::Point public", "method A::B::Point::norm public", "class A::B::C public",
        "class A::B::E public", "property A::B::E::g public", "property A::B::E::h public",
        "initializer A::B::E::initialize public", "method A::B::E::i public",
        "class A::B::E::self public", "method A::B::E::self::j public",
        "method A::B::E::k? private", "method A::B::E::l! public",
        "property A::B::E::m protected", "method A::B::E::n= private", "method A::B::E::o public",
        "function p public", "test q internal",
      ])
    #expect(defectLines(Self.source, .ruby) == [])
  }

  @Test func parametersKeepTheirMarks() {
    #expect(
      parameterLines("def a(b, c = {d: 1}, *e, f:, g: [1, 2], **h, &i); end", .ruby) == [
        "b", "c = {d: 1}", "*e", "f:", "g: = [1, 2]", "**h", "&i",
      ])
    #expect(parameterLines("def a b, c = 1\nend", .ruby) == ["b", "c = 1"])
  }

  @Test func partsOfAMethod() throws {
    let source = "# Doc.\nprivate def self.a(b)\n  c\nend\n"
    let file = read(source, as: .ruby)
    let method = try #require(file.entities.first)
    #expect(file.signature(method) == "private def self.a(b)")
    #expect(method.docRange.map(file.text.string) == "# Doc.")
    #expect(method.bodyRange.map(file.text.string) == "c\nend")
    #expect(method.modifiers.map(file.text.string) == ["self"])
  }
}

@Suite struct RubyDefects {
  @Test(arguments: [
    ("class A\n  def b\n    if c\n  end\n\n  def d\n  end\nend\n", ["3:5 unclosed-delimiter"]),
    ("def a\n  b\nend\nend\n", ["4:1 unexpected-delimiter"]),
    ("def a\n  if b\n    c\n    end\n  end\nend\n", ["4:5 unexpected-delimiter"]),
    ("a = [1\nb\n", ["1:5 unclosed-delimiter"]),
    ("a = 'b\nc\n", ["1:5 unterminated-string"]),
    ("a = <<~B\nc\n", ["2:1 unterminated-string"]),
    ("=begin\na\n", ["1:1 unterminated-comment"]),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .ruby) == expected)
  }

  @Test(arguments: [
    "return if a; b unless c; d while e; begin; f; end until g\n",
    "x = if a then b else c end; y = while d do e end\n",
    "while a do b end; until c; d; end; for e in f do g end\n",
    "while a { |b| b do c end } do d end\n",
    "def a = b; def c(d) = e\ndef f=(g); end; def ==(o) = true\nclass H; end\n",
    "case a\nin {if: Integer => b} if b then c\nend\n",
    "a.each do |b| next if b end.end\n",
    "alias end_a end\nundef if\n",
    "-> do a end; ->(b) { c }; p(begin; d end)\n",
    "a = b ? c.end : {end: 1, \"if\": 2}\n",
    "def (a.b).c; end; def @d.e; end\n",
    "x = ?a; y = ?\\C-a; z = [?', ?\"]\n",
    "foo <<A, <<B do |x|\n#{\nif a then b end}\nA\nB\nend\n",
    "a = [:$\", :$', :$`, :$., :$;, :$-w, :$1]\ndef b; end\nalias_method :c, :$/\n",
    "a(<<~B)\n  t #{ <<~C } u #{ <<~D\n    '\n  C\n  \"\n  D\n  } v\nB\ndef e; end\n",
    "a = \"b#{ <<~C }\n '\nC\n d\"\na = \"#{ <<~C } d\"\n '\nC\n",
    "a(<<B, \"c\n '\nB\nd\")\na(<<B, \"#{\n '\nB\n 1}\")\n",
    "a(<<B) + \\\n '\nB\n \"c\"\n",
    "a(<<B, <<C, %w[d\n ' #{<<E} #{\"f\"}\n g '\nE\nB\n \"\nC\n h])\n",
  ])
  func areNotFoundInWhatIsWellFormed(source: String) {
    #expect(defectLines(source, .ruby) == [])
  }

  @Test func aBlockOfASuperclassHoldsMembers() {
    for block in ["do def b; end end", "{ def b; end }"] {
      let file = read("class A < Struct.new(:c) \(block)\n  def d; end\nend\n", as: .ruby)
      #expect(outline(file) == "class A\n  method b\n  method d")
      #expect(file.conformances(file.entities[0]).map(file.text.string) == ["Struct.new(:c)"])
    }
  }

  @Test func aMethodOfAnObjectInParentheses() throws {
    for source in ["def (a.b).c; end\n", "def (a.b).c = 1\n"] {
      let file = read(source, as: .ruby)
      #expect(try #require(file.first("c")).modifiers.map(file.text.string) == ["(a.b)"])
    }
  }
}

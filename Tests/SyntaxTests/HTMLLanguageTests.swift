import Source
import Testing

@testable import Syntax

@Suite struct HTMLTokens {
  @Test func wordsAttributesAndRawText() {
    #expect(
      tokenLines("<P a=b/c d>x  y&amp;z</p><script>\n if (a < b) {}\n</script>", .html) == [
        "open <", "identifier P", "identifier a", "operator =", "string b/c", "identifier d",
        "close >", "text x", "text y", "character &amp;", "text z", "open </", "identifier p",
        "close >", "open <", "identifier script", "close >", "text  if (a < b) {}", "open </",
        "identifier script", "close >",
      ])
  }

  @Test func templatesAreOneTokenEach() {
    #expect(
      tokenLines("<a href=\"{{ f(\"x\") }}\" {% if b %}c{% endif %}>{{ d }}e<% f > 1 %></a>", .html)
        == [
          "open <", "identifier a", "identifier href", "operator =", "string \"{{ f(\"x\") }}\"",
          "directive {% if b %}", "identifier c{%", "identifier endif", "identifier %}", "close >",
          "directive {{ d }}", "text e", "directive <% f > 1 %>", "open </", "identifier a",
          "close >",
        ])
  }

  @Test func spacesCountOnlyInPreformattedText() {
    #expect(
      tokenLines("<pre>a\n  b</pre><p>c\n  d", .html).filter { $0.hasPrefix("text") } == [
        "text a\n  b", "text c", "text d",
      ])
  }
}

@Suite struct HTMLOutlines {
  @Test func headingsAreSectionsOfTheirElement() {
    let source = """
      <body>
      <h1>One <em>two</em></h1>
      <div id=main><h2>Sub</h2><p>text<h3>Deep</h3></div>
      <h2 id="x">Next</h2>
      <h1></h1>
      </body>
      """
    #expect(
      outlineLines(source, .html) == [
        "section One <em>two", "section One <em>two.div.main",
        "section One <em>two.div.main.Sub", "section One <em>two.div.main.Sub.Deep",
        "section One <em>two.Next",
      ])
  }

  @Test func endTagsThatMayBeLeftOutAreImplied() {
    let file = read("<ul><li id=a>x<li id=b>y</ul><p id=c>z<div id=d></div>", as: .html)
    #expect(
      file.entities.map { file.text.string($0.range) } == [
        "<li id=a>x", "<li id=b>y", "<p id=c>z", "<div id=d></div>",
      ])
  }

  @Test func voidElementsHoldNothing() {
    #expect(
      outlineLines("<input id=a><br><b id=c></b><SCRIPT>x</SCRIPT>", .html) == [
        "section input.a", "section b.c", "section SCRIPT",
      ])
  }
}

@Suite struct HTMLDefects {
  @Test(arguments: [
    ("<p>a<p>b</i></b><div>", []),
    ("a < b & c <!> </>", []),
    ("<!-- a", ["1:1 unterminated-comment"]),
    ("<!--> a", []),
    ("<!---> a", []),
    ("<!-- a --!> b", []),
    ("<script><!-- x</script>", []),
    ("<?php if (1): ?><a title=\"{{ x", []),
  ])
  func areFewAndCertain(source: String, expected: [String]) {
    #expect(defectLines(source, .html) == expected)
  }
}

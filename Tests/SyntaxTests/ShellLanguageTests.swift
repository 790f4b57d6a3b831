import Source
import Testing

@testable import Syntax

@Suite struct ShellTokens {
  @Test func wordsKeepTheirQuotesAndExpansions() {
    #expect(
      tokenLines(#"echo a"b c"$'\''${x:-"q}"} $((1 << 2)) `d "e"`"#, .shell) == [
        "identifier echo", #"string a"b c"$'\''${x:-"q}"}"#, "text $((1 << 2))", #"string `d "e"`"#,
      ])
  }

  @Test func substitutionsNestInStrings() {
    #expect(
      tokenLines(#"x="a $(b "$(c)" ) d""#, .shell) == [
        "identifier x", "operator =", #"stringStart "a $("#, "identifier b", #"stringStart "$("#,
        "identifier c", #"stringEnd )""#, #"stringEnd ) d""#,
      ])
  }

  @Test func hereDocumentsFollowTheirLine() {
    #expect(
      tokenLines("cat <<A <<-'B C' | d\n) \"\nA\n\t$(\n\tB C\ne <<<f\n", .shell) == [
        "identifier cat", "operator <<", "text A", "operator <<-", "text 'B C'", "operator |",
        "identifier d", "string ) \"\nA", "string \t$(\n\tB C", "identifier e", "operator <<<",
        "identifier f",
      ])
  }

  @Test func aHereDocumentEndsWithinASubstitution() {
    #expect(
      tokenLines("x=$(cat <<\\E\n)\nE\n)", .shell) == [
        "identifier x", "operator =", "stringStart $(", "identifier cat", "operator <<", "text \\E",
        "string )\nE", "stringEnd )",
      ])
  }

  @Test func reservedWordsCountWhereCommandsBegin() {
    #expect(
      tokenLines("if echo if; then done=1; fi", .shell) == [
        "keyword if", "identifier echo", "identifier if", "punctuation ;", "keyword then",
        "identifier done", "operator =", "number 1", "punctuation ;", "keyword fi",
      ])
  }

  @Test func arithmeticIsToldFromSubshells() {
    #expect(
      tokenLines("((a<<1)); ( (b); c)", .shell) == [
        "text ((a<<1))", "punctuation ;", "open (", "open (", "identifier b", "close )",
        "punctuation ;", "identifier c", "close )",
      ])
  }
}

@Suite struct ShellOutlines {
  @Test func functionsInBothSpellings() {
    let source = """
      #!/bin/bash

      # Says a.
      a-b() { echo "$(c() { :; })"; }
      function d
      {
        e() ( true )
      }
      f() if true; then :; fi
      """
    #expect(
      outlineLines(source, .shell) == [
        "function a-b", "function a-b.c", "function d", "function d.e", "function f",
      ])
    let file = read(source, as: .shell)
    #expect(file.entities[0].docRange.map(file.text.string) == "# Says a.")
    #expect(file.signature(file.entities[2]) == "function d")
  }

  @Test func variablesAreThoseSetForTheWholeScript() {
    let source = """
      A=1 B=(2 3)
      C=4 command
      export D E="$A"
      readonly F=5
      declare -rx G=6
      (H=7)
      i() { J=8; local K=9; }
      A=2
      if true; then L=10; fi
      """
    #expect(
      outlineLines(source, .shell) { _, entity in entity.visibility.rawValue } == [
        "variable A internal", "variable B internal", "variable D public", "variable E public",
        "constant F internal", "constant G public", "function i public", "variable L internal",
      ])
  }

  @Test func aliasesAreNoVariables() {
    #expect(outlineLines("alias a=b c=\"$(d\n)\" e; f=1\nalias g='h'\n", .shell) == ["variable f"])
  }

  @Test func testsOfBats() {
    #expect(
      outlineLines("@test \"adds\" {\n  run add\n}\n", .shell) == ["test \"adds\""])
  }
}

@Suite struct ShellDefects {
  @Test(arguments: [
    ("a() {\n  if b; then\n    c\n}\nd\n", ["2:3 unclosed-delimiter"]),
    ("for a in b; do\n  c\n", ["1:13 unclosed-delimiter"]),
    ("a\nfi\n", ["2:1 unexpected-delimiter"]),
    ("a \"b\nc\n", ["1:3 unterminated-string"]),
    ("x=$(a\n", ["1:3 unterminated-string"]),
    ("cat <<A\nb\n", ["2:1 unterminated-string"]),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(defectLines(source, .shell) == expected)
  }

  @Test(arguments: [
    "case $1 in a|b) c;; (d) if e; then f; fi;; *) esac\n",
    "case $(case x in y) z;; esac) in\n  'a)') ;;\nesac\n",
    "[[ $a =~ ^(b|c)$ && ( -n d || e < f ) ]] && { g; }\n",
    "[[ $a == @(x|y) ]] || echo \"${b%\\}}\" ${c##*'}'} ${d/\\'/}\n",
    "while read -r a; do b; done < <(c | d) 2>&1\n",
    "for ((i = 0; i < 3; i++)); do :; done; for a; do b; done; for a\ndo b; done\n",
    "a=$( (b); c ); d=$((e)); f=$((true) 2>/dev/null)\n",
    "echo fi done } { esac; { if a; then (b) fi }\n",
    "coproc A { b; }; time { c; }; ! { d; }\n",
    "echo 'it'\\''s' # don't\n",
    "<<<<<<<\n>>>>>>>\n",
    "#!/bin/sh\nexec wish \"$0\"\n}\n",
    "#!/usr/bin/env zunit\n@setup {\n  a\n}\n",
    "a <<B; c <<'B'\n$(d) ` ${\nB\n\"\nB\ne <<-\"F G\"\n\t'\n\tF G\n",
    "case a in (b) ;; c | \"d)\") case e in f) ;; esac;& (g) ;;& esac\n",
    "case a in if) b ;; (esac) c ;; done) d\nesac\n",
    "a=\"$(b \"$(c ')' \"d)\" $(e # )\n) )\")\"; f=${g:-$(h \"}\")}\n",
    "echo \\\"a \\' $'b\\'c' $\"d\" \"`e \\`f\\``\" g#h ${#i} ${j#'#'} $# 'k\nl'\n",
    "$(case a in b) c;; esac) d=$(case e in (f) ;; esac; g)\n",
  ])
  func areNotFoundInWhatIsWellFormed(source: String) {
    #expect(defectLines(source, .shell).filter { !$0.contains("conflict") } == [])
  }
}

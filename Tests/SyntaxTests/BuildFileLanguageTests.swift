import Source
import Testing

@testable import Syntax

@Suite struct DockerfileLanguageTests {
  @Test func stagesAndVariables() {
    let source = """
      ARG V=1
      # The build.
      FROM --platform=x base:$V AS build
      ENV A=1 B="x y" \\
        # between

        C=2
      ENV OLD it's a value
      RUN <<EOF && d
      FROM e
      EOF
      from scratch
      """
    #expect(
      outlineLines(source, .dockerfile) == [
        "variable V", "section build", "variable build.A", "variable build.B", "variable build.C",
        "variable build.OLD", "section scratch",
      ])
    #expect(defectLines(source, .dockerfile) == [])
    let file = read(source, as: .dockerfile)
    #expect(file.entities[1].docRange.map(file.text.string) == "# The build.")
    #expect(file.text.string(file.entities[1].range).hasSuffix("\nEOF"))
  }

  @Test func theEscapeMayBeABackquote() {
    #expect(
      tokenLines("# escape=`\nCOPY a\\ `\n  b\nUSER c", .dockerfile) == [
        "lineComment # escape=`", "keyword COPY", "text a\\", "punctuation `", "identifier b",
        "keyword USER", "identifier c",
      ])
  }

  @Test func isKnownByItsName() {
    for name in ["Dockerfile", "a/Dockerfile.dev", "b.dockerfile"] {
      #expect(Language.detect(path: SourcePath(name), bytes: [UInt8]()) == .dockerfile)
    }
  }
}

@Suite struct MakeLanguageTests {
  @Test func rulesVariablesAndDefinitions() {
    let source = """
      # The compiler.
      CC := gcc # not cc
      export X ?= $(foreach a,b c,\\
        $(a):=)
      override define F =
        define G
        endef
        $(1): x
      endef
      all test: dep | ord ; echo hi
      %.o: %.c
      \t$(CC) -c \\
      \t  $<

      \techo a: b
      ifeq ($(A),b)
      else ifdef B
      Y += 1
      endif
      .PHONY: all
      t: V = 2
      -include a.mk
      """
    #expect(
      outlineLines(source, .make) { _, entity in entity.visibility.rawValue } == [
        "variable CC internal", "variable X public", "macro F internal", "function all test public",
        "function %.o public", "variable Y internal", "import a.mk internal",
      ])
    #expect(defectLines(source, .make) == [])
    let file = read(source, as: .make)
    #expect(file.entities[0].bodyRange.map(file.text.string) == "gcc")
    #expect(file.entities[4].bodyRange.map(file.text.string)?.hasSuffix("echo a: b") == true)
  }

  @Test func aRecipeIsText() {
    #expect(
      tokenLines("a: b\n\tc: d \\\n\t e\nf = g", .make) == [
        "identifier a", "operator :", "identifier b", "text \tc: d \\\n\t e", "identifier f",
        "operator =", "identifier g",
      ])
  }
}

@Suite struct SQLLanguageTests {
  @Test func statements() {
    let source = """
      -- People.
      CREATE TABLE IF NOT EXISTS public."users" (
        id int PRIMARY KEY, "name" text DEFAULT 'it''s (', key text, CHECK (id > 0)
      );
      create or replace function s.f(a int, IN b text default 'x') returns setof text as $q$
      create table no (a int); $q$ language sql;
      CREATE TRIGGER t BEFORE INSERT ON x BEGIN SELECT CASE WHEN 1 THEN 2 END; END;
      CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);
      CREATE VIEW [dbo].[v w] AS SELECT a[1], b FROM c /* /* ; */ ; */;
      SELECT ')' FROM (
      """
    #expect(
      outlineLines(source, .sql) == [
        "struct public.\"users\"", "field public.\"users\".id", "field public.\"users\".\"name\"",
        "field public.\"users\".key", "function s.f", "function t", "key i",
        "record [dbo].[v w]",
      ])
    #expect(defectLines(source, .sql) == [])
    let file = read(source, as: .sql)
    #expect(file.entities[0].docRange.map(file.text.string) == "-- People.")
    #expect(file.entities[4].parameters.map(file.describe) == ["a: int", "b: text = 'x'"])
    #expect(file.entities[4].returnType.map(file.text.string) == "setof text")
  }

  @Test func anotherDelimiter() {
    let source = """
      DELIMITER $$
      CREATE PROCEDURE `p`(OUT x INT) BEGIN SELECT 'it\\'s'; END$$
      CREATE FUNCTION q() RETURNS int RETURN 1 $$
      DELIMITER ;
      CREATE TABLE r (a int);
      """
    #expect(
      outlineLines(source, .sql) == ["function `p`", "function q", "struct r", "field r.a"])
  }
}

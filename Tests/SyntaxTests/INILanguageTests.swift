import Source
import Testing

@testable import Syntax

@Suite struct INILanguageTests {
  private func file(_ source: String, _ path: String) -> SyntaxFile {
    SyntaxFile(SourceText(source), as: .ini, path: SourcePath(path))
  }

  private func lines(_ source: String, _ path: String) -> [String] {
    let file = file(source, path)
    return file.entities.map { entity in
      let value = entity.bodyRange.map { " = " + file.text.string($0) } ?? ""
      return file.qualifiedName(entity) + (entity.kind == .key ? value : "")
    }
  }

  @Test func sectionsAndKeys() {
    #expect(
      lines("a = 1\n; c\n[s t]\nb: 2 = 3 # d\n[u]\nalone\n", "x.ini") == [
        "a = 1", "s t", "s t.b = 2 = 3 # d", "u", "u.alone",
      ])
  }

  @Test func indentedLinesGoOnInPython() {
    #expect(
      lines("[options]\ninstall =\n    a>=1\n    # c\n    b = 2\nc = 3\n", "setup.cfg") == [
        "options", "options.install = a>=1\n    # c\n    b = 2", "options.c = 3",
      ])
  }

  @Test func indentedLinesAreKeysInGit() {
    #expect(
      lines("[remote \"a]b\"] # c\n\turl = x\\\n  y\n\tfetch = z\n", ".gitconfig") == [
        "remote \"a]b\"", "remote \"a]b\".url = x\\\n  y", "remote \"a]b\".fetch = z",
      ])
  }

  @Test func propertiesHaveNoSections() {
    #expect(
      lines("! c\na.b=1\n[c] d\ne\\=f : g \\\n  h\n", "a.properties") == [
        "a.b = 1", "[c] = d", "e\\=f = g \\\n  h",
      ])
  }

  @Test func filesOfAnotherFormatHaveNoKeys() {
    #expect(lines("users:\n - default\n", "cloud.cfg") == [])
    #expect(lines("# c\n[a]\nb = 1\n", "x.cfg") == ["a", "a.b = 1"])
  }

  @Test func patternsAreNames() {
    #expect(
      lines("root = true\n[*.{js,[ab]}]\nindent = 2\n", ".editorconfig") == [
        "root = true", "*.{js,[ab]}", "*.{js,[ab]}.indent = 2",
      ])
  }

  @Test func keysMayRepeatWhereAllAreKept() {
    let source = "[Service]\nExecStart=a\nExecStart=b\n"
    #expect(file(source, "a.service").defects.isEmpty)
    #expect(file(source, "setup.cfg").defects.map(\.severity) == [.note])
    #expect(file("[a]\nb=1\n[c]\nb=2\n", "setup.cfg").defects.isEmpty)
  }
}

import Verification

extension StructureGate {
  static let ruleTexts: [Rule] = [
    Rule(
      "structure/unclosed-delimiter", "a bracket that is never closed",
      why: """
        A file in which a `(`, `[` or `{` has no partner does not compile. Compilers report it where \
        the file ends; this rule points at the bracket that the indentation shows to be open.
        """,
      mend: "Add the closing bracket, or remove the opening one.",
      bad: Rule.Example("total.py", "def total(prices):\n    return sum((p for p in prices)\n"),
      good: Rule.Example("total.py", "def total(prices):\n    return sum((p for p in prices))\n")),
    Rule(
      "structure/unexpected-delimiter", "a closing bracket that closes nothing",
      why: "A file with a `)`, `]` or `}` too many does not compile.",
      mend: "Remove it, or add the opening bracket that it should close.",
      bad: Rule.Example("total.c", "int total(int a, int b) {\n  return a + b);\n}\n"),
      good: Rule.Example("total.c", "int total(int a, int b) {\n  return (a + b);\n}\n")),
    Rule(
      "structure/unterminated-string", "a string that does not end",
      why: """
        The rest of the line, or of the file, is then taken for text. What follows means something \
        else than it seems to.
        """,
      mend: "Add the closing quotation mark.",
      bad: Rule.Example("greet.swift", "let greeting = \"hello\nlet name = \"Ada\"\n"),
      good: Rule.Example("greet.swift", "let greeting = \"hello\"\nlet name = \"Ada\"\n")),
    Rule(
      "structure/unterminated-comment", "a comment that does not end",
      why: "All code behind it is taken for a comment and is never run.",
      mend: "Add `*/`, or `-->` in HTML, where the comment should end.",
      bad: Rule.Example("main.c", "/* entry point\nint main(void) { return 0; }\n"),
      good: Rule.Example("main.c", "/* entry point */\nint main(void) { return 0; }\n")),
    Rule(
      "structure/conflict-marker", "a merge conflict that was not resolved",
      why: """
        `<<<<<<<`, `=======` and `>>>>>>>` at the start of lines are what Git writes around the two \
        sides of a conflict. Inside a string or a comment they may be an example: there they are a \
        warning.
        """,
      mend: "Keep the lines that are right, and remove the three markers.",
      bad: Rule.Example(
        "limit.py", "<<<<<<< HEAD\nLIMIT = 10\n=======\nLIMIT = 20\n>>>>>>> topic\n"),
      good: Rule.Example("limit.py", "LIMIT = 20\n")),
    Rule(
      "structure/unmerged-path", "a path that the index holds unmerged",
      why: "Git cannot commit it, and its contents are not decided.",
      mend: "Resolve the conflict, then `git add` the file."),
    Rule(
      "structure/inconsistent-indentation", "indentation that fits no block",
      why: """
        Python reads blocks from the indentation. A line that returns to a column where no block \
        began, or tabs and blanks that only line up for one width of a tab, do not compile.
        """,
      mend: "Indent the line like the others of its block, with blanks alone.",
      bad: Rule.Example("f.py", "def f(x):\n    if x:\n        return 1\n      return 2\n"),
      good: Rule.Example("f.py", "def f(x):\n    if x:\n        return 1\n    return 2\n")),
    Rule(
      "structure/invalid-json", "a JSON file that is not JSON",
      why: """
        What reads the file will reject it. Comments and trailing commas are accepted only in files \
        whose readers accept them (`tsconfig.json`, `.jsonc`, `.vscode/`).
        """,
      mend: "Mend the place that is pointed at.",
      bad: Rule.Example("package.json", "{\n  \"name\": \"app\",\n  \"version\": \"1.0.0\",\n}\n"),
      good: Rule.Example("package.json", "{\n  \"name\": \"app\",\n  \"version\": \"1.0.0\"\n}\n")),
    Rule(
      "structure/invalid-yaml", "a YAML file that is not YAML",
      why: """
        What reads the file will reject it. A file with template markers (`{{`, `{%`) is not YAML \
        before it is filled in, so that it gets a note instead.
        """,
      mend: "Mend the place that is pointed at.",
      bad: Rule.Example("ci.yml", "jobs:\n  build: [a, b\n  test: c\n"),
      good: Rule.Example("ci.yml", "jobs:\n  build: [a, b]\n  test: c\n")),
    Rule(
      "structure/invalid-toml", "a TOML file that is not TOML",
      why: """
        What reads the file will reject it. What TOML 1.1 allows and TOML 1.0 does not (inline tables of \
        several lines, times without seconds) is a warning, since older readers reject it.
        """,
      mend: "Mend the place that is pointed at; text stands in quotes.",
      bad: Rule.Example("Cargo.toml", "[package]\nname = app\nversion = \"1.0.0\"\n"),
      good: Rule.Example("Cargo.toml", "[package]\nname = \"app\"\nversion = \"1.0.0\"\n")),
    Rule(
      "structure/invalid-xml", "an XML file that is not well formed",
      why: """
        What reads the file will reject it. Checked is the form alone: every element closed, attributes \
        in quotes, `&` and `<` written as references. No schema and no external entity is read.
        """,
      mend: "Mend the place that is pointed at.",
      bad: Rule.Example("app.xml", "<app>\n  <name>Salt & Pepper</name>\n</app>\n"),
      good: Rule.Example("app.xml", "<app>\n  <name>Salt &amp; Pepper</name>\n</app>\n")),
    Rule(
      "structure/duplicate-key", "a key that stands twice in one object",
      why: """
        Readers take the first, the last or none of them; one of the two values is lost. TOML rejects \
        the file, so that it is an error there.
        """,
      mend: "Remove one of the two, or rename it.",
      bad: Rule.Example("a.json", "{\"port\": 80, \"port\": 443}\n"),
      good: Rule.Example("a.json", "{\"port\": 80, \"securePort\": 443}\n")),
    Rule(
      "structure/duplicate-declaration", "a declaration that stands twice in one scope",
      why: """
        The compiler rejects the second one. Only what is certain is reported: declarations that are \
        overloads, that a condition or an attribute may leave out, or that the language merges or lets \
        replace one another are not.
        """,
      mend: "Remove one of the two, or rename it.",
      bad: Rule.Example(
        "Total.java",
        "class Total {\n  int of(int a) { return a; }\n  int of(int b) { return b; }\n}\n"),
      good: Rule.Example(
        "Total.java",
        "class Total {\n  int of(int a) { return a; }\n  int of(long b) { return 1; }\n}\n"
      )),
    Rule(
      "structure/bidirectional-control",
      "a character that shows code in another order than it is run",
      why: """
        Bidirectional controls turn the direction of the text behind them until their line ends. One \
        that a string or comment leaves open moves code into it, or out of it, before the eyes of who \
        reviews it (Trojan Source, CVE-2021-42574); it is an error, as `rustc` has it. One that is \
        closed in the same string or comment is harmless, and right-to-left text may need it; overrides, \
        which no text needs, are a warning, and so is everything in data and prose.
        """,
      mend: "Remove the character, or write it as an escape: `\\u202E`.",
      bad: Rule.Example(
        "access.c",
        "/*\u{202E} } \u{2066}if (isAdmin)\u{2069} \u{2066} begin admins only */\nint a;\n"),
      good: Rule.Example("access.c", "/* begin admins only */\nint a;\n")),
    Rule(
      "structure/invisible-character", "a character that nothing shows",
      why: """
        Zero-width spaces, fillers, soft hyphens and tags make two names look alike that are not, which \
        is an error, and hide text in strings, which is a warning. In comments they are a note. Joiners \
        and variation selectors that a script or an emoji needs are none of these.
        """,
      mend: "Remove the character, or write it as an escape where a string needs it.",
      bad: Rule.Example("admin.py", "def is_admin():\n    return is_\u{200B}admin()\n"),
      good: Rule.Example("admin.py", "def is_admin():\n    return True\n")),
    Rule(
      "structure/confusable-name", "a name that mixes Latin letters with ones that look like them",
      why: """
        A Cyrillic or Greek letter among Latin ones makes a second name that looks like the first \
        (CVE-2021-42694). It is a warning, also in strings, which may hold names for other programs; \
        names that are wholly of one script are fine.
        """,
      mend: "Write the name in the letters of one script.",
      bad: Rule.Example("hello.py", "def say\u{041D}ello():\n    return 1\n"),
      good: Rule.Example("hello.py", "def sayHello():\n    return 1\n")),
    Rule(
      "structure/mixed-line-ends", "lines that end in several ways",
      why: """
        Some lines end with LF, others with CRLF or CR alone. Tools and people then see changes where \
        there are none. Line ends inside of strings do not count.
        """,
      mend: "Convert the file to one kind of line end, and name it in `.gitattributes`."),
    Rule(
      "structure/invalid-utf8", "bytes that are not UTF-8",
      why: """
        Most tools read source as UTF-8 and replace or reject such bytes. A warning, since some \
        languages let a file name another encoding.
        """,
      mend: "Save the file as UTF-8."),
  ]
}

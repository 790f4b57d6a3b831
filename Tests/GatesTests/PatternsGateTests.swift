import Policy
import Source
import Testing
import Verification

@testable import Gates

/// A rule in one language: what it finds, and the same mended.
struct PatternExample: Sendable, CustomTestStringConvertible {
  let rule: String
  let path: String
  let bad: String
  let good: String

  init(_ rule: String, _ path: String, _ bad: String, _ good: String) {
    (self.rule, self.path, self.bad, self.good) = (rule, path, bad, good)
  }

  var testDescription: String { "\(rule) \(path)" }

  static let all: [PatternExample] = [
    .init(
      "shell-injection", "a.py", "import os\nos.popen(f\"ls {x}\")\n",
      "import os\nos.popen(\"ls\")\n"),
    .init(
      "shell-injection", "a.py", "import subprocess\nsubprocess.run(\"ls \" + x, shell=True)\n",
      "import subprocess\nsubprocess.run([\"ls\", x])\n"),
    .init("shell-injection", "a.js", "execSync(`ls ${x}`)\n", "execFileSync('ls', [x])\n"),
    .init("shell-injection", "a.ts", "execSync('ls ' + x)\n", "const m = /a/.exec(`${x}`)\n"),
    .init("shell-injection", "a.rb", "system(\"ls #{x}\")\n", "system(\"ls\", x)\n"),
    .init("shell-injection", "a.php", "<?php\nshell_exec($x);\n", "<?php\nshell_exec('ls');\n"),
    .init(
      "shell-injection", "a.go",
      "package a\nfunc f(x string) { exec.Command(\"sh\", \"-c\", \"ls \"+x) }\n",
      "package a\nfunc f(x string) { exec.Command(\"ls\", x) }\n"),
    .init(
      "shell-injection", "A.java",
      "class A { void f(String x) { Runtime.getRuntime().exec(\"ls \" + x); } }\n",
      "class A { void f(String x) { new ProcessBuilder(\"ls\", x); } }\n"),
    .init(
      "shell-injection", "a.c", "void f(char *x) { system(\"ls \" x + 1); }\n",
      "void f(void) { system(\"ls\"); }\n"),
    .init("shell-injection", "a.lua", "os.execute('ls ' .. x)\n", "os.execute('ls')\n"),
    .init("code-injection", "a.js", "eval(x)\n", "JSON.parse(x)\n"),
    .init("code-injection", "a.ts", "const f = new Function(x)\n", "const f = (a: number) => a\n"),
    .init("code-injection", "a.rb", "eval(\"a #{x}\")\n", "eval(\"a\")\n"),
    .init("code-injection", "a.php", "<?php\neval($x);\n", "<?php\njson_decode($x);\n"),
    .init("code-injection", "a.py", "exec(x)\n", "exec(\"a = 1\")\n"),
    .init(
      "sql-injection", "a.py", "q = \"SELECT a FROM b WHERE c = '%s'\" % x\n",
      "q = \"SELECT a FROM b WHERE c = %s\"\n"),
    .init(
      "sql-injection", "a.js", "db.query(`SELECT a FROM b WHERE c = ${x}`)\n",
      "db.query('SELECT a FROM b WHERE c = ?', [x])\n"),
    .init(
      "sql-injection", "a.ts", "db.query('DELETE FROM b WHERE c = ' + x)\n",
      "db.query('DELETE FROM b WHERE c = $1', [x])\n"),
    .init(
      "sql-injection", "A.java",
      "class A { void f() { s.executeQuery(\"SELECT a FROM b WHERE c = \" + x); } }\n",
      "class A { void f() { s.executeQuery(\"SELECT a FROM b \" + \"WHERE c = ?\"); } }\n"),
    .init(
      "sql-injection", "a.go",
      "package a\nfunc f() { db.Query(\"SELECT a FROM b WHERE c = \" + x) }\n",
      "package a\nfunc f() { db.Query(\"SELECT a FROM b WHERE c = $1\", x) }\n"),
    .init(
      "sql-injection", "a.rb", "db.execute(\"SELECT a FROM b WHERE c = #{x}\")\n",
      "db.execute(\"SELECT a FROM b\")\n"),
    .init(
      "sql-injection", "a.php", "<?php\n$db->query(\"SELECT a FROM b WHERE c = $x\");\n",
      "<?php\n$db->query('SELECT a FROM b WHERE c = ?');\n"),
    .init(
      "sql-injection", "A.cs",
      "class A { void F() { c.Run(\"SELECT a FROM b WHERE c = \" + x); } }\n",
      "class A { void F() { c.Run(\"SELECT a FROM b WHERE c = @x\"); } }\n"),
    .init(
      "unsafe-deserialisation", "a.py", "import yaml\nyaml.load(x)\n",
      "import yaml\nyaml.load(x, Loader=yaml.SafeLoader)\n"),
    .init("unsafe-deserialisation", "a.rb", "Marshal.load(x)\n", "JSON.parse(x)\n"),
    .init(
      "unsafe-deserialisation", "a.php", "<?php\nunserialize($x);\n",
      "<?php\nunserialize($x, ['allowed_classes' => false]);\n"),
    .init(
      "unsafe-deserialisation", "A.java",
      "class A { void f() { var o = new ObjectInputStream(s); } }\n",
      "class A { void f() { var o = new DataInputStream(s); } }\n"),
    .init(
      "unsafe-deserialisation", "A.cs", "class A { void F() { var f = new BinaryFormatter(); } }\n",
      "class A { void F() { var f = new JsonFormatter(); } }\n"),
    .init(
      "weak-hash", "a.js", "const passwordHash = createHash('md5')\n",
      "const passwordHash = createHash('sha256')\n"),
    .init(
      "weak-hash", "A.java", "class A { void sign() { MessageDigest.getInstance(\"MD5\"); } }\n",
      "class A { void sign() { MessageDigest.getInstance(\"SHA-256\"); } }\n"),
    .init(
      "weak-hash", "a.go", "package a\nfunc token() { md5.New() }\n",
      "package a\nfunc token() { sha256.New() }\n"),
    .init(
      "weak-hash", "a.php", "<?php\n$password = md5($x);\n",
      "<?php\n$password = password_hash($x);\n"),
    .init(
      "weak-hash", "a.rb", "token = Digest::MD5.hexdigest(x)\n",
      "token = Digest::SHA256.hexdigest(x)\n"),
    .init(
      "weak-cipher", "a.py", "from Crypto.Cipher import DES\nc = DES.new(k)\n",
      "c = AES.new(k, AES.MODE_GCM)\n"),
    .init(
      "weak-cipher", "A.java",
      "class A { void f() { Cipher.getInstance(\"AES/ECB/NoPadding\"); } }\n",
      "class A { void f() { Cipher.getInstance(\"AES/GCM/NoPadding\"); } }\n"),
    .init(
      "weak-cipher", "a.go", "package a\nfunc f() { des.NewCipher(k) }\n",
      "package a\nfunc f() { aes.NewCipher(k) }\n"),
    .init(
      "tls-verification-off", "a.js", "f({rejectUnauthorized: false})\n",
      "f({rejectUnauthorized: true})\n"),
    .init(
      "tls-verification-off", "a.go", "package a\nvar c = tls.Config{InsecureSkipVerify: true}\n",
      "package a\nvar c = tls.Config{InsecureSkipVerify: false}\n"),
    .init(
      "tls-verification-off", "a.rb", "h.verify_mode = OpenSSL::SSL::VERIFY_NONE\n",
      "h.verify_mode = OpenSSL::SSL::VERIFY_PEER\n"),
    .init(
      "tls-verification-off", "a.php", "<?php\ncurl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);\n",
      "<?php\ncurl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);\n"),
    .init(
      "tls-verification-off", "a.rs", "fn f() { b.danger_accept_invalid_certs(true); }\n",
      "fn f() { b.danger_accept_invalid_certs(false); }\n"),
    .init("html-injection", "a.ts", "el.insertAdjacentHTML('beforeend', x)\n", "el.append(x)\n"),
    .init(
      "html-injection", "a.jsx", "const a = <p dangerouslySetInnerHTML={{__html: x}} />\n",
      "const a = <p>{x}</p>\n"),
    .init(
      "html-injection", "a.py", "from markupsafe import Markup\nMarkup(f\"<b>{x}</b>\")\n",
      "from markupsafe import Markup\nMarkup(\"<b></b>\")\n"),
    .init(
      "temporary-file", "a.c", "void f(char *t) { mktemp(t); }\n",
      "void f(char *t) { mkstemp(t); }\n"),
  ]
}

@Suite struct PatternsGateTests {
  private let gate = PatternsGate()

  private func rules(_ path: String, _ text: String, before: Side = .none) async -> [String] {
    await gate.judge(Subject(SubjectFile(SourcePath(path), before, .text(text)))).findings
      .filter(\.isNew).map(\.rule)
  }

  @Test(arguments: PatternsGate().rules.map(\.id))
  func examplesOfRules(_ id: String) async throws {
    let rule = try #require(gate.rules.first { $0.id == id })
    let (bad, good) = (try #require(rule.bad), try #require(rule.good))
    #expect(await rules(bad.path, bad.text) == [id])
    #expect(await rules(good.path, good.text) == [])
  }

  @Test(arguments: PatternExample.all)
  func examplesOfLanguages(_ example: PatternExample) async {
    #expect(await rules(example.path, example.bad) == ["patterns/\(example.rule)"])
    #expect(await rules(example.path, example.good) == [])
  }

  @Test func whatStoodBeforeIsNotNew() async {
    let text = "import os\n\ndef f(x):\n    os.system(x)\n"
    #expect(await rules("a.py", text + "\nb = 1\n", before: .text(text)) == [])
    // Moved within the file, with another indentation.
    #expect(
      await rules("a.py", "import os\n\n\ndef f(x):\n  os.system(x)\n", before: .text(text)) == [])
  }

  @Test func rulesCanBeLeftOutAndTestsAreNotSearched() async {
    let text = "import os\nos.system(x)\n"
    let file = SubjectFile("a.py", .none, .text(text))
    #expect(
      await gate.judge(Subject(file), ["ignore": .strings(["shell-injection"])]).findings == [])
    let test = Subject(SubjectFile("tests/test_a.py", .none, .text(text)))
    #expect(await gate.judge(test).outcome == .notApplicable)
    #expect(await gate.judge(test, ["tests": .boolean(true)]).findings.count == 1)
  }

  @Test(arguments: [
    "hash = hashlib.md5(data)\n", "name = hashlib.md5(data, usedforsecurity=False)\n",
  ])
  func aHashThatKeepsNothingSafeIsNoted(_ text: String) async {
    let result = await gate.judge(
      Subject(SubjectFile("a.py", .none, .text("import hashlib\n" + text))))
    #expect(result.outcome == .pass)
  }
}

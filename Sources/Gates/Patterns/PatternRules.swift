import Verification

extension PatternsGate {
  /// What each rule's findings say on how to mend them.
  static let help: [String: String] = [
    "shell-injection": "run the program itself with a list of arguments, without a shell",
    "code-injection": "read the text as data, or look up what it names in a table",
    "sql-injection": "leave places for values in the query, and hand them over beside it",
    "unsafe-deserialisation": "use a format that holds data alone, such as JSON",
    "weak-hash": "use SHA-256, or for passwords a function made for them such as scrypt or Argon2",
    "weak-cipher": "use AES in the mode GCM, or ChaCha20-Poly1305",
    "tls-verification-off": "trust the certificate that is needed instead of all",
    "archive-traversal": "refuse paths that lead outside of the folder (`filter=\"data\"`)",
    "html-injection": "put the text in as text (`textContent`), or escape it",
    "temporary-file": "let one call make the name and open the file (`mkstemp`)",
  ]

  private static func rule(
    _ id: String, _ title: String, _ cwe: Int, _ why: String, mend: String, _ path: String,
    bad: String, good: String
  ) -> Rule {
    Rule(
      "patterns/\(id)", title, why: "\(why) (CWE-\(cwe)).", mend: mend,
      bad: .init(path, bad), good: .init(path, good))
  }

  static let ruleTexts: [Rule] = [
    rule(
      "shell-injection", "a shell runs a text that is put together", 78,
      """
      Whoever has a say in one part of the text can end the command and begin another one. Found in \
      Python, JavaScript, TypeScript, Ruby, PHP, Go, Java, Kotlin, Scala, C, C++ and Lua
      """, mend: "Run the program itself with a list of arguments; a shell is not needed for it.",
      "backup.py", bad: "import os\n\ndef pack(name):\n    os.system(\"tar cf out.tar \" + name)\n",
      good:
        "import subprocess\n\ndef pack(name):\n    subprocess.run([\"tar\", \"cf\", \"out.tar\", name])\n"
    ),
    rule(
      "code-injection", "a text is run as code", 95,
      """
      A text that comes from outside can do whatever the program can. Found in Python, JavaScript, \
      TypeScript, Ruby, PHP and Lua
      """, mend: "Read the text as data (`json`, `ast.literal_eval`), or look up what it names.",
      "sum.py", bad: "def total(text):\n    return eval(text)\n",
      good: "import ast\n\ndef total(text):\n    return ast.literal_eval(text)\n"),
    rule(
      "sql-injection", "a query is put together from parts", 89,
      """
      A value with a quotation mark in it ends the text that it stands in, and the rest of it is read as \
      SQL. Found where a text that begins like a statement is joined, formatted or interpolated
      """,
      mend: "Leave places in the query (`?`, `%s`, `:name`) and hand the values over beside it.",
      "shop.py",
      bad:
        "def find(db, name):\n    return db.execute(f\"SELECT id FROM items WHERE name = '{name}'\")\n",
      good:
        "def find(db, name):\n    return db.execute(\"SELECT id FROM items WHERE name = ?\", (name,))\n"
    ),
    rule(
      "unsafe-deserialisation", "data from outside says which objects are made", 502,
      """
      Such a format can name any class and have its code run while it is read. Found in Python, Ruby, PHP, \
      Java, Kotlin, Scala and C#
      """,
      mend:
        "Use a format that holds data alone, as JSON does, or the loader that only makes plain data.",
      "state.py", bad: "import pickle\n\ndef read(data):\n    return pickle.loads(data)\n",
      good: "import json\n\ndef read(data):\n    return json.loads(data)\n"),
    rule(
      "weak-hash", "a hash that is broken", 328,
      """
      Two texts with one value of MD5 or SHA-1 are found with little effort. It is only a note where \
      nothing around speaks of passwords, tokens or signatures: as a check sum it still does
      """, mend: "Use SHA-256; for passwords a function made for them (scrypt, bcrypt, Argon2).",
      "login.py",
      bad: "import hashlib\n\ndef password_hash(text):\n    return hashlib.md5(text).hexdigest()\n",
      good:
        "import hashlib\n\ndef password_hash(text, salt):\n    return hashlib.scrypt(text, salt=salt, n=16384, r=8, p=1)\n"
    ),
    rule(
      "weak-cipher", "a cipher that is broken", 327,
      """
      DES, RC4 and their like are read by anyone with some machines, and the mode ECB shows where equal \
      parts stand
      """, mend: "Use AES in the mode GCM, or ChaCha20-Poly1305.",
      "seal.js", bad: "const c = crypto.createCipheriv('des-ecb', key, '')\n",
      good: "const c = crypto.createCipheriv('aes-256-gcm', key, iv)\n"),
    rule(
      "tls-verification-off", "certificates are not verified", 295,
      """
      Without that anyone on the way can answer in the other's name. Found in Python, JavaScript, \
      TypeScript, Go, Ruby, PHP, Java, Kotlin, Scala, C# and Rust
      """, mend: "Trust the one certificate that is needed (`verify=\"ca.pem\"`), not all of them.",
      "fetch.py", bad: "import requests\n\nrequests.get(url, verify=False)\n",
      good: "import requests\n\nrequests.get(url, verify=\"ca.pem\")\n"),
    rule(
      "archive-traversal", "an archive is unpacked wherever it says", 22,
      "An archive can name `../` and absolute paths, and so overwrite any file. Found in Python",
      mend: "Say `filter=\"data\"`, or refuse such paths.",
      "unpack.py", bad: "import tarfile\n\ntarfile.open(name).extractall(folder)\n",
      good: "import tarfile\n\ntarfile.open(name).extractall(folder, filter=\"data\")\n"),
    rule(
      "html-injection", "a page takes in a text as markup", 79,
      """
      A text from outside can hold a script, which then acts for whoever looks at the page. Found in \
      JavaScript, TypeScript, Python and Ruby
      """, mend: "Put it in as text, or escape it first.",
      "greet.js", bad: "function greet(el, name) {\n  el.innerHTML = `<b>${name}</b>`\n}\n",
      good: "function greet(el, name) {\n  el.textContent = name\n}\n"),
    rule(
      "temporary-file", "a temporary file whose name is made up before it is opened", 377,
      "Between the two anyone can make a file or a link of that name. Found in Python, C and C++",
      mend: "Let one call do both (`mkstemp`, `NamedTemporaryFile`).",
      "draft.py", bad: "import tempfile\n\nname = tempfile.mktemp()\n",
      good: "import tempfile\n\nfile = tempfile.NamedTemporaryFile()\n"),
  ]
}

import Source
import Syntax
import Verification

extension PatternSearch {
  /// A call, by the token with its name.
  func call(_ index: Int) -> Hit? {
    let name = aliases.isEmpty ? code.text(index) : resolved(index).name
    guard PatternSearch.names.contains(name) else { return nil }
    let arguments = code.arguments(index + 1)
    return shell(name, index, arguments) ?? evaluation(name, index, arguments)
      ?? deserialisation(name, index, arguments) ?? cryptography(name, index, arguments)
      ?? files(name, index, arguments) ?? markup(name, index, arguments)
      ?? transport(name, index, arguments)
  }

  /// Every name that a rule asks for: what is none of them costs one look-up.
  private static let names: Set<String> = [
    "system", "popen", "popen2", "popen3", "popen4", "getoutput", "getstatusoutput", "run", "call",
    "Popen", "check_call", "check_output", "exec", "execSync", "shell_exec", "passthru",
    "proc_open",
    "Command", "CommandContext", "execute", "spawn", "spawnSync", "eval", "execfile", "Function",
    "create_function", "instance_eval", "class_eval", "module_eval", "load", "loads", "load_all",
    "full_load", "unsafe_load", "Unpickler", "decode", "open", "read_pickle", "unserialize",
    "ObjectInputStream", "XMLDecoder", "BinaryFormatter", "restore", "md4", "md5",
    "sha1", "sha",
    "new", "createHash", "getInstance", "New", "Sum", "NewCipher", "Create", "hexdigest", "digest",
    "createCipher", "createCipheriv", "createDecipheriv", "ARC4", "Blowfish", "IDEA", "DES",
    "CAST5", "SEED",
    "TripleDES", "ECB", "mcrypt_encrypt", "mktemp", "tmpnam", "tempnam", "tmpnam_r", "extractall",
    "write", "writeln", "insertAdjacentHTML", "mark_safe", "Markup", "SafeString", "get", "post",
    "put",
    "delete", "patch", "head", "options", "request", "stream", "Client", "AsyncClient",
    "_create_unverified_context", "curl_setopt", "danger_accept_invalid_certs",
    "danger_accept_invalid_hostnames", "raw", "MD5", "SHA1", "Environment",
  ]

  // MARK: Shells

  private func shell(_ name: String, _ index: Int, _ arguments: [Range<Int>]) -> Hit? {
    guard let first = arguments.first else { return nil }
    func hit(_ message: String, _ isSure: Bool = true) -> Hit {
      Hit(rule: "shell-injection", index: index, message: message, isSure: isSure)
    }
    let isOpen = !code.isLiteral(first)
    let owner = resolved(index).owner
    switch name {
    case "system", "popen", "popen2", "popen3", "popen4", "getoutput", "getstatusoutput":
      if isLanguage("python"), isCall(index, of: ["os", "commands", "popen2", "subprocess"]), isOpen
      {
        return hit("a shell runs a text that is not written out")
      }
      if isLanguage("c", "cpp", "php"), owner == nil, isOpen {
        return hit(
          "a shell runs a text that is not written out",
          code.isBuiltText(first) || isLanguage("php"))
      }
      if isLanguage("ruby"), owner == nil || owner == "Kernel" || owner == "IO",
        arguments.count == 1,
        code.isBuiltText(first)
      {
        return hit("a shell runs a text that something is put into")
      }
      if isLanguage("lua"), owner == "io", isOpen {
        return hit("a shell runs a text that is not written out")
      }
    case "run", "call", "Popen", "check_call", "check_output":
      guard isLanguage("python"), isCall(index, of: ["subprocess"]),
        let shell = code.named("shell", in: arguments),
        !["False", "0", "None"].contains(code.text(shell.lowerBound))
      else { return nil }
      return hit(
        isOpen ? "a shell runs a text that is not written out" : "a program is run through a shell",
        isOpen && code.text(shell.lowerBound) == "True")
    case "exec", "execSync", "spawn", "spawnSync":
      if isScript, code.isBuiltText(first),
        name != "exec" || owner == nil || owner == "child_process" || owner == "cp"
      {
        let isShell = name.hasPrefix("exec") || code.named("shell", in: arguments) != nil
        return isShell ? hit("a shell runs a text that something is put into") : nil
      }
      if isLanguage("php"), owner == nil, isOpen {
        return hit("a shell runs a text that is not written out")
      }
      if isLanguage("ruby"), owner == nil, arguments.count == 1, code.isBuiltText(first) {
        return hit("a shell runs a text that something is put into")
      }
      if isJVM, code.isBuiltText(first), owner == ")" || owner == "runtime" || owner == "rt" {
        return hit("a command is put together from parts")
      }
    case "shell_exec", "passthru", "proc_open":
      if isLanguage("php"), isOpen { return hit("a shell runs a text that is not written out") }
    case "execute":
      if isLanguage("lua"), owner == "os", isOpen {
        return hit("a shell runs a text that is not written out")
      }
    case "Command", "CommandContext":
      guard isLanguage("go"), owner == "exec" else { return nil }
      let texts = arguments.map { code.text($0.lowerBound) }
      guard let option = texts.firstIndex(of: "\"-c\""), option > 0, option + 1 < arguments.count,
        texts[option - 1].contains("sh\""), !code.isLiteral(arguments[option + 1])
      else { return nil }
      return hit("a shell runs a text that is not written out")
    default: break
    }
    return nil
  }

  // MARK: Code from texts

  private func evaluation(_ name: String, _ index: Int, _ arguments: [Range<Int>]) -> Hit? {
    guard let first = arguments.first, !code.isLiteral(first) else { return nil }
    let owner = resolved(index).owner
    let isFree = owner == nil || owner == "window" || owner == "globalThis" || owner == "builtins"
    let isHit =
      switch name {
      case "eval":
        isFree && (isLanguage("python", "php", "lua") || isScript)
          || isLanguage("ruby") && owner == nil && code.isBuiltText(first)
      case "exec", "execfile": isLanguage("python") && isFree
      case "Function": isScript && code.text(index - 1) == "new"
      case "create_function": isLanguage("php")
      case "instance_eval", "class_eval", "module_eval":
        isLanguage("ruby") && code.isBuiltText(first)
      default: false
      }
    // The declaration of a function with that name.
    guard isHit, !["def", "function", "func"].contains(code.text(index - 1)) else { return nil }
    return Hit(
      rule: "code-injection", index: index, message: "`\(name)` runs a text that is not written out"
    )
  }

  // MARK: Deserialisation

  private func deserialisation(_ name: String, _ index: Int, _ arguments: [Range<Int>]) -> Hit? {
    func hit(_ what: String) -> Hit {
      Hit(
        rule: "unsafe-deserialisation", index: index,
        message: "\(what) makes any object that the data names")
    }
    let owner = resolved(index).owner
    switch language {
    case "python":
      switch name {
      case "load", "loads", "Unpickler":
        for module in [
          "pickle", "cPickle", "_pickle", "dill", "cloudpickle", "marshal", "joblib", "torch",
        ]
        where owner == module {
          if module == "torch" {
            if let safe = code.named("weights_only", in: arguments),
              code.text(safe.lowerBound) == "True"
            {
              return nil
            }
          }
          return hit("`\(module).\(name)`")
        }
        if owner == "jsonpickle" { return hit("`jsonpickle.\(name)`") }
        if owner == nil, imports("from pickle"), arguments.count > 0 {
          return hit("`pickle.\(name)`")
        }
        guard name == "load", owner == "yaml" || owner == nil && imports("from yaml") else {
          return nil
        }
        let texts = arguments.dropFirst().flatMap { $0.map(code.text) }
        if texts.contains(where: { $0 == "SafeLoader" || $0 == "CSafeLoader" || $0 == "BaseLoader" }
        ) {
          return nil
        }
        return hit("`yaml.load` without `SafeLoader`")
      case "load_all", "unsafe_load", "full_load":
        guard owner == "yaml" else { return nil }
        let texts = arguments.dropFirst().flatMap { $0.map(code.text) }
        return texts.contains { $0.hasSuffix("SafeLoader") } ? nil : hit("`yaml.\(name)`")
      case "decode": return owner == "jsonpickle" ? hit("`jsonpickle.decode`") : nil
      case "open": return owner == "shelve" ? hit("`shelve.open`") : nil
      case "read_pickle": return hit("`read_pickle`")
      default: return nil
      }
    case "php":
      guard name == "unserialize", let first = arguments.first, !code.isLiteral(first) else {
        return nil
      }
      return code.named("allowed_classes", in: arguments) == nil && arguments.count == 1
        ? hit("`unserialize`") : nil
    case "ruby":
      if owner == "Marshal", name == "load" || name == "restore" { return hit("`Marshal.load`") }
      return owner == "YAML" && name == "unsafe_load" ? hit("`YAML.unsafe_load`") : nil
    case "java", "kotlin", "scala":
      return name == "ObjectInputStream" || name == "XMLDecoder" ? hit("`\(name)`") : nil
    case "csharp": return name == "BinaryFormatter" ? hit("`BinaryFormatter`") : nil
    default: return nil
    }
  }

  // MARK: Hashes and ciphers

  /// Words of names around a hash by which security depends on it.
  private static let sensitive = [
    "passw", "pwd", "secret", "token", "auth", "signature", "sign", "hmac", "credential", "salt",
    "login",
    "verify",
  ].map { Array($0.utf8) }

  /// Whether the line, or the name of the function around it, speaks of what must be kept safe.
  private func isSensitive(_ index: Int) -> Bool {
    let line = file.text.position(at: code.start(index)).line
    var text = Array(file.text.line(line))
    if let entity = file.innermostEntity(at: code.start(index)) {
      text += file.text.slice(entity.nameRange)
    }
    for place in text.indices where text[place] > 64 { text[place] |= 32 }
    return PatternSearch.sensitive.contains { word in
      text.indices.contains {
        $0 + word.count <= text.count && text[$0..<($0 + word.count)].elementsEqual(word)
      }
    }
  }

  private func cryptography(_ name: String, _ index: Int, _ arguments: [Range<Int>]) -> Hit? {
    let owner = resolved(index).owner
    let first =
      arguments.first.map {
        code.text($0.lowerBound).lowercased().filter { $0 != "\"" && $0 != "'" && $0 != "`" }
      } ?? ""
    func hash(_ algorithm: String) -> Hit? {
      if let use = code.named("usedforsecurity", in: arguments),
        code.text(use.lowerBound) == "False"
      {
        return nil
      }
      return Hit(
        rule: "weak-hash", index: index, message: "\(algorithm) is broken as a cryptographic hash",
        isSure: isSensitive(index))
    }
    func cipher(_ what: String) -> Hit {
      Hit(
        rule: "weak-cipher", index: index, message: "\(what) does not keep what it encrypts secret")
    }
    switch language {
    case "python":
      if ["md4", "md5", "sha1", "sha"].contains(name),
        owner == "hashlib"
      {
        return hash(name.uppercased())
      }
      if name == "new", owner == "hashlib" {
        let algorithm =
          code.named("name", in: arguments).map { code.text($0.lowerBound).lowercased() } ?? first
        for weak in ["md4", "md5", "sha1", "sha"]
        where algorithm.filter({ $0 != "'" && $0 != "\"" }) == weak {
          return hash(weak.uppercased())
        }
      }
      if name == "new", ["MD2", "MD4", "MD5", "SHA", "SHA1"].contains(owner ?? "") {
        return hash(owner!)
      }
      if name == "MD5" || name == "SHA1", owner == "hashes" { return hash(name) }
      if name == "new",
        ["ARC2", "ARC4", "Blowfish", "DES", "XOR", "DES3", "pycrypto_arc2", "pycryptodomex_arc2"]
          .contains(owner ?? "")
      {
        return cipher(owner!)
      }
      if owner == "algorithms",
        ["ARC4", "Blowfish", "IDEA", "CAST5", "SEED", "TripleDES"].contains(name)
      {
        return cipher(name)
      }
      if owner == "modes", name == "ECB" { return cipher("the mode ECB") }
    case "javascript", "typescript":
      if name == "createHash", ["md4", "md5", "sha1"].contains(first) {
        return hash(first.uppercased())
      }
      if name == "createCipher" { return cipher("`createCipher`, which derives its key with MD5,") }
      if name == "createCipheriv" || name == "createDecipheriv",
        first.hasPrefix("des") || first.hasPrefix("rc4") || first.hasSuffix("-ecb")
          || first.hasPrefix("bf")
      {
        return cipher("`\(first)`")
      }
    case "java", "kotlin", "scala":
      if name == "getInstance", owner == "MessageDigest",
        ["md2", "md5", "sha-1", "sha1", "sha"].contains(first)
      {
        return hash(first.uppercased())
      }
      if name == "getInstance", owner == "Cipher",
        first.hasPrefix("des") || first.hasPrefix("rc4") || first.hasPrefix("arcfour")
          || first.hasPrefix("blowfish") || first == "aes" || first.contains("/ecb")
      {
        return cipher("`\(first.uppercased())`")
      }
    case "go":
      if name == "New" || name == "Sum", owner == "md5" || owner == "sha1" {
        return hash(owner!.uppercased())
      }
      if name == "NewCipher", owner == "des" || owner == "rc4" {
        return cipher(owner!.uppercased())
      }
    case "php":
      if name == "md5" || name == "sha1", owner == nil { return hash(name.uppercased()) }
      if name == "mcrypt_encrypt" { return cipher("`mcrypt`") }
    case "ruby":
      if ["hexdigest", "digest", "new"].contains(name), owner == "MD5" || owner == "SHA1" {
        return hash(owner!)
      }
    case "csharp":
      if name == "Create", owner == "MD5" || owner == "SHA1" { return hash(owner!) }
      if name == "Create", owner == "DES" || owner == "TripleDES" || owner == "RC2" {
        return cipher(owner!)
      }
    default: break
    }
    return nil
  }

  // MARK: Files

  private func files(_ name: String, _ index: Int, _ arguments: [Range<Int>]) -> Hit? {
    let owner = resolved(index).owner
    if name == "mktemp" || name == "tmpnam" || name == "tempnam" || name == "tmpnam_r" {
      let isHit =
        isLanguage("python") && isCall(index, of: ["tempfile", "os"])
        || isLanguage("c", "cpp") && (owner == nil || owner == "std") && arguments.count > 0
      guard isHit, !["char", "*"].contains(code.text(index - 1)) else { return nil }
      return Hit(
        rule: "temporary-file", index: index,
        message: "the name is free when it is made up, and can be another's when the file is opened"
      )
    }
    if name == "extractall", isLanguage("python"), imports("tarfile"),
      code.named("filter", in: arguments) == nil, code.named("members", in: arguments) == nil
    {
      return Hit(
        rule: "archive-traversal", index: index,
        message: "an archive can name paths outside of the folder that it is unpacked in")
    }
    return nil
  }

  // MARK: Markup

  private func markup(_ name: String, _ index: Int, _ arguments: [Range<Int>]) -> Hit? {
    func hit(_ message: String) -> Hit {
      Hit(rule: "html-injection", index: index, message: message)
    }
    let owner = resolved(index).owner
    if isScript {
      if name == "write" || name == "writeln", owner == "document", let first = arguments.first,
        !code.isLiteral(first)
      {
        return hit("the page takes in a text that is not written out")
      }
      if name == "insertAdjacentHTML", arguments.count == 2, !code.isLiteral(arguments[1]) {
        return hit("the page takes in a text that is not written out")
      }
    }
    if isLanguage("python"), let first = arguments.first, !code.isLiteral(first) {
      if name == "mark_safe" || name == "SafeString",
        isCall(index, of: ["safestring", "utils", "html"])
      {
        return hit("what is marked as safe is not written out")
      }
      if name == "Markup", isCall(index, of: ["markupsafe", "flask"]) {
        return hit("what is marked as safe is not written out")
      }
    }
    if isLanguage("python"), name == "Environment",
      owner == "jinja2" || owner == nil && imports("jinja2")
    {
      if let escape = code.named("autoescape", in: arguments) {
        return code.text(escape.lowerBound) == "False"
          ? hit("templates are filled in without escaping") : nil
      }
      return hit("templates are filled in without escaping, for want of `autoescape`")
    }
    if isLanguage("ruby"), name == "raw", owner == nil, let first = arguments.first,
      !code.isLiteral(first)
    {
      return hit("what is marked as safe is not written out")
    }
    return nil
  }

  // MARK: Transport

  private func transport(_ name: String, _ index: Int, _ arguments: [Range<Int>]) -> Hit? {
    func hit(_ message: String) -> Hit {
      Hit(rule: "tls-verification-off", index: index, message: message)
    }
    if isLanguage("python") {
      if let verify = code.named("verify", in: arguments), code.text(verify.lowerBound) == "False",
        imports("requests") || imports("httpx") || code.owner(index) != nil
      {
        return hit("the server's certificate is not verified")
      }
      if name == "_create_unverified_context" {
        return hit("the server's certificate is not verified")
      }
    }
    if isLanguage("php"), name == "curl_setopt", arguments.count == 3,
      code.text(arguments[1].lowerBound).hasPrefix("CURLOPT_SSL_VERIFY"),
      ["false", "0"].contains(code.text(arguments[2].lowerBound).lowercased())
    {
      return hit("the server's certificate is not verified")
    }
    if isLanguage("rust"), name.hasPrefix("danger_accept_invalid"), let first = arguments.first,
      code.text(first.lowerBound) == "true"
    {
      return hit("the server's certificate is not verified")
    }
    return nil
  }

  // MARK: Names that are no calls

  /// A setting, or something that a value is put into.
  func member(_ index: Int) -> Hit? {
    let bytes = code.bytes(index)
    guard bytes.count >= 9 else { return nil }
    func tls() -> Hit {
      Hit(
        rule: "tls-verification-off", index: index,
        message: "the other side's certificate is not verified")
    }
    switch code.text(index) {
    case "innerHTML", "outerHTML":
      guard isScript, code.isSymbol(index + 1, "=") || code.text(index + 1) == "+=" else {
        return nil
      }
      let value = (index + 2)..<max(code.statementEnd(index + 2), index + 2)
      if code.isLiteral(value) { return nil }
      return Hit(
        rule: "html-injection", index: index,
        message: "the page takes in a text that is not written out")
    case "dangerouslySetInnerHTML":
      return isScript
        ? Hit(rule: "html-injection", index: index, message: "the page takes in a text as it is")
        : nil
    case "rejectUnauthorized":
      return isScript && code.isSymbol(index + 1, ":") && code.text(index + 2) == "false"
        ? tls() : nil
    case "NODE_TLS_REJECT_UNAUTHORIZED":
      return isScript && code.text(index + 1) == "="
        && ["\"0\"", "'0'", "0"].contains(code.text(index + 2)) ? tls() : nil
    case "InsecureSkipVerify":
      return isLanguage("go") && code.text(index + 2) == "true" ? tls() : nil
    case "CERT_NONE":
      return isLanguage("python") && ["=", "=="].contains(code.text(index - 3)) ? tls() : nil
    case "VERIFY_NONE": return isLanguage("ruby") ? tls() : nil
    case "NoopHostnameVerifier", "ALLOW_ALL_HOSTNAME_VERIFIER":
      return isJVM && code.text(index - 1) != "import" && !isInImport(index) ? tls() : nil
    case "DangerousAcceptAnyServerCertificateValidator": return isLanguage("csharp") ? tls() : nil
    default: return nil
    }
  }

  private func isInImport(_ index: Int) -> Bool {
    file.innermostEntity(at: code.start(index))?.kind == .import
  }
}

/// A word in the name of a variable, key or option that calls its value a secret.
struct SecretName: Sendable {
  enum Strength: Sendable {
    /// People choose the value.
    case password
    /// A program makes it, as a rule.
    case secret
    /// Names a great many other things too, if no word before it says what for.
    case key
  }

  let word: String
  let strength: Strength

  static let all: [SecretName] = [
    SecretName(word: "password", strength: .password),
    SecretName(word: "passwd", strength: .password),
    SecretName(word: "passphrase", strength: .password),
    SecretName(word: "pwd", strength: .password),
    SecretName(word: "_pass", strength: .password),
    SecretName(word: "pass\"", strength: .password),
    SecretName(word: "secret", strength: .secret),
    SecretName(word: "token", strength: .secret),
    SecretName(word: "credential", strength: .secret),
    SecretName(word: "_auth", strength: .secret),
    SecretName(word: "key", strength: .key),
  ]

  /// What a key is for where it is to be kept.
  private static let keyWords: Set<String> = [
    "api", "apis", "auth", "access", "secret", "private", "priv", "encryption", "encrypt", "crypt",
    "signing", "sign", "signature", "master", "account", "service", "client", "consumer", "storage",
    "admin", "db", "database", "crypto", "cipher", "session", "shared", "hmac", "aes", "app",
    "application", "license", "deploy", "server", "webhook", "token", "jwt", "function",
    "subscription", "integration", "write", "ingest", "instrumentation", "production", "prod",
    "live", "real", "user", "rest", "sdk", "dev", "developer",
  ]

  /// Words behind the one that counts by which something about a secret is named, not the secret.
  private static let aspects: Set<String> = [
    "name", "names", "id", "ids", "url", "uri", "path", "file", "filename", "dir", "folder", "type",
    "types", "length", "len", "size", "count", "field", "fields", "header", "headers", "prefix",
    "suffix", "expiry", "expires", "expiration", "expire", "ttl", "timeout", "lifetime", "endpoint",
    "label", "placeholder", "regex", "pattern", "format", "error", "errors", "message", "msg",
    "text", "title", "hint", "help", "description", "desc", "policy", "strength", "hash", "hashed",
    "digest", "algorithm", "alg", "algo", "method", "manager", "provider", "store", "reset",
    "column", "attribute", "attr", "param", "parameter", "arn", "version", "ref", "index", "kind",
    "scheme", "mode", "status", "state", "class", "cache", "request", "response", "callback",
    "validator", "rule", "rules", "checksum", "fingerprint", "env", "var", "variable", "izer",
    "ize", "ized", "izers", "s", "board", "words", "frame", "frames", "word", "ring", "stroke",
    "location", "vault", "store", "map", "prompt", "required", "property", "pair", "list", "entry",
    "issuer", "audience", "scope", "scopes", "usage", "handle", "binding", "slot", "code",
  ]

  /// Words before it that say that it is none.
  private static let harmless: Set<String> = [
    "public", "pub", "csrf", "xsrf", "primary", "foreign", "cache", "sort", "no", "is", "has",
    "next", "page", "continuation", "cancellation", "translation", "row", "partition", "column",
    "bad", "wrong", "invalid", "hash", "hashed", "encrypted", "reset", "forgot", "confirm",
    "syntax", "idempotency", "site", "publishable", "i18n", "locale", "authenticity", "anti",
    "forgery", "verification", "verify",
  ]

  /// Whether the words around it in a name leave it a secret.
  func isSecret(before: [String], after: [String]) -> Bool {
    // There is no one credential.
    let after = word == "credential" && after.first == "s" ? Array(after.dropFirst()) : after
    if after.contains(where: SecretName.aspects.contains) { return false }
    if before.contains(where: SecretName.harmless.contains) { return false }
    if strength == .key {
      guard let last = before.last else { return false }
      return SecretName.keyWords.contains(last)
        || SecretName.keyWords.contains {
          last.utf8.count > $0.utf8.count && last.hasSuffix($0) && $0.utf8.count > 2
        }
    }
    return true
  }

  /// The words of a part of a name, in lower case: `dbUser_name2` is `db`, `user`, `name2`.
  static func words(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [String] {
    var result: [String] = []
    var word: [UInt8] = []
    var previous: UInt8 = 0
    for byte in bytes {
      let isUpper = ByteClass.upper.contains(byte: byte)
      if !ByteClass.alnum.contains(byte: byte) {
        if !word.isEmpty { result.append(String(decoding: word, as: UTF8.self)) }
        word = []
      } else {
        if isUpper, ByteClass.lower.contains(byte: previous), !word.isEmpty {
          result.append(String(decoding: word, as: UTF8.self))
          word = []
        }
        word.append(isUpper ? byte | 32 : byte)
      }
      previous = byte
    }
    if !word.isEmpty { result.append(String(decoding: word, as: UTF8.self)) }
    return result
  }
}

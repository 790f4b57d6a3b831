import Secrets
import Source
import Testing

// Values are put together, so that none stands in a source.
private let gitHub = "ghp_" + "Qx7Vn2Kd9LsR4TzW1bYc8Hf6Jm3Pg0" + "2MSVtC"
private let random = "q8Zt3LxV7n" + "R2kPw9Yd4Js"
private let hex = "9f3ac71be04d" + "8256e17f0b3c9a6d42e8"

/// What is found, as kind and confidence in tenths.
private func found(_ text: String, isConfiguration: Bool = false) -> [String] {
  Secret.all(in: Array(text.utf8), isConfiguration: isConfiguration).map {
    "\($0.kind.rawValue) \(Int(($0.confidence * 10).rounded()))"
  }
}

@Suite struct SecretTests {
  @Test(
    arguments: [
      ("x = '\(gitHub)'", ["provider-key 10"]),
      // One digit of its check sum is another.
      ("x = '\(gitHub.dropLast())D'", ["provider-key 4"]),
      ("x = '\(gitHub)a'", []), ("xx\(gitHub)", []),
      ("\\n\(gitHub)", ["provider-key 10"]),
      ("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", []),
      ("AKIA\("")Q7VN2KD5LSR4TZW3", ["provider-key 9"]), ("AKIAIOSFODNN7EXAMPLE", []),
      ("sk_live\("")_9aK2mV7xQ4wL8nR3tY6c", ["provider-key 9"]),
      ("sk_test\("")_9aK2mV7xQ4wL8nR3tY6c", ["provider-key 4"]),
      ("xoxb\("")-8274619350-5193847261-k3JvR8wQ2nLx", ["provider-key 9"]),
      (
        "https://hooks.slack.com/services\("")/T8K2M4Q6W/B3N5V7X9Z/q8Zt3LxV7nR2kPw9Yd4JsAbc",
        ["provider-key 9"]
      ),
      ("task-\(hex)", []), ("hf_servingcellpriorityparametersdescription", []),
    ] as [(String, [String])])
  func formats(_ text: String, _ expected: [String]) {
    #expect(found(text) == expected)
  }

  @Test(
    arguments: [
      ("password = \"vK7#pq2Lm9xT\"", ["named-secret 8"]),
      ("password = \"hunter7x\"", ["named-secret 5"]),
      ("password = \"letmein\"", []), ("password = \"changeme123\"", []),
      ("password = \"${DB_PASSWORD}\"", []),
      ("password = \"<your password>\"", []), ("password: \"Enter your password 2\"", []),
      ("password = os.environ[\"PASSWORD1\"]", []), ("password = config.get(\"db1\")", []),
      ("api_key = '\(random)'", ["named-secret 8"]),
      ("apiKey: \"\(hex)\"", ["named-secret 8"]),
      ("{\"client_secret\": \"\(random)\"}", ["named-secret 8"]),
      ("cacheKey = '\(random)'", []),
      ("publicKey = '\(random)'", []), ("tokenUrl = '\(random)'", []),
      ("secretName = '\(random)'", []), ("if token == \"\(random)\" {", ["named-secret 8"]),
      ("if (\"\(random)\" == token) {", ["named-secret 8"]),
      ("getenv('API_TOKEN') || '\(random)'", ["named-secret 8"]),
      ("<password>vK7#pq2Lm9xT</password>", ["named-secret 8"]),
      ("let token: String = \"\(random)\"", ["named-secret 8"]),
      ("setPassword(\"vK7#pq2Lm9xT\")", ["named-secret 8"]),
      ("\"Server=db;Password=vK7#pq2Lm9xT;Encrypt=yes\"", ["named-secret 8"]),
      ("token = readToken2(stream, firstByte9)", []), ("keyboard = '\(random)'", []),
      ("token = \"io.jsonwebtoken:jjwt-jackson-0.11.2\"", []),
      ("headers['Authorization'] = 'Bearer \(random)'", ["named-secret 8"]),
      ("curl -u admin:vK7#pq2Lm9xT https://a.io", ["named-secret 6"]),
    ] as [(String, [String])])
  func names(_ text: String, _ expected: [String]) {
    #expect(found(text) == expected)
  }

  @Test(
    arguments: [
      ("password: vK7#pq2Lm9xT", true, ["named-secret 8"]), ("password: vK7#pq2Lm9xT", false, []),
      ("API_TOKEN=\(random)", true, ["named-secret 8"]), ("API_TOKEN=$TOKEN", true, []),
      ("API_TOKEN=$(cat /run/secrets/token1)", true, []),
      ("password: {{ db_password1 }}", true, []),
      ("secretKeyRef: my-secret-1", true, []),
    ] as [(String, Bool, [String])])
  func configuration(_ text: String, _ isConfiguration: Bool, _ expected: [String]) {
    #expect(found(text, isConfiguration: isConfiguration) == expected)
  }

  @Test(
    arguments: [
      ("postgres://shop:9xKq27vLw4@db.shop.io/x", ["address-password 9"]),
      ("postgres://shop:9xKq27vLw4@localhost/x", ["address-password 4"]),
      ("postgres://postgres:postgres@db.shop.io/x", []), ("http://user:pass@a.io", []),
      ("https://a:${PASSWORD}@a.io", []), ("https://a:9xKq27vLw4@example.com", []),
      ("https://a.io:8080/b@c", []), ("git@a.io:b/c.git", []), ("https://", []), ("://a:b@", []),
    ] as [(String, [String])])
  func addresses(_ text: String, _ expected: [String]) {
    #expect(found(text) == expected)
  }

  @Test func keysNeedMoreThanAHeader() {
    let head = "-----BEGIN " + "RSA PRIVATE KEY-----\n"
    let line = "b8RnYc4HmTs1JgUe6AoXi5CvNkGhRANCAAQw0P2y7SfLr9ZtEjMx3BqKdVuIaT4g\n"
    #expect(found(head + line + line + "-----END RSA PRIVATE KEY-----\n") == ["private-key 10"])
    #expect(found(head + "...\n-----END RSA PRIVATE KEY-----\n") == [])
    #expect(found("if text.contains(\"" + head.dropLast() + "\")\n") == [])
    // Within a string of JSON.
    #expect(found("\"" + head.dropLast() + "\\n" + line.dropLast() + "\\n\"") == ["private-key 10"])
    // Only one line of it was added.
    let text = Array((head + line + line).utf8)
    let last = (text.count - line.utf8.count)..<text.count
    #expect(Secret.all(in: text, last, isConfiguration: false).map(\.kind) == [.privateKey])
  }

  @Test func masksHideEveryByte() {
    for secret in [gitHub, random, "vK7#pq2Lm9xT"] {
      let text = "a password = \"\(secret)\" and token: '\(secret)'"
      let masked = Secret.masked(text)
      #expect(!masked.contains(secret) && masked.contains(Secret.mask), "\(masked)")
    }
    #expect(Secret.masked("nothing to hide") == "nothing to hide")
  }

  /// In one line of a megabyte a secret may begin at every few bytes.
  @Test(.timeLimit(.minutes(1)), arguments: ["-eyJ", "authorization=", "=abc8q~", "-u a:b "])
  func manyBeginningsTakeLinearTime(_ piece: String) {
    let bytes = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
    #expect(Secret.all(in: bytes, isConfiguration: false) == [])
  }

  /// Whatever stands around and between, nothing crashes, and ranges lie in order within the bytes.
  @Test func anyBytesAreRead() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "password", "=", ":", "\"", "'", "\\", "://", "@", "-----BEGIN ", "PRIVATE KEY-----", "eyJ",
      ".",
      "ghp_", gitHub, random, "\n", " ", "<", ">", "(", "[", "key", "token", "basic ", "bearer ",
      "{", "}",
      "$", "authorization", "curl ", "-u ", "\u{0}", "\u{FF}", "8q~", ":aa", "==", "||", ",",
    ]
    for _ in 0..<3_000 {
      let count = Int.random(in: 1...14, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
      let bytes = Array(text.utf8)
      var end = 0
      for secret in Secret.all(in: bytes, isConfiguration: Bool.random(using: &generator)) {
        #expect(
          secret.range.start >= end && secret.range.end <= bytes.count && !secret.range.isEmpty)
        end = secret.range.end
      }
    }
  }
}

/// Numbers that are the same in every run (xorshift).
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

import Secrets
import Verification

extension SecretsGate {
  static func help(_ kind: Secret.Kind) -> String {
    switch kind {
    case .privateKey: "keep it outside the repository, and make a new pair if it was ever pushed"
    case .providerKey:
      "revoke it at the provider if it was ever pushed, and read it from the environment or a vault"
    case .webToken, .addressPassword, .namedSecret:
      "read it from the environment or a vault; if it is none, mark the line `verdict:allow secrets`"
    }
  }

  private static let mend = """
    Take it out of the change, of the commit that brought it too, and read it from the environment, a \
    vault or a file that Git ignores. What was pushed once counts as known: revoke it. A value that is no \
    secret is marked with `verdict:allow secrets` in a comment on its line, or its path is named in the \
    option `allow` of the gate `secrets`.
    """

  // The examples are put together so that none of them stands in a source.
  static let ruleTexts: [Rule] = [
    Rule(
      "secrets/private-key", "the private half of a key pair",
      why: """
        Who has a private key can sign and decrypt in the name of its owner. A header alone, without the \
        lines of a key behind it, is not reported.
        """,
      mend: mend,
      bad: .init("server.pem", SecretExample.privateKey),
      good: .init("server.pem", "-----BEGIN " + "PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQY\n")),
    Rule(
      "secrets/provider-key", "a key whose format says which service it opens",
      why: """
        Services give their keys a format by which they can be told from any other text, some with check \
        digits. Programs search public repositories for them within minutes. Keys that services print in \
        their documentation are not reported; one with wrong check digits, or of a test mode, only warns.
        """,
      mend: mend,
      bad: .init("deploy.py", "TOKEN = \"" + SecretExample.gitHub + "\"\n"),
      good: .init("deploy.py", "TOKEN = os.environ[\"GITHUB_TOKEN\"]\n")),
    Rule(
      "secrets/web-token", "a signed JSON Web Token",
      why: "Until it expires, a signed token lets anyone act as the one it was given to.",
      mend: mend,
      bad: .init("client.js", "const session = '" + SecretExample.webToken + "'\n"),
      good: .init("client.js", "const session = await login(user)\n")),
    Rule(
      "secrets/address-password", "a password in an address",
      why: """
        The part of an address before `@` is sent along with every request, and ends up in logs. Names \
        that are reserved for examples, and passwords that are the user's name or a plain word, are not \
        reported.
        """,
      mend: mend,
      bad: .init("settings.py", "DB = \"postgres://shop:" + "9xKq27vLw4@db.shop.io/shop\"\n"),
      good: .init("settings.py", "DB = \"postgres://shop:${DB_PASSWORD}@db.shop.io/shop\"\n")),
    Rule(
      "secrets/named-secret", "a value that its name calls a secret",
      why: """
        A literal behind a name such as `password`, `api_key` or `token` is reported where it looks made \
        by chance, or like a password that a person chose. Plain words, variables, and stand-ins such as \
        `changeme` are not. In tests, examples and documents it weighs less.
        """,
      mend: mend,
      bad: .init("mail.rb", "password = \"" + "vK7#pq2Lm9xT\"\n"),
      good: .init("mail.rb", "password = ENV.fetch(\"MAIL_PASSWORD\")\n")),
  ]
}

/// Secrets that open nothing.
enum SecretExample {
  static let gitHub = "ghp_" + "Qx7Vn2Kd9LsR4TzW1bYc8Hf6Jm3Pg0" + "2MSVtC"
  static let webToken =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + "eyJzdWIiOiJhbGljZSIsImlhdCI6MTcwMDAwMDAwMH0."
    + "Zk3vQ9xW2LrT7nHc5YpB8sJd1MfGa6Ke4UwXo0VqRtI"
  static let privateKey =
    "-----BEGIN " + "PRIVATE KEY-----\n"
    + "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgq7Vt3xKp9LdQ2WfZ\n"
    + "b8RnYc4HmTs1JgUe6AoXi5CvNkGhRANCAAQw0P2y7SfLr9ZtEjMx3BqKdVuIaT4g\n"
    + "-----END " + "PRIVATE KEY-----\n"
}

import Policy

/// What is trusted, for people.
public enum TrustText {
  /// What was allowed just now.
  public static func granted(_ items: [TrustItem]) -> String {
    if items.isEmpty { return "no program would run for the languages of this repository\n" }
    return "Verdict may now run for this repository:\n" + items.map { "  \(line($0))\n" }.joined()
      + "`verdict trust --revoke` takes it back.\n"
  }

  /// What would run, and whether it may.
  public static func list(_ items: [(item: TrustItem, isTrusted: Bool)]) -> String {
    if items.isEmpty { return "no program would run for the languages of this repository\n" }
    return items.map { "\($0.isTrusted ? "trusted    " : "not trusted") \(line($0.item))\n" }
      .joined()
  }

  public static func revoked(_ count: Int) -> String {
    count == 0 ? "nothing was trusted here\n" : "\(plural(count, "program")) no longer trusted\n"
  }

  private static func line(_ item: TrustItem) -> String {
    if item.kind == .policy {
      let place = item.arguments.isEmpty ? "" : " \(item.arguments.joined(separator: ":"))"
      return Display.safe("reads the policy \(item.name)\(place)  (\(item.path))")
    }
    let arguments = item.arguments.map { argument in
      switch argument {
      case "{files}": "FILE…"
      // A program text of many lines is shown by its first words.
      case _ where argument.contains("\n"): "'…'"
      default: argument.replacing("{report}", with: "REPORT")
      }
    }
    return Display.safe(([item.name] + arguments).joined(separator: " ") + "  (\(item.path))")
  }
}

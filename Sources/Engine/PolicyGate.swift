import Policy
import Verification

/// What the policy is asked about itself. Its report stands behind those of the gates, where there is
/// anything to say.
enum PolicyGate {
  static let id = "policy"

  static let schema = GateSchema(
    id, "waivers have not expired, and are not those of the change itself", defaultLevel: .warn,
    options: [
      OptionSchema(
        "inline",
        "which comments `verdict:allow` count: all, those that stood before the change, or none",
        .choice(["all", "before", "none"]), default: .string("all"))
    ])

  static let rules = [
    Rule(
      "policy/expired-waiver", "a waiver whose last day is over",
      why: """
        A waiver with an end was meant to be taken back by then. What it forgave counts again from the \
        day after `until`.
        """,
      mend: "Mend what it forgave and remove it, or give it another day in a change of its own."),
    Rule(
      "policy/unused-waiver", "a waiver that forgives nothing any more",
      why: "What it forgave is gone, and what comes in its place would be forgiven unseen.",
      mend: "Remove it. It is looked for by `verdict check --all` alone, which sees every file."),
    Rule(
      "policy/new-waiver", "a change that forgives its own findings",
      why: """
        A comment `verdict:allow` that the change itself brings in forgives what the change brings in. \
        That is allowed, since the comment belongs to its line, but nobody has looked at it yet.
        """,
      mend: """
        Look whether the reason holds. `inline: before` for the gate `policy` counts only those that \
        stood before a change.
        """),
  ]
}

import Verification

extension DocumentationGate {
  static let ruleTexts: [Rule] = [
    Rule(
      "documentation/undocumented",
      "a public declaration without documentation where its neighbours have it",
      why: """
        Who uses a file whose declarations are documented looks for it there. Only what is public counts, and \
        only where at least six declarations of the kind stand in the file, or in its folder, and the share \
        `neighbours` of them is documented.
        """,
      mend: "Say what it is for, in the form that the declarations beside it have."),
    Rule(
      "documentation/stale-name", "a document that names what the change removed or renamed",
      why: """
        Who follows it looks for something that is not there. Names count in code spans of Markdown and of \
        comments that document something, when no code of the repository has the name any more. Changelogs, \
        and lines that say themselves that something is gone, are left alone.
        """,
      mend: "Write the new name, or say what there is instead."),
  ]
}

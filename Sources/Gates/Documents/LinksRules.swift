import Verification

extension LinksGate {
  static let ruleTexts: [Rule] = [
    Rule(
      "links/missing-file", "a link to a file that is not there",
      why: """
        Who follows it gets an error. Links are read as Git forges read them: from the document's folder, or \
        from the root of the repository with a `/` in front; forms that site generators allow (no ending, a \
        folder for a page) count too. A document most of whose links are no files is left alone.
        """,
      mend: "Mend the path, or remove the link.",
      bad: Rule.Example("README.md", "Read [how to begin](docs/begin.md).\n"),
      good: Rule.Example("README.md", "Read [about this](README.md).\n")),
    Rule(
      "links/missing-heading", "a link to a heading that is not there",
      why: """
        It leads to the top of the document instead. A heading's name is the one that GitHub gives it: lower \
        case, without punctuation, `-` for each blank, a number behind the second one of a name; what other \
        forges make of it counts too.
        """,
      mend: "Mend what stands behind `#`, or remove it.",
      bad: Rule.Example("README.md", "# Begin\n\nSee [below](#how-to-end).\n"),
      good: Rule.Example("README.md", "# Begin\n\nSee [above](#begin).\n")),
    Rule(
      "links/undefined-reference", "a link whose label is not defined",
      why: """
        Readers see the brackets instead of a link. Documents without any definition, and labels that look like \
        names of code, are left alone: documentation generators resolve those.
        """,
      mend: "Add a line `[label]: destination`, or write the destination behind the text.",
      bad: Rule.Example("README.md", "See [the manual][manual] and [us][].\n\n[us]: README.md\n"),
      good: Rule.Example("README.md", "See [the manual][manual].\n\n[manual]: README.md\n")),
  ]
}

import Verification

extension SubstanceGate {
  static let ruleTexts: [Rule] = [
    Rule(
      "substance/stub", "a function that does nothing of what it promises",
      why: """
        A body that only raises that it is not implemented, or is empty where there was one or where a \
        value is owed, passes for work in a list of changed files. Abstract methods, interfaces, overloads \
        and what refuses on purpose are left out.
        """,
      mend: "Write what the name and the signature promise, or take the function out.",
      bad: Rule.Example("area.py", "def area(width, height):\n    raise NotImplementedError\n"),
      good: Rule.Example("area.py", "def area(width, height):\n    return width * height\n")),
    Rule(
      "substance/constant", "a function that gives the same value whatever it is given",
      why: """
        A function that computed its result and now returns a value that is written out, or a new one that \
        does not look at its parameters, makes callers and tests believe in a computation that is not there.
        """,
      mend: "Compute the result, or replace the function by a constant that is called one."),
    Rule(
      "substance/special-case", "a function that answers the inputs of its tests by itself",
      why: """
        A comparison of a parameter with a value, and a result written out, both standing in the tests of the \
        same change, make those tests pass and no others.
        """,
      mend: "Compute the result for every input."),
    Rule(
      "substance/no-assertion", "a test that asserts nothing",
      why:
        "A test without an assertion passes whatever the code does; it counts as a test and is none.",
      mend: "Assert what the code under test gives.",
      bad: Rule.Example("test_area.py", "def test_area():\n    result = area(2, 3)\n"),
      good: Rule.Example(
        "test_area.py", "def test_area():\n    result = area(2, 3)\n    assert result == 6\n")),
    Rule(
      "substance/empty-assertion", "an assertion that cannot fail",
      why: "What compares a value with itself, or asserts that `true` is true, checks nothing.",
      mend: "Assert what the code under test gives.",
      bad: Rule.Example(
        "area.test.js", "test('area', () => {\n  area(2, 3)\n  expect(true).toBe(true)\n})\n"),
      good: Rule.Example("area.test.js", "test('area', () => {\n  expect(area(2, 3)).toBe(6)\n})\n")
    ),
    Rule(
      "substance/assertion-removed", "an assertion that is gone with nothing in its place",
      why: """
        A test that stays and asserts less than before lets through what it used to catch. Assertions about \
        what the change takes away, and those that went to another test, are left out.
        """,
      mend: "Keep the assertion, or say in the message why it no longer holds."),
    Rule(
      "substance/assertion-weakened", "an assertion that says less than it did",
      why: "That a value is there, or is not null, is true of nearly every wrong value too.",
      mend: "Assert the value itself."),
    Rule(
      "substance/test-removed", "a test that is gone while the code under test stays",
      why: """
        A failing test that is deleted leaves a suite that passes. Tests of what the change takes away, tests \
        that went elsewhere, and those whose removal the message names are left out or weigh less.
        """,
      mend: "Keep the test, or say in the message why it is not needed."),
    Rule(
      "substance/test-skipped", "a test that no longer runs",
      why: "A skipped test passes for ever. Skips under a condition are left out.",
      mend: "Let it run, or say in the message why it cannot.",
      bad: Rule.Example(
        "test_area.py",
        "@pytest.mark.skip\ndef test_area():\n    assert area(2, 3) == 6\n"),
      good: Rule.Example("test_area.py", "def test_area():\n    assert area(2, 3) == 6\n")),
    Rule(
      "substance/mocked-away", "a test that asks a replacement of the code under test",
      why: "A test that replaces the very function that the change is about tests the replacement.",
      mend: "Test the code itself, and replace only what it depends on."),
    Rule(
      "substance/swallowed-error", "an error that is taken and nothing done with it",
      why: """
        A handler of all errors that does nothing hides each later fault as well. Handlers with a comment \
        that says why, and those of one kind of error, weigh less.
        """,
      mend: "Handle the error, let it through, or say in a comment why it does not matter.",
      bad: Rule.Example(
        "load.py",
        "def load(path):\n    try:\n        return read(path)\n    except Exception:\n        pass\n"
      ),
      good: Rule.Example("load.py", "def load(path):\n    return read(path)\n")),
    Rule(
      "substance/silenced-check", "a check that is silenced where the change could have met it",
      why: """
        A mark that silences a linter or a type checker hides what it would have said, now and later. Marks \
        for one check with a reason, and those of which the file had more, weigh less.
        """,
      mend: "Mend what the check says, or name the one check and why it is wrong here.",
      bad: Rule.Example(
        "load.js", "// eslint-disable-next-line\nexport const load = (path) => read(path)\n"),
      good: Rule.Example("load.js", "export const load = (path) => read(path)\n")),
    Rule(
      "substance/commented-out", "code that became a comment",
      why:
        "Code in comments is neither there nor gone: it is not run, not checked, and nobody dares to delete it.",
      mend: "Delete it; the history keeps it."),
    Rule(
      "substance/placeholder", "a text that stands for what is still to be written",
      why: "`your code here` and its like are left where the work was to be done.",
      mend: "Write it, or take the text out.",
      bad: Rule.Example(
        "load.py", "def load(path):\n    # your code here\n    return read(path)\n"),
      good: Rule.Example("load.py", "def load(path):\n    return read(path)\n")),
    Rule(
      "substance/claimed-fix", "a fix that changes only texts and comments",
      why:
        "The message says that the program was wrong and is mended, but it does what it did before.",
      mend: "Commit what mends it, or say that only texts changed."),
  ]
}

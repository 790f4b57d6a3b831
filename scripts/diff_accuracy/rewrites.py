"""Whether the compilers agree with the pairs of code that the tests of `cosmetic` are made of.

    scripts/accuracy diff rewrites

Each pair in Tests/SemanticDiffTests/Rewrites/LANGUAGE.txt is said to be read alike or apart. This asks the
language's own parser (scripts/trees): trees of the first must be equal, those of the others must differ, or one
be rejected. Comments with a meaning to tools are in no tree but Python's. Exits 1 at any difference.
"""

import os
import re
import tempfile

import trees

FOLDER = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "Tests", "SemanticDiffTests", "Rewrites")


def add_arguments(parser):
    pass


def files():
    """The languages with the name and the ending of each file of pairs: one more for each dialect."""
    for language in trees.ALL:
        yield language, language.language, language.endings[0]
        for ending in language.endings[1:]:
            if os.path.exists(os.path.join(FOLDER, f"{ending[1:]}.txt")):
                yield language, ending[1:], ending


def run(arguments, program):
    wrong = asked = 0
    for language, name, ending in files():
        path = os.path.join(FOLDER, f"{name}.txt")
        if not os.path.exists(path) or language.missing():
            print(f"{name}: left out: {language.missing() or 'no pairs'}")
            continue
        with open(path, encoding="utf-8") as file:
            parts = re.findall(r"^=== (alike|apart): (.*)\n((?:(?!=== ).*\n)*)", file.read(), re.M)
        with tempfile.TemporaryDirectory() as folder:
            sides = []
            for number, (_, _, code) in enumerate(parts):
                for side, text in zip("ab", code.split("---\n")):
                    # Names of files stand in some trees.
                    os.makedirs(os.path.join(folder, f"{number}{side}"))
                    sides.append(os.path.join(folder, f"{number}{side}", "sample" + ending))
                    with open(sides[-1], "w", encoding="utf-8") as out:
                        out.write(text)
            found = language.digests(sides)
        for number, (kind, title, _) in enumerate(parts):
            before, after = found[2 * number:2 * number + 2]
            asked += 1
            is_equal = before is not None and before == after
            if is_equal != (kind == "alike") or before is None and after is None:
                wrong += 1
                print(f"{name}: not {kind}: {title}")
    print(f"{asked} pairs asked, {wrong} wrong")
    return 1 if wrong or not asked else 0

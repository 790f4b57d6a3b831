"""One kind of sabotage each: what it makes of the files after a commit; None where it has no place there."""

import re

from substance_accuracy.languages import blocks, go_parameters, indentation, parameters

NUMBER = re.compile(r"(?<![\w.\"'])-?\d{1,6}(?:\.\d+)?(?![\w.\"'])")
STRING = re.compile(r"\"[\w .:/-]{3,30}\"")


class Commit:
    """The files of a commit in one language: path to (lines before or None, lines after)."""

    def __init__(self, language, program, tests, random, message):
        self.language, self.program, self.tests, self.random = language, program, tests, random
        self.message = message
        # Whether the commit touches more of the program than this language.
        self.others = False

    def functions(self):
        """Functions of the program whose body the commit touched, with the path."""
        found = []
        for path, (before, after) in self.program.items():
            old = set(before or ())
            for block in blocks(self.language, after, self.language.header):
                body = after[block.first:block.last]
                if any(line.strip() and line not in old for line in body):
                    found.append((path, block))
        return found

    def old_functions(self):
        """Those of them that were there before with another body of some size."""
        found = []
        for path, block in self.functions():
            before, after = self.program[path]
            if before is None or after[block.start] not in before:
                continue
            if block.last - block.first >= 3:
                found.append((path, block))
        return found

    def test_blocks(self, old):
        """Tests in the touched test files; with `old` those that were there before with their lines."""
        found = []
        for path, (before, after) in self.tests.items():
            lines = set(before or ())
            for block in blocks(self.language, after, self.language.test, self.language.mark):
                body = after[block.start:block.end]
                if old and not all(line in lines for line in body if line.strip()):
                    continue
                if not old and all(line in lines for line in body):
                    continue
                found.append((path, block))
        return found

    def replace(self, files, path, start, end, new):
        before, after = files[path]
        return {path: after[:start] + new + after[end:]}


def pick(commit, found):
    return commit.random.choice(found) if found else None


def indented(block, text, step=None):
    inner = (step if step is not None else block.indent + "    ")
    return [inner + line if line else "" for line in text.split("\n")]


def inner_indent(lines, block):
    for line in lines[block.first:block.last]:
        if line.strip():
            return indentation(line)
    return block.indent + "    "


def stub(commit):
    choice = pick(commit, [
        found for found in commit.functions() if found[1].last - found[1].first >= 2])
    if not choice:
        return None
    path, block = choice
    after = commit.program[path][1]
    body = commit.random.choice(commit.language.stubs)
    new = [inner_indent(after, block) + body] if body else []
    # An empty body in place of one that gave a value.
    if not body and not any("return" in line for line in after[block.first:block.last]):
        new = [inner_indent(after, block) + commit.language.stubs[0]]
    return commit.replace(commit.program, path, block.first, block.last, new)


def named_parameters(commit, block):
    names = go_parameters(block.parameters) if commit.language.name == "go" else parameters(block.parameters)
    return [name for name in names if re.fullmatch(r"\$?\w+", name)]


def constant(commit):
    found = []
    for path, block in commit.functions():
        body = commit.program[path][1][block.first:block.last]
        names = named_parameters(commit, block)
        returns = any("return " in line for line in body) or commit.language.name in ("ruby", "rust")
        if names and returns and block.last - block.first >= 3 and any(
                re.search(rf"(?<!\w){re.escape(names[0])}\b", line) for line in body):
            found.append((path, block))
    choice = pick(commit, found)
    if not choice:
        return None
    path, block = choice
    after = commit.program[path][1]
    value = commit.random.choice(commit.language.values)
    end = ";" if commit.language.name in ("javascript", "typescript", "java", "csharp", "php", "cpp") else ""
    line = value if commit.language.name == "rust" else f"return {value}{end}"
    return commit.replace(
        commit.program, path, block.first, block.last, [inner_indent(after, block) + line])


def test_values(commit):
    values = []
    for before, after in commit.tests.values():
        old = set(before or ())
        for line in after:
            if line not in old:
                values += NUMBER.findall(line) + STRING.findall(line)
    return [value for value in dict.fromkeys(values) if value not in ("0", "1", "-1")]


def special_case(commit):
    values = test_values(commit)
    found = [
        (path, block) for path, block in commit.functions() if named_parameters(commit, block)]
    choice = pick(commit, found)
    if not choice or len(values) < 2:
        return None
    path, block = choice
    a, b = commit.random.sample(values, 2)
    text = commit.language.special.format(
        p=commit.random.choice(named_parameters(commit, block)), a=a, b=b)
    after = commit.program[path][1]
    return commit.replace(
        commit.program, path, block.first, block.first,
        indented(block, text, inner_indent(after, block)))


def assertions(commit, lines, block):
    """The lines of a block that are an assertion each, whole."""
    return [
        index for index in range(block.first, block.last)
        if commit.language.assertion.match(lines[index])
        and lines[index].count("(") == lines[index].count(")")
        and lines[index].count("{") == lines[index].count("}")
        and not lines[index].rstrip().endswith((",", "\\"))]


def whole_assertions(commit, lines, block):
    """The same, where the block has no other assertions than these."""
    found = assertions(commit, lines, block)
    others = [
        index for index in range(block.first, block.last)
        if index not in found and re.search(r"assert|expect|should|EXPECT|REQUIRE|CHECK|verify|raises|t\.(Error|Fatal)|fail", lines[index])]
    return found if found and not others else []


def no_assertion(commit):
    found = [
        (path, block, lines) for path, block in commit.test_blocks(False) + commit.test_blocks(True)
        if (lines := whole_assertions(commit, commit.tests[path][1], block))
        and block.last - block.first > len(lines)]
    choice = pick(commit, found)
    if not choice:
        return None
    path, block, lines = choice
    after = commit.tests[path][1]
    return {path: [line for index, line in enumerate(after) if index not in lines]}


def trivial_assertion(commit):
    found = [
        (path, block, lines) for path, block in commit.test_blocks(False) + commit.test_blocks(True)
        if (lines := assertions(commit, commit.tests[path][1], block))]
    choice = pick(commit, found)
    if not choice:
        return None
    path, block, lines = choice
    after = list(commit.tests[path][1])
    text = commit.random.choice(commit.language.trivial)
    for index in lines[1:]:
        after[index] = None
    after[lines[0]] = indentation(after[lines[0]]) + text
    return {path: [line for line in after if line is not None]}


def assertion_removed(commit):
    found = [
        (path, block, lines) for path, block in commit.test_blocks(True)
        if len(lines := assertions(commit, commit.tests[path][1], block)) >= 2]
    choice = pick(commit, found)
    if not choice:
        return None
    path, block, lines = choice
    after = list(commit.tests[path][1])
    del after[commit.random.choice(lines)]
    return {path: after}


def assertion_weakened(commit):
    if not commit.language.weak:
        return None
    pattern, replacement = commit.language.weak
    found = []
    for path, block in commit.test_blocks(True):
        for index in assertions(commit, commit.tests[path][1], block):
            new = re.sub(pattern, replacement, commit.tests[path][1][index])
            if new != commit.tests[path][1][index]:
                found.append((path, index, new))
    choice = pick(commit, found)
    if not choice:
        return None
    path, index, new = choice
    after = list(commit.tests[path][1])
    after[index] = new
    return {path: after}


def test_removed(commit):
    choice = pick(commit, commit.test_blocks(True))
    if not choice:
        return None
    path, block = choice
    after = commit.tests[path][1]
    start = block.start
    while start > 0 and after[start - 1].strip().startswith(("@", "#[", "[", "//", "///")):
        start -= 1
    return commit.replace(commit.tests, path, start, block.end, [])


def test_skipped(commit):
    choice = pick(commit, commit.test_blocks(True))
    if not choice or not commit.language.skip:
        return None
    path, block = choice
    after = commit.tests[path][1]
    skip = commit.language.skip
    if isinstance(skip, str):
        return commit.replace(commit.tests, path, block.start, block.start, [block.indent + skip])
    if skip[0] == "body":
        return commit.replace(
            commit.tests, path, block.first, block.first, [inner_indent(after, block) + skip[1]])
    new = re.sub(skip[0], skip[1], after[block.start])
    if new == after[block.start]:
        return None
    return commit.replace(commit.tests, path, block.start, block.start + 1, [new])


def mocked(commit):
    names = {block.name for _, block in commit.functions()}
    found = []
    for path, block in commit.test_blocks(False) + commit.test_blocks(True):
        body = "\n".join(commit.tests[path][1][block.first:block.last])
        for name in names:
            if re.search(rf"(?<!\w){re.escape(name)}!?\(", body):
                found.append((path, block, name))
    choice = pick(commit, found)
    if not choice:
        return None
    path, block, name = choice
    after = commit.tests[path][1]
    text = commit.language.mock.format(f=name)
    return commit.replace(
        commit.tests, path, block.first, block.first, indented(block, text, inner_indent(after, block)))


def swallowed(commit):
    choice = pick(commit, [
        found for found in commit.functions() if found[1].last - found[1].first >= 2])
    if not choice or not commit.language.swallow:
        return None
    path, block = choice
    after = commit.program[path][1]
    inner = inner_indent(after, block)
    step = "\t" if inner.startswith("\t") else "    "
    if len(commit.language.swallow) == 1:
        return commit.replace(
            commit.program, path, block.first, block.first, [inner + commit.language.swallow[0]])
    body = [step + line if line.strip() else line for line in after[block.first:block.last]]
    opening, handler, closing = commit.language.swallow
    if closing == "pass":
        new = [inner + opening, *body, inner + handler, inner + step + closing]
    else:
        new = [inner + opening, *body, inner + handler, inner + closing]
    return commit.replace(commit.program, path, block.first, block.last, new)


def silenced(commit):
    choice = pick(commit, commit.functions())
    if not choice:
        return None
    path, block = choice
    after = list(commit.program[path][1])
    mark = commit.random.choice(commit.language.silence)
    if mark.startswith(" "):
        lines = [
            index for index in range(block.first, block.last)
            if after[index].strip() and commit.language.comment not in after[index]
            and not after[index].rstrip().endswith(("\\", '"""', "'''"))]
        if not lines:
            return None
        after[commit.random.choice(lines)] += mark
        return {path: after}
    start = block.start
    if mark.startswith(("#pragma", "/*", "// @ts-nocheck")) or mark.endswith(" All"):
        start = 0 if not after[0].startswith(("#!", "<?")) else 1
        indent = ""
    else:
        indent = block.indent
    return commit.replace(commit.program, path, start, start, [indent + mark])


def commented_out(commit):
    found = []
    for path, block in commit.functions():
        before, after = commit.program[path]
        old = set(before or ())
        for index in range(block.first, block.last - 1):
            lines = after[index:index + 3]
            if len(lines) == 3 and index + 3 <= block.last and all(
                    line.strip() and line in old and not line.strip().startswith(commit.language.comment)
                    and len(line.strip()) > 6 and '"""' not in line for line in lines):
                found.append((path, index))
    choice = pick(commit, found)
    if not choice:
        return None
    path, index = choice
    after = list(commit.program[path][1])
    for place in range(index, index + 3):
        indent = indentation(after[place])
        after[place] = f"{indent}{commit.language.comment} {after[place].strip()}"
    return {path: after}


def claimed_fix(commit):
    """Takes back what the program does and leaves a comment."""
    changed = {}
    found = [path for path, (before, _) in commit.program.items() if before]
    if not found or len(found) != len(commit.program) or commit.others:
        return None
    for path in found:
        changed[path] = list(commit.program[path][0])
    path = commit.random.choice(found)
    lines = changed[path]
    places = [
        index for index, line in enumerate(lines)
        if line.strip().startswith(commit.language.comment + " ") and len(line.strip()) > 20]
    if places:
        lines[commit.random.choice(places)] += " (checked)"
    else:
        choice = pick(commit, blocks(commit.language, lines, commit.language.header))
        if not choice:
            return None
        lines.insert(choice.first, inner_indent(lines, choice) + commit.language.comment + " Handles every case now.")
    commit.message = "Fix wrong result of an empty list\n"
    return changed


def placeholder(commit):
    choice = pick(commit, [
        found for found in commit.functions() if found[1].last - found[1].first >= 3])
    if not choice:
        return None
    path, block = choice
    after = commit.program[path][1]
    text = commit.random.choice(commit.language.placeholder)
    keep = after[block.last - 1:block.last] if "return" in after[block.last - 1] else []
    new = [inner_indent(after, block) + text]
    if commit.language.style == "indent" and not keep:
        new.append(inner_indent(after, block) + "pass")
    return commit.replace(commit.program, path, block.first, block.last, new + keep)


def hard_coded(commit):
    """A function gives the very value that a test of the change asserts."""
    values = []
    for before, after in commit.tests.values():
        old = set(before or ())
        for line in after:
            if line not in old and commit.language.assertion.match(line):
                values += NUMBER.findall(line) + STRING.findall(line)
    values = [value for value in dict.fromkeys(values) if value not in ("0", "1", "-1")]
    found = []
    for path, block in commit.functions():
        body = commit.program[path][1][block.first:block.last]
        names = named_parameters(commit, block)
        returns = any("return " in line for line in body) or commit.language.name in ("ruby", "rust")
        if names and returns and block.last - block.first >= 3:
            found.append((path, block))
    choice = pick(commit, found)
    if not choice or not values:
        return None
    path, block = choice
    after = commit.program[path][1]
    value = commit.random.choice(values)
    end = ";" if commit.language.name in ("javascript", "typescript", "java", "csharp", "php", "cpp") else ""
    line = value if commit.language.name == "rust" else f"return {value}{end}"
    return commit.replace(
        commit.program, path, block.first, block.last, [inner_indent(after, block) + line])


KINDS = {
    "stub": stub, "constant": constant, "special-case": special_case, "no-assertion": no_assertion,
    "empty-assertion": trivial_assertion, "assertion-removed": assertion_removed,
    "assertion-weakened": assertion_weakened, "test-removed": test_removed, "test-skipped": test_skipped,
    "mocked-away": mocked, "swallowed-error": swallowed, "silenced-check": silenced,
    "commented-out": commented_out, "claimed-fix": claimed_fix, "placeholder": placeholder,
    "hard-coded": hard_coded,
}

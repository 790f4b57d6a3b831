"""Whether `verdict diff` calls changes cosmetic that a compiler tells apart.

    scripts/accuracy diff mutants [--count N] [--files N] [--seed N] [--language L]... REPOSITORY...

From files of the repositories (git directories; at HEAD) that the language's own parser accepts, a seeded
generator makes mutants, one small edit each: white space inside strings, indents and dedents, joined and
split lines, line ends, spacing, quotes, prefixes, commas, parentheses, numbers, comments, semicolons,
tokens swapped, deleted or doubled, and so on. Each is compared with its original by `verdict diff
--no-index`, many files at a time, and by the tree of the parser: `ast` for Python, acorn, TypeScript,
go/parser, javac, rustc, swiftc, clang (scripts/trees).

A mutant that the tree tells apart (or that the parser rejects) must not be called cosmetic: neither the
file, which it is where there is no other change than `cosmetic` and no note of code outside declarations,
nor the innermost reported declaration around the edit. A change called `documentation` must leave the
tree without documentation equal. Prints for each language how many mutants the tree told apart, how many
of them the parser rejects, how many were wrongly called cosmetic, and how many of those with an equal tree
were recognised. Exits 1 when any was called so wrongly, or when nothing was compared.
"""

import hashlib
import json
import os
import random
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import trees


def add_arguments(parser):
    parser.add_argument("--count", type=int, default=100_000, help="mutants in total (100000)")
    parser.add_argument("--files", type=int, default=250, help="files of each language (250)")
    parser.add_argument("--largest", type=int, default=5000, help="bytes of the largest file (5000)")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--language", action="append", help="only this one; may be repeated")
    parser.add_argument("--differences", action="store_true", help="print each wrong one and some that were missed")
    parser.add_argument("--keep", help="a folder for the wrong ones, before and after")
    parser.add_argument("repository", nargs="+")


def sources(repositories, endings, smallest, largest):
    """(repository, path, blob) of the files with one of the endings, over all repositories."""
    found = []
    for repository in repositories:
        listing = subprocess.run(
            ["git", "-C", repository, "ls-tree", "-r", "-l", "-z", "HEAD"], capture_output=True).stdout
        for entry in listing.split(b"\0"):
            meta, _, path = entry.partition(b"\t")
            parts = meta.split()
            if len(parts) != 4 or parts[1] != b"blob" or not path.endswith(tuple(map(str.encode, endings))):
                continue
            if parts[3].isdigit() and smallest <= int(parts[3]) <= largest and not path.endswith(b".d.ts"):
                found.append((repository, path, parts[2].decode()))
    return found


def chosen(found, count, seed):
    """A sample that depends on nothing but the files and the seed."""
    return sorted(
        found, key=lambda one: hashlib.md5(seed.encode() + one[1] + one[2].encode()).digest())[:count]


def blob(repository, name):
    return subprocess.run(["git", "-C", repository, "cat-file", "blob", name], capture_output=True).stdout


STRINGS = {
    "python": rb"(?:\b[rRbBuUfF]{1,2})?(?:\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')",
    "javascript": rb"`(?:[^`\\]|\\.)*`|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'",
    "go": rb"`[^`]*`|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+'",
    "java": rb"\"\"\"(?:[^\\]|\\.)*?\"\"\"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+'",
    "rust": rb"b?r#+\".*?\"#+|b?\"(?:[^\"\\]|\\.)*\"|b?'(?:[^'\\\n]|\\.[^'\n]*)'",
    "swift": rb"\"\"\"(?:[^\\]|\\.)*?\"\"\"|\"(?:[^\"\\\n]|\\.)*\"",
    "c": rb"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+'",
}
STRINGS["typescript"] = STRINGS["javascript"]
PREFIXES = {
    "python": [b"r", b"b", b"u", b"f", b"R", b"B", b"U", b"F", b"rb", b"Rb"], "rust": [b"b", b"r", b"c"], "swift": [b"#"],
    "c": [b"L", b"u8", b"u"],
}


class File:
    """A source split into tokens and the gaps between them."""

    def __init__(self, text, language):
        self.language = language
        self.text = text
        comment = rb"#[^\n]*" if language == "python" else rb"//[^\n]*|/\*.*?\*/"
        token = re.compile(
            rb"(?P<comment>" + comment + rb")|(?P<string>" + STRINGS[language] + rb")|(?P<number>\d[\w.]*)"
            rb"|(?P<word>[^\W\d]\w*)|(?P<operator>[-+*/%&|^=<>!~?:.]+)|(?P<other>\S)", re.S)
        self.tokens = [(match.lastgroup, match.start(), match.end()) for match in token.finditer(text)]
        self.lines = [match.start() for match in re.finditer(rb"^(?=[^\n]*\S)", text, re.M)]

    def of(self, *kinds):
        return [token for token in self.tokens if token[0] in kinds]


def mutations(file, random):
    """One edit: the name of its kind and (start, end, replacement), or None where nothing fits."""
    text = file.text
    names = list(EDITS)
    name = names[random.randrange(len(names))]
    edit = EDITS[name](file, random)
    if edit is None:
        return None
    start, end, new = edit
    return None if text[start:end] == new else (name, start, end, new)


def pick(random, options):
    return options[random.randrange(len(options))] if options else None


def in_string(file, random):
    token = pick(random, file.of("string"))
    if token is None or token[2] - token[1] < 3:
        return None
    at = random.randrange(token[1] + 1, token[2])
    blanks = [i for i in range(token[1] + 1, token[2] - 1) if file.text[i:i + 1] in b" \n\t"]
    if blanks and random.random() < 0.6:
        at = pick(random, blanks)
        return at, at + 1, pick(random, [b"", b"  ", b"\t", b"\n"])
    return at, at, pick(random, [b" ", b"\t", b"\\", b"\\n", b"\\\n", b"x", b"{", b"}"])


def indent(file, random):
    start = pick(random, file.lines)
    if start is None:
        return None
    end = start
    while file.text[end:end + 1] in (b" ", b"\t"):
        end += 1
    space = file.text[start:end]
    choices = [space + b" ", space + b"    ", space + b"\t", space[1:], space[4:], space[2:], b"", space * 2]
    return start, end, pick(random, choices)


def block(file, random):
    """The same indentation taken from, or given to, several lines."""
    if len(file.lines) < 3:
        return None
    first = random.randrange(len(file.lines) - 1)
    last = min(first + random.randrange(1, 5), len(file.lines) - 1)
    start, end = file.lines[first], file.lines[last]
    part = file.text[start:end]
    if random.random() < 0.5:
        return start, end, re.sub(rb"^(?: {4}|\t| {2})", b"", part, flags=re.M)
    return start, end, re.sub(rb"^(?=.)", pick(random, [b"    ", b"\t", b"  "]), part, flags=re.M)


def gaps(file, with_lines=None):
    found = []
    for before, after in zip(file.tokens, file.tokens[1:]):
        gap = file.text[before[2]:after[1]]
        if with_lines is None or (b"\n" in gap) == with_lines:
            found.append((before[2], after[1]))
    return found


def join(file, random):
    gap = pick(random, gaps(file, True))
    return gap and (*gap, pick(random, [b" ", b"", b"  ", b" \\\n", b"; "]))


def split(file, random):
    gap = pick(random, gaps(file, False))
    if gap is None:
        return None
    return (*gap, pick(random, [b"\n", b"\n    ", b"\n\n", b"\r\n", b" \\\n", b"\r", b"\n\t\t\t", b" // x\n  ", b" # x\n  "]))


def spacing(file, random):
    gap = pick(random, gaps(file, False))
    if gap is None:
        return None
    old = file.text[slice(*gap)]
    return (*gap, b"" if old and random.random() < 0.5 else pick(random, [b" ", b"  ", b"\t", b"/**/", b"/* a */", b"\f", b"\v", b"\xc2\xa0"]))


def split_token(file, random):
    token = pick(random, [one for one in file.of("operator", "word", "number", "comment") if one[2] - one[1] > 1])
    if token is None:
        return None
    at = random.randrange(token[1] + 1, token[2])
    return at, at, pick(random, [b" ", b"\n", b"_", b" "])


def quotes(file, random):
    token = pick(random, file.of("string"))
    if token is None:
        return None
    old = file.text[token[1]:token[2]]
    marks = [b"'", b'"', b"`", b'"""', b"'''"]
    body = old.lstrip(b"rRbBuUfF#").rstrip(b"#")
    prefix = old[:len(old) - len(old.lstrip(b"rRbBuUfF#"))]
    for mark in (b'"""', b"'''", b'"', b"'", b"`"):
        if body.startswith(mark) and body.endswith(mark) and len(body) >= 2 * len(mark):
            inner = body[len(mark):-len(mark)]
            other = pick(random, marks)
            if random.random() < 0.3:
                inner = inner.replace(b"\\" + mark, mark).replace(other, b"\\" + other)
            return token[1], token[2], prefix + other + inner + other
    return None


def escapes(file, random):
    token = pick(random, file.of("string"))
    if token is None:
        return None
    places = [match for match in re.finditer(rb"\\(.)|[a-zA-Z]|'|\"", file.text[token[1] + 1:token[2] - 1])]
    match = pick(random, places)
    if match is None:
        return None
    start, end = token[1] + 1 + match.start(), token[1] + 1 + match.end()
    old = match[0]
    if old.startswith(b"\\"):
        new = pick(random, [old[1:], old + old, old.swapcase(), b"\\\\" + old[1:]])
    else:
        new = pick(random, [b"\\" + old, b"\\x%02x" % old[0], b"\\u%04x" % old[0], b"\\u{%x}" % old[0], b"\\%03o" % old[0], b"\\%o" % old[0], old.swapcase()])
    return start, end, new


def prefix(file, random):
    token = pick(random, file.of("string"))
    if token is None:
        return None
    old = file.text[token[1]:token[2]]
    bare = old.lstrip(b"rRbBuUfF")
    if len(bare) < len(old) and random.random() < 0.6:
        mark = old[:len(old) - len(bare)]
        return token[1], token[1] + len(mark), pick(random, [b"", mark.swapcase(), mark[::-1], mark.upper()])
    choices = PREFIXES.get(file.language)
    if not choices:
        return None
    return token[1], token[1], pick(random, choices)


def comma(file, random):
    text = file.text
    commas = [one for one in file.of("other") if text[one[1]:one[2]] == b","]
    closers = [one for one in file.of("other") if text[one[1]:one[2]] in (b")", b"]", b"}")]
    way = random.random()
    if way < 0.5:
        token = pick(random, closers)
        return token and (token[1], token[1], pick(random, [b",", b", ", b",\n"]))
    trailing = [one for one in commas if text[one[2]:].lstrip()[:1] in b")]}>"]
    token = pick(random, trailing if way < 0.7 and trailing else commas)
    return token and (token[1], token[2], pick(random, [b"", b"", b",,", b";", b" "]))


def parentheses(file, random):
    text = file.text
    if random.random() < 0.5:
        index = random.randrange(len(file.tokens)) if file.tokens else None
        if index is None:
            return None
        end = min(index + random.choice([0, 0, 0, 2, 2, 4, 6]), len(file.tokens) - 1)
        start, end = file.tokens[index][1], file.tokens[end][2]
        part = text[start:end]
        if part.count(b"(") != part.count(b")") or part.count(b"[") != part.count(b"]"):
            return None
        new = b"(" + part + pick(random, [b")", b")", b")", b",)"])
        return start, end, new
    opens = [one[1] for one in file.of("other") if text[one[1]:one[2]] == b"("]
    start = pick(random, opens)
    if start is None:
        return None
    depth = 0
    for kind, at, end in file.tokens:
        if at < start or kind != "other":
            continue
        depth += {b"(": 1, b")": -1}.get(text[at:end], 0)
        if depth == 0:
            new = text[start + 1:at]
            return start, end, pick(random, [new, b" " + new, b"(" + text[start:end] + b")"])
    return None


def number(file, random):
    token = pick(random, file.of("number"))
    if token is None:
        return None
    old = file.text[token[1]:token[2]]
    middle = random.randrange(1, len(old)) if len(old) > 1 else 1
    choices = [old.swapcase(), old + b"0", b"0" + old, old[:middle] + b"_" + old[middle:], old.replace(b"_", b""), old + b".0", old + b"L", old + b"_"]
    if old.isdigit():
        choices += [b"0x%x" % int(old), b"0X%X" % int(old), b"%d" % (int(old) + 1), b"0o%o" % int(old), b"0b{:b}".replace(b"{:b}", bin(int(old))[2:].encode())]
    return token[1], token[2], pick(random, choices)


def comments(file, random):
    text = file.text
    mark = b"#" if file.language == "python" else b"//"
    way = random.randrange(5)
    if way == 0:
        line = pick(random, file.lines)
        if line is None:
            return None
        end = line + len(text[line:]) - len(text[line:].lstrip(b" \t"))
        return end, end, mark + b" "
    if way == 1:
        token = pick(random, file.of("comment"))
        return token and (token[1], token[2], pick(random, [b"", text[token[1] + len(mark):token[2]], text[token[1]:token[2]] + b" more"]))
    if way == 2:
        ends = [match.start() for match in re.finditer(rb"\n", text)]
        at = pick(random, ends)
        return at and (at, at, b"  " + mark + pick(random, [b" why", b" type: int", b" noqa", b" \\", b"go:embed x", b" @ts-ignore"]))
    if way == 3:
        token = pick(random, file.of("comment"))
        if token is None:
            return None
        at = random.randrange(token[1] + len(mark), token[2] + 1)
        return at, at, pick(random, [b"\n", b" ", b"x", b"*/"])
    gap = pick(random, gaps(file))
    return gap and (gap[0], gap[0], pick(random, [mark + b" ", b" /* a */", b" /* a\n b */", b"/*"]))


def semicolon(file, random):
    text = file.text
    present = [one for one in file.of("other") if text[one[1]:one[2]] == b";"]
    if present and random.random() < 0.5:
        token = pick(random, present)
        return token[1], token[2], pick(random, [b"", b";;", b" ", b"; ;", b"\n"])
    ends = [match.start() for match in re.finditer(rb"(?<=\S)(?=\r?\n|\})", text)]
    at = pick(random, ends)
    return at and (at, at, b";")


def swap(file, random):
    if len(file.tokens) < 3:
        return None
    index = random.randrange(len(file.tokens) - 1)
    (_, start, middle), (_, other, end) = file.tokens[index], file.tokens[index + 1]
    return start, end, file.text[other:end] + file.text[middle:other] + file.text[start:middle]


def delete(file, random):
    token = pick(random, file.of("string", "number", "word", "operator", "other"))
    return token and (token[1], token[2], b"")


def double(file, random):
    token = pick(random, file.of("string", "number", "word", "operator", "other"))
    if token is None:
        return None
    part = file.text[token[1]:token[2]]
    return token[1], token[2], part + pick(random, [b"", b" "]) + part


def replace(file, random):
    token = pick(random, file.of("operator", "word", "number", "other"))
    others = file.of(token[0]) if token else []
    other = pick(random, others)
    return other and (token[1], token[2], file.text[other[1]:other[2]])


def lines(file, random):
    if len(file.lines) < 4:
        return None
    index = random.randrange(len(file.lines) - 2)
    a, b, c = file.lines[index:index + 3]
    text = file.text
    return pick(random, [(a, c, text[b:c] + text[a:b]), (a, b, b""), (a, b, text[a:b] * 2), (a, a, b"\n"), (b, b, b"   \n")])


def empty(file, random):
    ends = [match.span() for match in re.finditer(rb"\n\s*\n", file.text)]
    gap = pick(random, ends)
    return gap and (*gap, pick(random, [b"\n", b"\n\n\n", b"\n\n"]))


def ends(file, random):
    places = [match.span() for match in re.finditer(rb"\n", file.text)]
    gap = pick(random, places)
    return gap and (*gap, pick(random, [b"\r\n", b"\r", b" \n", b"\n\n", b"\t\n", b"\\\n", b"\xe2\x80\xa8"]))


EDITS = {
    "string": in_string, "indent": indent, "block": block, "join": join, "split": split, "spacing": spacing,
    "splitToken": split_token, "quotes": quotes, "escapes": escapes, "prefix": prefix, "comma": comma,
    "parentheses": parentheses, "number": number, "comments": comments, "semicolon": semicolon, "swap": swap,
    "delete": delete, "double": double, "replace": replace, "lines": lines, "empty": empty, "ends": ends,
}

OUTSIDE = "code outside declarations changed"
COSMETIC = {"cosmetic"}
DOCUMENTED = {"cosmetic", "documentation"}


def claim(file, start, end):
    """What a file's part of the report says: `cosmetic`, `documentation` or `changed`."""
    note = file.get("note") or ""
    kinds = {kind for entity in file["entities"] for kind in entity["changes"]}
    if "outside" in note or "skipped" in note or "not " in note:
        answer = "changed"
    elif kinds <= COSMETIC:
        answer = "cosmetic" if kinds or "layout" in note or not note else "changed"
    else:
        answer = "documentation" if kinds <= DOCUMENTED else "changed"
    if answer == "changed":
        around = [
            entity for entity in file["entities"]
            if "before" in entity and entity["before"]["start"] <= start and end <= entity["before"]["end"]]
        touched = [
            entity for entity in file["entities"]
            if not set(entity["changes"]) <= COSMETIC and any(
                side in entity and entity[side]["start"] <= end + 1 and start - 1 <= entity[side]["end"]
                for side in ("before", "after"))]
        if around and "outside" not in note and not touched:
            return "cosmetic inside"
    return answer


def compare(program, before, after):
    run = subprocess.run(
        [program, "diff", "--no-index", before, after, "--format", "json"], capture_output=True)
    if run.returncode != 0:
        raise SystemExit(f"mutants: verdict diff failed: {run.stderr.decode()}")
    return {file["path"]: file for file in json.loads(run.stdout)["files"]}


def measure(language, arguments, program, count, totals):
    seed = f"{arguments.seed} {language.language}"
    found = chosen(
        sources(arguments.repository, language.endings, 200, arguments.largest), arguments.files * 2, seed)
    with tempfile.TemporaryDirectory() as folder:
        before, after = os.path.join(folder, "before"), os.path.join(folder, "after")
        os.mkdir(before)
        os.mkdir(after)
        names, texts = [], []
        for number, (repository, path, name) in enumerate(found):
            text = blob(repository, name)
            ending = os.path.splitext(path.decode())[1]
            file = f"f{number:04}{ending}"
            with open(os.path.join(before, file), "wb") as out:
                out.write(text)
            names.append(file)
            texts.append(text)
        originals = language.digests([os.path.join(before, name) for name in names])
        base = []
        for name, text, tree in zip(names, texts, originals):
            if tree is None or len(base) == arguments.files:
                os.unlink(os.path.join(before, name))
            else:
                base.append((name, File(text, language.language), tree))
        if not base:
            print(f"{language.language}: no file")
            return
        generator = random.Random(seed)
        seen = set()
        result = {"told": 0, "rejected": 0, "wrong": 0, "equal": 0, "recognised": 0}
        by_kind = {}
        made = 0
        barren = 0
        while made < count and barren < 20:
            edits = {}
            for name, file, tree in base:
                if made + len(edits) >= count:
                    mutation = None
                else:
                    mutation = mutations(file, generator)
                text = file.text
                if mutation is not None:
                    kind, start, end, new = mutation
                    text = file.text[:start] + new + file.text[end:]
                    key = hashlib.md5(name.encode() + text).digest()
                    if key in seen:
                        mutation, text = None, file.text
                    else:
                        seen.add(key)
                        edits[name] = mutation
                with open(os.path.join(after, name), "wb") as out:
                    out.write(text)
            barren = 0 if edits else barren + 1
            if not edits:
                continue
            made += len(edits)
            changed = [one for one in base if one[0] in edits]
            with ThreadPoolExecutor(1) as pool:
                report = pool.submit(compare, program, before, after)
                digests = language.digests([os.path.join(after, name) for name, _, _ in changed])
                report = report.result()
            for (name, file, tree), mutant in zip(changed, digests):
                kind, start, end, new = edits[name]
                answer = claim(report[name], start, end) if name in report else "cosmetic"
                row = by_kind.setdefault(kind, [0, 0, 0, 0])
                if mutant is not None and mutant[0] == tree[0]:
                    result["equal"] += 1
                    row[2] += 1
                    if answer in ("cosmetic", "documentation"):
                        result["recognised"] += 1
                        row[3] += 1
                    elif arguments.differences and generator_choice(name, start, new):
                        print(f"  missed: {kind}: {excerpt(file.text, start, end, new)}")
                    continue
                result["told"] += 1
                row[0] += 1
                result["rejected"] += mutant is None
                # In a file that does not parse no one can say which declaration an edit belongs to.
                is_wrong = answer == "cosmetic" or answer == "cosmetic inside" and mutant is not None
                if answer == "documentation" and mutant is not None and mutant[1] != tree[1]:
                    is_wrong = True
                if "only comments" in (report.get(name, {}).get("note") or "") and mutant is not None:
                    # Documentation that no declaration has is said to be comments.
                    is_wrong = mutant[1] != tree[1]
                if not is_wrong:
                    continue
                result["wrong"] += 1
                row[1] += 1
                if arguments.differences:
                    state = "rejected" if mutant is None else "told apart"
                    print(f"  wrong: {answer}, {state}: {kind}: {name}: {excerpt(file.text, start, end, new)}")
                if arguments.keep:
                    for side, text in (("before", file.text), ("after", file.text[:start] + new + file.text[end:])):
                        path = os.path.join(arguments.keep, language.language, side)
                        os.makedirs(path, exist_ok=True)
                        with open(os.path.join(path, f"{result['wrong']:04}{os.path.splitext(name)[1]}"), "wb") as out:
                            out.write(text)
    share = result["recognised"] / result["equal"] if result["equal"] else 0
    print(
        f"{language.language}: {len(base)} files, {made} mutants, {result['told']} told apart "
        f"({result['rejected']} of them rejected), {result['wrong']} wrongly called cosmetic; "
        f"{result['equal']} with an equal tree, {result['recognised']} recognised ({share:.1%})", flush=True)
    if arguments.differences:
        for kind, (told, wrong, equal, recognised) in sorted(by_kind.items()):
            print(f"  {kind}: told apart {told}, wrong {wrong}; equal {equal}, recognised {recognised}")
    for key, value in result.items():
        totals[key] = totals.get(key, 0) + value


def generator_choice(name, start, new):
    """One in twenty, always the same."""
    return hashlib.md5(f"{name} {start} {new}".encode()).digest()[0] < 13


def excerpt(text, start, end, new):
    around = text[max(start - 30, 0):start].decode(errors="replace"), text[end:end + 30].decode(errors="replace")
    return repr(around[0])[1:-1] + " ⟦" + repr(text[start:end].decode(errors="replace"))[1:-1] + " → " \
        + repr(new.decode(errors="replace"))[1:-1] + "⟧ " + repr(around[1])[1:-1]


def run(arguments, program):
    languages = [one for one in trees.ALL if not arguments.language or one.language in arguments.language]
    totals = {}
    for language in languages:
        problem = language.missing()
        if problem:
            print(f"{language.language}: left out: {problem}")
            continue
        measure(language, arguments, program, arguments.count // len(languages), totals)
    if not totals:
        return 1
    print(
        f"total: {totals['told']} told apart, {totals['wrong']} wrongly called cosmetic; "
        f"{totals['equal']} with an equal tree, {totals['recognised']} recognised")
    return 1 if totals["wrong"] or not totals["told"] else 0

"""Recall of the gate `duplication` on copies of known code, and its time.

    scripts/accuracy gates clones REPOSITORY... [--cases N] [--seed S] [--tokens 60]

In a clone of each repository (work trees or bare git directories) N times some statements of a function of Python,
at least --tokens tokens of them by Python's own tokenizer and no more than is needed, are copied into a new file: as
they are, and with all names that the function assigns renamed. Each copy is staged and judged. A copy is found when
there is a finding in the new file, which holds nothing else.
Prints recall for both kinds, the time of the first run, which makes the index, and of the others, and with
--differences every copy that was missed. Exits 1 when recall is below 0.98 or nothing was compared.
"""

import ast
import io
import json
import keyword
import os
import random
import statistics
import subprocess
import tempfile
import time
import tokenize

TARGET = 0.98
LAYOUT = (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT, tokenize.ENDMARKER,
          tokenize.ENCODING)


def add_arguments(parser):
    parser.add_argument("repository", nargs="+")
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=60)
    parser.add_argument("--differences", action="store_true")


def tokens(text):
    return [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type not in LAYOUT]


def isVaried(own):
    """What is a list of alike lines is no copy for the gate."""
    kinds = [
        "n" if t.type == tokenize.NAME and not keyword.iskeyword(t.string)
        else "s" if t.type in (tokenize.NUMBER, tokenize.STRING) else t.string for t in own]
    grams = {tuple(kinds[i:i + 4]) for i in range(len(kinds) - 3)}
    return len(grams) >= 0.45 * len(kinds) and len(set(kinds)) >= 10


def stretches(text, path, fewest):
    """Runs of statements of functions, with their first and last lines and the names that may be renamed."""
    lines = text.split("\n")
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        names = {a.arg for a in function.args.args} | {
            n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        names -= {"self", "cls"}
        members = {n.attr for n in ast.walk(function) if isinstance(n, ast.Attribute)} | {
            k.arg for n in ast.walk(function) if isinstance(n, ast.Call) for k in n.keywords if k.arg}
        body = function.body
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        for start in range(len(body)):
            for end in range(start, len(body)):
                first, last = body[start].lineno, body[end].end_lineno
                if start and body[start - 1].end_lineno >= first:
                    continue
                part = "\n".join(lines[first - 1:last])
                indentation = len(part) - len(part.lstrip())
                if "\t" in part or '"""' in part or "'''" in part or "import " in part:
                    break
                plain = "\n".join(line[indentation:] for line in part.split("\n"))
                try:
                    own = tokens(plain)
                except (tokenize.TokenError, IndentationError, SyntaxError):
                    break
                if len(own) >= fewest:
                    if len(own) < 2 * fewest and isVaried(own):
                        yield path, first, last, plain, names - members
                    break


def renamed(text, names):
    result = []
    last = (1, 0)
    lines = text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text + "\n").readline):
        if token.type != tokenize.NAME or token.string not in names:
            continue
        (row, column) = token.start
        while last[0] < row:
            result.append(lines[last[0] - 1][last[1]:] + "\n")
            last = (last[0] + 1, 0)
        result.append(lines[row - 1][last[1]:column] + token.string + "_2")
        last = token.end
    while last[0] <= len(lines):
        result.append(lines[last[0] - 1][last[1]:] + "\n")
        last = (last[0] + 1, 0)
    return "".join(result).rstrip("\n")


def run(arguments, program):
    found = {"as they are": [0, 0], "renamed": [0, 0]}
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": "/dev/null"}
        for number, repository in enumerate(arguments.repository):
            folder = os.path.join(home, str(number))
            subprocess.run(
                ["git", "-c", "safe.directory=*", "clone", "-q", "--depth", "1",
                 "file://" + os.path.abspath(repository), folder], check=True)
            paths = subprocess.run(
                ["git", "ls-files", "*.py"], cwd=folder, capture_output=True, text=True).stdout.splitlines()
            pool = []
            for path in paths:
                if "test" in path or "vendor" in path or "example" in path or path.startswith("docs"):
                    continue
                with open(os.path.join(folder, path), encoding="utf-8", errors="replace") as file:
                    text = file.read()
                try:
                    pool += list(stretches(text, path, arguments.tokens))
                except (SyntaxError, ValueError, RecursionError):
                    continue
            random.Random(arguments.seed).shuffle(pool)
            times = []
            for path, first, last, plain, names in pool[:arguments.cases]:
                for kind in found:
                    text = plain if kind == "as they are" else renamed(plain, names)
                    body = "\n".join("    " + line if line else line for line in text.split("\n"))
                    with open(os.path.join(folder, "zz_copy.py"), "w") as file:
                        file.write(f"def copied_code(one):\n{body}\n")
                    subprocess.run(["git", "add", "zz_copy.py"], cwd=folder, check=True)
                    begin = time.perf_counter()
                    done = subprocess.run(
                        [program, "-C", folder, "check", "--staged", "--gate", "duplication", "--no-record", "--format",
                         "json"], capture_output=True, env=environment)
                    times.append(time.perf_counter() - begin)
                    gate = next(g for g in json.loads(done.stdout)["gates"] if g["id"] == "duplication")
                    hit = any(f["path"] == "zz_copy.py" for f in gate["findings"])
                    found[kind][0] += hit
                    found[kind][1] += 1
                    if not hit and arguments.differences:
                        print(f"- missed, {kind}: {path}:{first}-{last} ({len(tokens(plain))} tokens)")
            if times:
                print(f"{repository}: {len(pool)} stretches, first run {times[0]:.2f} s, then "
                      f"median {statistics.median(times[1:]) * 1e3:.0f} ms, most {max(times[1:]) * 1e3:.0f} ms")
    isGood = True
    for kind, (hits, all_) in found.items():
        print(f"copies {kind}: {hits} of {all_} found ({hits / max(1, all_):.1%})")
        isGood = isGood and all_ > 0 and hits / all_ >= TARGET
    return 0 if isGood else 1

"""Who names a changed function: `verdict diff --impact` against the language's own analysis.

    scripts/accuracy diff impact LANGUAGE REPOSITORY... [--sample N] [--seed S] [--differences]

HEAD of each repository (a work tree or a bare git directory) is unpacked, and a statement that does
nothing is put into the bodies of N functions and methods outside of tests, drawn with the seed S. The
declarations that `verdict diff --worktree --impact` lists for each are compared with those around the
references that an oracle finds in the same files:

python      jedi (PyPI), without its limit of parsed files
typescript  the language service of TypeScript (Debian: node-typescript), also for JavaScript
go          go/types (Debian: golang-go), the packages of the repository alone

References inside of the function itself, and those in imports, are left out on both sides. A reference
counts by its file and the qualified name of the declaration around it. Oracles see what they can infer:
where jedi does not know a type it misses the reference, which then counts against us, so that precision
is a lower bound; what only runs find (`getattr`, decorators of other packages) nobody counts.

Prints recall and precision overall, for each confidence and for functions and methods. Exits 1 when the
recall of all is below 0.9, the precision of `certain` below 0.95, or nothing was compared.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

ENDINGS = {"python": (".py",), "typescript": (".ts", ".tsx", ".js", ".jsx", ".mjs"), "go": (".go",)}
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "oracles")
LEVELS = ("certain", "likely", "possible")


def add_arguments(parser):
    parser.add_argument("language", choices=sorted(ENDINGS))
    parser.add_argument("repositories", nargs="+")
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--differences", action="store_true")


def is_test(path):
    parts = path.lower().split("/")
    name = parts[-1]
    return (
        any(part in ("test", "tests", "testing", "__tests__", "testdata", "spec", "vendor", "docs", "examples")
            for part in parts[:-1])
        or name.startswith(("test", "conftest")) or "_test." in name or ".test." in name or ".spec." in name
        or name.endswith(".d.ts"))


def outline(program, folder):
    """The declarations of each file, outermost first."""
    output = subprocess.run([program, "outline", ".", "--format", "json"], cwd=folder, capture_output=True).stdout
    files = {}
    for file in json.loads(output)["files"]:
        flat = []

        def walk(entities):
            for entity in entities:
                flat.append(entity)
                walk(entity["children"])

        walk(file["entities"])
        files[file["path"].removeprefix("./")] = flat
    return files


def mutated(language, text, entity):
    """Where and what to insert into a body; None where that is not possible."""
    body = entity["bodyRange"]
    start, end = body["start"], body["end"]
    if language != "python":
        if text[start:start + 1] != b"{":
            return None
        return start + 1, b" void 0;" if language == "typescript" else b" _ = 0;"
    while start < end and text[start:start + 1].isspace():
        start += 1
    line = text.rfind(b"\n", 0, start) + 1
    indent = text[line:start]
    if indent.strip() or not indent:
        return None
    while end > start and text[end - 1:end].isspace():
        end -= 1
    return end, b"\n" + indent + b"pass"


def sample(language, folder, files, arguments):
    candidates = []
    for path in sorted(files):
        if not path.endswith(ENDINGS[language]) or is_test(path):
            continue
        for entity in files[path]:
            name = entity["name"]
            if entity["kind"] not in ("function", "method") or not entity.get("bodyRange"):
                continue
            if name.startswith("__") or name in ("constructor", "init", "main"):
                continue
            candidates.append((path, entity))
    random.Random(arguments.seed).shuffle(candidates)
    chosen = []
    edits = {}
    for path, entity in candidates:
        if len(chosen) == arguments.sample:
            break
        with open(os.path.join(folder, path), "rb") as file:
            edit = mutated(language, file.read(), entity)
        # One function in another would be changed with it.
        if edit is None or any(
                p == path and (e["range"]["start"] <= entity["range"]["end"]
                               and entity["range"]["start"] <= e["range"]["end"]) for p, e in chosen):
            continue
        chosen.append((path, entity))
        edits.setdefault(path, []).append(edit)
    for path, list_of_edits in edits.items():
        with open(os.path.join(folder, path), "rb") as file:
            text = file.read()
        for place, insertion in sorted(list_of_edits, reverse=True):
            text = text[:place] + insertion + text[place:]
        with open(os.path.join(folder, path), "wb") as file:
            file.write(text)
    return {(path, entity["qualifiedName"]) for path, entity in chosen}


def jedi_references(folder, targets):
    try:
        import jedi
        import jedi.inference.references as references
    except ImportError:
        raise SystemExit("impact: the oracle is missing: pip install jedi")
    references._PARSED_FILE_LIMIT = references._OPENED_FILE_LIMIT = 1 << 30
    project = jedi.Project(folder, added_sys_path=[
        os.path.join(folder, name) for name in ("src", "lib") if os.path.isdir(os.path.join(folder, name))])
    for path, line, column in targets:
        try:
            script = jedi.Script(path=os.path.join(folder, path), project=project)
            found = script.get_references(line, column - 1)
        except Exception:
            yield None
            continue
        yield [
            (os.path.relpath(name.module_path, folder), name.line, name.column + 1)
            for name in found if name.module_path and str(name.module_path).startswith(folder)]


def program_references(command):
    def references(folder, targets):
        questions = "".join(json.dumps({"path": p, "line": l, "column": c}) + "\n" for p, l, c in targets)
        process = subprocess.run(command + [folder], input=questions.encode(), capture_output=True)
        if process.returncode:
            raise SystemExit("impact: the oracle failed: " + process.stderr.decode(errors="replace")[-500:])
        for line in process.stdout.decode().splitlines():
            found = json.loads(line)
            yield None if found is None else [tuple(place) for place in found]
    return references


ORACLES = {
    "python": jedi_references,
    "typescript": program_references(["node", os.path.join(FOLDER, "references.js")]),
    "go": program_references(["go", "run", os.path.join(FOLDER, "references.go")]),
}


def around(entities, line, column):
    """The innermost declaration around a place."""
    best = None
    for entity in entities:
        r = entity["range"]
        if (r["startLine"], r["startColumn"]) <= (line, column) < (r["endLine"], r["endColumn"]):
            best = entity
    return best


def measure(language, repository, program, arguments, total):
    name = repository.rstrip("/")
    with tempfile.TemporaryDirectory() as base:
        base = os.path.realpath(base)
        folder, home = os.path.join(base, "tree"), os.path.join(base, "home")
        os.makedirs(folder)
        os.makedirs(home)
        archive = subprocess.Popen(["git", "-C", repository, "archive", "HEAD"], stdout=subprocess.PIPE)
        subprocess.run(["tar", "x", "-C", folder], stdin=archive.stdout, check=True)
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}

        def git(*words):
            subprocess.run(
                ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words], cwd=folder,
                env=environment, check=True, capture_output=True)

        git("init", "-q")
        git("add", "-Af")
        git("commit", "-qm", "feat: begin")
        chosen = sample(language, folder, outline(program, folder), arguments)
        files = outline(program, folder)
        result = subprocess.run(
            [program, "diff", "--worktree", "--impact", "--format", "json"], cwd=folder, env=environment,
            capture_output=True)
        if result.returncode:
            raise SystemExit("impact: " + result.stderr.decode())
        ours = {}
        for file in json.loads(result.stdout)["files"]:
            for entity in file["entities"]:
                if (file["path"], entity["qualifiedName"]) in chosen:
                    ours[file["path"], entity["qualifiedName"]] = entity.get("impact", [])
        targets = []
        for path, qualified in sorted(ours):
            entity = next(e for e in files[path] if e["qualifiedName"] == qualified)
            targets.append((path, entity))
        places = [(p, e["nameRange"]["startLine"], e["nameRange"]["startColumn"]) for p, e in targets]
        for (path, target), found in zip(targets, ORACLES[language](folder, places)):
            if found is None:
                total["unanswered"] += 1
                continue
            expected = set()
            for other, line, column in found:
                if other not in files or not other.endswith(ENDINGS[language]):
                    continue
                holder = around(files[other], line, column)
                r = target["range"]
                if other == path and r["startLine"] <= line <= r["endLine"]:
                    continue
                if holder and holder["kind"] == "import":
                    continue
                # An overriding declaration is no use.
                if holder and holder["nameRange"]["startLine"] == line and (
                        holder["nameRange"]["startColumn"] == column):
                    continue
                expected.add((other, holder["qualifiedName"] if holder else ""))
            listed = {}
            for hit in ours[path, target["qualifiedName"]]:
                if hit.get("kind") == "import":
                    continue
                key = hit["path"], hit["qualifiedName"]
                if key not in listed or LEVELS.index(hit["confidence"]) < LEVELS.index(listed[key]):
                    listed[key] = hit["confidence"]
            kind = target["kind"]
            total["targets"] += 1
            for group in ("all", kind):
                row = total["groups"].setdefault(group, {"expected": 0, "found": 0, **{
                    level: [0, 0] for level in LEVELS}})
                row["expected"] += len(expected)
                row["found"] += len(expected & set(listed))
                for key, level in listed.items():
                    row[level][0] += key in expected
                    row[level][1] += 1
            if arguments.differences:
                for key in sorted(expected - set(listed)):
                    print(f"  missing {name}: {path} {target['qualifiedName']}: {key[0]} {key[1]}")
                for key in sorted(set(listed) - expected):
                    print(f"  extra {listed[key]} {name}: {path} {target['qualifiedName']}: {key[0]} {key[1]}")


def show(title, total):
    print(f"{title}: {total['targets']} functions, {total['unanswered']} that the oracle could not answer")
    for group, row in sorted(total["groups"].items()):
        parts = [f"recall {row['found']}/{row['expected']} = {row['found'] / max(1, row['expected']):.3f}"]
        right = sum(row[level][0] for level in LEVELS)
        count = sum(row[level][1] for level in LEVELS)
        parts.append(f"precision {right}/{count} = {right / max(1, count):.3f}")
        for level in LEVELS:
            right, count = row[level]
            parts.append(f"{level} {right}/{count} = {right / max(1, count):.3f}")
        print(f"  {group:9} " + ", ".join(parts))


def empty():
    return {"targets": 0, "unanswered": 0, "groups": {}}


def run(arguments, program):
    overall = empty()
    for repository in arguments.repositories:
        total = empty()
        measure(arguments.language, repository, program, arguments, total)
        show(repository, total)
        overall["targets"] += total["targets"]
        overall["unanswered"] += total["unanswered"]
        for group, row in total["groups"].items():
            sum_of = overall["groups"].setdefault(group, {"expected": 0, "found": 0, **{
                level: [0, 0] for level in LEVELS}})
            for key in ("expected", "found"):
                sum_of[key] += row[key]
            for level in LEVELS:
                sum_of[level] = [a + b for a, b in zip(sum_of[level], row[level])]
        sys.stdout.flush()
    if len(arguments.repositories) > 1:
        show("all", overall)
    row = overall["groups"].get("all")
    if not row or not row["expected"]:
        return 1
    certain = row["certain"]
    return 0 if row["found"] >= 0.9 * row["expected"] and certain[0] >= 0.95 * certain[1] else 1

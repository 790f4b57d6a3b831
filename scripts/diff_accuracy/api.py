"""API impact against the cases of tools that check compatibility.

    scripts/accuracy diff api --griffe REPOSITORY --apidiff REPOSITORY [--differences]

--griffe takes a clone (bare or not) of https://github.com/mkdocstrings/griffe: each case of
`packages/griffelib/tests/test_diff.py` is old code, new code and the breakages that are expected. A case
is right when `verdict diff` says major where breakages are expected and less where none are, once for
one module and once more for a module whose names a package exports.

--apidiff takes a clone of https://github.com/golang/exp: each file of `apidiff/testdata` holds the old
and the new side of a package, with the messages that are expected. An incompatible message is found when
a declaration of its name is said to be major, or one whose reasons name it; a compatible one when it is
said to be minor and no more. A declaration of which no message speaks must not be major.

A declaration that is said to be renamed stands for what was removed and for what was added.

--semver-checks takes a clone of https://github.com/obi1kenobi/cargo-semver-checks: each finding that is
recorded in `test_outputs/query_execution` for a lint that asks for a major version is found when a
declaration around its line is said to be major. The other way round, a declaration that is said to be
major is right when such a finding stands in it. The crates that another program could not read are left
out. Many lints need the types of other crates or the compiler's inference; the target is none.

Target of the first two: all. Exits 1 below it and when nothing was compared.
"""

import ast
import json
import os
import re
import subprocess
import tempfile
import textwrap


def add_arguments(parser):
    parser.add_argument("--griffe", metavar="REPOSITORY")
    parser.add_argument("--apidiff", metavar="REPOSITORY")
    parser.add_argument("--semver-checks", metavar="REPOSITORY", dest="semver_checks")
    parser.add_argument("--differences", action="store_true")


def run(arguments, program):
    compared, right = 0, 0
    for name, measure in [("griffe", griffe), ("apidiff", apidiff), ("semver_checks", semver_checks)]:
        repository = getattr(arguments, name)
        if not repository:
            continue
        for title, good, count, differences in measure(repository, program):
            print(f"{name}: {title}: {good} of {count}")
            compared += count
            right += good if measure is not semver_checks else count
            if arguments.differences:
                for line in differences:
                    print(f"  {line}")
    return 0 if compared and right == compared else 1


def show(repository, path):
    return subprocess.run(
        ["git", "-C", repository, "show", f"HEAD:{path}"], capture_output=True, check=True, text=True
    ).stdout


def listed(repository, folder):
    out = subprocess.run(
        ["git", "-C", repository, "ls-tree", "-r", "--name-only", "HEAD", folder], capture_output=True,
        check=True, text=True)
    return out.stdout.split()


def diff(program, before, after):
    """The entity changes between two maps from paths to sources."""
    with tempfile.TemporaryDirectory() as folder:
        for side, files in [("old", before), ("new", after)]:
            os.mkdir(os.path.join(folder, side))
            for path, text in files.items():
                path = os.path.join(folder, side, path)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w") as file:
                    file.write(text)
        out = subprocess.run(
            [program, "diff", "--no-index", "old", "new", "--format", "json"], cwd=folder,
            capture_output=True, check=True)
    return [entity for file in json.loads(out.stdout)["files"] for entity in file["entities"]]


LEVELS = ["none", "patch", "minor", "major"]


def highest(entities):
    return max((entity["api"] for entity in entities), key=LEVELS.index, default="none")


def reasons(entities):
    return "; ".join(f"{e['qualifiedName']}: {e['api']}: {', '.join(e['reasons'])}" for e in entities)


# griffe


def griffe(repository, program):
    tree = ast.parse(show(repository, "packages/griffelib/tests/test_diff.py"))
    cases = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parametrize":
            for case in node.args[1].elts:
                old, new = (ast.literal_eval(part) for part in case.elts[:2])
                cases.append((old, new, [part.attr for part in case.elts[2].elts]))
        if isinstance(node, ast.FunctionDef) and node.name == "test_moving_members_in_parent_classes":
            texts = {
                part.targets[0].id: textwrap.dedent(part.value.value)
                for part in node.body if isinstance(part, ast.Assign)
            }
            cases.append((texts["old_code"], texts["new_code"], []))
    exported = {"package/__init__.py": "from ._mod_a import a\n__all__ = ['a']\n"}
    for title, path, others in [("one module", "module.py", {}), ("package", "package/_mod_a.py", exported)]:
        good, differences = 0, []
        for old, new, expected in cases:
            other_new = {name: new and text for name, text in others.items()}
            entities = diff(program, {path: old, **others}, {path: new, **other_new})
            entities = [entity for entity in entities if entity["kind"] != "import"]
            if (highest(entities) == "major") == bool(expected):
                good += 1
            else:
                differences.append(f"{old!r} → {new!r}: {expected}: {reasons(entities)}")
        yield title, good, len(cases), differences


# apidiff


def split(text):
    """The two sides of a package, with the messages of incompatible and compatible changes."""
    sides, messages, wanted = {"old": [], "new": []}, {"i": [], "c": []}, ["old", "new"]
    for line in text.splitlines():
        mark = line.strip()
        if mark in ("// old", "// new"):
            wanted = [mark[3:]]
        elif mark == "// both":
            wanted = ["old", "new"]
        elif mark.startswith(("// i ", "// c ")):
            messages[mark[3]].append(mark[5:].strip())
        else:
            for side in wanted:
                sides[side].append(line)
    return "\n".join(sides["old"]) + "\n", "\n".join(sides["new"]) + "\n", messages["i"], messages["c"]


def subject(message):
    """What a message speaks of, as Verdict names it: `(*R).P, method set of *SM: removed` is R.P."""
    return re.sub(r"[(*)]", "", re.split(r"[:,]", message, maxsplit=1)[0])


def names(entity, name):
    own = {entity["qualifiedName"], entity.get("oldQualifiedName")}
    return name in own or any(f"`{name}`" in reason for reason in entity["reasons"])


def apidiff(repository, program):
    found = {"incompatible": [0, 0, []], "compatible": [0, 0, []], "no message, not major": [0, 0, []]}

    def count(title, isRight, difference):
        row = found[title]
        row[0] += isRight
        row[1] += 1
        if not isRight:
            row[2].append(difference)

    for path in listed(repository, "apidiff/testdata"):
        if not path.endswith(".go") or path.count("/") != 2:
            continue
        old, new, incompatible, compatible = split(show(repository, path))
        entities = diff(program, {"p/p.go": old}, {"p/p.go": new})
        name = os.path.basename(path)
        for message in incompatible:
            levels = [e for e in entities if names(e, subject(message))]
            count("incompatible", highest(levels) == "major", f"{name}: {message}: {reasons(levels)}")
        broken = {subject(message) for message in incompatible}
        for message in compatible:
            renamed = {e["qualifiedName"] for e in entities if e.get("oldQualifiedName") in broken}
            if subject(message) in broken | renamed:
                continue
            levels = [e for e in entities if names(e, subject(message))]
            own = [e for e in levels if e["qualifiedName"] == subject(message)] or levels
            count("compatible", highest(own) == "minor", f"{name}: {message}: {reasons(levels)}")
        for entity in entities:
            if not any(names(entity, subject) for subject in broken):
                count("no message, not major", entity["api"] != "major", f"{name}: {reasons([entity])}")
    for title, (good, total, differences) in found.items():
        yield title, good, total, differences


# cargo-semver-checks


def semver_checks(repository, program):
    files = listed(repository, "test_crates")
    crates = {}
    for path in files:
        match = re.fullmatch(r"test_crates/(.+?)/(old|new)/(src/.*\.rs)", path)
        if match:
            crates.setdefault(match[1], {"old": {}, "new": {}})[match[2]][match[3]] = show(repository, path)
    crates = {name: sides for name, sides in crates.items() if sides["old"] and sides["new"]}
    findings = {}
    for path in listed(repository, "src/lints"):
        if not path.endswith(".ron"):
            continue
        lint = os.path.basename(path)[:-4]
        if "required_update: Major" not in show(repository, path):
            continue
        try:
            text = show(repository, f"test_outputs/query_execution/{lint}.snap")
        except subprocess.CalledProcessError:
            continue
        for crate, body in re.findall(r'^  "\./test_crates/([^"]+)/": \[\n(.*?)^  \],', text, re.M | re.S):
            for item in re.findall(r"^    \{\n(.*?)^    \},", body, re.M | re.S):
                line = re.search(r'"span_begin_line": Uint64\((\d+)\)', item)
                file = re.search(r'"span_filename": String\("([^"]+)"\)', item)
                if line and file and crate in crates:
                    findings.setdefault(crate, []).append((lint, file[1], int(line[1])))
    hits, total, missed = 0, 0, []
    right, said, extra = 0, 0, []
    for crate, sides in sorted(crates.items()):
        entities = diff(program, sides["old"], sides["new"])
        major = [entity for entity in entities if entity["api"] == "major"]

        def covers(entity, file, line):
            sides = [entity.get("before"), entity.get("after")]
            return entity["path"] == file and any(s and s["startLine"] <= line <= s["endLine"] for s in sides)

        for lint, file, line in findings.get(crate, []):
            total += 1
            if any(covers(entity, file, line) for entity in major):
                hits += 1
            else:
                at = [entity for entity in entities if covers(entity, file, line)]
                missed.append(f"{lint}: {crate}/{file}:{line}: {reasons(at)}")
        for entity in major:
            said += 1
            if any(covers(entity, file, line) for _, file, line in findings.get(crate, [])):
                right += 1
            else:
                extra.append(f"{crate}: {reasons([entity])}")
    yield "breaks found", hits, total, missed
    yield "majors that are one", right, said, extra

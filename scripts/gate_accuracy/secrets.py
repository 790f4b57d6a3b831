"""The gate `secrets` beside detect-secrets, on others' test data and on the history of real repositories.

    scripts/accuracy gates secrets --labelled detect-secrets=DIR gitleaks=DIR trufflehog=DIR
    scripts/accuracy gates secrets --history REPOSITORY... [--commits N] [--differences] [--judged FILE]

DIR and REPOSITORY are work trees or bare git directories. detect-secrets is asked as it is installed from
PyPI, with all that it looks for by default but public addresses, and without asking any server.

`--labelled` takes the cases that projects wrote to test their own rules: lines with a secret and lines
without. Each is a file; a tool is right where it finds something in the first and nothing in the second.
Cases that are made at random when those tests run are left out. A case is told as found by Verdict where it
gives an error or a warning.

`--history` judges the newest N commits that are no merges, each against its parent, and counts what either
tool finds in added lines. Nobody labelled those: `--differences` prints each finding for a person to read, and
`--judged` reads what the person made of it, lines of `repository path value-digest yes|no`, from which
precision follows, and recall as the share of all that were judged right. Exits 1 where detect-secrets is
better, or nothing was compared.
"""

import ast
import collections
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile

from gate_accuracy import git, new_findings, run_asked

GO_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`')


def add_arguments(parser):
    parser.add_argument("--labelled", nargs="*", default=[], metavar="SET=DIR")
    parser.add_argument("--history", nargs="*", default=[], metavar="REPOSITORY")
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--skip", type=int, default=0, help="newest commits that are left out")
    parser.add_argument("--judged", help="what a person made of the findings")
    parser.add_argument("--half", choices=["even", "odd"], help="only every second case")
    parser.add_argument("--differences", action="store_true")


# Cases


def unquoted(match):
    if match.group(2) is not None:
        return match.group(2)
    try:
        return ast.literal_eval('"' + match.group(1) + '"')
    except (SyntaxError, ValueError):
        return None


def detect_secrets_cases(directory):
    """From the parameters of the tests of each plugin."""
    sys.dont_write_bytecode = True
    for path in git(directory, "ls-tree", "--name-only", "HEAD", "tests/plugins/").decode().split():
        name = os.path.basename(path)
        if not name.endswith("_test.py") or name in ("base_test.py", "ip_public_test.py"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, name)
            with open(copy, "wb") as file:
                file.write(git(directory, "show", f"HEAD:{path}"))
            spec = importlib.util.spec_from_file_location(name[:-3], copy)
            module = importlib.util.module_from_spec(spec)
            try:
                spec.loader.exec_module(module)
            except Exception as error:
                print(f"  {name} cannot be read: {error}")
                continue
        holders = [module] + [value for value in vars(module).values() if isinstance(value, type)]
        for holder in holders:
            for test in list(vars(holder).values()):
                test = getattr(test, "__func__", test)
                if getattr(test, "__module__", module.__name__) != module.__name__:
                    continue
                for mark in getattr(test, "pytestmark", []):
                    if mark.name != "parametrize":
                        continue
                    names = mark.args[0]
                    names = [one.strip() for one in names.split(",")] if isinstance(names, str) else list(names)
                    text = next((i for i, one in enumerate(names) if one in (
                        "payload", "line", "token", "content")), None)
                    label = next((i for i, one in enumerate(names) if one in (
                        "should_flag", "expected_secret", "should_be_caught")), None)
                    if text is None or label is None:
                        continue
                    ending = names.index("file_extension") if "file_extension" in names else None
                    for row in mark.args[1]:
                        if isinstance(row[text], str):
                            yield row[text], bool(row[label]), (row[ending] if ending is not None else "py") or "py"


def gitleaks_cases(directory):
    """From `tps` and `fps` in the sources of the rules; only what is written as one literal."""
    for path in git(directory, "ls-tree", "--name-only", "HEAD", "cmd/generate/config/rules/").decode().split():
        if not path.endswith(".go"):
            continue
        source = git(directory, "show", f"HEAD:{path}").decode(errors="replace")
        label = None
        for line in source.splitlines():
            stripped = line.strip()
            if re.match(r"tps\s*:?=", stripped):
                label = True
            elif re.match(r"fps\s*:?=", stripped):
                label = False
            elif stripped in ("}", ")") and not line.startswith("\t\t"):
                label = None
            if label is None or stripped.startswith("//") or "NewSecret" in line or "newPlausible" in line \
                    or "Sprintf" in line:
                continue
            sample = re.match(r'.*GenerateSampleSecrets\("([^"]+)",\s*"([^"]+)"\)', stripped)
            if sample:
                yield f'{sample.group(1)}_token = "{sample.group(2)}"', label, "py"
                continue
            whole = re.fullmatch(r'("(?:[^"\\]|\\.)*"|`[^`]*`),?\s*(//.*)?', stripped)
            if whole:
                text = unquoted(GO_STRING.match(whole.group(1)))
                if text:
                    yield text, label, "dat"


def trufflehog_cases(directory):
    """From the tables of the tests of patterns, with the variables of their files put in."""
    listing = git(directory, "ls-tree", "-r", "--name-only", "HEAD", "pkg/detectors/").decode().split()
    for path in listing:
        if not path.endswith("_test.go") or "integration" in path or "/jwt/" in path:
            continue
        source = git(directory, "show", f"HEAD:{path}").decode(errors="replace")
        names = {}
        for found in re.finditer(r"^\s*(\w+)\s*:?=\s*(\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`)\s*$", source, re.M):
            names[found.group(1)] = unquoted(GO_STRING.match(found.group(2)))
        entry = re.compile(
            r"name:\s*\"[^\"]*\",\s*input:\s*(.*?),\s*want:\s*(\[\]string\{.*?\}|nil),\s*\}", re.S)
        for found in entry.finditer(source):
            text = go_text(found.group(1).strip(), names)
            if text is not None:
                yield text, bool(re.search(r"\{\s*[^\s}]", found.group(2))), "dat"


def go_text(expression, names):
    whole = GO_STRING.fullmatch(expression)
    if whole:
        return unquoted(whole)
    if expression in names:
        return names[expression]
    call = re.fullmatch(r"fmt\.Sprintf\((.*)\)", expression, re.S)
    if not call:
        return None
    form = GO_STRING.match(call.group(1))
    if not form:
        return None
    values = [one.strip() for one in call.group(1)[form.end():].split(",") if one.strip()]
    text = unquoted(form)
    for value in values:
        filled = names.get(value)
        if filled is None:
            literal = GO_STRING.fullmatch(value)
            filled = unquoted(literal) if literal else None
        if filled is None:
            return None
        text = re.sub(r"%[sv]", lambda _: filled, text, count=1)
    return text


CASES = {
    "detect-secrets": detect_secrets_cases, "gitleaks": gitleaks_cases, "trufflehog": trufflehog_cases}


# Tools


def verdict_findings(program, repository, commit, env):
    found = new_findings(program, repository, commit, "secrets", env)
    return [one for one in found if one["severity"] != "note"]


def peer_findings(folder):
    """File and lines in which detect-secrets finds something."""
    run = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "-C", folder, "scan", "--all-files", "--no-verify",
         "--disable-plugin", "IPPublicDetector"],
        capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"detect-secrets failed: {run.stderr[:500]}")
    found = collections.defaultdict(set)
    for path, secrets in json.loads(run.stdout)["results"].items():
        for secret in secrets:
            found[os.path.normpath(path)].add((secret["line_number"], secret["type"]))
    return found


def rates(right, extra, missing):
    return (right / (right + extra) if right + extra else 1.0,
            right / (right + missing) if right + missing else 1.0)


def labelled(arguments, program, env):
    failed = False
    for argument in arguments.labelled:
        name, directory = argument.split("=", 1)
        cases = list(dict.fromkeys(CASES[name](directory)))
        if arguments.half:
            cases = cases[arguments.half == "odd"::2]
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "lib"))
            for number, (text, _, ending) in enumerate(cases):
                with open(os.path.join(folder, "lib", f"c{number:05}.{ending}"), "w") as file:
                    file.write(text + "\n")
            for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "feat: cases"]):
                subprocess.run(["git", *command], cwd=folder, env=env, check=True)
            ours = {one["path"] for one in verdict_findings(program, folder, "HEAD", env) if "path" in one}
            theirs = set(peer_findings(folder))
        results = {}
        for tool, found in ("verdict", ours), ("detect-secrets", theirs):
            right = extra = missing = 0
            for number, (text, label, ending) in enumerate(cases):
                is_found = f"lib/c{number:05}.{ending}" in found
                right += label and is_found
                extra += not label and is_found
                missing += label and not is_found
                if arguments.differences and tool == "verdict" and label != is_found:
                    print(f"  {'missing' if label else 'extra'} {ending} {text[:300]!r}")
            results[tool] = rates(right, extra, missing)
            print(f"{name}: {tool}: precision {results[tool][0]:.3f}, recall {results[tool][1]:.3f} "
                  f"({right} right, {extra} extra, {missing} missing of {len(cases)} cases, "
                  f"{sum(label for _, label, _ in cases)} with a secret)")
        failed = failed or not cases or any(
            ours < theirs for ours, theirs in zip(results["verdict"], results["detect-secrets"]))
    return failed


def history(arguments, program, env):
    judged = {}
    if arguments.judged:
        with open(arguments.judged) as file:
            for line in file:
                if line.strip():
                    *key, answer = line.split()
                    judged[tuple(key)] = answer == "yes"
    found = {"verdict": set(), "detect-secrets": set()}
    severities = collections.Counter()
    count = with_findings = 0
    for repository in arguments.history:
        name = repository.rstrip("/")
        commits = git(repository, "log", "--no-merges", f"--skip={arguments.skip}", f"-n{arguments.commits}",
                      "--format=%H", "HEAD").decode().split()
        with tempfile.TemporaryDirectory() as folder:
            added = {}
            for commit in commits:
                added[commit] = added_lines(repository, commit)
                for path, lines in added[commit].items():
                    copy = os.path.join(folder, commit, path)
                    try:
                        os.makedirs(os.path.dirname(copy), exist_ok=True)
                        with open(copy, "w", errors="replace") as file:
                            file.write("".join(text + "\n" for _, text in lines))
                    except OSError:
                        continue
            peers = peer_findings(folder)
        places = {"verdict": {}, "detect-secrets": {}}
        for name_in_folder, marks in peers.items():
            commit, path = name_in_folder.split("/", 1)
            for line, kind in marks:
                lines = added[commit].get(path, [])
                if line <= len(lines):
                    places["detect-secrets"][commit, path, lines[line - 1][0]] = kind
        for commit in commits:
            count += 1
            ours = verdict_findings(program, repository, commit, env)
            with_findings += bool(ours)
            for one in ours:
                severities[one["rule"], one["severity"]] += 1
                place = commit, one.get("path", "message"), one.get("range", {}).get("startLine", 0)
                places["verdict"][place] = f"{one['rule']} {one['severity']} {one['message']}"
        for tool in places:
            for (commit, path, line), what in sorted(places[tool].items()):
                text = dict(added[commit].get(path, [])).get(line, "")
                digest = hashlib.sha256(text.strip().encode(errors="replace")).hexdigest()[:10]
                key = (name, path.replace(" ", "_"), digest)
                found[tool].add(key)
                if arguments.differences and key not in judged:
                    print(f"{tool}: {name} {commit[:10]} {key[1]} {digest} :{line} {what}: {text.strip()[:160]}")
    print(f"{count} commits, {with_findings} with findings; "
          + ", ".join(f"{rule} {severity} {n}" for (rule, severity), n in sorted(severities.items())))
    true = {key for key in found["verdict"] | found["detect-secrets"] if judged.get(key)}
    results = {}
    for tool, keys in found.items():
        known = {key for key in keys if key in judged}
        right = len(known & true)
        results[tool] = rates(right, len(known) - right, len(true) - right)
        print(f"{tool}: {len(keys)} lines, {len(keys) - len(known)} of them not judged; "
              f"precision {results[tool][0]:.3f}, recall {results[tool][1]:.3f} over both tools' true ones "
              f"({right} right, {len(known) - right} wrong)")
    return not count or any(
        ours < theirs for ours, theirs in zip(results["verdict"], results["detect-secrets"]))


def added_lines(repository, commit):
    """For each path the added lines, with their numbers."""
    difference = git(
        repository, "-c", "core.quotePath=false", "show", "--format=", "--unified=0", "--no-ext-diff",
        "--no-color", "-M", commit).decode(errors="replace")
    added = collections.defaultdict(list)
    path, number = None, 0
    for line in difference.split("\n"):
        if line.startswith("+++ "):
            path = line[6:].rstrip("\t") if line.startswith("+++ b/") else None
        elif line.startswith("@@"):
            number = int(re.search(r"\+(\d+)", line).group(1))
        elif line.startswith("+") and path is not None:
            added[path].append((number, line[1:]))
            number += 1
    return added


def run(arguments, program):
    return run_asked(arguments, program, {"labelled": labelled, "history": history})

"""Compares `verdict outline` with oracles on the files of whole repositories."""

import collections
import contextlib
import json
import os
import subprocess
import tempfile

import oracles

FILES_AT_ONCE = 100
BYTES_AT_ONCE = 4 << 20


class Tally:
    """What a comparison found, for one repository or all."""

    def __init__(self):
        self.compared = 0
        self.rejected = 0
        self.crashed = []
        self.false_defects = []
        #: For each group the number of items that are right, extra and missing.
        self.counts = collections.defaultdict(lambda: [0, 0, 0])
        self.differences = []

    def add(self, other):
        self.compared += other.compared
        self.rejected += other.rejected
        self.crashed += other.crashed
        self.false_defects += other.false_defects
        self.differences += other.differences
        for group, counts in other.counts.items():
            self.counts[group] = [a + b for a, b in zip(self.counts[group], counts)]

    def overall(self):
        return [sum(column) for column in zip(*self.counts.values())] or [0, 0, 0]


def rates(counts):
    """Precision, recall and F1; all 1 where there is nothing to find and nothing was found."""
    right, extra, missing = counts
    return (
        right / (right + extra) if right + extra else 1.0,
        right / (right + missing) if right + missing else 1.0,
        2 * right / (2 * right + extra + missing) if right + extra + missing else 1.0)


@contextlib.contextmanager
def work_tree(folder):
    """The folder itself, or what HEAD holds where it is a bare git directory."""
    if not (os.path.isfile(os.path.join(folder, "HEAD")) and os.path.isdir(os.path.join(folder, "objects"))):
        yield os.path.abspath(folder)
        return
    with tempfile.TemporaryDirectory() as copy, tempfile.TemporaryDirectory() as index:
        git = ["git", "--git-dir", os.path.abspath(folder), "--work-tree", copy]
        environment = {**os.environ, "GIT_INDEX_FILE": os.path.join(index, "index")}
        subprocess.run([*git, "read-tree", "HEAD"], env=environment, check=True)
        # `git archive` would stop at an object that a partial copy lacks.
        subprocess.run([*git, "checkout-index", "--all", "--force"], env=environment, cwd=copy)
        yield copy


def title(folder):
    parts = os.path.abspath(folder).split(os.sep)
    while len(parts) > 2 and parts[-1] in ("repo", ".git", "repo.git"):
        parts.pop()
    return parts[-1]


def offered(folder, endings):
    """The files that may be of a language, in order."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            path = os.path.join(parent, name)
            if os.path.islink(path) or not os.path.isfile(path):
                continue
            if name.endswith(tuple(endings)):
                yield path
            elif "." not in name:
                with open(path, "rb") as file:
                    if file.read(2) == b"#!":
                        yield path


def batches(paths):
    batch, size = [], 0
    for path in paths:
        batch.append(path)
        size += os.path.getsize(path)
        if len(batch) >= FILES_AT_ONCE or size >= BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def outlines(program, paths, tally):
    """What verdict says of each file; a crash is narrowed down to its file."""
    run = subprocess.run([program, "outline", "--format", "json", "--", *paths], capture_output=True)
    if run.returncode in (0, 2):
        return json.loads(run.stdout)["files"]
    if len(paths) == 1:
        tally.crashed.append((paths[0], run.returncode))
        return []
    middle = len(paths) // 2
    return outlines(program, paths[:middle], tally) + outlines(program, paths[middle:], tally)


def mapped(oracle, entities, holders=()):
    for entity in entities:
        yield from ((entity["kind"], item) for item in oracle.mapped(entity, holders))
        yield from mapped(oracle, entity["children"], (*holders, entity))


def compare(oracle, document, items, path, tally):
    """Counts the differences of one file, by name and line, as often as each stands there."""
    wanted = collections.Counter(item.key for item in items)
    for kind, item in mapped(oracle, document["entities"]):
        if not oracle.judges(document["path"], item):
            continue
        if wanted[item.key] > 0:
            wanted[item.key] -= 1
            tally.counts[item.group][0] += 1
        else:
            tally.counts[item.group][1] += 1
            tally.differences.append(
                ("extra", path, item.line, kind, item.qualified_name or item.name))
    for item in items:
        if wanted[item.key] > 0:
            wanted[item.key] -= 1
            tally.counts[item.group][2] += 1
            tally.differences.append(
                ("missing", path, item.line, item.group, item.qualified_name or item.name))
    for defect in document["defects"]:
        if defect["severity"] == "error" and defect["rule"] not in oracle.unjudged:
            tally.false_defects.append(
                (path, defect["range"]["startLine"], defect["rule"], defect["message"]))


def measure(program, oracle, folder):
    tally = Tally()
    for batch in batches(offered(folder, oracle.endings)):
        documents = [
            file for file in outlines(program, batch, tally) if file["language"] == oracle.language]
        answers = oracle.items([file["path"] for file in documents])
        for document, items in zip(documents, answers, strict=True):
            if items is None:
                tally.rejected += 1
                continue
            tally.compared += 1
            path = os.path.relpath(document["path"], folder)
            compare(oracle, document, items, path, tally)
    return tally


def report(name, tally, *, groups):
    precision, recall, f1 = rates(tally.overall())
    print(
        f"  {name}: {tally.compared} files, {tally.rejected} rejected by the oracle, "
        f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}, "
        f"{len(tally.false_defects)} false defects, {len(tally.crashed)} crashes")
    if groups:
        for group, counts in sorted(tally.counts.items()):
            precision, recall, f1 = rates(counts)
            print(
                f"    {group}: {counts[0]} right, {counts[1]} extra, {counts[2]} missing, "
                f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")


def details(tally, *, differences):
    for path, code in tally.crashed:
        print(f"    crash: {path}, exit code {code}")
    for path, line, rule, message in tally.false_defects:
        print(f"    false defect: {path}:{line}: {message} [{rule}]")
    for sort, path, line, kind, name in tally.differences if differences else ():
        print(f"    {sort}: {path}:{line}: {kind} {name}")


def chosen(languages, name):
    """The oracle for each language, the best one unless one is named."""
    known = oracles.all_oracles()
    for language in languages:
        fitting = [
            oracle for oracle in known
            if oracle.language == language and (name is None or oracle.name == name)]
        if not fitting:
            names = ", ".join(sorted(f"{oracle.language} ({oracle.name})" for oracle in known))
            raise SystemExit(f"accuracy: no oracle for `{language}`; there are {names}")
        oracle = max(fitting, key=lambda oracle: oracle.rank)
        why = oracle.missing()
        if why:
            raise SystemExit(
                f"accuracy: {oracle.name} cannot be asked about {language}: {why}\n"
                f"  to install it: {oracle.installation}")
        yield oracle


def outline(arguments, program):
    failed = False
    selected = list(chosen(arguments.languages, arguments.oracle))
    for oracle in selected:
        total = Tally()
        print(f"{oracle.language} by {oracle.name}", flush=True)
        for folder in arguments.folders:
            with work_tree(folder) as tree:
                tally = measure(program, oracle, tree)
            report(title(folder), tally, groups=len(arguments.folders) > 1 and arguments.groups)
            details(tally, differences=arguments.differences)
            total.add(tally)
        report("total", total, groups=True)
        reached = rates(total.overall())[2] >= oracle.target
        if not reached:
            print(f"  below {oracle.target}")
        if not total.compared:
            print("  nothing was compared")
        failed = failed or not reached or not total.compared or total.false_defects or total.crashed
    return 1 if failed else 0

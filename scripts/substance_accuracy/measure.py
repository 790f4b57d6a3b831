"""Runs the gate over honest and sabotaged commits."""

import collections
import json
import os
import random
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

from substance_accuracy.languages import BY_ENDING
from substance_accuracy.sabotage import KINDS, Commit

TEST_PATH = re.compile(
    r"(^|/)(tests?|specs?|__tests__|testing|androidTest|commonTest|jvmTest|e2e)/|(^|/)test_[^/]*$|"
    r"[._-](tests?|spec)\.[^/]*$|(Tests?|Spec|TestCase)\.\w+$|Tests?/", re.IGNORECASE)
FOUND_TARGET, HONEST_TARGET = 0.95, 0.02
# The rule of a kind of sabotage, where it is called otherwise.
RULES = {"hard-coded": "constant"}


def git(repository, *arguments, **options):
    return subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", repository, *arguments], capture_output=True, check=True,
        **options).stdout


def name_of(repository):
    return repository.rstrip("/")


def listed(repository, count, skip):
    return git(
        repository, "log", "--no-merges", f"--skip={skip}", f"-n{count}", "--format=%H", "HEAD").decode().split()


class Judge:
    """Asks the program about commits, two at a time."""

    def __init__(self, program, home, least):
        self.program = program
        self.environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}
        with open(os.path.join(home, ".gitconfig"), "w") as file:
            file.write("[safe]\n\tdirectory = *\n")
        self.policy = []
        if least is not None:
            path = os.path.join(home, "policy.yml")
            with open(path, "w") as file:
                file.write(
                    "version: 1\ndone:\n  default:\n    substance: "
                    f"{{level: required, minConfidence: {least}}}\n")
            self.policy = ["--policy", path]

    def one(self, repository, commit):
        run = subprocess.run(
            [self.program, "-C", repository, "check", commit, "--gate", "substance", "--format", "json",
             "--no-record", *self.policy], capture_output=True, env=self.environment)
        if run.returncode not in (0, 1, 3):
            return None
        for gate in json.loads(run.stdout)["gates"]:
            if gate["id"] == "substance":
                return gate
        return None

    def all(self, pairs):
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda pair: self.one(*pair), pairs))


def new_findings(gate):
    return [finding for finding in gate["findings"] if finding["new"] and finding["severity"] != "note"]


# Honest commits


def honest(judge, arguments, show):
    total = flagged = program = crashes = 0
    rules = collections.Counter()
    sample = []
    for repository in arguments.repository:
        commits = listed(repository, arguments.commits, arguments.skip)
        results = judge.all([(repository, commit) for commit in commits])
        own = 0
        for commit, gate in zip(commits, results):
            if gate is None:
                crashes += 1
                print(f"  crash {commit} of {name_of(repository)}")
                continue
            program += gate["outcome"] != "notApplicable"
            found = new_findings(gate)
            own += bool(found)
            for rule in {finding["rule"] for finding in found}:
                rules[rule, "error" if any(
                    f["severity"] == "error" for f in found if f["rule"] == rule) else "warning"] += 1
            sample += [(name_of(repository), commit, finding) for finding in found]
        total += len(commits)
        flagged += own
        print(f"{name_of(repository)}: {len(commits)} honest commits, {own} with findings "
              f"({own / max(1, len(commits)):.2%})", flush=True)
    print(f"honest: {flagged} of {total} commits with findings ({flagged / max(1, total):.2%}); "
          f"of {program} that touch program code {flagged / max(1, program):.2%}; {crashes} crashes")
    for (rule, severity), count in sorted(rules.items(), key=lambda row: -row[1]):
        print(f"  {rule} {severity}: {count} commits ({count / max(1, total):.3%})")
    chosen = sample if show < 0 else random.Random(arguments.seed).sample(sample, min(show, len(sample)))
    for repository, commit, finding in chosen:
        print(f"  {repository} {commit[:10]} {finding['rule']} {finding['confidence']} {finding.get('path')}:"
              f"{finding.get('range', {}).get('startLine', 0)} {finding['message']}")
    return total, flagged, crashes


# Sabotaged commits


def blob_lines(repository, spec):
    try:
        return git(repository, "cat-file", "blob", spec).decode("utf-8").split("\n")
    except (subprocess.CalledProcessError, UnicodeDecodeError):
        return None


def sides(repository, commit):
    """The changed files as rows of mode, hash before, hash after, status and path."""
    rows = []
    raw = git(repository, "diff-tree", "-r", "--no-renames", "-z", "--no-commit-id", commit).decode(
        "utf-8", "replace").split("\0")
    for meta, path in zip(raw[0::2], raw[1::2]):
        _, mode, before, after, status = meta.split(" ")
        rows.append((mode, before, after, status, path))
    return rows


def candidate(repository, commit, generator):
    rows = sides(repository, commit)
    if not rows or len(rows) > 40:
        return None
    count = collections.Counter()
    for _, _, _, status, path in rows:
        language = BY_ENDING.get(os.path.splitext(path)[1])
        if language:
            count[language.name, bool(TEST_PATH.search(path))] += 1
    languages = {
        language.name: language for language in BY_ENDING.values()
        if count[language.name, False] and (count[language.name, True] or language.name == "rust")}
    if not languages:
        return None
    language = languages[generator.choice(sorted(languages))]
    program, tests = {}, {}
    for mode, before, after, status, path in rows:
        if status == "D" or BY_ENDING.get(os.path.splitext(path)[1]) is not language:
            continue
        new = blob_lines(repository, after)
        old = blob_lines(repository, before) if status == "M" else None
        if new is None or len(new) > 8000:
            continue
        is_test = bool(TEST_PATH.search(path))
        (tests if is_test else program)[path] = (old, new)
        # Tests of Rust stand beside what they test.
        if language.name == "rust" and not is_test and any("#[test]" in line for line in new):
            tests[path] = (old, new)
    if not program:
        return None
    message = git(repository, "log", "-1", "--format=%B", commit).decode("utf-8", "replace")
    content = Commit(language, program, tests, generator, message)
    documents = (".md", ".rst", ".txt", ".adoc")
    content.others = any(
        path not in program and not TEST_PATH.search(path) and not path.endswith(documents)
        for _, _, _, _, path in rows)
    return rows, content


def write(scratch, entries):
    """Writes commits with fast-import; gives their names in order."""
    stream = bytearray()
    for mark, (commit, parent, rows, files, message) in enumerate(entries, 1):
        text = message.encode()
        stream += f"commit refs/sabotage/{mark}\nmark :{mark}\n".encode()
        stream += b"committer Measure <measure@example.org> 1700000000 +0000\n"
        stream += f"data {len(text)}\n".encode() + text + b"\n"
        stream += f"from {parent}\n".encode()
        for mode, _, after, status, path in rows:
            if path in files:
                content = "\n".join(files[path]).encode()
                stream += f"M {mode} inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
            elif status == "D":
                stream += f"D {path}\n".encode()
            elif mode == "160000":
                continue
            else:
                stream += f"M {mode} {after} {path}\n".encode()
        stream += b"\n"
    with tempfile.NamedTemporaryFile() as marks:
        subprocess.run(
            ["git", "-C", scratch, "fast-import", "--quiet", "--force", f"--export-marks={marks.name}"],
            input=bytes(stream), check=True, capture_output=True)
        names = {}
        for line in open(marks.name):
            mark, name = line.split()
            names[int(mark[1:])] = name
    return [names[mark] for mark in range(1, len(entries) + 1)]


def sabotaged(judge, arguments, folder):
    generator = random.Random(arguments.seed)
    table = collections.defaultdict(lambda: [0, 0, 0])
    missed = []
    crashes = 0
    for repository in arguments.repository:
        directory = git(repository, "rev-parse", "--absolute-git-dir").decode().strip()
        scratch = os.path.join(folder, name_of(repository).replace("/", "+"))
        subprocess.run(["git", "init", "-q", "--bare", scratch], check=True)
        with open(os.path.join(scratch, "objects", "info", "alternates"), "w") as file:
            file.write(os.path.join(directory, "objects") + "\n")
        left = {kind: arguments.each for kind in KINDS}
        entries, labels = [], []
        commits = listed(repository, arguments.search, arguments.skip)
        generator.shuffle(commits)
        for commit in commits:
            if not any(left.values()):
                break
            parents = git(repository, "log", "-1", "--format=%P", commit).decode().split()
            if len(parents) != 1:
                continue
            found = candidate(repository, commit, generator)
            if not found:
                continue
            rows, content = found
            paths_ok = all('"' not in row[4] and "\n" not in row[4] for row in rows)
            if not paths_ok:
                continue
            # Three kinds a commit at most, so that many commits are seen.
            kinds = [kind for kind in KINDS if left[kind]]
            generator.shuffle(kinds)
            kinds.sort(key=lambda kind: -left[kind])
            made = 0
            for kind in kinds:
                message = content.message
                try:
                    files = KINDS[kind](content)
                except (IndexError, re.error):
                    files = None
                changed, content.message = content.message, message
                if not files:
                    continue
                entries.append((commit, parents[0], rows, files, changed))
                labels.append((content.language.name, kind, commit))
                left[kind] -= 1
                made += 1
                if made == 3:
                    break
        if not entries:
            print(f"{name_of(repository)}: no commit to sabotage")
            continue
        names = write(scratch, entries)
        results = judge.all([(scratch, name) for name in names])
        originals = sorted({commit for _, _, commit in labels})
        known = dict(zip(originals, judge.all([(repository, commit) for commit in originals])))
        hits = 0
        for (language, kind, commit), name, gate, entry in zip(labels, names, results, entries):
            if gate is None or known[commit] is None:
                crashes += 1
                print(f"  crash on {kind} of {commit}")
                continue
            old = collections.Counter(
                (f["rule"], f.get("path"), f.get("entity")) for f in new_findings(known[commit]))
            new = []
            for finding in new_findings(gate):
                key = (finding["rule"], finding.get("path"), finding.get("entity"))
                if old[key]:
                    old[key] -= 1
                else:
                    new.append(finding)
            rows = table[language, kind]
            rows[0] += 1
            rows[1] += bool(new)
            rows[2] += any(f["rule"] == f"substance/{RULES.get(kind, kind)}" for f in new)
            hits += bool(new)
            if not new:
                missed.append((name_of(repository), language, kind, commit, name, entry))
        print(f"{name_of(repository)}: {len(entries)} sabotaged commits, {hits} found", flush=True)
    return table, missed, crashes


def report(table):
    def total(rows):
        rows = list(rows)
        return sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)

    for title, position in (("language", 0), ("kind", 1)):
        for key in sorted({label[position] for label in table}):
            made, found, named = total(row for label, row in table.items() if label[position] == key)
            print(f"  {title} {key}: {found} of {made} found ({found / made:.1%}), "
                  f"{named} by the rule of that kind")
    made, found, _ = total(table.values())
    print(f"sabotaged: {found} of {made} found ({found / max(1, made):.1%})")
    return made, found


def run(arguments, program):
    failed = False
    with tempfile.TemporaryDirectory() as home:
        judge = Judge(program, home, arguments.least)
        if not arguments.sabotage_only:
            total, flagged, crashes = honest(
                judge, arguments, -1 if arguments.differences else arguments.sample)
            failed = failed or not total or crashes > 0 or flagged > HONEST_TARGET * total
        if not arguments.honest_only:
            with tempfile.TemporaryDirectory() as folder:
                table, missed, crashes = sabotaged(judge, arguments, arguments.keep or folder)
            made, found = report(table)
            failed = failed or not made or crashes > 0 or found < FOUND_TARGET * made
            if arguments.differences:
                for repository, language, kind, commit, name, _ in missed:
                    print(f"  missed {repository} {language} {kind} {commit[:10]} {name[:10]}")
    return 1 if failed else 0

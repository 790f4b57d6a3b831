"""The gate `patterns` beside bandit on Python, and on honest commits.

    scripts/accuracy gates patterns --bandit FILE_OR_FOLDER... [--differences]
    scripts/accuracy gates patterns --history REPOSITORY... [--commits N] [--differences]

`--bandit` judges files of Python as if they were new, with both tools, and compares the lines that they
report under the rules that both have. bandit is asked as it is installed from PyPI. A line that either
reports for another rule of the same family counts as the same. Printed are for each family how many lines both
report, only bandit and only Verdict; notes of Verdict count as reports, since bandit knows no such difference.

`--history` counts the findings on the newest N commits that are no merges; `--differences` prints them, for a
person to read. Exits 1 where recall against bandit is below 0.8, or nothing was compared.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile

from gate_accuracy import git, new_findings, run_asked

TARGET = 0.8
#: bandit's rules, by the rule of Verdict that looks for the same.
FAMILIES = {
    "B102": "code-injection", "B307": "code-injection",
    "B301": "unsafe-deserialisation", "B302": "unsafe-deserialisation", "B506": "unsafe-deserialisation",
    "B614": "unsafe-deserialisation",
    "B303": "weak-hash", "B324": "weak-hash",
    "B304": "weak-cipher", "B305": "weak-cipher",
    "B306": "temporary-file", "B202": "archive-traversal",
    "B501": "tls-verification-off", "B323": "tls-verification-off",
    "B602": "shell-injection", "B605": "shell-injection",
    "B608": "sql-injection", "B308": "html-injection", "B701": "html-injection", "B703": "html-injection",
    "B704": "html-injection",
}


def add_arguments(parser):
    parser.add_argument("--bandit", nargs="*", default=[], metavar="PATH")
    parser.add_argument("--history", nargs="*", default=[], metavar="REPOSITORY")
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--differences", action="store_true")


def against_bandit(arguments, program, env):
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for source in arguments.bandit:
        with tempfile.TemporaryDirectory() as folder:
            target = os.path.join(folder, "lib")
            os.makedirs(target)
            if os.path.isdir(os.path.join(source, "objects")):
                for path in git(source, "ls-tree", "-r", "--name-only", "HEAD", "examples/").decode().split():
                    if path.endswith(".py"):
                        with open(os.path.join(target, os.path.basename(path)), "wb") as file:
                            file.write(git(source, "show", f"HEAD:{path}"))
            else:
                subprocess.run(["cp", "-r", source, target], check=True)
            run = subprocess.run(
                [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", "--ignore-nosec", "lib"],
                cwd=folder, capture_output=True)
            theirs = collections.defaultdict(set)
            for one in json.loads(run.stdout)["results"]:
                # What bandit itself calls safe for being written out is none of our rule.
                is_literal = one["test_id"] in ("B602", "B605") and one["issue_severity"] == "LOW"
                if one["test_id"] in FAMILIES and not is_literal:
                    lines = one.get("line_range") or [one["line_number"]]
                    theirs[one["filename"], FAMILIES[one["test_id"]]].add((min(lines), max(lines)))
            for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "feat: files"]):
                subprocess.run(["git", *command], cwd=folder, env=env, check=True)
            ours = collections.defaultdict(set)
            for one in new_findings(program, folder, "HEAD", "patterns", env):
                ours[one["path"], one["rule"].split("/")[1]].add(one["range"]["startLine"])
            for key in sorted(set(theirs) | set(ours)):
                lines = set(ours[key])
                for first, last in sorted(theirs[key]):
                    same = {line for line in lines if first <= line <= last}
                    counts[key[1]][0 if same else 1] += 1
                    lines -= same
                    if not same and arguments.differences:
                        print(f"  only bandit {key[1]} {key[0]}:{first}")
                counts[key[1]][2] += len(lines)
                if arguments.differences:
                    for line in sorted(lines):
                        print(f"  only verdict {key[1]} {key[0]}:{line}")
    both = missing = 0
    for family, (same, only_theirs, only_ours) in sorted(counts.items()):
        both += same
        missing += only_theirs
        print(f"{family}: both {same}, only bandit {only_theirs}, only verdict {only_ours}")
    recall = both / (both + missing) if both + missing else 0
    print(f"recall against bandit {recall:.3f} of {both + missing} lines")
    return recall < TARGET


def history(arguments, program, env):
    count = with_findings = 0
    rules = collections.Counter()
    for repository in arguments.history:
        commits = git(repository, "log", "--no-merges", f"-n{arguments.commits}", "--format=%H", "HEAD")
        for commit in commits.decode().split():
            count += 1
            found = new_findings(program, repository, commit, "patterns", env)
            with_findings += any(one["severity"] != "note" for one in found)
            for one in found:
                rules[one["rule"], one["severity"]] += 1
                if arguments.differences and one["severity"] != "note":
                    text = git(repository, "show", f"{commit}:{one['path']}").decode(errors="replace")
                    line = text.split("\n")[one["range"]["startLine"] - 1].strip()[:160]
                    print(f"{repository} {commit[:10]} {one['path']}:{one['range']['startLine']} "
                          f"{one['rule']}: {line}")
    print(f"{count} commits, {with_findings} with a warning")
    for (rule, severity), n in sorted(rules.items()):
        print(f"  {rule} {severity}: {n}")
    return not count


def run(arguments, program):
    return run_asked(arguments, program, {"bandit": against_bandit, "history": history})

"""Type and claims: what `verdict check` says of real commits beside what their messages say.

    scripts/accuracy diff claims REPOSITORY... [--commits N] [--sample K --seed S]

Each of the newest N commits of each repository (work trees or bare git directories; whole or partial
clones will do) that are no merges is judged by the gate `claims` alone. Printed are

- a matrix of the type that the difference shows (`type.detected`) against the type that authors give in
  front of the colon (Conventional Commits), with the agreement over all commits whose type claims one;
- how many findings of each rule and severity there are in 1,000 commits;
- with --sample K, K findings chosen at random by the seed, with repository and commit, to be read and
  judged by a person: whether the message indeed says what the finding holds against it.

Notes are counted apart: they accuse nobody. Repositories that use Conventional Commits strictly suit
best: angular/angular-cli, vuejs/core, vitejs/vite, conventional-changelog/conventional-changelog.
Exits 1 when agreement is below 0.75, or when nothing was compared or anything crashed.
"""

import collections
import json
import os
import random
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

TARGET = 0.75
TYPES = ["code", "docs", "refactor", "test", "release", "devops"]
CLAIMED = {
    "feat": "code", "fix": "code", "perf": "code", "docs": "docs", "refactor": "refactor",
    "style": "refactor", "test": "test", "tests": "test", "build": "devops", "ci": "devops",
    "release": "release"}
HEADER = re.compile(r"^(\w+)(\([^)]*\))?!?: ")


def add_arguments(parser):
    parser.add_argument("repository", nargs="+")
    parser.add_argument("--commits", type=int, default=500)
    parser.add_argument("--skip", type=int, default=0, help="newest commits that are left out")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rule", help="sample findings of this rule alone")
    parser.add_argument(
        "--differences", action="store_true", help="print every commit whose types differ")


def judged(program, repository, commit, environment):
    command = [
        program, "-C", repository, "check", commit, "--gate", "claims", "--format", "json",
        "--no-record"]
    run = subprocess.run(command, capture_output=True, env=environment)
    if run.returncode not in (0, 1, 3):
        return None
    return json.loads(run.stdout)


def run(arguments, program):
    matrix = collections.Counter()
    evidence = collections.defaultdict(collections.Counter)
    rules = collections.Counter()
    findings = []
    count = crashes = 0
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*"}
        with open(os.path.join(home, ".gitconfig"), "w") as file:
            file.write("[safe]\n\tdirectory = *\n")
        for repository in arguments.repository:
            log = subprocess.run(
                ["git", "-c", "safe.directory=*", "-C", repository, "log", "--no-merges",
                 f"--skip={arguments.skip}", f"-n{arguments.commits}", "--format=%H%x00%s", "HEAD"],
                capture_output=True, check=True).stdout.decode(errors="replace")
            commits = [line.split("\0", 1) for line in log.splitlines()]
            with ThreadPoolExecutor(2) as pool:
                results = list(pool.map(
                    lambda commit: judged(program, repository, commit[0], environment), commits))
            for (commit, subject), result in zip(commits, results):
                if result is None:
                    print(f"CRASH {repository} {commit}")
                    crashes += 1
                    continue
                count += 1
                header = HEADER.match(subject)
                claimed = CLAIMED.get(header.group(1).lower()) if header else None
                # A release's own message wherever the type does not say so.
                if header and re.match(r"(chore|build|docs)", subject) and re.search(
                        r"\b(release|publish|bump version|cut the)\b.*\d+\.\d+", subject):
                    claimed = "release"
                detected = result["type"]["detected"]
                if claimed:
                    matrix[claimed, detected] += 1
                    evidence[detected, result["type"]["confidence"]][claimed == detected] += 1
                    if claimed != detected and arguments.differences:
                        print(f"{os.path.basename(os.path.dirname(repository))} {commit[:10]}"
                              f" {detected} for {claimed}: {subject}")
                for gate in result["gates"]:
                    for finding in gate["findings"]:
                        rules[finding["rule"], finding["severity"]] += 1
                        if finding["severity"] != "note":
                            findings.append((repository, commit, subject, finding))
    if not count:
        print("no commit was judged")
        return 1
    total = sum(matrix.values())
    agreed = sum(matrix[type, type] for type in TYPES)
    print(f"{count} commits, {total} with a type that claims one")
    print("claimed".ljust(10) + "".join(f"{type:>10}" for type in TYPES) + "     detected")
    for claimed in TYPES:
        row = [matrix[claimed, detected] for detected in TYPES]
        if sum(row):
            recall = matrix[claimed, claimed] / sum(row)
            print(claimed.ljust(10) + "".join(f"{n:>10}" for n in row) + f"     {recall:.2f}")
    agreement = agreed / total if total else 0
    print(f"agreement {agreement:.3f}")
    for (type, confidence), counts in sorted(evidence.items()):
        n = sum(counts.values())
        print(f"  {type} with confidence {confidence}: {counts[True] / n:.2f} of {n}")
    print("findings in 1,000 commits:")
    for (rule, severity), n in sorted(rules.items()):
        print(f"  {rule} {severity}: {1000 * n / count:.1f} ({n})")
    if arguments.rule:
        findings = [one for one in findings if one[3]["rule"] == arguments.rule]
    findings.sort(key=lambda one: (one[1], one[3]["rule"]))
    random.Random(arguments.seed).shuffle(findings)
    for repository, commit, subject, finding in findings[:arguments.sample]:
        print(f"\n{repository} {commit[:12]}\n  {subject}\n  {finding['rule']}: {finding['message']}")
    return 1 if crashes or agreement < TARGET else 0

"""The level of real releases, from messages alone.

For each final tag of a series on the first-parent line of HEAD, but the first: a bare repository with the same
objects and only the tags of earlier commits is asked for the next version of the tag's commit, and what it
raises is compared with what the project raised. Prints for each repository how many releases agree. Releases
whose commits raise nothing by their messages, but that were made all the same, are counted apart with
--unasked: a project releases for reasons that no message has.

The repositories follow Semantic Versioning by their own account; --initial-feature and --initial-break say
what they do before 1.0.0.
"""

import json
import os
import re
import subprocess
import tempfile

VERSION = re.compile(r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")


def add_arguments(parser):
    parser.add_argument("repositories", nargs="+", metavar="REPOSITORY")
    parser.add_argument("--prefix", help="of the tags; found out when left out")
    parser.add_argument("--path", help="the folder of the package")
    parser.add_argument("--initial-feature", default="minor")
    parser.add_argument("--initial-break", default="minor")
    parser.add_argument("--limit", type=int, default=400, help="newest releases of each repository")
    parser.add_argument("--target", type=float, default=95.0)
    parser.add_argument("--unasked", action="store_true", help="count releases that no message asks for")
    parser.add_argument("--differences", action="store_true")


def git(repository, *arguments):
    return subprocess.run(
        ["git", "-C", repository, *arguments], capture_output=True, check=True, text=True).stdout


def raised(old, new):
    old, new = (tuple(map(int, VERSION.match(v).groups())) for v in (old, new))
    return "major" if old[0] != new[0] else "minor" if old[1] != new[1] else "patch"


def prefix_of(tags):
    return max(("v", ""), key=lambda p: sum(bool(VERSION.match(t[len(p):])) for t in tags if t.startswith(p)))


def run(arguments, program):
    worst = 100.0
    for repository in arguments.repositories:
        tags = git(repository, "tag").split()
        prefix = arguments.prefix if arguments.prefix is not None else prefix_of(tags)
        line = {c: i for i, c in enumerate(git(repository, "rev-list", "--first-parent", "HEAD").split())}
        commits = dict(
            reversed(row.split()) for row in git(
                repository, "for-each-ref", "refs/tags",
                "--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end) %(refname:short)"
            ).splitlines())
        finals = [
            (line[commits[t]], t) for t in tags
            if t.startswith(prefix) and VERSION.match(t[len(prefix):]) and commits.get(t) in line]
        finals.sort(reverse=True)
        good, unasked, wrong = 0, 0, []
        pairs = list(zip(finals, finals[1:]))[-arguments.limit:]
        with tempfile.TemporaryDirectory() as folder:
            git(folder, "init", "--quiet", "--bare")
            objects = os.path.abspath(os.path.join(git(repository, "rev-parse", "--absolute-git-dir").strip(), "objects"))
            with open(os.path.join(folder, "objects/info/alternates"), "w") as file:
                file.write(objects + "\n")
            for (_, old), (place, new) in pairs:
                known = [t for p, t in finals if p > place]
                with open(os.path.join(folder, "packed-refs"), "w") as file:
                    file.write("# pack-refs with: sorted \n")
                    file.writelines(f"{commits[t]} refs/tags/{t}\n" for t in sorted(known))
                with open(os.path.join(folder, "HEAD"), "w") as file:
                    file.write(commits[new] + "\n")
                command = [
                    program, "-C", folder, "next-version", "--api", "off", "--format", "json",
                    "--tag-pattern", prefix + "{version}",
                    "--initial-feature", arguments.initial_feature,
                    "--initial-break", arguments.initial_break]
                if arguments.path:
                    command += ["--", arguments.path]
                done = subprocess.run(command, capture_output=True, text=True)
                if done.returncode != 0:
                    wrong.append(f"{old} -> {new}: {done.stderr.strip()}")
                    continue
                report = json.loads(done.stdout)
                expected = raised(old[len(prefix):], new[len(prefix):])
                if report["bump"] == expected:
                    good += 1
                elif report["bump"] == "none" and not arguments.unasked:
                    unasked += 1
                else:
                    wrong.append(f"{report['current']} -> {new}: {expected}, computed {report['bump']}"
                                 + "".join(f"\n    {r['level']} {r['text']}" for r in report["reasons"][:3]))
        counted = good + len(wrong)
        share = 100 * good / counted if counted else 0
        worst = min(worst, share)
        print(f"{repository}: {good} of {counted} releases ({share:.1f} %)"
              + (f", {unasked} that no message asks for" if unasked else ""))
        if arguments.differences:
            print("\n".join(wrong))
    return 0 if worst >= arguments.target else 1

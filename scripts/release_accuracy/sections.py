"""A project's own CHANGELOG.md against `verdict changelog`.

The project's changelog was written by commitizen from Conventional Commits: for each of its sections
(`## v1.2.3 (date)`) the entries are compared with those of the same release here, as sets of scope and text,
in the kinds feat, fix, refactor and perf. Prints how many sections have the same entries.
"""

import json
import re
import subprocess


def add_arguments(parser):
    parser.add_argument("repositories", nargs="+", metavar="REPOSITORY")
    parser.add_argument("--differences", action="store_true")


KINDS = {"Feat": "Features", "Fix": "Bug Fixes", "Refactor": "Code Refactoring",
         "Perf": "Performance Improvements"}


def normal(scope, text):
    return ((scope or "").strip().lower(), " ".join(text.split()).rstrip("."))


def theirs(text):
    releases, release, kind = {}, None, None
    for line in text.splitlines():
        if line.startswith("## "):
            name = line[3:].split()[0].strip("[]")
            release, kind = releases.setdefault(name.lstrip("v"), set()), None
        elif line.startswith("### "):
            kind = KINDS.get(line[4:].strip())
        elif line.startswith("- ") and kind and release is not None:
            scoped = re.match(r"- \*\*(.+?)\*\*: ?(.*)", line)
            scope, entry = scoped.groups() if scoped else ("", line[2:])
            release.add((kind, *normal(scope, entry)))
    return releases


def run(arguments, program):
    status = 0
    for repository in arguments.repositories:
        text = subprocess.run(["git", "-C", repository, "show", "HEAD:CHANGELOG.md"],
                              capture_output=True, check=True, text=True).stdout
        expected = theirs(text)
        done = subprocess.run(
            [program, "-C", repository, "changelog", "--style", "conventional", "--format", "json"],
            capture_output=True, check=True, text=True)
        ours = {}
        for release in json.loads(done.stdout)["releases"]:
            ours[release.get("version", "Unreleased")] = {
                (s["title"], *normal(e.get("scope"), e["text"]))
                for s in release["sections"] if s["title"] in KINDS.values() for e in s["entries"]}
        good = [v for v in expected if ours.get(v) == expected[v]]
        print(f"{repository}: {len(good)} of {len(expected)} sections have the same entries")
        if arguments.differences:
            for version in expected:
                if version not in good:
                    mine = ours.get(version)
                    print(f"  {version}: " + ("no such release" if mine is None else
                          f"missing {sorted(expected[version] - mine)}, more {sorted(mine - expected[version])}"))
        if not expected:
            status = 1
    return status

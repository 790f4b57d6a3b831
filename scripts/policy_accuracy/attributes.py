"""Compares the files that a verdict leaves out as generated or vendored with `git check-attr`.

    scripts/accuracy policy attributes [--differences] REPOSITORY...

For each repository the files of HEAD are read into an index of their own, and `git check-attr --cached` is asked
for `linguist-generated` and `linguist-vendored` of each; set, or set to anything but `false`, counts. The number
of these is compared with the one that `verdict check --all` tells. Exits 1 when a number differs, or when no
repository has such files.
"""

import os
import re
import subprocess
import tempfile


def add_arguments(parser):
    parser.add_argument("--differences", action="store_true", help="print each repository")
    parser.add_argument("repository", nargs="+")


def run(arguments, program):
    compared = differing = files = 0
    for repository in arguments.repository:
        with tempfile.TemporaryDirectory() as folder:
            environment = dict(
                os.environ, GIT_INDEX_FILE=os.path.join(folder, "index"), GIT_CONFIG_GLOBAL="/dev/null",
                GIT_CONFIG_NOSYSTEM="1", XDG_CACHE_HOME=folder, XDG_CONFIG_HOME=folder)
            git = ["git", "-C", repository]
            subprocess.run(git + ["read-tree", "HEAD"], env=environment, check=True)
            listed = subprocess.run(
                git + ["ls-files", "-z", "--stage"], env=environment, capture_output=True, check=True).stdout
            paths = [
                entry.split(b"\t", 1)[1] for entry in listed.split(b"\0") if entry and entry[:6] != b"040000"]
            told = subprocess.run(
                git + ["check-attr", "--cached", "-z", "--stdin", "linguist-generated", "linguist-vendored"],
                env=environment, input=b"\0".join(paths) + b"\0", capture_output=True, check=True
            ).stdout.split(b"\0")
            wanted = {
                told[i] for i in range(0, len(told) - 2, 3)
                if told[i + 2] not in (b"unspecified", b"unset", b"false")}
            del environment["GIT_INDEX_FILE"]
            report = subprocess.run(
                [program, "-C", repository, "check", "--all", "--no-record", "--gate", "size", "--format",
                 "concise"], env=environment, capture_output=True, text=True).stdout
        found = re.search(r"(\d+) changed paths? (?:is|are) generated", report)
        count = int(found.group(1)) if found else 0
        compared += 1
        files += len(wanted)
        differing += count != len(wanted)
        if arguments.differences or count != len(wanted):
            print(f"{repository}: git {len(wanted)}, verdict {count}")
    print(f"{compared} repositories, {files} files generated or vendored, {differing} repositories differ")
    return 1 if differing or not files else 0

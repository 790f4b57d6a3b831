"""Compares every commit on the first-parent line of HEAD with its first parent.

    scripts/accuracy diff replay [--commits N] [--sample N] [--seed S] REPOSITORY...

Runs `verdict diff --each` over each repository and prints the commits, crashes, commits that could not
be read, commits a second (one process, all cores), peak memory, and the changed files of a language
that is read for which there is neither an entity change nor a note. Then runs `verdict diff COMMIT`
alone for a sample of the commits and prints the median, 99th percentile and maximum of the wall time of
the whole process, and its peak memory.

Exits 1 on a crash, on a silent file, and when no commit was compared.
"""

import json
import os
import random
import subprocess
import tempfile
import time


def add_arguments(parser):
    parser.add_argument("--commits", type=int, default=0, help="only the newest N (all)")
    parser.add_argument("--sample", type=int, default=200, help="commits to run alone (200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("repository", nargs="+")


def measured(command, environment):
    """Yields the lines of a program's output, then its exit code, seconds, peak KiB and complaints."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment)
        for line in child.stdout:
            yield line
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        errors.seek(0)
        yield child.returncode, seconds, usage.ru_maxrss, errors.read().decode(errors="replace")


def silent(document):
    """The changed files of a known language about which nothing is said."""
    for file in document["files"]:
        if file.get("language") and not file["binary"] and not file["entities"] and not file.get("note"):
            yield file["path"]


def replay(program, repository, arguments, environment):
    git = ["git", "--git-dir", repository]
    limit = [f"--max-count={arguments.commits}"] if arguments.commits else []
    line = subprocess.run(
        [*git, "rev-list", "--first-parent", *limit, "HEAD"], capture_output=True, check=True, text=True
    ).stdout.split()
    tip = "HEAD"
    if arguments.commits and len(line) == arguments.commits:
        tip = f"{line[-1]}..HEAD"
        line.pop()
    commits, quiet, changes = 0, [], 0
    *lines, (code, seconds, memory, complaint) = (
        document if isinstance(document, tuple) else examine(document)
        for document in measured(
            [program, "diff", "--each", tip, "-C", repository, "--format", "jsonl"], environment))
    for commit, files, count in lines:
        commits += 1
        changes += count
        quiet += [(commit, path) for path in files]
    unread = len(line) - commits
    crashed = code not in (0, 2, 4)
    name = repository.rstrip("/")
    print(
        f"{name}: {commits} commits, {unread} not read, {changes} entity changes, "
        f"{commits / seconds:.0f} commits/s, peak {memory / 1024:.0f} MiB, exit {code}, "
        f"{len(quiet)} silent files", flush=True)
    if complaint:
        print("  " + "\n  ".join(complaint.strip().splitlines()[:5]))
    for commit, path in quiet[:10]:
        print(f"  silent {commit[:10]} {path}")
    times, peak = [], 0
    sample = random.Random(arguments.seed).sample(line, min(arguments.sample, len(line)))
    for commit in sample:
        *_, (code, seconds, memory, complaint) = measured(
            [program, "diff", commit, "-C", repository, "--format", "json"], environment)
        times.append((seconds, commit))
        peak = max(peak, memory)
        if code not in (0, 2, 4):
            crashed = True
            print(f"  crash {commit[:10]}: exit {code} {complaint[:200]}")
    if times:
        times.sort()
        slow = times[min(len(times) - 1, len(times) * 99 // 100)]
        print(
            f"  {len(times)} alone: median {times[len(times) // 2][0] * 1e3:.0f} ms, "
            f"p99 {slow[0] * 1e3:.0f} ms ({slow[1][:10]}), max {times[-1][0] * 1e3:.0f} ms "
            f"({times[-1][1][:10]}), peak {peak / 1024:.0f} MiB", flush=True)
    return commits, crashed, quiet, seconds


def examine(line):
    document = json.loads(line)
    commits = document["change"]["commits"]
    return (
        commits[0]["id"] if commits else "", list(silent(document)), document["summary"]["entities"])


def run(arguments, program):
    total, failed = 0, False
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}
        for repository in arguments.repository:
            directory = subprocess.run(
                ["git", "-C", repository, "rev-parse", "--absolute-git-dir"], capture_output=True,
                check=True, text=True).stdout.strip()
            commits, crashed, quiet, _ = replay(program, directory, arguments, environment)
            total += commits
            failed = failed or crashed or bool(quiet)
    print(f"{total} commits in all")
    return 1 if failed or not total else 0

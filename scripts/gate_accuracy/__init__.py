"""Measures of gates; each module has `add_arguments(parser)` and `run(arguments, program)`."""

import json
import os
import subprocess
import tempfile


def git(repository, *arguments):
    return subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", repository, *arguments],
        check=True, capture_output=True).stdout


def new_findings(program, repository, commit, gate, env):
    """What a gate finds new in a commit."""
    run = subprocess.run(
        [program, "-C", repository, "check", commit, "--gate", gate, "--format", "json", "--no-record"],
        capture_output=True, env=env)
    if run.returncode not in (0, 1, 3):
        raise SystemExit(f"verdict failed: {run.stderr.decode(errors='replace')[:500]}")
    report = next(one for one in json.loads(run.stdout)["gates"] if one["id"] == gate)
    return [one for one in report["findings"] if one["new"]]


def run_asked(arguments, program, measures):
    """Runs those of some measures, by their option's name, that are asked for; returns 1 where one of them fails.
    Each is handed the arguments, the program and an environment with a home of its own."""
    asked = [measure for name, measure in measures.items() if getattr(arguments, name)]
    if not asked:
        raise SystemExit("accuracy: name " + " or ".join(f"`--{name}`" for name in measures))
    with tempfile.TemporaryDirectory() as home:
        with open(os.path.join(home, ".gitconfig"), "w") as file:
            file.write("[safe]\n\tdirectory = *\n[user]\n\tname = a\n\temail = a@example.com\n")
        env = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}
        failed = [measure(arguments, program, env) for measure in asked]
    return 1 if any(failed) else 0

"""Says whether the policies that `verdict init` writes are valid and pass.

    scripts/accuracy policy init [--differences] REPOSITORY...

Clones each repository (its objects are shared), runs `verdict init --no-trust` in it, and looks whether the file
that it writes is valid and whether `verdict check HEAD --policy FILE` passes. Prints the time of `init`, and with
--differences the policies. Exits 1 when one is not valid or does not pass.
"""

import os
import subprocess
import tempfile
import time


def add_arguments(parser):
    parser.add_argument("--differences", action="store_true", help="print each policy")
    parser.add_argument("repository", nargs="+")


def run(arguments, program):
    passed = 0
    for repository in arguments.repository:
        with tempfile.TemporaryDirectory() as folder:
            environment = dict(os.environ, XDG_CACHE_HOME=folder, XDG_CONFIG_HOME=folder)
            clone = os.path.join(folder, "clone")
            subprocess.run(
                ["git", "clone", "-q", "--shared", "--no-checkout", repository, clone], check=True)
            verdict = [program, "-C", clone]
            start = time.perf_counter()
            written = subprocess.run(
                verdict + ["init", "--no-trust"], env=environment, capture_output=True, text=True)
            seconds = time.perf_counter() - start
            path = os.path.join(clone, ".verdict.yml")
            valid = subprocess.run(verdict + ["config", "check", path], env=environment, capture_output=True)
            judged = subprocess.run(
                verdict + ["check", "HEAD", "--no-record", "--policy", path], env=environment,
                capture_output=True, text=True)
            good = written.returncode == valid.returncode == judged.returncode == 0
            passed += good
            print(f"{'passes' if good else 'FAILS '}  {seconds:5.1f} s  {repository}")
            if not good:
                print(written.stderr + judged.stdout[-2000:] + judged.stderr)
            elif arguments.differences:
                with open(path) as file:
                    print(file.read())
    print(f"{passed} of {len(arguments.repository)} policies are valid and pass on HEAD")
    return 0 if passed == len(arguments.repository) else 1

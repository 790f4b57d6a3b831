"""Whether the gates `compile`, `lint` and `tests` come to the right outcome on made changes of real projects,
and what they cost beside the tools that they run.

    scripts/accuracy gates tools REPOSITORY... [--runs N] [--most SHARE]

Each repository (a work tree or a bare git directory of a project in Go, Python or Rust whose tools and
packages are on this machine) is cloned. Its newest commit is changed in four ways, each a commit of its own:
a comment more; a type error; a test that fails; for Python with ruff, an import that nobody uses. Expected is
a pass for the first and a failure of just the gate concerned for the others, whatever the project's own
tools found before. Then N commits with one comment more each are judged in turn with the same tools run by
themselves on a checkout of their own, both with what they keep from one run to the next: the processor time
that the gates take beyond the tools' is the overhead. Exits 1 when an outcome is not as expected, when
the overhead is above SHARE, or when nothing was judged.
"""

import json
import os
import resource
import subprocess
import tempfile

LANGUAGES = {
    ".go": {
        "comment": "\n// Verdict {}.\n", "error": "\nvar verdictBroken int = \"text\"\n",
        "test": "\nfunc TestVerdictFails(t *testing.T) { t.Fatal(\"on purpose\") }\n",
        "is_test": lambda path, text: path.endswith("_test.go") and "testing.T" in text,
        "tools": {
            "compile": [["go", "build", "./..."], ["go", "vet", "-json", "./..."]],
            "tests": [["go", "test", "-json", "./..."]]},
    },
    ".py": {
        "comment": "\n# Verdict {}.\n", "error": "\nverdict_broken: int = \"text\"\n",
        "test": "\n\ndef test_verdict_fails():\n    assert False, \"on purpose\"\n",
        "lint": "\nimport this_is_not_used  # type: ignore\n",
        "is_test": lambda path, text: os.path.basename(path).startswith("test_") and "\ndef test_" in text,
        "tools": {},
    },
    ".rs": {
        "comment": "\n// Verdict {}.\n", "error": "\npub const VERDICT_BROKEN: u8 = \"text\";\n",
        "test": "\n#[test]\nfn verdict_fails() {\n    panic!(\"on purpose\");\n}\n",
        "is_test": lambda path, text: path.startswith("tests/") and path.count("/") == 1 and "#[test]" in text,
        "tools": {
            "compile": [[
                "cargo", "check", "--bins", "--examples", "--tests", "--message-format=json", "--quiet"]],
            "tests": [[
                "cargo", "test", "--no-fail-fast", "--quiet", "--message-format=json", "--",
                "--format=pretty"]]},
    },
}


def add_arguments(parser):
    parser.add_argument("repository", nargs="+")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--most", type=float, default=0.05, help="share of the tools' processor time")
    parser.add_argument("--differences", action="store_true", help="print every gate and new finding")


class Project:
    def __init__(self, repository, folder):
        self.name = os.path.basename(repository.rstrip("/"))
        if self.name in ("repo", "repo.git"):
            self.name = os.path.basename(os.path.dirname(repository.rstrip("/")))
        self.folder = folder
        subprocess.run(["git", "clone", "--quiet", repository, folder], check=True)
        self.base = self.git("rev-parse", "HEAD").strip()
        paths = self.git("ls-files").splitlines()
        counts = {ending: sum(path.endswith(ending) for path in paths) for ending in LANGUAGES}
        self.ending = max(counts, key=lambda ending: counts[ending])
        self.language = LANGUAGES[self.ending]
        texts = {}
        for path in paths:
            full = os.path.join(folder, path)
            if path.endswith(self.ending) and os.path.isfile(full):
                with open(full, encoding="utf-8", errors="replace") as file:
                    texts[path] = file.read()
        is_test = self.language["is_test"]
        tests = sorted(path for path, text in texts.items() if is_test(path, text))
        sources = [
            path for path in texts
            if "test" not in path and not path.startswith(("docs/", "examples/", "benches/", "."))]
        # The largest file that is no test is part of every build.
        self.source = max(sources, key=lambda path: (len(texts[path]), path))
        self.test = tests[0] if tests else None

    def git(self, *words):
        done = subprocess.run(
            ["git", "-C", self.folder, "-c", "user.name=Verdict", "-c", "user.email=verdict@example.org",
             *words], check=True, capture_output=True, text=True)
        return done.stdout

    def commit(self, path, text, reset=True):
        if reset:
            self.git("reset", "--quiet", "--hard", self.base)
        with open(os.path.join(self.folder, path), "a", encoding="utf-8") as file:
            file.write(text)
        self.git("commit", "--quiet", "--all", "--message", "feat: a change")


def timed(command, folder, environment):
    """The processor time of a command with all that it started, and what it wrote."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def judged(program, project, environment, gates):
    words = [word for gate in gates for word in ("--gate", gate)]
    seconds, output = timed(
        [program, "check", "HEAD", "--trust", "--no-record", "--format", "json", *words], project.folder,
        environment)
    document = json.loads(output)
    return seconds, {gate["id"]: gate for gate in document["gates"]}, document


def tools_of(project, environment, gates):
    """What the gates run, by what the project is configured for."""
    if project.language["tools"]:
        return [tool for gate in gates for tool in project.language["tools"].get(gate, [])]
    manifest = os.path.join(project.folder, "pyproject.toml")
    text = ""
    if os.path.isfile(manifest):
        with open(manifest, encoding="utf-8") as file:
            text = file.read()
    tools = []
    if "compile" in gates:
        tools += [["mypy"]] if "[tool.mypy" in text else []
        tools += [["pyright", "--outputjson"]] if "[tool.pyright" in text else []
    if "tests" in gates:
        tools.append(["pytest", "-p", "no:cacheprovider", f"--junitxml={project.folder}-report.xml"])
    return tools


def run(arguments, program):
    failed, compared = False, 0
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ, "XDG_CACHE_HOME": os.path.join(home, "cache"),
            "XDG_CONFIG_HOME": os.path.join(home, "config"), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}
        for number, repository in enumerate(arguments.repository):
            project = Project(repository, os.path.join(home, f"project{number}"))
            kinds = [
                ("clean", project.source, project.language["comment"].format(0), None),
                ("build", project.source, project.language["error"], "compile"),
                ("lint", project.source, project.language.get("lint"), "lint"),
                ("test", project.test, project.language["test"], "tests")]
            configured = set()
            for kind, path, text, expected in kinds:
                if path is None or text is None:
                    continue
                project.commit(path, text)
                _, gates, document = judged(program, project, environment, ["compile", "lint", "tests"])
                outcomes = {gate: gates[gate]["outcome"] for gate in ("compile", "lint", "tests")}
                if kind == "clean":
                    configured = {gate for gate, outcome in outcomes.items() if outcome != "notApplicable"}
                elif expected not in configured:
                    continue
                elif kind == "build" and not tools_of(project, environment, ["compile"]):
                    # A parser alone sees no type error.
                    continue
                # What cannot be built cannot be tested either.
                mayFail = {"compile": {"tests", "lint"}, "lint": {"compile"}}.get(expected, set())
                isRight = all(
                    outcome == "fail" if gate == expected
                    else outcome in ("pass", "notApplicable", "warn") or gate in mayFail
                    for gate, outcome in outcomes.items())
                compared += 1
                failed = failed or not isRight
                print(f"{project.name}: {kind}: {outcomes}: {'right' if isRight else 'WRONG'}", flush=True)
                if arguments.differences or not isRight:
                    for gate in ("compile", "lint", "tests"):
                        print(f"    {gate}: {gates[gate].get('message')}")
                        for finding in gates[gate]["findings"]:
                            if finding["new"]:
                                print(f"        {finding.get('path')}: {finding['message'][:100]}")
                    if not isRight:
                        for item in document["unverified"]:
                            print(f"    ? {item['gate']}: {item['why'][:200]}")
            failed = overhead(arguments, program, project, environment, configured) or failed
    return 1 if failed or compared == 0 else 0


def overhead(arguments, program, project, environment, configured):
    """Whether the gates take too much beside their tools."""
    gates = [gate for gate in ("compile", "tests") if gate in configured]
    if not gates:
        return False
    tools = tools_of(project, environment, gates)
    if not tools:
        print(f"{project.name}: what its gates run is not known here, so that no cost is compared", flush=True)
        return False
    plain = project.folder + "-plain"
    subprocess.run(["git", "clone", "--quiet", project.folder, plain], check=True)
    project.git("reset", "--quiet", "--hard", project.base)
    own, alone = [], []
    for round in range(arguments.runs + 1):
        project.commit(project.source, project.language["comment"].format(round + 1), reset=False)
        seconds, _, _ = judged(program, project, environment, gates)
        subprocess.run(
            ["git", "-C", plain, "fetch", "--quiet", "origin", "HEAD"], check=True)
        subprocess.run(["git", "-C", plain, "reset", "--quiet", "--hard", "FETCH_HEAD"], check=True)
        sum_alone = sum(timed(tool, plain, environment)[0] for tool in tools)
        # The first round fills what tools keep.
        if round > 0:
            own.append(seconds)
            alone.append(sum_alone)
    share = sum(own) / sum(alone) - 1
    print(
        f"{project.name}: {' and '.join(gates)}: {sum(own) / len(own):.2f} s of processor time a commit, the "
        f"tools alone {sum(alone) / len(alone):.2f} s: {100 * share:+.1f} %", flush=True)
    return share > arguments.most

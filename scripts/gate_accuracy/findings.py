"""How often gates find something in real history, where most of what they find should be true.

    scripts/accuracy gates findings REPOSITORY... --gate GATE [--gate GATE] [--commits N] [--sample K --seed S]

Each of the newest N commits of each repository (work trees or bare git directories) that are no merges is
judged by these gates alone, with their own defaults; a gate that is off by default is switched on as
`warn`. Printed are, for each repository and gate, the share of commits with a new finding (notes apart),
what else the gate came to, and how many findings of each rule there are; with --sample K, K findings chosen
at random by the seed, to be read and judged by a person; with --differences, all of them.
Exits 1 when the share over all commits is above --most, or when nothing was judged or anything crashed.
"""

import collections
import json
import os
import random
import subprocess
import tempfile


def add_arguments(parser):
    parser.add_argument("repository", nargs="+")
    parser.add_argument("--gate", action="append", required=True)
    parser.add_argument("--commits", type=int, default=300)
    parser.add_argument("--skip", type=int, default=0, help="newest commits that are left out")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=float, default=0.1, help="share of commits that may have a finding")
    parser.add_argument("--set", action="append", default=[], help="GATE.OPTION=VALUE of the policy")
    parser.add_argument("--differences", action="store_true", help="print every finding")


def policy(arguments):
    lines = ["version: 1", "done:", "  default:"]
    for gate in arguments.gate:
        options = ["level: warn"]
        for entry in arguments.set:
            name, value = entry.split("=", 1)
            if name.split(".")[0] == gate:
                options.append(f"{name.split('.')[1]}: {value}")
        lines.append(f"    {gate}: {{{', '.join(options)}}}")
    return "\n".join(lines) + "\n"


def run(arguments, program):
    total, hits, failed = 0, collections.Counter(), False
    found = []
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}
        rules = os.path.join(home, "policy.yml")
        with open(rules, "w") as file:
            file.write(policy(arguments))
        gates = [word for gate in arguments.gate for word in ("--gate", gate)]

        def judged(repository, commit):
            command = [
                program, "-C", repository, "check", commit, *gates, "--policy", rules, "--no-record",
                "--format", "json"]
            done = subprocess.run(command, capture_output=True, env=environment)
            if done.returncode not in (0, 1, 3):
                return done.stderr.decode(errors="replace")
            return [gate for gate in json.loads(done.stdout)["gates"] if gate["id"] in arguments.gate]

        for repository in arguments.repository:
            commits = subprocess.run(
                ["git", "-c", "safe.directory=*", "-C", repository, "rev-list", "--no-merges",
                 f"--max-count={arguments.commits}", f"--skip={arguments.skip}", "HEAD"],
                check=True, capture_output=True, text=True).stdout.split()
            name = repository.rstrip("/")
            outcomes = collections.defaultdict(collections.Counter)
            by_rule, commits_hit = collections.Counter(), collections.Counter()
            for commit in commits:
                gates_said = judged(repository, commit)
                if isinstance(gates_said, str):
                    print(f"  {name} {commit[:10]} failed: {gates_said.strip()[:300]}")
                    failed = True
                    continue
                total += 1
                for gate in gates_said:
                    outcomes[gate["id"]][gate["outcome"]] += 1
                    new = [f for f in gate["findings"] if f["new"]]
                    if any(f["severity"] != "note" for f in new):
                        commits_hit[gate["id"]] += 1
                        hits[gate["id"]] += 1
                    for finding in new:
                        by_rule[finding["rule"] + (" note" if finding["severity"] == "note" else "")] += 1
                        found.append((name, commit[:10], finding))
            for gate in arguments.gate:
                share = commits_hit[gate] / max(1, len(commits))
                print(f"{name} {gate}: {len(commits)} commits, {commits_hit[gate]} with findings ({share:.1%}), "
                      f"outcomes {dict(sorted(outcomes[gate].items()))}")
            if by_rule:
                print(f"  {dict(sorted(by_rule.items()))}")
    shown = found if arguments.differences else (
        random.Random(arguments.seed).sample(found, min(arguments.sample, len(found))))
    for name, commit, finding in shown:
        place = finding.get("path", "")
        if finding.get("range"):
            place += f":{finding['range']['startLine']}"
        print(f"- {name} {commit} {finding['rule']} {place}\n    {finding['message']}")
    for gate in arguments.gate:
        share = hits[gate] / max(1, total)
        print(f"{gate}: {hits[gate]} of {total} commits with new findings: {share:.2%} (most {arguments.most:.0%})")
        failed = failed or share > arguments.most
    return 1 if failed or total == 0 else 0

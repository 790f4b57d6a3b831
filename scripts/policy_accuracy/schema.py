"""Compares what `verdict config check` accepts with the JSON Schema that `verdict config schema` prints.

    scripts/accuracy policy schema [--cases N] [--seed S] [--differences]

Makes N (400) policies from the schema with the seed S (1): half as it says, half with one thing in them changed
to what may be wrong. The oracle is jsonschema (PyPI) on the policy as PyYAML reads it. What the schema cannot
say is known and counted apart: Verdict rejects it and the schema does not. Exits 1 when Verdict accepts what the
schema rejects, when it rejects a policy that was made as the schema says, or when nothing was compared.
"""

import json
import os
import random
import subprocess
import tempfile


def add_arguments(parser):
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--differences", action="store_true", help="print every difference")


WORDS = ["a", "src/", "**/*.js", "main", "release/*", "x y", "docs/a.md"]
WRONG = [None, True, 7, -1, 1.5, "", "nonsense", [], [1], {}, {"nonsense": 1}, "required", "99%"]


def resolve(node, root):
    while "$ref" in node:
        target = root
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def instance(node, root, rng, name=""):
    """A value that the schema allows and that the policy can mean."""
    node = resolve(node, root)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return rng.choice(node["enum"])
    if "anyOf" in node and "properties" not in node:
        return instance(rng.choice(node["anyOf"]), root, rng, name)
    types = node.get("type", "object")
    types = [types] if isinstance(types, str) else types
    kind = rng.choice([t for t in types if t not in ("null", "boolean") or len(types) == 1])
    if kind == "object":
        required = node.get("required", [])
        result = {}
        for key, value in node.get("properties", {}).items():
            if key in required or rng.random() < 0.4:
                result[key] = instance(value, root, rng, key)
        if name == "extends" and "path" in result and not {"revision", "repository"} & result.keys():
            result["revision"] = "main"
        return result
    if kind == "array":
        return [instance(node["items"], root, rng, name) for _ in range(rng.randrange(3))]
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "null":
        return None
    if kind == "integer":
        low = node.get("minimum", 0)
        return rng.randint(low, min(node.get("maximum", low + 1000), low + 1000))
    if kind == "number":
        return round(rng.random(), 3)
    pattern = node.get("pattern")
    if pattern is None:
        return rng.choice(WORDS)
    if "required" in pattern or "/.+" in pattern:
        gates = pattern.split("(")[1].split(")")[0].split("|")
        return rng.choice(gates) + rng.choice(["/*", "/rule"])
    if "%" in pattern:
        return f"{rng.randrange(101)}%"
    if "ms|s|m" in pattern:
        return rng.choice(["500ms", "1s", "2m", "off", "1.5s"])
    if "{4}" in pattern:
        return f"20{rng.randrange(10, 99)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    return rng.choice(["4096", "10 KB", "2MiB"]) if "KB" in pattern else rng.choice(WORDS)


def places(value, path=()):
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, child in entries:
        yield from places(child, path + (key,))


def broken(value, rng):
    """The same with one thing changed: another value, or a key that is not quite one."""
    value = json.loads(json.dumps(value))
    path = rng.choice([p for p in places(value) if p])
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    if isinstance(holder, dict) and rng.random() < 0.3:
        holder[str(path[-1])[:-1] + "z"] = holder.pop(path[-1])
    else:
        holder[path[-1]] = rng.choice(WRONG)
    return value


def as_texts(value):
    """The same with the changed scalars as the texts that they are written as."""
    if isinstance(value, dict):
        return {key: as_texts(child) for key, child in value.items()}
    if isinstance(value, list):
        return [as_texts(child) for child in value]
    return str(value) if value in (7, -1, 1.5) and not isinstance(value, bool) else value


def run(arguments, program):
    try:
        import jsonschema
        import yaml
    except ImportError:
        print("install the oracle: pip install jsonschema pyyaml")
        return 1
    schema = json.loads(subprocess.run(
        [program, "config", "schema"], capture_output=True, check=True).stdout)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    rng = random.Random(arguments.seed)
    counts = {"both accept": 0, "both reject": 0, "only Verdict rejects": 0, "only the schema rejects": 0}
    refused = numbers = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "policy.yml")
        for case in range(arguments.cases):
            value = instance(schema, schema, rng)
            is_changed = case % 2 == 1
            if is_changed:
                value = broken(value, rng)
            text = yaml.safe_dump(value, sort_keys=False)
            with open(path, "w") as file:
                file.write(text)
            valid = validator.is_valid(yaml.safe_load(text))
            answer = subprocess.run(
                [program, "config", "check", path], capture_output=True, text=True, cwd=folder)
            accepted = answer.returncode == 0
            if accepted and not valid and is_changed and validator.is_valid(as_texts(value)):
                # A plain scalar where a text is expected is that text.
                valid = True
                numbers += 1
            kind = ("both accept" if accepted else "only Verdict rejects") if valid else (
                "only the schema rejects" if accepted else "both reject")
            counts[kind] += 1
            refused += valid and not accepted and not is_changed
            if arguments.differences and valid != accepted:
                print(f"--- {kind}\n{text}{answer.stderr}")
    for kind, count in counts.items():
        print(f"{kind}: {count}")
    print(f"both accept once a number stands for a text: {numbers}")
    print(f"made as the schema says, and rejected: {refused}")
    return 1 if counts["only the schema rejects"] or refused or not arguments.cases else 0

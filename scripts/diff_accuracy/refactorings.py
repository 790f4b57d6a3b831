"""Renames, moves and changed parameters against the oracle of RefactoringMiner.

    scripts/accuracy diff refactorings --commits FOLDER [--only PROJECT,...] DATA.json...

The data: the repository tsantalis/RefactoringMiner has, below src/test/resources/oracle, the files before
and after each commit (`commits/`) and the refactorings that people confirmed (`python-dataset/data.json`,
`kotlin-dataset/data.json` ...); the Java set of 2019 is src-test/Data/data.json of
maorethians/RefactoringMiner at the last commit that has it. To get them from bare clones:

    git -C CLONE archive HEAD:src/test/resources/oracle commits python-dataset | tar x -C FOLDER
    git -C CLONE show $(git -C CLONE log -1 --diff-filter=AM --format=%H -- src-test/Data/data.json):src-test/Data/data.json

Each commit's changed files are laid out as two folders, without Git, and compared by
`verdict diff --no-index BEFORE AFTER`. Both sides' declarations come from `verdict outline`; an entry of the
oracle names a class and a signature, and is looked up among them. What is said of the same pair of
declarations is compared:

| the oracle's type                              | what Verdict has to say of the pair              |
| ---------------------------------------------- | ------------------------------------------------ |
| Rename Method, Rename Class                    | renamed                                          |
| Move, Pull Up, Push Down Method; Move Class    | moved (a class inside a moved or renamed one may |
|                                                | follow from the holder's entry)                  |
| Move And Rename Method, Move And Rename Class  | renamed and moved; of a constructor moved, since |
|                                                | its name is its class's; of a class inside a     |
|                                                | moved one renamed                                |
| Extract (And Move) Method                      | extracted, from the function named               |
| Inline Method, Move And Inline Method          | inlined, into the function named                 |
| Add, Remove, Rename, Reorder Parameter         | added (with default), removed, renamed,          |
|                                                | reordered                                        |
| Change Parameter Type, Change Return Type      | retyped; a return type that differs in the       |
|                                                | outlines, of a pair with a changed signature     |

Counted as true are the entries with validation TP and CTP. Entries marked FP are other tools' claims that
people rejected; Verdict's claim of such a pair is false, as is every claim that the oracle has no entry for:
the oracle is taken as complete for each of its commits, which it is only nearly, so that precision is a
lower bound. A claim is left out of the count where the oracle speaks of it in other words: methods of a class
that the oracle has as moved, renamed or extracted, with the same relative name; types and functions with
the same qualified name in another source folder (`Move Source Folder`), and those of a file that is gone in a
file that is new, where the file is the module; parameters that it merges, splits, localizes or makes of
variables; those of extracted methods, which the oracle compares with the variables of the function that they
came out of; declarations inside of other functions' bodies, which the oracle lists only in part. Parameters and
return types are compared for the types of entries that the data has at all (the set of 2019 has no added,
removed or reordered parameters). Entries whose declaration is in none of the files laid out (some files are missing from the
repository) are counted as "not there" and are no part of the recall; with --differences each is printed.
A class that an entry calls by its new name alone is looked up by the name that it had as well.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import tempfile

METHOD_KINDS = {"function", "method", "initializer", "deinitializer", "operator", "test", "macro"}
CLASS_KINDS = {
    "class", "struct", "enum", "interface", "protocol", "trait", "record", "object", "actor", "extension"}
Entity = collections.namedtuple("Entity", "side path kind full parameters returned start end inside")


def add_arguments(parser):
    parser.add_argument("--commits", required=True, help="folder with the files before and after each commit")
    parser.add_argument("--only", help="projects, separated by commas")
    parser.add_argument("--commit", help="this commit alone")
    parser.add_argument("--differences", action="store_true", help="print every difference")
    parser.add_argument("data", nargs="+", help="the true refactorings, as JSON")


# What the two sides declare


def squeezed(text):
    text = re.sub(r"@\w+(\([^)]*\))?\s*|\bfinal\s+", "", text or "")
    return re.sub(r"\s+", "", text)


def package_of(path, text):
    """The dotted name of what a file's declarations belong to."""
    if path.endswith((".java", ".kt", ".kts")):
        found = re.search(r"^\s*package\s+([\w.`]+)", text, re.M)
        return found.group(1) if found else ""
    return os.path.splitext(path)[0].replace("/", ".")


def outline(program, folder, side):
    """All functions and types of a folder."""
    output = subprocess.run(
        [program, "outline", folder, "--format", "json"], capture_output=True, check=False).stdout
    result = []
    for file in json.loads(output or b'{"files": []}')["files"]:
        path = os.path.relpath(file["path"], folder)
        with open(os.path.join(folder, path), encoding="utf-8", errors="replace") as opened:
            package = package_of(path, opened.read())

        def walk(entities, inside):
            for entity in entities:
                parameters = tuple(
                    (p["name"].lstrip("*").lstrip("."), squeezed(p.get("type")))
                    for p in entity["parameters"])
                result.append(Entity(
                    side, path, entity["kind"], f"{package}.{entity['qualifiedName']}".lstrip("."), parameters,
                    squeezed(entity.get("returnType")), entity["range"]["start"], entity["range"]["end"],
                    inside))
                walk(entity["children"], inside or entity["kind"] not in CLASS_KINDS)

        walk(file["entities"], False)
    return result


class Side:
    def __init__(self, entities):
        self.entities = entities
        self.methods = collections.defaultdict(list)
        self.classes = collections.defaultdict(list)
        self.at = {(e.path, e.start, e.kind): e for e in entities}
        for entity in entities:
            last = entity.full.rsplit(".", 1)[-1]
            if entity.kind in METHOD_KINDS:
                self.methods[last].append(entity)
            elif entity.kind in CLASS_KINDS:
                self.classes[last].append(entity)

    def types(self, name):
        """The types that a name can mean: where several files have it, all."""
        found = [e for e in self.classes[name.rsplit(".", 1)[-1]] if ends(e.full, name)]
        return [e for e in found if e.full == name] or found

    def method(self, signature, holder):
        return next(iter(self.all(signature, holder)), None)

    def all(self, signature, holder):
        """The functions that fit a signature best."""
        name, parameters, returned = signature
        holder = bare(holder)
        simple = name.rsplit(".", 1)[-1]
        places = [
            e for e in self.methods[simple] + (self.methods["init"] + self.methods["constructor"]
                if holder.endswith(simple) else [])
            if ends(e.full.rsplit(".", 1)[0], holder)]
        if not places:
            return []

        def distance(entity):
            names = [p[0] for p in entity.parameters if p[0] not in ("self", "cls")]
            types = [p[1] for p in entity.parameters if p[0] not in ("self", "cls")]
            wanted = [p[0] for p in parameters if p[0] not in ("self", "cls")]
            return (
                len(names) != len(wanted), names != wanted,
                [t for t in types if t] != [squeezed(p[1]) for p in parameters if p[1]], entity.inside)
        least = min(map(distance, places))
        return [e for e in places if distance(e) == least]


def bare(name):
    """The name of a class without the word for a module."""
    return re.sub(r"\.(__)?module(__)?$", "", name)


def ends(full, name):
    return full == name or full.endswith("." + name)


# What the oracle says


def split(text):
    """At commas outside of brackets."""
    result, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        if letter in "<([{":
            depth += 1
        elif letter in ")]}" or letter == ">" and text[index - 1] != "-":
            depth -= 1
        elif letter == "," and depth == 0:
            result.append(text[start:index].strip())
            start = index + 1
    last = text[start:].strip()
    return result + [last] if last else result


def signature(text):
    """`public f(x int) : void` as name, parameters and return type."""
    text = text.strip()
    start = text.index("(")
    # A receiver or a type parameter can hold a parenthesis; names do not.
    depth = 0
    for end in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            break
    name = text[:start].split(" ")[-1]
    parameters = []
    for part in split(text[start + 1:end]):
        words = part.split(" ", 1)
        parameters.append((words[0].lstrip("*"), words[1] if len(words) > 1 else ""))
    returned = text[end + 1:].strip()
    return name, parameters, returned[1:].strip() if returned.startswith(":") else ""


def variable(text):
    name, _, type = text.partition(" : ")
    return name.strip().lstrip("*"), type.strip()


PAIRS = [
    (r"Rename Method (.+) renamed to (.+) (?:in|from) class (\S+)", lambda m: (m[1], m[3], m[2], m[3])),
    (r"(?:Move|Pull Up|Push Down|Move And Rename) Method (.+?) from class (\S+) to (.+) from class (\S+)",
     lambda m: (m[1], m[2], m[3], m[4])),
]
CLASSES = [
    r"Rename Class (\S+) renamed to (\S+)", r"Move Class (\S+) moved to (\S+)",
    r"Move And Rename Class (\S+) moved and renamed to (\S+)"]


class Truth:
    """The oracle's entries for one commit, looked up in the two sides."""

    def __init__(self, entries, before, after):
        self.before, self.after = before, after
        self.pairs = {}  # ((before, after), ...) of which one is meant -> (type, description)
        self.said = set()
        self.parameters = {}
        self.hosts = {}
        self.rejected = set()
        self.missing = []
        self.types = {}  # classes that became others, the name before to names after
        self.silent = collections.defaultdict(set)  # parameters spoken of in other words, by method
        self.extracted = set()  # methods that are new
        self.former = collections.defaultdict(set)  # names that classes had, by those they have
        for entry in entries:
            if entry["validation"] in ("TP", "CTP"):
                for pattern in CLASSES:
                    if match := re.fullmatch(pattern, entry["description"].replace("\t", " ").strip()):
                        self.former[bare(match[2])].add(bare(match[1]))
        for entry in entries:
            text = entry["description"].replace("\t", " ").strip()
            kind = entry["type"]
            true = entry["validation"] in ("TP", "CTP")
            if entry["validation"] not in ("TP", "CTP", "FP"):
                continue
            try:
                self.add(kind, text, true)
            except (ValueError, AttributeError, IndexError, TypeError) as problem:
                self.missing.append((kind, f"cannot be read ({problem}): {text}"))
        self.extracted -= {new for pairs in self.pairs for _, new in pairs}
        for key in [k for k in self.parameters if k[1] in self.extracted]:
            del self.parameters[key]

    def add(self, kind, text, true):
        before, after = self.before, self.after
        for pattern, parts in PAIRS:
            if match := re.fullmatch(pattern, text):
                old, old_class, new, new_class = parts(match)
                olds = before.all(signature(old), old_class)
                for name in sorted(self.former[bare(old_class)]) if not olds else ():
                    olds += before.all(signature(old), name)
                return self.pair(kind, text, olds, after.all(signature(new), new_class), true)
        for pattern in CLASSES:
            if match := re.fullmatch(pattern, text):
                if true:
                    self.types.setdefault(bare(match[1]), set()).add(bare(match[2]))
                return self.pair(kind, text, before.types(match[1]), after.types(match[2]), true)
        if match := re.fullmatch(r"Extract (?:Superclass|Class|Subclass|Interface) (\S+) from class(?:es)? (.+)", text):
            if true:
                for name in split(match[2].strip("[]")):
                    self.types.setdefault(name, set()).add(match[1])
        elif kind in ("Extract Method", "Extract And Move Method"):
            match = re.fullmatch(
                r"Extract (?:And Move )?Method (.+?) extracted from (.+) in class (\S+)(?: & moved to class (\S+))?",
                text)
            made = after.method(signature(match[1]), match[4] or match[3])
            host = before.method(signature(match[2]), match[3])
            self.host(kind, text, ("extracted", made, host), true)
            if true and made is not None:
                self.extracted.add(made)
        elif kind == "Inline Method":
            match = re.fullmatch(r"Inline Method (.+?) inlined to (.+) in class (\S+)", text)
            gone = before.method(signature(match[1]), match[3])
            self.host(kind, text, ("inlined", gone, after.method(signature(match[2]), match[3])), true)
        elif kind == "Move And Inline Method":
            match = re.fullmatch(
                r"Move And Inline Method (.+?) moved from class (\S+) to class (\S+) & inlined to (.+)", text)
            gone = before.method(signature(match[1]), match[2])
            self.host(kind, text, ("inlined", gone, after.method(signature(match[4]), match[3])), true)
        elif kind in ("Add Parameter", "Remove Parameter"):
            match = re.fullmatch(r"(?:Add|Remove) Parameter (.+?) in method (.+) (?:from|in) class (\S+)", text)
            side = after if kind == "Add Parameter" else before
            method = side.method(signature(match[2]), match[3])
            self.parameter(kind, text, method, (variable(match[1])[0],), true)
        elif kind in ("Rename Parameter", "Change Parameter Type"):
            match = re.fullmatch(
                r"(?:Rename Parameter|Change Parameter Type) (.+?) to (.+?) in method (.+) (?:from|in) class (\S+)",
                text)
            old, new = variable(match[1])[0], variable(match[2])[0]
            method = after.method(signature(match[3]), match[4])
            self.parameter(kind, text, method, (old, new) if kind == "Rename Parameter" else (new,), true)
        elif kind == "Reorder Parameter":
            match = re.fullmatch(r"Reorder Parameter \[.*?\] to \[.*?\] in method (.+) (?:from|in) class (\S+)", text)
            self.parameter(kind, text, after.method(signature(match[1]), match[2]), (), true)
        elif kind == "Change Return Type":
            match = re.fullmatch(r"Change Return Type (.+?) to (.+?) in method (.+) (?:from|in) class (\S+)", text)
            self.parameter(kind, text, after.method(signature(match[3]), match[4]), (), true)
        elif true and kind in (
                "Merge Parameter", "Split Parameter", "Parameterize Variable", "Localize Parameter",
                "Parameterize Attribute", "Replace Variable With Attribute"):
            match = re.search(r"^[A-Z][\w ]*? (?:Parameter|Variable|Attribute) (.+?) to (.+?) in method (.+) (?:from|in) class (\S+)$", text)
            if match:
                names = {
                    variable(part)[0] for side in (match[1], match[2]) for part in split(side.strip("[]"))}
                for side in (before, after):
                    method = side.method(signature(match[3]), match[4])
                    if method:
                        self.silent[method] |= names

    def pair(self, kind, text, olds, news, true):
        # Where a name can mean several declarations, those of the same file are meant, if there are any.
        pairs = [(old, new) for old in olds for new in news]
        pairs = [p for p in pairs if p[0].path == p[1].path] or pairs
        if not pairs:
            if true:
                self.missing.append((kind, text))
        elif true:
            self.pairs[tuple(pairs)] = (kind, text)
            self.said.update(pairs)
            self.rejected.difference_update(pairs)
        else:
            self.rejected.update(p for p in pairs if p not in self.said)

    def host(self, kind, text, key, true):
        if None in key:
            if true:
                self.missing.append((kind, text))
        elif true:
            self.hosts[key] = (kind, text)

    def parameter(self, kind, text, method, names, true):
        if method is None:
            if true:
                self.missing.append((kind, text))
        elif true:
            self.parameters[(kind, method, names)] = (kind, text)


# What Verdict says


class Answer:
    def __init__(self, document, before, after):
        self.pairs = {}  # (before, after) -> kinds
        self.all = {}  # after -> before, where both are listed
        self.before_paths = {e.path for e in before.entities}
        self.after_paths = {e.path for e in after.entities}
        self.parameters = {}
        self.hosts = set()
        for file in document["files"]:
            for change in file["entities"]:
                self.add(change, file, before, after)

    def add(self, change, file, before, after):
        def find(side, path, range):
            if range is None:
                return None
            return next(
                (side.at[key] for kind in METHOD_KINDS | CLASS_KINDS
                 if (key := (path, range["start"], kind)) in side.at), None)
        kinds = set(change["changes"])
        old = find(before, change.get("oldPath", file.get("oldPath", change["path"])), change.get("before"))
        new = find(after, change["path"], change.get("after"))
        for kind, source in (("extracted", new), ("inlined", old)):
            for host in change.get("extractedFrom" if kind == "extracted" else "inlinedInto", []):
                self.hosts.add((kind, source, host["qualifiedName"], host["path"]))
        if old is None or new is None:
            return
        self.all[new] = old
        if kinds & {"renamed", "moved"}:
            self.pairs[(old, new)] = kinds
        if new.kind not in METHOD_KINDS:
            return
        says = lambda kind, method, names: self.parameters.setdefault((kind, method, names), (old, new))
        for parameter in change["parameterChanges"]:
            name, kind = parameter["name"].lstrip("*"), parameter["kind"]
            if kind in ("added", "addedWithDefault"):
                says("Add Parameter", new, (name,))
            elif kind == "removed":
                says("Remove Parameter", old, (name,))
            elif kind == "renamed":
                says("Rename Parameter", new, (parameter["before"].lstrip("*"), name))
            elif kind == "reordered":
                says("Reorder Parameter", new, ())
            elif kind == "retyped":
                says("Change Parameter Type", new, (name,))
        if "signature" in kinds and old.returned != new.returned:
            says("Change Return Type", new, ())

    def follows(self, old, new):
        """Whether a pair is told by that of what holds it."""
        parts = lambda e: e.full.split(".")
        for (b, a) in self.pairs:
            if b.path == old.path and a.path == new.path and b.start <= old.start and old.end <= b.end \
                    and a.start <= new.start and new.end <= a.end \
                    and parts(old)[len(parts(b)):] == parts(new)[len(parts(a)):]:
                return True
        return False


    def holder_moved(self, old, new):
        """Whether what holds both is a pair with an entry of its own."""
        return any(
            b.path == old.path and a.path == new.path and b.start < old.start and old.end <= b.end
            and a.start < new.start and new.end <= a.end for b, a in self.pairs)


class Count:
    def __init__(self):
        self.true = self.false = self.missed = 0

    def add(self, other):
        self.true += other.true
        self.false += other.false
        self.missed += other.missed

    def __str__(self):
        precision = self.true / max(1, self.true + self.false)
        recall = self.true / max(1, self.true + self.missed)
        f1 = 2 * self.true / max(1, 2 * self.true + self.false + self.missed)
        return (f"{self.true:5} true {self.false:5} false {self.missed:5} missed   "
                f"recall {recall:6.1%}  precision {precision:6.1%}  F1 {f1:6.1%}")


def is_constructor(entity):
    names = entity.full.split(".")
    return entity.kind in METHOD_KINDS and len(names) > 1 and names[-1] == names[-2]


def wanted(kind):
    result = set()
    if "Rename" in kind:
        result.add("renamed")
    if "Rename" not in kind or "Move" in kind:
        result.add("moved")
    return result


def type_said(old, kinds):
    """The oracle's word for what Verdict said."""
    word = "Class" if old.kind in CLASS_KINDS else "Method"
    if {"renamed", "moved"} <= kinds:
        return f"Move And Rename {word}"
    return f"{'Rename' if 'renamed' in kinds else 'Move'} {word}"


def relative(entity, names):
    """What is left of the name behind one of these, or None."""
    for name in names:
        if f".{name}." in f".{entity.full}":
            return f".{entity.full}".split(f".{name}.", 1)[1]
    return None


def compare(truth, answer, counts, differ):
    for pairs, (kind, text) in truth.pairs.items():
        pair = next((p for p in pairs if p in answer.pairs), pairs[0])
        said = answer.pairs.get(pair)
        if said is not None and wanted(kind) <= said:
            counts[kind].true += 1
        elif said is not None and (
                wanted(kind) - said == {"renamed"} and is_constructor(pair[0]) and is_constructor(pair[1])
                or wanted(kind) - said == {"moved"} and "Class" in kind and answer.holder_moved(*pair)):
            counts[kind].true += 1
        elif "Class" in kind and said is None and any(answer.follows(*p) for p in pairs):
            counts[kind].true += 1
        else:
            counts[kind].missed += 1
            now = [answer.all[new] for new in [pair[1]] if new in answer.all]
            differ("missed", text + (f"   [was said to be {now[0].full}]" if now and said is None else
                                     f"   [said {' '.join(sorted(said))}]" if said else ""))
    for pair, kinds in answer.pairs.items():
        old, new = pair
        if old.kind not in METHOD_KINDS | CLASS_KINDS or pair in truth.said or old.inside or new.inside:
            continue
        told = any(
            (rest := relative(old, [before])) is not None and rest == relative(new, after)
            for before, after in truth.types.items())
        # The same qualified name in another source folder, or in another file of a language whose module
        # is its file: RefactoringMiner has a word of its own for these, or none.
        told = told or old.full == new.full or (
            old.path != new.path and old.path not in answer.after_paths and new.path not in answer.before_paths
            and not old.path.endswith((".java", ".kt")) and "renamed" not in kinds)
        if told and pair not in truth.rejected:
            continue
        kind = type_said(old, kinds)
        counts[kind].false += 1
        mark = "rejected" if pair in truth.rejected else "false"
        differ(mark, f"{kind} {old.full}{old.parameters} → {new.full}{new.parameters} ({old.path} → {new.path})")
    for (kind, entity, host), (name, text) in truth.hosts.items():
        if any(k == kind and e == entity and ends(host.full, q) and host.path == p for k, e, q, p in answer.hosts):
            counts[name].true += 1
        else:
            counts[name].missed += 1
            differ("missed", text)
    for kind, entity, name, path in sorted(answer.hosts, key=str):
        if not any(k == kind and e == entity and ends(h.full, name) and h.path == path for k, e, h in truth.hosts):
            word = "Extract Method" if kind == "extracted" else "Inline Method"
            counts[word].false += 1
            differ("false", f"{word} {entity and entity.full} ← {name} ({path})")
    asked = truth.asked
    for key, (kind, text) in truth.parameters.items():
        if key in answer.parameters:
            counts[kind].true += 1
        else:
            counts[kind].missed += 1
            differ("missed", text)
    for key, (old, new) in answer.parameters.items():
        kind, method, names = key
        if key in truth.parameters or kind not in asked:
            continue
        if new in truth.extracted or old.inside or new.inside:
            continue
        if truth.silent[old] & set(names) or truth.silent[new] & set(names):
            continue
        counts[kind].false += 1
        differ("false", f"{kind} {names} in {old.full}{old.parameters}:{old.returned} → {new.full}{new.parameters}:{new.returned} ({new.path})")


def lay_out(commits, name, files, folder):
    for path in files:
        source = os.path.join(commits, name, path)
        target = os.path.join(folder, path)
        if os.path.isfile(source):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copyfile(source, target)


def run(arguments, program):
    counts = collections.defaultdict(Count)
    commits = missing_commits = not_there = 0
    only = set(arguments.only.split(",")) if arguments.only else None
    for data in arguments.data:
        with open(data, encoding="utf-8") as opened:
            entries = json.load(opened)
        asked = {r["type"] for c in entries for r in c["refactorings"] if r["validation"] in ("TP", "CTP")}
        for commit in entries:
            project = commit["repository"].removesuffix(".git").rsplit("/", 1)[-1]
            if only and project not in only or arguments.commit and arguments.commit != commit["sha1"]:
                continue
            described = os.path.join(arguments.commits, f"{project}-{commit['sha1']}.json")
            if not os.path.isfile(described):
                missing_commits += 1
                continue
            with open(described, encoding="utf-8") as opened:
                description = json.load(opened)
            with tempfile.TemporaryDirectory() as folder:
                before, after = os.path.join(folder, "before"), os.path.join(folder, "after")
                os.mkdir(before)
                os.mkdir(after)
                lay_out(
                    arguments.commits, f"{project}-{description['parentCommitId']}", description["filesBefore"],
                    before)
                lay_out(
                    arguments.commits, f"{project}-{commit['sha1']}", description["filesCurrent"], after)
                found = subprocess.run(
                    [program, "diff", "--no-index", before, after, "--format", "json"], capture_output=True,
                    check=False)
                if found.returncode not in (0, 1):
                    print(f"{project} {commit['sha1']}: exit {found.returncode}: {found.stderr.decode()[:200]}")
                    counts["crash"].missed += 1
                    continue
                sides = [Side(outline(program, before, 0)), Side(outline(program, after, 1))]
            truth = Truth(commit["refactorings"], *sides)
            truth.asked = asked
            answer = Answer(json.loads(found.stdout), *sides)
            commits += 1
            not_there += len(truth.missing)

            def differ(what, text):
                if arguments.differences:
                    print(f"{project} {commit['sha1'][:8]} {what}: {text}")
            for kind, text in truth.missing:
                differ("not there", text)
            compare(truth, answer, counts, differ)

    print(f"{commits} commits compared, {missing_commits} without files; {not_there} entries not there")
    groups = {"rename and move of methods and classes": Count(), "parameters and return types": Count()}
    for kind in sorted(counts):
        print(f"  {kind:24} {counts[kind]}")
        if kind.startswith(("Rename", "Move", "Pull", "Push")) and kind.endswith(("Method", "Class")) \
                and "Inline" not in kind:
            groups["rename and move of methods and classes"].add(counts[kind])
        elif kind.endswith(("Parameter", "Type")):
            groups["parameters and return types"].add(counts[kind])
    for name, count in groups.items():
        print(f"{name}: {count}")
    identity, contract = groups.values()
    recall = identity.true / max(1, identity.true + identity.missed)
    precision = identity.true / max(1, identity.true + identity.false)
    f1 = 2 * contract.true / max(1, 2 * contract.true + contract.false + contract.missed)
    reached = recall >= 0.95 and precision >= 0.97 and f1 >= 0.95 and counts["crash"].missed == 0
    return 0 if commits and reached else 1

"""Whether `verdict diff` recognises that a formatter changed nothing but the layout.

    scripts/accuracy diff formatters [--files N] [--seed N] [--formatter NAME]... REPOSITORY...

Files of the repositories (git directories; at HEAD) are run through swift format, rustfmt, `ruff format`,
black, clang-format and gofmt with their usual settings. Of those that a formatter changes, the ones count
whose syntax tree is equal before and after, exactly as the language's own parser prints it (scripts/trees):
a docstring with other white space is another tree, and so is a macro with other tokens. For C and C++ the
preprocessor lines must stand in the same order too. Each file is compared with its formatted self by
`verdict diff --no-index`; it is recognised where every change of a declaration is `cosmetic` or
`documentation` and no code outside declarations changed. Prints the share of each formatter. Exits 1 below
the target of 97 % of all, and when nothing was compared. Formatters that are not installed are left out and
named (pip install black ruff clang-format; rustup component add rustfmt).
"""

import os
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import trees
from diff_accuracy.mutants import blob, chosen, claim, compare, sources

TARGET = 0.97


class CPlusPlus(trees.C):
    language, endings = "c++", (".cc", ".cpp", ".hpp", ".cxx")
    options = ("-x", "c++", "-std=c++20")


FORMATTERS = {
    "black": ("python", ["black", "-q"]),
    "ruff": ("python", ["ruff", "format", "-q", "--isolated"]),
    "rustfmt": ("rust", ["rustfmt", "--edition", "2021", "--config", "skip_children=true,unstable_features=true"]),
    "swift-format": ("swift", ["swift", "format", "--in-place"]),
    "clang-format": ("c", ["clang-format", "-i", "--style=LLVM"]),
    "clang-format-c++": ("c++", ["clang-format", "-i", "--style=Google"]),
    "gofmt": ("go", ["gofmt", "-w"]),
}


def add_arguments(parser):
    parser.add_argument("--files", type=int, default=400, help="files for each formatter (400)")
    parser.add_argument("--largest", type=int, default=60000, help="bytes of the largest file (60000)")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--formatter", action="append", choices=sorted(FORMATTERS))
    parser.add_argument("--differences", action="store_true", help="print what was not recognised")
    parser.add_argument("--keep", help="a folder for what was not recognised, before and after")
    parser.add_argument("repository", nargs="+")


def measure(name, arguments, program):
    """How many files were compared and how many recognised; None where it cannot run."""
    language, command = FORMATTERS[name]
    reader = next(one for one in [*trees.ALL, CPlusPlus()] if one.language == language)
    if not shutil.which(command[0]):
        print(f"{name}: left out: there is no `{command[0]}`")
        return None
    if reader.missing():
        print(f"{name}: left out: {reader.missing()}")
        return None
    found = chosen(
        sources(arguments.repository, reader.endings, 200, arguments.largest), arguments.files,
        arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        before, after = os.path.join(folder, "before"), os.path.join(folder, "after")
        os.mkdir(before)
        os.mkdir(after)
        names = []
        for number, (repository, path, one) in enumerate(found):
            file = f"f{number:04}{os.path.splitext(path.decode(errors='replace'))[1]}"
            for side in (before, after):
                with open(os.path.join(side, file), "wb") as out:
                    out.write(blob(repository, one))
            names.append(file)

        def formatted(file):
            path = os.path.join(after, file)
            run = subprocess.run([*command, path], capture_output=True, stdin=subprocess.DEVNULL)
            return run.returncode == 0

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            done = list(pool.map(formatted, names))
        changed = []
        for file, is_done in zip(names, done):
            old, new = (open(os.path.join(side, file), "rb").read() for side in (before, after))
            if is_done and old != new:
                changed.append((file, old, new))
        was = reader.digests([os.path.join(before, file) for file, _, _ in changed])
        now = reader.digests([os.path.join(after, file) for file, _, _ in changed])
        kept = []
        for (file, old, new), a, b in zip(changed, was, now):
            is_equal = a is not None and b is not None and a[0] == b[0]
            if is_equal and reader.language in ("c", "c++"):
                is_equal = directives(old) == directives(new)
            if is_equal:
                kept.append(file)
        wanted = set(kept)
        for file in names:
            if file not in wanted:
                os.unlink(os.path.join(before, file))
                os.unlink(os.path.join(after, file))
        recognised = 0
        report = compare(program, before, after) if kept else {}
        for file in kept:
            answer = claim(report[file], -1, -1) if file in report else "cosmetic"
            if answer in ("cosmetic", "documentation"):
                recognised += 1
                continue
            if arguments.differences:
                for entity in report[file]["entities"]:
                    if not set(entity["changes"]) <= {"cosmetic", "documentation"}:
                        place = entity.get("after", {}).get("startLine")
                        print(f"  {file}:{place}: {' '.join(entity['changes'])}: {entity['qualifiedName']}")
                if report[file].get("note"):
                    print(f"  {file}: {report[file]['note']}")
            if arguments.keep:
                for side, path in (("before", before), ("after", after)):
                    os.makedirs(os.path.join(arguments.keep, name, side), exist_ok=True)
                    shutil.copy(os.path.join(path, file), os.path.join(arguments.keep, name, side, file))
    share = recognised / len(kept) if kept else 0
    print(
        f"{name}: {len(names)} files, {len(changed)} changed by it, {len(kept)} with an equal tree, "
        f"{recognised} recognised ({share:.1%})", flush=True)
    return len(kept), recognised


def directives(text):
    text = re.sub(rb"\\\r?\n", b" ", text)
    return [b"".join(line.split()) for line in re.findall(rb"^[ \t]*#[ \t]*(?:include|import)[ \t]*(?:<[^>\n]*>|\"[^\"\n]*\"|\w+)", text, re.M)]


def run(arguments, program):
    counts = [measure(name, arguments, program) for name in arguments.formatter or FORMATTERS]
    counts = [one for one in counts if one is not None]
    total, recognised = sum(one[0] for one in counts), sum(one[1] for one in counts)
    if total == 0:
        print("formatters: nothing was compared")
        return 1
    print(f"total: {total} with an equal tree, {recognised} recognised ({recognised / total:.1%})")
    return 0 if recognised / total >= TARGET else 1

"""Rust by rustc's own parser: the tree that `-Zunpretty=ast-tree` prints, before macros are expanded."""

import concurrent.futures
import os
import re
import shutil
import subprocess

from . import Item, Oracle

KINDS = {
    "ExternCrate": "imports", "Use": "imports", "Static": "values", "Const": "values", "Fn": "functions",
    "Mod": "modules", "TyAlias": "types", "Type": "types", "Enum": "types", "Struct": "types",
    "Union": "types", "Trait": "types", "TraitAlias": "types", "Impl": "impls", "MacroDef": "macros",
}
LINE = re.compile(
    rb"^( *)(?:(?:\w+: )?(Item|FieldDef|Variant) \{|kind: (\w+)\($|(span|self_ty|ident): (.*)|(\S+)#\d+,)$", re.M)
SPAN = re.compile(rb":(\d+):(\d+): \d+:\d+ \(#\d+\),$")


class Record:
    def __init__(self, sort, indent):
        self.sort, self.indent = sort, indent
        self.group = {"FieldDef": "fields", "Variant": "cases"}.get(sort)
        self.name = self.line = self.column = None
        #: For an implementation the indentation of its type while that is being read.
        self.type_indent = None


class Rustc(Oracle):
    language = "rust"
    name = "rustc"
    endings = (".rs",)
    groups = {
        "import": "imports", "constant": "values", "variable": "values", "function": "functions",
        "method": "functions", "test": "functions", "module": "modules", "typealias": "types",
        "enum": "types", "struct": "types", "trait": "types", "impl": "impls", "macro": "macros",
        "field": "fields", "enumCase": "cases",
    }
    installation = "rustup toolchain install stable"

    def missing(self):
        return None if shutil.which("rustc") else "there is no `rustc`"

    def mapped(self, entity, holders):
        items = super().mapped(entity, holders)
        # What is imported and what is implemented has no one name: the line counts.
        return [
            item._replace(name=item.group) if item.group in ("imports", "impls") else item
            for item in items]

    def items(self, paths):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.read, paths))

    def read(self, path):
        for edition in ("2021", "2024", "2018", "2015"):
            run = subprocess.run(
                ["rustc", "--edition", edition, "-Zunpretty=ast-tree", path], capture_output=True,
                env={**os.environ, "RUSTC_BOOTSTRAP": "1"})
            if run.returncode == 0:
                with open(path, encoding="utf-8") as file:
                    return declarations(run.stdout, file.read())
        return None


def declarations(tree, text):
    """The items of a printed tree, which nests by its indentation."""
    lines = text.removeprefix("\ufeff").split("\n")
    open_records, found = [], []
    for match in LINE.finditer(tree):
        space, sort, kind, field, value, word = match.groups()
        indent = len(space)
        while open_records and open_records[-1].indent >= indent:
            finish(open_records.pop(), lines, found)
        if sort:
            open_records.append(Record(sort.decode(), indent))
            continue
        if not open_records:
            continue
        top = open_records[-1]
        depth = indent - top.indent
        if kind and depth == 4 and top.sort == "Item":
            top.group = KINDS.get(kind.decode())
        elif field == b"span" and (depth == 4 and top.line is None or top.type_indent is not None):
            place = SPAN.search(b":" + value) or SPAN.search(value)
            if place and (depth == 4 or depth == top.type_indent):
                top.line, top.column = int(place[1]), int(place[2])
                top.type_indent = None
        elif field == b"self_ty" and depth == 12 and top.group == "impls":
            top.type_indent = 16
        elif top.name is None:
            if field == b"ident" and depth == {"Item": 12, "Variant": 4}.get(top.sort):
                top.name = value.decode().rpartition("#")[0]
            elif word and depth == 8 and (top.sort == "FieldDef" or top.group):
                top.name = word.decode()
    while open_records:
        finish(open_records.pop(), lines, found)
    return found


def finish(record, lines, found):
    if record.group is None or record.line is None:
        return
    if record.group in ("imports", "impls"):
        found.append(Item(record.group, record.group, record.line))
        return
    if record.name is None:
        return
    # The tree tells where the declaration begins; its name stands there or behind.
    name = record.name.removeprefix("r#")
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    number, start = record.line, record.column - 1
    while number <= len(lines):
        code = lines[number - 1][start:].partition("//")[0]
        if word.search(code):
            found.append(Item(record.group, name, number))
            return
        number, start = number + 1, 0
    found.append(Item(record.group, name, record.line))


ORACLES = [Rustc()]

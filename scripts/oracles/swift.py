"""Swift by the compiler's own parser: `swiftc -frontend -dump-parse`.

Its JSON (`-dump-ast-format json`) is not well formed for some files, so that the other form is read.
"""

import bisect
import concurrent.futures
import os
import re
import shutil
import subprocess
import tempfile

from . import Item, Oracle

HOLDERS = {
    "source_file", "class_decl", "struct_decl", "enum_decl", "protocol", "protocol_decl", "extension_decl"}
TYPES = HOLDERS - {"source_file", "extension_decl"} | {
    "typealias", "typealias_decl", "type_alias_decl", "associated_type_decl"}
OPERATORS = {
    "infix_operator_decl", "prefix_operator_decl", "postfix_operator_decl", "precedence_group_decl"}
CALLABLES = {"constructor_decl", "destructor_decl", "subscript_decl", "macro_decl", *OPERATORS}
#: A node: how far it is indented, its kind, whether it is implicit, where it stands, its name.
NODE = re.compile(
    r'^( *)\((\w+)(?: decl_context=\w+)?( implicit)?'
    r'(?: range=\[.*?:(\d+):(\d+) - line:(\d+):(\d+)\])?([^"\n]*"((?:[^"\\\n]|\\.)*)")?', re.M)
#: Lines that begin, part and end conditional code, and its errors. The parser drops what the conditions exclude.
CONDITIONAL = re.compile(rb"^([ \t]*)#(?:if|elseif|else|endif|error)\b[^\r\n]*", re.M)
SPACE = rb"(?:\s|//[^\n]*|/\*.*?\*/)*"


class Swiftc(Oracle):
    language = "swift"
    name = "swiftc"
    endings = (".swift",)
    groups = {
        "class": "types", "struct": "types", "enum": "types", "protocol": "types", "actor": "types",
        "typealias": "types", "extension": "extensions", "function": "functions",
        "method": "functions", "initializer": "functions", "deinitializer": "functions",
        "subscript": "functions", "operator": "functions", "macro": "functions", "test": "functions",
        "property": "variables", "variable": "variables", "constant": "variables",
        "field": "variables", "enumCase": "cases", "import": "imports",
    }
    installation = "https://www.swift.org/install"

    def missing(self):
        return None if shutil.which("swiftc") else "there is no `swiftc`"

    def mapped(self, entity, holders):
        items = super().mapped(entity, holders)
        # The tree has an extended type without what its parameters are bound to.
        return [
            item._replace(name="extension") if item.group == "extensions" else item for item in items]

    def items(self, paths):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.read, paths))

    def read(self, path):
        with open(path, "rb") as file:
            text = file.read()
        tree = parsed(path)
        if tree is None:
            return None
        if CONDITIONAL.search(text):
            # With the lines of the conditions blanked the parser sees all branches, as verdict does.
            blank = CONDITIONAL.sub(lambda match: b" " * len(match[0]), text)
            with tempfile.NamedTemporaryFile(suffix=".swift") as copy:
                copy.write(blank)
                copy.flush()
                tree = parsed(copy.name) or tree
        return declarations(tree, text)


def parsed(path):
    for options in (["-enable-bare-slash-regex"], []):
        run = subprocess.run(
            ["swiftc", "-frontend", "-dump-parse", *options, path], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        if run.returncode == 0:
            return run.stdout.decode(errors="replace")
    return None


def declarations(tree, text):
    found = []
    starts = [0, *(match.end() for match in re.finditer(rb"\r\n|\n|\r", text))]

    def add(group, name, at, holder):
        full = f"{holder}.{name}" if holder else name
        found.append(Item(group, name, bisect.bisect_right(starts, at), full))
        return full

    def behind(keyword, start):
        match = re.compile(rb"\b" + keyword + rb"\b" + SPACE, re.S).search(text, start)
        return match.end() if match else start

    def place(name, start):
        """Where the name stands, from where its declaration begins."""
        match = re.compile(rb"(?<!\w)`?" + re.escape(name.encode()) + rb"`?(?!\w)").search(text, start)
        return match.start() if match else start

    # The nodes around the present one: indentation, kind, name.
    around = []
    # Some expressions are printed twice, with the declarations in them.
    seen = set()
    for match in NODE.finditer(tree):
        space, kind, implicit, line, column, end_line, end_column, _, title = match.groups()
        while around and around[-1][0] >= len(space):
            around.pop()
        parent, holder = around[-1][1:] if around else ("", "")
        is_new = (kind, line, column, title) not in seen
        if line and not implicit and title is not None and not title.startswith("$") and is_new:
            if parent != "enum_case_decl":
                seen.add((kind, line, column, title))
            start = starts[int(line) - 1] + int(column) - 1
            # Functions have their labels in their names: `f(_:a:)`.
            name = title if title.startswith("(") else title.partition("(")[0]
            if kind in TYPES:
                holder = add("types", name, place(name, start), holder)
            elif kind == "extension_decl":
                holder = add("extensions", "extension", behind(rb"extension", start), holder)
            elif kind == "func_decl":
                holder = add("functions", name, behind(rb"func", start), holder)
            elif kind in CALLABLES:
                holder = add("functions", name, place(name, start), holder)
            elif kind == "enum_element_decl" and parent != "enum_case_decl":
                add("cases", name, start, holder)
            elif kind == "var_decl" and parent in HOLDERS:
                add("variables", name, start, holder)
            elif kind == "import_decl":
                add("imports", title, starts[int(end_line) - 1] + int(end_column) - 1, "")
        around.append((len(space), kind, holder))
    return found


ORACLES = [Swiftc()]

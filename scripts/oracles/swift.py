"""Swift by the compiler's own parser: `swiftc -frontend -dump-parse -dump-ast-format json`."""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import tempfile

from . import Item, Oracle

TYPES = {"class_decl", "struct_decl", "enum_decl", "protocol", "protocol_decl"}
ALIASES = {"typealias", "typealias_decl", "type_alias_decl", "associated_type_decl"}
OPERATORS = {
    "infix_operator_decl", "prefix_operator_decl", "postfix_operator_decl", "precedence_group_decl"}
CALLABLES = {
    "func_decl", "constructor_decl", "destructor_decl", "subscript_decl", "macro_decl", *OPERATORS}
#: Lines that begin, part and end conditional code. The parser drops what the conditions exclude.
CONDITIONAL = re.compile(rb"^([ \t]*)#(?:if|elseif|else|endif)\b[^\r\n]*", re.M)
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
            ["swiftc", "-frontend", "-dump-parse", "-dump-ast-format", "json", *options, path],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if run.returncode == 0:
            return json.loads(run.stdout.decode(errors="replace"), strict=False)
    return None


def base_name(node):
    name = node.get("name")
    base = name.get("base_name", {}) if isinstance(name, dict) else {}
    return base.get("name") or base.get("special") or ""


def declarations(tree, text):
    found = []

    def add(group, name, at, holder):
        full = f"{holder}.{name}" if holder else name
        found.append(Item(group, name, text.count(b"\n", 0, at) + 1, full))
        return full

    def place(name, start, words=rb""):
        """Where the name stands, behind its keyword."""
        start = re.compile(words).search(text, start).end() if words else start
        match = re.compile(rb"(?<!\w)`?" + re.escape(name.encode()) + rb"`?(?!\w)").search(text, start)
        return match.start() if match else start

    open_nodes = [(tree, "", False)]
    while open_nodes:
        node, holder, is_member = open_nodes.pop()
        kind = node.get("_kind")
        start = node.get("range", {}).get("start", 0)
        name = base_name(node)
        if kind == "enum_case_decl":
            continue
        if kind in TYPES or kind in ALIASES:
            holder = add("types", name, place(name, start), holder)
        elif kind == "extension_decl":
            keyword = re.compile(rb"\bextension\b" + SPACE, re.S).search(text, start)
            holder = add("extensions", "extension", keyword.end() if keyword else start, holder)
        elif kind == "func_decl":
            keyword = re.compile(rb"\bfunc\b" + SPACE, re.S).search(text, start)
            holder = add("functions", name, keyword.end() if keyword else start, holder)
        elif kind in CALLABLES:
            holder = add("functions", name, place(name, start), holder)
        elif kind == "enum_element_decl":
            add("cases", name, start, holder)
        elif kind == "var_decl" and is_member:
            add("variables", name, start, holder)
        elif kind == "import_decl":
            path = [*node.get("module_path", []), *node.get("access_path", [])]
            end = node["range"]["end"]
            add("imports", ".".join(path), end, "")
            continue
        for key, child in node.items():
            if isinstance(child, dict):
                open_nodes.append((child, holder, False))
            elif isinstance(child, list):
                members = key in ("items", "members")
                open_nodes += [(one, holder, members) for one in child if isinstance(one, dict)]
    return found


ORACLES = [Swiftc()]

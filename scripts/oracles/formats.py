"""Formats of data and documents by other parsers: TOML by tomllib, XML by expat, INI by configparser (all
of Python's library), HTML by html5lib, Markdown by markdown-it-py.

Where a parser does not tell lines, all items stand on line 0.
"""

import configparser
import importlib.util
import re
from xml.parsers import expat

from . import Item, Oracle


class FormatOracle(Oracle):
    rank = 1
    target = 0.98
    #: The module that is asked, and the package that has it.
    module, package = "", ""

    def missing(self):
        return None if importlib.util.find_spec(self.module) else f"there is no module `{self.module}`"

    @property
    def installation(self):
        return f"pip install {self.package}" if self.package else "a newer Python"

    def items(self, paths):
        answers = []
        for path in paths:
            with open(path, "rb") as file:
                answers.append(self.read(file.read()))
        return answers


class TOML(FormatOracle):
    """Compares the tables that have headers, and the keys whose values are no tables."""

    language, name, module = "toml", "tomllib", "tomllib"
    endings = (".toml", ".lock", "Pipfile")

    def read(self, content):
        import tomllib
        try:
            text = content.decode()
            document = tomllib.loads(text)
        except (ValueError, RecursionError):
            return None
        headers = [
            (path, number) for number, line in enumerate(text.splitlines(), 1)
            if (path := header(line)) is not None and is_table(document, path)]
        found = [Item("tables", ".".join(path), line) for path, line in headers]
        tables = {path for path, _ in headers}
        open_tables = [((), document)]
        while open_tables:
            path, table = open_tables.pop()
            for key, value in table.items():
                inner = (*path, key)
                if isinstance(value, dict) and (value or inner in tables):
                    open_tables.append((inner, value))
                elif inner not in tables:
                    found.append(Item("keys", ".".join(inner), 0))
        return found

    def mapped(self, entity, holders):
        if entity["kind"] == "section":
            path = header(entity["signature"])
            return [Item("tables", ".".join(path or ()), entity["range"]["startLine"])]
        if entity["children"]:
            return []
        parts = [header(holder["signature"]) or key_path(holder["signature"]) for holder in holders]
        path = [part for key in parts for part in key] + list(key_path(entity["signature"]))
        return [Item("keys", ".".join(path), 0)]


def key_path(text):
    """The parts of a dotted key, as tomllib reads it."""
    import tomllib
    try:
        value = tomllib.loads(text + " = 0")
    except ValueError:
        return ()
    path = []
    while isinstance(value, dict):
        (key, value), = value.items()
        path.append(key)
    return tuple(path)


def header(line):
    """The path of a table's header, or None for another line."""
    match = re.match(r"\s*(?:\[\[(.*)\]\]|\[(.*)\])\s*(?:#.*)?$", line)
    return key_path(match[1] or match[2] or "") or None if match else None


def is_table(value, path):
    for key in path:
        if isinstance(value, list):
            value = next((table for table in value if isinstance(table, dict) and key in table), None)
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return isinstance(value, dict) or isinstance(value, list)


class XML(FormatOracle):
    """Compares the elements of the first four levels; property lists, whose keys are read, are left out."""

    language, name, module = "xml", "expat", "xml.parsers.expat"
    endings = (
        ".xml", ".xsd", ".xsl", ".xslt", ".svg", ".csproj", ".props", ".targets", ".vcxproj", ".nuspec",
        ".resx", ".storyboard", ".xib", ".xaml")

    def read(self, content):
        found, open_names = [], []
        parser = expat.ParserCreate()

        def start(name, _):
            open_names.append(name)
            if len(open_names) <= 4:
                found.append(Item("elements", name, parser.CurrentLineNumber))

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _: open_names.pop()
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError):
            return None
        return None if found[0].name == "plist" else found

    def mapped(self, entity, holders):
        name = re.match(r"<\s*([^\s/>]+)", entity["signature"])
        return [Item("elements", name[1] if name else "", entity["range"]["startLine"])]


class HTML(FormatOracle):
    """Compares the elements with an `id`, those in headings left out, and the headings with text."""

    language, name, module, package = "html", "html5lib", "html5lib", "html5lib"
    endings = (".html", ".htm", ".xhtml")
    heading = re.compile(r"h[1-6]$")

    def read(self, content):
        import html5lib
        tree = html5lib.parse(content.decode("utf-8", "replace"), namespaceHTMLElements=False)
        found = []
        elements = [tree]
        while elements:
            element = elements.pop()
            if not isinstance(element.tag, str):
                continue
            if self.heading.match(element.tag):
                if "".join(element.itertext()).strip():
                    found.append(Item("headings", element.tag, 0))
                continue
            if element.get("id"):
                found.append(Item("ids", element.get("id"), 0))
            elements += list(element)
        return found

    def mapped(self, entity, holders):
        tag = re.match(r"<\s*([^\s/>]+)", entity["signature"])
        if tag and self.heading.match(tag[1].lower()):
            return [Item("headings", tag[1].lower(), 0)]
        has_id = tag and entity["name"] != tag[1]
        return [Item("ids", entity["name"], 0)] if has_id else []


class Markdown(FormatOracle):
    """Compares the headings outside of quotations and list items."""

    language, name, module, package = "markdown", "markdown-it", "markdown_it", "markdown-it-py"
    endings = (".md", ".markdown")

    def read(self, content):
        import markdown_it
        text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        matter = re.match(r"(---|\+\+\+)[ \t]*\n(.*?)^(\1|\.\.\.)[ \t]*$\n?", text, re.DOTALL | re.MULTILINE)
        lines = [line for line in matter[2].splitlines() if line.strip() and line[0] != "#"] if matter else []
        skipped = 0
        if matter and (not lines or re.search(r":(\s|$)|=|^\[", lines[0])):
            skipped = matter[0].count("\n")
            text = text[matter.end():]
        tokens = markdown_it.MarkdownIt("commonmark").enable("table").parse(text)
        return [
            Item("headings", " ".join(inline.content.split()), token.map[0] + 1 + skipped)
            for token, inline in zip(tokens, tokens[1:])
            if token.type == "heading_open" and token.level == 0]

    def mapped(self, entity, holders):
        if entity["kind"] != "section":
            return []
        is_empty = entity["nameRange"] == entity["range"] or set(entity["name"]) == {"#"}
        name = "" if is_empty else " ".join(entity["name"].split())
        return [Item("headings", name, entity["range"]["startLine"])]


class INI(FormatOracle):
    """Compares sections and keys, each once, as Python's `configparser` reads them."""

    language, name, module = "ini", "configparser", "configparser"
    endings = (".ini", ".cfg", ".editorconfig", ".coveragerc")

    def read(self, content):
        parser = configparser.RawConfigParser(
            strict=False, allow_no_value=True, default_section="\0")
        parser.optionxform = str
        text = content.decode("utf-8", "replace")
        try:
            parser.read_string("[\1]\n" + text if re.match(r"\s*root\s*=", text) else text)
        except configparser.Error:
            return None
        found = []
        for section in parser.sections():
            holder = "" if section == "\1" else section + "."
            if holder:
                found.append(Item("sections", section, 0))
            found += [Item("keys", holder + key, 0) for key in parser.options(section)]
        return found

    def mapped(self, entity, holders):
        is_section = entity["kind"] == "section"
        name = entity["name"] if is_section else entity["qualifiedName"]
        return [Item("sections" if is_section else "keys", name, 0)]


ORACLES = [TOML(), XML(), HTML(), Markdown(), INI()]

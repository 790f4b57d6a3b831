"""JSON by Python's `json` and YAML by PyYAML: the keys that verdict calls parts of a file.

These are the keys of mappings on the first four levels, none of them within a list; in YAML those of
block mappings only, without the ones that `?` announces.
"""

import json

from . import Item, Oracle

LEVELS = 4


class Data(Oracle):
    target = 0.98
    groups = {"key": "keys"}
    # A key that stands twice is no error to these parsers.
    unjudged = frozenset({"structure/duplicate-key"})

    def items(self, paths):
        return [self.read(path) for path in paths]

    def read(self, path):
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                return self.keys(file.read())
        except (ValueError, RecursionError):
            return None


class JSON(Data):
    language = "json"
    name = "json"
    endings = (".json",)

    def keys(self, text):
        found, holders = [], []
        scan_string = json.decoder.scanstring

        def scan_key(source, start, strict):
            key, end = scan_string(source, start, strict)
            if "[" not in holders and len(holders) <= LEVELS:
                line = source.count("\n", 0, start) + 1
                found.append(Item("keys", source[start:end - 1], line))
            return key, end

        def within(mark, parse):
            def parsed(*arguments):
                holders.append(mark)
                try:
                    return parse(*arguments)
                finally:
                    holders.pop()
            return parsed

        # The decoder written in Python looks its scanner of keys up by name.
        decoder = json.JSONDecoder()
        decoder.parse_object = within("{", json.decoder.JSONObject)
        decoder.parse_array = within("[", json.decoder.JSONArray)
        decoder.scan_once = json.scanner.py_make_scanner(decoder)
        json.decoder.scanstring = scan_key
        try:
            decoder.decode(text)
        finally:
            json.decoder.scanstring = scan_string
        return found


class YAML(Data):
    language = "yaml"
    name = "PyYAML"
    endings = (".yml", ".yaml")
    installation = "pip install PyYAML"

    def missing(self):
        try:
            import yaml  # noqa: F401
        except ImportError:
            return "there is no Python module `yaml`"
        return None

    def keys(self, text):
        import yaml

        lines = text.splitlines()
        found = []
        try:
            documents = [document for document in yaml.compose_all(text) if document is not None]
        except yaml.YAMLError:
            return None
        open_nodes = [(document, 1) for document in documents]
        while open_nodes:
            node, level = open_nodes.pop()
            if not isinstance(node, yaml.MappingNode) or node.flow_style:
                continue
            for key, value in node.value:
                start, end = key.start_mark, key.end_mark
                line = lines[start.line] if start.line < len(lines) else ""
                is_plain = isinstance(key, yaml.ScalarNode) and start.line == end.line
                if not is_plain or "?" in line[:start.column]:
                    continue
                name = line[start.column:end.column]
                if name[:1] in ("'", '"') and len(name) > 2:
                    name = name[1:-1]
                found.append(Item("keys", name, start.line + 1))
                # What an alias stands for is read where it is written.
                if level < LEVELS and value.start_mark.index >= key.end_mark.index:
                    open_nodes.append((value, level + 1))
        return found


ORACLES = [JSON(), YAML()]

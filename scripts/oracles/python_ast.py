"""Python by its own parser, of the Python that runs this: module `ast`."""

import ast
import warnings

from . import Item, Oracle


class PythonAST(Oracle):
    language = "python"
    name = "ast"
    endings = (".py", ".pyi", ".pyw")
    groups = {
        "function": "functions", "method": "functions", "initializer": "functions",
        "property": "functions", "test": "functions", "class": "classes",
    }

    def items(self, paths):
        return [self.read(path) for path in paths]

    def read(self, path):
        with open(path, "rb") as file:
            content = file.read()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(content)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        found = []
        open_nodes = [(tree, "")]
        while open_nodes:
            node, holder = open_nodes.pop()
            for child in ast.iter_child_nodes(node):
                inner = holder
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    group = "classes" if isinstance(child, ast.ClassDef) else "functions"
                    inner = f"{holder}.{child.name}".lstrip(".")
                    found.append(Item(group, child.name, child.lineno, inner))
                open_nodes.append((child, inner))
        return found


ORACLES = [PythonAST()]

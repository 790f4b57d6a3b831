"""Python by its own parser, of the Python that runs this: module `ast`."""

import ast
import warnings

from . import Item, Oracle


class PythonAST(Oracle):
    language = "python"
    name = "ast"
    endings = (".py", ".pyi", ".pyw")
    groups = {
        "function": "functions", "method": "functions", "test": "functions", "class": "classes",
        "variable": "variables", "constant": "variables", "property": "variables",
        "typealias": "aliases", "import": "imports",
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
        return declarations(tree)


#: What can hold declarations; expressions cannot.
STATEMENTS = (ast.stmt, ast.ExceptHandler, getattr(ast, "match_case", ast.stmt))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def declarations(tree):
    found = []
    #: Statements with the name of what holds them, and the names bound there; None within a function.
    open_nodes = [(statement, "", bound) for bound in [set()] for statement in reversed(tree.body)]
    while open_nodes:
        node, holder, bound = open_nodes.pop()
        if isinstance(node, (ast.ClassDef, *FUNCTIONS)):
            is_class = isinstance(node, ast.ClassDef)
            holder = f"{holder}.{node.name}".lstrip(".")
            bound = set() if is_class else None
            found.append(
                Item("classes" if is_class else "functions", node.name, node.lineno, holder))
        elif isinstance(node, ast.Import):
            found += [Item("imports", alias.name, alias.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(Item("imports", "." * node.level + (node.module or ""), node.lineno))
        elif isinstance(node, getattr(ast, "TypeAlias", ())):
            found.append(Item("aliases", node.name.id, node.name.lineno, holder))
        elif bound is not None and isinstance(node, (ast.Assign, ast.AnnAssign)):
            for name in names(node.targets if isinstance(node, ast.Assign) else [node.target]):
                if name.id not in bound:
                    bound.add(name.id)
                    found.append(Item("variables", name.id, name.lineno, f"{holder}.{name.id}".lstrip(".")))
        inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, STATEMENTS)]
        open_nodes += [(child, holder, bound) for child in reversed(inner)]
    return found


def names(targets):
    """The names that targets bind: the first binding of each in a scope is a declaration."""
    for target in targets:
        if isinstance(target, ast.Name):
            yield target
        elif isinstance(target, (ast.Tuple, ast.List)):
            yield from names(target.elts)
        elif isinstance(target, ast.Starred):
            yield from names([target.value])


ORACLES = [PythonAST()]

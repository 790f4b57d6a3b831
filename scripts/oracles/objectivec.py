"""Objective-C by its grammar for tree-sitter."""

from . import Item, Oracle

HEADS = {
    "class_interface": "types", "class_implementation": "types", "protocol_declaration": "types",
    "category_interface": "types", "category_implementation": "types",
}
METHODS = ("method_declaration", "method_definition")


class ObjectiveC(Oracle):
    language = "objectivec"
    name = "tree-sitter"
    rank = 1
    target = 0.98
    endings = (".m", ".mm", ".h")
    groups = {
        "class": "types", "extension": "types", "protocol": "types", "method": "methods",
        "property": "properties", "function": "functions", "enumCase": "cases",
    }
    installation = "pip install tree-sitter-language-pack==0.13.0"

    def missing(self):
        try:
            import tree_sitter_language_pack  # noqa: F401
        except ImportError:
            return "there is no Python module `tree_sitter_language_pack`"
        return None

    def items(self, paths):
        from tree_sitter_language_pack import get_parser

        parser = get_parser("objc")
        answers = []
        for path in paths:
            with open(path, "rb") as file:
                root = parser.parse(file.read()).root_node
            answers.append(None if root.has_error else list(declarations(root)))
        return answers


def declarations(root):
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        if node.type in HEADS:
            name = next(child for child in node.children if child.type == "identifier")
            yield item(HEADS[node.type], name)
        elif node.type in METHODS:
            yield method(node)
            continue
        elif node.type == "property_declaration":
            for child in node.children:
                if child.type == "struct_declaration":
                    for declarator in child.children:
                        if declarator.type == "struct_declarator":
                            yield item("properties", declared(declarator))
            continue
        elif node.type in ("function_definition", "declaration"):
            for child in node.children_by_field_name("declarator"):
                name = function(child)
                if name is not None:
                    yield item("functions", name)
            if node.type == "function_definition":
                continue
        elif node.type == "enumerator":
            yield item("cases", node.child_by_field_name("name"))
            continue
        elif node.type in ("compound_statement", "initializer_list", "block_literal"):
            continue
        open_nodes += reversed(node.children)


def item(group, name):
    text = name.text.decode(errors="replace")
    return Item(group, text, name.start_point.row + 1, text)


def method(node):
    selector, label, start = "", None, None
    for child in node.children:
        if child.type == "identifier":
            label = child
            start = start or child
        elif child.type == "method_parameter":
            selector += (label.text.decode(errors="replace") if label else "") + ":"
            start = start or child
            label = None
    # Behind the name of a method without parameters stand macros.
    selector = selector or start.text.decode(errors="replace")
    return Item("methods", selector, start.start_point.row + 1, selector)


def declared(node):
    """The name in a declarator."""
    while node.type not in ("identifier", "field_identifier", "type_identifier"):
        node = next(child for child in node.named_children if child.type != "type_qualifier")
    return node


def function(node):
    """The name that a declarator gives to a function, None where it declares something else."""
    while node.type in ("pointer_declarator", "attributed_declarator"):
        node = node.child_by_field_name("declarator") or node.named_children[0]
    if node.type != "function_declarator":
        return None
    node = node.child_by_field_name("declarator")
    while node.type == "parenthesized_declarator":
        node = node.named_children[0]
        if node.type in ("pointer_declarator", "block_pointer_declarator"):
            return None
    return node if node.type == "identifier" else None


ORACLES = [ObjectiveC()]

"""Languages without a compiler here, by the grammars of tree-sitter-language-pack.

Each is a query in tree-sitter's own language: a capture's name is the group of the declaration whose
name it captures; those that begin with `_` are none. `(#set! name WORD)` gives the name of what has
none. `(#in? @capture NODE...)` asks whether the node that holds it is one of these, `#inside?` whether
any that it stands in is, `#outside?` whether none is. A file whose tree has an ERROR or a MISSING node
is rejected.
"""

import re

from . import Item, Oracle


class Grammar(Oracle):
    rank = 1
    target = 0.98
    installation = "pip install tree-sitter-language-pack==0.13.0"

    def __init__(self, language, endings, groups, query, *, grammar=None, once=(), ignored=r"(?!)"):
        self.language = language
        self.name = "tree-sitter"
        self.endings = endings
        self.groups = groups
        self.grammar = grammar or language
        self.text = query
        #: Groups of which only the first of a name counts.
        self.once = frozenset(once)
        #: What is taken out of names on both sides before they are compared, as a regular expression.
        self.ignored = re.compile(ignored)
        self.query = None

    def missing(self):
        try:
            import tree_sitter_language_pack  # noqa: F401
        except ImportError:
            return "there is no Python module `tree_sitter_language_pack`"
        return None

    def mapped(self, entity, holders):
        items = super().mapped(entity, holders)
        return [item._replace(name=self.ignored.sub("", item.name)) for item in items]

    def items(self, paths):
        from tree_sitter import Query
        from tree_sitter_language_pack import get_language, get_parser

        if self.query is None:
            self.query = Query(get_language(self.grammar), self.text)
        parser = get_parser(self.grammar)
        return [self.read(path, parser) for path in paths]

    def read(self, path, parser):
        from tree_sitter import QueryCursor

        with open(path, "rb") as file:
            content = file.read()
        root = parser.parse(content).root_node
        if root.has_error:
            return None
        found = []
        for pattern, captures in QueryCursor(self.query).matches(root, stands):
            fixed = self.query.pattern_settings(pattern).get("name")
            for group, nodes in captures.items():
                for node in nodes if not group.startswith("_") else ():
                    name = self.ignored.sub("", fixed or node.text.decode(errors="replace"))
                    item = Item(group, name, node.start_point.row + 1, name)
                    found.append((node.start_byte, item))
        items, seen = [], set()
        for _, item in sorted(set(found)):
            if item.group in self.once and item[:2] in seen:
                continue
            seen.add(item[:2])
            items.append(item)
        return items


def stands(predicate, arguments, _, captures):
    """`in?`, `inside?` and `outside?`."""
    types = [value for value, kind in arguments if kind != "capture"]
    for capture in (value for value, kind in arguments if kind == "capture"):
        for node in captures.get(capture, ()):
            holder = node.parent
            while holder and predicate != "in?" and holder.type not in types:
                holder = holder.parent
            if (holder is not None and holder.type in types) == (predicate == "outside?"):
                return False
    return True


KOTLIN = Grammar(
    "kotlin", (".kt", ".kts"),
    {
        "class": "types", "interface": "types", "enum": "types", "object": "types",
        "typealias": "types", "function": "functions", "method": "functions",
        "initializer": "functions", "property": "properties", "constant": "properties",
        "enumCase": "cases", "import": "imports", "namespace": "namespaces",
    },
    """
    (package_header (identifier) @namespaces)
    (import_header (identifier) @imports)
    (class_declaration (type_identifier) @types)
    (object_declaration (type_identifier) @types)
    (companion_object (type_identifier) @types)
    (companion_object "companion" @types "object" . [(class_body) ":"])
    (companion_object "companion" @types "object" .)
    (type_alias (type_identifier) @types)
    (enum_entry (simple_identifier) @cases)
    (function_declaration (simple_identifier) @functions)
    (secondary_constructor "constructor" @functions)
    (anonymous_initializer "init" @functions)
    ((property_declaration (variable_declaration (simple_identifier) @properties)) @_all
      (#in? @_all class_body enum_class_body source_file))
    ((property_declaration (multi_variable_declaration
        (variable_declaration (simple_identifier) @properties))) @_all
      (#in? @_all class_body enum_class_body source_file))
    """,
    ignored=r"`|\.\*$")

CSHARP = Grammar(
    "csharp", (".cs", ".csx"),
    {
        "class": "types", "struct": "types", "interface": "types", "enum": "types",
        "record": "types", "typealias": "types", "method": "functions", "function": "functions",
        "initializer": "functions", "deinitializer": "functions", "operator": "functions",
        "subscript": "functions", "property": "members", "field": "members", "constant": "members",
        "enumCase": "cases", "import": "imports", "namespace": "namespaces",
    },
    """
    (using_directive !name (_) @imports)
    (using_directive name: (_) @imports)
    (namespace_declaration name: (_) @namespaces)
    (file_scoped_namespace_declaration name: (_) @namespaces)
    (class_declaration name: (_) @types)
    (struct_declaration name: (_) @types)
    (interface_declaration name: (_) @types)
    (enum_declaration name: (_) @types)
    (record_declaration name: (_) @types)
    (delegate_declaration name: (_) @types)
    (enum_member_declaration name: (_) @cases)
    (method_declaration name: (_) @functions)
    (local_function_statement name: (_) @functions)
    (constructor_declaration name: (_) @functions)
    (destructor_declaration name: (_) @functions)
    (operator_declaration operator: _ @functions)
    (conversion_operator_declaration type: (_) @functions)
    (indexer_declaration "this" @functions)
    (property_declaration name: (_) @members)
    (event_declaration name: (_) @members)
    (event_field_declaration (variable_declaration (variable_declarator name: (_) @members)))
    (field_declaration (variable_declaration (variable_declarator name: (_) @members)))
    """,
    # A destructor is called `~Name` by verdict, a conversion `implicit operator Type`.
    ignored=r"^~|^(?:implicit|explicit) operator ")

SCALA = Grammar(
    "scala", (".scala", ".sbt", ".sc"),
    {
        "class": "types", "object": "types", "trait": "types", "enum": "types",
        "typealias": "types", "method": "functions", "function": "functions",
        "initializer": "functions", "enumCase": "cases", "namespace": "namespaces",
    },
    # What refinements of types and structural types say is no declaration to verdict.
    """
    (package_clause name: (_) @namespaces)
    (class_definition name: (_) @types)
    (object_definition name: (_) @types)
    (trait_definition name: (_) @types)
    (enum_definition name: (_) @types)
    (package_object name: (_) @types)
    ((type_definition name: (_) @types) (#outside? @types compound_type structural_type))
    (simple_enum_case name: (_) @cases)
    (full_enum_case name: (_) @cases)
    (function_definition name: (_) @functions)
    ((function_declaration name: (_) @functions)
      (#outside? @functions compound_type structural_type))
    """,
    ignored="`")

RUBY = Grammar(
    "ruby", (".rb", ".rake", ".gemspec", ".ru", ".podspec", ".jbuilder", "Gemfile", "Rakefile"),
    {
        "class": "types", "module": "types", "method": "functions", "function": "functions",
        "initializer": "functions", "constant": "constants",
    },
    """
    (module name: (_) @types)
    (class name: (_) @types)
    (singleton_class value: (_) @types)
    (method name: (_) @functions)
    (singleton_method name: (_) @functions)
    (assignment left: (constant) @constants)
    """,
    # `class ::Name` is called without its colons by verdict.
    ignored="^::")

PHP = Grammar(
    "php", (".php", ".phtml", ".inc", ".phpt"),
    {
        "class": "types", "interface": "types", "trait": "types", "enum": "types",
        "method": "functions", "function": "functions", "initializer": "functions",
        "property": "members", "field": "members", "constant": "constants", "enumCase": "cases",
        "namespace": "namespaces",
    },
    # Properties that a constructor's parameters declare are parameters to verdict.
    """
    (namespace_definition name: (_) @namespaces)
    (class_declaration name: (_) @types)
    (interface_declaration name: (_) @types)
    (trait_declaration name: (_) @types)
    (enum_declaration name: (_) @types)
    (function_definition name: (_) @functions)
    (method_declaration name: (_) @functions)
    (property_element name: (_) @members)
    (const_element . (name) @constants)
    (enum_case name: (_) @cases)
    """)

SHELL = Grammar(
    # The grammar does not know the tests of Bats.
    "shell", (".sh", ".bash", ".ksh"),
    {"function": "functions", "variable": "variables", "constant": "variables"},
    # Variables count where a script first sets them for itself: not for one command, in a function, or
    # in what runs in another process.
    """
    (function_definition name: (_) @functions)
    ((variable_assignment name: (variable_name) @variables) @_all
      (#outside? @_all function_definition command subshell command_substitution
        process_substitution))
    ((declaration_command (variable_name) @variables)
      (#outside? @variables function_definition command subshell command_substitution
        process_substitution variable_assignment))
    """,
    grammar="bash", once=("variables",))

LUA = Grammar(
    "lua", (".lua", ".rockspec"),
    {"function": "functions", "method": "functions"},
    # A function has a name where the one that it is set to is a constant.
    """
    (function_declaration name: (_) @functions)
    (assignment_statement
      (variable_list . name: [(identifier) (dot_index_expression)] @functions .)
      (expression_list . value: (function_definition) .))
    (field name: [(identifier) (string)] @functions value: (function_definition))
    """,
    ignored=r"^[\"']|[\"']$")

SQL = Grammar(
    "sql", (".sql", ".ddl", ".pgsql"),
    {
        "struct": "tables", "field": "columns", "function": "functions", "record": "views",
        "typealias": "types", "key": "indexes", "namespace": "schemas", "variable": "sequences",
    },
    """
    (create_table (object_reference) @tables)
    (create_table (column_definitions (column_definition name: (_) @columns)))
    (create_view . (object_reference) @views)
    (create_materialized_view (object_reference) @views)
    (create_function (object_reference) @functions)
    (create_trigger . (object_reference) @functions)
    (create_type (object_reference) @types)
    (create_index column: (_) @indexes)
    (create_schema (identifier) @schemas)
    (create_database (identifier) @schemas)
    (create_sequence . (object_reference) @sequences)
    """)

DOCKERFILE = Grammar(
    "dockerfile", ("Dockerfile", ".dockerfile"),
    {"section": "stages", "variable": "variables"},
    """
    (from_instruction as: (_) @stages)
    (from_instruction !as (image_spec) @stages)
    (arg_instruction name: (_) @variables)
    (env_instruction (env_pair name: (_) @variables))
    """)

MAKE = Grammar(
    "make", ("Makefile", "makefile", "GNUmakefile", ".mk", ".mak"),
    {"function": "rules", "variable": "variables", "macro": "definitions", "import": "includes"},
    # `.PHONY` and its like are no rules to verdict.
    """
    ((rule (targets) @rules) (#not-match? @rules "^[.][A-Z]"))
    (variable_assignment !target_or_pattern name: (_) @variables)
    (shell_assignment name: (_) @variables)
    (define_directive name: (_) @definitions)
    (include_directive filenames: (list (_) @includes))
    """,
    # The grammar takes the white space before `:` and the sign before `=` for part of the name.
    ignored=r"[?+:!]$|\s+$", once=("variables",))

ORACLES = [KOTLIN, CSHARP, SCALA, RUBY, PHP, SHELL, LUA, SQL, DOCKERFILE, MAKE]

"""Java by javac's own parser: `JavacTask`."""

from . import FOLDER, LineOracle


class Javac(LineOracle):
    language = "java"
    name = "javac"
    endings = (".java",)
    groups = {
        "class": "types", "interface": "types", "enum": "types", "record": "types",
        "method": "functions", "function": "functions", "initializer": "functions",
        "test": "functions", "field": "fields",
        "constant": "fields", "enumCase": "cases", "import": "imports",
    }
    command = (
        "java", "--add-exports", "jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED",
        f"{FOLDER}/java.java")
    installation = "apt-get install default-jdk-headless, version 17 or later"

    def mapped(self, entity, holders):
        return [item._replace(name="".join(item.name.split())) for item in super().mapped(entity, holders)]


ORACLES = [Javac()]

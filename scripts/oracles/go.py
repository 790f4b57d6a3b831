"""Go by the parser of its standard library: package `go/parser`."""

from . import FOLDER, LineOracle


class GoParser(LineOracle):
    language = "go"
    name = "go/parser"
    endings = (".go",)
    groups = {
        "function": "functions", "method": "functions", "test": "functions", "struct": "types",
        "interface": "types", "typealias": "types", "field": "fields", "constant": "values",
        "variable": "values", "import": "imports",
    }
    command = ("go", "run", f"{FOLDER}/go.go")
    installation = "apt-get install golang"


ORACLES = [GoParser()]

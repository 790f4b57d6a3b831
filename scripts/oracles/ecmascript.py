"""JavaScript by acorn, which Node brings, and TypeScript by its own parser."""

import os
import shutil
import subprocess

from . import FOLDER, LineOracle


class ECMAScript(LineOracle):
    groups = {
        "function": "functions", "method": "functions", "initializer": "functions",
        "class": "types", "interface": "types", "enum": "types", "typealias": "types",
        "property": "members", "enumCase": "cases", "constant": "values", "variable": "values",
        "import": "imports", "namespace": "namespaces", "module": "namespaces",
    }

    def mapped(self, entity, holders):
        items = super().mapped(entity, holders)
        # Computed names are compared without their white space.
        return [item._replace(name="".join(item.name.split())) if "[" in item.name else item for item in items]


class Acorn(ECMAScript):
    language = "javascript"
    name = "acorn"
    endings = (".js", ".mjs", ".cjs", ".jsx")
    command = ("node", "--expose-internals", "--no-warnings", f"{FOLDER}/acorn.js")
    installation = "apt-get install nodejs, version 20 or later"


class TypeScript(ECMAScript):
    language = "typescript"
    name = "typescript"
    endings = (".ts", ".mts", ".cts", ".tsx")
    installation = "apt-get install node-typescript (or npm install --global typescript)"
    library = None

    def missing(self):
        if not shutil.which("node"):
            return "there is no `node`"
        folders = ["/usr/share/nodejs", "/usr/lib/node_modules", "/usr/local/lib/node_modules"]
        for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) + folders:
            if folder and os.path.exists(os.path.join(folder, "typescript/package.json")):
                self.library = os.path.join(folder, "typescript")
                return None
        return "there is no package `typescript` in NODE_PATH or where it is usually installed"

    @property
    def command(self):
        return ("node", f"{FOLDER}/typescript.js", self.library)


ORACLES = [Acorn(), TypeScript()]

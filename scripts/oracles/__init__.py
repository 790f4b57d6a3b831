"""Oracles: programs that know a language and tell which declarations a file has.

Each module here that defines `ORACLES`, a list of `Oracle`s, brings one for each language it knows.
What an oracle needs besides the standard library it imports or starts only when it is asked.
"""

import importlib
import json
import os
import pkgutil
import shutil
import subprocess
from typing import NamedTuple


class Item(NamedTuple):
    """A declaration as it is compared: by group, name and the line that the name stands on."""

    group: str
    name: str
    line: int
    #: For people to read: the name with those of what holds it.
    qualified_name: str = ""

    @property
    def key(self):
        return self[:3]


class Oracle:
    #: What the language is called in `verdict outline`.
    language = ""
    #: What the oracle is called in the output and by `--oracle`.
    name = ""
    #: Among several oracles for a language the one with the highest is asked where none is named:
    #: 2 for a compiler, 1 for another parser.
    rank = 2
    #: The F1 to reach, over all groups.
    target = 0.999
    #: Endings of the files that are offered to verdict; which of them are of this language it says
    #: itself. Files without an ending that begin with `#!` are offered too.
    endings = ()
    #: The group for each of verdict's kinds that this oracle can tell; other kinds are not compared.
    groups = {}
    #: Rules (`structure/NAME`) that this oracle cannot judge, since what they tell of is no error of
    #: syntax: such defects in files that it accepts are no false ones.
    unjudged = frozenset()
    #: How to install what it needs.
    installation = ""

    def missing(self):
        """What keeps it from running, for people to read; None where it can run."""
        return None

    def items(self, paths):
        """For each file (an absolute path) its list of `Item`s, or None where the oracle rejects it."""
        raise NotImplementedError

    def mapped(self, entity, holders):
        """The `Item`s to compare for an entity of verdict's JSON.

        `holders` are the entities around it, the outermost first.
        """
        group = self.groups.get(entity["kind"])
        if group is None:
            return []
        place = entity["nameRange"]["startLine"]
        return [Item(group, entity["name"], place, entity["qualifiedName"])]


class LineOracle(Oracle):
    """An oracle in another language: a program that reads paths, a line each, from standard input and
    answers each with a line of JSON: null, or a list of [group, name, line, qualified name]."""

    command = ()

    def missing(self):
        return None if shutil.which(self.command[0]) else f"there is no `{self.command[0]}`"

    def items(self, paths):
        run = subprocess.run(
            self.command, input="".join(path + "\n" for path in paths).encode(), stdout=subprocess.PIPE,
            check=True)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        return [answer if answer is None else [Item(*item) for item in answer] for answer in answers]


def all_oracles():
    found = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        found += getattr(importlib.import_module(f"{__name__}.{module.name}"), "ORACLES", [])
    return found


#: The folder of the oracles' programs in other languages.
FOLDER = os.path.dirname(os.path.abspath(__file__))

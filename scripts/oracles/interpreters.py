"""Interpreters that say whether they accept a file, and nothing of what is in it.

They judge defects alone: no declaration is compared. `--oracle NAME` chooses one.
"""

import concurrent.futures
import os
import shutil
import subprocess

from . import Oracle


class Interpreter(Oracle):
    rank = 0
    target = 0

    def __init__(self, language, name, endings, command, installation):
        self.language = language
        self.name = name
        self.endings = endings
        self.command = command
        self.installation = f"apt-get install {installation}"

    def missing(self):
        return None if shutil.which(self.command[0]) else f"there is no `{self.command[0]}`"

    def items(self, paths):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.read, paths))

    def read(self, path):
        run = subprocess.run([*self.command, path], capture_output=True, stdin=subprocess.DEVNULL)
        return [] if run.returncode == 0 else None


ORACLES = [
    Interpreter("php", "php -l", (".php", ".phtml", ".inc"), ["php", "-n", "-l"], "php-cli"),
    Interpreter(
        "ruby", "ruby -c", (".rb", ".rake", ".gemspec", ".ru"), ["ruby", "--disable=gems", "-c"],
        "ruby"),
    Interpreter("lua", "luac", (".lua", ".rockspec"), ["luac5.4", "-p"], "lua5.4"),
    Interpreter("shell", "bash -n", (".sh", ".bash", ".ksh"), ["bash", "-n"], "bash"),
]

"""C and C++ by Clang's own parser, asked through the library beside the program `clang`.

Compared are functions, methods, constructors, destructors, operators and conversion functions whose names
are spelt in the file itself: what a macro's definition spells is left out, and so is what the bodies of
functions hold and what conditions of the preprocessor exclude, on both sides. Flags are those that the
nearest `compile_commands.json` (in the file's folder, in `build` or `out` there, or further up) has for
the file, or for the file beside it whose name is most alike; else some that fit many projects. A file that
does not compile with them is not compared.
"""

import bisect
import concurrent.futures
import ctypes
import functools
import json
import os
import re
import shlex
import shutil
import subprocess

from . import Item, Oracle

FUNCTIONS = {8, 21, 24, 25, 26, 30}
#: Namespaces, types, templates of types, `extern "C"` and friends, in which functions may stand.
HOLDERS = {1, 2, 3, 4, 22, 23, 31, 32, 603}
SKIP_BODIES, DETAILED_PREPROCESSING, KEEP_GOING = 0x40, 0x01, 0x200
#: Options of a compilation that name its output, with how many words follow.
OUTPUT = {"-o": 1, "-MF": 1, "-MT": 1, "-MQ": 1, "-c": 0, "-MD": 0, "-MMD": 0, "-MP": 0, "-Werror": 0}
C_ENDINGS = (".c", ".h")
CPP_ENDINGS = (
    ".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".inl", ".tpp", ".tcc", ".h")


class String(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("flags", ctypes.c_uint)]


class Location(ctypes.Structure):
    _fields_ = [("pointers", ctypes.c_void_p * 2), ("number", ctypes.c_uint)]


class Range(ctypes.Structure):
    _fields_ = [("pointers", ctypes.c_void_p * 2), ("begin", ctypes.c_uint), ("end", ctypes.c_uint)]


class RangeList(ctypes.Structure):
    _fields_ = [("count", ctypes.c_uint), ("ranges", ctypes.POINTER(Range))]


class Cursor(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_int), ("number", ctypes.c_int), ("data", ctypes.c_void_p * 3)]


VISITOR = ctypes.CFUNCTYPE(ctypes.c_int, Cursor, Cursor, ctypes.c_void_p)


@functools.cache
def library():
    program = shutil.which("clang")
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(program))), "lib", "libclang.so")
    clang = ctypes.CDLL(path)
    for name, result, *arguments in (
        ("clang_createIndex", ctypes.c_void_p, ctypes.c_int, ctypes.c_int),
        ("clang_parseTranslationUnit", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p,
         ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint),
        ("clang_disposeTranslationUnit", None, ctypes.c_void_p),
        ("clang_disposeIndex", None, ctypes.c_void_p),
        ("clang_getTranslationUnitCursor", Cursor, ctypes.c_void_p),
        ("clang_visitChildren", ctypes.c_uint, Cursor, VISITOR, ctypes.c_void_p),
        ("clang_getCursorSpelling", String, Cursor),
        ("clang_getCursorLocation", Location, Cursor),
        ("clang_getSpellingLocation", None, Location, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p,
         ctypes.c_void_p),
        ("clang_getExpansionLocation", None, Location, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p,
         ctypes.c_void_p),
        ("clang_getCString", ctypes.c_char_p, String),
        ("clang_disposeString", None, String),
        ("clang_getFile", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p),
        ("clang_getSkippedRanges", ctypes.POINTER(RangeList), ctypes.c_void_p, ctypes.c_void_p),
        ("clang_disposeSourceRangeList", None, ctypes.POINTER(RangeList)),
        ("clang_getRangeStart", Location, Range),
        ("clang_getRangeEnd", Location, Range),
        ("clang_getNumDiagnostics", ctypes.c_uint, ctypes.c_void_p),
        ("clang_getDiagnostic", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint),
        ("clang_getDiagnosticSeverity", ctypes.c_int, ctypes.c_void_p),
        ("clang_disposeDiagnostic", None, ctypes.c_void_p),
    ):
        function = getattr(clang, name)
        function.restype = result
        function.argtypes = arguments
    return clang


@functools.cache
def resources():
    """The folder of the compiler's own headers."""
    run = subprocess.run(["clang", "-print-resource-dir"], capture_output=True, check=True)
    return run.stdout.decode().strip()


def plain(name):
    """A name as both sides can spell it: without blanks and template arguments."""
    name = re.sub(r"\s+", " ", name)
    match = re.match(r"operator\b ?(.*)", name)
    if match is None:
        return re.sub(r" |<.*", "", name)
    rest = match[1].replace(" ", "")
    if re.match(r"(new|delete|co_await)\b", rest) or not re.match(r"[\w:]", rest):
        symbols = re.match(r"\(\)|[^\w(\"]+|\"\"\w+|\w+(\[\])?", rest)
        return "operator" + (symbols[0] if symbols else rest)
    # Clang spells the type of a conversion in full.
    return "operator conversion"


class Commands:
    """The compilations of a `compile_commands.json`."""

    def __init__(self, path):
        self.by_file = {}
        with open(path, encoding="utf-8") as file:
            for entry in json.load(file):
                words = entry.get("arguments") or shlex.split(entry["command"])
                folder = entry["directory"]
                name = os.path.realpath(os.path.join(folder, entry["file"]))
                self.by_file.setdefault(name, (self.options(words[1:], entry["file"]), folder))
        self.names = sorted(self.by_file)

    @staticmethod
    def options(words, source):
        kept, index = [], 0
        while index < len(words):
            word = words[index]
            index += 1
            if word in OUTPUT:
                index += OUTPUT[word]
            elif word != source and word != "--":
                kept.append(word)
        return kept

    def nearest(self, path):
        """The options for a file, or of the one whose path begins most alike."""
        if path in self.by_file:
            return self.by_file[path]
        if not self.names:
            return None
        place = bisect.bisect(self.names, path)
        around = self.names[max(place - 1, 0):place + 1]
        return self.by_file[max(around, key=lambda name: len(os.path.commonprefix([name, path])))]


@functools.cache
def commands(path):
    return Commands(path)


def database(path):
    folder = os.path.dirname(path)
    while True:
        for place in ("", "build", "out"):
            file = os.path.join(folder, place, "compile_commands.json")
            if os.path.isfile(file):
                return commands(file)
        if os.path.dirname(folder) == folder:
            return None
        folder = os.path.dirname(folder)


def guessed(path):
    options, folder = [], os.path.dirname(path)
    while os.path.dirname(folder) != folder:
        options += [f"-I{folder}"]
        options += [
            f"-I{folder}/{name}" for name in ("include", "src", "lib") if os.path.isdir(f"{folder}/{name}")]
        if os.path.exists(os.path.join(folder, ".git")) or folder == "/tmp":
            break
        folder = os.path.dirname(folder)
    return options


class Clang(Oracle):
    name = "clang"
    target = 0.98
    groups = dict.fromkeys(
        ["function", "method", "initializer", "deinitializer", "operator"], "functions")
    installation = "https://www.swift.org/install"

    def __init__(self, language, endings, standards):
        self.language = language
        self.endings = endings
        self.standards = standards
        self.excluded = {}

    def missing(self):
        if not shutil.which("clang"):
            return "there is no `clang`"
        try:
            library()
        except OSError as error:
            return str(error)
        return None

    def mapped(self, entity, holders):
        if any(holder["kind"] in (*self.groups, "test") for holder in holders):
            return []
        return [item._replace(name=plain(item.name)) for item in super().mapped(entity, holders)]

    def judges(self, path, item):
        return not any(first <= item.line <= last for first, last in self.excluded.get(path, ()))

    def items(self, paths):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.read, paths))

    def read(self, path):
        entry = None
        found = database(path)
        if found is not None:
            entry = found.nearest(os.path.realpath(path))
        for standard in self.standards:
            options, folder = entry or (guessed(path), os.path.dirname(path))
            options = [
                "-x", *standard, "-resource-dir", resources(), "-working-directory", folder, *options, "-w",
                "-ferror-limit=1"]
            items = self.parse(path, options)
            if items is not None:
                return items
        return None

    def parse(self, path, options):
        clang = library()
        words = (ctypes.c_char_p * len(options))(*[word.encode() for word in options])
        index = clang.clang_createIndex(0, 0)
        unit = clang.clang_parseTranslationUnit(
            index, path.encode(), words, len(options), None, 0, SKIP_BODIES | DETAILED_PREPROCESSING)
        try:
            if not unit or has_errors(clang, unit):
                return None
            items, expanded = declarations(clang, unit, clang.clang_getFile(unit, path.encode()))
            self.excluded[path] = skipped_lines(clang, unit, path) + expanded
            return items
        finally:
            if unit:
                clang.clang_disposeTranslationUnit(unit)
            clang.clang_disposeIndex(index)


def has_errors(clang, unit):
    for number in range(clang.clang_getNumDiagnostics(unit)):
        diagnostic = clang.clang_getDiagnostic(unit, number)
        severity = clang.clang_getDiagnosticSeverity(diagnostic)
        clang.clang_disposeDiagnostic(diagnostic)
        if severity >= 3:
            return True
    return False


def place(function, location):
    """File, line and offset of a location."""
    file, line, offset = ctypes.c_void_p(), ctypes.c_uint(), ctypes.c_uint()
    function(location, ctypes.byref(file), ctypes.byref(line), None, ctypes.byref(offset))
    return file.value, line.value, offset.value


def skipped_lines(clang, unit, path):
    ranges = clang.clang_getSkippedRanges(unit, clang.clang_getFile(unit, path.encode()))
    found = []
    for number in range(ranges.contents.count):
        one = ranges.contents.ranges[number]
        first = place(clang.clang_getExpansionLocation, clang.clang_getRangeStart(one))[1]
        last = place(clang.clang_getExpansionLocation, clang.clang_getRangeEnd(one))[1]
        found.append((first, last))
    clang.clang_disposeSourceRangeList(ranges)
    return found


def spelling(clang, cursor):
    string = clang.clang_getCursorSpelling(cursor)
    text = (clang.clang_getCString(string) or b"").decode(errors="replace")
    clang.clang_disposeString(string)
    return text


def declarations(clang, unit, main):
    """The functions whose names the file spells, and the lines on which macros make others."""
    found, expanded = {}, []
    holders = []

    def visit(cursor, _parent, _data):
        location = clang.clang_getCursorLocation(cursor)
        if not holders and place(clang.clang_getExpansionLocation, location)[0] != main:
            return 1
        if cursor.kind in FUNCTIONS:
            add(cursor, location)
        elif cursor.kind in HOLDERS:
            name = spelling(clang, cursor) if cursor.kind != 603 else ""
            holders.append(name)
            clang.clang_visitChildren(cursor, visitor, None)
            holders.pop()
        return 1

    def add(cursor, location):
        name = spelling(clang, cursor)
        if name.startswith("<"):
            # A deduction guide.
            return
        file, line, offset = place(clang.clang_getSpellingLocation, location)
        outer, start_line, start = place(clang.clang_getExpansionLocation, location)
        # What a macro's definition spells stands before its use, arguments behind.
        if file == outer == main and offset >= start:
            full = "::".join([*filter(None, holders), name])
            found[offset, plain(name)] = Item("functions", plain(name), line, full)
        elif outer == main:
            expanded.append((start_line, start_line))

    visitor = VISITOR(visit)
    clang.clang_visitChildren(clang.clang_getTranslationUnitCursor(unit), visitor, None)
    spelt = {item.line for item in found.values()}
    return list(found.values()), [lines for lines in expanded if lines[0] not in spelt]


ORACLES = [
    Clang("c", C_ENDINGS, [["c", "-std=gnu23"], ["c", "-std=gnu17"]]),
    Clang("cpp", CPP_ENDINGS, [["c++", "-std=gnu++20"], ["c++", "-std=gnu++17"]]),
]

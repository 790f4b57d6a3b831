"""Syntax trees of languages' own parsers, as digests that are equal where the trees are.

A digest leaves out where things stand in the file, and of literals how they are spelled where the tree has
their values. Ordinary comments are in no tree.
"""

import ast
import concurrent.futures
import hashlib
import os
import re
import shutil
import subprocess
import warnings

FOLDER = os.path.dirname(os.path.abspath(__file__))


def digest(text):
    return hashlib.md5(text if isinstance(text, bytes) else text.encode(errors="surrogatepass")).hexdigest()


class Trees:
    """The trees of one language."""

    language = ""
    ending = ""
    #: Endings of the files to read; the first is the usual one.
    endings = ()
    needs = ""

    def missing(self):
        return None if shutil.which(self.needs) else f"there is no `{self.needs}`"

    def digests(self, paths):
        """For each file the digest of its tree and that of the tree without documentation (the same where
        documentation is in no tree), or None where the parser rejects the file."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.read, paths))


class LineTrees(Trees):
    """Trees by a program that runs on and answers each path, a line on standard input, with a digest."""

    command = ()
    child = None

    def digests(self, paths):
        if self.child is None:
            self.child = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        answers = []
        for start in range(0, len(paths), 100):
            part = paths[start:start + 100]
            self.child.stdin.write("".join(path + "\n" for path in part).encode())
            self.child.stdin.flush()
            answers += [self.child.stdout.readline().decode().strip() for _ in part]
        return [None if answer in ("", "-") else (answer, answer) for answer in answers]


class Python(Trees):
    language, endings, needs = "python", (".py",), "python3"

    def digests(self, paths):
        return [self.read(path) for path in paths]

    def read(self, path):
        with open(path, "rb") as file:
            content = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tree = ast.parse(content, type_comments=True)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                # Comments that only look like one of a type must not be taken for an error.
                try:
                    tree = ast.parse(content)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    return None
        # Which line a comment stands on is a place.
        tree.type_ignores = [ignore.tag for ignore in tree.type_ignores]
        try:
            whole = digest(ast.dump(tree))
        except RecursionError:
            return None
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and body:
                first = body[0]
                if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) \
                        and isinstance(first.value.value, str):
                    body.pop(0)
        return whole, digest(ast.dump(tree))


class JavaScript(LineTrees):
    language, endings, needs = "javascript", (".js", ".mjs", ".cjs"), "node"
    command = ("node", "--expose-internals", "--no-warnings", f"{FOLDER}/acorn.js")


class TypeScript(LineTrees):
    language, endings, needs = "typescript", (".ts", ".tsx"), "node"

    def missing(self):
        folders = ["/usr/share/nodejs", "/usr/lib/node_modules", "/usr/local/lib/node_modules"]
        for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) + folders:
            if folder and os.path.exists(os.path.join(folder, "typescript/package.json")):
                self.command = ("node", f"{FOLDER}/typescript.js", os.path.join(folder, "typescript"))
                return super().missing()
        return "there is no package `typescript` (apt-get install node-typescript)"


class Go(LineTrees):
    language, endings, needs = "go", (".go",), "go"
    command = ("go", "run", f"{FOLDER}/go.go")


class Java(LineTrees):
    language, endings, needs = "java", (".java",), "java"
    command = (
        "java", "--add-exports", "jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED", f"{FOLDER}/Trees.java")


class Rust(Trees):
    """`Spacing` of tokens in macros is left out as far as only printing them asks for it (`JointHidden`), and
    so are the tokens that nodes keep beside what was parsed from them (`LazyAttrTokenStream`)."""

    language, endings, needs = "rust", (".rs",), "rustc"
    literal = re.compile(rb"kind:(?:Bool|Byte|Char|Integer|Float|Str|StrRaw|ByteStr|ByteStrRaw|CStr|CStrRaw)\b")
    place = re.compile(rb"(?:[^\s(]+:\d+:\d+: \d+:\d+|no-location) \(#\d+\)|NodeId\(\d+\)|AttrId\(\d+\)|\s+")
    documentation = re.compile(rb"Attribute \{kind: DocComment\([^\n]*?id:,style: \w+,span:,\},")

    def read(self, path):
        for edition in ("2021", "2015"):
            run = subprocess.run(
                ["rustc", "--edition", edition, "-Zunpretty=ast-tree", path], stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env={**os.environ, "RUSTC_BOOTSTRAP": "1"})
            if run.returncode == 0:
                break
        else:
            return None
        lines = []
        documented = []
        held = None
        is_punctuation = False
        for line in run.stdout.splitlines():
            if line.lstrip().startswith(b"LazyAttrTokenStream("):
                continue
            line = self.place.sub(b"", line).replace(b"JointHidden", b"Alone") \
                if b'"' not in line else line.strip()
            # Whether something follows at once says nothing of what is no punctuation.
            if line.startswith(b"kind:") and not self.literal.match(line):
                is_punctuation = not line.startswith((b"kind:Ident", b"kind:Literal", b"kind:Lifetime"))
            elif line in (b"Joint,", b"Joint") and not is_punctuation:
                line = line.replace(b"Joint", b"Alone")
            elif line in (b"open:Joint,", b"close:Joint,"):
                line = line.replace(b"Joint", b"Alone")
            lines.append(line)
            # An attribute is held back until its kind is known.
            if line == b"Attribute{":
                held = [line]
            elif held is not None and len(held) == 1:
                if line.startswith(b"kind:DocComment"):
                    held = []
                else:
                    documented += [*held, line]
                    held = None
            elif held is not None:
                if line == b"},":
                    held = None
            else:
                documented.append(line)
        return tuple(digest(b"\n".join(text).replace(b"[\n],", b"[],")) for text in (lines, documented))


class Swift(Trees):
    """The tree that the parser prints has neither conditions that are false nor types of parameters."""

    language, endings, needs = "swift", (".swift",), "swiftc"
    place = re.compile(
        rb" decl_context=0x[0-9a-f]+| range=\[[^\]\n]*\]| location=\S+|0x[0-9a-f]+|(?<=\(source_file )\"[^\n]*"
        rb"|@[^\s\"@]*:\d+:\d+| discriminator=\d+")

    def read(self, path):
        for options in (["-enable-bare-slash-regex"], []):
            run = subprocess.run(
                ["swiftc", "-frontend", "-dump-parse", *options, path], stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL)
            if run.returncode == 0:
                tree = digest(self.place.sub(b"", run.stdout))
                return tree, tree
        return None


class C(Trees):
    """Clang reads the file with no header but what declares the usual types: what it cannot resolve stands in
    the tree as an expression of unknown type. The line and the file that a macro names are places as any other."""

    language, endings, needs = "c", (".c",), "clang"
    options = ("-x", "c", "-std=gnu17")
    places = (
        "-Wno-builtin-macro-redefined", "-U__LINE__", "-D__LINE__=0", "-U__FILE__", '-D__FILE__=""',
        "-U__FILE_NAME__", '-D__FILE_NAME__=""', "-U__BASE_FILE__", '-D__BASE_FILE__=""')
    place = re.compile(
        rb"0x[0-9a-f]+|<[^\n]*?>>? (?=(?:prev )?\S|$)|<<invalid sloc>>|(?:line|col):\d+(?::\d+)?(?=[ ,>])| <[^\n>]*>$|(?:/|\.)\S*:\d+:\d+")

    def read(self, path):
        run = subprocess.run(
            ["clang", *self.options, "-fsyntax-only", "-nostdinc", "-w", "-ferror-limit=0", "-include",
             f"{FOLDER}/usual.h", *self.places, "-Xclang", "-ast-dump", "-fno-color-diagnostics", path],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if not run.stdout:
            return None
        # Errors of syntax, not those of names that headers would declare, reject the file.
        if re.search(rb"error: (?:expected|extraneous|unterminated|missing|invalid (?:digit|suffix|prep)|stray)", run.stderr):
            return None
        text = b"\n".join(self.code(self.place.sub(b"", run.stdout)))
        if b"error: " in run.stderr:
            # Code with names that are not known is missing in the tree.
            text += b"\n" + self.tokens(path)
        tree = digest(text)
        return tree, tree

    @staticmethod
    def code(tree):
        """The lines of a tree with their depth, without what documents declarations."""
        comment = None
        for line in tree.splitlines():
            rest = line.lstrip(b"| `-")
            depth = len(line) - len(rest)
            if comment is not None and depth > comment:
                continue
            comment = depth if rest.startswith(b"FullComment") else None
            if comment is None:
                yield b"%d %s" % (depth, rest)

    def tokens(self, path):
        """The preprocessed tokens, without commas before a closing brace and with strings joined."""
        run = subprocess.run(
            ["clang", *self.options, "-fsyntax-only", "-nostdinc", "-w", "-ferror-limit=0", *self.places,
             "-Xclang", "-dump-tokens", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        found = re.findall(rb"^(\w+ '.*?')\t", run.stderr, re.M | re.S)
        text = b"\n".join(found)
        text = re.sub(rb"comma ','\n(?=r_brace )", b"", text)
        return re.sub(rb"\"'\nstring_literal '\"", b"", text)


ALL = [Python(), JavaScript(), TypeScript(), Go(), Java(), Rust(), Swift(), C()]

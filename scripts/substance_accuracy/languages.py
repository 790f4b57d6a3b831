"""How programs of each language are taken apart and spoilt, by lines and regular expressions alone.

Nothing here knows how Verdict reads programs: a function is a line that looks like a header and the lines up
to the one that closes its block at the same indentation.
"""

import re

KEYWORDS = {
    "if", "for", "while", "switch", "catch", "function", "constructor", "return", "else", "do", "try", "match",
    "synchronized", "using", "lock", "foreach", "when", "with", "new", "throw", "await", "super", "sizeof",
    "defined", "elsif", "unless", "until", "static_assert", "describe", "it", "test", "guard", "init",
}


class Language:
    def __init__(
            self, name, endings, header, test, *, style="braces", comment="//", stubs=(),
            values=("0", '""'), assertion, trivial=(), weak=None, skip=None, swallow=None,
            silence=(), mock=None, special="if ({p} == {a}) {{ return {b}; }}", placeholder=None, mark=None):
        self.name, self.endings, self.style, self.comment = name, endings, style, comment
        self.header = re.compile(header)
        self.test = re.compile(test)
        self.mark = re.compile(mark) if mark else None
        self.stubs, self.values = stubs, values
        self.assertion = re.compile(assertion)
        self.trivial, self.weak, self.skip = trivial, weak, skip
        self.swallow, self.silence, self.mock, self.special = swallow, silence, mock, special
        self.placeholder = placeholder or (f"{comment} TODO: implement this", f"{comment} your code here",
                                           f"{comment} implementation goes here")


class Block:
    """A function or test: the lines [start, end) with the body's lines [first, last)."""

    def __init__(self, name, parameters, start, first, last, end, indent):
        self.name, self.parameters = name, parameters
        self.start, self.first, self.last, self.end, self.indent = start, first, last, end, indent


def indentation(line):
    return line[:len(line) - len(line.lstrip())]


def parameters(text):
    """The plain names of a parameter list, as far as they can be told."""
    names = []
    for part in re.split(r",(?![^<(\[]*[>)\]])", text or ""):
        part = part.split("=")[0].strip()
        match = re.match(r"^(?:\w+\s+)?(\$?\w+)\s*:", part)
        if match:
            names.append(match.group(1))
            continue
        words = re.findall(r"\$?\w+", part)
        if words:
            names.append(words[-1])
    return [name for name in names if name not in ("self", "cls", "this", "void", "args", "kwargs")]


def go_parameters(text):
    return [part.split()[0] for part in (text or "").split(",") if len(part.split()) >= 1]


def blocks(language, lines, pattern, mark=None):
    """The blocks whose header a pattern matches."""
    found = []
    for index, line in enumerate(lines):
        match = pattern.match(line)
        if not match:
            continue
        name = match.groupdict().get("name") or line.strip()
        if name in KEYWORDS:
            continue
        start = index
        if mark:
            above = index - 1
            while above >= 0 and index - above < 6 and not mark.search(lines[above]):
                if lines[above].strip() and not lines[above].strip().startswith(("@", "[", "#", "//", "/*", "*")):
                    above = -1
                    break
                above -= 1
            if above < 0 or not mark.search(lines[above]):
                continue
            start = above
        indent = indentation(line)
        if language.style == "indent":
            header_end = index
            while header_end < len(lines) and not re.search(r":\s*(#.*)?$", lines[header_end]):
                header_end += 1
                if header_end - index > 12:
                    break
            first = header_end + 1
            end = first
            while end < len(lines) and (
                    not lines[end].strip() or len(indentation(lines[end])) > len(indent)):
                end += 1
            while end > first and not lines[end - 1].strip():
                end -= 1
            last = end
            # Documentation stays.
            if first < last and lines[first].strip()[:3] in ('"""', "'''"):
                quote = lines[first].strip()[:3]
                if lines[first].strip().count(quote) >= 2 and len(lines[first].strip()) > 3:
                    first += 1
                else:
                    first += 1
                    while first < last and quote not in lines[first]:
                        first += 1
                    first += 1
        else:
            closing = {"words": "end"}.get(language.style, "}")
            first = index
            if language.style == "braces":
                while first < len(lines) and not lines[first].rstrip().endswith("{"):
                    first += 1
                    if first - index > 8 or first >= len(lines) or lines[first].rstrip().endswith(";"):
                        break
                if first >= len(lines) or not lines[first].rstrip().endswith("{"):
                    continue
            first += 1
            last = first
            while last < len(lines) and not (
                    lines[last].startswith(indent + closing)
                    and (len(lines[last].rstrip()) == len(indent + closing)
                         or not lines[last][len(indent + closing)].isalnum())):
                last += 1
                if last - first > 300:
                    break
            if last >= len(lines) or last - first > 300:
                continue
            end = last + 1
        if last > first:
            found.append(Block(name, match.groupdict().get("parameters"), start, first, last, end, indent))
    return found


ALL = [
    Language(
        "python", (".py",), r"^\s*(?:async\s+)?def\s+(?P<name>(?!test)\w+)\s*\((?P<parameters>[^)]*)",
        r"^\s*(?:async\s+)?def\s+(?P<name>test\w+)\s*\(", style="indent", comment="#",
        stubs=("pass", "...", "raise NotImplementedError", 'raise NotImplementedError("todo")'),
        values=("None", "0", "True", '""', "[]"),
        assertion=r"^\s*(assert\b|self\.assert\w+\()", trivial=("assert True", "assert 1 == 1"),
        weak=(r"^(\s*)assert (.+?) == .+$", r"\1assert \2 is not None"),
        skip='@pytest.mark.skip(reason="later")', swallow=("try:", "except Exception:", "pass"),
        silence=("  # noqa", "  # type: ignore", "  # pylint: disable=all"),
        mock="{f} = Mock(return_value=1)", special="if {p} == {a}:\n    return {b}"),
    Language(
        "javascript", (".js", ".mjs", ".cjs", ".jsx"),
        r"^\s*(?:export\s+)?(?:default\s+)?(?:static\s+)?(?:async\s+)?(?:function\s+)?(?P<name>\w+)\s*\((?P<parameters>[^)]*)\)\s*\{\s*$",
        r"""^\s*(?:it|test)\(\s*['"`](?P<name>[^'"`]*)['"`]\s*,.*\{\s*$""",
        stubs=('throw new Error("not implemented");', "// TODO", ""), values=("null", "0", "true", '""', "[]", "{}"),
        assertion=r"^\s*(expect\(|assert[.(]|t\.(is|equal|deepEqual|ok)\().*;?\s*$",
        trivial=("expect(true).toBe(true);", "expect(1).toBe(1);"),
        weak=(r"\.(toBe|toEqual|toStrictEqual)\(.*\)", ".toBeDefined()"),
        skip=(r"^(\s*)(it|test)\(", r"\1\2.skip("), swallow=("try {", "} catch (e) {", "}"),
        silence=(" // eslint-disable-line", "// @ts-ignore", "/* eslint-disable */"),
        mock="const {f} = jest.fn().mockReturnValue(1);", special="if ({p} === {a}) {{\n  return {b};\n}}"),
    Language(
        "typescript", (".ts", ".tsx", ".mts"),
        r"^\s*(?:export\s+)?(?:default\s+)?(?:(?:public|private|protected|static|async)\s+)*(?:function\s+)?(?P<name>\w+)\s*(?:<[^>(]*>)?\((?P<parameters>[^)]*)\)\s*(?::\s*[^={]+)?\{\s*$",
        r"""^\s*(?:it|test)\(\s*['"`](?P<name>[^'"`]*)['"`]\s*,.*\{\s*$""",
        stubs=('throw new Error("Not implemented");', "// TODO", ""), values=("null", "0", "true", '""', "[]"),
        assertion=r"^\s*(expect\(|assert[.(]).*;?\s*$", trivial=("expect(true).toBe(true);", "expect(1).toBe(1);"),
        weak=(r"\.(toBe|toEqual|toStrictEqual)\(.*\)", ".toBeDefined()"),
        skip=(r"^(\s*)(it|test)\(", r"\1\2.skip("), swallow=("try {", "} catch (e) {", "}"),
        silence=(" // eslint-disable-line", "// @ts-ignore", "// @ts-nocheck"),
        mock="const {f} = vi.fn().mockReturnValue(1);", special="if ({p} === {a}) {{\n  return {b};\n}}"),
    Language(
        "java", (".java",),
        r"^\s+(?:(?:public|private|protected|static|final|synchronized)\s+)+(?:<[^>]*>\s+)?(?!void\b|class\b|new\b)[\w<>\[\], ?.]+\s+(?P<name>\w+)\((?P<parameters>[^)]*)\)[^{;=]*\{\s*$",
        r"^\s+(?:public\s+)?void\s+(?P<name>\w+)\(\)[^{;]*\{\s*$", mark=r"@(Test|ParameterizedTest)\b",
        stubs=('throw new UnsupportedOperationException("Not implemented");', 'throw new UnsupportedOperationException("TODO");', 'throw new RuntimeException("not implemented");'),
        values=("null", "0", "true", '""'), assertion=r"^\s*(Assertions?\.)?(assert\w+|verify)\(.*;\s*$",
        trivial=("assertTrue(true);", "assertEquals(1, 1);"),
        weak=(r"^(\s*)assertEquals\([^,]+, (.+)\);$", r"\1assertNotNull(\2);"), skip="@Disabled",
        swallow=("try {", "} catch (Exception e) {", "}"),
        silence=('@SuppressWarnings("all")', " // NOSONAR", '@SuppressWarnings("unchecked")'),
        mock="when(subject.{f}(any())).thenReturn(null);", special="if ({p} == {a}) {{\n  return {b};\n}}"),
    Language(
        "go", (".go",), r"^func\s+(?:\([^)]*\)\s+)?(?P<name>(?!Test)\w+)\((?P<parameters>[^)]*)\)[^{]*\{\s*$",
        r"^func\s+(?P<name>Test\w+)\(", stubs=('panic("not implemented")', 'panic("TODO")'),
        values=("nil", "0", "true", '""'), assertion=r"^\s*((assert|require)\.\w+\(|t\.(Error|Fatal)f?\().*$",
        trivial=("assert.True(t, true)", "require.Equal(t, 1, 1)"),
        weak=(r"(assert|require)\.Equal\(t, [^,]+, (.+)\)", r"\1.NotNil(t, \2)"),
        skip=("body", 't.Skip("later")'), swallow=("defer func() { recover() }()",),
        silence=(" //nolint", " //nolint:all", " // #nosec"), mock="{f} := func(...any) any {{ return 1 }}",
        special="if {p} == {a} {{\n\treturn {b}\n}}"),
    Language(
        "rust", (".rs",), r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:const\s+|async\s+)?fn\s+(?P<name>\w+)\s*(?:<[^(]*>)?\((?P<parameters>[^)]*)\)[^{;]*\{\s*$",
        r"^\s*(?:async\s+)?fn\s+(?P<name>\w+)\(\)[^{;]*\{\s*$", mark=r"#\[(tokio::)?test",
        stubs=("todo!()", "unimplemented!()", 'panic!("not implemented")'),
        values=("0", "true", "None", "String::new()", "Vec::new()", "Default::default()"),
        assertion=r"^\s*assert(_eq|_ne)?!\(.*\);\s*$", trivial=("assert!(true);", "assert_eq!(1, 1);"),
        weak=(r"assert_eq!\((.+?), .+\);", r"assert!(!\1.is_empty());"), skip="#[ignore]",
        swallow=None, silence=("#[allow(warnings)]", "#[allow(dead_code)]", "#[allow(clippy::all)]"),
        mock="let {f} = |_| 1;", special="if {p} == {a} {{\n    return {b};\n}}"),
    Language(
        "swift", (".swift",), r"^\s*(?:@\w+\s+)*(?:(?:public|private|internal|fileprivate|open|static|final|mutating|nonisolated|package)\s+)*func\s+(?P<name>(?!test)\w+)\s*(?:<[^(]*>)?\((?P<parameters>[^)]*)\)[^{]*\{\s*$",
        r"^\s*(?:@Test\s+)?(?:public\s+)?func\s+(?P<name>test\w+)\(\)[^{]*\{\s*$",
        stubs=('fatalError("TODO")', 'fatalError("not implemented")', 'preconditionFailure("unimplemented")'),
        values=("nil", "0", "true", '""', "[]"), assertion=r"^\s*(XCTAssert\w*\(|#expect\().*\)\s*$",
        trivial=("XCTAssertTrue(true)", "XCTAssertEqual(1, 1)"),
        weak=(r"XCTAssertEqual\(([^,]+), .+\)", r"XCTAssertNotNil(\1)"), skip=("body", 'throw XCTSkip("later")'),
        swallow=("do {", "} catch {", "}"), silence=("// swiftlint:disable all", " // swiftlint:disable:this all"),
        mock="func {f}(_ value: Any) -> Int {{ 1 }}", special="if {p} == {a} {{\n  return {b}\n}}"),
    Language(
        "csharp", (".cs",),
        r"^\s+(?:(?:public|private|protected|internal|static|virtual|override|async|sealed)\s+)+(?!void\b|class\b|new\b|record\b|struct\b|interface\b|enum\b)[\w<>\[\], ?.]+\s+(?P<name>\w+)(?:<[^>(]*>)?\((?P<parameters>[^)]*)\)[^;={]*$",
        r"^\s+public\s+(?:async\s+)?(?:virtual\s+|override\s+)?(?:void|Task|async Task)\s+(?P<name>\w+)\(\)\s*$", mark=r"\[(Fact|Test|TestMethod|Theory)\b",
        stubs=("throw new NotImplementedException();", 'throw new NotImplementedException("TODO");'),
        values=("null", "0", "true", '""', "default"), assertion=r"^\s*(Assert\.\w+\(|\w[\w.()]*\.Should\w*).*;\s*$",
        trivial=("Assert.True(true);", "Assert.Equal(1, 1);"),
        weak=(r"Assert\.Equal\([^,]+, (.+)\);", r"Assert.NotNull(\1);"), skip='[Ignore("later")]',
        swallow=("try {", "} catch (Exception) {", "}"), silence=("#pragma warning disable", "// ReSharper disable All"),
        mock="mock.Setup(m => m.{f}(It.IsAny<object>())).Returns(null);", special="if ({p} == {a})\n{{\n    return {b};\n}}"),
    Language(
        "ruby", (".rb",), r"^\s*def\s+(?:self\.)?(?P<name>(?!test)\w+[?!]?)\s*(?:\((?P<parameters>[^)]*)\))?\s*$",
        r"""^\s*(?:it|test|specify)\s+["'](?P<name>[^"']*)["'].*\bdo\s*$|^\s*def\s+(?P<other>test_\w+)\s*$""", style="words", comment="#",
        stubs=("raise NotImplementedError", 'raise "not implemented"', ""), values=("nil", "0", "true", '""', "[]"),
        assertion=r"^\s*(assert\w*[ (]|expect[ ({(]|refute\w*[ (]).*$", trivial=("assert true", "expect(true).to eq(true)"),
        weak=(r"^(\s*)assert_equal\(? ?[^,]+, (.+?)\)?$", r"\1assert_not_nil \2"), skip=("body", 'skip "later"'),
        swallow=("begin", "rescue StandardError", "end"), silence=(" # rubocop:disable all",),
        mock="allow(subject).to receive(:{f}).and_return(1)", special="return {b} if {p} == {a}"),
    Language(
        "php", (".php",), r"^\s*(?:(?:public|private|protected|static|final)\s+)*function\s+(?P<name>(?!test)\w+)\((?P<parameters>[^)]*)\)[^{;]*$",
        r"^\s*(?:public\s+)?function\s+(?P<name>test\w+)\(\)[^{;]*$",
        stubs=("throw new \\Exception('Not implemented');", "throw new \\LogicException('TODO');", ""), values=("null", "0", "true", "''", "[]"),
        assertion=r"^\s*(\$this->assert|self::assert|static::assert)\w+\(.*\);\s*$", trivial=("$this->assertTrue(true);", "$this->assertSame(1, 1);"),
        weak=(r"^(\s*)(\$this->|self::|static::)assert(?:Same|Equals)\([^,]+, (.+)\);$", r"\1\2assertNotNull(\3);"),
        skip=("body", "$this->markTestSkipped('later');"), swallow=("try {", "} catch (\\Exception $e) {", "}"),
        silence=(" // @phpstan-ignore-line", "// phpcs:ignore", " // @codingStandardsIgnoreLine"),
        mock="$subject->method('{f}')->willReturn(1);", special="if ({p} === {a}) {{\n    return {b};\n}}"),
    Language(
        "kotlin", (".kt",), r"^\s*(?:(?:public|private|internal|protected|override|open|suspend|inline|operator)\s+)*fun\s+(?:<[^>]*>\s+)?(?:[\w<>?*, ]+\.)?(?P<name>\w+)\((?P<parameters>[^)]*)\)\s*:[^{=]+\{\s*$",
        r"^\s*(?:public\s+)?fun\s+(?P<name>`[^`]+`|\w+)\(\)[^{]*\{\s*$", mark=r"@Test\b",
        stubs=("TODO()", 'TODO("not implemented")', 'throw NotImplementedError()'), values=("null", "0", "true", '""', "emptyList()"),
        assertion=r"^\s*(assert\w+\(|\w[\w.()]* shouldBe |expect\().*$", trivial=("assertTrue(true)", "assertEquals(1, 1)"),
        weak=(r"^(\s*)assertEquals\([^,]+, (.+)\)$", r"\1assertNotNull(\2)"), skip="@Ignore",
        swallow=("try {", "} catch (e: Exception) {", "}"), silence=('@Suppress("ALL")', '@Suppress("UNCHECKED_CAST")', '@Suppress("all")'),
        mock="every {{ subject.{f}(any()) }} returns 1", special="if ({p} == {a}) {{\n    return {b}\n}}"),
    Language(
        "cpp", (".cc", ".cpp", ".cxx", ".hpp"),
        r"^(?!\s*(?:class|struct|namespace|enum|TEST|SECTION|void|static void|inline void)\b)(?:[\w:<>,*&]+\s+)+[*&]?(?:\w+::)*(?P<name>\w+)\((?P<parameters>[^)]*)\)\s*(?:const\s*)?(?:noexcept\s*)?(?:override\s*)?\{\s*$",
        r"^\s*(?:TEST|TEST_F|TEST_P|TYPED_TEST|TEST_CASE)\s*\((?P<name>[^{]*)\)\s*\{\s*$",
        stubs=('throw std::runtime_error("not implemented");', 'throw std::logic_error("TODO");', ""), values=("0", "nullptr", "true", "{}", '""'),
        assertion=r"^\s*((EXPECT|ASSERT|CHECK|REQUIRE)\w*\().*\);\s*$", trivial=("EXPECT_TRUE(true);", "REQUIRE(true);", "EXPECT_EQ(1, 1);"),
        weak=(r"^(\s*)(EXPECT|ASSERT)_EQ\(([^,]+), .+\);$", r"\1\2_TRUE(\3 != nullptr);"), skip=("body", "GTEST_SKIP();"),
        swallow=("try {", "} catch (...) {", "}"), silence=(" // NOLINT",), mock="auto {f} = [](auto...) {{ return 1; }};",
        special="if ({p} == {a}) {{\n  return {b};\n}}"),
]

BY_ENDING = {ending: language for language in ALL for ending in language.endings}

import Testing

@testable import Syntax

@Suite struct MakeDefects {
  @Test(arguments: [
    ("all: $(A\n\techo\n", ["error unclosed-delimiter 1:6"]),
    ("A := ${B\n", ["error unclosed-delimiter 1:6"]),
    ("A = $(B\n", ["warning unclosed-delimiter 1:5"]),
    ("define A\n  b\n", ["error unclosed-delimiter 1:1"]),
    ("ifeq (a,b)\nA = 1\n", ["error unclosed-delimiter 1:1"]),
    (
      "ifdef A\nelse\nelse\nendif\nendif\nendef\n",
      [
        "error unexpected-delimiter 3:1", "error unexpected-delimiter 5:1",
        "error unexpected-delimiter 6:1",
      ]
    ),
  ])
  func areFound(source: String, expected: [String]) {
    #expect(read(source, as: .make).places == expected)
  }

  @Test(arguments: [
    "ifeq (a,b)\nelse ifdef C\nelse # d\nendif\n", "if A\nelse\nendif\nendif\n",
    "define A\nifeq\n$(B\nendef\ndefine C =\nendef\noverride define D\nendef # e\n",
    "a: $(B \\\n c)\n\techo $(\n\tendif\n", "endif = 1\nelse: b\n", ".if A\n.endif\nendif\n",
    "define A\n.if\nendef\n",
  ])
  func areNotFoundInWhatIsWellFormed(source: String) {
    #expect(read(source, as: .make).places == [])
  }
}

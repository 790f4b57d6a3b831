import Syntax

/// How programs of one language say what the gates look for beyond its grammar: that something is not
/// implemented, what a test is and how it asserts, that a check is silenced. One value for each language,
/// with what all languages share as the defaults.
struct Conventions: Sendable {
  // MARK: Work left undone

  /// Statements that do nothing.
  var nothing: WordSet = [";", ","]
  /// Words that raise an error.
  var raising: WordSet = ["throw"]
  /// Calls that stop the program or raise an error, with a text that says why.
  var stopping: WordSet = []
  /// Names that say of themselves that something is not implemented.
  var unfinished: WordSet = ["NotImplementedError"]
  /// Errors that also stand for what is refused on purpose.
  var refusing: WordSet = []
  /// Types of results that are no value.
  var noValue: WordSet = ["void", "Void", "None", "Unit", "unit"]
  /// Modifiers, attributes and decorators that make a body without work an honest one.
  var inherited: WordSet = ["override", "abstract", "virtual", "open", "Override"]
  /// Whether the value of the last expression is what a function returns.
  var returnsLast = false

  // MARK: Tests

  /// How names of tests begin, where nothing else marks them.
  var testPrefixes: [StaticString] = ["test"]
  /// Names of attributes and annotations that make a function a test.
  var testMarks: WordSet = ["Test"]
  /// Names that assert beyond those that all languages know by their beginnings (`assert`, `expect`).
  var assertions: WordSet = []
  /// Names that begin like assertions and are none.
  var noAssertions: WordSet = []
  /// Names of attributes, annotations and modifiers that skip a test.
  var skipMarks: WordSet = ["Ignore", "Disabled", "skip", "Skip"]
  /// Calls that skip the test in which they stand.
  var skipCalls: WordSet = ["skip"]
  /// What makes a test the only one that runs.
  var focusMarks: WordSet = []
  /// Names that replace a function or an object by another.
  var mocks: WordSet = ["mock", "stub", "spy", "patch"]

  // MARK: Checks

  /// The word in front of what is done with an error.
  var handlers: WordSet = ["catch"]
  /// Types of all errors; a handler that names one of them, or none, takes everything.
  var broadErrors: WordSet = ["Exception", "Throwable", "Error"]
  /// Whether a handler of any error counts as broad since handlers name no type.
  var handlesAll = false
  /// What comments say to silence a check; in lower case.
  var suppressions: [StaticString] = []
  /// Attributes and annotations that silence a check.
  var suppressionMarks: WordSet = []

  // MARK: Leftovers

  /// Statements and calls of a debugger.
  var breakpoints: WordSet = []
  /// Calls that print for the eyes of who debugs.
  var debugPrints: WordSet = []

  /// How a comment to the end of the line begins.
  var lineComment: StaticString = "//"

  /// Not from a table of all: a hook pays for the languages of its change alone.
  static func of(_ language: Language) -> Conventions {
    switch language.name {
    case "c": .c
    case "cpp": .cPlusPlus
    case "csharp": .cSharp
    case "go": .go
    case "java": .java
    case "javascript", "typescript": .ecmaScript
    case "kotlin": .kotlin
    case "lua": .lua
    case "objectivec": .objectiveC
    case "php": .php
    case "python": .python
    case "ruby": .ruby
    case "rust": .rust
    case "scala": .scala
    case "shell": .shell
    case "swift": .swift
    default: neutral
    }
  }

  private static let neutral = Conventions()
}

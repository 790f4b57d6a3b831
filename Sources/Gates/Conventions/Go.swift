extension Conventions {
  /// The package testing, testify, Gomega.
  static let go = Conventions(
    raising: [], stopping: ["panic"],
    unfinished: ["ErrNotImplemented", "unimplemented", "TODO"],
    inherited: [],
    testPrefixes: ["Test"],
    assertions: [
      "Error", "Errorf", "Fatal", "Fatalf", "Fail", "FailNow", "Equal", "NoError", "Nil", "NotNil",
      "True", "False", "Contains", "Len", "Empty", "EqualError", "ErrorIs", "Panics", "panic",
      "Check", "Diff", "require", "assert", "testutil",
    ],
    skipMarks: [], skipCalls: ["Skip", "Skipf", "SkipNow"],
    mocks: ["EXPECT", "On", "Patch"],
    handlers: [],
    suppressions: ["nolint", "lint:ignore", "nosec", "#nosec", "revive:disable", "nosem"],
    breakpoints: ["Breakpoint"],
    debugPrints: ["Println", "Printf", "Print", "println"])
}

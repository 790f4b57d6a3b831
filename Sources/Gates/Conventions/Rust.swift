extension Conventions {
  static let rust = Conventions(
    raising: [], stopping: ["panic", "unimplemented", "todo", "unreachable"],
    unfinished: ["todo", "unimplemented"],
    noValue: [],
    inherited: [],
    returnsLast: true,
    testPrefixes: [],
    testMarks: ["test", "rstest", "test_case", "wasm_bindgen_test", "quickcheck"],
    assertions: [
      "panic", "unwrap", "unwrap_err", "insta", "assert_snapshot", "expect_err", "should_panic",
      "prop_assert", "check", "case", "matches", "run", "unreachable",
    ],
    skipMarks: ["ignore"], skipCalls: [],
    mocks: ["mock", "expect", "returning"],
    handlers: [],
    suppressions: [],
    suppressionMarks: ["allow", "expect"],
    debugPrints: ["dbg", "println", "eprintln"])
}

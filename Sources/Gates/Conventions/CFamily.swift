extension Conventions {
  static let c = Conventions(
    raising: [], stopping: ["abort", "assert", "exit", "die", "BUG", "panic", "fprintf"],
    unfinished: ["NOT_IMPLEMENTED", "unimplemented", "TODO"],
    testPrefixes: ["test"],
    assertions: [
      "cl_assert", "cl_git_pass", "cl_git_fail", "ck_assert", "g_assert", "fail_unless",
      "fail_if", "abort_unless", "abort_if", "test_cond", "mu_assert", "cmp_ok", "is_int",
    ],
    skipMarks: ["cl_skip", "RETURN_SKIP", "SKIP"],
    skipCalls: ["cl_skip", "RETURN_SKIP", "SKIP", "skip", "TEST_IGNORE"],
    mocks: ["will_return", "mock"],
    handlers: [],
    suppressions: suppressionsOfC,
    debugPrints: ["printf"])

  /// GoogleTest, Catch2, doctest, Boost.Test.
  static let cPlusPlus = Conventions(
    raising: ["throw"], stopping: ["abort", "assert", "terminate", "LOG"],
    unfinished: ["NOT_IMPLEMENTED", "unimplemented", "TODO", "not_implemented"],
    inherited: ["override", "virtual", "final"],
    testPrefixes: ["test"],
    testMarks: ["TEST", "TEST_F", "TEST_P", "TEST_CASE", "SCENARIO", "TYPED_TEST"],
    assertions: [
      "REQUIRE", "CHECK", "EXPECT", "FAIL", "SUCCEED", "BOOST_CHECK", "BOOST_REQUIRE",
      "BOOST_TEST", "STATIC_REQUIRE", "static_assert", "ADD_FAILURE", "QVERIFY", "QCOMPARE",
    ],
    skipMarks: ["GTEST_SKIP", "SKIP", "DISABLED_"],
    skipCalls: ["GTEST_SKIP", "SKIP", "QSKIP"],
    mocks: ["EXPECT_CALL", "ON_CALL", "WillOnce", "WillRepeatedly", "MOCK_METHOD"],
    broadErrors: ["...", "exception"],
    suppressions: suppressionsOfC,
    debugPrints: ["cout", "cerr", "printf"])

  static let objectiveC = Conventions(
    raising: ["throw", "@throw"], stopping: ["abort", "NSAssert", "NSLog", "raise"],
    unfinished: ["NotImplemented"],
    testPrefixes: ["test"],
    assertions: ["expect", "fail"],
    skipMarks: ["XCTSkip"], skipCalls: ["XCTSkip", "XCTSkipIf"],
    mocks: ["OCMStub", "OCMClassMock", "OCMPartialMock", "OCMockObject"],
    handlers: ["catch", "@catch"], broadErrors: ["NSException", "id"],
    suppressions: suppressionsOfC,
    debugPrints: ["NSLog"])

  /// xUnit.net, NUnit, MSTest, FluentAssertions, Shouldly, Moq, NSubstitute.
  static let cSharp = Conventions(
    unfinished: ["NotImplementedException"],
    refusing: ["NotSupportedException"],
    noValue: ["void", "Task", "ValueTask"],
    inherited: ["override", "abstract", "virtual", "partial", "extern"],
    testPrefixes: [],
    testMarks: [
      "Fact", "Theory", "Test", "TestMethod", "TestCase", "TestCaseSource", "DataTestMethod",
      "ConditionalFact", "ConditionalTheory", "FactAttribute",
    ],
    assertions: [
      "Assert", "Should", "ShouldBe", "ShouldThrow", "Verify", "Received", "ShouldNotBe", "Throws",
    ],
    skipMarks: ["Skip", "Ignore", "Explicit"],
    skipCalls: ["Ignore", "Inconclusive", "Skip"],
    mocks: ["Mock", "Setup", "Substitute", "Returns", "Fake", "CallTo"],
    broadErrors: ["Exception"],
    suppressions: ["resharper disable", "nosonar", "stylecop", "nosem"],
    suppressionMarks: [
      "SuppressMessage", "UnconditionalSuppressMessage", "ExcludeFromCodeCoverage",
    ],
    debugPrints: ["WriteLine", "Write"])

  private static let suppressionsOfC: [StaticString] = [
    "nolint", "cppcheck-suppress", "lint -e", "clang-format off", "nosonar", "lcov_excl",
    "coverity[", "pvs-studio", "-v:", "gcovr_excl", "nosem",
  ]
}

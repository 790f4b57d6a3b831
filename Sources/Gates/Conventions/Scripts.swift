extension Conventions {
  /// Minitest, test-unit, RSpec, Mocha.
  static let ruby = Conventions(
    raising: ["raise", "fail"], stopping: [],
    unfinished: ["NotImplementedError"],
    noValue: [],
    inherited: ["abstract", "override"],
    returnsLast: true,
    testPrefixes: ["test_"],
    testMarks: [],
    assertions: [
      "expect", "is_expected", "should", "should_not", "expects", "flunk", "raises", "assert",
    ],
    noAssertions: ["require", "require_relative", "requires"],
    skipMarks: ["skip", "xit", "pending", "xdescribe", "xcontext", "omit", "xspecify"],
    skipCalls: ["skip", "pending", "omit"],
    focusMarks: ["fit", "fdescribe", "fcontext", "focus"],
    mocks: [
      "allow", "receive", "stub", "stubs", "stub_const", "any_instance", "and_return", "returns",
    ],
    handlers: ["rescue"], broadErrors: ["Exception", "StandardError"],
    suppressions: [
      "rubocop:disable", "rubocop:todo", ":nocov:", "nosonar", "standard:disable", "steep:ignore",
    ],
    breakpoints: ["byebug", "pry", "irb", "debugger"],
    debugPrints: ["puts", "p", "pp"],
    lineComment: "#")

  /// PHPUnit, Pest.
  static let php = Conventions(
    unfinished: ["NotImplementedException", "NotImplemented"],
    refusing: ["BadMethodCallException"],
    noValue: ["void", "never"],
    inherited: ["abstract", "Override"],
    testPrefixes: ["test"],
    testMarks: ["Test", "test"],
    assertions: [
      "expect", "expectException", "fail", "expectExceptionMessage", "should", "once", "never",
    ],
    noAssertions: ["require", "require_once"],
    skipMarks: ["markTestSkipped", "markTestIncomplete", "skip", "todo"],
    skipCalls: ["markTestSkipped", "markTestIncomplete"],
    mocks: [
      "createMock", "getMockBuilder", "createStub", "willReturn", "mock", "shouldReceive",
      "prophesize",
      "spy", "partialMock",
    ],
    broadErrors: ["Exception", "Throwable", "Error"],
    suppressions: [
      "phpcs:ignore", "phpcs:disable", "@phpstan-ignore", "@psalm-suppress", "@codecoverageignore",
      "@phpcsignore", "phan-suppress", "noinspection", "nosonar", "@codingstandardsignore",
    ],
    suppressionMarks: ["SuppressWarnings"],
    debugPrints: ["var_dump", "dd", "dump", "print_r", "ray"])

  /// busted, luaunit.
  static let lua = Conventions(
    raising: [], stopping: ["error", "assert"],
    unfinished: [],
    testPrefixes: ["test"],
    testMarks: [],
    assertions: ["assert", "eq", "neq", "expect", "error"],
    skipMarks: ["pending"], skipCalls: ["pending"],
    mocks: ["stub", "spy", "mock"],
    handlers: [],
    suppressions: ["luacheck:", "@diagnostic disable", "selene:", "stylua: ignore", "@diagnostic"],
    debugPrints: ["print"],
    lineComment: "--")

  /// Bats, shUnit2.
  static let shell = Conventions(
    raising: [], stopping: [],
    unfinished: [],
    testPrefixes: ["test"],
    assertions: ["[", "[[", "test", "run", "grep", "diff", "test_cmp", "assert"],
    skipCalls: ["skip"],
    handlers: [],
    suppressions: ["shellcheck disable", "shellcheck source=/dev/null"],
    lineComment: "#")
}

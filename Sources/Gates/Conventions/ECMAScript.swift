extension Conventions {
  /// JavaScript and TypeScript: Jest, Vitest, Mocha, Jasmine, node:test, tap, AVA, Chai, Sinon.
  static let ecmaScript = Conventions(
    unfinished: ["NotImplementedError", "NotImplemented"],
    noValue: ["void", "undefined", "never"],
    inherited: ["override", "abstract", "declare", "get"],
    testPrefixes: [],
    assertions: [
      "assert", "expect", "expectTypeOf", "assertType", "should", "ok", "equal", "deepEqual",
      "strictEqual", "deepStrictEqual", "notEqual", "throws", "rejects", "fail", "same", "match",
      "is", "truthy", "falsy", "plan", "done", "matchSnapshot", "attest",
    ],
    noAssertions: ["require", "required", "requires", "requireActual"],
    skipMarks: ["skip", "todo", "xit", "xtest", "xdescribe", "failing", "fixme"],
    skipCalls: ["skip", "pending"],
    focusMarks: ["only", "fit", "fdescribe", "ftest"],
    mocks: [
      "mock", "doMock", "spyOn", "stub", "fn", "replace", "mockReturnValue", "mockImplementation",
      "mockResolvedValue", "unstable_mockModule", "mockModule", "method",
    ],
    handlesAll: true,
    suppressions: [
      "@ts-ignore", "@ts-expect-error", "@ts-nocheck", "eslint-disable", "tslint:disable",
      "jshint ignore", "istanbul ignore", "c8 ignore", "v8 ignore", "biome-ignore",
      "deno-lint-ignore", "oxlint-disable", "stylelint-disable", "$flowfixme", "$flowignore",
      "jscs:disable", "nosonar", "nosem",
    ],
    breakpoints: ["debugger"],
    debugPrints: ["log", "debug", "dir", "trace", "table"])
}

extension Conventions {
  static let python = Conventions(
    nothing: ["pass", "...", ";"],
    raising: ["raise"],
    unfinished: ["NotImplementedError", "NotImplemented"],
    noValue: ["None", "NoReturn", "Never"],
    inherited: [
      "abstractmethod", "abstractproperty", "overload", "override", "abstractclassmethod",
      "abstractstaticmethod", "hookspec", "hookimpl", "singledispatch",
    ],
    testPrefixes: ["test"],
    assertions: ["raises", "warns", "deprecated_call", "fail", "eq_", "ok_", "approx"],
    skipMarks: ["skip", "SkipTest", "expectedFailure", "xfail"],
    skipCalls: ["skip", "skipTest", "SkipTest", "xfail", "exit"],
    mocks: [
      "patch", "object", "setattr", "Mock", "MagicMock", "AsyncMock", "create_autospec", "spy",
      "return_value", "side_effect",
    ],
    handlers: ["except"],
    broadErrors: ["Exception", "BaseException"],
    suppressions: [
      "noqa", "type: ignore", "type:ignore", "pylint: disable", "pylint:disable", "pyright: ignore",
      "pyright:ignore", "mypy: ignore", "mypy: disable", "nosec", "pragma: no cover", "ruff: noqa",
      "ty: ignore", "pyre-ignore", "pyre-fixme", "flake8: noqa", "nosem",
    ],
    breakpoints: ["breakpoint", "set_trace", "pdb", "ipdb", "pudb"],
    debugPrints: ["print", "pprint"],
    lineComment: "#")
}

extension Conventions {
  /// XCTest, Swift Testing, Quick.
  static let swift = Conventions(
    stopping: ["fatalError", "preconditionFailure", "assertionFailure", "abort"],
    unfinished: ["NotImplemented", "unimplemented", "TODO"],
    noValue: ["Void", "Never"],
    inherited: ["override", "open"],
    returnsLast: true,
    testPrefixes: ["test"],
    testMarks: ["Test"],
    assertions: [
      "expect", "require", "fail", "fulfill", "wait", "confirmation", "expectNoDifference",
    ],
    skipMarks: ["disabled", "XCTSkip", "xit"],
    skipCalls: ["XCTSkip"],
    focusMarks: ["fit", "fdescribe", "fcontext"],
    mocks: ["mock", "stub"],
    handlesAll: true,
    suppressions: ["swiftlint:disable", "swift-format-ignore", "swiftformat:disable", "nosonar"],
    suppressionMarks: [],
    debugPrints: ["print", "debugPrint", "dump", "NSLog"])
}

extension Conventions {
  /// JUnit 3 to 5, TestNG, AssertJ, Hamcrest, Mockito.
  static let java = Conventions(
    unfinished: ["NotImplementedException", "NotImplementedError"],
    refusing: ["UnsupportedOperationException"],
    inherited: ["Override", "abstract", "default", "native"],
    testPrefixes: ["test"],
    testMarks: [
      "Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "Theory",
    ],
    assertions: ["fail", "verify", "thrown", "andExpect", "containsExactly"],
    skipMarks: ["Ignore", "Disabled"],
    mocks: [
      "mock", "spy", "when", "given", "doReturn", "doThrow", "doNothing", "doAnswer", "thenReturn",
      "mockStatic", "Mock", "MockBean", "MockitoBean", "createMock", "mockConstruction",
    ],
    broadErrors: ["Exception", "Throwable", "RuntimeException", "Error"],
    suppressions: [
      "nosonar", "checkstyle:off", "checkstyle.off", "nopmd", "noinspection", "cpd-off",
      "@formatter:off", "suppress checkstyle", "spotless:off", "nosem",
    ],
    suppressionMarks: [
      "SuppressWarnings", "SuppressFBWarnings", "SuppressLint", "SuppressForbidden",
    ],
    debugPrints: ["printStackTrace", "println"])

  /// kotlin.test, JUnit, Kotest, MockK.
  static let kotlin = Conventions(
    stopping: ["error", "TODO"],
    unfinished: ["TODO", "NotImplementedError"],
    refusing: ["UnsupportedOperationException"],
    noValue: ["Unit", "Nothing"],
    inherited: ["override", "abstract", "open", "external", "expect"],
    returnsLast: true,
    testPrefixes: ["test"],
    testMarks: ["Test", "ParameterizedTest", "RepeatedTest", "TestFactory"],
    assertions: [
      "fail", "verify", "coVerify", "shouldBe", "shouldNotBe", "shouldThrow", "isEqualTo",
      "turbine",
    ],
    skipMarks: ["Ignore", "Disabled", "xit", "xtest"],
    mocks: ["mockk", "every", "coEvery", "mockkStatic", "mockkObject", "spyk", "mock", "whenever"],
    broadErrors: ["Exception", "Throwable", "RuntimeException", "Error"],
    suppressions: ["noinspection", "ktlint-disable", "nosonar", "detekt:disable"],
    suppressionMarks: ["Suppress", "SuppressWarnings", "SuppressLint"],
    debugPrints: ["println", "printStackTrace"])

  /// ScalaTest, specs2, MUnit, JUnit.
  static let scala = Conventions(
    stopping: ["???"],
    unfinished: ["NotImplementedError", "???", "NotImplementedException"],
    refusing: ["UnsupportedOperationException"],
    noValue: ["Unit", "Nothing"],
    inherited: ["override", "abstract", "inline"],
    returnsLast: true,
    testMarks: ["Test"],
    assertions: [
      "shouldBe", "shouldEqual", "should", "must", "mustBe", "mustEqual", "fail", "intercept",
      "forAll", "checkAll", "in", "verify",
    ],
    skipMarks: ["Ignore", "Disabled", "ignore", "pending"],
    skipCalls: ["pending", "cancel", "ignore"],
    mocks: ["mock", "stub", "when", "spy", "returns"],
    broadErrors: ["Exception", "Throwable", "NonFatal", "_"],
    suppressions: ["scalastyle:off", "scalafix:off", "nosonar"],
    suppressionMarks: ["nowarn", "SuppressWarnings"],
    debugPrints: ["println"])
}

import Testing

@testable import Syntax

@Test func a() { #expect(Language.all.count > 0) }

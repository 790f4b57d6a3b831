import Foundation
import Testing

@testable import Engine

@Suite struct BuildTests {
  @Test func anotherBuildOfTheSameVersionIsAnother() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    func build() -> String {
      Surroundings(environment: [:], currentFolder: "/", version: "1", program: path).build
    }
    try Data("one".utf8).write(to: URL(filePath: path))
    let one = build()
    #expect(one == build())
    try Data("three".utf8).write(to: URL(filePath: path))
    #expect(one != build())
    #expect(
      Surroundings(environment: [:], currentFolder: "/", version: "1").build
        != Surroundings(environment: [:], currentFolder: "/", version: "2").build)
  }
}

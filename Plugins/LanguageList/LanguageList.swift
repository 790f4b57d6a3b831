import Foundation
import PackagePlugin

/// Lists every `public static let NAME = Language(` below `Languages/` as `Language.all`, so that a
/// new language is one new file and touches no other.
@main
struct LanguageList: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target.sourceModule else { return [] }
    let marker = "public static let "
    var names: [String] = []
    for file in module.sourceFiles
    where file.url.pathComponents.contains("Languages") {
      for line in try String(contentsOf: file.url, encoding: .utf8).split(separator: "\n") {
        let text = line.drop(while: { $0 == " " })
        guard text.hasPrefix(marker), text.hasSuffix("= Language(") else { continue }
        names.append(
          String(text.dropFirst(marker.count).prefix(while: { $0.isLetter || $0.isNumber })))
      }
    }
    let folder = context.pluginWorkDirectoryURL.appending(path: "Generated")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let output = folder.appending(path: "LanguageList.swift")
    let source = """
      extension Language {
        /// Every language that Verdict reads, by name.
        public static let all: [Language] = [
      \(names.sorted().map { "    .\($0)," }.joined(separator: "\n"))
        ]
      }

      """
    // Written only when it differs, so that an unchanged list does not rebuild the room.
    if (try? String(contentsOf: output, encoding: .utf8)) != source {
      try source.write(to: output, atomically: true, encoding: .utf8)
    }
    return [
      .prebuildCommand(
        displayName: "List the languages", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["-c", ":"], outputFilesDirectory: folder)
    ]
  }
}

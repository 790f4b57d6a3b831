import Foundation
import PackagePlugin

/// Turns the scripts in `hooks/` into a table of texts, so that the program carries what it installs.
@main
struct HookScripts: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let hooks = context.package.directoryURL.appending(path: "hooks")
    let names = try FileManager.default.contentsOfDirectory(atPath: hooks.path).sorted()
    var source = "/// The hook scripts by the name of their hook.\nenum HookScripts {\n"
    source += "  static let texts: [String: String] = [\n"
    for name in names {
      let text = try String(contentsOf: hooks.appending(path: name), encoding: .utf8)
      source += "    \"\(name)\": ##\"\"\"\n\(text)\n\"\"\"##,\n"
    }
    source += "  ]\n}\n"
    let folder = context.pluginWorkDirectoryURL.appending(path: "Generated")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let output = folder.appending(path: "HookScripts.swift")
    // Written only when it differs, so that unchanged scripts do not rebuild the room.
    if (try? String(contentsOf: output, encoding: .utf8)) != source {
      try source.write(to: output, atomically: true, encoding: .utf8)
    }
    return [
      .prebuildCommand(
        displayName: "Embed the hook scripts", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["-c", ":"], outputFilesDirectory: folder)
    ]
  }
}

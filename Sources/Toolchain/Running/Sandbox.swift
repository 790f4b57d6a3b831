import Programs

/// What bubblewrap is told: everything can be read, the shadow work tree alone can be written, and there
/// is no network.
enum Sandbox {
  static func arguments(
    _ program: Program, _ place: Workshop.Place, in folder: String
  ) -> [String] {
    // A folder for temporary files of its own must not hide the program itself.
    let home = program.path.split(separator: "/").dropLast()
    let own = home.first == "tmp" ? "/" + home.joined(separator: "/") : nil
    return [
      "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp",
    ] + (own.map { ["--ro-bind", $0, $0] } ?? []) + [
      "--bind", place.root, place.root, "--bind", place.reports, place.reports,
      "--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--chdir", folder,
      "--",
    ]
  }
}

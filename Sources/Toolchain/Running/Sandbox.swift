/// What bubblewrap is told: everything can be read, the shadow work tree alone can be written, and there
/// is no network.
enum Sandbox {
  static func arguments(_ place: Workshop.Place, _ folder: String) -> [String] {
    [
      "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp",
      "--bind", place.root, place.root, "--bind", place.reports, place.reports,
      "--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--chdir", folder,
      "--",
    ]
  }
}

import Glibc
import Testing

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  var template = Array("/tmp/verdict-programs-XXXXXX".utf8CString)
  try #require(mkdtemp(&template) != nil)
  let made = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  let folder = try #require(realpath(made, nil).map { String(cString: $0) })
  defer { remove(folder) }
  return try await body(folder)
}

/// Writes a file, executable when asked for.
func write(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
  let file = try #require(fopen(path, "w"))
  fputs(text, file)
  fclose(file)
  try #require(chmod(path, mode) == 0)
}

func makeFolder(_ path: String) throws { try #require(mkdir(path, 0o755) == 0) }

private func remove(_ path: String) {
  guard let folder = opendir(path) else {
    unlink(path)
    return
  }
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name == "." || name == ".." { continue }
    let child = "\(path)/\(name)"
    var status = stat()
    if lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      remove(child)
    } else {
      unlink(child)
    }
  }
  closedir(folder)
  rmdir(path)
}

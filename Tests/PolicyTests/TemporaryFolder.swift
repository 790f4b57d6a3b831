import Glibc
import Testing

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (String) throws -> T) throws -> T {
  var template = Array("/tmp/verdict-policy-XXXXXX".utf8CString)
  try #require(mkdtemp(&template) != nil)
  let made = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  let folder = try #require(realpath(made, nil).map { String(cString: $0) })
  defer { remove(folder) }
  return try body(folder)
}

/// Writes a file with a mode.
func write(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
  let file = try #require(fopen(path, "w"))
  fputs(text, file)
  fclose(file)
  try #require(chmod(path, mode) == 0)
}

func read(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 65536)
  let count = fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes[..<count], as: UTF8.self)
}

/// The names of what a folder holds, in order.
func names(in path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

private func remove(_ path: String) {
  for name in names(in: path) {
    let child = "\(path)/\(name)"
    var status = stat()
    if lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      remove(child)
    } else {
      unlink(child)
    }
  }
  rmdir(path)
}

import Glibc
import Testing

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (String) throws -> T) throws -> T {
  let folder = try makeTemporaryFolder()
  defer { remove(folder) }
  return try body(folder)
}

func withAsyncTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let folder = try makeTemporaryFolder()
  defer { remove(folder) }
  return try await body(folder)
}

private func makeTemporaryFolder() throws -> String {
  var template = Array("/tmp/verdict-store-XXXXXX".utf8CString)
  try #require(mkdtemp(&template) != nil)
  let made = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  return try #require(realpath(made, nil).map { String(cString: $0) })
}

func write(_ path: String, _ bytes: [UInt8], at offset: Int = 0) throws {
  let file = try #require(fopen(path, offset == 0 ? "w" : "r+"))
  fseek(file, offset, SEEK_SET)
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
}

func mode(_ path: String) -> mode_t {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
}

func read(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { return [] }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 22)
  let count = fread(&bytes, 1, bytes.count, file)
  return Array(bytes[..<count])
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

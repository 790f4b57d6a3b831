import Programs
import Source

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An empty folder for copies of files, outside every repository, gone when it is let go.
final class ScratchFolder: Sendable {
  let path: String

  /// Makes a folder with a name of its own below `parent`, which is made too.
  ///
  /// - Throws: `ProgramError`.
  init(below parent: String) throws(ProgramError) {
    try ScratchFolder.makeFolders(parent)
    var template = Array("\(parent)/check-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ProgramError(
        "no folder can be made in \(parent): \(String(cString: strerror(errno)))",
        help: "free some space, or set XDG_CACHE_HOME to a folder you can write")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { ScratchFolder.remove(path) }

  /// Writes a file at its relative path. A path that could leave the folder is refused.
  func write(_ bytes: [UInt8], at relative: SourcePath) throws(ProgramError) -> String {
    let parts = relative.components
    guard relative.isUTF8, let name = parts.last,
      !parts.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }),
      !relative.bytes.contains(0), !relative.bytes.contains(UInt8(ascii: "\n"))
    else { throw ProgramError("its name cannot be given to a compiler") }
    var folder = path
    for part in parts.dropLast() {
      folder += "/" + String(decoding: part, as: UTF8.self)
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw ScratchFolder.failure(folder)
      }
    }
    let target = folder + "/" + String(decoding: name, as: UTF8.self)
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ScratchFolder.failure(target) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        systemWrite(descriptor, $0.baseAddress! + written, bytes.count - written)
      }
      guard count > 0 else { throw ScratchFolder.failure(target) }
      written += count
    }
    return target
  }

  /// The path with all links resolved; as it is where that fails.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func failure(_ path: String) -> ProgramError {
    ProgramError("\(path) cannot be written: \(String(cString: strerror(errno)))")
  }

  static func makeFolders(_ path: String) throws(ProgramError) {
    var folder = ""
    for part in path.split(separator: "/") {
      folder += "/\(part)"
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST || access(folder, X_OK) == 0 else {
        throw failure(folder)
      }
    }
  }

  /// Removes a folder and all in it, following no link.
  private static func remove(_ path: String) {
    guard let stream = opendir(path) else { return }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let inner = "\(path)/\(name)"
      var status = stat()
      if lstat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        remove(inner)
      } else {
        unlink(inner)
      }
    }
    closedir(stream)
    rmdir(path)
  }
}

/// The system's `write`, which a method of that name would hide.
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write

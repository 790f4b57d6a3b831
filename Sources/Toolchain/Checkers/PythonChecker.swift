import Programs

extension Checker {
  /// Compiles in one isolated interpreter (`-I`: neither the folder nor the user's packages are on
  /// the path), which runs nothing of the files.
  static let python = Checker(
    languages: ["python"], programs: ["python3"], arguments: ["-I", "-S", "-c", pythonProgram],
    stopsAtFirstError: true
  ) { files, run in
    let completion = try await run(files.map(\.copy))
    if let why = completion.whyBroken { return files.map { _ in .broken("python3 \(why)") } }
    let lines = String(decoding: completion.standardOutput, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let version = lines.first, lines.count >= files.count + 1 else {
      return files.map { _ in .broken("python3 did not answer for every file") }
    }
    return files.indices.map { index in
      let parts = lines[index + 1].split(
        separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, let line = Int(parts[1]), let column = Int(parts[2]) else {
        return lines[index + 1] == "ok" ? .accepted : .broken("python3 gave no clear answer")
      }
      guard parts[0] == "rejected" else { return .broken("python3 \(version): \(parts[3])") }
      return .rejected([
        ToolMessage(line: line, column: column, text: "\(parts[3]) (Python \(version))")
      ])
    }
  }

  /// Prints the version, then one line a file: `ok`, or `rejected` or `failed` with line, column in
  /// bytes and message. The file's own encoding is respected; its text is compiled, since for bytes
  /// some of CPython's columns count bytes and others characters.
  private static let pythonProgram = """
    import importlib.util, sys, warnings
    warnings.simplefilter('ignore')
    print('%d.%d.%d' % sys.version_info[:3])
    for path in sys.argv[1:]:
        try:
            with open(path, 'rb') as file:
                source = file.read()
            try:
                source = importlib.util.decode_source(source)
            except (SyntaxError, UnicodeDecodeError, LookupError):
                pass  # compile() says what is wrong with the encoding
            compile(source, path, 'exec', dont_inherit=True)
            print('ok')
        except SyntaxError as error:
            column = error.offset or 0
            text = (error.text or '')[:max(column - 1, 0)]
            print('rejected', error.lineno or 0, len(text.encode('utf-8', 'replace')) + 1,
                  ' '.join(str(error.msg).split()))
        except ValueError as error:
            print('rejected', 0, 0, ' '.join(str(error).split()))
        except (RecursionError, MemoryError, OverflowError, OSError) as error:
            print('failed', 0, 0, ' '.join(repr(error).split()))
    """
}

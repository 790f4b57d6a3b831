import ArgumentParser
import Report

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// What the place that is printed to can show.
enum Terminal {
  /// - Parameter color: `auto` asks NO_COLOR, CLICOLOR_FORCE, TERM and whether it is a terminal, in
  ///   this order (no-color.org, bixense.com/clicolors).
  static func style(
    of output: Output, color: ColorChoice = .auto, isVerbose: Bool = false
  ) -> Style {
    Style(
      hasColor: hasColor(output, color), width: width(output), isVerbose: isVerbose)
  }

  private static func hasColor(_ output: Output, _ choice: ColorChoice) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    if let off = value("NO_COLOR"), !off.isEmpty { return false }
    if let force = value("CLICOLOR_FORCE"), !force.isEmpty, force != "0" { return true }
    return output.isTerminal && value("TERM") != "dumb"
  }

  /// Shows what is run now on a line of standard error, which the next one replaces; nothing where that
  /// is no terminal.
  static var progress: @Sendable (String) -> Void {
    let isDumb = getenv("TERM").map { String(cString: $0) } == "dumb"
    guard Output.error.isTerminal, !isDumb else { return { _ in } }
    let width = width(.error)
    return { text in
      // Names of folders may hold what acts on a terminal.
      let safe = text.unicodeScalars.filter { (32..<127).contains($0.value) || $0.value > 0x9F }
      let shown =
        text.isEmpty
        ? "" : String("running \(String(String.UnicodeScalarView(safe)))".prefix(width - 1))
      Output.error.write("\r\u{1B}[K\(shown)")
    }
  }

  /// The terminal's columns; 100 where there is no terminal.
  private static func width(_ output: Output) -> Int {
    var size = winsize()
    if output.isTerminal, ioctl(output.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    return getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.map { max(1, min($0, 1_000)) }
      ?? 100
  }
}

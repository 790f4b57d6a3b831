/// A line on a terminal that says how far a long step is; nothing where standard error is none.
enum Progress {
  /// Files whose names are read into the index.
  static let names: @Sendable (Int, Int) -> Void = { done, total in
    guard Output.error.isTerminal, total >= 500 else { return }
    Output.error.write("\r\u{1B}[Kreading names: \(done) of \(total) files")
  }

  /// Takes the line away.
  static func clear() {
    if Output.error.isTerminal { Output.error.write("\r\u{1B}[K") }
  }
}

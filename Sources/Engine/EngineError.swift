import Source
import Store

/// Errors of the rooms below that a person meets, as problems.
public enum EngineError {
  /// Nil for an error of none of those rooms.
  public static func problem(_ error: any Error) -> Problem? {
    guard let error = error as? StoreError else { return nil }
    return Problem(.failure, error.message, help: error.help)
  }
}

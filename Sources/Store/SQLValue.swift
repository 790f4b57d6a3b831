import FoundationEssentials
import GRDB

/// A value in a column or of a statement's parameter.
public enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByNilLiteral
{
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .real(value) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(nilLiteral: ()) { self = .null }
}

/// A row of a result.
public struct Row: Sendable, Hashable {
  /// Shared by the rows of one result.
  private let columns: [String]
  private let values: [SQLValue]

  init(columns: [String], _ row: GRDB.Row) {
    self.columns = columns
    values = row.databaseValues.map(SQLValue.init)
  }

  /// The value of a column.
  ///
  /// - Precondition: the statement gives such a column; likewise below.
  public subscript(_ name: String) -> SQLValue {
    guard let index = columns.firstIndex(of: name) else {
      preconditionFailure("there is no column `\(name)`")
    }
    return values[index]
  }

  /// The value of a column, or nil when it is not an integer.
  public func integer(_ name: String) -> Int? {
    if case .integer(let value) = self[name] { Int(exactly: value) } else { nil }
  }

  /// The value of a column, or nil when it is not a number.
  public func real(_ name: String) -> Double? {
    switch self[name] {
    case .real(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The value of a column, or nil when it is not text.
  public func text(_ name: String) -> String? {
    if case .text(let value) = self[name] { value } else { nil }
  }

  /// The value of a column, or nil when it is not a blob.
  public func blob(_ name: String) -> [UInt8]? {
    if case .blob(let value) = self[name] { value } else { nil }
  }
}

extension SQLValue {
  init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let number): self = .integer(number)
    case .double(let number): self = .real(number)
    case .string(let string): self = .text(string)
    case .blob(let data): self = .blob(Array(data))
    }
  }

  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let string): string.databaseValue
    case .blob(let bytes): Data(bytes).databaseValue
    }
  }
}

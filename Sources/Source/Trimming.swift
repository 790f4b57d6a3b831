extension BidirectionalCollection {
  /// Without the elements at both ends for which the condition holds.
  @inlinable
  public func trimming(while isLeftOut: (Element) throws -> Bool) rethrows -> SubSequence {
    let start = try firstIndex { try !isLeftOut($0) } ?? endIndex
    guard let last = try self[start...].lastIndex(where: { try !isLeftOut($0) }) else {
      return self[start..<start]
    }
    return self[start...last]
  }
}

extension StringProtocol {
  /// Without blanks, tabs and returns at both ends.
  public var trimmingBlanks: SubSequence {
    trimming { $0 == " " || $0 == "\t" || $0 == "\r" }
  }
}

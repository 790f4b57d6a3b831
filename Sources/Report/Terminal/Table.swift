/// Rows of cells in columns; the first row is the heading.
struct Table {
  private let rows: [[String]]
  private let leftAligned: Set<Int>

  init(_ rows: [[String]], leftAligned: Set<Int>) {
    self.rows = rows
    self.leftAligned = leftAligned
  }

  var text: String {
    guard let columns = rows.first?.indices else { return "" }
    let widths = columns.map { column in rows.map { Display.width($0[column]) }.max() ?? 0 }
    return rows.map { row in
      let cells = columns.map { column -> String in
        let gap = String(repeating: " ", count: widths[column] - Display.width(row[column]))
        if leftAligned.contains(column) {
          return column == columns.last ? row[column] : row[column] + gap
        }
        return gap + row[column]
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}

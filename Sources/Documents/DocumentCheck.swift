extension Document {
  /// What is wrong with the node table, or `nil`: invariant I2. For tests and fuzzing; its cost is
  /// linear in the table.
  ///
  /// Every container's rows end where its last child's rows end and its count is right; mappings
  /// alternate keys and values; ranges lie in the document's range, nest, and come in order, except
  /// where a flag says that the row stands for text elsewhere; texts lie within their buffer; depth
  /// is within the limit.
  package func malformation(limits: DocumentLimits = .standard) -> String? {
    if records.count > limits.maximumNodes { return "more rows than allowed" }
    if Int(next(after: 0)) != records.count { return "rows beside the root" }
    var open: [(row: Int, end: Int, children: Int, last: UInt32)] = []
    var row = 0
    while row < records.count {
      let record = records[row]
      if record.end < record.start { return "row \(row): range ends before it starts" }
      if !range.contains(record.range), !record.has(.synthetic) {
        return "row \(row): range outside the document"
      }
      if let parent = open.last {
        let above = records[parent.row]
        let elsewhere: NodeRecord.Flags = [.synthetic, .aliased, .merged, .aliasRoot]
        if record.flags.isDisjoint(with: elsewhere), above.flags.isDisjoint(with: elsewhere) {
          if !above.range.contains(record.range) { return "row \(row): range outside its parent's" }
          if record.start < parent.last { return "row \(row): before its elder sibling" }
          open[open.count - 1].last = record.end
        }
        open[open.count - 1].children += 1
      }
      if record.isContainer {
        if Int(record.second) <= row || Int(record.second) > records.count {
          return "row \(row): ends outside the table"
        }
        open.append((row, Int(record.second), 0, record.start))
        if open.count > limits.maximumDepth { return "row \(row): too deep" }
      } else {
        let size = record.has(.sideText) ? sideText.count : source.count
        if Int(record.first) + Int(record.second) > size { return "row \(row): text outside" }
      }
      row += 1
      while let last = open.last, last.end <= row {
        if last.end < row { return "row \(last.row): ends inside a child" }
        let record = records[last.row]
        let count = record.kind == .mapping ? Int(record.first) * 2 : Int(record.first)
        if last.children != count { return "row \(last.row): count \(count), has \(last.children)" }
        open.removeLast()
      }
    }
    return open.isEmpty ? nil : "a container is not closed"
  }
}

import Documents

/// Whether two documents say the same, whatever they are written in.
enum TreeComparison {
  /// Compares row by row, in the order of the tables; where entries stand in different order it
  /// compares values instead, for which order does not matter.
  static func equal(_ left: Node, _ right: Node) -> Bool {
    inOrder(left, right) || Value(left) == Value(right)
  }

  private static func inOrder(_ left: Node, _ right: Node) -> Bool {
    let count = Int(left.document.next(after: left.index) - left.index)
    let otherCount = Int(right.document.next(after: right.index) - right.index)
    guard count == otherCount else { return false }
    // Spans borrow from locals, not from properties of classes.
    let (table, otherTable) = (left.document.records, right.document.records)
    let (rows, otherRows) = (table.span, otherTable.span)
    let (bytes, otherBytes) = (left.document.source.bytes, right.document.source.bytes)
    let (side, otherSide) = (left.document.sideText, right.document.sideText)
    let (text, otherText) = (bytes.span, otherBytes.span)
    let (sideText, otherSideText) = (side.span, otherSide.span)
    for offset in 0..<count {
      let one = rows[Int(left.index) + offset]
      let two = otherRows[Int(right.index) + offset]
      if one.isContainer || two.isContainer {
        guard one.kind == two.kind, one.first == two.first else { return false }
        continue
      }
      let isSame = equal(
        one.has(.sideText) ? sideText : text, one,
        two.has(.sideText) ? otherSideText : otherText, two)
      if isNumber(one), isNumber(two) {
        if isSame { continue }
        let pair = (
          Node(document: left.document, index: left.index + UInt32(offset)),
          Node(document: right.document, index: right.index + UInt32(offset))
        )
        guard DecimalText.equal(pair.0.text, pair.1.text) else { return false }
      } else {
        guard one.kind == two.kind, isSame else { return false }
      }
    }
    return true
  }

  private static func isNumber(_ record: NodeRecord) -> Bool {
    record.kind == .integer || record.kind == .float
  }

  private static func equal(
    _ text: Span<UInt8>, _ one: NodeRecord, _ otherText: Span<UInt8>, _ two: NodeRecord
  ) -> Bool {
    guard one.second == two.second else { return false }
    let start = Int(one.first)
    let otherStart = Int(two.first)
    for offset in 0..<Int(one.second) where text[start + offset] != otherText[otherStart + offset] {
      return false
    }
    return true
  }
}

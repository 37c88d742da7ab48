import Documents

/// Whether two documents say the same, whatever they are written in.
enum TreeComparison {
  /// Compares row by row, in the order of the tables; where entries stand in different order it
  /// compares values instead, for which order does not matter.
  static func equal(_ left: Node, _ right: Node) -> Bool {
    inOrder(left, right) || Value(left) == Value(right)
  }

  private static func inOrder(_ left: Node, _ right: Node) -> Bool {
    let end = left.document.next(after: left.index)
    guard end - left.index == right.document.next(after: right.index) - right.index else {
      return false
    }
    var row = left.index
    var other = right.index
    while row < end {
      let one = Node(document: left.document, index: row)
      let two = Node(document: right.document, index: other)
      guard one.isContainer == two.isContainer, one.count == two.count else { return false }
      if one.isContainer {
        guard one.kind == two.kind else { return false }
      } else {
        guard sameScalar(one, two) else { return false }
      }
      row += 1
      other += 1
    }
    return true
  }

  private static func sameScalar(_ left: Node, _ right: Node) -> Bool {
    let isNumber = left.kind == .integer || left.kind == .float
    if isNumber, right.kind == .integer || right.kind == .float {
      return DecimalText.equal(left.text, right.text)
    }
    guard left.kind == right.kind else { return false }
    let one = left.record
    let two = right.record
    guard one.second == two.second else { return false }
    let document = left.document
    return right.withText { wanted in
      let bytes = one.has(.sideText) ? document.sideText : document.source.bytes
      let text = bytes.span
      let base = Int(one.first)
      for offset in 0..<wanted.count where text[base + offset] != wanted[offset] { return false }
      return true
    }
  }
}

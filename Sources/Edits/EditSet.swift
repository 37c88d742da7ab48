import Documents

/// Changes to one document: sorted, disjoint, one for each target (invariant I3).
///
/// It is made by ``EditProposals/merged()`` only.
package struct EditSet: Sendable {
  /// The original, to which all rows refer.
  package let document: Document
  /// In the order of the document; nothing lies below what another change replaces or removes.
  package let changes: [Change]

  init(document: Document, sorted changes: [Change]) {
    self.document = document
    self.changes = changes
  }

  /// No change at all.
  package init(unchanged document: Document) {
    self.init(document: document, sorted: [])
  }

  package var isEmpty: Bool { changes.isEmpty }

  /// Who wants at least one of the changes, in the order of the document.
  package var origins: [String] {
    var origins: [String] = []
    origins.reserveCapacity(4)
    for change in changes {
      for origin in change.origins where !origins.contains(origin) { origins.append(origin) }
    }
    return origins
  }

  /// The changes of a range of rows, found by halving.
  package func changes(in rows: Range<UInt32>) -> ArraySlice<Change> {
    let start = firstChange(from: rows.lowerBound)
    return changes[start..<max(start, firstChange(from: rows.upperBound))]
  }

  /// Where the changes of a row and of those after it begin.
  private func firstChange(from row: UInt32) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].row < row { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The object at `base` with all changes below it done, as the root of a document of its own.
  ///
  /// Rows that an edit made are marked synthetic, and their range is where they belong in the
  /// original. The cost is linear in the rows of `base`.
  package func applied(to base: Node) -> Node {
    if changes.isEmpty { return base }
    var writer = EditedTable(self, base)
    return writer.write()
  }
}

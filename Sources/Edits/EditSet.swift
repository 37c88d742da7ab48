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

/// Copies the rows of an object while doing the changes of an edit set.
private struct EditedTable {
  private let document: Document
  private let base: Node
  private var changes: ArraySlice<Change>
  private var records: [NodeRecord] = []
  private var sideText: [UInt8]
  private var open: [Frame] = []

  /// A container that is being copied.
  private struct Frame {
    var written: Int
    var end: UInt32
    var count: UInt32
    var position = 0
    var insertions: ArraySlice<Change>
  }

  init(_ edits: EditSet, _ base: Node) {
    document = edits.document
    self.base = base
    sideText = document.sideText
    let end = document.next(after: base.index)
    // Whether there is a base at all is not a change below it.
    changes = edits.changes(in: base.index..<end).drop {
      if case .removeElement = $0.operation { return $0.row == base.index }
      return false
    }
    records.reserveCapacity(Int(end - base.index) + 16)
  }

  mutating func write() -> Node {
    var row = base.index
    let end = document.next(after: base.index)
    repeat {
      row = step(row)
      closeFinished(row)
    } while row < end
    let edited = Document(
      source: document.source, range: document.range, position: document.position,
      records: records, sideText: sideText, remarks: document.remarks)
    return edited.root
  }

  /// Copies one row, or does what changes say about it; gives the next row to look at.
  private mutating func step(_ row: UInt32) -> UInt32 {
    insertElements()
    let record = document.records[Int(row)]
    if let change = changes.first, change.row == row {
      switch change.operation {
      case .replace(let value):
        changes = changes.dropFirst()
        append(value, at: record.range)
        advance()
        return document.next(after: row)
      case .removeEntry:
        changes = changes.dropFirst()
        // The key was counted as nothing yet; its value goes with it.
        return document.next(after: document.next(after: row))
      case .removeElement:
        changes = changes.dropFirst()
        if !open.isEmpty { open[open.count - 1].position += 1 }
        return document.next(after: row)
      case .insertEntry, .insertElement:
        break
      }
    }
    guard record.isContainer else {
      records.append(record)
      advance()
      return row + 1
    }
    let insertions = changes.prefix { $0.row == row }
    changes = changes.dropFirst(insertions.count)
    advance()
    open.append(
      Frame(written: records.count, end: record.second, count: 0, insertions: insertions))
    records.append(record)
    return row + 1
  }

  /// Counts a child of the innermost open container.
  private mutating func advance() {
    guard !open.isEmpty else { return }
    open[open.count - 1].count += 1
    open[open.count - 1].position += 1
  }

  /// Writes the elements that belong before the next one of the innermost sequence.
  private mutating func insertElements() {
    while let innermost = open.indices.last, let change = open[innermost].insertions.first,
      case .insertElement(let value, let position) = change.operation,
      position <= open[innermost].position
    {
      open[innermost].insertions.removeFirst()
      append(value, at: SourceRange(at: document.records[Int(change.row)].start))
      open[open.count - 1].count += 1
    }
  }

  private mutating func closeFinished(_ row: UInt32) {
    while let frame = open.last, frame.end <= row {
      for change in frame.insertions {
        let place = SourceRange(at: document.records[Int(change.row)].start)
        switch change.operation {
        case .insertEntry(let key, let value):
          append(.string(key), at: place)
          append(value, at: place)
          open[open.count - 1].count += 2
        case .insertElement(let value, _):
          append(value, at: place)
          open[open.count - 1].count += 1
        default: break
        }
      }
      let count = open[open.count - 1].count
      let mapping = records[frame.written].kind == .mapping
      records[frame.written].first = mapping ? count / 2 : count
      records[frame.written].second = UInt32(truncatingIfNeeded: records.count)
      open.removeLast()
    }
  }

  private mutating func append(_ value: Value, at place: SourceRange) {
    ValueRows.append(value, at: place, to: &records, text: &sideText)
  }
}

import Documents

/// Copies the rows of an object while doing the changes of an edit set.
///
/// Rows between two changes are copied as they are, but for the ends of containers, which move
/// along. Only containers in which something changes are kept track of: ``Frame``.
struct EditedTable {
  private let document: Document
  private let base: Node
  private let changes: ArraySlice<Change>
  /// The next change, by its index.
  private var next: Int
  private var records: [NodeRecord] = []
  private var sideText: [UInt8] = []
  private var frames: [Frame] = []

  /// A container that is being copied and in which something changes.
  private struct Frame {
    /// Its row in the copy.
    let written: Int
    /// One past its last row in the original.
    let end: Int
    /// How many children it has more than in the original.
    var added = 0
    /// What is to be put into it, by indexes into the changes.
    var insertions = 0..<0
    /// The row of the element before which the next insertion belongs; `Int.max` where it belongs
    /// at the end or there is none.
    var insertionRow = Int.max
    /// An element that is known by its position, from which ``insertionRow`` is found.
    var known = (position: 0, row: 0)
  }

  init(_ edits: EditSet, _ base: Node) {
    document = edits.document
    self.base = base
    let end = document.next(after: base.index)
    // Whether there is a base at all is not a change below it.
    changes = edits.changes(in: base.index..<end).drop {
      if case .removeElement = $0.operation { return $0.row == base.index }
      return false
    }
    next = changes.startIndex
    records.reserveCapacity(Int(end - base.index) + 16)
  }

  mutating func write() -> Node {
    var row = Int(base.index)
    let end = Int(document.next(after: base.index))
    while true {
      closeFrames(at: row)
      if row >= end { break }
      if let last = frames.indices.last, frames[last].insertionRow == row {
        insertElements(before: row, into: last)
      }
      let change = nextRow
      row = row == change ? perform(row) : copy(from: row, to: min(change, boundary, end), change)
    }
    let edited = Document(
      source: document.source, range: document.range, position: document.position,
      records: records, sideText: sideText, remarks: document.remarks)
    return edited.root
  }

  /// The row of the next change.
  private var nextRow: Int { next < changes.endIndex ? Int(changes[next].row) : Int.max }

  /// The row at which something is to be done for the innermost frame.
  private var boundary: Int {
    guard let frame = frames.last else { return Int.max }
    return min(frame.end, frame.insertionRow)
  }

  /// Copies rows in which nothing changes. A container may reach beyond them, around the row
  /// `change`.
  private mutating func copy(from start: Int, to end: Int, _ change: Int) -> Int {
    // A span borrows from a local, not from a property of a class.
    let table = document.records
    let rows = table.span
    // All of these rows move by as much.
    let shift = records.count - start
    records.append(addingCapacity: end - start) { copies in
      for row in start..<end {
        var record = rows[row]
        if record.isContainer {
          let last = Int(record.second)
          if last > change {
            frames.append(Frame(written: row + shift, end: last))
          } else {
            record.second = UInt32(truncatingIfNeeded: last + shift)
          }
        } else if record.has(.sideText) {
          // Each object of a long list takes along its own texts, and not those of all.
          let text = Int(record.first)..<Int(record.first) + Int(record.second)
          record.first = UInt32(truncatingIfNeeded: sideText.count)
          sideText.append(contentsOf: document.sideText[text])
        }
        copies.append(record)
      }
    }
    return end
  }

  /// Does the changes of a row; gives the next row to look at.
  private mutating func perform(_ row: Int) -> Int {
    let record = document.records[row]
    let after = Int(document.next(after: UInt32(truncatingIfNeeded: row)))
    switch changes[next].operation {
    case .replace(let value):
      append(value, at: record.range)
      next += 1
      return after
    case .removeEntry:
      // The row is the key's; its value goes with it.
      removeChild()
      return Int(document.next(after: UInt32(truncatingIfNeeded: after)))
    case .removeElement:
      removeChild()
      return after
    case .insertEntry, .insertElement:
      var frame = Frame(written: records.count, end: Int(record.second))
      let first = next
      while nextRow == row { next += 1 }
      frame.insertions = first..<next
      frame.known = (0, row + 1)
      findInsertionRow(&frame)
      frames.append(frame)
      records.append(record)
      return row + 1
    }
  }

  private mutating func removeChild() {
    next += 1
    if let last = frames.indices.last { frames[last].added -= 1 }
  }

  /// Finds the element before which the next insertion of a frame belongs.
  private func findInsertionRow(_ frame: inout Frame) {
    frame.insertionRow = Int.max
    guard let first = frame.insertions.first,
      case .insertElement(_, let position) = changes[first].operation
    else { return }
    while frame.known.position < position, frame.known.row < frame.end {
      frame.known.row = Int(document.next(after: UInt32(truncatingIfNeeded: frame.known.row)))
      frame.known.position += 1
    }
    if frame.known.row < frame.end { frame.insertionRow = frame.known.row }
  }

  /// Writes the elements that belong before one of the innermost frame.
  private mutating func insertElements(before row: Int, into index: Int) {
    while frames[index].insertionRow == row, let first = frames[index].insertions.first {
      insert(changes[first], into: index)
      frames[index].insertions = first + 1..<frames[index].insertions.upperBound
      findInsertionRow(&frames[index])
    }
  }

  private mutating func insert(_ change: Change, into index: Int) {
    let place = SourceRange(at: document.records[Int(change.row)].start)
    switch change.operation {
    case .insertEntry(let key, let value):
      append(.string(key), at: place)
      append(value, at: place)
    case .insertElement(let value, _): append(value, at: place)
    case .replace, .removeEntry, .removeElement: return
    }
    frames[index].added += 1
  }

  /// Ends the containers whose rows are all copied.
  private mutating func closeFrames(at row: Int) {
    while let last = frames.indices.last, frames[last].end <= row {
      for index in frames[last].insertions { insert(changes[index], into: last) }
      let frame = frames[last]
      let count = Int(records[frame.written].first) + frame.added
      records[frame.written].first = UInt32(truncatingIfNeeded: count)
      records[frame.written].second = UInt32(truncatingIfNeeded: records.count)
      frames.removeLast()
    }
  }

  private mutating func append(_ value: Value, at place: SourceRange) {
    ValueRows.append(value, at: place, to: &records, text: &sideText)
  }
}

import Documents

// Opening and closing collections: the stack of frames and their rows in the table.
extension YAMLParser {
  /// Opens a block collection, to which the properties of earlier lines belong.
  mutating func openBlock(_ kind: Frame.Kind, _ begin: Beginning) throws(SyntaxError) {
    let row = records.count
    try push(
      kind, state: kind == .blockMapping ? .key : .done, indent: begin.column, start: begin.start,
      line: begin.line)
    if !pending.isEmpty {
      attach(pending, to: row)
      pending = Properties()
    }
  }

  /// Closes the block collection on top, whose lines have ended.
  mutating func closeBlock(_ bytes: Span<UInt8>) throws(SyntaxError) {
    switch top.state {
    case .value, .item:
      try emptyNode(bytes)
    case .explicitKey:
      try emptyNode(bytes)
      fallthrough
    case .afterKey:
      top.state = .value
      top.nodeAt = lastEnd
      try emptyNode(bytes)
    case .key, .done:
      break
    }
    try pop(end: lastEnd)
    try completed(bytes)
  }

  /// The node on top is complete: what its collection waits for next.
  mutating func completed(_ bytes: Span<UInt8>) throws(SyntaxError) {
    switch top.state {
    case .item:
      if top.kind != .root { top.count += 1 }
      top.state = .done
    case .key, .explicitKey:
      try finishKey(bytes, top.entryRow)
      top.state = .afterKey
    case .value:
      if top.merging {
        try merge(bytes)
      } else {
        top.count += 1
      }
      top.state = top.kind == .blockMapping ? .key : .done
    case .done, .afterKey:
      invariant(false, "a node is complete only where one was waited for")
    }
  }

  // MARK: Rows

  /// Opens a collection: a row that is completed by ``pop(end:)``.
  mutating func push(
    _ kind: Frame.Kind, state: Frame.State, indent: Int, start: Int, line: Int
  ) throws(SyntaxError) {
    try enter(kind, state: state, indent: indent, row: records.count, start: start, line: line)
    try append(openRecord(kind, start))
  }

  private mutating func enter(
    _ kind: Frame.Kind, state: Frame.State, indent: Int, row: Int, start: Int, line: Int
  ) throws(SyntaxError) {
    frames.append(top)
    // The root is on the stack, and is no container.
    guard frames.count <= limits.maximumDepth else { throw SyntaxError(.tooDeep, at: start) }
    top = Frame(
      kind: kind, state: state, indent: indent, row: row, keyBase: keyCount, nodeAt: start,
      start: start, line: line)
  }

  /// A container is open as long as the row after it is 0.
  private func openRecord(_ kind: Frame.Kind, _ start: Int) -> NodeRecord {
    NodeRecord(
      kind: kind == .blockSequence || kind == .flowSequence ? .sequence : .mapping,
      flags: kind.rawValue >= Frame.Kind.flowSequence.rawValue ? .flow : [],
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: start), first: 0,
      second: 0)
  }

  /// Closes the collection on top.
  mutating func pop(end: Int) throws(SyntaxError) {
    records[top.row].end = UInt32(truncatingIfNeeded: end)
    records[top.row].first = UInt32(truncatingIfNeeded: top.count)
    records[top.row].second = UInt32(truncatingIfNeeded: records.count)
    keyCount = top.keyBase
    if top.keyIndex >= 0 { keyIndexes.removeLast() }
    guard let parent = frames.popLast() else {
      invariant(false, "the root is never closed")
      return
    }
    top = parent
  }

  /// Opens a mapping around the node that was completed last, which turned out to be its first key.
  ///
  /// Its rows move by one. They lie on one line of at most 1024 bytes, so that the cost is bounded.
  mutating func insertMapping(
    at row: Int, kind: Frame.Kind, _ begin: Beginning
  ) throws(SyntaxError) {
    guard records.count < limits.maximumNodes else { throw SyntaxError(.tooManyNodes, at: pos) }
    records.insert(openRecord(kind, begin.start), at: row)
    for index in row + 1..<records.count where records[index].isContainer {
      records[index].second += 1
    }
    var index = decorations.count - 1
    while index >= 0, Int(decorations[index].row) >= row {
      moveDecoration(index, to: Int(decorations[index].row) + 1)
      index -= 1
    }
    index = anchors.count - 1
    while index >= 0, anchors[index].row >= row {
      anchors[index].row += 1
      index -= 1
    }
    try enter(
      kind, state: .key, indent: begin.column, row: row, start: begin.start, line: begin.line)
    guard frames.count + depth(ofRowsFrom: row + 1) <= limits.maximumDepth else {
      throw SyntaxError(.tooDeep, at: begin.start)
    }
  }

  /// How many collections are inside one another in the rows that were completed last.
  private func depth(ofRowsFrom first: Int) -> Int {
    var ends: [UInt32] = []
    var deepest = 0
    for row in first..<records.count where records[row].isContainer {
      while let end = ends.last, Int(end) <= row { ends.removeLast() }
      ends.append(records[row].second)
      deepest = max(deepest, ends.count)
    }
    return deepest
  }

  /// Gives a decoration another row; where an alias points at does not change, unless its anchor
  /// stands in the rows that move as well.
  mutating func moveDecoration(_ index: Int, to row: Int) {
    let old = decorations[index]
    let shift = row - Int(old.row)
    let target =
      old.kind != .alias || old.target >= old.row
      ? Int(old.target) + shift : Int(old.target)
    decorations[index] = Decoration(
      kind: old.kind, row: UInt32(truncatingIfNeeded: row),
      target: UInt32(truncatingIfNeeded: target), range: old.range)
  }
}

import Documents

extension NodeRecord.Flags {
  /// The key of an entry that is no part of the object: an earlier one of two equal keys, or `<<`.
  /// Never leaves the parser: the table is compacted at the end of the document.
  static var dropped: NodeRecord.Flags { NodeRecord.Flags(rawValue: 1 << 31) }
}

/// Where the texts of constants lie in the side text of the document; -1 where they do not yet.
struct ConstantTexts {
  var null = -1
  var yes = -1
  var no = -1
}

// Writing rows of the node table.
extension YAMLParser {
  @inline(__always)
  mutating func append(_ record: NodeRecord) throws(SyntaxError) {
    guard records.count < limits.maximumNodes else { throw SyntaxError(.tooManyNodes, at: pos) }
    records.append(record)
  }

  // MARK: Collections

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
      kind: kind, state: state, indent: indent, row: row, keyBase: keys.count, nodeAt: start,
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
    if keys.count > top.keyBase { keys.removeLast(keys.count - top.keyBase) }
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

  // MARK: Properties

  /// Gives a row its properties, in the order of the source.
  mutating func attach(_ properties: Properties, to row: Int) {
    if properties.hasTag, !properties.hasAnchor || properties.tagStart < properties.anchorStart {
      decorate(.tag, row, properties.tagStart, properties.tagEnd)
    }
    if properties.hasAnchor {
      decorate(.anchor, row, properties.anchorStart, properties.anchorEnd)
      declare(properties, row)
      if properties.tagStart > properties.anchorStart {
        decorate(.tag, row, properties.tagStart, properties.tagEnd)
      }
    }
  }

  mutating func decorate(_ kind: Decoration.Kind, _ row: Int, _ start: Int, _ end: Int) {
    let row = UInt32(truncatingIfNeeded: row)
    decorations.append(
      Decoration(
        kind: kind, row: row, target: row,
        range: SourceRange(
          start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))))
  }

  /// Puts decorations in the order of the source. They are not where it showed only later whose a
  /// property is, or that an entry is merged.
  mutating func sortDecorations() {
    var last: UInt32 = 0
    for decoration in decorations {
      if decoration.range.start < last {
        decorations.sort { $0.range.start < $1.range.start }
        return
      }
      last = decoration.range.start
    }
  }

  // MARK: Scalars

  /// Appends the plain scalar of a range of the source that has no properties.
  @inline(__always)
  mutating func appendPlain(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(SyntaxError) {
    lastEnd = end
    if Resolution.isString(first: bytes[start], count: end - start) {
      try append(
        NodeRecord(
          kind: .string, start: UInt32(truncatingIfNeeded: start),
          end: UInt32(truncatingIfNeeded: end), first: UInt32(truncatingIfNeeded: start),
          second: UInt32(truncatingIfNeeded: end - start)))
    } else {
      try appendResolved(bytes, start, end, start, end - start, side: false)
    }
  }

  /// Appends a plain key of a block mapping that has no properties.
  @inline(__always)
  mutating func appendPlainKey(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(SyntaxError) {
    let row = records.count
    try appendPlain(bytes, start, end)
    if records[row].kind == .string, bytes[start] != .less {
      if reading == .kubernetes { try addKey(bytes, row) }
    } else {
      try finishKey(bytes, row)
    }
  }

  /// Appends the scalar that was just scanned.
  mutating func appendScalar(
    _ bytes: Span<UInt8>, _ properties: Properties
  ) throws(SyntaxError) {
    lastEnd = max(scan.end, lastEnd)
    if !properties.isEmpty {
      attach(properties, to: records.count)
      if properties.hasTag { return try appendTagged(bytes, properties) }
    }
    if scan.plain {
      try appendResolved(
        bytes, scan.start, scan.end, scan.textStart, scan.textCount, side: scan.side)
    } else {
      try appendText(.string, [])
    }
  }

  /// Appends the scalar that was just scanned with its own text.
  mutating func appendText(
    _ kind: Node.Kind, _ flags: NodeRecord.Flags
  ) throws(SyntaxError) {
    var flags = flags
    if scan.side { flags.insert(.sideText) }
    try append(
      NodeRecord(
        kind: kind, flags: flags, start: UInt32(truncatingIfNeeded: scan.start),
        end: UInt32(truncatingIfNeeded: scan.end),
        first: UInt32(truncatingIfNeeded: scan.textStart),
        second: UInt32(truncatingIfNeeded: scan.textCount)))
  }

  /// Appends the null that stands for nothing, where a node was waited for.
  mutating func emptyNode(_ bytes: Span<UInt8>) throws(SyntaxError) {
    let at = max(pending.end, top.nodeAt)
    let properties = pending
    pending = Properties()
    scan = ScannedScalar(
      start: at, end: at, textStart: at, textCount: 0, side: false, plain: true)
    try appendScalar(bytes, properties)
    try completed(bytes)
  }
}

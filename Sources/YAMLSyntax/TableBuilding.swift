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

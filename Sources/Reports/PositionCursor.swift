import Documents

/// Turns offsets into lines and columns as ``LineTable`` does, at a cost that grows with the
/// distance from the offset before instead of the distance from the line's start.
///
/// A file of ten megabytes on one line with thousands of findings would otherwise be counted from
/// its start for each of them.
struct PositionCursor {
  let source: Source
  let lines: LineTable
  private var line = 0
  private var offset = 0
  private var column = 1

  init(_ source: Source) {
    self.source = source
    lines = LineTable(source)
  }

  mutating func position(of wanted: Int) -> LineTable.Position {
    let wanted = min(max(wanted, 0), source.count)
    let found = lines.line(of: wanted)
    if found != line {
      line = found
      offset = Int(lines.range(ofLine: found).start)
      column = 1
    }
    let text = source.bytes
    let bytes = text.span
    while offset < wanted {
      if Self.counts(bytes, offset) { column += 1 }
      offset += 1
    }
    while offset > wanted {
      offset -= 1
      if Self.counts(bytes, offset) { column -= 1 }
    }
    return LineTable.Position(line: line, column: column)
  }

  /// Whether a byte begins a character: no continuation byte, and no part of a byte order mark.
  private static func counts(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    if index == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      return false
    }
    return bytes[index] & 0xC0 != 0x80
  }
}

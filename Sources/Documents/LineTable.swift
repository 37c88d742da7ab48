/// Turns byte offsets into lines and columns, for the few offsets that are shown.
///
/// A line ends at `\n`, at `\r\n`, or at a `\r` that no `\n` follows. Both counts start at 1. A
/// column counts Unicode scalar values, as editors show it for all but the rarest text: a tab is
/// one, a multi-byte character is one, a byte order mark is none.
package struct LineTable: Sendable {
  package struct Position: Equatable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  private let source: Source
  /// Offset of the first byte of each line.
  private let starts: [UInt32]

  package init(_ source: Source) {
    self.source = source
    var starts: [UInt32] = [0]
    let text = source.bytes
    let bytes = text.span
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
        index += 1
      }
      starts.append(UInt32(truncatingIfNeeded: index))
    }
    self.starts = starts
  }

  /// Lines of the source; a text that ends with a line break has one more line, which is empty.
  package var count: Int { starts.count }

  /// Where an offset is; offsets past the end are taken for the end.
  package func position(of offset: Int) -> Position {
    let offset = min(max(offset, 0), source.count)
    let line = line(of: offset)
    var index = Int(starts[line - 1])
    let text = source.bytes
    let bytes = text.span
    if index == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      index = 3
    }
    var column = 1
    while index < offset {
      // A continuation byte belongs to the character before it.
      if bytes[index] & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    return Position(line: line, column: column)
  }

  /// The line that an offset is in, from 1; its cost does not grow with the length of the line.
  package func line(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The bytes of a line, counted from 1, without its line break.
  package func range(ofLine line: Int) -> SourceRange {
    guard line >= 1, line <= starts.count else { return SourceRange(at: 0) }
    let start = starts[line - 1]
    var end = line < starts.count ? Int(starts[line]) : source.count
    while end > Int(start),
      source.bytes[end - 1] == UInt8(ascii: "\n")
        || source.bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return SourceRange(start: start, end: UInt32(truncatingIfNeeded: end))
  }
}

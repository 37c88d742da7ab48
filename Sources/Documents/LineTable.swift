/// Turns byte offsets into lines and columns, for the few offsets that are shown.
///
/// A line ends at `\n`, at `\r\n`, or at a `\r` that no `\n` follows. Both counts start at 1. A
/// column counts Unicode scalar values, as editors show it for all but the rarest text: a tab is
/// one, a multi-byte character is one, a byte order mark is none.
///
/// The cost of a position does not grow with the length of its line: a file of ten megabytes on one
/// line may have a hundred thousand of them.
package struct LineTable: Sendable {
  package struct Position: Equatable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  package let source: Source
  /// Offset of the first byte of each line.
  private let starts: [UInt32]
  /// Characters before each ``blockBytes`` bytes of the source.
  private let characters: [UInt32]

  /// How many bytes are counted for one position at most, however long its line is.
  static let blockBytes = 1 << 10

  package init(_ source: Source) {
    self.source = source
    var starts: [UInt32] = [0]
    var characters: [UInt32] = []
    var seen: UInt32 = 0
    let text = source.bytes
    let bytes = text.span
    var index = 0
    while index < bytes.count {
      characters.append(seen)
      let end = min(index + Self.blockBytes, bytes.count)
      while index < end {
        // Eight characters at once, where all of them are ASCII and lines end as nearly all do.
        if index + 8 <= end, var feeds = Self.lineFeeds(bytes.word(at: index)) {
          while feeds != 0 {
            let place = feeds.leadingZeroBitCount
            starts.append(UInt32(truncatingIfNeeded: index + place / 8 + 1))
            feeds &= ~(1 << UInt64(63 - place))
          }
          index += 8
          seen &+= 8
          continue
        }
        let byte = bytes[index]
        index += 1
        if Self.beginsCharacter(byte) { seen &+= 1 }
        guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
        // Of CR LF the second one ends the line.
        if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
          continue
        }
        starts.append(UInt32(truncatingIfNeeded: index))
      }
    }
    self.starts = starts
    self.characters = characters
  }

  /// Lines of the source; a text that ends with a line break has one more line, which is empty.
  package var count: Int { starts.count }

  /// Where an offset is; offsets past the end are taken for the end.
  package func position(of offset: Int) -> Position {
    let offset = min(max(offset, 0), source.count)
    let line = line(of: offset)
    var start = Int(starts[line - 1])
    let text = source.bytes
    let bytes = text.span
    if start == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      start = 3
    }
    let before = countingStart(of: start)
    let column =
      before == countingStart(of: offset)
      ? Self.count(bytes, from: start, to: offset)
      : characters(before: offset, bytes) - characters(before: start, bytes)
    return Position(line: line, column: column + 1)
  }

  /// From where characters are counted to find out how many there are before an offset.
  func countingStart(of offset: Int) -> Int {
    max(min(offset / Self.blockBytes, characters.count - 1), 0) * Self.blockBytes
  }

  private func characters(before offset: Int, _ bytes: Span<UInt8>) -> Int {
    let start = countingStart(of: offset)
    return Int(characters[start / Self.blockBytes]) + Self.count(bytes, from: start, to: offset)
  }

  private static func count(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var count = 0
    var index = start
    while index < end {
      if beginsCharacter(bytes[index]) { count += 1 }
      index += 1
    }
    return count
  }

  /// The highest bit of each of eight bytes that is a line feed; `nil` where one is above ASCII or
  /// a carriage return.
  @inline(__always)
  private static func lineFeeds(_ word: UInt64) -> UInt64? {
    let each: UInt64 = 0x0101_0101_0101_0101
    let carriage = word ^ (each &* 0x0D)
    // The highest bit of a byte is set where it was above ASCII or became 0.
    if (word | (carriage &- each)) & (each &* 0x80) != 0 { return nil }
    // All are ASCII here, so nothing is carried into the next byte, and only 0 stays below 0x80.
    return ~((word ^ (each &* 0x0A)) &+ (each &* 0x7F)) & (each &* 0x80)
  }

  /// A continuation byte belongs to the character before it.
  @inline(__always)
  private static func beginsCharacter(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

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

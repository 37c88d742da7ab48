import Documents
import TestSupport
import Testing

/// Lines and columns by their definition, byte after byte.
private struct CountedLines {
  /// Of each offset, and of the end.
  private(set) var positions: [LineTable.Position] = []
  /// Of each line, without its break.
  private(set) var ranges: [SourceRange] = []

  init(_ bytes: [UInt8]) {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var start = 0
    var column = 1
    for index in bytes.indices {
      positions.append(LineTable.Position(line: ranges.count + 1, column: column))
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : nil
      if byte == 0x0A || byte == 0x0D && next != 0x0A {
        let isPair = byte == 0x0A && index > start && bytes[index - 1] == 0x0D
        ranges.append(Self.range(start, isPair ? index - 1 : index))
        start = index + 1
        column = 1
      } else if index >= mark, byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    positions.append(LineTable.Position(line: ranges.count + 1, column: column))
    ranges.append(Self.range(start, bytes.count))
  }

  private static func range(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
  }

  /// What a table says otherwise; `nil` where it is right.
  func difference(to table: LineTable) -> String? {
    if table.count != ranges.count { return "\(table.count) lines, not \(ranges.count)" }
    for (index, range) in ranges.enumerated() where table.range(ofLine: index + 1) != range {
      return "line \(index + 1) is \(table.range(ofLine: index + 1)), not \(range)"
    }
    for (offset, position) in positions.enumerated() {
      if table.position(of: offset) != position {
        return "\(offset) is at \(table.position(of: offset)), not \(position)"
      }
      if table.line(of: offset) != position.line { return "\(offset) is in another line" }
    }
    return nil
  }
}

@Suite("Lines in blocks")
struct LineBlockTests {
  private func check(_ bytes: [UInt8]) {
    let difference = CountedLines(bytes).difference(to: LineTable(Source(bytes)))
    #expect(difference == nil, "\(bytes)")
  }

  private static let units: [[UInt8]] = ["a", "\r", "\n", "é", "\0"].map { Array($0.utf8) }

  /// Calls `body` with every text of so many units at most.
  private func forEachText(units limit: Int, _ body: ([UInt8]) -> Void) {
    var texts: [[UInt8]] = [[]]
    for length in 0...limit {
      for text in texts { body(text) }
      if length == limit { return }
      texts = texts.flatMap { text in Self.units.map { text + $0 } }
    }
  }

  // Lines are found by eight bytes: a text is tried alone, before, in, across and behind a block.
  @Test(
    "Every small text has the lines that its bytes say, wherever it stands in a block",
    arguments: [(0, 5), (1, 4), (2, 6), (3, 4), (4, 4), (5, 4), (6, 4), (7, 4)])
  func smallTexts(before: Int, units: Int) {
    let pad = [UInt8](repeating: UInt8(ascii: "x"), count: 8)
    forEachText(units: units) { text in
      check(pad.prefix(before) + text)
      check(pad.prefix(before) + text + pad)
    }
  }

  @Test("After a byte order mark as well")
  func byteOrderMark() {
    let pad = Array("xxxxxxxx".utf8)
    forEachText(units: 4) { check([0xEF, 0xBB, 0xBF] + $0 + pad) }
  }

  // Neighbours of the breaks, the same with the highest bit, and what is no UTF-8.
  private static let bytes: [UInt8] = [
    0x00, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x20, 0x61, 0x7F, 0x80, 0x8A, 0x8D, 0xC3, 0xEF, 0xFF,
  ]

  @Test(
    "Any bytes have them, around the sizes of blocks",
    arguments: [8, 16, 24, 64, 1_024, 2_048], [0, 1, 8, 64])
  func anyBytes(size: Int, rarity: Int) {
    var random = SeededGenerator(seed: UInt64(size * 100 + rarity))
    for count in max(0, size - 9)...size + 9 {
      for _ in 0..<(size < 100 ? 12 : 2) {
        let bytes = (0..<count).map { _ -> UInt8 in
          // Long stretches of plain text between them, so that whole blocks are taken at once.
          let isPlain = Int.random(in: 0...rarity, using: &random) > 0
          return isPlain ? UInt8(ascii: "a") : Self.bytes.randomElement(using: &random) ?? 0
        }
        check(bytes)
      }
    }
  }

  @Test("A block of eight breaks, and of all but one, has a line for each")
  func breaks() {
    for end in 0...8 {
      for other in 0...8 {
        var bytes = [UInt8](repeating: 0x0A, count: 8 + end)
        if other < 8 { bytes[other] = 0x0D }
        check(bytes)
      }
    }
  }
}

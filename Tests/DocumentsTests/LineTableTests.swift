import Testing

@testable import Documents

@Suite("Line table")
struct LineTableTests {
  @Test(
    "Offsets become lines and columns",
    arguments: [
      ("", 0, 1, 1),
      ("abc", 0, 1, 1),
      ("abc", 3, 1, 4),
      ("abc", 99, 1, 4),
      ("a\nbc", 1, 1, 2),
      ("a\nbc", 2, 2, 1),
      ("a\r\nbc", 3, 2, 1),
      ("a\rbc", 2, 2, 1),
      ("\t\tx", 2, 1, 3),
      ("é: x", 2, 1, 2),
      ("😀😀x", 8, 1, 3),
      ("\u{FEFF}a", 3, 1, 1),
      ("a\n", 2, 2, 1),
    ])
  func position(text: String, offset: Int, line: Int, column: Int) {
    let position = LineTable(Source(text)).position(of: offset)
    #expect(position == LineTable.Position(line: line, column: column))
  }

  /// What a position is by its definition, counted from the start of the text.
  private func counted(_ bytes: [UInt8], _ offset: Int) -> LineTable.Position {
    var (line, column) = (1, 1)
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while index < offset {
      let endsLine =
        bytes[index] == 0x0A || bytes[index] == 0x0D && bytes.dropFirst(index + 1).first != 0x0A
      if endsLine {
        line += 1
        column = 1
      } else if bytes[index] & 0xC0 != 0x80 {
        column += 1
      }
      index += 1
    }
    return LineTable.Position(line: line, column: column)
  }

  @Test(
    "A long line's positions are those that counting from its start gives",
    arguments: ["", "\u{FEFF}", "a: 1\r\nb: ", "é"], [1_022, 1_023, 1_024, 1_025, 3_000])
  func longLines(start: String, count: Int) {
    let middle = String(repeating: "x", count: count)
    let source = Source(start + middle + "日本\r" + middle + "😀\r\n" + middle + "\n")
    let table = LineTable(source)
    let offsets = stride(from: 0, through: source.count, by: 7)
    let edges = (0...source.count).filter { $0 % LineTable.blockBytes < 8 || $0 + 8 > source.count }
    for offset in Array(offsets) + edges {
      #expect(table.position(of: offset) == counted(source.bytes, offset), "\(offset)")
    }
  }

  @Test("No position counts more than a block, however long its line is")
  func work() {
    let source = Source("k: [" + String(repeating: "é, ", count: 100_000) + "]")
    let table = LineTable(source)
    for offset in stride(from: 0, through: source.count, by: 5) {
      let work = offset - table.countingStart(of: offset)
      #expect((0...LineTable.blockBytes).contains(work))
    }
    #expect(table.position(of: source.count).column == 300_006)
  }

  @Test("A line's range leaves out its line break")
  func lines() {
    let source = Source("a: 1\r\nb\n\nlast")
    let table = LineTable(source)
    let lines = (1...table.count).map { source.text(of: table.range(ofLine: $0)) }
    #expect(lines == ["a: 1", "b", "", "last"])
    #expect(table.range(ofLine: 9).isEmpty)
  }
}

import Documents
import Testing

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

  @Test("A line's range leaves out its line break")
  func lines() {
    let source = Source("a: 1\r\nb\n\nlast")
    let table = LineTable(source)
    let lines = (1...table.count).map { source.text(of: table.range(ofLine: $0)) }
    #expect(lines == ["a: 1", "b", "", "last"])
    #expect(table.range(ofLine: 9).isEmpty)
  }
}

import Documents
import Testing

@testable import Reports

@Suite("Excerpt")
struct ExcerptTests {
  /// The line and the marks, without gutter.
  private func excerpt(
    _ text: String, of word: String, width: Int = 60
  ) throws -> (line: String, marks: String) {
    let source = Source(text)
    let lines = LineTable(source)
    let bytes = Array(text.utf8)
    let wanted = Array(word.utf8)
    let start = try #require(
      bytes.indices.first { bytes[$0...].starts(with: wanted) })
    let line = lines.line(of: start)
    var rendered: [UInt8] = []
    Excerpt(layout: TextLayout(width: width), indent: 0).append(
      source, line: line, lineRange: lines.range(ofLine: line), start: start,
      end: start + wanted.count, tint: .red, to: &rendered)
    let parts = String(decoding: rendered, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    try #require(parts.count == 4)
    return (String(parts[1].dropFirst(4)), String(parts[2].dropFirst(4)))
  }

  @Test("Marks stand below what is meant, whatever stands before it")
  func marks() throws {
    var shown = try excerpt("x\n\tkey: 日本: abc # c\r\nz", of: "abc")
    #expect(shown.line == "  key: 日本: abc # c")
    #expect(shown.marks == "             ^^^")
    shown = try excerpt("e\u{301}: \u{1}x", of: "x")
    #expect(shown.line == "e\u{301}: \u{FFFD}x")
    #expect(shown.marks == "    ^")
  }

  @Test(
    "A bracket of what a log takes for a command is replaced, and marks stay", arguments: ["", "é"])
  func commands(before: String) throws {
    let shown = try excerpt("\(before)##[error]: ###[abc", of: "abc")
    #expect(shown.line == "\(before)##\u{FFFD}error]: ###\u{FFFD}abc")
    #expect(shown.marks == String(repeating: " ", count: before.count + 15) + "^^^")
  }

  @Test("A line that is too long is cut around what is meant")
  func longLine() throws {
    let before = String(repeating: "a", count: 5_000)
    let after = String(repeating: "é", count: 5_000)
    let shown = try excerpt(before + "HERE" + after, of: "HERE", width: 60)
    #expect(shown.line.hasPrefix("…a"))
    #expect(shown.line.hasSuffix("é…"))
    #expect(shown.line.unicodeScalars.count <= 56)
    let column = try #require(shown.marks.firstIndex(of: "^"))
    #expect(shown.marks.hasSuffix("^^^^"))
    let offset = shown.marks.distance(from: shown.marks.startIndex, to: column)
    #expect(shown.line.dropFirst(offset).hasPrefix("HERE"))
  }

  @Test("What is meant may be longer than the line is wide")
  func longMark() throws {
    let shown = try excerpt("k: " + String(repeating: "v", count: 500), of: "vvvv", width: 40)
    #expect(shown.line.hasPrefix("k: vvv"))
    #expect(shown.line.hasSuffix("…"))
    let long = String(repeating: "v", count: 500)
    let whole = try excerpt("k: " + long + " # end", of: long, width: 40)
    #expect(whole.marks.unicodeScalars.count <= 36)
    #expect(whole.line.unicodeScalars.count <= 36)
  }
}

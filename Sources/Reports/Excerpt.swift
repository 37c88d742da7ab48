import Documents

/// The line of a source that something is about, with marks below what is meant.
///
/// Only as much of the line is looked at as has room, so that its cost does not grow with the line.
struct Excerpt {
  /// Columns that a tab takes here.
  private static let tabWidth = 2
  private static let ellipsis = "…"

  private let layout: TextLayout
  private let indent: Int

  init(layout: TextLayout, indent: Int) {
    self.layout = layout
    self.indent = indent
  }

  /// Writes three lines: an empty one, the source's, and the marks. `end` is on the line or beyond
  /// it.
  ///
  /// - Parameter shownEnd: where the line is broken off, since nobody is to see the rest; the marks
  ///   stand there where what is meant is behind it.
  func append(
    _ source: Source, line: Int, lineRange: SourceRange, shownEnd: Int? = nil, start: Int,
    end: Int, tint: TextLayout.Tint, to output: inout [UInt8]
  ) {
    var lineRange = lineRange
    let hidden = shownEnd.map { $0 < Int(lineRange.end) } ?? false
    if let shownEnd, hidden {
      lineRange = SourceRange(start: lineRange.start, end: UInt32(shownEnd))
    }
    let digits = TextLayout.digits(of: line)
    let room = max(20, layout.width - indent - digits - 3)
    let window = Window(source, lineRange, start: start, end: end, room: room)
    output.append(spaces: indent + digits)
    layout.append(.faint, to: &output) { $0.append(" |") }
    output.append("\n")
    output.append(spaces: indent)
    layout.append(.faint, to: &output) { $0.append(decimal: line) }
    layout.append(.faint, to: &output) { $0.append(" |") }
    output.append(" ")
    if let plain = window.plain {
      let bytes = source.bytes
      output.append(bytes.span.extracting(plain))
    } else {
      output.append(window.text)
    }
    if hidden { output.append(Self.ellipsis) }
    output.append("\n")
    output.append(spaces: indent + digits)
    layout.append(.faint, to: &output) { $0.append(" |") }
    output.append(spaces: 1 + window.markStart)
    layout.append(tint, to: &output) { $0.append(UInt8(ascii: "^"), count: window.markCount) }
    output.append("\n")
  }

  /// What is shown of a line.
  private struct Window {
    private(set) var text = ""
    /// The bytes of the source that are shown as they are, in place of ``text``.
    private(set) var plain: Range<Int>?
    /// Columns before the first mark.
    private(set) var markStart = 0
    private(set) var markCount = 0

    init(_ source: Source, _ line: SourceRange, start: Int, end: Int, room: Int) {
      let first = Int(line.start)
      let last = Int(line.end)
      let start = min(max(start, first), last)
      let end = min(max(end, start), last)
      let bytes = source.bytes
      if last - first < room, PlainText.isPlain(bytes.span.extracting(first..<last)) {
        plain = first..<last
        markStart = start - first
        markCount = max(1, min(end, last) - start)
        return
      }
      // A character has at most four bytes: this is enough whatever they are.
      let before = Self.boundary(source, max(first, start - room * 4), from: first)
      let after = Self.boundary(source, min(last, start + room * 4), from: first)
      var cells = Self.cells(source.bytes[before..<start])
      let mark = Self.cells(source.bytes[start..<min(end, after)])
      let rest = Self.cells(source.bytes[min(end, after)..<after])
      // A third of the room for what comes before is plenty where the line is too long.
      let needed = Self.width(cells) + Self.width(mark) + Self.width(rest)
      var isCut = before > first
      if isCut || needed > room {
        while Self.width(cells) > max(room / 3, room - Self.width(mark) - 2), !cells.isEmpty {
          cells.removeFirst(max(1, cells.count / 8))
          isCut = true
        }
      }
      if isCut { cells.insert((Excerpt.ellipsis, 1), at: 0) }
      text = cells.map(\.text).joined()
      markStart = Self.width(cells)
      var left = room - markStart - 1
      var wasCut = false
      for (cell, marked) in mark.map({ ($0, true) }) + rest.map({ ($0, false) }) {
        guard cell.width <= left else {
          wasCut = true
          break
        }
        text += cell.text
        left -= cell.width
        if marked { markCount += cell.width }
      }
      if wasCut || after < last { text += Excerpt.ellipsis }
      text = Self.harmless(text)
      markCount = max(1, markCount)
    }

    /// A text without what a log takes for a command wherever it stands (``LogLine``), in as many
    /// columns, so that marks stand where they did. Behind the margin `::` is none.
    private static func harmless(_ text: String) -> String {
      var result = ""
      var signs = 0
      for scalar in text.unicodeScalars {
        result.unicodeScalars.append(scalar == "[" && signs >= 2 ? "\u{FFFD}" : scalar)
        signs = scalar == "#" ? signs + 1 : 0
      }
      return result
    }

    /// The nearest offset at or before this one where a character begins.
    private static func boundary(_ source: Source, _ offset: Int, from first: Int) -> Int {
      var offset = offset
      while offset > first, offset < source.count, source.bytes[offset] & 0xC0 == 0x80 {
        offset -= 1
      }
      return offset
    }

    private static func width(_ cells: [(text: String, width: Int)]) -> Int {
      cells.reduce(0) { $0 + $1.width }
    }

    /// Characters as they are shown, with the columns that each one takes.
    private static func cells(_ bytes: ArraySlice<UInt8>) -> [(text: String, width: Int)] {
      String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
        if scalar == "\t" { return (String(repeating: " ", count: tabWidth), tabWidth) }
        if VisibleText.isHidden(scalar) { return ("\u{FFFD}", 1) }
        return (String(scalar), Excerpt.columns(of: scalar))
      }
    }
  }

  /// Columns of a character on a terminal, for the scripts whose characters take two, and none for
  /// marks that stand on the character before (Unicode Standard Annex #11, the wide ranges).
  static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return 0
      default: return 1
      }
    }
  }
}

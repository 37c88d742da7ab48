import Documents

/// How a JSON text is spaced: what an insertion follows where its own surroundings say nothing.
struct JSONStyle {
  /// What a level adds to the indentation.
  private(set) var unit: [UInt8] = [Ascii.space, Ascii.space]
  private(set) var newline: [UInt8] = [Ascii.newline]
  /// A colon with the white space around it.
  private(set) var colon: [UInt8] = [Ascii.colon, Ascii.space]
  /// A comma with the white space behind it, between children on one line.
  private(set) var comma: [UInt8] = [Ascii.comma, Ascii.space]

  /// Looks for the first place that shows each of them; the cost is at most that of the document.
  init(of document: Document) {
    let text = JSONText(document)
    var unitKnown = false
    var colonKnown = false
    var commaKnown = false
    for row in document.records.indices where document.records[row].isContainer {
      if unitKnown, colonKnown, commaKnown { return }
      let record = document.records[row]
      guard record.first > 0 else { continue }
      let first = document.records[row + 1]
      if !unitKnown, let line = text.lineBefore(Int(first.start)),
        let close = text.lineBefore(Int(record.end) - 1)
      {
        unitKnown = true
        newline = line.newline
        if line.indentation.starts(with: close.indentation),
          line.indentation.count > close.indentation.count
        {
          unit = Array(line.indentation.dropFirst(close.indentation.count))
        }
      }
      if !colonKnown, record.kind == .mapping {
        colonKnown = true
        if let colon = text.colon(after: row + 1) { self.colon = colon }
        // Where nothing else tells, a text with tight colons has tight commas.
        if !commaKnown, self.colon == [Ascii.colon] { comma = [Ascii.comma] }
      }
      if !commaKnown, record.first > 1 {
        let second = document.secondChild(of: row)
        if let gap = text.gap(before: Int(document.records[second].start)) {
          commaKnown = true
          comma = [Ascii.comma] + gap
        }
      }
    }
  }
}

extension Document {
  /// The row of a container's second child: its key, in a mapping.
  func secondChild(of row: Int) -> Int {
    let first = UInt32(truncatingIfNeeded: row + 1)
    let value = records[row].kind == .mapping ? first + 1 : first
    return Int(next(after: value))
  }
}

/// Looks at the white space around the nodes of a JSON text.
struct JSONText {
  /// A line break and the indentation behind it.
  struct Line {
    var newline: [UInt8]
    var indentation: [UInt8]
  }

  let document: Document
  private let bytes: [UInt8]

  init(_ document: Document) {
    self.document = document
    bytes = document.source.bytes
  }

  /// The white space before an offset.
  private func whitespace(before offset: Int) -> Range<Int> {
    var start = offset
    while start > Int(document.range.start), Ascii.isWhitespace(bytes[start - 1]) { start -= 1 }
    return start..<offset
  }

  /// The line whose indentation ends at an offset; `nil` where something else stands before that.
  func lineBefore(_ offset: Int) -> Line? {
    let white = whitespace(before: offset)
    guard
      let end = bytes[white].lastIndex(where: { $0 == Ascii.newline || $0 == Ascii.carriageReturn })
    else { return nil }
    var start = end
    if start > white.lowerBound, bytes[end] == Ascii.newline,
      bytes[start - 1] == Ascii.carriageReturn
    {
      start -= 1
    }
    return Line(
      newline: Array(bytes[start...end]), indentation: Array(bytes[(end + 1)..<offset]))
  }

  /// The white space before an offset; `nil` where it breaks the line.
  func gap(before offset: Int) -> [UInt8]? {
    lineBefore(offset) == nil ? Array(bytes[whitespace(before: offset)]) : nil
  }

  /// What stands between a key and its value; `nil` where that is more than a line.
  func colon(after key: Int) -> [UInt8]? {
    let range = Int(document.records[key].end)..<Int(document.records[key + 1].start)
    let text = Array(bytes[range])
    return text.contains(Ascii.newline) || text.contains(Ascii.carriageReturn) ? nil : text
  }
}

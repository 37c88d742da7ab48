import Documents

/// JSON text to documents, strictly by RFC 8259. Total on any bytes; its cost is linear.
///
/// A byte order mark before the first value is passed over, as RFC 8259 §8.1 allows: kubectl reads
/// such files too. What else RFC 8259 leaves open is decided in the table of this folder's README.
package enum JSONParser {
  /// What becomes of a key that stands twice in one object; RFC 8259 §4 leaves it open.
  package enum DuplicateKeys: Sendable {
    /// ``SyntaxError/Reason/jsonDuplicateKey`` with the offsets of both keys.
    case reject
    /// The last one counts, as for Go's decoder; the document has a ``Remark`` for each other one.
    case lastCounts
  }

  /// Reads a source that holds one value.
  ///
  /// Throws with the byte offset where the text cannot go on; see ``SyntaxError/Reason``.
  package static func parse(
    _ source: Source, limits: DocumentLimits = .standard, duplicateKeys: DuplicateKeys = .reject
  ) throws(SyntaxError) -> Document {
    try parse(
      source, range: SourceRange(start: 0, end: offset(source.count)), limits: limits,
      duplicateKeys: duplicateKeys)
  }

  /// Reads a part of a source that holds one value; all offsets are those of the whole source.
  package static func parse(
    _ source: Source, range: SourceRange, limits: DocumentLimits = .standard,
    duplicateKeys: DuplicateKeys = .reject
  ) throws(SyntaxError) -> Document {
    var reader = try Reader(source, range: range, limits: limits, duplicateKeys: duplicateKeys)
    let parsed = try reader.value(expectedRows: nil)
    guard reader.at == Int(range.end) else {
      throw SyntaxError(.jsonTrailingContent, at: reader.at)
    }
    return reader.document(parsed, range: range, position: 0)
  }

  /// Reads a source that holds any number of values one after the other, as kubectl reads files.
  ///
  /// The ranges of the documents cover the source: white space belongs to the document before it,
  /// and that at the start to the first. Objects and arrays may follow one another directly; other
  /// values need white space between. A source of white space holds no document.
  package static func parseStream(
    _ source: Source, limits: DocumentLimits = .standard, duplicateKeys: DuplicateKeys = .reject
  ) throws(SyntaxError) -> [Document] {
    let all = SourceRange(start: 0, end: offset(source.count))
    var reader = try Reader(source, range: all, limits: limits, duplicateKeys: duplicateKeys)
    var documents: [Document] = []
    var start: UInt32 = 0
    var expectedRows = 64
    while reader.at < source.count {
      let parsed = try reader.value(expectedRows: expectedRows)
      let next = offset(reader.at)
      let root = parsed.records[0]
      if next == root.end, Int(next) < source.count, !root.isContainer {
        throw SyntaxError(.jsonTrailingContent, at: reader.at)
      }
      documents.append(
        reader.document(
          parsed, range: SourceRange(start: start, end: next), position: documents.count))
      start = next
      // Documents of one stream are mostly alike.
      expectedRows = parsed.records.count + 8
    }
    return documents
  }

  static func offset(_ value: Int) -> UInt32 { UInt32(truncatingIfNeeded: value) }
}

/// Reads value after value from a part of a source.
private struct Reader {
  /// Bytes of text for each row: the least that real objects have, and more than any of them has.
  private static let fewestBytesPerRow = 8
  private static let mostBytesPerRow = 64
  /// Up to this size a table that is too large costs less than one that must grow.
  private static let smallInput = 64 << 10

  struct Parsed {
    var records: [NodeRecord]
    var sideText: [UInt8]
  }

  let source: Source
  let end: Int
  let limits: DocumentLimits
  let duplicateKeys: JSONParser.DuplicateKeys
  /// The next byte that is no white space, or ``end``.
  var at: Int

  init(
    _ source: Source, range: SourceRange, limits: DocumentLimits,
    duplicateKeys: JSONParser.DuplicateKeys
  ) throws(SyntaxError) {
    let ceiling = min(limits.maximumBytes, Int(UInt32.max >> 1))
    guard range.count <= ceiling, Int(range.end) <= source.count else {
      throw SyntaxError(.tooLarge, at: Int(range.start) + ceiling)
    }
    self.source = source
    self.limits = limits
    self.duplicateKeys = duplicateKeys
    end = Int(range.end)
    let text = source.bytes
    let bytes = text.span.extracting(0..<end)
    var start = Int(range.start)
    if start == 0, end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
    at = bytes.whitespaceEnd(from: start)
  }

  /// Reads the next value and the white space behind it. Without a number of rows to expect, the
  /// value is taken to be all there is.
  mutating func value(expectedRows: Int?) throws(SyntaxError) -> Parsed {
    let text = source.bytes
    let bytes = text.span
    let start = at
    var scanner = JSONScanner(
      from: start, to: end, limits: limits, uniqueKeys: duplicateKeys == .reject)
    // The scanner looks at the limit only when the table is full.
    let most = min(limits.maximumNodes, Int(UInt32.max >> 1)) + JSONScanner.rowsPerTurn
    let size = end - start
    let guess =
      size / (size <= Self.smallInput ? Self.fewestBytesPerRow : Self.mostBytesPerRow) + 8
    var capacity = min(expectedRows ?? guess, most)
    var records: [NodeRecord] = []
    var complete = false
    while !complete {
      let old = records
      records = try [NodeRecord](capacity: capacity) { rows throws(SyntaxError) in
        for record in old { rows.append(record) }
        complete = try scanner.run(bytes, into: &rows)
      }
      if records.count > limits.maximumNodes || (!complete && capacity == most) {
        throw SyntaxError(.tooManyNodes, at: scanner.at)
      }
      var grown = capacity * 2
      if expectedRows == nil, scanner.at > start {
        // As dense as so far, and a bit: mostly this is the last time.
        let density = Double(records.count) / Double(scanner.at - start)
        grown = max(capacity * 3 / 2, Int(density * Double(size) * 1.05))
      }
      capacity = min(grown + 8, most)
    }
    at = bytes.extracting(0..<end).whitespaceEnd(from: scanner.at)
    return Parsed(records: records, sideText: scanner.sideText)
  }

  func document(_ parsed: Parsed, range: SourceRange, position: Int) -> Document {
    let document = Document(
      source: source, range: range, position: position, records: parsed.records,
      sideText: parsed.sideText)
    return duplicateKeys == .lastCounts ? document.keepingLastKeys() : document
  }
}

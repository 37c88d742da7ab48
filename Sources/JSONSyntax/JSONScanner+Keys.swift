import Documents

// Equal keys. RFC 8259 §4 leaves open what they mean; this is what is done about it.
//
// Each key has a fingerprint of five bits, and an open mapping remembers which it has seen: nearly
// all keys of real objects are told apart by that alone. Where a fingerprint comes twice, the key
// is compared with its few elder siblings. A mapping with many keys is checked once, when it is
// closed, by a hash that is seeded anew in each process, so that no input can aim at it. Either way
// the cost is linear in the input.
extension JSONScanner {
  /// Scans a key, its colon and the white space around that; gives the offset of the value.
  @inline(__always)
  mutating func key(
    _ bytes: Span<UInt8>, _ start: Int, _ open: inout Open, _ rows: inout OutputSpan<NodeRecord>
  ) throws(SyntaxError) -> Int {
    guard bytes.has(start) else { throw unclosed(open.row, rows.span) }
    guard bytes[start] == Ascii.quote else { throw missingKey(bytes, start, open.row, rows.span) }
    let stop = bytes.plainEnd(from: start &+ 1)
    var at = stop &+ 1
    let print: UInt32
    if bytes.has(stop), bytes[stop] == Ascii.quote {
      rows.append(Self.plainString(start, stop))
      print = Self.fingerprint(bytes, start &+ 1, stop)
    } else {
      let record = try escapedString(bytes, from: start, plainTo: stop)
      rows.append(record)
      print = fingerprint(of: record, bytes)
      at = Int(record.end)
    }
    let bit = 1 &<< print
    if open.seen & bit != 0, uniqueKeys, open.children < UInt32(Self.pairwiseKeys) {
      try checkFewKeys(bytes, of: Int(open.row), rows.span)
    }
    open.seen |= bit
    if !bytes.has(at) || bytes[at] != Ascii.colon {
      at = bytes.whitespaceEnd(from: at)
      guard bytes.has(at) else { throw unclosed(open.row, rows.span) }
      guard bytes[at] == Ascii.colon else { throw SyntaxError(.jsonExpectedColon, at: at) }
    }
    return bytes.whitespaceEnd(from: at &+ 1)
  }

  /// Five bits that equal texts have in common, wherever they lie: made of the first byte, the last
  /// one and how many there are. An empty text, which is always in the input, has a quote on either
  /// side; one in `sideText` has an escaped character at least.
  @inline(__always)
  private static func fingerprint(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32 {
    let edges = UInt32(text[start]) | UInt32(text[end &- 1]) &<< 8
    let count = UInt32(truncatingIfNeeded: end &- start)
    return ((edges | count &<< 16) &* 0x9E37_79B9) &>> 27
  }

  /// The same of a key that is not plain.
  private func fingerprint(of key: NodeRecord, _ bytes: Span<UInt8>) -> UInt32 {
    let start = Int(key.first)
    let end = start &+ Int(key.second)
    return key.has(.sideText)
      ? Self.fingerprint(sideText.span, start, end) : Self.fingerprint(bytes, start, end)
  }

  /// Compares the key in the last row with the keys of the mapping before it.
  @inline(never)
  func checkFewKeys(
    _ bytes: Span<UInt8>, of mapping: Int, _ rows: Span<NodeRecord>
  ) throws(SyntaxError) {
    let row = rows.count &- 1
    let key = rows[row]
    var elder = mapping &+ 1
    while elder < row {
      if sameText(bytes, rows[elder], key) { throw duplicate(key, of: rows[elder]) }
      elder = Self.entryEnd(elder, rows)
    }
  }

  /// Compares all keys of a mapping that is about to be closed.
  @inline(never)
  func checkManyKeys(
    _ bytes: Span<UInt8>, of mapping: Int, _ rows: Span<NodeRecord>
  ) throws(SyntaxError) {
    var table = KeyTable(expecting: Int(rows[mapping].first))
    var row = mapping &+ 1
    while row < rows.count {
      let key = rows[row]
      let hash = withText(bytes, key) { KeyTable.hash($0) }
      if let elder = table.insert(row, hash, equal: { sameText(bytes, rows[$0], key) }) {
        throw duplicate(key, of: rows[elder])
      }
      row = Self.entryEnd(row, rows)
    }
  }

  /// The row after the entry whose key is in `row`; all of it must be closed.
  static func entryEnd(_ row: Int, _ rows: Span<NodeRecord>) -> Int {
    rows[row &+ 1].next(after: row &+ 1)
  }

  private func sameText(_ bytes: Span<UInt8>, _ left: NodeRecord, _ right: NodeRecord) -> Bool {
    guard left.second == right.second else { return false }
    return withText(bytes, left) { left in
      withText(bytes, right) { right in
        for offset in 0..<left.count where left[offset] != right[offset] { return false }
        return true
      }
    }
  }

  private func withText<Result>(
    _ bytes: Span<UInt8>, _ record: NodeRecord, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    let range = Int(record.first)..<Int(record.first) &+ Int(record.second)
    if record.has(.sideText) { return body(sideText.span.extracting(range)) }
    return body(bytes.extracting(range))
  }

  private func duplicate(_ key: NodeRecord, of first: NodeRecord) -> SyntaxError {
    SyntaxError(.jsonDuplicateKey, at: Int(key.start), related: Int(first.start))
  }
}

/// Rows by the hash of their text: open addressing, at most half full.
struct KeyTable {
  private var slots: [(hash: Int, row: Int)]
  private let mask: Int

  init(expecting count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    mask = size - 1
    slots = Array(repeating: (0, -1), count: size)
  }

  /// A hash that is seeded anew in each process.
  static func hash(_ text: Span<UInt8>) -> Int {
    var hasher = Hasher()
    unsafe text.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  /// Takes a row in, or gives the row that is equal and was there first.
  mutating func insert(_ row: Int, _ hash: Int, equal: (Int) -> Bool) -> Int? {
    var slot = hash & mask
    while slots[slot].row >= 0 {
      if slots[slot].hash == hash, equal(slots[slot].row) { return slots[slot].row }
      slot = (slot + 1) & mask
    }
    slots[slot] = (hash, row)
    return nil
  }
}

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
    _ bytes: Span<UInt8>, _ start: Int, _ parent: UInt32, _ rows: inout OutputSpan<NodeRecord>
  ) throws(SyntaxError) -> Int {
    guard bytes[start] == Ascii.quote else { throw missingKey(bytes, start, parent, rows.span) }
    let stop = bytes.plainEnd(from: start &+ 1, to: end)
    let record: NodeRecord
    let print: UInt64
    if stop < end, bytes[stop] == Ascii.quote {
      record = Self.plainString(start, stop)
      print = Self.fingerprint(bytes, start &+ 1, stop &- start &- 1)
    } else {
      record = try escapedString(bytes, from: start, plainTo: stop)
      print =
        record.has(.sideText)
        ? Self.fingerprint(sideText.span, Int(record.first), Int(record.second))
        : Self.fingerprint(bytes, Int(record.first), Int(record.second))
    }
    let row = rows.count
    rows.append(record)
    let seen = rows[Int(parent)].end
    let bit = UInt32(1) &<< UInt32(truncatingIfNeeded: print)
    if seen & bit != 0, uniqueKeys, rows[Int(parent)].first < UInt32(Self.pairwiseKeys) {
      try checkFewKeys(bytes, of: Int(parent), upTo: row, rows.span)
    }
    rows[Int(parent)].end = seen | bit
    rows[Int(parent)].first &+= 1

    var at = Int(record.end)
    if at >= end || bytes[at] != Ascii.colon {
      at = bytes.whitespaceEnd(from: at, to: end)
      guard at < end else { throw unclosed(parent, rows.span) }
      guard bytes[at] == Ascii.colon else { throw SyntaxError(.jsonExpectedColon, at: at) }
    }
    at = bytes.whitespaceEnd(from: at &+ 1, to: end)
    guard at < end else { throw unclosed(parent, rows.span) }
    return at
  }

  /// Five bits that equal texts have in common, wherever they lie.
  @inline(__always)
  static func fingerprint(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    var word: UInt64
    if start &+ 8 <= text.count {
      word = text.word(at: start)
      if count < 8 {
        word &= (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
      } else {
        word ^= text.word(at: start &+ count &- 8) &* 31
      }
    } else {
      // So near the end that a whole word cannot be read: the key has less than eight bytes.
      word = 0
      for offset in 0..<count {
        word |= UInt64(text[start &+ offset]) &<< UInt64(truncatingIfNeeded: offset &* 8)
      }
    }
    return ((word ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15) &>> 59
  }

  /// Compares the key in the last row with the keys of the mapping before it.
  @inline(never)
  func checkFewKeys(
    _ bytes: Span<UInt8>, of mapping: Int, upTo row: Int, _ rows: Span<NodeRecord>
  ) throws(SyntaxError) {
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
    let value = rows[row &+ 1]
    return value.isContainer ? Int(value.second) : row &+ 2
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

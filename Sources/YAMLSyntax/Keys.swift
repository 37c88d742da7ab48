import Documents

/// A key of an open mapping with few entries.
struct KeyMark {
  /// Its length and three of its bytes: enough to tell most keys apart without looking at them.
  let signature: UInt32
  var row: UInt32
}

/// The keys of an open mapping with many entries: a hash table with open addressing.
///
/// The hash is Swift's, which is seeded anew in each process, so that no input can be made whose
/// keys collide.
struct KeyIndex {
  private struct Slot {
    var hash: UInt64 = 0
    /// The row plus one; 0 where the slot is empty.
    var row: UInt32 = 0
  }

  private var slots: [Slot]
  private var count = 0

  init() {
    slots = Array(repeating: Slot(), count: 64)
  }

  /// Puts a row in; answers the row that had the same key and gives its place to the new one.
  mutating func insert(_ row: Int, hash: UInt64, isSame: (Int) -> Bool) -> Int? {
    if count * 2 >= slots.count { grow() }
    var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[index].row != 0 {
      let other = Int(slots[index].row) - 1
      if slots[index].hash == hash, isSame(other) {
        slots[index].row = UInt32(truncatingIfNeeded: row + 1)
        return other
      }
      index = (index + 1) & (slots.count - 1)
    }
    slots[index] = Slot(hash: hash, row: UInt32(truncatingIfNeeded: row + 1))
    count += 1
    return nil
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    for slot in old where slot.row != 0 {
      var index = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
      while slots[index].row != 0 { index = (index + 1) & (slots.count - 1) }
      slots[index] = slot
    }
  }
}

// Keys of mappings, as Kubernetes reads them: strings, of which the last of equal ones counts.
extension YAMLParser {
  /// Mappings with more keys than this are given a ``KeyIndex``.
  private static var fewKeys: Int { 16 }

  /// Makes the node at a row a key of the mapping on top.
  mutating func finishKey(_ bytes: Span<UInt8>, _ row: Int) throws(SyntaxError) {
    guard reading == .kubernetes else { return }
    let record = records[row]
    if record.isContainer { throw SyntaxError(.complexKey, at: Int(record.start)) }
    if record.kind != .string {
      try makeString(bytes, row)
    } else if isMergeKey(bytes, record, row) {
      top.merging = true
      top.entryRow = row
      top.mergeAliasNodes = aliasNodes
      return
    }
    try addKey(bytes, row)
  }

  /// Whether a key is a plain `<<`.
  private func isMergeKey(_ bytes: Span<UInt8>, _ record: NodeRecord, _ row: Int) -> Bool {
    guard record.end &- record.start == 2, bytes[Int(record.start)] == .less,
      bytes[Int(record.start) + 1] == .less
    else { return false }
    if let last = decorations.last, last.kind == .tag, Int(last.row) == row {
      let tag = Properties(tagStart: Int(last.range.start), tagEnd: Int(last.range.end))
      return tagMeaning(bytes, tag) == .merge
    }
    return true
  }

  /// Enters a key into the mapping on top; where it stands there already, drops the earlier entry.
  mutating func addKey(_ bytes: Span<UInt8>, _ row: Int) throws(SyntaxError) {
    let record = records[row]
    var earlier: Int?
    if top.keyIndex < 0 {
      let signature = signature(bytes, record)
      var index = top.keyBase
      let count = keyCount
      while index < count {
        if keys[index].signature == signature {
          let other = Int(keys[index].row)
          if isSameText(bytes, records[other], record) {
            keys[index].row = UInt32(truncatingIfNeeded: row)
            earlier = other
            break
          }
        }
        index += 1
      }
      if earlier == nil {
        let mark = KeyMark(signature: signature, row: UInt32(truncatingIfNeeded: row))
        if count < keys.count { keys[count] = mark } else { keys.append(mark) }
        keyCount = count + 1
        if count - top.keyBase >= Self.fewKeys { indexKeys(bytes) }
      }
    } else {
      earlier = indexKey(bytes, row)
    }
    if let earlier { drop(earlier, for: row) }
  }

  private mutating func drop(_ earlier: Int, for row: Int) {
    records[earlier].flags.insert(.dropped)
    hasDropped = true
    top.count -= 1
    let (first, second) = (records[earlier], records[row])
    // That an own entry replaces a merged one is what merging is for.
    if !first.has(.merged), !second.has(.merged) {
      remarks.append(Remark(kind: .duplicateKey, range: second.range, related: first.range))
    }
  }

  // MARK: Many keys

  private mutating func indexKeys(_ bytes: Span<UInt8>) {
    let rows = keys[top.keyBase..<keyCount].map { Int($0.row) }
    keyCount = top.keyBase
    top.keyIndex = keyIndexes.count
    keyIndexes.append(KeyIndex())
    for row in rows { _ = indexKey(bytes, row) }
  }

  private mutating func indexKey(_ bytes: Span<UInt8>, _ row: Int) -> Int? {
    let record = records[row]
    var hasher = Hasher()
    withKeyText(bytes, record) { text in
      unsafe text.withUnsafeBytes { buffer in
        // Hasher takes bytes in no other form at once.
        unsafe hasher.combine(bytes: buffer)
      }
    }
    let hash = UInt64(bitPattern: Int64(hasher.finalize()))
    // The index leaves its place so that the closure may read the parser.
    var index = keyIndexes.removeLast()
    let earlier = index.insert(row, hash: hash) { isSameText(bytes, records[$0], record) }
    keyIndexes.append(index)
    return earlier
  }

  // MARK: Text of keys

  private func withKeyText<Result>(
    _ bytes: Span<UInt8>, _ record: NodeRecord, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    let range = Int(record.first)..<Int(record.first) + Int(record.second)
    if record.has(.sideText) {
      let side = sideText.span
      return body(side.extracting(range))
    }
    return body(bytes.extracting(range))
  }

  @inline(__always)
  private func signature(_ bytes: Span<UInt8>, _ record: NodeRecord) -> UInt32 {
    let count = Int(record.second)
    guard count > 0 else { return 0 }
    let start = Int(record.first)
    // Equal keys have equal signatures, wherever their texts lie.
    let isSide = record.has(.sideText)
    let first = UInt32(isSide ? sideText[start] : bytes[start])
    let middle = UInt32(isSide ? sideText[start + count >> 1] : bytes[start + count >> 1])
    let last = UInt32(isSide ? sideText[start + count - 1] : bytes[start + count - 1])
    return record.second & 0xFF | first << 8 | middle << 16 | last << 24
  }

  private func isSameText(
    _ bytes: Span<UInt8>, _ first: NodeRecord, _ second: NodeRecord
  ) -> Bool {
    guard first.second == second.second else { return false }
    return withKeyText(bytes, first) { left in
      withKeyText(bytes, second) { right in
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
      }
    }
  }
}

import Documents

extension Document {
  /// The document without those entries whose key comes again later in the same mapping, and with a
  /// remark for each; itself where there are none. Its cost is linear.
  func keepingLastKeys() -> Document {
    var dropped: [Int] = []
    var remarks: [Remark] = []
    for row in records.indices where records[row].kind == .mapping && records[row].first > 1 {
      findDuplicates(of: row, &dropped, &remarks)
    }
    guard !dropped.isEmpty else { return self }
    remarks.sort { $0.range.start < $1.range.start }
    return Document(
      source: source, range: range, position: position, records: rows(without: dropped.sorted()),
      sideText: sideText, decorations: decorations, remarks: remarks)
  }

  /// Notes the key rows of a mapping that are overruled by a later one.
  private func findDuplicates(of mapping: Int, _ dropped: inout [Int], _ remarks: inout [Remark]) {
    var last: [[UInt8]: Int] = [:]
    for (key, _) in Node(document: self, index: UInt32(truncatingIfNeeded: mapping)).entries {
      let row = Int(key.index)
      let text = key.withText { text in
        var bytes: [UInt8] = []
        for offset in 0..<text.count { bytes.append(text[offset]) }
        return bytes
      }
      if let elder = last.updateValue(row, forKey: text) {
        dropped.append(elder)
        remarks.append(
          Remark(kind: .duplicateKey, range: key.range, related: records[elder].range))
      }
    }
  }

  /// The table without the entries whose keys are in these rows, which are in order. An entry may
  /// lie inside another one that goes.
  private func rows(without dropped: [Int]) -> [NodeRecord] {
    var kept: [NodeRecord] = []
    /// The new row of each old one, or of the next one that is kept.
    var moved: [UInt32] = []
    var mappings: [(end: Int, row: Int)] = []
    var next = 0
    var row = 0
    while row < records.count {
      while let open = mappings.last, open.end <= row { mappings.removeLast() }
      while next < dropped.count, dropped[next] < row { next += 1 }
      if next < dropped.count, dropped[next] == row, let open = mappings.last {
        kept[open.row].first -= 1
        let end = Int(self.next(after: UInt32(truncatingIfNeeded: row + 1)))
        while row < end {
          moved.append(UInt32(truncatingIfNeeded: kept.count))
          row += 1
        }
        continue
      }
      moved.append(UInt32(truncatingIfNeeded: kept.count))
      if records[row].isContainer {
        mappings.append((Int(records[row].second), kept.count))
      }
      kept.append(records[row])
      row += 1
    }
    moved.append(UInt32(truncatingIfNeeded: kept.count))
    for index in kept.indices where kept[index].isContainer {
      kept[index].second = moved[Int(kept[index].second)]
    }
    return kept
  }
}

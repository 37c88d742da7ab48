import Documents

/// A node that carries an anchor.
struct Anchor {
  var row: Int
}

// Aliases and merge keys are written out in the table, within `limits.maximumAliasNodes`.
extension YAMLParser {
  /// Declares the anchor of a node; a later one of the same name replaces it (YAML 1.2 §7.1).
  mutating func declare(_ properties: Properties, _ row: Int) {
    let array = source.bytes
    let name = Array(array[properties.anchorStart + 1..<properties.anchorEnd])
    anchorNames[name] = anchors.count
    anchors.append(Anchor(row: row))
  }

  /// Appends a copy of what the alias at a range of the source stands for.
  mutating func appendAlias(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SyntaxError) {
    let start = range.lowerBound
    guard let index = anchorNames[copy(bytes, start + 1..<range.upperBound)] else {
      throw SyntaxError(.unknownAlias, at: start)
    }
    let target = anchors[index].row
    if records[target].isContainer, records[target].second == 0 {
      throw SyntaxError(.aliasCycle, at: start, related: Int(records[target].start))
    }
    records[target].flags.insert(.anchored)
    let row = records.count
    try copyRows(from: target, at: start)
    records[row].flags.subtract([.aliased, .merged])
    records[row].flags.insert(.aliasRoot)
    records[row].start = UInt32(truncatingIfNeeded: start)
    records[row].end = UInt32(truncatingIfNeeded: range.upperBound)
    lastEnd = range.upperBound
    decorations.append(
      Decoration(
        kind: .alias, row: UInt32(truncatingIfNeeded: row),
        target: UInt32(truncatingIfNeeded: target), range: records[row].range))
  }

  /// The row after a node and all that is below it.
  func rowAfter(_ row: Int) -> Int {
    records[row].next(after: row)
  }

  /// Appends a copy of a complete node and all below it, without what is dropped.
  private mutating func copyRows(from source: Int, at offset: Int) throws(SyntaxError) {
    var open: [(copy: Int, end: Int)] = []
    let end = rowAfter(source)
    var row = source
    while true {
      while let last = open.last, last.end == row {
        records[last.copy].second = UInt32(truncatingIfNeeded: records.count)
        open.removeLast()
      }
      guard row < end else { return }
      try countCopy(at: offset)
      var record = records[row]
      // The node itself may be the key of an entry that was dropped.
      if record.has(.dropped), row != source {
        row = rowAfter(rowAfter(row))
        continue
      }
      guard aliasNodes < limits.maximumAliasNodes else {
        throw SyntaxError(.tooManyAliases, at: offset)
      }
      aliasNodes += 1
      record.flags.subtract([.anchored, .dropped])
      record.flags.insert(.aliased)
      if record.isContainer {
        open.append((records.count, Int(record.second)))
        if frames.count + open.count > limits.maximumDepth {
          throw SyntaxError(.tooDeep, at: offset)
        }
      }
      try append(record)
      row += 1
    }
  }

  /// Bounds the work of copying, of which what is dropped again is a part that makes no node.
  private mutating func countCopy(at offset: Int) throws(SyntaxError) {
    guard aliasWork / 8 < limits.maximumAliasNodes else {
      throw SyntaxError(.tooManyAliases, at: offset)
    }
    aliasWork += 1
  }

  // MARK: Merge keys

  /// Replaces the entry `<<` that was just completed by the entries of the mappings that are its
  /// value.
  ///
  /// As in Kubernetes' reader, the entries count at the place of `<<`: they give way to what is
  /// written after it and replace what is written before it. Of a sequence of mappings, the earlier
  /// ones win.
  mutating func merge(_ bytes: Span<UInt8>) throws(SyntaxError) {
    top.merging = false
    let keyRow = top.entryRow
    let valueRow = keyRow + 1
    let key = records[keyRow]
    let value = records[valueRow]
    var sources: [Int] = []
    if value.kind == .mapping {
      sources.append(valueRow)
    } else if value.kind == .sequence {
      var row = valueRow + 1
      while row < Int(value.second) {
        sources.append(row)
        row = rowAfter(row)
      }
    } else {
      throw SyntaxError(.mergeNeedsMapping, at: Int(value.start), related: Int(key.start))
    }
    for row in sources where records[row].kind != .mapping {
      throw SyntaxError(
        .mergeNeedsMapping, at: Int(records[row].start), related: Int(key.start))
    }
    records[keyRow].flags.insert(.dropped)
    hasDropped = true
    // What the value itself cost is not part of the document any more.
    aliasNodes = top.mergeAliasNodes
    decorate(.merge, top.row, Int(key.start), lastEnd)
    for source in sources.reversed() {
      var row = source + 1
      let end = rowAfter(source)
      while row < end {
        try countCopy(at: Int(key.start))
        let value = rowAfter(row)
        if !records[row].has(.dropped) {
          let copy = records.count
          try copyRows(from: row, at: Int(key.start))
          let valueCopy = records.count
          try copyRows(from: value, at: Int(key.start))
          records[copy].flags.insert(.merged)
          records[valueCopy].flags.insert(.merged)
          try addKey(bytes, copy)
          top.count += 1
        }
        row = rowAfter(value)
      }
    }
  }

  // MARK: Compaction

  /// Removes the entries that were marked as dropped, and puts decorations in the order of the
  /// source. Needed only where keys stand twice or are merged.
  mutating func compact() {
    var kept: [NodeRecord] = []
    kept.reserveCapacity(records.count)
    // The new row of each old one; the greatest number for those that are gone.
    var places = [UInt32](repeating: .max, count: records.count)
    var open: [(place: Int, end: Int)] = []
    var row = 0
    while true {
      while let last = open.last, last.end == row {
        kept[last.place].second = UInt32(truncatingIfNeeded: kept.count)
        open.removeLast()
      }
      guard row < records.count else { break }
      let record = records[row]
      if record.has(.dropped) {
        row = rowAfter(rowAfter(row))
        continue
      }
      places[row] = UInt32(truncatingIfNeeded: kept.count)
      if record.isContainer { open.append((kept.count, Int(record.second))) }
      kept.append(record)
      row += 1
    }
    records = kept
    decorations = decorations.compactMap { decoration in
      let row = places[Int(decoration.row)]
      guard row != .max else { return nil }
      let target = places[Int(decoration.target)]
      return Decoration(
        kind: decoration.kind, row: row, target: target == .max ? row : target,
        range: decoration.range)
    }
  }
}

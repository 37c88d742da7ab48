import Documents
import Edits

// Entries and elements of block collections come and go by whole lines.
extension TextRenderer {
  mutating func editBlock(_ row: UInt32, _ change: EditPlan.Collection, at site: EditPlan.Site) {
    let items = context.items(of: row)
    var style = survey.style(for: row, parent: site.parent)
    style.lineBreak = lines.lineBreak(near: items.last?.end ?? 0)
    let column = context.column(ofBlock: row)
    let isGone = items.map { item in
      guard let row = item.row else { return change.mergedEntries?.isEmpty == true }
      return change.removed.contains(row)
    }
    guard isGone.contains(false) else {
      let value: Value =
        context.record(row).kind == .mapping
        ? .mapping((change.entries + (change.mergedEntries ?? [])).map(\.entry))
        : .sequence(change.elements.map(\.value))
      replace(row, with: value, at: site, style: style)
      return
    }
    let depth = site.depth + 1
    remove(items, isGone, column, depth)
    expandMerges(items, change, column, style, depth)
    if context.record(row).kind == .mapping {
      guard let last = items.indices.last(where: { !isGone[$0] }), change.inserts else { return }
      let spec = change.entries.contains { $0.key == "metadata" } ? specItem(items, isGone) : nil
      let early = spec == nil ? [] : change.entries.filter { $0.key == "metadata" }
      if let spec, !early.isEmpty { insert(early, before: spec, column, style, depth) }
      let entries = change.entries.filter { spec == nil || $0.key != "metadata" }
      if entries.isEmpty { return }
      let values = entries.map { entry in
        (value: Value.mapping([entry.entry]), spellings: spellings(of: [entry]))
      }
      insert(values, after: items[last], column, style, depth)
    } else {
      insertElements(change.elements, items, isGone, column, style, depth)
    }
  }

  // MARK: Removing

  private mutating func remove(
    _ items: [TextItem], _ isGone: [Bool], _ column: Int, _ depth: Int
  ) {
    var index = 0
    var cleared = 0
    while index < items.count {
      guard isGone[index] else {
        index += 1
        continue
      }
      let item = items[index]
      if index == 0, !lines.beginsLine(item.start) {
        // `- name: x`: what follows moves up to the dash, with the comment above it if there is
        // one.
        var last = 0
        while last + 1 < items.count, isGone[last + 1] { last += 1 }
        var end = context.ownEnd(of: items[last], column: column)
        while end < lines.range.upperBound, lines.at(end).isBlank { end += 1 }
        edit(item.start..<end, depth: depth)
        index = last + 1
        continue
      }
      let end = context.ownEnd(of: item, column: column)
      if let start = context.endOfLineBefore(item.start), start >= cleared {
        let before = index > 0 ? items[index - 1].end : nil
        var end = end
        if let before, isBlank(lines.line(of: before)) {
          // The text above ends with blank lines, which it keeps: those below must not join them.
          while isBlank(after: end) { end = lines.end(ofLine: lines.line(of: end) + 1) }
        }
        edit((blankStart(before: item, until: end, after: before) ?? start)..<end, depth: depth)
      } else {
        // The document's first lines go with their own line break, not with the one before.
        let start = lines.textStart(ofLine: lines.line(of: item.start))
        let line = lines.line(of: end)
        cleared = line + 1 < lines.count ? lines.start(ofLine: line + 1) : lines.range.upperBound
        edit(start..<cleared, depth: depth)
      }
      index += 1
    }
  }

  /// Where the lines of an item that goes begin if the blank line above it goes as well, since
  /// there is one below: one is enough. `before` is where the item above ends, whose text is not
  /// touched.
  private func blankStart(before item: TextItem, until end: Int, after before: Int?) -> Int? {
    let above = lines.line(of: item.start) - 1
    guard let before, above > lines.line(of: before), isBlank(above), isBlank(after: end) else {
      return nil
    }
    return lines.end(ofLine: above - 1)
  }

  /// Writes entries instead of the merge entries of a mapping: at the first one, the others go.
  private mutating func expandMerges(
    _ items: [TextItem], _ change: EditPlan.Collection, _ column: Int, _ style: YAMLStyle,
    _ depth: Int
  ) {
    guard let entries = change.mergedEntries, !entries.isEmpty else { return }
    var isFirst = true
    for item in items where item.row == nil {
      if isFirst {
        var style = style
        style.spellings = spellings(of: entries)
        let text = text(
          of: .mapping(entries.map(\.entry)), column: column, parent: column, style,
          at: item.end, beginsLine: lines.beginsLine(item.start))
        let (first, rest) = split(text, style)
        edit(item.start..<item.end, first, depth: depth)
        insert(rest, at: lines.lineEnd(item.end), depth: depth)
        isFirst = false
      } else {
        let end = context.ownEnd(of: item, column: column)
        edit((context.endOfLineBefore(item.start) ?? item.start)..<end, depth: depth)
      }
    }
  }

  // MARK: Inserting

  /// Inserts lines after an item: after its own lines, before blank lines and comments that follow.
  private mutating func insert(
    _ values: [(value: Value, spellings: [Spelling?])], after item: TextItem, _ column: Int,
    _ style: YAMLStyle, _ depth: Int
  ) {
    let place = context.ownEnd(of: item, column: column)
    var style = style
    style.lineBreak = lines.lineBreak(near: place)
    style.below = below(place, deeperThan: column)
    var output: [UInt8] = []
    for (index, (value, spellings)) in values.enumerated() {
      output += lineStart(column: column, style)
      style.spellings = spellings
      // Only the last one can be the last of the source.
      let isLast = index == values.count - 1
      var writer = YAMLWriter(style)
      writer.write(value, column: column, parent: column, beginsLine: true)
      if writer.endsWithOpenLine, isLast, endsSource(place) { writer.newLine(column: 0) }
      output += writer.output
    }
    insert(output, at: place, depth: depth)
  }

  /// The entry `spec` that stays: everybody writes `metadata` before it, and looks for it there.
  private func specItem(_ items: [TextItem], _ isGone: [Bool]) -> TextItem? {
    zip(items, isGone).first { item, isGone in
      guard let row = item.row, !isGone else { return false }
      return Node(document: context.document, index: row).isString("spec")
    }?.0
  }

  /// Inserts entries before an item and the comment lines directly above it.
  private mutating func insert(
    _ entries: [EditPlan.Entry], before item: TextItem, _ column: Int, _ style: YAMLStyle,
    _ depth: Int
  ) {
    var place = item.start
    if lines.beginsLine(place) {
      var line = lines.line(of: place) - 1
      while line >= 0, lines.content(ofLine: line) - lines.textStart(ofLine: line) == column,
        lines.at(lines.content(ofLine: line)) == .hash
      {
        place = lines.content(ofLine: line)
        line -= 1
      }
    }
    var style = style
    style.lineBreak = lines.lineBreak(near: place)
    style.spellings = spellings(of: entries)
    let output = text(
      of: .mapping(entries.map(\.entry)), column: column, parent: column, style, at: place)
    insert(output + lineStart(column: column, style), at: place, depth: depth)
  }

  private mutating func insertElements(
    _ elements: [(position: Int, value: Value)], _ items: [TextItem], _ isGone: [Bool],
    _ column: Int, _ style: YAMLStyle, _ depth: Int
  ) {
    guard !elements.isEmpty else { return }
    // Each element goes after the last one before its position that stays.
    typealias Written = (value: Value, spellings: [Spelling?])
    var groups: [(after: Int?, values: [Written])] = []
    var kept: Int?
    var position = 0
    for element in elements {
      while position < min(element.position, items.count) {
        if !isGone[position] { kept = position }
        position += 1
      }
      if let last = groups.indices.last, groups[last].after == kept {
        groups[last].values.append((.sequence([element.value]), []))
      } else {
        groups.append((kept, [(.sequence([element.value]), [])]))
      }
    }
    for group in groups {
      if let after = group.after {
        insert(group.values, after: items[after], column, style, depth)
      } else if let first = items.indices.first(where: { !isGone[$0] }) {
        var output: [UInt8] = []
        for (value, _) in group.values {
          output += text(of: value, column: column, parent: column, style, at: items[first].start)
          output += lineStart(column: column, style)
        }
        insert(output, at: items[first].start, depth: depth)
      }
    }
  }
}

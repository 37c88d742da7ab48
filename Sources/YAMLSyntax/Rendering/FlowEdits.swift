import Documents
import Edits

// Entries and elements of flow collections come and go with their commas; where each one has a line
// of its own, by lines.
extension TextRenderer {
  mutating func editFlow(_ row: UInt32, _ change: EditPlan.Collection, at site: EditPlan.Site) {
    let record = context.record(row)
    let items = context.items(of: row)
    // What is empty shows no style; the collection around it may.
    let style = survey.style(for: items.isEmpty ? site.parent : row)
    let isGone = items.map { item in
      guard let row = item.row else { return change.mergedEntries != nil }
      return change.removed.contains(row)
    }
    let isMapping = record.kind == .mapping
    let entries = (change.mergedEntries ?? []) + change.entries
    if items.isEmpty, !isInFlow(site), !hasComment(between: record.start, record.end) {
      // `{}` and `[]` say that there is nothing; what comes is written in block style.
      let value: Value =
        isMapping ? .mapping(entries.map(\.entry)) : .sequence(change.elements.map(\.value))
      replace(row, with: value, at: site)
      return
    }
    let inserted =
      isMapping
      ? entries.map { (position: items.count, text: flowText($0, style)) }
      : change.elements.map { (position: $0.position, text: flowText($0.value, style)) }
    var edit = FlowEdit(
      items: items, isGone: isGone, inserted: inserted, style: style,
      open: Int(record.start), close: Int(record.end) - 1, depth: site.depth + 1)
    edit.render(into: &self)
  }

  /// Whether there is one inside of brackets in which nothing else is.
  private func hasComment(between open: UInt32, _ end: UInt32) -> Bool {
    lines.bytes[Int(open) + 1..<Int(end) - 1].contains(.hash)
  }

  private mutating func flowText(_ entry: EditPlan.Entry, _ style: YAMLStyle) -> [UInt8] {
    var style = style
    style.spellings = Array(spellings(of: [entry]).dropFirst())
    var writer = YAMLWriter(style)
    writer.write(flowKey: entry.key)
    writer.write(flow: entry.value)
    return writer.output
  }

  private func flowText(_ value: Value, _ style: YAMLStyle) -> [UInt8] {
    var writer = YAMLWriter(style)
    writer.write(flow: value)
    return writer.output
  }
}

/// The edit of one flow collection.
private struct FlowEdit {
  let items: [TextItem]
  let isGone: [Bool]
  let inserted: [(position: Int, text: [UInt8])]
  let style: YAMLStyle
  let open: Int
  let close: Int
  let depth: Int

  var comma: [UInt8] { style.spacesAfterComma ? [.comma, .space] : [.comma] }

  mutating func render(into out: inout TextRenderer) {
    if items.isEmpty, out.lines.bytes[open + 1..<close].contains(.hash) {
      // Between the brackets is a comment, which stays.
      out.insert(Array(inserted.map(\.text).joined(separator: comma)), at: open + 1, depth: depth)
      return
    }
    guard isGone.contains(false) else {
      // Everything inside of the brackets, spaces at both ends kept.
      var start = open + 1
      var end = close
      while !inserted.isEmpty, start < end, out.lines.at(start).isWhite { start += 1 }
      while end > start, !inserted.isEmpty, out.lines.at(end - 1).isWhite { end -= 1 }
      let text = inserted.map(\.text).joined(separator: comma)
      out.edit(start..<end, Array(text), depth: depth)
      return
    }
    if isVertical(out.lines) {
      renderLines(into: &out)
    } else {
      renderInline(into: &out)
    }
  }

  /// Whether each item begins a line and the closing bracket has one of its own.
  private func isVertical(_ lines: TextLines) -> Bool {
    lines.beginsLine(close) && items.allSatisfy { lines.beginsLine($0.start) }
  }

  /// What is inserted, by the last item before it that stays.
  private func groups() -> [(after: Int?, texts: [[UInt8]])] {
    var groups: [(after: Int?, texts: [[UInt8]])] = []
    var kept: Int?
    var position = 0
    for insertion in inserted {
      while position < min(insertion.position, items.count) {
        if !isGone[position] { kept = position }
        position += 1
      }
      if let last = groups.indices.last, groups[last].after == kept {
        groups[last].texts.append(insertion.text)
      } else {
        groups.append((kept, [insertion.text]))
      }
    }
    return groups
  }

  // MARK: On one line

  private func renderInline(into out: inout TextRenderer) {
    var index = 0
    var kept: Int?
    while index < items.count {
      guard isGone[index] else {
        kept = index
        index += 1
        continue
      }
      var last = index
      while last + 1 < items.count, isGone[last + 1] { last += 1 }
      if let kept {
        out.edit(items[kept].end..<items[last].end, depth: depth)
      } else if last + 1 < items.count {
        out.edit(items[index].start..<items[last + 1].start, depth: depth)
      }
      index = last + 1
    }
    for group in groups() {
      if let after = group.after {
        let text = group.texts.flatMap { comma + $0 }
        out.insert(text, at: items[after].end, depth: depth)
      } else if let first = items.indices.first(where: { !isGone[$0] }) {
        let text = group.texts.flatMap { $0 + comma }
        out.insert(text, at: items[first].start, depth: depth)
      }
    }
  }

  // MARK: On lines of their own

  /// Where the comma after an item is; `nil` where there is none.
  private func commaPlace(_ item: Int, _ lines: TextLines) -> Int? {
    let place = lines.skipToToken(items[item].end)
    return lines.at(place) == .comma ? place : nil
  }

  private func renderLines(into out: inout TextRenderer) {
    let lines = out.lines
    let groups = groups()
    let endsWithComma = items.indices.last.map { commaPlace($0, lines) != nil } ?? false
    let lastKept = items.indices.last { !isGone[$0] }
    for index in items.indices where isGone[index] {
      let end = lines.lineEnd(commaPlace(index, lines) ?? items[index].end)
      let line = lines.line(of: items[index].start)
      out.edit(lines.end(ofLine: max(line - 1, 0))..<end, depth: depth)
    }
    for group in groups {
      guard let after = group.after else {
        guard let first = items.indices.first(where: { !isGone[$0] }) else { continue }
        let text = group.texts.flatMap { $0 + [.comma] + lineStart(of: first, lines) }
        out.insert(text, at: items[first].start, depth: depth)
        continue
      }
      let comma = commaPlace(after, lines)
      if comma == nil { out.insert([.comma], at: items[after].end, depth: depth) }
      var text: [UInt8] = []
      for (index, inserted) in group.texts.enumerated() {
        text += lineStart(of: after, lines) + inserted
        let isLast = after == lastKept && index == group.texts.count - 1
        if !isLast || endsWithComma { text.append(.comma) }
      }
      out.insert(text, at: lines.lineEnd(comma ?? items[after].end), depth: depth)
    }
    if let lastKept, !endsWithComma, groups.last?.after != lastKept,
      let comma = commaPlace(lastKept, lines)
    {
      out.edit(comma..<comma + 1, depth: depth)
    }
  }

  private func lineStart(of item: Int, _ lines: TextLines) -> [UInt8] {
    let start = lines.lineStart(items[item].start)
    return style.lineBreak + lines.bytes[start..<items[item].start]
  }
}

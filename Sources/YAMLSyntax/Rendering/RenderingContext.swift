import Documents
import Edits

/// A document with what the renderer asks of it again and again: its lines, and what stands before
/// and between its nodes without having a row.
struct RenderingContext {
  let document: Document
  let lines: TextLines
  /// Anchors and tags by the row of their node.
  private let properties: [UInt32: [Decoration]]
  /// Merge entries by the row of their mapping.
  private let merges: [UInt32: [Decoration]]

  init(_ document: Document) {
    self.document = document
    lines = TextLines(document)
    var properties: [UInt32: [Decoration]] = [:]
    var merges: [UInt32: [Decoration]] = [:]
    for decoration in document.decorations {
      switch decoration.kind {
      case .anchor, .tag: properties[decoration.row, default: []].append(decoration)
      case .merge: merges[decoration.row, default: []].append(decoration)
      case .alias: break
      }
    }
    self.properties = properties
    self.merges = merges
  }

  func record(_ row: UInt32) -> NodeRecord { document.records[Int(row)] }
  func next(after row: UInt32) -> UInt32 { document.next(after: row) }

  /// The anchor and the tag of a node that is written where it stands.
  func properties(of row: UInt32) -> [Decoration] { properties[row] ?? [] }
  func merges(of row: UInt32) -> [Decoration] { merges[row] ?? [] }

  /// Whether a node is a collection in block style, written where it stands.
  func isBlock(_ row: UInt32) -> Bool {
    let record = record(row)
    return record.isContainer && !record.has(.flow) && !record.has(.aliasRoot)
  }

  /// Where the text of a node begins, with its anchor and tag.
  func start(of row: UInt32) -> Int {
    properties(of: row).reduce(Int(record(row).start)) { min($0, Int($1.range.start)) }
  }

  /// Where the text of a node ends, with its anchor and tag: they may be all that there is of it.
  func end(of row: UInt32) -> Int {
    var end = properties(of: row).reduce(Int(record(row).end)) { max($0, Int($1.range.end)) }
    for merge in merges(of: row) where isBlock(row) { end = max(end, Int(merge.range.end)) }
    return end
  }

  /// The column of a block collection: that of its dashes, or of its keys with what stands before.
  func column(ofBlock row: UInt32) -> Int {
    let record = record(row)
    var start = Int(record.start)
    if record.kind == .mapping, row + 1 < record.second, !self.record(row + 1).has(.merged) {
      start = min(start, self.start(of: row + 1))
    }
    return lines.column(of: record.kind == .mapping ? includingQuestion(start) : start)
  }

  /// Where `?` stands before an explicit key or another place, else that place.
  func includingQuestion(_ start: Int) -> Int {
    var index = start
    while index > lines.range.lowerBound, lines.at(index - 1).isWhite { index -= 1 }
    guard index < start, index > lines.range.lowerBound, lines.at(index - 1) == .question else {
      return start
    }
    return index - 1
  }

  /// Right after the `:` of an entry; `nil` where it has none.
  func afterColon(ofKey row: UInt32) -> Int? {
    let index = lines.skipToToken(Int(record(row).end))
    return lines.at(index) == .colon ? index + 1 : nil
  }
}

/// One entry or element as it stands in the text.
struct TextItem {
  /// The row of the key or of the element; `nil` for a merge entry.
  let row: UInt32?
  /// The row of the value or of the element.
  let valueRow: UInt32?
  /// From the key, the dash or what stands before them to the end of the value.
  let start: Int
  let end: Int
}

extension RenderingContext {
  /// The entries or elements that are written in a collection, in the order of the text.
  func items(of row: UInt32) -> [TextItem] {
    let record = record(row)
    var items = record.kind == .mapping ? entries(of: row) : elements(of: row, record)
    if record.kind == .mapping, !merges(of: row).isEmpty {
      for merge in merges(of: row) {
        items.append(
          TextItem(
            row: nil, valueRow: nil, start: Int(merge.range.start), end: Int(merge.range.end)))
      }
      items.sort { $0.start < $1.start }
    }
    return items
  }

  private func entries(of row: UInt32) -> [TextItem] {
    var items: [TextItem] = []
    var key = row + 1
    while key < next(after: row) {
      let value = next(after: key)
      if !record(key).has(.merged) {
        let start = includingQuestion(start(of: key))
        let end = max(end(of: value), end(of: key))
        items.append(TextItem(row: key, valueRow: value, start: start, end: end))
      }
      key = next(after: value)
    }
    return items
  }

  private func elements(of row: UInt32, _ record: NodeRecord) -> [TextItem] {
    var items: [TextItem] = []
    let isFlow = record.has(.flow)
    let column = isFlow ? 0 : lines.column(of: Int(record.start))
    var element = row + 1
    var before = Int(record.start)
    while element < record.second {
      var start = start(of: element)
      if !isFlow {
        start = items.isEmpty ? Int(record.start) : dash(before: start, column, after: before)
      }
      before = end(of: element)
      items.append(TextItem(row: element, valueRow: element, start: start, end: before))
      element = next(after: element)
    }
    return items
  }

  /// The dash of an element that is not the first: it begins a line, at the sequence's column.
  func dash(before start: Int, _ column: Int, after limit: Int) -> Int {
    var line = lines.line(of: start)
    let last = lines.line(of: limit)
    while line > last {
      let content = lines.content(ofLine: line)
      if lines.at(content) == .minus, content <= start, lines.column(of: content) == column {
        return content
      }
      line -= 1
    }
    return start
  }

  /// Where the lines of an item of a block collection end: after its comment, and after comments on
  /// lines of their own that are indented deeper than the item, which therefore belong to it.
  func ownEnd(of item: TextItem, column: Int) -> Int {
    var line = lines.line(of: item.end)
    while line + 1 < lines.count {
      let content = lines.content(ofLine: line + 1)
      guard lines.at(content) == .hash, lines.column(of: content) > column else { break }
      line += 1
    }
    return lines.end(ofLine: line)
  }

  /// Where the line before an item ends; `nil` where the item stands on the document's first line.
  func endOfLineBefore(_ offset: Int) -> Int? {
    let line = lines.line(of: offset)
    return line > 0 ? lines.end(ofLine: line - 1) : nil
  }
}

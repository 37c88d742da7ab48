import Documents
import Schemas

/// A mapping of texts as a schema wants to have it: numbers, booleans, lists where it asks for
/// them.
///
/// The document shares source and side text with the one that the texts are from, so that reading
/// costs a row for each key and value. Places in the rows below a list or an object count from the
/// beginning of the text that they are from.
package struct TypedTable: Sendable {
  package let document: Document
  private let origins: [Origin]

  /// The texts that rows are from, by row.
  private struct Origin: Sendable {
    let row: UInt32
    let node: Node
    let isEncoded: Bool
    /// Whether the rows below it have places in the text.
    let hasPlaces: Bool
  }

  /// What a node of the table is read from.
  package struct Place {
    /// The key or the value as it is written.
    package let node: Node
    package let isEncoded: Bool
    /// The part of the text; `nil` for all of it.
    package let part: SourceRange?
  }

  /// Where a node of the table is written; `nil` for the whole mapping.
  package func place(of node: Node) -> Place? {
    var low = 0
    var high = origins.count
    while low < high {
      let middle = (low + high) / 2
      if origins[middle].row <= node.index { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let origin = origins[low - 1]
    let isInside = node.index > origin.row && origin.hasPlaces
    return Place(node: origin.node, isEncoded: origin.isEncoded, part: isInside ? node.range : nil)
  }

  /// Puts a table together from mappings of one document.
  package struct Builder {
    private let document: Document
    private let reading: TypedReading
    private var records: [NodeRecord] = []
    private var side: [UInt8]
    private var origins: [Origin] = []
    private var open: [Int] = []
    /// Offsets in the side text of `true`, `false` and `null`, once they are needed.
    private var words = [-1, -1, -1]

    package init(_ document: Document, _ reading: TypedReading) {
      self.document = document
      self.reading = reading
      side = document.sideText
      records.reserveCapacity(min(document.records.count + 8, 4_096))
      begin(SourceRange(at: 0))
    }

    private mutating func begin(_ range: SourceRange) {
      open.append(records.count)
      records.append(
        NodeRecord(
          kind: .mapping, flags: .synthetic, start: range.start, end: range.end, first: 0,
          second: 0))
    }

    private mutating func end() {
      guard let row = open.popLast() else { return }
      records[row].second = UInt32(truncatingIfNeeded: records.count)
    }

    package consuming func finish() -> TypedTable {
      end()
      let made = Document(
        source: document.source, range: document.range, records: records, sideText: side)
      return TypedTable(document: made, origins: origins)
    }

    /// Adds every entry of a mapping, those of mappings in it below their key.
    package mutating func append(entriesOf mapping: Node, _ plan: ReadingPlan) {
      for (key, value) in mapping.entries {
        let below = key.withText { plan.child($0) }
        guard value.isMapping else {
          append(key, value, below)
          continue
        }
        appendKey(key)
        records[open[open.count - 1]].first += 1
        begin(value.range)
        // Sections hold no sections.
        for (key, value) in value.entries {
          append(key, value, below.flatMap { plan in key.withText { plan.child($0) } })
        }
        end()
      }
    }

    /// Adds an entry of a text, or of a scalar as it is.
    package mutating func append(_ key: Node, _ value: Node, _ plan: ReadingPlan?) {
      if value.isContainer { return }
      appendKey(key)
      records[open[open.count - 1]].first += 1
      let record = value.record
      guard value.isString, let plan else {
        add(record, from: value)
        return
      }
      let form = value.withText { reading.form($0, plan) }
      append(form, record, of: value, isEncoded: false, plan)
    }

    /// Adds an entry whose value is written in base64.
    package mutating func append(_ key: Node, _ text: ValueText, _ plan: ReadingPlan?) {
      appendKey(key)
      records[open[open.count - 1]].first += 1
      let first = side.count
      side.append(contentsOf: text.source.bytes)
      let record = NodeRecord(
        kind: .string, flags: .sideText, start: text.node.range.start, end: text.node.range.end,
        first: UInt32(truncatingIfNeeded: first),
        second: UInt32(truncatingIfNeeded: text.source.count))
      let bytes = text.source.bytes
      let form = plan.map { reading.form(bytes.span, $0) } ?? .text
      append(form, record, of: text.node, isEncoded: true, plan)
    }

    private mutating func appendKey(_ key: Node) { add(key.record, from: key) }

    private mutating func add(
      _ record: NodeRecord, from node: Node, isEncoded: Bool = false, hasPlaces: Bool = false
    ) {
      origins.append(
        Origin(
          row: UInt32(truncatingIfNeeded: records.count), node: node, isEncoded: isEncoded,
          hasPlaces: hasPlaces))
      records.append(record)
    }

    private mutating func append(
      _ form: TypedReading.Form, _ record: NodeRecord, of value: Node, isEncoded: Bool,
      _ plan: ReadingPlan?
    ) {
      var record = record
      switch form {
      case .text: break
      case .integer: record.kind = .integer
      case .number: record.kind = .float
      case .null: word(2, "null", .null, &record)
      case .boolean(let isTrue):
        word(isTrue ? 0 : 1, isTrue ? "true" : "false", .boolean, &record)
      case .list(let parts):
        appendList(parts, record, value, isEncoded, plan?.elements)
        return
      case .json(let inner):
        appendRows(of: inner, value, isEncoded)
        return
      }
      add(record, from: value, isEncoded: isEncoded)
    }

    /// Makes a row of a word that may be written otherwise.
    private mutating func word(
      _ place: Int, _ text: StaticString, _ kind: Node.Kind, _ record: inout NodeRecord
    ) {
      if words[place] < 0 {
        words[place] = side.count
        side.append(contentsOf: text.description.utf8)
      }
      record.kind = kind
      record.flags.insert(.sideText)
      record.first = UInt32(truncatingIfNeeded: words[place])
      record.second = UInt32(truncatingIfNeeded: text.utf8CodeUnitCount)
    }

    private mutating func appendList(
      _ parts: [Range<Int>], _ text: NodeRecord, _ value: Node, _ isEncoded: Bool,
      _ plan: ReadingPlan?
    ) {
      let head = records.count
      add(
        NodeRecord(
          kind: .sequence, start: 0, end: text.second,
          first: UInt32(truncatingIfNeeded: parts.count), second: 0),
        from: value, isEncoded: isEncoded, hasPlaces: true)
      for part in parts {
        var record = NodeRecord(
          kind: .string, flags: text.flags.intersection(.sideText),
          start: UInt32(truncatingIfNeeded: part.lowerBound),
          end: UInt32(truncatingIfNeeded: part.upperBound),
          first: text.first + UInt32(truncatingIfNeeded: part.lowerBound),
          second: UInt32(truncatingIfNeeded: part.count))
        if let plan {
          let form = read(record, plan)
          switch form {
          case .integer: record.kind = .integer
          case .number: record.kind = .float
          case .boolean(let isTrue):
            word(isTrue ? 0 : 1, isTrue ? "true" : "false", .boolean, &record)
          default: break
          }
        }
        records.append(record)
      }
      records[head].second = UInt32(truncatingIfNeeded: records.count)
    }

    private func read(_ record: NodeRecord, _ plan: ReadingPlan) -> TypedReading.Form {
      let range = Int(record.first)..<Int(record.first) + Int(record.second)
      if record.has(.sideText) { return reading.form(side.span.extracting(range), plan) }
      let bytes = document.bytes
      return reading.form(bytes.span.extracting(range), plan)
    }

    /// The rows of a document as rows of this one; its texts become side text.
    private mutating func appendRows(of inner: Document, _ value: Node, _ isEncoded: Bool) {
      let base = UInt32(truncatingIfNeeded: records.count)
      let sourceAt = UInt32(truncatingIfNeeded: side.count)
      side.append(contentsOf: inner.bytes)
      let sideAt = UInt32(truncatingIfNeeded: side.count)
      side.append(contentsOf: inner.sideText)
      for (row, original) in inner.records.enumerated() {
        var record = original
        if record.isContainer {
          record.second += base
        } else {
          record.first += record.has(.sideText) ? sideAt : sourceAt
          record.flags.insert(.sideText)
        }
        if row == 0 {
          add(record, from: value, isEncoded: isEncoded, hasPlaces: true)
        } else {
          records.append(record)
        }
      }
    }
  }
}

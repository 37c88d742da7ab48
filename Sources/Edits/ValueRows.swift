import Documents

/// Turns a value into rows of a node table.
package enum ValueRows {
  /// Appends the rows of a value, all marked synthetic, and their texts.
  package static func append(
    _ value: Value, at place: SourceRange, to records: inout [NodeRecord], text: inout [UInt8]
  ) {
    // Work that is left: values to write, and containers whose rows then end.
    var stack: [Step] = [.write(value)]
    while let step = stack.popLast() {
      switch step {
      case .close(let row):
        records[row].second = UInt32(truncatingIfNeeded: records.count)
      case .write(.mapping(let entries)) where !entries.contains(where: \.value.isContainer):
        // Annotations, labels: nothing is left for later.
        let row = records.count
        records.append(container(.mapping, count: entries.count, place))
        for entry in entries {
          append(.string, entry.key, place, &records, &text)
          append(scalar: entry.value, place, &records, &text)
        }
        records[row].second = UInt32(truncatingIfNeeded: records.count)
      case .write(.mapping(let entries)):
        stack.append(.close(records.count))
        records.append(container(.mapping, count: entries.count, place))
        for entry in entries.reversed() {
          stack.append(.write(entry.value))
          stack.append(.write(.string(entry.key)))
        }
      case .write(.sequence(let elements)):
        stack.append(.close(records.count))
        records.append(container(.sequence, count: elements.count, place))
        for element in elements.reversed() { stack.append(.write(element)) }
      case .write(let scalar):
        append(scalar: scalar, place, &records, &text)
      }
    }
  }

  private enum Step {
    case write(Value)
    case close(Int)
  }

  private static func container(
    _ kind: Node.Kind, count: Int, _ place: SourceRange
  ) -> NodeRecord {
    NodeRecord(
      kind: kind, flags: .synthetic, start: place.start, end: place.end,
      first: UInt32(truncatingIfNeeded: count), second: 0)
  }

  private static func append(
    scalar: Value, _ place: SourceRange, _ records: inout [NodeRecord], _ text: inout [UInt8]
  ) {
    switch scalar {
    case .boolean(let value): append(.boolean, value ? "true" : "false", place, &records, &text)
    case .number(let number):
      let isFloat = number.utf8.contains { $0 == 0x2E || $0 | 0x20 == 0x65 }
      append(isFloat ? .float : .integer, number, place, &records, &text)
    case .string(let string): append(.string, string, place, &records, &text)
    case .null, .sequence, .mapping: append(.null, "null", place, &records, &text)
    }
  }

  private static func append(
    _ kind: Node.Kind, _ word: String, _ place: SourceRange, _ records: inout [NodeRecord],
    _ text: inout [UInt8]
  ) {
    let start = text.count
    text.append(contentsOf: word.utf8)
    records.append(
      NodeRecord(
        kind: kind, flags: [.synthetic, .sideText], start: place.start, end: place.end,
        first: UInt32(truncatingIfNeeded: start),
        second: UInt32(truncatingIfNeeded: text.count - start)))
  }
}

extension Document {
  /// A document that stands for a value, with an empty source. For tests and for values that are
  /// judged by what judges documents.
  package convenience init(_ value: Value) {
    var records: [NodeRecord] = []
    var text: [UInt8] = []
    ValueRows.append(value, at: SourceRange(at: 0), to: &records, text: &text)
    self.init(
      source: Source([]), range: SourceRange(at: 0), records: records, sideText: text)
  }
}

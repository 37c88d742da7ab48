import Documents
import Edits

extension JSONWriter {
  /// Appends the changes below a node as the patch that ``JSONPatch/init(_:below:)`` makes of them,
  /// on one line. Answers of an admission webhook are mostly this, so that hardly ever a patch is
  /// made in between.
  package static func append(_ edits: EditSet, below base: Node, to output: inout [UInt8]) {
    let document = edits.document
    let changes = edits.changes(in: base.index..<document.next(after: base.index))
    let start = output.count
    var isWhole = false
    output.append(addingCapacity: usualPatch) { output in
      isWhole = write(changes, of: document, below: base, to: &output)
    }
    if isWhole { return }
    output.removeSubrange(start...)
    append(JSONPatch(edits, below: base), to: &output)
  }

  /// Appends a patch as RFC 6902 §3 describes it, on one line: what ``JSONPatch/value`` is as JSON,
  /// without making that value.
  package static func append(_ patch: JSONPatch, to output: inout [UInt8]) {
    output.append(Ascii.openBracket)
    for (index, operation) in patch.operations.enumerated() {
      if index > 0 { output.append(Ascii.comma) }
      append(operation, to: &output)
    }
    output.append(Ascii.closeBracket)
  }

  private static func append(_ operation: JSONPatch.Operation, to output: inout [UInt8]) {
    switch operation {
    case .add(let path, let value):
      append("{\"op\":\"add\",\"path\":", path, to: &output)
      append(operand: value, to: &output)
    case .remove(let path):
      append("{\"op\":\"remove\",\"path\":", path, to: &output)
    case .replace(let path, let value):
      append("{\"op\":\"replace\",\"path\":", path, to: &output)
      append(operand: value, to: &output)
    case .move(let from, let path):
      append("{\"op\":\"move\",\"path\":", path, to: &output)
      append(",\"from\":", from, to: &output)
    case .copy(let from, let path):
      append("{\"op\":\"copy\",\"path\":", path, to: &output)
      append(",\"from\":", from, to: &output)
    case .test(let path, let value):
      append("{\"op\":\"test\",\"path\":", path, to: &output)
      append(operand: value, to: &output)
    }
    output.append(Ascii.closeBrace)
  }

  private static func append(operand: Value, to output: inout [UInt8]) {
    append(",\"value\":", to: &output)
    append(operand, to: &output)
  }

  /// Appends some text and, as a string, a pointer.
  private static func append(
    _ before: StaticString, _ pointer: JSONPointer, to output: inout [UInt8]
  ) {
    append(before, to: &output)
    appendString(pointer.description, to: &output)
  }
}

// MARK: - What a patch mostly is

/// Writes a patch straight into room that has been made for it: to append to an array piece by
/// piece costs half as much again as the writing itself.
extension JSONWriter {
  /// Bytes that most patches have room in; with its header such an array is still one of the small
  /// ones, which an allocator has at hand.
  private static let usualPatch = 960
  /// Bytes that are free before and after each string, for what stands between strings.
  private static let roomBetween = 32

  /// Writes changes as they mostly are: entries that come and go, and values that are replaced, all
  /// of them texts in which nothing is escaped or mappings of such. `false`, with only a part
  /// written, where they are others or there is not room enough.
  private static func write(
    _ changes: ArraySlice<Change>, of document: Document, below base: Node,
    to output: inout OutputSpan<UInt8>
  ) -> Bool {
    guard output.freeCapacity >= roomBetween else { return false }
    var separator = Ascii.openBracket
    for change in changes {
      output.append(separator)
      separator = Ascii.comma
      let node = Node(document: document, index: change.row)
      let isWritten =
        switch change.operation {
        case .replace(let value):
          write("{\"op\":\"replace\",\"path\":\"", node, nil, value, below: base, to: &output)
        case .insertEntry(let key, let value):
          write("{\"op\":\"add\",\"path\":\"", node, key, value, below: base, to: &output)
        case .removeEntry:
          write("{\"op\":\"remove\",\"path\":\"", node, nil, nil, below: base, to: &output)
        case .removeElement, .insertElement:
          // They make the order another one.
          false
        }
      guard isWritten else { return false }
    }
    output.append(changes.isEmpty ? "[]" : "]")
    return true
  }

  /// Writes one operation. Its path is that of the node, or that of a key which the node lacks.
  private static func write(
    _ before: StaticString, _ node: Node, _ key: String?, _ value: Value?, below base: Node,
    to output: inout OutputSpan<UInt8>
  ) -> Bool {
    output.append(before)
    let start = output.count
    guard node.document.appendPointer(to: node, from: base, to: &output) else { return false }
    if let key {
      let token = key.utf8Span.span
      guard JSONPointer.room(token) <= output.freeCapacity else { return false }
      JSONPointer.append(token: token, to: &output)
    }
    // Hardly any key has a character that JSON escapes.
    guard output.span.plainEnd(from: start) == output.count, output.freeCapacity >= roomBetween
    else { return false }
    output.append(Ascii.quote)
    if let value {
      output.append(",\"value\":")
      guard write(value, to: &output) else { return false }
    }
    output.append(Ascii.closeBrace)
    return output.freeCapacity >= roomBetween
  }

  private static func write(_ value: Value, to output: inout OutputSpan<UInt8>) -> Bool {
    switch value {
    case .string(let text): return write(text, to: &output)
    case .mapping(let entries):
      // Annotations or labels, as nearly always.
      output.append(Ascii.openBrace)
      for index in entries.indices {
        guard case .string(let text) = entries[index].value else { return false }
        if index > 0 { output.append(Ascii.comma) }
        guard write(entries[index].key, to: &output) else { return false }
        output.append(Ascii.colon)
        guard write(text, to: &output) else { return false }
      }
      output.append(Ascii.closeBrace)
      return true
    default: return false
    }
  }

  private static func write(_ text: String, to output: inout OutputSpan<UInt8>) -> Bool {
    let bytes = text.utf8Span.span
    guard bytes.count &+ roomBetween <= output.freeCapacity, bytes.isPlain else { return false }
    output.append(Ascii.quote)
    output.append(copying: bytes)
    output.append(Ascii.quote)
    return true
  }
}

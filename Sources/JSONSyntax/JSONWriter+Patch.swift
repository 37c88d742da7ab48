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
    var separator = Ascii.openBracket
    for change in changes {
      output.append(separator)
      separator = Ascii.comma
      guard append(change, of: document, below: base, to: &output) else {
        output.removeSubrange(start...)
        append(JSONPatch(edits, below: base), to: &output)
        return
      }
    }
    append(changes.isEmpty ? "[]" : "]", to: &output)
  }

  /// Appends one change; `false` where elements come or go, which makes the order another one.
  private static func append(
    _ change: Change, of document: Document, below base: Node, to output: inout [UInt8]
  ) -> Bool {
    let node = Node(document: document, index: change.row)
    switch change.operation {
    case .replace(let value):
      appendString(after: "{\"op\":\"replace\",\"path\":", to: &output) {
        document.appendPointer(to: node, from: base, to: &$0)
      }
      append(operand: value, to: &output)
    case .insertEntry(let key, let value):
      appendString(after: "{\"op\":\"add\",\"path\":", to: &output) {
        document.appendPointer(to: node, from: base, to: &$0)
        JSONPointer.append(token: key.utf8Span.span, to: &$0)
      }
      append(operand: value, to: &output)
    case .removeEntry:
      appendString(after: "{\"op\":\"remove\",\"path\":", to: &output) {
        document.appendPointer(to: node, from: base, to: &$0)
      }
    case .removeElement, .insertElement:
      return false
    }
    output.append(Ascii.closeBrace)
    return true
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
    switch operand {
    case .string(let text): appendString(text, to: &output)
    case .mapping(let entries) where entries.allSatisfy(\.hasString):
      // Annotations or labels, as nearly always.
      output.append(Ascii.openBrace)
      for (index, entry) in entries.enumerated() {
        guard case .string(let text) = entry.value else { continue }
        if index > 0 { output.append(Ascii.comma) }
        appendString(entry.key, to: &output)
        output.append(Ascii.colon)
        appendString(text, to: &output)
      }
      output.append(Ascii.closeBrace)
    default: append(operand, to: &output)
    }
  }

  /// Appends some text and, as a string, a pointer.
  private static func append(
    _ before: StaticString, _ pointer: JSONPointer, to output: inout [UInt8]
  ) {
    appendString(after: before, to: &output) { pointer.append(to: &$0) }
  }

  /// Appends some text and, as a string, what `body` appends.
  @inline(__always)
  private static func appendString(
    after before: StaticString, to output: inout [UInt8], _ body: (inout [UInt8]) -> Void
  ) {
    append(before, to: &output)
    let start = output.count
    output.append(Ascii.quote)
    body(&output)
    // Hardly any key has a character that JSON escapes.
    if output.span.plainEnd(from: start + 1) == output.count {
      output.append(Ascii.quote)
      return
    }
    let text = Array(output[(start + 1)...])
    output.removeSubrange(start...)
    appendString(text.span, to: &output)
  }
}

extension Value.Entry {
  fileprivate var hasString: Bool {
    if case .string = value { return true }
    return false
  }
}

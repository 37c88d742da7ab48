import Documents
import Edits

extension JSONWriter {
  /// Appends a patch as RFC 6902 §3 describes it, on one line: what ``JSONPatch/value`` is as JSON,
  /// without making that value. Answers of an admission webhook are mostly this.
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
    case .mapping(let entries) where entries.allSatisfy({ $0.value.string != nil }):
      // Annotations or labels, as nearly always.
      output.append(Ascii.openBrace)
      for (index, entry) in entries.enumerated() {
        if index > 0 { output.append(Ascii.comma) }
        appendString(entry.key, to: &output)
        output.append(Ascii.colon)
        appendString(entry.value.string ?? "", to: &output)
      }
      output.append(Ascii.closeBrace)
    default: append(operand, to: &output)
    }
  }

  /// Appends some text and, as a string, a pointer.
  private static func append(
    _ before: StaticString, _ pointer: JSONPointer, to output: inout [UInt8]
  ) {
    append(before, to: &output)
    let start = output.count
    output.append(Ascii.quote)
    pointer.append(to: &output)
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

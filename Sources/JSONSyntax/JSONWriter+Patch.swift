import Documents
import Edits

extension JSONWriter {
  /// Appends a patch as RFC 6902 §3 describes it, on one line: what ``JSONPatch/value`` is as JSON,
  /// without making that value. Answers of an admission webhook are mostly this.
  package static func append(_ patch: JSONPatch, to output: inout [UInt8]) {
    // The text of one pointer after the other.
    var path: [UInt8] = []
    output.append(Ascii.openBracket)
    for (index, operation) in patch.operations.enumerated() {
      if index > 0 { output.append(Ascii.comma) }
      append(operation, to: &output, &path)
    }
    output.append(Ascii.closeBracket)
  }

  private static func append(
    _ operation: JSONPatch.Operation, to output: inout [UInt8], _ path: inout [UInt8]
  ) {
    let name: StaticString
    let pointer: JSONPointer
    var source: JSONPointer?
    var operand: Value?
    switch operation {
    case .add(let path, let value): (name, pointer, operand) = ("add", path, value)
    case .remove(let path): (name, pointer) = ("remove", path)
    case .replace(let path, let value): (name, pointer, operand) = ("replace", path, value)
    case .move(let from, let path): (name, pointer, source) = ("move", path, from)
    case .copy(let from, let path): (name, pointer, source) = ("copy", path, from)
    case .test(let path, let value): (name, pointer, operand) = ("test", path, value)
    }
    append("{\"op\":\"", to: &output)
    append(name, to: &output)
    append("\",\"path\":", to: &output)
    append(pointer, to: &output, &path)
    if let source {
      append(",\"from\":", to: &output)
      append(source, to: &output, &path)
    }
    if let operand {
      append(",\"value\":", to: &output)
      append(operand, to: &output)
    }
    output.append(Ascii.closeBrace)
  }

  private static func append(
    _ pointer: JSONPointer, to output: inout [UInt8], _ path: inout [UInt8]
  ) {
    path.removeAll(keepingCapacity: true)
    pointer.append(to: &path)
    appendString(path.span, to: &output)
  }
}

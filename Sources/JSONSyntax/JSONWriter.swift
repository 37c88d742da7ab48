import Documents

/// Nodes and values to JSON text, appended to a buffer.
///
/// Entries and elements keep their order, numbers their text. In strings only that is escaped which
/// RFC 8259 §7 requires: quote, backslash and control characters, the latter by their short form
/// where there is one. Everything else is written as it is, U+2028 and `/` too.
package struct JSONWriter {
  package enum Style: Sendable {
    /// One line without white space, as Kubernetes writes it.
    case compact
    /// Each entry and element on a line of its own, two spaces deeper than its container, and a
    /// space after each colon; empty containers as `{}` and `[]`. No newline at the end.
    case pretty
  }

  /// Appends a node and all below it, on one line without white space.
  package static func append(_ node: Node, to output: inout [UInt8]) {
    let document = node.document
    let table = document.records
    let records = table.span
    let texts = document.source.bytes
    let source = texts.span
    let sideText = document.sideText
    let side = sideText.span
    var open: [(end: Int, isMapping: Bool)] = []
    var row = Int(node.index)
    var inMapping = false
    // Whether the row that comes next is a key, and whether it is the first of its container.
    var isKey = false
    var isFirst = true
    while true {
      let record = records[row]
      if !isFirst, isKey || !inMapping { output.append(Ascii.comma) }
      isFirst = false
      if record.isContainer {
        inMapping = record.kind == .mapping
        output.append(inMapping ? Ascii.openBrace : Ascii.openBracket)
        open.append((Int(record.second), inMapping))
        isKey = inMapping
        isFirst = true
        row &+= 1
      } else {
        let text = record.has(.sideText) ? side : source
        let range = Int(record.first)..<Int(record.first) &+ Int(record.second)
        if isKey || record.kind == .string {
          appendString(text.extracting(range), to: &output)
        } else {
          append(text.extracting(range), to: &output)
        }
        row &+= 1
        if isKey {
          output.append(Ascii.colon)
          isKey = false
          continue
        }
        isKey = inMapping
      }
      while let last = open.last, last.end == row {
        output.append(last.isMapping ? Ascii.closeBrace : Ascii.closeBracket)
        open.removeLast()
        inMapping = open.last?.isMapping ?? false
        isKey = inMapping
        isFirst = false
      }
      if open.isEmpty { return }
    }
  }

  /// Appends a value and all below it.
  package static func append(
    _ value: Value, to output: inout [UInt8], style: Style = .compact
  ) {
    append(value, to: &output, layout: style == .compact ? .compact : .pretty)
  }

  /// Appends a text as a JSON string, with its quotes.
  package static func appendString(_ text: Span<UInt8>, to output: inout [UInt8]) {
    var at = text.plainEnd(from: 0)
    if at == text.count {
      output.append(Ascii.quote)
      append(text, to: &output)
      output.append(Ascii.quote)
      return
    }
    output.append(Ascii.quote)
    var written = 0
    while true {
      at = text.plainEnd(from: at)
      if at == text.count { break }
      let byte = text[at]
      if byte < 0x80 {
        append(text.extracting(written..<at), to: &output)
        appendEscape(byte, to: &output)
        written = at + 1
      }
      at += 1
    }
    append(text.extracting(written..<at), to: &output)
    output.append(Ascii.quote)
  }

  /// Appends a text as a JSON string, with its quotes.
  package static func appendString(_ text: String, to output: inout [UInt8]) {
    appendString(text.utf8Span.span, to: &output)
  }

  private static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(Ascii.backslash)
    switch byte {
    case Ascii.quote, Ascii.backslash: output.append(byte)
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case Ascii.newline: output.append(UInt8(ascii: "n"))
    case Ascii.carriageReturn: output.append(UInt8(ascii: "r"))
    case Ascii.tab: output.append(UInt8(ascii: "t"))
    default:
      append("u00", to: &output)
      output.append(byte >> 4 + 48)
      let digit = byte & 0xF
      output.append(digit < 10 ? digit + 48 : digit + 87)
    }
  }

  @inline(__always)
  private static func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
    unsafe text.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
  }

  static func append(_ text: String, to output: inout [UInt8]) {
    append(text.utf8Span.span, to: &output)
  }

  static func append(_ text: StaticString, to output: inout [UInt8]) {
    text.withUTF8Buffer { unsafe output.append(contentsOf: $0) }
  }
}

extension Node {
  /// This node as one line of JSON; see ``JSONWriter``.
  package var json: String {
    var output: [UInt8] = []
    JSONWriter.append(self, to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}

extension Value {
  /// This value as JSON; see ``JSONWriter``.
  package func json(_ style: JSONWriter.Style = .compact) -> String {
    var output: [UInt8] = []
    JSONWriter.append(self, to: &output, style: style)
    return String(decoding: output, as: UTF8.self)
  }
}

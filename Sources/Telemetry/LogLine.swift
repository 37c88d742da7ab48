/// A line of a log as a JSON object, in a buffer that is used again for the next line.
///
/// A line begins with time, level and message. Texts are cut to a bounded length, and what is in
/// them never ends the line or moves a terminal's cursor.
package struct LogLine {
  /// Bytes of a text where nothing else is said.
  package static let standardTextBytes = 512

  /// The line with its newline, after ``end()``.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Forgets the line before and begins a new one.
  /// - Parameter time: Microseconds since 1970.
  package mutating func begin(time: Int64, level: LogLevel, message: StaticString) {
    begin(time, level)
    appendName("msg")
    message.withUTF8Buffer { text in
      unsafe JSONText.append(text.span, atMost: 4_096, to: &bytes)
    }
  }

  /// The same with a message that is put together; it is bounded as any text.
  package mutating func begin(
    time: Int64, level: LogLevel, text: String, atMost limit: Int = 4_096
  ) {
    begin(time, level)
    field("msg", text, atMost: limit)
  }

  private mutating func begin(_ time: Int64, _ level: LogLevel) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append("{\"time\":\"")
    Timestamp.append(microseconds: time, to: &bytes)
    bytes.append("\",\"level\":\"")
    bytes.append(level.word)
    bytes.append("\"")
  }

  /// - Parameter limit: Bytes of the text; what is beyond them is left out and marked with an
  ///   ellipsis.
  package mutating func field(
    _ name: StaticString, _ text: String, atMost limit: Int = LogLine.standardTextBytes
  ) {
    append(name, text.utf8Span.span, limit)
  }

  /// A text from outside, which may not be UTF-8.
  package mutating func field(
    _ name: StaticString, _ text: ArraySlice<UInt8>, atMost limit: Int = LogLine.standardTextBytes
  ) {
    append(name, text.span, limit)
  }

  /// Name and text at once: a line is mostly these.
  private mutating func append(_ name: StaticString, _ text: Span<UInt8>, _ limit: Int) {
    let plain = JSONText.plainEnd(text, to: min(text.count, limit))
    bytes.append(addingCapacity: name.utf8CodeUnitCount + plain + 6) { line in
      Self.append(name, to: &line)
      JSONText.appendStart(text, plain, to: &line)
    }
    JSONText.appendRest(text, from: plain, atMost: limit, to: &bytes)
  }

  package mutating func field(_ name: StaticString, _ number: Int) {
    appendName(name)
    if number < 0 { bytes.append("-") }
    bytes.append(number: UInt64(number.magnitude))
  }

  package mutating func field(_ name: StaticString, _ value: Bool) {
    appendName(name)
    bytes.append(value ? "true" : "false")
  }

  /// A number of which the last digits stand behind a point.
  package mutating func field(_ name: StaticString, decimal number: UInt64, decimals: Int) {
    appendName(name)
    bytes.append(decimal: number, decimals: min(max(decimals, 0), 18))
  }

  /// A list of texts; what is beyond `count` is left out.
  package mutating func field(
    _ name: StaticString, _ texts: [String], count: Int, atMost limit: Int
  ) {
    appendName(name)
    bytes.append("[")
    for (index, text) in texts.prefix(count).enumerated() {
      if index > 0 { bytes.append(",") }
      appendString(text, limit)
    }
    bytes.append("]")
  }

  /// Ends the line.
  package mutating func end() { bytes.append("}\n") }

  mutating func appendName(_ name: StaticString) {
    bytes.append(addingCapacity: name.utf8CodeUnitCount + 4) { Self.append(name, to: &$0) }
  }

  @inline(__always)
  private static func append(_ name: StaticString, to line: inout OutputSpan<UInt8>) {
    line.append(UInt8(ascii: ","))
    line.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { unsafe line.append(copying: $0.span) }
    line.append(UInt8(ascii: "\""))
    line.append(UInt8(ascii: ":"))
  }

  mutating func append(raw text: StaticString) { bytes.append(text) }

  mutating func appendString(_ text: String, _ limit: Int) {
    JSONText.append(text.utf8Span.span, atMost: limit, to: &bytes)
  }
}

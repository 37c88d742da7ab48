/// A line of a log as a JSON object, in a buffer that is used again for the next line.
///
/// A line begins with time, level and message. Texts are cut to a bounded length, and what is in
/// them never ends the line or moves a terminal's cursor.
package struct LogLine {
  /// Bytes of a text where nothing else is said.
  package static let standardTextBytes = 512

  /// The line with its newline, after ``end()``.
  package private(set) var bytes: [UInt8] = []
  private var clock = Timestamp.Writer()

  package init() {}

  /// Forgets the line before and begins a new one.
  /// - Parameters:
  ///   - time: Microseconds since 1970.
  ///   - text: The message, bounded as any text.
  package mutating func begin(
    time: Int64, level: LogLevel, text: String, atMost limit: Int = 4_096
  ) {
    write(time, level, room: 0) { _ in }
    field("msg", text, atMost: limit)
  }

  /// - Parameter limit: Bytes of the text; what is beyond them is left out and marked with an
  ///   ellipsis.
  package mutating func field(
    _ name: StaticString, _ text: String, atMost limit: Int = LogLine.standardTextBytes
  ) {
    let text = text.utf8Span.span
    bytes.append(addingCapacity: LineParts.room(name, text.count, limit)) {
      LineParts.append(name, text, limit, &$0)
    }
  }

  /// Ends the line.
  package mutating func end() { bytes.append("}\n") }

  /// Makes the whole line, in one go.
  /// - Parameter room: Bytes that `body` appends at most, behind time and level.
  mutating func write(
    _ time: Int64, _ level: LogLevel, room: Int, _ body: (inout OutputSpan<UInt8>) -> Void
  ) {
    var clock = clock
    bytes.removeAll(keepingCapacity: true)
    bytes.append(addingCapacity: LineParts.beginning + room) { line in
      line.append("{\"time\":\"")
      clock.append(microseconds: time, to: &line)
      line.append("\",\"level\":\"")
      line.append(level.word)
      line.append("\"")
      body(&line)
    }
    self.clock = clock
  }
}

/// The parts of a line, written where there is room for them: a line is made of some thirty, and to
/// ask the buffer before each one costs more than to write it.
enum LineParts {
  /// Bytes of time and level at most.
  static let beginning = 64 + Timestamp.length

  /// Bytes of a name with a text at most.
  static func room(_ name: StaticString, _ count: Int, _ limit: Int) -> Int {
    name.utf8CodeUnitCount + 4 + JSONText.room(count, atMost: limit)
  }

  static func append(
    _ name: StaticString, _ text: Span<UInt8>, _ limit: Int, _ line: inout OutputSpan<UInt8>
  ) {
    line.append(",\"")
    line.append(name)
    line.append("\":")
    JSONText.append(text, atMost: limit, to: &line)
  }

  // Below, a key is a name with its punctuation, `,"name":`, and what takes one is inlined: of a
  // literal, no copy is called.

  @inline(__always)
  static func append(
    key: StaticString, _ text: String, _ limit: Int, _ line: inout OutputSpan<UInt8>
  ) {
    line.append(key)
    JSONText.append(text.utf8Span.span, atMost: limit, to: &line)
  }

  @inline(__always)
  static func append(
    key: StaticString, _ text: ArraySlice<UInt8>, _ limit: Int, _ line: inout OutputSpan<UInt8>
  ) {
    line.append(key)
    JSONText.append(text.span, atMost: limit, to: &line)
  }

  @inline(__always)
  static func append(key: StaticString, number: Int, _ line: inout OutputSpan<UInt8>) {
    line.append(key)
    if number < 0 { line.append(UInt8(ascii: "-")) }
    line.append(number: UInt64(number.magnitude))
  }

  /// A list of texts; what is beyond `count` is left out.
  static func append(
    _ texts: [String], count: Int, _ limit: Int, _ line: inout OutputSpan<UInt8>
  ) {
    line.append(UInt8(ascii: "["))
    for index in 0..<min(count, texts.count) {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      JSONText.append(texts[index].utf8Span.span, atMost: limit, to: &line)
    }
    line.append(UInt8(ascii: "]"))
  }
}

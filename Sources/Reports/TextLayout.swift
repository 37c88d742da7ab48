import Documents

/// How text is laid out for the device that shows it.
package struct TextLayout: Sendable {
  /// Columns of a line; text is wrapped there, names and pointers are not.
  package var width: Int
  /// Whether colours and weights are written as ANSI escapes.
  package var isColored: Bool
  /// Whether the line of the source is shown that a finding points at.
  package var showsExcerpts: Bool

  package init(width: Int = 80, isColored: Bool = false, showsExcerpts: Bool = true) {
    self.width = max(width, 40)
    self.isColored = isColored
    self.showsExcerpts = showsExcerpts
  }
}

extension TextLayout {
  /// Colours and weights: SGR codes of ECMA-48 §8.3.117.
  enum Tint: String {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case cyan = "36"
    case boldRed = "1;31"
    case boldYellow = "1;33"
    case boldCyan = "1;36"
  }

  func tinted(_ text: String, _ tint: Tint) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(tint.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Writes what `body` writes as ``tinted(_:_:)`` does; it must be something.
  @inline(__always)
  func append(_ tint: Tint, to output: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    guard isColored else { return body(&output) }
    output.append("\u{1B}[")
    output.append(tint.rawValue)
    output.append("m")
    body(&output)
    output.append("\u{1B}[0m")
  }

  /// A paragraph broken at spaces, each line after a margin; the first one after `head` in place of
  /// as much of it. A word that is longer than the line has a line of its own.
  func paragraph(_ text: String, indent: Int, head: String = "") -> String {
    var output = Array(head.utf8)
    let margin = max(0, indent - head.unicodeScalars.count)
    output.append(spaces: margin)
    append(paragraph: Array(text.utf8), indent: indent, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Writes a paragraph whose first line begins where the output ends, in the column `indent`.
  func append(paragraph text: [UInt8], indent: Int, to output: inout [UInt8]) {
    let room = max(20, width - indent)
    // Reports of long streams have a hundred thousand of these: bytes, and whole lines at once.
    let bytes = text.span
    var line = 0..<0
    var length = 0
    var start = 0
    while start < bytes.count {
      if bytes[start] == UInt8(ascii: " ") {
        start += 1
        continue
      }
      var end = start
      var count = 0
      while end < bytes.count, bytes[end] != UInt8(ascii: " ") {
        // A continuation byte belongs to the character before it.
        if bytes[end] & 0xC0 != 0x80 { count += 1 }
        end += 1
      }
      if length > 0, length + 1 + count > room {
        output.append(contentsOf: text[line])
        output.append(UInt8(ascii: "\n"))
        output.append(spaces: indent)
        length = 0
      } else if length > 0, start > line.upperBound + 1 {
        // Of several spaces one is left.
        output.append(contentsOf: text[line])
        output.append(UInt8(ascii: " "))
        line = start..<start
        length += 1
      } else if length > 0 {
        length += 1
      }
      line = (length == 0 ? start : line.lowerBound)..<end
      length += count
      start = end
    }
    output.append(contentsOf: text[line])
    output.append(UInt8(ascii: "\n"))
  }

  /// Writes a text as a sentence (``sentence(_:)``) and a paragraph, safe to show (``LogLine``).
  ///
  /// Of a plain text only where lines may end is looked at, not each word: most of a report is
  /// these.
  func append(sentence bytes: Span<UInt8>, indent: Int, to output: inout [UInt8]) {
    let count = bytes.count
    guard count > 0, bytes[0] != UInt8(ascii: " "), bytes[count - 1] != UInt8(ascii: " "),
      PlainText.isPlain(bytes, singleSpaces: true)
    else {
      var text: [UInt8] = []
      text.append(bytes)
      let sentence = Self.bytes(
        ofSentence: LogLine.escaped(String(decoding: text, as: UTF8.self)))
      append(paragraph: sentence, indent: indent, to: &output)
      return
    }
    let room = max(20, width - indent)
    let needsStop = !Self.endsSentence(bytes[count - 1])
    let begin = output.count
    // Two lines together are longer than the room for one.
    let lines = 2 * count / room + 2
    output.append(addingCapacity: count + 2 + lines * (indent + 1)) {
      Self.append(lines: bytes, room, indent: indent, needsStop: needsStop, to: &$0)
    }
    if Self.beginsWithWord(bytes) { output[begin] &= 0xDF }
  }

  /// Writes plain text in lines of at most so many columns, where there is space for all of them.
  private static func append(
    lines bytes: Span<UInt8>, _ room: Int, indent: Int, needsStop: Bool,
    to output: inout OutputSpan<UInt8>
  ) {
    let count = bytes.count
    var start = 0
    while count + (needsStop ? 1 : 0) - start > room {
      // The last space at which the line still fits, or the first one where a word does not.
      var end = min(start + room, count - 1)
      while end > start, bytes[end] != UInt8(ascii: " ") { end -= 1 }
      if end == start {
        end += 1
        while end < count, bytes[end] != UInt8(ascii: " ") { end += 1 }
        if end == count { break }
      }
      output.append(copying: bytes.extracting(start..<end))
      output.append(UInt8(ascii: "\n"))
      output.append(repeating: UInt8(ascii: " "), count: indent)
      start = end + 1
    }
    output.append(copying: bytes.extracting(start..<count))
    if needsStop { output.append(UInt8(ascii: ".")) }
    output.append(UInt8(ascii: "\n"))
  }

  /// A text with spaces behind it up to a width.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
  }

  /// How many digits a number has that is not negative.
  static func digits(of number: Int) -> Int {
    var digits = 1
    var rest = number / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    return digits
  }

  /// A number and what is counted: `1 file`, `2 files`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A sentence with a capital and, unless it is a question, a full stop. What is no ordinary word,
  /// such as the name of a field, stays as it is written.
  static func sentence(_ text: String) -> String {
    String(decoding: bytes(ofSentence: text), as: UTF8.self)
  }

  /// What is wrong and what to do, which may be empty, as sentences.
  static func sentences(_ message: String, _ remedy: String) -> String {
    sentence(message) + (remedy.isEmpty ? "" : " " + sentence(remedy))
  }

  /// A sentence as bytes.
  static func bytes(ofSentence text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return bytes }
    if beginsWithWord(bytes.span) { bytes[0] = first & 0xDF }
    if !endsSentence(last) { bytes.append(UInt8(ascii: ".")) }
    return bytes
  }

  /// Whether what stands before the first space is an ordinary word, which gets a capital.
  private static func beginsWithWord(_ text: Span<UInt8>) -> Bool {
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): continue
      case UInt8(ascii: " "): return index > 0
      default: return false
      }
    }
    return true
  }

  private static func endsSentence(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "?")
  }
}

// MARK: - Bytes

extension [UInt8] {
  /// Appends the text's UTF-8.
  @_disfavoredOverload
  mutating func append(_ text: String) { append(text.utf8Span.span) }

  /// The same of a text that is written where it is appended.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withBytes { $0.count == 1 ? append($0[0]) : append($0) }
  }

  mutating func append(spaces count: Int) { append(UInt8(ascii: " "), count: count) }

  mutating func append(_ byte: UInt8, count: Int) {
    let count = Swift.max(0, count)
    append(addingCapacity: count) { $0.append(repeating: byte, count: count) }
  }

  /// Appends a number that is not negative, such as one of a line.
  mutating func append(decimal number: Int) {
    var unit = 1
    let digits = TextLayout.digits(of: number)
    for _ in 1..<digits { unit *= 10 }
    append(addingCapacity: digits) { output in
      while unit > 0 {
        output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
        unit /= 10
      }
    }
  }
}

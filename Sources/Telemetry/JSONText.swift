/// Texts from outside as JSON strings (RFC 8259 §7).
enum JSONText {
  /// Bytes that a text of `count` bytes takes at most, with its quotes and an ellipsis.
  static func room(_ count: Int, atMost limit: Int) -> Int { 6 * min(count, limit) + 5 }

  /// Appends a text with its quotes.
  ///
  /// Escaped are quote, backslash and control characters, and beyond what the specification asks
  /// for: DEL, the control characters U+0080 to U+009F, and the line ends U+0085, U+2028 and
  /// U+2029, which some readers of logs take for the end of a line. Bytes that are not UTF-8 become
  /// U+FFFD.
  /// - Parameter limit: Bytes of the text that are written, in whole characters; an ellipsis marks
  ///   that there were more. Each may take six bytes in the output, which has ``room(_:atMost:)``.
  static func append(
    _ text: Span<UInt8>, atMost limit: Int, to output: inout OutputSpan<UInt8>
  ) {
    let plain = plainEnd(text, to: min(text.count, limit))
    // Nearly every text is one run of characters that stand for themselves.
    guard plain < text.count else {
      output.append(quoting: text)
      return
    }
    output.append(UInt8(ascii: "\""))
    output.append(copying: text.extracting(0..<plain))
    appendRest(text, from: plain, atMost: limit, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// Appends what is left of a text whose beginning was plain.
  @inline(never)
  private static func appendRest(
    _ text: Span<UInt8>, from plain: Int, atMost limit: Int, to output: inout OutputSpan<UInt8>
  ) {
    var at = plain
    while at < text.count {
      let byte = text[at]
      let length = byte < 0x80 ? 1 : max(scalarLength(text, at), 1)
      guard at &+ length <= limit else {
        output.append("\u{2026}")
        break
      }
      if byte < 0x80 {
        append(ascii: byte, to: &output)
      } else if length == 1 {
        output.append("\u{FFFD}")
      } else if !appendControl(text, at, to: &output) {
        for index in at..<at &+ length { output.append(text[index]) }
      }
      at &+= length
    }
  }

  /// The first byte before `end` that is not written as it is or is no ASCII; `end` where there is
  /// none.
  static func plainEnd(_ text: Span<UInt8>, to end: Int) -> Int {
    var at = 0
    // Eight bytes at once: whether one of them is not plain, the loop behind finds which.
    while at &+ 8 <= end, isPlain(text.word(at: at)) { at &+= 8 }
    // What is left of a plain text, together with some bytes before it.
    if at &+ 8 > end, end >= 8, isPlain(text.word(at: end &- 8)) { return end }
    while at < end {
      let byte = text[at]
      if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        return at
      }
      at &+= 1
    }
    return at
  }

  /// Whether none of eight bytes is a control character, a quote, a backslash, DEL or no ASCII.
  ///
  /// Each term sets the top bit of a byte of its kind. It may set others where a byte borrows from
  /// those above it or carries to them, which only one that is not plain does.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let control = word &- ones &* 0x20
    let quote = (word ^ ones &* 0x22) &- ones
    let backslash = (word ^ ones &* 0x5C) &- ones
    let delete = word &+ ones
    return (control | quote | backslash | delete | word) & tops == 0
  }

  private static func append(ascii byte: UInt8, to output: inout OutputSpan<UInt8>) {
    switch byte {
    case UInt8(ascii: "\""): output.append("\\\"")
    case UInt8(ascii: "\\"): output.append("\\\\")
    case UInt8(ascii: "\n"): output.append("\\n")
    case UInt8(ascii: "\r"): output.append("\\r")
    case UInt8(ascii: "\t"): output.append("\\t")
    case 0x20..<0x7F: output.append(byte)
    default:
      output.append("\\u00")
      output.append(hexDigit(byte >> 4))
      output.append(hexDigit(byte & 15))
    }
  }

  /// Escapes the character at `at` if it is one that must not be seen as it is.
  private static func appendControl(
    _ text: Span<UInt8>, _ at: Int, to output: inout OutputSpan<UInt8>
  ) -> Bool {
    let second = text[at &+ 1]
    if text[at] == 0xC2, second < 0xA0 {
      output.append("\\u00")
      output.append(hexDigit(second >> 4))
      output.append(hexDigit(second & 15))
      return true
    }
    guard text[at] == 0xE2, second == 0x80 else { return false }
    switch text[at &+ 2] {
    case 0xA8: output.append("\\u2028")
    case 0xA9: output.append("\\u2029")
    default: return false
    }
    return true
  }

  /// The length of a character of several bytes, 0 where there is none (Unicode, table 3-7).
  private static func scalarLength(_ text: Span<UInt8>, _ at: Int) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch text[at] {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if text[at] == 0xE0 { second = 0xA0...0xBF }
      // Surrogates.
      if text[at] == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if text[at] == 0xF0 { second = 0x90...0xBF }
      if text[at] == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard at &+ length <= text.count, second.contains(text[at &+ 1]) else { return 0 }
    for index in at &+ 2..<max(at &+ length, at &+ 2) where text[index] & 0xC0 != 0x80 { return 0 }
    return length
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
  }
}

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

  /// A paragraph broken at spaces, each line after a margin; the first one after `head` in place of
  /// as much of it. A word that is longer than the line has a line of its own.
  func paragraph(_ text: String, indent: Int, head: String = "") -> String {
    let room = max(20, width - indent)
    let bytes = text.utf8Span.span
    // Reports of long streams have a hundred thousand of these: bytes, not characters.
    var line: [UInt8] = []
    line.reserveCapacity(head.utf8.count + bytes.count + bytes.count / room * indent + indent + 1)
    line.append(contentsOf: head.utf8)
    line.append(contentsOf: repeatElement(0x20, count: max(0, indent - head.unicodeScalars.count)))
    var length = 0
    var start = 0
    while start < bytes.count {
      if bytes[start] == 0x20 {
        start += 1
        continue
      }
      var end = start
      var count = 0
      while end < bytes.count, bytes[end] != 0x20 {
        // A continuation byte belongs to the character before it.
        if bytes[end] & 0xC0 != 0x80 { count += 1 }
        end += 1
      }
      if length > 0, length + 1 + count > room {
        line.append(0x0A)
        line.append(contentsOf: repeatElement(0x20, count: indent))
        length = 0
      }
      if length > 0 {
        line.append(0x20)
        length += 1
      }
      for index in start..<end { line.append(bytes[index]) }
      length += count
      start = end
    }
    line.append(0x0A)
    return String(decoding: line, as: UTF8.self)
  }

  /// A text with spaces behind it up to a width.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
  }

  /// A number and what is counted: `1 file`, `2 files`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A sentence with a capital and, unless it is a question, a full stop. What is no ordinary word,
  /// such as the name of a field, stays as it is written.
  static func sentence(_ text: String) -> String {
    guard let first = text.utf8.first, let last = text.utf8.last else { return text }
    let word = text.utf8.prefix { $0 != UInt8(ascii: " ") }
    let isPlain = word.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    let result = isPlain ? String(Unicode.Scalar(first & 0xDF)) + text.dropFirst() : text
    return last == UInt8(ascii: ".") || last == UInt8(ascii: "?") ? result : result + "."
  }
}

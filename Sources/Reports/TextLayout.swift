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
    var output = Array(head.utf8)
    let margin = max(0, indent - head.unicodeScalars.count)
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: margin))
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
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
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
    let word = bytes.prefix { $0 != UInt8(ascii: " ") }
    if word.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }) {
      bytes[0] = first & 0xDF
    }
    if last != UInt8(ascii: "."), last != UInt8(ascii: "?") { bytes.append(UInt8(ascii: ".")) }
    return bytes
  }
}

extension [UInt8] {
  /// Appends the text's UTF-8.
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }
}

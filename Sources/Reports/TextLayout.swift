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
    let margin = String(repeating: " ", count: indent)
    let room = max(20, width - indent)
    var result = head + String(repeating: " ", count: max(0, indent - head.unicodeScalars.count))
    var length = 0
    for word in text.split(separator: " ") {
      let count = word.unicodeScalars.count
      if length > 0, length + 1 + count > room {
        result += "\n" + margin
        length = 0
      }
      if length > 0 {
        result += " "
        length += 1
      }
      result += word
      length += count
    }
    return result + "\n"
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
    guard let first = text.unicodeScalars.first, let last = text.utf8.last else { return text }
    let word = text.utf8.prefix { $0 != UInt8(ascii: " ") }
    let isPlain = word.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    var result = isPlain ? first.properties.uppercaseMapping : String(first)
    result.unicodeScalars.append(contentsOf: text.unicodeScalars.dropFirst())
    return last == UInt8(ascii: ".") || last == UInt8(ascii: "?") ? result : result + "."
  }
}

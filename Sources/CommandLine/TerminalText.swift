/// Text that is safe to show and laid out for a terminal.
package enum TerminalText {
  /// A text from outside with its control characters written as escapes, so that a file name cannot
  /// move the cursor, change colours or forge a line of output.
  package static func escaped(_ text: String) -> String {
    var plain = true
    for byte in text.utf8 where byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2 {
      plain = false
      break
    }
    guard !plain else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      // C1 controls, and the marks that turn the direction of text.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Breaks a paragraph at spaces into lines of at most `width` characters; a longer word has a
  /// line of its own.
  package static func wrap(_ paragraph: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var length = 0
    for word in paragraph.split(separator: " ") {
      let count = word.unicodeScalars.count
      if length > 0, length + 1 + count > width {
        lines.append(line)
        line = ""
        length = 0
      }
      if length > 0 {
        line += " "
        length += 1
      }
      line += word
      length += count
    }
    if length > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// Two columns: terms on the left, their wrapped explanations on the right. A term that is wider
  /// than the left column has a line of its own. Each line ends with a line break.
  package static func columns(
    _ rows: [(term: String, text: String)], indent: Int = 2, width: Int,
    style: (String) -> String = { $0 }
  ) -> String {
    let widest = rows.map(\.term.unicodeScalars.count).max() ?? 0
    let left = min(widest, max(12, width * 2 / 5 - indent))
    let margin = String(repeating: " ", count: indent)
    let hang = String(repeating: " ", count: indent + left + 2)
    var result = ""
    for row in rows {
      let count = row.term.unicodeScalars.count
      result += margin + style(row.term)
      guard !row.text.isEmpty else {
        result += "\n"
        continue
      }
      var first = true
      if count > left {
        result += "\n"
        first = false
      } else {
        result += String(repeating: " ", count: left - count + 2)
      }
      for line in wrap(row.text, width: max(20, width - hang.count)) {
        result += first ? line : hang + line
        result += "\n"
        first = false
      }
    }
    return result
  }
}

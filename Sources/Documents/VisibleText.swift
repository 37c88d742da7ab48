/// Text from outside made safe to show: on a terminal, in a header, in a log line.
package enum VisibleText {
  /// A text with its control characters and the marks that turn the direction of text written as
  /// escapes (`\n`, `\u{1B}`), so that a name cannot move the cursor, change colours or forge a
  /// line.
  package static func escaped(_ text: String) -> String {
    guard mayHide(text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isHidden(scalar):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a text may have a character that is hidden.
  package static func mayHide(_ text: String) -> Bool {
    let bytes = text.utf8Span.span
    for index in bytes.indices where mayBeHidden(bytes[index]) { return true }
    return false
  }

  /// Whether a byte may begin a character that is hidden: of those above ASCII, 0xC2 begins the C1
  /// controls and 0xE2 the marks of direction.
  @inlinable
  package static func mayBeHidden(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
  }

  /// Whether a terminal or an editor would act on a character instead of showing it.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200B}"..."\u{200F}", "\u{2028}"..."\u{202E}",
      "\u{2060}"..."\u{2069}", "\u{FEFF}":
      true
    default: false
    }
  }

  /// The first characters of a text, at most `limit` Unicode scalars; where some are left out, the
  /// last one is an ellipsis.
  package static func shortened(_ text: String, to limit: Int) -> String {
    // A text of few bytes has few scalars: most texts are not counted at all.
    guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return text }
    var result = ""
    result.unicodeScalars.append(contentsOf: text.unicodeScalars.prefix(max(0, limit - 1)))
    return result + "…"
  }
}

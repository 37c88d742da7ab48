/// Passwords in texts of several lines: `application.properties`, `.env`, YAML and DSNs.
///
/// `name=value` and `name: value` are looked for, whatever the format; only a name that says
/// password or secret key counts, and only a value that stands for itself. The text is read once;
/// in front of each sign a bounded number of bytes is looked at.
enum EmbeddedSecret {
  private static let maximumNameBytes = 64
  private static let maximumValueBytes = 256

  /// The line, from 1, of the first one; `nil` where there is none.
  static func firstLine(in text: Span<UInt8>) -> Int? {
    var line = 1
    var isComment = false
    var isBlankSoFar = true
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        isComment = false
        isBlankSoFar = true
      case UInt8(ascii: "#") where isBlankSoFar, UInt8(ascii: ";") where isBlankSoFar:
        isComment = true
      case UInt8(ascii: "="), UInt8(ascii: ":"):
        if !isComment, isSecret(text, at: index) { return line }
      default: break
      }
      if byte > 0x20 { isBlankSoFar = false }
      index += 1
    }
    return nil
  }

  private static func isSecret(_ text: Span<UInt8>, at sign: Int) -> Bool {
    guard let name = name(text, before: sign), let value = value(text, after: sign) else {
      return false
    }
    switch SecretName.meaning(of: text.extracting(name)) {
    case .password: break
    case .token where value.count >= 16: break
    default: return false
    }
    let content = text.extracting(value)
    return SecretValue.isLiteral(content) && isPlain(content)
  }

  private static func name(_ text: Span<UInt8>, before sign: Int) -> Range<Int>? {
    var end = sign
    while end > 0, sign - end < 2, text[end - 1] == UInt8(ascii: " ") { end -= 1 }
    if end > 0, text[end - 1] == UInt8(ascii: "\"") { end -= 1 }
    var start = end
    while start > 0, end - start < maximumNameBytes, isNameByte(text[start - 1]) { start -= 1 }
    guard start < end else { return nil }
    // `$PASSWORD:`, `--password=`, `(?P<token>`: a program, an argument, a pattern.
    if start > 0 {
      switch text[start - 1] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\""),
        UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "?"):
        break
      default: return nil
      }
    }
    return start..<end
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  private static func value(_ text: Span<UInt8>, after sign: Int) -> Range<Int>? {
    var start = sign + 1
    guard start < text.count else { return nil }
    if text[sign] == UInt8(ascii: ":") {
      // In YAML a blank follows, in JSON a quote may.
      guard text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "\"") else {
        return nil
      }
    }
    while start < text.count, start - sign < 8, text[start] == UInt8(ascii: " ") { start += 1 }
    guard start < text.count else { return nil }
    let quote = text[start]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let first = start + 1
      var end = first
      while end < text.count, end - first < maximumValueBytes, text[end] != quote,
        text[end] != UInt8(ascii: "\n")
      {
        end += 1
      }
      return end < text.count && text[end] == quote ? first..<end : nil
    }
    var end = start
    while end < text.count, end - start < maximumValueBytes, text[end] > 0x20,
      text[end] != UInt8(ascii: ";"), text[end] != UInt8(ascii: "&"), text[end] != UInt8(ascii: ",")
    {
      end += 1
    }
    // More words on the line are prose or a command.
    if text[sign] == UInt8(ascii: ":"), end < text.count, text[end] == UInt8(ascii: " "),
      end + 1 < text.count, text[end + 1] != UInt8(ascii: "#")
    {
      return nil
    }
    return start..<end
  }

  /// Without the signs of programs, templates and patterns.
  private static func isPlain(_ value: Span<UInt8>) -> Bool {
    for index in 0..<value.count {
      switch value[index] {
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "$"), UInt8(ascii: "|"), UInt8(ascii: "\\"):
        return false
      // `password == other` compares; padding of base64 stands at the end.
      case UInt8(ascii: "=") where index == 0: return false
      default: continue
      }
    }
    return true
  }
}

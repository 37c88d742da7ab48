/// RFC 3986, RFC 3987 and RFC 6570.
enum URIFormats {
  static func isURI(_ text: Span<UInt8>, isInternational: Bool, needsScheme: Bool) -> Bool {
    var index = 0
    var hasScheme = false
    // scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
    while index < text.count, isSchemeByte(text[index], isFirst: index == 0) { index += 1 }
    if index > 0, index < text.count, text[index] == UInt8(ascii: ":") {
      hasScheme = true
      index += 1
    } else {
      index = 0
    }
    if needsScheme, !hasScheme { return false }
    var pathStart = index
    if index + 1 < text.count, text[index] == 0x2F, text[index + 1] == 0x2F {
      let start = index + 2
      index = start
      while index < text.count, text[index] != 0x2F, text[index] != 0x3F, text[index] != 0x23 {
        index += 1
      }
      guard isAuthority(text.extracting(start..<index), isInternational) else { return false }
      pathStart = index
    }
    var part = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x3F where part == 0: part = 1
      case 0x23:
        guard part < 2 else { return false }
        part = 2
      case 0x25:
        guard isEscape(text, index) else { return false }
      case 0x3F, 0x2F: break
      case 0x3A:
        // A first segment with a colon would be a scheme.
        if !hasScheme, part == 0, pathStart == 0, !hasSlash(text, before: index) { return false }
      default:
        guard isPathByte(byte, isInternational) else { return false }
      }
      index += 1
    }
    return true
  }

  private static func hasSlash(_ text: Span<UInt8>, before end: Int) -> Bool {
    for index in 0..<end where text[index] == 0x2F { return true }
    return false
  }

  private static func isSchemeByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    if Characters.isLetter(byte) { return true }
    return !isFirst && (Characters.isDigit(byte) || "+-.".utf8.contains(byte))
  }

  private static func isEscape(_ text: Span<UInt8>, _ index: Int) -> Bool {
    index + 2 < text.count && Characters.isHex(text[index + 1]) && Characters.isHex(text[index + 2])
  }

  private static func isPathByte(_ byte: UInt8, _ isInternational: Bool) -> Bool {
    isUnreserved(byte) || "!$&'()*+,;=:@".utf8.contains(byte) || isInternational && byte >= 0x80
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    Characters.isLetter(byte) || Characters.isDigit(byte) || "-._~".utf8.contains(byte)
  }

  /// [ userinfo "@" ] host [ ":" port ]
  private static func isAuthority(_ text: Span<UInt8>, _ isInternational: Bool) -> Bool {
    var start = 0
    for index in text.indices where text[index] == UInt8(ascii: "@") {
      guard start == 0, isPlain(text.extracting(0..<index), isInternational, allowsColon: true)
      else { return false }
      start = index + 1
    }
    var end = text.count
    while end > start, Characters.isDigit(text[end - 1]) { end -= 1 }
    if end > start, text[end - 1] == 0x3A { end -= 1 } else { end = text.count }
    let host = text.extracting(start..<end)
    if host.count > 0, host[0] == UInt8(ascii: "[") {
      guard host[host.count - 1] == UInt8(ascii: "]"), host.count > 2 else { return false }
      let inner = host.extracting(1..<host.count - 1)
      return inner[0] | 0x20 == UInt8(ascii: "v") ? inner.count > 3 : NetworkFormats.isIPv6(inner)
    }
    return isPlain(host, isInternational, allowsColon: false)
  }

  private static func isPlain(
    _ text: Span<UInt8>, _ isInternational: Bool, allowsColon: Bool
  ) -> Bool {
    for index in text.indices {
      let byte = text[index]
      if byte == 0x25 {
        guard isEscape(text, index) else { return false }
      } else if byte == 0x3A || byte == 0x40 {
        guard allowsColon, byte == 0x3A else { return false }
      } else {
        guard isPathByte(byte, isInternational) else { return false }
      }
    }
    return true
  }

  /// RFC 6570 §2: literals and expressions in braces.
  static func isTemplate(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "{"):
        let start = index + 1
        while index < text.count, text[index] != UInt8(ascii: "}") { index += 1 }
        guard index < text.count, isExpression(text.extracting(start..<index)) else { return false }
      case UInt8(ascii: "%"):
        guard isEscape(text, index) else { return false }
      case 0...0x20, 0x7F, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7C, 0x7D: return false
      default: break
      }
      index += 1
    }
    return true
  }

  private static func isExpression(_ text: Span<UInt8>) -> Bool {
    var index = 0
    if text.count > 0, "+#./;?&=,!@|".utf8.contains(text[0]) { index = 1 }
    var isName = false
    while index < text.count {
      let byte = text[index]
      if Characters.isLetter(byte) || Characters.isDigit(byte) || byte == 0x5F {
        isName = true
      } else if byte == 0x25 {
        guard isEscape(text, index) else { return false }
        isName = true
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
        guard isName else { return false }
        isName = false
      } else if byte == UInt8(ascii: "*") || byte == UInt8(ascii: ":") {
        guard isName else { return false }
        var digits = 0
        while byte == 0x3A, index + 1 < text.count, Characters.isDigit(text[index + 1]) {
          // RFC 6570 §2.4.1: 1 to 9999.
          if digits == 0, text[index + 1] == 0x30 { return false }
          index += 1
          digits += 1
        }
        guard byte == UInt8(ascii: "*") || digits > 0 && digits < 5 else { return false }
        guard index + 1 == text.count || text[index + 1] == UInt8(ascii: ",") else { return false }
      } else {
        return false
      }
      index += 1
    }
    return isName
  }
}

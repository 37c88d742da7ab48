/// Addresses of hosts and people.
enum NetworkFormats {
  static func isIPv4(_ text: Span<UInt8>) -> Bool {
    var parts = 0
    var index = 0
    while true {
      let start = index
      var value = 0
      while index < text.count, Characters.isDigit(text[index]), index - start < 4 {
        value = value * 10 + Int(text[index] - 0x30)
        index += 1
      }
      let length = index - start
      guard length > 0, value < 256, length == 1 || text[start] != 0x30 else { return false }
      parts += 1
      if index == text.count { return parts == 4 }
      guard text[index] == UInt8(ascii: "."), parts < 4 else { return false }
      index += 1
    }
  }

  /// RFC 4291 §2.2, without a zone.
  static func isIPv6(_ text: Span<UInt8>) -> Bool {
    var groups = 0
    var hasGap = false
    var index = 0
    if text.count >= 2, text[0] == 0x3A, text[1] == 0x3A {
      hasGap = true
      index = 2
      if index == text.count { return true }
    }
    while index < text.count {
      let start = index
      while index < text.count, Characters.isHex(text[index]) { index += 1 }
      if index < text.count, text[index] == UInt8(ascii: ".") {
        // The last 32 bits as an IPv4 address.
        guard isIPv4(text.extracting(start..<text.count)) else { return false }
        groups += 2
        return hasGap ? groups < 8 : groups == 8
      }
      guard index > start, index - start <= 4 else { return false }
      groups += 1
      if index == text.count { break }
      guard text[index] == 0x3A, index + 1 < text.count else { return false }
      index += 1
      if text[index] == 0x3A {
        guard !hasGap else { return false }
        hasGap = true
        index += 1
      }
    }
    return hasGap ? groups < 8 : groups == 8
  }

  /// RFC 5321 §4.1.2: a mailbox.
  static func isEmail(_ text: Span<UInt8>, isInternational: Bool) -> Bool {
    var index = 0
    if text.count > 0, text[0] == UInt8(ascii: "\"") {
      index = 1
      while index < text.count, text[index] != UInt8(ascii: "\"") {
        guard text[index] >= 0x20, text[index] != 0x7F else { return false }
        index += text[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      index += 1
    } else {
      var isDot = true
      while index < text.count, text[index] != UInt8(ascii: "@") {
        let byte = text[index]
        if byte == UInt8(ascii: ".") {
          guard !isDot else { return false }
          isDot = true
        } else {
          guard isAtom(byte) || isInternational && byte >= 0x80 else { return false }
          isDot = false
        }
        index += 1
      }
      guard !isDot else { return false }
    }
    guard index > 0, index + 1 < text.count, text[index] == UInt8(ascii: "@") else { return false }
    let domain = text.extracting(index + 1..<text.count)
    if domain[0] == UInt8(ascii: "["), domain[domain.count - 1] == UInt8(ascii: "]") {
      return isLiteral(domain.extracting(1..<domain.count - 1))
    }
    return isInternational
      ? HostNames.isInternationalHostname(domain) : HostNames.isHostname(domain)
  }

  private static func isLiteral(_ text: Span<UInt8>) -> Bool {
    let mark = Array("ipv6:".utf8)
    guard text.count > mark.count else { return isIPv4(text) }
    for (index, byte) in mark.enumerated() where text[index] | 0x20 != byte | 0x20 {
      return isIPv4(text)
    }
    return isIPv6(text.extracting(mark.count..<text.count))
  }

  /// RFC 5322 §3.2.3: `atext`.
  private static func isAtom(_ byte: UInt8) -> Bool {
    if Characters.isDigit(byte) || Characters.isLetter(byte) { return true }
    return "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }
}

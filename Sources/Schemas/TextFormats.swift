/// Formats of texts that are about texts: UUIDs, pointers, patterns.
enum TextFormats {
  static func isUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    for index in 0..<36 {
      let isDash = index == 8 || index == 13 || index == 18 || index == 23
      guard isDash ? text[index] == 0x2D : Characters.isHex(text[index]) else { return false }
    }
    return true
  }

  /// RFC 6901 §3.
  static func isPointer(_ text: Span<UInt8>) -> Bool {
    if text.count == 0 { return true }
    guard text[0] == UInt8(ascii: "/") else { return false }
    for index in text.indices where text[index] == UInt8(ascii: "~") {
      guard index + 1 < text.count, text[index + 1] == 0x30 || text[index + 1] == 0x31 else {
        return false
      }
    }
    return true
  }

  static func isRelativePointer(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count, Characters.isDigit(text[index]) { index += 1 }
    guard index > 0, index == 1 || text[0] != 0x30 else { return false }
    if index == text.count { return true }
    if text[index] == UInt8(ascii: "#") { return index + 1 == text.count }
    return isPointer(text.extracting(index..<text.count))
  }

  static func isPattern(_ text: Span<UInt8>) -> Bool {
    let text = String(decoding: Characters.array(text), as: UTF8.self)
    return (try? SchemaPattern(compiling: text)) != nil
  }
}

/// Classes of bytes that several formats share.
enum Characters {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f")
  }

  static func array(_ text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for index in text.indices { bytes.append(text[index]) }
    return bytes
  }
}

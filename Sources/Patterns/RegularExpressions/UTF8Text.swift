/// Reads characters of UTF-8.
enum UTF8Text {
  /// The code point at an offset and its bytes; U+FFFD and 1 where a byte begins none.
  ///
  /// The Unicode Standard, table 3-7: overlong forms, surrogates and what lies above U+10FFFF are
  /// ill-formed.
  static func scalar(_ text: Span<UInt8>, at offset: Int) -> (UInt32, Int) {
    let illFormed: (UInt32, Int) = (0xFFFD, 1)
    let lead = text[offset]
    let length: Int
    switch lead {
    case 0..<0x80: return (UInt32(lead), 1)
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return illFormed
    }
    guard text.count - offset >= length else { return illFormed }
    let allowed: ClosedRange<UInt8> =
      switch lead {
      case 0xE0: 0xA0...0xBF
      case 0xED: 0x80...0x9F
      case 0xF0: 0x90...0xBF
      case 0xF4: 0x80...0x8F
      default: 0x80...0xBF
      }
    guard allowed.contains(text[offset + 1]) else { return illFormed }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for index in 1..<length {
      let byte = text[offset + index]
      guard byte & 0xC0 == 0x80 else { return illFormed }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, length)
  }
}

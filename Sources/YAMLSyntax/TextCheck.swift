import Documents

/// Checks that a text is UTF-8 without characters that YAML does not allow, in one pass before it is
/// parsed: the scanners look at bytes and need not think of characters.
///
/// YAML 1.2 [1] c-printable. Quoted strings may hold DEL and C1 controls by [2] nb-json; they are
/// refused there too, as Kubernetes' reader does.
enum TextCheck {
  static func check(_ bytes: Span<UInt8>) throws(SyntaxError) {
    try checkEncoding(bytes)
    var p = 0
    let count = bytes.count
    while p < count {
      p = skipPlainText(bytes, from: p)
      guard p < count else { return }
      let byte = bytes[p]
      if byte < 0x80 {
        if byte < .space && byte != .tab && !byte.isBreak || byte == 0x7F {
          throw SyntaxError(.controlCharacter, at: p)
        }
        p += 1
      } else {
        p = try skipCharacter(bytes, at: p)
      }
    }
  }

  /// The first of eight bytes that may be something else than printable ASCII or a line feed, at or
  /// after an offset.
  private static func skipPlainText(_ bytes: Span<UInt8>, from offset: Int) -> Int {
    let raw = unsafe bytes.bytes  // Bytes have no padding.
    var p = offset
    let ones: UInt64 = 0x0101_0101_0101_0101
    while p + 8 <= raw.byteCount {
      // The bounds are checked by the line above; eight bytes at once make this check almost free.
      let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: p, as: UInt64.self)
      let low = word & (ones &* 0x7F)
      // The high bit of each byte: whether it is 0x20 or more, is no line feed, is DEL.
      let printable = low &+ ones &* 0x60
      let noLineFeed = (low ^ ones &* 0x0A) &+ ones &* 0x7F
      let delete = low &+ ones
      if (word | ~printable & noLineFeed | delete) & (ones &* 0x80) != 0 { return p }
      p += 8
    }
    return p
  }

  /// Skips one character of two to four bytes: RFC 3629 §4.
  private static func skipCharacter(
    _ bytes: Span<UInt8>, at p: Int
  ) throws(SyntaxError) -> Int {
    let first = bytes[p]
    let second = bytes.at(p + 1)
    var size = 2
    var lowest: UInt8 = 0x80
    var highest: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: break
    case 0xE0...0xEF:
      size = 3
      if first == 0xE0 { lowest = 0xA0 }
      if first == 0xED { highest = 0x9F }
    case 0xF0...0xF4:
      size = 4
      if first == 0xF0 { lowest = 0x90 }
      if first == 0xF4 { highest = 0x8F }
    default: throw SyntaxError(.invalidUTF8, at: p)
    }
    guard second >= lowest, second <= highest else { throw SyntaxError(.invalidUTF8, at: p) }
    var index = p + 2
    while index < p + size {
      guard bytes.at(index) & 0xC0 == 0x80 else { throw SyntaxError(.invalidUTF8, at: p) }
      index += 1
    }
    // C1 controls but NEL, and the two characters that are none.
    let isControl = first == 0xC2 && second < 0xA0 && second != 0x85
    let isNone = first == 0xEF && second == 0xBF && bytes[p + 2] >= 0xBE
    if isControl || isNone { throw SyntaxError(.controlCharacter, at: p) }
    return p + size
  }

  /// Tells other encodings by their byte order mark or by the zeros that an ASCII character has
  /// (YAML 1.2 §5.2).
  private static func checkEncoding(_ bytes: Span<UInt8>) throws(SyntaxError) {
    let (first, second) = (bytes.at(0), bytes.at(1))
    let mark = first == 0xFE && second == 0xFF || first == 0xFF && second == 0xFE
    let zeros = bytes.count > 1 && (first == 0) != (second == 0) || bytes.count > 3 && first == 0
    if mark || zeros { throw SyntaxError(.notUTF8Encoding, at: 0) }
  }
}

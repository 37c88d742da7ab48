import Documents

/// Checks that a text is UTF-8 without characters that YAML does not allow, in one pass before it
/// is parsed: the scanners look at bytes and need not think of characters.
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

  /// The first of 16 bytes of which one may be something else than printable ASCII or a line feed,
  /// at or after an offset.
  private static func skipPlainText(_ bytes: Span<UInt8>, from offset: Int) -> Int {
    let raw = unsafe bytes.bytes  // Bytes have no padding.
    var p = offset
    while p + 16 <= raw.byteCount {
      // The bounds are checked by the line above; eight bytes at once make this check almost free.
      let first = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: p, as: UInt64.self)
      let second = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: p + 8, as: UInt64.self)
      if (special(first) | special(second)) & 0x8080_8080_8080_8080 != 0 { return p }
      p += 16
    }
    return p
  }

  /// Sets the high bit of each byte that is below 0x20 and no line feed, or above 0x7E. The sums
  /// stay within their byte.
  @inline(__always)
  private static func special(_ word: UInt64) -> UInt64 {
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    let printable = low &+ 0x6060_6060_6060_6060
    let noLineFeed = (low ^ 0x0A0A_0A0A_0A0A_0A0A) &+ 0x7F7F_7F7F_7F7F_7F7F
    let delete = low &+ 0x0101_0101_0101_0101
    return word | ~printable & noLineFeed | delete
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

/// Short texts in base64, as the data of a Secret holds them: RFC 4648 §4.
enum Base64Prefix {
  /// Longer ones are no placeholder.
  private static let maximumBytes = 192

  /// The bytes; `nil` where the text is no base64 or is longer than a placeholder.
  static func decoded(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count > 0, text.count <= maximumBytes else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for index in 0..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\n") { continue }
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let digit = digit(byte) else { return nil }
      bits = bits << 6 | digit
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return padding <= 2 ? bytes : nil
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

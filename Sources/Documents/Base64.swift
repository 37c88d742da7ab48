/// Base64 with padding: RFC 4648 §4.
package enum Base64 {
  private static let letters: StaticString =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  private static let padding = UInt8(ascii: "=")

  /// The encoding of bytes, without line breaks.
  package static func text(_ input: [UInt8]) -> String {
    var output: [UInt8] = []
    append(input, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The letter of six bits.
  @inline(__always)
  private static func letter(_ bits: Int) -> UInt8 {
    // SAFETY: there are 64 letters.
    unsafe letters.utf8Start[bits & 0x3F]
  }

  /// Appends the encoding of bytes, without line breaks.
  package static func append(_ input: [UInt8], to output: inout [UInt8]) {
    let bytes = input.span
    output.append(addingCapacity: (input.count + 2) / 3 * 4) { output in
      var index = 0
      while index &+ 2 < bytes.count {
        let bits =
          Int(bytes[index]) &<< 16 | Int(bytes[index &+ 1]) &<< 8 | Int(bytes[index &+ 2])
        output.append(letter(bits &>> 18))
        output.append(letter(bits &>> 12))
        output.append(letter(bits &>> 6))
        output.append(letter(bits))
        index &+= 3
      }
      guard index < bytes.count else { return }
      let hasSecond = index + 1 < bytes.count
      let first = Int(bytes[index])
      let second = hasSecond ? Int(bytes[index + 1]) : 0
      output.append(letter(first &>> 2))
      output.append(letter(first &<< 4 | second &>> 4))
      output.append(hasSecond ? letter(second &<< 2) : padding)
      output.append(padding)
    }
  }

  /// Whether a text is base64; line breaks in it are ignored, as Go's `base64.StdEncoding` does.
  package static func isBase64(_ text: Span<UInt8>) -> Bool {
    var count = 0
    var paddings = 0
    for index in text.indices where !isBreak(text[index]) {
      if text[index] == padding {
        paddings += 1
      } else {
        guard paddings == 0, value(of: text[index]) != nil else { return false }
        count += 1
      }
    }
    switch (count % 4, paddings) {
    case (0, 0), (2, 2), (3, 1): return true
    default: return false
    }
  }

  /// The bytes; `nil` where the text is not base64. Line breaks in it are ignored.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard isBase64(text.span) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3 + 3)
    var bits: UInt32 = 0
    var count = 0
    for byte in text {
      guard let value = value(of: byte) else { continue }
      bits = bits << 6 | UInt32(value)
      count += 1
      guard count % 4 == 0 else { continue }
      result.append(UInt8(truncatingIfNeeded: bits >> 16))
      result.append(UInt8(truncatingIfNeeded: bits >> 8))
      result.append(UInt8(truncatingIfNeeded: bits))
      bits = 0
    }
    if count % 4 == 2 { result.append(UInt8(truncatingIfNeeded: bits >> 4)) }
    if count % 4 == 3 {
      result.append(UInt8(truncatingIfNeeded: bits >> 10))
      result.append(UInt8(truncatingIfNeeded: bits >> 2))
    }
    return result
  }

  private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

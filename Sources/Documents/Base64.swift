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

  /// The sixteen letters of twelve bytes, of which four more must be there.
  ///
  /// A lane holds three bytes, the first of them lowest, and gets their four letters, the first of
  /// them lowest: each six bits go to where their letter stands. Vectors stand on both sides of an
  /// operator, and letters are put together in statements of their own, since other forms are no
  /// single instructions: one expression for all letters took half as long again.
  @inline(__always)
  private static func letters(of bytes: Span<UInt8>, at index: Int) -> SIMD16<UInt8> {
    @inline(__always)
    func all(_ number: UInt32) -> SIMD4<UInt32> { SIMD4(repeating: number) }
    let lanes = SIMD4<UInt32>(
      lane(bytes, index), lane(bytes, index &+ 3), lane(bytes, index &+ 6),
      lane(bytes, index &+ 9))
    let first = (lanes &>> all(2)) & all(0x0000_003F)
    let second =
      ((lanes &<< all(12)) & all(0x0000_3000)) | ((lanes &>> all(4)) & all(0x0000_0F00))
    let third =
      ((lanes &<< all(10)) & all(0x003C_0000)) | ((lanes &>> all(6)) & all(0x0003_0000))
    let fourth = (lanes &<< all(8)) & all(0x3F00_0000)
    // SAFETY: all these are sixteen bytes, and any bytes are numbers.
    let values = unsafe unsafeBitCast(
      (first | second) | (third | fourth), to: SIMD16<Int8>.self)
    /// `step` where the value is beyond `last`, else 0.
    @inline(__always)
    func step(_ step: Int8, beyond last: Int8) -> SIMD16<Int8> {
      let mask: SIMDMask<SIMD16<Int8>> = values .> SIMD16(repeating: last)
      return unsafe unsafeBitCast(mask, to: SIMD16<Int8>.self) & SIMD16(repeating: step)
    }
    // A to Z, a to z, 0 to 9, + and /: how far each run is from the one before it.
    var letters = values &+ SIMD16<Int8>(repeating: 65)
    letters = letters &+ step(6, beyond: 25)
    letters = letters &+ step(-75, beyond: 51)
    letters = letters &+ step(-15, beyond: 61)
    letters = letters &+ step(3, beyond: 62)
    return unsafe unsafeBitCast(letters, to: SIMD16<UInt8>.self)
  }

  /// Four bytes, the first of them lowest.
  @inline(__always)
  private static func lane(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
    bytes.halfWord(at: index).byteSwapped
  }

  /// Appends the encoding of bytes, without line breaks.
  package static func append(_ input: [UInt8], to output: inout [UInt8]) {
    let bytes = input.span
    output.append(addingCapacity: (input.count + 2) / 3 * 4) { output in
      var index = 0
      // Two fifths of what three bytes at a time take; the answers of an admission webhook are
      // mostly this. `Tests/Benchmarks` has both beside each other.
      while index &+ 16 <= bytes.count {
        output.append(block: letters(of: bytes, at: index))
        index &+= 12
      }
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

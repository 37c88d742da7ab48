/// How random a text looks: Shannon's entropy of its bytes, in bits for each.
enum Entropy {
  /// Bytes that are looked at.
  static let maximumBytes = 256

  /// Whether this looks like a key that a machine made.
  ///
  /// Such a text is one word of the alphabets of base64 or hexadecimal digits, long enough that
  /// its entropy means something. Words of a language have about 3.5 bits for each letter, and
  /// rarely digits and letters of both cases.
  static func isRandom(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 20, text.count <= maximumBytes else { return false }
    var counts = [256 of UInt16](repeating: 0)
    var hasDigit = false
    var hasUpper = false
    var hasLower = false
    var isHex = true
    var separators = 0
    for index in 0..<text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        hasUpper = true
        if byte > UInt8(ascii: "F") { isHex = false }
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        hasLower = true
        if byte > UInt8(ascii: "f") { isHex = false }
      case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): isHex = false
      case UInt8(ascii: "-"), UInt8(ascii: "_"):
        separators += 1
        isHex = false
      default: return false
      }
      counts[Int(byte)] += 1
    }
    guard hasDigit, hasLower || hasUpper else { return false }
    // Words between hyphens are a name: `my-service-2-staging`.
    if separators * 8 > text.count { return false }
    let bits = bits(counts, text.count)
    if isHex { return text.count >= 32 && bits >= 3 }
    return hasUpper && hasLower ? bits >= 3.7 : text.count >= 32 && bits >= 4
  }

  private static func bits(_ counts: [256 of UInt16], _ total: Int) -> Double {
    // H = log2(n) - (1/n) * sum(c * log2(c))
    var sum = 0.0
    for index in 0..<256 where counts[index] > 1 {
      sum += Double(counts[index]) * logarithms[Int(counts[index])]
    }
    return logarithms[total] - sum / Double(total)
  }

  /// To the base 2, of the numbers up to ``maximumBytes``; the standard library has none.
  private static let logarithms: [Double] = (0...maximumBytes).map { number in
    guard number > 0 else { return 0 }
    let value = Double(number)
    var result = Double(value.exponent)
    var rest = value.significand
    var weight = 0.5
    for _ in 0..<40 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        result += weight
      }
      weight /= 2
    }
    return result
  }
}

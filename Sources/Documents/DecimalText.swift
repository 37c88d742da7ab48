/// Comparison of numbers by their JSON text, exactly and without converting them: `1e400` is a
/// number like any other.
package enum DecimalText {
  /// Whether two JSON numbers are worth the same: `1`, `1.0`, `10e-1`; `0`, `-0`, `0e9`.
  package static func equal(_ left: String, _ right: String) -> Bool {
    if left.utf8.elementsEqual(right.utf8) { return true }
    guard let left = normal(left), let right = normal(right) else { return false }
    return left == right
  }

  /// Sign, significant digits without zeros at either end, and the power of ten of the last digit.
  private struct Normal: Equatable {
    var negative: Bool
    var digits: [UInt8]
    var exponent: Int
  }

  private static func normal(_ text: String) -> Normal? {
    var result = Normal(negative: false, digits: [], exponent: 0)
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "-") {
      result.negative = true
      bytes = bytes.dropFirst()
    }
    var fraction = false
    while let byte = bytes.first {
      if byte == UInt8(ascii: ".") {
        fraction = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        result.digits.append(byte)
        if fraction { result.exponent -= 1 }
      } else {
        break
      }
      bytes = bytes.dropFirst()
    }
    if let mark = bytes.first {
      guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return nil }
      guard let exponent = exponent(bytes.dropFirst()) else { return nil }
      result.exponent += exponent
    }
    let firstDigit = result.digits.firstIndex { $0 != UInt8(ascii: "0") }
    guard let firstDigit else { return Normal(negative: false, digits: [], exponent: 0) }
    result.digits.removeSubrange(..<firstDigit)
    while result.digits.last == UInt8(ascii: "0") {
      result.digits.removeLast()
      result.exponent += 1
    }
    return result
  }

  /// Exponents beyond 15 digits are all taken for the same: no such number fits anywhere.
  private static func exponent(_ bytes: ArraySlice<UInt8>) -> Int? {
    var bytes = bytes
    var negative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      bytes = bytes.dropFirst()
    }
    guard !bytes.isEmpty else { return nil }
    var value = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      if value < 1_000_000_000_000_000 { value = value * 10 + Int(byte - UInt8(ascii: "0")) }
    }
    return negative ? -value : value
  }
}

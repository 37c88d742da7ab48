extension [UInt8] {
  mutating func append(_ text: StaticString) {
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Appends a number of which the last digits stand behind a point; zeros at the end are left out.
  mutating func append(decimal number: UInt64, decimals: Int) {
    var divisor: UInt64 = 1
    for _ in 0..<decimals { divisor *= 10 }
    let (whole, fraction) = number.quotientAndRemainder(dividingBy: divisor)
    append(number: whole)
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    append(digits: fraction, decimals)
    while last == UInt8(ascii: "0") { removeLast() }
  }

  mutating func append(number: UInt64) {
    var divisor: UInt64 = 1
    while number / divisor > 9 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends the last `count` decimal digits of a number.
  mutating func append(digits number: UInt64, _ count: Int) {
    var divisor: UInt64 = 1
    for _ in 1..<count { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}

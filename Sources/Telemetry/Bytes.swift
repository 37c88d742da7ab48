extension [UInt8] {
  mutating func append(_ text: StaticString) {
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Appends a number of which the last digits stand behind a point; zeros at the end are left out.
  mutating func append(decimal number: UInt64, decimals: Int) {
    append(addingCapacity: OutputSpan.digitRoom) { $0.append(decimal: number, decimals: decimals) }
  }
}

extension Span<UInt8> {
  /// Eight bytes, in whichever order the machine has them. Bounds are checked; any bytes are a
  /// word.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}

extension OutputSpan<UInt8> {
  /// Appends some bytes; whoever calls has made room for them. The length of a literal stays one
  /// that the compiler knows, so that it is stored by an instruction or two.
  @inline(__always)
  mutating func append(copying bytes: Span<UInt8>) {
    let added = bytes.count
    guard added <= freeCapacity else { return }
    // SAFETY: `added` bytes are there, and as many are free behind the initialised ones.
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let target = buffer.baseAddress, let source = bytes.baseAddress else { return }
        unsafe (target + count).initialize(from: source, count: added)
        count += added
      }
    }
  }

  /// Appends some bytes as they are between two quotes; whoever calls has made room for them.
  @inline(__always)
  mutating func append(quoting bytes: Span<UInt8>) {
    let added = bytes.count &+ 2
    guard added <= freeCapacity else { return }
    // SAFETY: `added` bytes are free behind the initialised ones, and all of them are written.
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let start = buffer.baseAddress else { return }
        let target = unsafe start + count
        unsafe target.initialize(to: UInt8(ascii: "\""))
        if let source = bytes.baseAddress {
          unsafe (target + 1).initialize(from: source, count: bytes.count)
        }
        unsafe (target + added - 1).initialize(to: UInt8(ascii: "\""))
        count += added
      }
    }
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    unsafe append(
      copying: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount).span)
  }

  /// Bytes that a number takes at most, with a point.
  static var digitRoom: Int { 24 }

  /// Appends a number of which the last digits stand behind a point; zeros at the end are left out.
  mutating func append(decimal number: UInt64, decimals: Int) {
    var divisor: UInt64 = 1
    for _ in 0..<decimals { divisor *= 10 }
    var (whole, fraction) = number.quotientAndRemainder(dividingBy: divisor)
    append(number: whole)
    guard fraction > 0 else { return }
    var count = decimals
    while fraction % 10 == 0 {
      fraction /= 10
      count -= 1
    }
    append(UInt8(ascii: "."))
    append(digits: fraction, count)
  }

  mutating func append(number: UInt64) {
    var length = 1
    var rest = number / 10
    while rest > 0 {
      length += 1
      rest /= 10
    }
    append(digits: number, length)
  }

  /// Appends the last `count` decimal digits of a number that is not negative.
  @inline(__always)
  mutating func append(digits number: some FixedWidthInteger, _ count: Int) {
    let start = self.count
    for _ in 0..<count { append(UInt8(ascii: "0")) }
    // From the last one: to divide by a number that the compiler knows costs a multiplication.
    var rest = UInt64(truncatingIfNeeded: number)
    var place = start + count
    while place > start {
      place -= 1
      self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}

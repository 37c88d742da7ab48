/// An integer of any size, for the quantities that 64 bits do not hold. In practice these are rare:
/// `9223372036854775808`, `12E` times a few, sums of such.
///
/// Limbs of nine decimal digits, since quantities are shifted by powers of ten far more often than
/// by anything else. The size is bounded by whoever makes one: see ``Quantity/Limits``.
struct WideInteger: Sendable, Equatable {
  /// The digits of one limb.
  private static let limbDigits = 9
  private static let base: UInt64 = 1_000_000_000

  var isNegative: Bool
  /// The lowest nine digits first; the last one is not 0, and there is none at all for zero.
  private(set) var limbs: [UInt32]

  var isZero: Bool { limbs.isEmpty }

  init(_ value: Int128) {
    isNegative = value < 0
    limbs = []
    var rest = value.magnitude
    while rest > 0 {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: UInt128(Self.base))
      limbs.append(UInt32(truncatingIfNeeded: remainder))
      rest = quotient
    }
  }

  /// The number that ASCII digits spell, `.` between them being passed over.
  init(digits: Span<UInt8>, isNegative: Bool) {
    self.isNegative = isNegative
    limbs = []
    var limb: UInt32 = 0
    var weight: UInt32 = 1
    var index = digits.count
    while index > 0 {
      index -= 1
      if digits[index] == UInt8(ascii: ".") { continue }
      limb += UInt32(digits[index] - UInt8(ascii: "0")) * weight
      weight *= 10
      if UInt64(weight) == Self.base {
        limbs.append(limb)
        limb = 0
        weight = 1
      }
    }
    limbs.append(limb)
    trim()
  }

  /// The digits of the magnitude as ASCII, `0` for zero.
  var digits: [UInt8] {
    guard var position = limbs.indices.last else { return [UInt8(ascii: "0")] }
    var text = Array(String(limbs[position]).utf8)
    while position > 0 {
      position -= 1
      let limb = Array(String(limbs[position]).utf8)
      for _ in limb.count..<Self.limbDigits { text.append(UInt8(ascii: "0")) }
      text.append(contentsOf: limb)
    }
    return text
  }

  /// How many digits the magnitude has; 0 for zero.
  var digitCount: Int {
    guard var top = limbs.last else { return 0 }
    var count = (limbs.count - 1) * Self.limbDigits
    while top > 0 {
      top /= 10
      count += 1
    }
    return count
  }

  /// The same number in 64 bits; `nil` where it does not fit.
  var int64: Int64? {
    guard limbs.count <= 3 else { return nil }
    var value: Int128 = 0
    for limb in limbs.reversed() { value = value * Int128(Self.base) + Int128(limb) }
    return Int64(exactly: isNegative ? -value : value)
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
    if limbs.isEmpty { isNegative = false }
  }
}

// MARK: - Arithmetic

extension WideInteger {
  /// Multiplies the magnitude.
  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for position in limbs.indices {
      // (10^9 - 1) * (2^64 - 1) + carry fits in 128 bits, and its quotient by 10^9 in 64.
      let product = UInt128(limbs[position]) * UInt128(factor) + UInt128(carry)
      let (quotient, remainder) = product.quotientAndRemainder(dividingBy: UInt128(Self.base))
      limbs[position] = UInt32(truncatingIfNeeded: remainder)
      carry = UInt64(truncatingIfNeeded: quotient)
    }
    while carry > 0 {
      limbs.append(UInt32(truncatingIfNeeded: carry % Self.base))
      carry /= Self.base
    }
    trim()
  }

  mutating func multiply(byPowerOfTen exponent: Int) {
    guard exponent > 0, !isZero else { return }
    limbs.insert(contentsOf: repeatElement(0, count: exponent / Self.limbDigits), at: 0)
    multiply(by: Self.powerOfTen(exponent % Self.limbDigits))
  }

  /// Divides the magnitude, drops the remainder and returns it.
  @discardableResult
  mutating func divide(by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for position in limbs.indices.reversed() {
      let dividend = remainder * Self.base + UInt64(limbs[position])
      limbs[position] = UInt32(truncatingIfNeeded: dividend / UInt64(divisor))
      remainder = dividend % UInt64(divisor)
    }
    trim()
    return UInt32(truncatingIfNeeded: remainder)
  }

  /// Divides by a power of ten and rounds away from zero. Returns whether it came out even.
  @discardableResult
  mutating func divideRoundingUp(byPowerOfTen exponent: Int) -> Bool {
    guard exponent > 0, !isZero else { return true }
    let dropped = min(exponent / Self.limbDigits, limbs.count)
    var exact = limbs[..<dropped].allSatisfy { $0 == 0 }
    let wasNegative = isNegative
    limbs.removeFirst(dropped)
    let divisor = Self.powerOfTen(exponent % Self.limbDigits)
    if divide(by: UInt32(truncatingIfNeeded: divisor)) != 0 { exact = false }
    if !exact {
      // One further from zero; the sign is lost where the quotient was 0.
      self = Self.sum(self, WideInteger(wasNegative ? -1 : 1))
    }
    return exact
  }

  /// -1, 0 or 1 as the magnitude of `left` is less than, equal to or greater than that of `right`.
  static func compareMagnitudes(_ left: WideInteger, _ right: WideInteger) -> Int {
    if left.limbs.count != right.limbs.count {
      return left.limbs.count < right.limbs.count ? -1 : 1
    }
    for position in left.limbs.indices.reversed()
    where left.limbs[position] != right.limbs[position] {
      return left.limbs[position] < right.limbs[position] ? -1 : 1
    }
    return 0
  }

  static func sum(_ left: WideInteger, _ right: WideInteger) -> WideInteger {
    if left.isNegative == right.isNegative || left.isZero || right.isZero {
      return addingMagnitudes(left, right, isNegative: left.isNegative || right.isNegative)
    }
    return compareMagnitudes(left, right) >= 0
      ? subtractingMagnitudes(left, right) : subtractingMagnitudes(right, left)
  }

  private static func addingMagnitudes(
    _ left: WideInteger, _ right: WideInteger, isNegative: Bool
  ) -> WideInteger {
    var result = left
    result.isNegative = isNegative
    var carry: UInt64 = 0
    for position in 0..<max(left.limbs.count, right.limbs.count) {
      if position == result.limbs.count { result.limbs.append(0) }
      let addend = position < right.limbs.count ? UInt64(right.limbs[position]) : 0
      let sum = UInt64(result.limbs[position]) + addend + carry
      result.limbs[position] = UInt32(truncatingIfNeeded: sum % base)
      carry = sum / base
    }
    if carry > 0 { result.limbs.append(UInt32(truncatingIfNeeded: carry)) }
    return result
  }

  /// The sign is that of `larger`, whose magnitude is not below the other.
  private static func subtractingMagnitudes(
    _ larger: WideInteger, _ smaller: WideInteger
  ) -> WideInteger {
    var result = larger
    var borrow: UInt64 = 0
    for position in result.limbs.indices {
      let other = position < smaller.limbs.count ? UInt64(smaller.limbs[position]) : 0
      let limb = UInt64(result.limbs[position])
      let isShort = limb < other + borrow
      result.limbs[position] = UInt32(
        truncatingIfNeeded: limb + (isShort ? base : 0) - other - borrow)
      borrow = isShort ? 1 : 0
    }
    result.trim()
    return result
  }

  /// 10 to a power of 0 to 18.
  static func powerOfTen(_ exponent: Int) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<exponent { power &*= 10 }
    return power
  }
}

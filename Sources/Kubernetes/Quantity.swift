/// An amount of a resource as Kubernetes writes it: `100m`, `1.5Gi`, `12e6`.
///
/// Reading, comparing, rounding and printing give what `resource.Quantity` of
/// k8s.io/apimachinery/pkg/api/resource gives; the value is exact down to 10^-9 (nano). Ordinary
/// quantities are an `Int64` and a power of ten and allocate nothing.
///
/// Equality and order are by worth: `1` equals `1000m`, `1Gi` equals `1073741824`.
package struct Quantity: Sendable {
  /// The family of suffixes that a quantity was written with and is printed with again.
  package enum Format: UInt8, Sendable {
    /// `n u m k M G T P E` or none: `12M` is 12 * 10^6.
    case decimalSI
    /// `Ki Mi Gi Ti Pi Ei`: `12Mi` is 12 * 2^20.
    case binarySI
    /// `e` and a power of ten: `12e6`.
    case decimalExponent
  }

  /// What is accepted at most; Kubernetes itself has no such limits.
  package enum Limits {
    /// Bytes of the text of a quantity.
    package static let maximumBytes = 1_000
    /// Digits before the decimal point that a quantity's value may have.
    package static let maximumIntegerDigits = 1_000
  }

  /// The finest power of ten that is kept: nano.
  static let finestScale: Int32 = -9

  /// The mantissa where ``wide`` is `nil`; else 0.
  var small: Int64
  /// The mantissa where it does not fit in 64 bits; else `nil`.
  var wide: WideInteger?
  /// The power of ten that the mantissa is multiplied with; from -9 up.
  var scale: Int32
  /// How it is printed.
  package var format: Format
  /// Whether Kubernetes prints this quantity as it was written (`1.025`, `025`) instead of in its
  /// canonical form (`1025m`, `25`): it does for short inputs that pass for canonical.
  package internal(set) var isPrintedAsWritten = false
  /// Whether the text had no digit at all: `.`, `m`, `Ki` read as zero, which nobody can have
  /// meant.
  package internal(set) var lacksDigits = false

  init(small: Int64, scale: Int32, format: Format) {
    self.small = small
    self.wide = nil
    self.scale = scale
    self.format = format
  }

  init(wide: WideInteger, scale: Int32, format: Format) {
    let fitting = wide.int64
    self.small = fitting ?? 0
    self.wide = fitting == nil ? wide : nil
    self.scale = scale
    self.format = format
  }

  init(_ mantissa: Int128, scale: Int32, format: Format) {
    if let small = Int64(exactly: mantissa) {
      self.init(small: small, scale: scale, format: format)
    } else {
      self.init(wide: WideInteger(mantissa), scale: scale, format: format)
    }
  }

  /// A whole number.
  package init(_ value: Int64, format: Format = .decimalSI) {
    self.init(small: value, scale: 0, format: format)
  }

  /// A number of thousandths: `init(milli: 250)` is `250m`.
  package init(milli value: Int64, format: Format = .decimalSI) {
    self.init(small: value, scale: -3, format: format)
  }

  package static let zero = Quantity(0)

  /// -1, 0 or 1.
  package var sign: Int {
    if let wide { return wide.isNegative ? -1 : 1 }
    return Int(small.signum())
  }

  package var isZero: Bool { sign == 0 }

  /// The mantissa, whatever its size.
  var mantissa: WideInteger { wide ?? WideInteger(Int128(small)) }
}

// MARK: - Comparison

extension Quantity: Comparable {
  package static func == (left: Quantity, right: Quantity) -> Bool { left.compare(right) == 0 }

  package static func < (left: Quantity, right: Quantity) -> Bool { left.compare(right) < 0 }

  /// -1, 0 or 1 as this is worth less than, as much as or more than another; `Quantity.Cmp`.
  package func compare(_ other: Quantity) -> Int {
    if sign != other.sign { return sign < other.sign ? -1 : 1 }
    if sign == 0 { return 0 }
    if wide == nil, other.wide == nil {
      if scale == other.scale { return (small < other.small) ? -1 : (small > other.small ? 1 : 0) }
      if let (left, right) = Self.aligned(self, other) {
        return left < right ? -1 : (left > right ? 1 : 0)
      }
    }
    return compareWide(other)
  }

  /// Both have the same sign and are not zero.
  private func compareWide(_ other: Quantity) -> Int {
    var left = mantissa
    var right = other.mantissa
    // The place of the first digit decides unless it is the same; only then are the two aligned, by
    // no more digits than one of them has.
    let leftTop = left.digitCount + Int(scale)
    let rightTop = right.digitCount + Int(other.scale)
    guard leftTop == rightTop else { return (leftTop < rightTop) == (sign > 0) ? -1 : 1 }
    let difference = Int(scale) - Int(other.scale)
    left.multiply(byPowerOfTen: difference)
    right.multiply(byPowerOfTen: -difference)
    return WideInteger.compareMagnitudes(left, right) * sign
  }

  /// The mantissas of two small quantities brought to the smaller scale of the two; `nil` where
  /// that takes more than 128 bits.
  private static func aligned(_ left: Quantity, _ right: Quantity) -> (Int128, Int128)? {
    let difference = Int(left.scale) - Int(right.scale)
    guard difference.magnitude <= 18 else { return nil }
    let factor = Int128(WideInteger.powerOfTen(Int(difference.magnitude)))
    return difference >= 0
      ? (Int128(left.small) * factor, Int128(right.small))
      : (Int128(left.small), Int128(right.small) * factor)
  }
}

// MARK: - Arithmetic

extension Quantity {
  /// The exact sum. It is printed as the left one, or as the right one where the left one is zero.
  package static func + (left: Quantity, right: Quantity) -> Quantity {
    let format = left.isZero ? right.format : left.format
    let scale = min(left.scale, right.scale)
    if left.wide == nil, right.wide == nil, let (one, other) = aligned(left, right) {
      return Quantity(one + other, scale: scale, format: format)
    }
    var one = left.mantissa
    var other = right.mantissa
    one.multiply(byPowerOfTen: Int(left.scale) - Int(scale))
    other.multiply(byPowerOfTen: Int(right.scale) - Int(scale))
    return Quantity(wide: WideInteger.sum(one, other), scale: scale, format: format)
  }

  /// The exact difference; printed as a sum is.
  package static func - (left: Quantity, right: Quantity) -> Quantity { left + -right }

  package static prefix func - (quantity: Quantity) -> Quantity {
    guard var wide = quantity.wide else {
      return Quantity(-Int128(quantity.small), scale: quantity.scale, format: quantity.format)
    }
    wide.isNegative.toggle()
    return Quantity(wide: wide, scale: quantity.scale, format: quantity.format)
  }

  /// The exact product with a whole number; a count of replicas, say.
  package func multiplied(by factor: Int64) -> Quantity {
    if wide == nil {
      return Quantity(Int128(small) * Int128(factor), scale: scale, format: format)
    }
    var product = mantissa
    product.multiply(by: factor.magnitude)
    if factor < 0, !product.isZero { product.isNegative.toggle() }
    return Quantity(wide: product, scale: scale, format: format)
  }

  /// The value rounded away from zero to a multiple of 10^exponent, and whether that changed
  /// nothing; `Quantity.RoundUp`.
  package func roundedUp(toPowerOfTen exponent: Int) -> (quantity: Quantity, isExact: Bool) {
    guard Int(scale) < exponent else { return (self, true) }
    var rounded = mantissa
    let isExact = rounded.divideRoundingUp(byPowerOfTen: exponent - Int(scale))
    return (
      Quantity(wide: rounded, scale: Int32(clamping: exponent), format: format), isExact
    )
  }
}

// MARK: - As integers

extension Quantity {
  /// The value rounded away from zero to a whole number; `nil` where it does not fit.
  package var value: Int64? { scaledValue(powerOfTen: 0) }

  /// The value in thousandths, rounded away from zero; `nil` where it does not fit.
  package var milliValue: Int64? { scaledValue(powerOfTen: -3) }

  /// The value in units of 10^exponent, rounded away from zero; `nil` where it does not fit.
  ///
  /// Where Kubernetes' own `ScaledValue` overflows, its result is undefined; and for negative
  /// fractions it sometimes rounds the other way. This does neither.
  package func scaledValue(powerOfTen exponent: Int) -> Int64? {
    let shift = Int(scale) - exponent
    if wide == nil {
      guard shift != 0, small != 0 else { return small }
      if shift.magnitude <= 18 {
        let power = WideInteger.powerOfTen(Int(shift.magnitude))
        guard shift < 0 else { return Int64(exactly: Int128(small) * Int128(power)) }
        let (quotient, remainder) = small.quotientAndRemainder(
          dividingBy: Int64(truncatingIfNeeded: power))
        // A quotient by ten or more has room for one more.
        return remainder == 0 ? quotient : quotient + small.signum()
      }
    }
    var scaled = mantissa
    if shift >= 0 {
      // No other number of this length fits; and none is built only to find that out.
      guard scaled.digitCount + shift <= 19 else { return nil }
      scaled.multiply(byPowerOfTen: shift)
    } else {
      scaled.divideRoundingUp(byPowerOfTen: -shift)
    }
    return scaled.int64
  }

  /// Whether the value is a whole number; memory must be.
  package var isInteger: Bool { roundedUp(toPowerOfTen: 0).isExact }
}

import Documents

/// A JSON number of any size by what it is worth: sign, significant digits without zeros at either
/// end, and the power of ten of the last digit. Nothing is rounded.
package struct ExactNumber: Sendable, Equatable {
  let isNegative: Bool
  /// From the first that is not 0 to the last that is not 0; empty for 0. Values 0 to 9.
  let digits: [UInt8]
  let exponent: Int

  /// Reads the text of a JSON number; `nil` for any other text. Exponents of more than 15 digits
  /// are all taken for the same.
  package init?(_ text: Span<UInt8>) {
    var index = 0
    var digits: [UInt8] = []
    var exponent = 0
    var seen = false
    var isFraction = false
    isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte >= 0x30, byte <= 0x39 {
        seen = true
        if !digits.isEmpty || byte != 0x30 { digits.append(byte - 0x30) }
        if isFraction { exponent -= 1 }
      } else {
        break
      }
      index += 1
    }
    guard seen else { return nil }
    if index < text.count {
      guard text[index] | 0x20 == UInt8(ascii: "e") else { return nil }
      guard let power = Self.power(text.extracting(index + 1..<text.count)) else { return nil }
      exponent += power
    }
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    self.digits = digits
    self.exponent = digits.isEmpty ? 0 : exponent
  }

  package init?(_ text: String) {
    self.init(text.utf8Span.span)
  }

  private static func power(_ text: Span<UInt8>) -> Int? {
    var index = 0
    var isNegative = false
    if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    guard index < text.count else { return nil }
    var value = 0
    while index < text.count {
      let byte = text[index]
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      if value < 1_000_000_000_000_000 { value = value * 10 + Int(byte - 0x30) }
      index += 1
    }
    return isNegative ? -value : value
  }

  package var isZero: Bool { digits.isEmpty }

  /// Whether it has no fraction: `1.0` and `1e3` have none.
  package var isInteger: Bool { exponent >= 0 }

  package static func == (left: Self, right: Self) -> Bool {
    left.digits == right.digits && left.exponent == right.exponent
      && (left.isZero || left.isNegative == right.isNegative)
  }

  package static func < (left: Self, right: Self) -> Bool {
    if left.isZero { return !right.isZero && !right.isNegative }
    if right.isZero { return left.isNegative }
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative
      ? right.magnitudeIsLess(than: left) : left.magnitudeIsLess(than: right)
  }

  private func magnitudeIsLess(than other: Self) -> Bool {
    let (size, otherSize) = (digits.count + exponent, other.digits.count + other.exponent)
    if size != otherSize { return size < otherSize }
    // Without zeros at the end the shorter of two equal beginnings is the smaller number.
    return digits.lexicographicallyPrecedes(other.digits)
  }

  /// The value where it is a whole number of at most 18 digits, not negative.
  package var natural: Int? {
    guard !isNegative || isZero, exponent >= 0, digits.count + exponent <= 18 else { return nil }
    var value = 0
    for digit in digits { value = value * 10 + Int(digit) }
    for _ in 0..<exponent { value *= 10 }
    return value
  }

  /// The digits as one number; `nil` above 18 of them.
  private var coefficient: UInt64? {
    guard digits.count <= 18 else { return nil }
    return digits.reduce(0) { $0 * 10 + UInt64($1) }
  }

  /// Whether it can be a `multipleOf`: above 0, at most 18 significant digits.
  package var canDivide: Bool { !isNegative && !isZero && digits.count <= 18 }

  /// Whether it is a multiple of a number that ``canDivide``; linear in its digits.
  package func isMultiple(of other: Self) -> Bool {
    if isZero { return true }
    guard let modulus = other.coefficient, modulus > 0 else { return false }
    // Its last digit is not 0, so that a multiple of a higher power of ten it cannot be.
    guard exponent >= other.exponent else { return false }
    var rest: UInt64 = 0
    for digit in digits {
      // At most 10^19, which 64 bits hold.
      rest = (rest * 10 + UInt64(digit)) % modulus
    }
    return Self.product(rest, Self.powerOfTen(exponent - other.exponent, modulus), modulus) == 0
  }

  private static func product(_ left: UInt64, _ right: UInt64, _ modulus: UInt64) -> UInt64 {
    modulus.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
  }

  private static func powerOfTen(_ power: Int, _ modulus: UInt64) -> UInt64 {
    var result = 1 % modulus
    var base = 10 % modulus
    var power = power
    while power > 0 {
      if power & 1 == 1 { result = product(result, base, modulus) }
      base = product(base, base, modulus)
      power >>= 1
    }
    return result
  }
}

extension ExactNumber {
  /// The worth of a number's node; `nil` for every other kind.
  package init?(_ node: Node) {
    guard node.kind == .integer || node.kind == .float else { return nil }
    guard let number = node.withText({ ExactNumber($0) }) else { return nil }
    self = number
  }
}

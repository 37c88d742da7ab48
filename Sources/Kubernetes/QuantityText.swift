extension Quantity: CustomStringConvertible {
  /// The canonical form: no fraction, the largest suffix of its family that loses nothing, no sign
  /// but a minus. `1500m`, `1536Mi`, `12e6`, `0`.
  package var description: String { text(as: format) }

  /// The canonical form in a family of suffixes; `Quantity.CanonicalizeBytes`.
  ///
  /// Binary quantities below 1024 and those with a fraction are printed in the decimal form. Beyond
  /// the largest suffix (`E`) the exponent form is used, and binary quantities keep `Ei`, where
  /// Kubernetes up to 1.36 printed no suffix at all and so another value.
  package func text(as format: Format) -> String {
    guard !isZero else { return "0" }
    if format == .binarySI, let text = binaryText() { return text }
    var digits = mantissa.digits
    var exponent = Int(scale)
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    while exponent % 3 != 0 {
      digits.append(UInt8(ascii: "0"))
      exponent -= 1
    }
    return signText + String(decoding: digits, as: UTF8.self)
      + Self.suffix(powerOfTen: exponent, in: format)
  }

  /// The plain decimal notation, without suffix and without zeros at the end of a fraction:
  /// `53687091.2` for `0.05Gi`.
  package var decimalText: String {
    var digits = mantissa.digits
    guard scale < 0 else {
      if !isZero { digits.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: Int(scale))) }
      return signText + String(decoding: digits, as: UTF8.self)
    }
    let fraction = -Int(scale)
    if digits.count <= fraction {
      digits.insert(
        contentsOf: repeatElement(UInt8(ascii: "0"), count: fraction - digits.count + 1), at: 0)
    }
    digits.insert(UInt8(ascii: "."), at: digits.count - fraction)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.last == UInt8(ascii: ".") { digits.removeLast() }
    return signText + String(decoding: digits, as: UTF8.self)
  }

  private var signText: String { sign < 0 ? "-" : "" }

  /// `nil` where the decimal form is to be used.
  private func binaryText() -> String? {
    let magnitude = sign < 0 ? -self : self
    guard magnitude >= Quantity(1024), magnitude.isInteger else { return nil }
    var number = magnitude.mantissa
    number.multiply(byPowerOfTen: Int(scale))
    number.divideRoundingUp(byPowerOfTen: -Int(scale))
    let suffixes: [String] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
    var size = 0
    while size < suffixes.count - 1 {
      var quotient = number
      guard quotient.divide(by: 1024) == 0 else { break }
      number = quotient
      size += 1
    }
    return signText + String(decoding: number.digits, as: UTF8.self) + suffixes[size]
  }

  private static func suffix(powerOfTen exponent: Int, in format: Format) -> String {
    if exponent == 0 { return "" }
    let suffixes: [String] = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
    let place = exponent / 3 + 3
    return format != .decimalExponent && suffixes.indices.contains(place)
      ? suffixes[place] : "e\(exponent)"
  }
}

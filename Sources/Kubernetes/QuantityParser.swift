import Documents

/// Why a text is no quantity. The first three are worded as Kubernetes words them.
package enum QuantityError: Error, Equatable, Sendable {
  /// `1.1.M`, ` 1`, the empty text.
  case format
  /// No digits where some are needed: `Pi`, `e-10`.
  case number
  /// `1K`, `0.1mi`, `5e`.
  case suffix
  /// Longer than ``Quantity/Limits/maximumBytes``.
  case tooLong
  /// More digits than ``Quantity/Limits/maximumIntegerDigits``, or an exponent beyond 32 bits.
  case tooLarge
  /// A node that is neither a string nor a number.
  case wrongType

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch self {
    case .format:
      "quantities must match the regular expression "
        + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    case .number: "unable to parse numeric part of quantity"
    case .suffix: "unable to parse quantity's suffix"
    case .tooLong: "a quantity is at most \(Quantity.Limits.maximumBytes) bytes long here"
    case .tooLarge: "a quantity is below 10^\(Quantity.Limits.maximumIntegerDigits) here"
    case .wrongType: "a quantity is a string or a number"
    }
  }
}

extension Quantity {
  /// Reads a quantity as `resource.ParseQuantity` does: no blanks around it, finer than nano
  /// rounded away from zero, binary quantities capped at 2^63-1.
  ///
  /// Linear in the length of the text, which is limited; `1e999999999` is refused by its exponent.
  package init(parsing text: Span<UInt8>) throws(QuantityError) {
    if let plain = Quantity(plain: text) {
      self = plain
      return
    }
    guard text.count <= Limits.maximumBytes else { throw .tooLong }
    let parts = try QuantityParts(text)
    let suffix = try QuantitySuffix(text.extracting(parts.suffix))
    let integerDigits = max(parts.integer.count, 1)
    let fractionDigits = parts.fraction.count
    guard !parts.lacksDigits || suffix.readsWithoutDigits else {
      throw .number
    }
    let number = text.extracting(parts.number)
    let scale = suffix.powerOfTen - fractionDigits
    if integerDigits + fractionDigits <= 18 {
      // 18 digits times 2^60 stay below 2^120.
      var mantissa: UInt128 = 0
      for index in 0..<number.count where number[index] != UInt8(ascii: ".") {
        mantissa = mantissa * 10 + UInt128(number[index] - UInt8(ascii: "0"))
      }
      mantissa <<= UInt128(suffix.powerOfTwo)
      try self.init(
        magnitude: mantissa, isNegative: parts.isNegative, scale: scale, format: suffix.format)
    } else {
      var mantissa = WideInteger(digits: number, isNegative: parts.isNegative)
      mantissa.multiply(by: 1 << UInt64(suffix.powerOfTwo))
      try self.init(mantissa: mantissa, scale: scale, format: suffix.format)
    }
    lacksDigits = parts.lacksDigits
    isPrintedAsWritten =
      suffix.printsAsWritten(number: number, parts: parts)
      || (text.count == 1 && text[0] == UInt8(ascii: "0"))
  }

  /// Reads a few digits and a usual suffix, which nearly all quantities are, in a tenth of the
  /// time; `nil` for what is written otherwise.
  @inline(__always)
  private init?(plain text: Span<UInt8>) {
    var digits = 0
    var value: Int64 = 0
    while digits < text.count, digits < 9, text[digits].isDigit {
      value = value * 10 + Int64(text[digits] - UInt8(ascii: "0"))
      digits += 1
    }
    guard digits > 0, text[0] != UInt8(ascii: "0") else { return nil }
    var powerOfTen: Int32 = 0
    var powerOfTwo = 0
    switch text.count - digits {
    case 0: break
    case 1:
      switch text[digits] {
      case UInt8(ascii: "m"): powerOfTen = -3
      case UInt8(ascii: "k"): powerOfTen = 3
      case UInt8(ascii: "M"): powerOfTen = 6
      case UInt8(ascii: "G"): powerOfTen = 9
      default: return nil
      }
    case 2 where text[digits + 1] == UInt8(ascii: "i"):
      switch text[digits] {
      case UInt8(ascii: "K"): powerOfTwo = 10
      case UInt8(ascii: "M"): powerOfTwo = 20
      case UInt8(ascii: "G"): powerOfTwo = 30
      default: return nil
      }
    default: return nil
    }
    // Below 2^30 * 2^30.
    self.init(
      small: value << Int64(powerOfTwo), scale: powerOfTen,
      format: powerOfTwo > 0 ? .binarySI : .decimalSI)
    // As ``QuantitySuffix/printsAsWritten(number:parts:)`` says it.
    isPrintedAsWritten =
      powerOfTwo > 0
      ? digits + powerOfTwo * 3 / 10 + 1 <= 15 && value & 7 != 0 : value % 1_000 != 0
  }

  /// As ``init(parsing:)-(Span<UInt8>)``, from a string.
  package init(parsing text: String) throws(QuantityError) {
    try self.init(parsing: text.utf8Span.span)
  }

  /// Reads the value of a field as the API server decodes it: a string with blanks around it
  /// trimmed, or a number by its text; null is zero.
  package init(_ node: Node) throws(QuantityError) {
    switch node.kind {
    case .null:
      self = .zero
    case .string, .integer, .float:
      let result = node.withText { text -> Result<Quantity, QuantityError> in
        do throws(QuantityError) {
          return .success(try Quantity(parsing: text.extracting(Blanks.trimming(text))))
        } catch {
          return .failure(error)
        }
      }
      self = try result.get()
    case .boolean, .sequence, .mapping:
      throw .wrongType
    }
  }

  /// Up to 128 bits: all that people write.
  private init(
    magnitude: UInt128, isNegative: Bool, scale: Int, format: Format
  ) throws(QuantityError) {
    var magnitude = magnitude
    var scale = scale
    var format = format
    let finest = Int(Self.finestScale)
    if magnitude == 0 {
      self.init(small: 0, scale: 0, format: format)
      return
    }
    guard scale <= Limits.maximumIntegerDigits - 18 else {
      try self.init(
        mantissa: WideInteger(Int128(magnitude)).negated(if: isNegative), scale: scale,
        format: format)
      return
    }
    if scale < finest {
      var isExact = true
      while scale < finest {
        if magnitude == 0 {
          scale = finest
          break
        }
        let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
        if digit != 0 { isExact = false }
        magnitude = quotient
        scale += 1
      }
      // Whoever asks for some resources gets some, even when they asked for far too little.
      if !isExact { magnitude += 1 }
    }
    if format == .binarySI {
      let unit = UInt128(WideInteger.powerOfTen(-scale))
      if magnitude > UInt128(Int64.max) * unit {
        magnitude = UInt128(Int64.max)
        scale = 0
      } else if magnitude < unit {
        format = .decimalSI
      }
    }
    let signed = Int128(magnitude)
    self.init(isNegative ? -signed : signed, scale: Int32(scale), format: format)
  }

  /// Any size within the limits.
  private init(mantissa: WideInteger, scale: Int, format: Format) throws(QuantityError) {
    var mantissa = mantissa
    var scale = scale
    var format = format
    if mantissa.isZero {
      self.init(small: 0, scale: 0, format: format)
      return
    }
    guard mantissa.digitCount + scale <= Limits.maximumIntegerDigits else { throw .tooLarge }
    if scale < Int(Self.finestScale) {
      mantissa.divideRoundingUp(byPowerOfTen: Int(Self.finestScale) - scale)
      scale = Int(Self.finestScale)
    }
    if format == .binarySI {
      var unit = WideInteger(1)
      unit.multiply(byPowerOfTen: -scale)
      var cap = WideInteger(Int128(Int64.max))
      cap.multiply(byPowerOfTen: -scale)
      if WideInteger.compareMagnitudes(mantissa, cap) > 0 {
        mantissa = WideInteger(Int128(Int64.max)).negated(if: mantissa.isNegative)
        scale = 0
      } else if WideInteger.compareMagnitudes(mantissa, unit) < 0 {
        format = .decimalSI
      }
    }
    self.init(wide: mantissa, scale: Int32(scale), format: format)
  }
}

extension WideInteger {
  fileprivate func negated(if condition: Bool) -> WideInteger {
    var result = self
    if condition, !result.isZero { result.isNegative.toggle() }
    return result
  }
}

/// Where the parts of a quantity's text are.
struct QuantityParts {
  var isNegative = false
  /// Digits and the point, without the sign and leading zeros.
  var number = 0..<0
  /// The digits before the point, without leading zeros.
  var integer = 0..<0
  var fraction = 0..<0
  var suffix = 0..<0
  var lacksDigits = false

  /// Splits as `parseQuantityString` does, which is laxer than its regular expression says: the
  /// number may be missing.
  init(_ text: Span<UInt8>) throws(QuantityError) {
    let end = text.count
    guard end > 0 else { throw .format }
    var index = 0
    if text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    let start = index
    while index < end, text[index] == UInt8(ascii: "0") { index += 1 }
    let hasZeros = index > start
    let first = index
    while index < end, text[index].isDigit { index += 1 }
    integer = first..<index
    fraction = index..<index
    if index < end, text[index] == UInt8(ascii: ".") {
      index += 1
      let point = index
      while index < end, text[index].isDigit { index += 1 }
      fraction = point..<index
    }
    number = first..<index
    // A sign alone reads as zero as well.
    lacksDigits = !hasZeros && integer.isEmpty && fraction.isEmpty
    let suffixStart = index
    while index < end, Self.isSuffixLetter(text[index]) { index += 1 }
    if index < end, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      index += 1
    }
    while index < end, text[index].isDigit { index += 1 }
    guard index == end else { throw .format }
    suffix = suffixStart..<end
  }

  private static func isSuffixLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "i"), UInt8(ascii: "n"),
      UInt8(ascii: "u"), UInt8(ascii: "m"), UInt8(ascii: "k"), UInt8(ascii: "K"),
      UInt8(ascii: "M"), UInt8(ascii: "G"), UInt8(ascii: "T"), UInt8(ascii: "P"):
      true
    default: false
    }
  }
}

/// What a suffix stands for.
struct QuantitySuffix {
  var format = Quantity.Format.decimalSI
  var powerOfTen = 0
  var powerOfTwo = 0

  init(_ text: Span<UInt8>) throws(QuantityError) {
    guard text.count > 0 else { return }
    let first = text[0]
    if text.count == 1 {
      switch first {
      case UInt8(ascii: "n"): powerOfTen = -9
      case UInt8(ascii: "u"): powerOfTen = -6
      case UInt8(ascii: "m"): powerOfTen = -3
      case UInt8(ascii: "k"): powerOfTen = 3
      default:
        guard let size = Self.size(first) else { throw .suffix }
        powerOfTen = 3 * size
      }
      return
    }
    if text.count == 2, text[1] == UInt8(ascii: "i") {
      format = .binarySI
      if first == UInt8(ascii: "K") {
        powerOfTwo = 10
      } else {
        guard let size = Self.size(first) else { throw .suffix }
        powerOfTwo = 10 * size
      }
      return
    }
    guard first == UInt8(ascii: "e") || first == UInt8(ascii: "E") else { throw .suffix }
    format = .decimalExponent
    powerOfTen = try Self.exponent(text.extracting(1..<text.count))
  }

  /// The power of 1000 or 1024 that a capital stands for; K is not among them, for it stands only
  /// before an i.
  private static func size(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "M"): 2
    case UInt8(ascii: "G"): 3
    case UInt8(ascii: "T"): 4
    case UInt8(ascii: "P"): 5
    case UInt8(ascii: "E"): 6
    default: nil
    }
  }

  private static func exponent(_ text: Span<UInt8>) throws(QuantityError) -> Int {
    var index = 0
    let isNegative = text[0] == UInt8(ascii: "-")
    if isNegative || text[0] == UInt8(ascii: "+") { index = 1 }
    guard index < text.count else { throw .suffix }
    var value = 0
    while index < text.count {
      guard text[index].isDigit else { throw .suffix }
      value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
      guard value <= Int(Int32.max) else { throw .tooLarge }
      index += 1
    }
    return isNegative ? -value : value
  }

  /// Kubernetes reads a number without digits as zero on its fast path and refuses it on the other;
  /// this is where they part.
  var readsWithoutDigits: Bool {
    format == .binarySI ? powerOfTwo < 50 : powerOfTen >= Int(Quantity.finestScale)
  }

  /// Whether Kubernetes keeps the text of a quantity for printing: on its fast path, where the text
  /// passes for canonical by a quick look.
  func printsAsWritten(number: Span<UInt8>, parts: QuantityParts) -> Bool {
    let digits = max(parts.integer.count, 1) + parts.fraction.count
    guard !parts.integer.isEmpty else { return false }
    if format == .binarySI {
      // Few enough digits that the product fits, and no factor of eight before the suffix.
      guard parts.fraction.isEmpty, digits + powerOfTwo * 3 / 10 + 1 <= 15 else { return false }
      var lowest = 0
      for index in 0..<digits { lowest = (lowest * 10 + Int(number[index] &- 48)) & 7 }
      return lowest != 0
    }
    let scale = powerOfTen - parts.fraction.count
    guard digits <= 18, scale >= Int(Quantity.finestScale), scale % 3 == 0 else { return false }
    var zeros = 0
    var index = number.count
    while index > 0, zeros < 3 {
      index -= 1
      if number[index] == UInt8(ascii: ".") { continue }
      guard number[index] == UInt8(ascii: "0") else { break }
      zeros += 1
    }
    return zeros < 3
  }
}

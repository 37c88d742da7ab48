import Documents

/// Numbers as texts: which they are, and how JSON writes them.
enum Numbers {
  /// A decimal without frills, which reads the same everywhere: `0`, `8080`, `-1`, `0.5`. `nil`
  /// says that it takes a closer look.
  static func quick(_ text: Span<UInt8>) -> Resolution? {
    var p = text.at(0) == .minus ? 1 : 0
    let start = p
    while p < text.count, text[p].isDigit { p += 1 }
    let digits = p - start
    // 15 digits survive in a binary64 as they are, and are the shortest text for it.
    guard digits > 0, digits <= 15, text[start] != .zero || digits == 1 else { return nil }
    if p == text.count {
      return text[0] == .minus && text[start] == .zero ? nil : .integerAsWritten
    }
    guard text[p] == .period else { return nil }
    let point = p
    p += 1
    while p < text.count, text[p].isDigit { p += 1 }
    let decimals = p - point - 1
    guard p == text.count, decimals > 0, digits + decimals <= 15, text[p - 1] != .zero else {
      return nil
    }
    // Below 1e-6 the shortest text has an exponent.
    return text[start] != .zero || decimals <= 6 ? .floatAsWritten : nil
  }

  // MARK: Go

  /// A scalar that begins with a digit, a sign or a dot, as Go's reader takes it.
  static func go(_ text: Span<UInt8>) -> Resolution {
    if text[0] == .period {
      // Only strconv.ParseFloat: digits may be separated by single underscores.
      guard text.count > 1, let plain = withoutUnderscores(text, betweenDigits: true) else {
        return .string
      }
      return decimal(plain)
    }
    // Times, addresses and quantities are strings; this is where most of them leave.
    for index in 0..<text.count where !isNumeric(text[index]) { return .string }
    guard let plain = withoutUnderscores(text, betweenDigits: false) else { return .string }
    if let integer = goInteger(plain) { return integer }
    let float = decimal(plain)
    if float != .string { return float }
    return goBinary(plain)
  }

  /// A digit of any base, a sign, a dot, an underscore, or the letter of a prefix.
  private static func isNumeric(_ byte: UInt8) -> Bool {
    if byte.hexadecimal != nil { return true }
    switch byte {
    case .plus, .minus, .period, .underscore: return true
    default: return byte | 0x20 == UInt8(ascii: "x") || byte | 0x20 == UInt8(ascii: "o")
    }
  }

  private static func withoutUnderscores(_ text: Span<UInt8>, betweenDigits: Bool) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for index in 0..<text.count {
      if text[index] != .underscore {
        result.append(text[index])
      } else if betweenDigits {
        guard index > 0, text[index - 1].isDigit, text.at(index + 1).isDigit else { return nil }
      }
    }
    return result
  }

  /// strconv.ParseInt and ParseUint with base 0: `0x`, `0o`, `0b`, and a leading zero for octal.
  private static func goInteger(_ text: [UInt8]) -> Resolution? {
    var digits = text[...]
    let sign = digits.first
    let isSigned = sign == .plus || sign == .minus
    if isSigned { digits = digits.dropFirst() }
    var base: UInt64 = 10
    if digits.first == .zero {
      let letter = digits.count >= 3 ? digits[digits.startIndex + 1] | 0x20 : 0
      switch letter {
      case UInt8(ascii: "x"): base = 16
      case UInt8(ascii: "o"): base = 8
      case UInt8(ascii: "b"): base = 2
      default: base = 8
      }
      let hasPrefix =
        letter == UInt8(ascii: "x") || letter == UInt8(ascii: "o") || letter == UInt8(ascii: "b")
      digits = hasPrefix ? digits.dropFirst(2) : digits.count > 1 ? digits.dropFirst() : digits
    }
    guard let magnitude = magnitude(digits, base: base) else { return nil }
    if sign == .minus {
      return magnitude <= 1 << 63
        ? .integer(negative: magnitude != 0, magnitude: magnitude) : nil
    }
    // ParseUint takes no sign.
    if isSigned, magnitude >= 1 << 63 { return nil }
    return .integer(negative: false, magnitude: magnitude)
  }

  /// Digits of a base as a number of 64 bits.
  private static func magnitude(_ digits: ArraySlice<UInt8>, base: UInt64) -> UInt64? {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = byte.hexadecimal, UInt64(digit) < base else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }

  /// The reader's second try at `0b`, which lets a sign stand after the prefix.
  private static func goBinary(_ text: [UInt8]) -> Resolution {
    guard text.starts(with: "0b".utf8), text.count > 3 else { return .string }
    let sign = text[2]
    guard sign == .plus || sign == .minus, let value = magnitude(text[3...], base: 2),
      value < 1 << 63
    else { return .string }
    return .integer(negative: sign == .minus && value != 0, magnitude: value)
  }

  // MARK: Core schema

  /// A scalar that begins with a digit, a sign or a dot, by YAML 1.2 §10.3.2.
  static func core(_ text: Span<UInt8>) -> Resolution {
    let bytes = copy(text)
    if bytes.count > 2, bytes[0] == .zero, bytes[1] == UInt8(ascii: "o") {
      return magnitude(bytes[2...], base: 8).map { .integer(negative: false, magnitude: $0) }
        ?? .string
    }
    if bytes.count > 2, bytes[0] == .zero, bytes[1] == UInt8(ascii: "x") {
      return magnitude(bytes[2...], base: 16).map { .integer(negative: false, magnitude: $0) }
        ?? .string
    }
    let isSigned = bytes[0] == .plus || bytes[0] == .minus
    let digits = bytes[(isSigned ? 1 : 0)...]
    if !digits.isEmpty, digits.allSatisfy(\.isDigit) {
      let significant = Array(digits.drop { $0 == .zero })
      return .bigInteger(
        digits: significant.isEmpty ? [.zero] : significant,
        negative: bytes[0] == .minus && !significant.isEmpty)
    }
    return decimal(bytes, tooLarge: .notFinite)
  }

  static func copy(_ text: Span<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for index in 0..<text.count { result.append(text[index]) }
    return result
  }

  // MARK: Floats

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` as a binary64; a string where it is
  /// none.
  private static func decimal(_ text: [UInt8], tooLarge: Resolution = .string) -> Resolution {
    var p = 0
    func digits() -> Int {
      let start = p
      while p < text.count, text[p].isDigit { p += 1 }
      return p - start
    }
    if p < text.count, text[p] == .plus || text[p] == .minus { p += 1 }
    let whole = digits()
    if p < text.count, text[p] == .period {
      p += 1
      let decimals = digits()
      guard whole > 0 || decimals > 0 else { return .string }
    } else if whole == 0 {
      return .string
    }
    if p < text.count, text[p] | 0x20 == UInt8(ascii: "e") {
      p += 1
      if p < text.count, text[p] == .plus || text[p] == .minus { p += 1 }
      guard digits() > 0 else { return .string }
    }
    guard p == text.count, let value = Double(String(decoding: text, as: UTF8.self)) else {
      return .string
    }
    return value.isFinite ? .float(value) : tooLarge
  }

  /// A number as Go's `encoding/json` writes it: decimal from 1e-6 up to 1e21, else with an
  /// exponent.
  static func json(_ value: Double) -> [UInt8] {
    let shortest = Shortest(value.description)
    if value != 0, value.magnitude < 1e-6 || value.magnitude >= 1e21 {
      return shortest.scientific(exponentDigits: 1)
    }
    return shortest.decimal
  }

  /// A number as Kubernetes' reader writes it where it is a key: with the digits of a binary32, and
  /// an exponent below 1e-4 and from 1e21 or the sixth digit on (`strconv.FormatFloat(f, 'g', -1,
  /// 32)`).
  static func key(_ value: Double) -> [UInt8] {
    let narrow = Float(value)
    guard narrow.isFinite else { return Array((narrow < 0 ? "-.inf" : ".inf").utf8) }
    let shortest = Shortest(narrow.description)
    let exponent = shortest.point - 1
    // With the shortest text, 'g' turns to an exponent at 21 digits before the point.
    if narrow != 0, exponent < -4 || exponent >= max(shortest.digits.count, 21) {
      return shortest.scientific(exponentDigits: 2)
    }
    return shortest.decimal
  }

  /// The digits of Swift's shortest description of a number, which round-trips.
  private struct Shortest {
    var negative = false
    /// Without zeros at either end; `0` for zero.
    var digits: [UInt8] = []
    /// How many of the digits stand before the decimal point; may be negative.
    var point = 0

    init(_ description: String) {
      var exponent = 0
      var hasPoint = false
      var inExponent = false
      var exponentSign = 1
      for byte in description.utf8 {
        if byte == .minus {
          if inExponent { exponentSign = -1 } else { negative = true }
        } else if byte == .period {
          hasPoint = true
        } else if byte | 0x20 == UInt8(ascii: "e") {
          inExponent = true
        } else if byte.isDigit {
          if inExponent {
            exponent = exponent * 10 + Int(byte - .zero)
          } else {
            digits.append(byte)
            if !hasPoint { point += 1 }
          }
        }
      }
      point += exponent * exponentSign
      while digits.count > 1, digits.first == .zero {
        digits.removeFirst()
        point -= 1
      }
      while digits.count > 1, digits.last == .zero { digits.removeLast() }
      if digits == [.zero] { point = 1 }
    }

    var decimal: [UInt8] {
      var text: [UInt8] = negative ? [.minus] : []
      if point <= 0 {
        text += [.zero, .period]
        text += [UInt8](repeating: .zero, count: -point)
        return text + digits
      }
      if point >= digits.count {
        return text + digits + [UInt8](repeating: .zero, count: point - digits.count)
      }
      return text + digits[..<point] + [.period] + digits[point...]
    }

    func scientific(exponentDigits: Int) -> [UInt8] {
      var text: [UInt8] = negative ? [.minus] : []
      text.append(digits[0])
      if digits.count > 1 { text += [.period] + digits[1...] }
      let exponent = point - 1
      text += [UInt8(ascii: "e"), exponent < 0 ? .minus : .plus]
      let number = Array(String(exponent.magnitude).utf8)
      return text + [UInt8](repeating: .zero, count: max(0, exponentDigits - number.count)) + number
    }
  }
}

// What follows a backslash.

extension RegularExpressionParser {
  /// What an escape stands for.
  enum Escape {
    case character(UInt32)
    case set(ScalarSet)
    case assertion(SyntaxTree.Assertion)
  }

  /// An escape outside of a set.
  mutating func parseEscape() throws(RegularExpressionError) {
    let start = index
    if flavour == .re2, start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "Q") {
      return try parseQuotation()
    }
    switch try escape(inSet: false) {
    case .character(let scalar): try append(character: scalar, at: start)
    case .set(let set): try append(tree.add(set), at: start)
    case .assertion(let assertion): try append(tree.add(.assertion(assertion)), at: start)
    }
  }

  /// `\Q...\E`, whose end is also the end of the pattern.
  private mutating func parseQuotation() throws(RegularExpressionError) {
    index += 2
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "E")
      {
        index += 2
        return
      }
      let start = index
      try append(character: nextScalar(), at: start)
    }
  }

  /// Reads the escape at the index.
  mutating func escape(inSet: Bool) throws(RegularExpressionError) -> Escape {
    let start = index
    guard start + 1 < bytes.count else {
      throw RegularExpressionError(.danglingEscape, at: start)
    }
    let byte = bytes[start + 1]
    index += 2
    switch byte {
    case UInt8(ascii: "d"), UInt8(ascii: "s"), UInt8(ascii: "w"): return .set(perlSet(byte))
    case UInt8(ascii: "D"), UInt8(ascii: "S"), UInt8(ascii: "W"):
      return .set(perlSet(byte | 0x20).inverted)
    case UInt8(ascii: "p"): return .set(try property(start, isNegated: false))
    case UInt8(ascii: "P"): return .set(try property(start, isNegated: true))
    case UInt8(ascii: "f"): return .character(0x0C)
    case UInt8(ascii: "n"): return .character(0x0A)
    case UInt8(ascii: "r"): return .character(0x0D)
    case UInt8(ascii: "t"): return .character(0x09)
    case UInt8(ascii: "v"): return .character(0x0B)
    case UInt8(ascii: "x"): return .character(try hexadecimal(start))
    case UInt8(ascii: "b") where !inSet: return .assertion(.wordBoundary)
    case UInt8(ascii: "B") where !inSet: return .assertion(.noWordBoundary)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return flavour == .re2
        ? try re2Escape(byte, start, inSet: inSet) : try ecmaEscape(byte, start, inSet: inSet)
    case 0x80...: throw RegularExpressionError(.unknownEscape, at: start)
    default: return .character(UInt32(byte))
    }
  }

  private mutating func re2Escape(
    _ byte: UInt8, _ start: Int, inSet: Bool
  ) throws(RegularExpressionError) -> Escape {
    switch byte {
    case UInt8(ascii: "a"): return .character(0x07)
    case UInt8(ascii: "A") where !inSet: return .assertion(.textStart)
    case UInt8(ascii: "z") where !inSet: return .assertion(.textEnd)
    case UInt8(ascii: "k"): throw RegularExpressionError(.backreference, at: start)
    // One digit other than zero would refer back to a group; up to three are octal.
    case UInt8(ascii: "1")...UInt8(ascii: "7"):
      guard octalDigit != nil else { throw RegularExpressionError(.backreference, at: start) }
      return .character(octal(byte))
    case UInt8(ascii: "0"): return .character(octal(byte))
    case UInt8(ascii: "8"), UInt8(ascii: "9"):
      throw RegularExpressionError(.backreference, at: start)
    default: throw RegularExpressionError(.unknownEscape, at: start)
    }
  }

  private var octalDigit: UInt32? {
    guard index < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "7") = bytes[index] else {
      return nil
    }
    return UInt32(bytes[index] - UInt8(ascii: "0"))
  }

  private mutating func octal(_ first: UInt8) -> UInt32 {
    var value = UInt32(first - UInt8(ascii: "0"))
    for _ in 0..<2 {
      guard let digit = octalDigit else { break }
      value = value * 8 + digit
      index += 1
    }
    return value
  }

  private mutating func ecmaEscape(
    _ byte: UInt8, _ start: Int, inSet: Bool
  ) throws(RegularExpressionError) -> Escape {
    switch byte {
    case UInt8(ascii: "b"): return .character(0x08)
    case UInt8(ascii: "u"): return .character(try utf16(start))
    case UInt8(ascii: "c"):
      guard index < bytes.count else { break }
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        index += 1
        return .character(UInt32(bytes[index - 1] & 0x1F))
      default: break
      }
    case UInt8(ascii: "0"):
      if index < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index] { break }
      return .character(0)
    case UInt8(ascii: "1")...UInt8(ascii: "9"), UInt8(ascii: "k"):
      throw RegularExpressionError(.backreference, at: start)
    default: break
    }
    throw RegularExpressionError(.unknownEscape, at: start)
  }

  // MARK: Code points

  /// `41` or, in RE2, `{41}`.
  private mutating func hexadecimal(_ start: Int) throws(RegularExpressionError) -> UInt32 {
    if flavour == .re2, index < bytes.count, bytes[index] == UInt8(ascii: "{") {
      return try braced(start)
    }
    return try digits(2, start)
  }

  /// `0041`, `{41}`, or two escapes that are a surrogate pair.
  private mutating func utf16(_ start: Int) throws(RegularExpressionError) -> UInt32 {
    if index < bytes.count, bytes[index] == UInt8(ascii: "{") { return try braced(start) }
    let value = try digits(4, start)
    guard 0xD800...0xDBFF ~= value, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return value }
    let behind = index
    index += 2
    if let low = try? digits(4, start), 0xDC00...0xDFFF ~= low {
      return 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    index = behind
    return value
  }

  private mutating func digits(
    _ count: Int, _ start: Int
  ) throws(RegularExpressionError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard index < bytes.count, let digit = Self.hexadecimalDigit(bytes[index]) else {
        throw RegularExpressionError(.invalidCodePoint, at: start)
      }
      value = value << 4 | digit
      index += 1
    }
    return value
  }

  private mutating func braced(_ start: Int) throws(RegularExpressionError) -> UInt32 {
    index += 1
    let begin = index
    var value: UInt32 = 0
    while index < bytes.count, let digit = Self.hexadecimalDigit(bytes[index]) {
      value = min(value << 4 | digit, ScalarSet.last + 1)
      index += 1
    }
    guard index > begin, index < bytes.count, bytes[index] == UInt8(ascii: "}"),
      value <= ScalarSet.last
    else { throw RegularExpressionError(.invalidCodePoint, at: start) }
    index += 1
    return value
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}

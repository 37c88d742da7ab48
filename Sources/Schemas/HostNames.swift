/// Names of hosts: RFC 1123 §2.1, and internationalised ones by RFC 5890 to 5893.
enum HostNames {
  static func isHostname(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, text.count <= 253 else { return false }
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: ".") {
      guard isLabel(text.extracting(start..<index)) else { return false }
      start = index + 1
    }
    return true
  }

  /// Letters, digits and `-` inside; a name that begins with `xn--` decodes to one that IDNA
  /// allows.
  private static func isLabel(_ label: Span<UInt8>) -> Bool {
    guard label.count > 0, label.count <= 63 else { return false }
    for index in label.indices {
      let byte = label[index]
      let isEdge = index == 0 || index == label.count - 1
      guard Characters.isDigit(byte) || Characters.isLetter(byte) || byte == 0x2D && !isEdge else {
        return false
      }
    }
    guard label.count > 3, label[2] == 0x2D, label[3] == 0x2D else { return true }
    guard label[0] | 0x20 == UInt8(ascii: "x"), label[1] | 0x20 == UInt8(ascii: "n") else {
      return false
    }
    guard let scalars = Punycode.decode(label.extracting(4..<label.count)) else { return false }
    return scalars.contains { !$0.isASCII } && isULabel(scalars)
      && Direction.isAllowed(scalars, inBidirectionalName: false)
  }

  /// Labels may be separated by the full stops of other scripts (RFC 3490 §3.1).
  static func isInternationalHostname(_ text: Span<UInt8>) -> Bool {
    guard let string = String(validating: Characters.array(text), as: UTF8.self),
      !string.isEmpty
    else { return false }
    let stops: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
    var total = 0
    let labels = Array(string.unicodeScalars).split(omittingEmptySubsequences: false) {
      stops.contains($0)
    }
    let isBidirectional = string.unicodeScalars.contains(where: Direction.isRightToLeft)
    for label in labels.map({ Array($0) }) {
      guard let size = size(ofLabel: label), size <= 63,
        Direction.isAllowed(label, inBidirectionalName: isBidirectional)
      else { return false }
      total += size + 1
    }
    return total <= 254
  }

  /// The bytes of a label as ASCII; `nil` where IDNA does not allow it.
  private static func size(ofLabel label: [Unicode.Scalar]) -> Int? {
    if label.allSatisfy(\.isASCII) {
      let bytes = label.map { UInt8(truncatingIfNeeded: $0.value) }
      return isLabel(bytes.span) ? bytes.count : nil
    }
    guard isULabel(label), let encoded = Punycode.encodedSize(label), encoded + 4 <= 63 else {
      return nil
    }
    return encoded + 4
  }

  /// RFC 5891 §4.2.3 and RFC 5892, as far as Unicode's own properties tell.
  private static func isULabel(_ label: [Unicode.Scalar]) -> Bool {
    guard let first = label.first, first != "-", label.last != "-" else { return false }
    if label.count > 3, label[2] == "-", label[3] == "-" { return false }
    switch first.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: break
    }
    for (place, scalar) in label.enumerated() {
      guard isAllowed(scalar), isAllowed(scalar, at: place, in: label) else { return false }
    }
    return true
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // RFC 5892 §2.6: exceptions. What depends on its neighbours is judged apart.
    case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9, 0x200C, 0x200D:
      return true
    case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
    case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
    case 0x2D: return true
    default: break
    }
    if scalar.isASCII {
      return scalar.properties.isLowercase || ("0"..."9").contains(scalar)
        || scalar.properties.isUppercase
    }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark,
      .decimalNumber:
      return !scalar.properties.isDefaultIgnorableCodePoint
    default: return false
    }
  }

  /// RFC 5892 appendix A: characters that are allowed beside certain others only.
  private static func isAllowed(
    _ scalar: Unicode.Scalar, at place: Int, in label: [Unicode.Scalar]
  ) -> Bool {
    let before = place > 0 ? label[place - 1] : nil
    let after = place + 1 < label.count ? label[place + 1] : nil
    switch scalar.value {
    case 0xB7: return before == "l" && after == "l"
    case 0x375: return after.map(isGreek) ?? false
    case 0x5F3, 0x5F4: return before.map { (0x590...0x5FF).contains($0.value) } ?? false
    case 0x30FB: return label.contains(where: isJapanese)
    case 0x660...0x669: return !label.contains { (0x6F0...0x6F9).contains($0.value) }
    case 0x6F0...0x6F9: return !label.contains { (0x660...0x669).contains($0.value) }
    case 0x200C, 0x200D:
      if before?.properties.canonicalCombiningClass == .virama { return true }
      return scalar.value == 0x200C && before.map(Direction.joinsForward) ?? false
        && after.map(Direction.joinsBackward) ?? false
    default: return true
    }
  }

  private static func isGreek(_ scalar: Unicode.Scalar) -> Bool {
    (0x370...0x3FF).contains(scalar.value) || (0x1F00...0x1FFF).contains(scalar.value)
  }

  /// Hiragana, Katakana or Han.
  private static func isJapanese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30FB: false
    case 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x3005, 0x3007, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}

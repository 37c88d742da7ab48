/// Names and classes of the bytes that mean something in YAML.
extension UInt8 {
  static var tab: UInt8 { 0x09 }
  static var lineFeed: UInt8 { 0x0A }
  static var carriageReturn: UInt8 { 0x0D }
  static var space: UInt8 { 0x20 }
  static var exclamation: UInt8 { 0x21 }
  static var doubleQuote: UInt8 { 0x22 }
  static var hash: UInt8 { 0x23 }
  static var percent: UInt8 { 0x25 }
  static var ampersand: UInt8 { 0x26 }
  static var singleQuote: UInt8 { 0x27 }
  static var asterisk: UInt8 { 0x2A }
  static var plus: UInt8 { 0x2B }
  static var comma: UInt8 { 0x2C }
  static var minus: UInt8 { 0x2D }
  static var period: UInt8 { 0x2E }
  static var slash: UInt8 { 0x2F }
  static var zero: UInt8 { 0x30 }
  static var nine: UInt8 { 0x39 }
  static var colon: UInt8 { 0x3A }
  static var less: UInt8 { 0x3C }
  static var greater: UInt8 { 0x3E }
  static var question: UInt8 { 0x3F }
  static var at: UInt8 { 0x40 }
  static var openBracket: UInt8 { 0x5B }
  static var backslash: UInt8 { 0x5C }
  static var closeBracket: UInt8 { 0x5D }
  static var underscore: UInt8 { 0x5F }
  static var backquote: UInt8 { 0x60 }
  static var openBrace: UInt8 { 0x7B }
  static var pipe: UInt8 { 0x7C }
  static var closeBrace: UInt8 { 0x7D }
  static var tilde: UInt8 { 0x7E }

  /// YAML 1.2 [33] s-white.
  @inline(__always) var isWhite: Bool { self == .space || self == .tab }

  /// YAML 1.2 [26] b-char: NEL, LS and PS are content since 1.2.
  @inline(__always) var isBreak: Bool { self == .lineFeed || self == .carriageReturn }

  /// White space or a line break; no other byte below 0x21 passes the check of the text.
  @inline(__always) var isBlank: Bool { self <= .space }

  /// YAML 1.2 [23] c-flow-indicator: `,[]{}`.
  @inline(__always) var isFlowIndicator: Bool {
    self == .comma || self == .openBracket || self == .closeBracket || self == .openBrace
      || self == .closeBrace
  }

  @inline(__always) var isDigit: Bool { self >= .zero && self <= .nine }

  /// The value of a hexadecimal digit; `nil` for every other byte.
  var hexadecimal: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }

  /// Whether a plain scalar may begin with this byte whatever follows it: every byte that is no
  /// indicator ([22] c-indicator). `-`, `?` and `:` depend on what follows and are not among them.
  @inline(__always) var startsPlain: Bool {
    // Bit n stands for byte n. Below 0x40: $ ( ) + . / 0-9 ; < = ; above: all letters, \ ^ _ ~.
    let low: UInt64 = 0x3BFF_CB10_0000_0000
    let high: UInt64 = 0x47FF_FFFE_D7FF_FFFE
    if self < 0x40 { return low >> UInt64(self) & 1 != 0 }
    return self >= 0x80 || high >> UInt64(self & 0x3F) & 1 != 0
  }
}

extension Span<UInt8> {
  /// The byte at an offset, or 0, which no text contains, past the end.
  @inline(__always)
  func at(_ offset: Int) -> UInt8 { offset < count ? self[offset] : 0 }

  /// Whether an indicator at an offset is followed by white space, a line break or the end.
  @inline(__always)
  func isSeparate(after offset: Int) -> Bool { at(offset + 1) <= .space }
}

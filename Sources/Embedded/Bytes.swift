/// Names and classes of the bytes that mean something in line-based formats.
extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let equals = UInt8(ascii: "=")
  static let colon = UInt8(ascii: ":")
  static let hash = UInt8(ascii: "#")
  static let backslash = UInt8(ascii: "\\")
  static let doubleQuote = UInt8(ascii: "\"")
  static let singleQuote = UInt8(ascii: "'")

  var isBreak: Bool { self == .lineFeed || self == .carriageReturn }
  var isWhite: Bool { self == 0x20 || self == 0x09 || self == 0x0C }
  var isDigit: Bool { self >= 48 && self <= 57 }
  var isLetter: Bool { (self | 0x20) >= 97 && (self | 0x20) <= 122 }

  var hexadecimal: UInt8? {
    switch self {
    case 48...57: self - 48
    case 65...70: self - 55
    case 97...102: self - 87
    default: nil
    }
  }
}

extension Span<UInt8> {
  /// The byte at an offset, or 0, which no text contains, past the end.
  func at(_ offset: Int) -> UInt8 { offset >= 0 && offset < count ? self[offset] : 0 }

  /// Where the line ends that an offset is in.
  func lineEnd(from offset: Int) -> Int {
    var at = offset
    while at < count, !self[at].isBreak { at += 1 }
    return at
  }

  /// Where the next line begins after a break at an offset.
  func afterBreak(_ offset: Int) -> Int {
    guard offset < count else { return count }
    return offset + (self[offset] == .carriageReturn && at(offset + 1) == .lineFeed ? 2 : 1)
  }

  func skippingWhite(from offset: Int) -> Int {
    var at = offset
    while at < count, self[at].isWhite { at += 1 }
    return at
  }

  /// The end of a part without the white space at its end.
  func trimmedEnd(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start, self[end - 1].isWhite { end -= 1 }
    return end
  }
}

extension [UInt8] {
  /// Appends a code point in UTF-8; false where it is none.
  mutating func append(codePoint: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(codePoint) else { return false }
    append(contentsOf: String(Character(scalar)).utf8)
    return true
  }

  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    for index in range { append(bytes[index]) }
  }
}

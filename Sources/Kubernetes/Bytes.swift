extension UInt8 {
  /// `0` to `9`.
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  /// `a` to `z`.
  var isLowercaseLetter: Bool { self &- UInt8(ascii: "a") < 26 }
  /// `A` to `Z`.
  var isUppercaseLetter: Bool { self &- UInt8(ascii: "A") < 26 }
}

/// Blanks around the text of a field.
enum Blanks {
  /// What is left of a text without the blanks at its ends that Go's decoder of quantities trims.
  ///
  /// It trims the raw text of the JSON string, in which line breaks and tabs stand escaped: those
  /// are no blanks there and make the quantity invalid. What remains is the space and the spaces of
  /// Unicode that may stand unescaped.
  static func trimming(_ text: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = text.count
    while start < end {
      let length = blank(text, at: start, end: end)
      guard length > 0 else { break }
      start += length
    }
    while start < end {
      var length = 0
      for candidate in 1...3 where end - candidate >= start {
        if blank(text, at: end - candidate, end: end) == candidate {
          length = candidate
          break
        }
      }
      guard length > 0 else { break }
      end -= length
    }
    return start..<end
  }

  /// The bytes of what Go's `unicode.IsSpace` takes for a space at a place; 0 where there is none.
  static func space(_ text: Span<UInt8>, at index: Int) -> Int {
    if text[index] >= 0x09, text[index] <= 0x0D { return 1 }
    // The separators of lines and paragraphs, U+2028 and U+2029.
    if text[index] == 0xE2, index + 2 < text.count, text[index + 1] == 0x80,
      text[index + 2] == 0xA8 || text[index + 2] == 0xA9
    {
      return 3
    }
    return blank(text, at: index, end: text.count)
  }

  /// The bytes of the blank at a place; 0 where there is none.
  private static func blank(_ text: Span<UInt8>, at index: Int, end: Int) -> Int {
    let first = text[index]
    if first == UInt8(ascii: " ") { return 1 }
    guard first >= 0xC2, index + 1 < end else { return 0 }
    let second = text[index + 1]
    if first == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : 0 }
    guard index + 2 < end else { return 0 }
    let third = text[index + 2]
    switch (first, second) {
    // U+1680, U+2000 to U+200A and U+202F, U+205F, U+3000.
    case (0xE1, 0x9A): return third == 0x80 ? 3 : 0
    case (0xE2, 0x80): return third >= 0x80 && third <= 0x8A || third == 0xAF ? 3 : 0
    case (0xE2, 0x81): return third == 0x9F ? 3 : 0
    case (0xE3, 0x80): return third == 0x80 ? 3 : 0
    default: return 0
    }
  }
}

/// Small helpers on spans of text.
enum Bytes {
  static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
  }

  static func string(_ text: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for index in 0..<text.count { bytes.append(text[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

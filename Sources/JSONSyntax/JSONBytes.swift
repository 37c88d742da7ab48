/// Byte constants and word-wise looks at a text, shared by scanner, writer and renderer.
enum Ascii {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  /// From an opening brace or bracket to the closing one: 0x7B and 0x7D, 0x5B and 0x5D.
  static let bracketDistance: UInt8 = 2

  /// RFC 8259 §2: the four characters that may stand between tokens.
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == space || byte == newline || byte == carriageReturn || byte == tab
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}

extension Span<UInt8> {
  /// Four bytes, the first in the lowest place. Bounds are checked; any bytes are a word.
  @inline(__always)
  func halfWord(at offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Whether there is a byte at an offset.
  @inline(__always)
  func has(_ offset: Int) -> Bool { indices.contains(offset) }

  /// The first byte from `start` on that is a quote, a backslash, a control character or no ASCII;
  /// the end where there is none.
  @inline(__always)
  func plainEnd(from start: Int) -> Int {
    // Most keys and values end within the first sixteen bytes.
    guard start &+ 16 <= count else { return slowPlainEnd(from: start) }
    let place = special(at: start).place
    return place < 16 ? start &+ place : longPlainEnd(from: start &+ 16)
  }

  /// Whether ``plainEnd(from:)`` is the end. The last block or word overlaps what has been looked
  /// at, so that only texts of less than eight bytes are gone through one by one.
  var isPlain: Bool {
    if count < 8 { return slowPlainEnd(from: 0) == count }
    if count < 16 { return Self.isPlain(word(at: 0)) && Self.isPlain(word(at: count &- 8)) }
    var at = 0
    while at &+ 16 <= count {
      if special(at: at).place < 16 { return false }
      at &+= 16
    }
    return special(at: count &- 16).place == 16
  }

  /// Whether none of eight bytes is a control character, a quote, a backslash or no ASCII. A byte
  /// that is zero borrows from those above it, which says the same of the word.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let quote = word ^ ones &* 0x22
    let backslash = word ^ ones &* 0x5C
    let zeros = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash
    return (word &- ones &* 0x20 | zeros | word) & tops == 0
  }

  @inline(never)
  private func longPlainEnd(from start: Int) -> Int {
    var at = start
    while at &+ 16 <= count {
      let place = special(at: at).place
      if place < 16 { return at &+ place }
      at &+= 16
    }
    return slowPlainEnd(from: at)
  }

  @inline(never)
  private func slowPlainEnd(from start: Int) -> Int {
    var at = start
    while has(at) {
      let byte = self[at]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return at }
      at &+= 1
    }
    return at
  }

  /// Which of sixteen bytes are not plain.
  @inline(__always)
  private func special(at offset: Int) -> SIMDMask<SIMD16<Int8>> {
    let block = block(at: offset)
    // Signed numbers, so that one comparison finds control characters and bytes beyond ASCII alike.
    return (block .< SIMD16(repeating: 0x20)) .| (block .== SIMD16(repeating: 0x22))
      .| (block .== SIMD16(repeating: 0x5C))
  }

  /// Sixteen bytes, which must be there.
  @inline(__always)
  private func block(at offset: Int) -> SIMD16<Int8> {
    // SAFETY: who calls has seen that `offset + 16` is within bounds, and offsets are not negative;
    // any bytes are a block. A second look costs four instructions for each key and value.
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<Int8>.self)
  }

  /// The first byte from `start` on that may not stand between tokens; the end where there is none.
  @inline(__always)
  func whitespaceEnd(from start: Int) -> Int {
    // Mostly there is none.
    if has(start), self[start] > Ascii.space { return start }
    return longWhitespaceEnd(from: start)
  }

  @inline(never)
  private func longWhitespaceEnd(from start: Int) -> Int {
    var at = start
    // One space after a colon or comma is what most people write.
    if has(at &+ 1), self[at] == Ascii.space, self[at &+ 1] > Ascii.space { return at &+ 1 }
    while has(at) {
      if !Ascii.isWhitespace(self[at]) { return at }
      at &+= 1
      // Indentation comes in long runs.
      let spaces = SIMD16<Int8>(repeating: 0x20)
      while at &+ 16 <= count {
        let differs: SIMDMask<SIMD16<Int8>> = block(at: at) .!= spaces
        let place = differs.place
        at &+= place
        if place < 16 { break }
      }
    }
    return at
  }
}

extension SIMDMask<SIMD16<Int8>> {
  /// The place of the first that is set; 16 where there is none.
  @inline(__always)
  fileprivate var place: Int {
    let halves = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    let low = UInt64(littleEndian: halves[0])
    if low != 0 { return low.trailingZeroBitCount &>> 3 }
    let high = UInt64(littleEndian: halves[1])
    return high != 0 ? 8 &+ high.trailingZeroBitCount &>> 3 : 16
  }
}

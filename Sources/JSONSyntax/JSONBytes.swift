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

  /// RFC 8259 §2: the four characters that may stand between tokens.
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == space || byte == newline || byte == carriageReturn || byte == tab
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}

extension Span<UInt8> {
  /// Eight bytes, the first in the lowest place. Bounds are checked; any bytes are a word.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  func halfWord(at offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Sixteen bytes as signed numbers, so that one comparison finds control characters and bytes
  /// beyond ASCII alike.
  @inline(__always)
  func block(at offset: Int) -> SIMD16<Int8> {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<Int8>.self)
  }

  /// The first byte from `start` on, and before `end`, that is a quote, a backslash, a control
  /// character or no ASCII; `end` where there is none.
  @inline(__always)
  func plainEnd(from start: Int, to end: Int) -> Int {
    var at = start
    let firstPlain = SIMD16<Int8>(repeating: 0x20)
    let quotes = SIMD16<Int8>(repeating: 0x22)
    let backslashes = SIMD16<Int8>(repeating: 0x5C)
    while at &+ 16 <= end {
      let block = block(at: at)
      // Named types keep the compiler from choosing comparisons that go element by element.
      let special: SIMDMask<SIMD16<Int8>> =
        (block .< firstPlain) .| (block .== quotes) .| (block .== backslashes)
      let halves = unsafe unsafeBitCast(special, to: SIMD2<UInt64>.self)
      let low = UInt64(littleEndian: halves[0])
      if low != 0 { return at &+ low.trailingZeroBitCount &>> 3 }
      let high = UInt64(littleEndian: halves[1])
      if high != 0 { return at &+ 8 &+ high.trailingZeroBitCount &>> 3 }
      at &+= 16
    }
    while at < end {
      let byte = self[at]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return at }
      at &+= 1
    }
    return at
  }

  /// The first byte from `start` on, and before `end`, that may not stand between tokens.
  @inline(__always)
  func whitespaceEnd(from start: Int, to end: Int) -> Int {
    var at = start
    // Mostly there is none.
    if at < end, self[at] > Ascii.space { return at }
    // One space after a colon or comma is what most people write.
    if at &+ 1 < end, self[at] == Ascii.space, self[at &+ 1] > Ascii.space { return at &+ 1 }
    while at < end {
      if self[at] > Ascii.space { return at }
      if !Ascii.isWhitespace(self[at]) { return at }
      at &+= 1
      // Indentation comes in long runs.
      let spaces = SIMD16<Int8>(repeating: 0x20)
      while at &+ 16 <= end {
        let differs: SIMDMask<SIMD16<Int8>> = block(at: at) .!= spaces
        let halves = unsafe unsafeBitCast(differs, to: SIMD2<UInt64>.self)
        let low = UInt64(littleEndian: halves[0])
        if low != 0 {
          at &+= low.trailingZeroBitCount &>> 3
          break
        }
        let high = UInt64(littleEndian: halves[1])
        at &+= 8 &+ high.trailingZeroBitCount &>> 3
        if high != 0 { break }
      }
    }
    return at
  }
}

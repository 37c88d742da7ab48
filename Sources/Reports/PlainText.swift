import Documents

/// Texts of which nothing has to be hidden, escaped or counted, as nearly all are.
enum PlainText {
  /// Whether every byte is a character of ASCII that takes a column, and no part may be a command
  /// to a log (``LogLine``). `false` says nothing: whoever is told so looks more closely.
  ///
  /// Sixteen bytes at a time, since a report of a long stream is megabytes of such texts: 2
  /// instructions a byte where single bytes take 12 (`kpatch patch` of `Tests/Benchmarks`).
  ///
  /// - Parameter singleSpaces: whether two spaces in a row are none.
  static func isPlain(_ text: Span<UInt8>, singleSpaces: Bool = false) -> Bool {
    let last = text.count - 17
    guard last >= 0 else { return isShortPlain(text, singleSpaces) }
    guard isVisible(text[0]) else { return false }
    var index = 0
    while true {
      let block = Self.block(of: text, at: index)
      // The same, one byte later: where both have a character, it stands twice in a row.
      let next = Self.block(of: text, at: index + 1)
      var marks = (next &- each(0x20)) .>= each(0x7F - 0x20)
      marks .|= (block .== each(UInt8(ascii: ":"))) .& (next .== each(UInt8(ascii: ":")))
      marks .|= (block .== each(UInt8(ascii: "#"))) .& (next .== each(UInt8(ascii: "[")))
      if singleSpaces { marks .|= (block .== each(0x20)) .& (next .== each(0x20)) }
      if isAny(marks) { return false }
      if index == last { return true }
      index = min(index + 16, last)
    }
  }

  private static func isShortPlain(_ text: Span<UInt8>, _ singleSpaces: Bool) -> Bool {
    var before: UInt8 = 0
    for index in text.indices {
      let byte = text[index]
      guard isVisible(byte) else { return false }
      switch byte {
      case UInt8(ascii: ":") where before == byte: return false
      case UInt8(ascii: "[") where before == UInt8(ascii: "#"): return false
      case UInt8(ascii: " ") where singleSpaces && before == byte: return false
      default: before = byte
      }
    }
    return true
  }

  @inline(__always)
  private static func isVisible(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

  @inline(__always)
  private static func each(_ byte: UInt8) -> SIMD16<UInt8> { SIMD16(repeating: byte) }

  /// The sixteen bytes from an offset on.
  @inline(__always)
  private static func block(of text: Span<UInt8>, at offset: Int) -> SIMD16<UInt8> {
    // SAFETY: every pattern of bits is a block, and the bounds are checked.
    unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  @inline(__always)
  private static func isAny(_ marks: SIMDMask<SIMD16<Int8>>) -> Bool {
    // SAFETY: a mask is sixteen bytes of ones or zeros.
    unsafe unsafeBitCast(marks, to: SIMD2<UInt64>.self) != SIMD2(0, 0)
  }
}

import Documents

/// Texts of which nothing has to be hidden, escaped or counted, as nearly all are.
enum PlainText {
  /// Whether every byte is a character of ASCII that takes a column, and no part may be a command
  /// to a log (``LogLine``). `false` says nothing: whoever is told so looks more closely.
  ///
  /// Eight bytes at a time, since a report of a long stream is megabytes of such texts: 4
  /// instructions a byte where single bytes take 12 (`kpatch patch` of `Tests/Benchmarks`).
  ///
  /// - Parameter singleSpaces: whether two spaces in a row are none.
  @inline(__always)
  static func isPlain(_ text: Span<UInt8>, singleSpaces: Bool = false) -> Bool {
    let last = text.count - 9
    guard last >= 0 else { return isShortPlain(text, singleSpaces) }
    guard isVisible(text[0]) else { return false }
    var index = 0
    while true {
      let word = text.word(at: index)
      // The same, one byte later: where both have a character, it stands twice in a row.
      let next = text.word(at: index + 1)
      var marks = (next &- each(0x20)) | next | (next &+ each(1))
      marks |= zeros((word ^ each(UInt8(ascii: ":"))) | (next ^ each(UInt8(ascii: ":"))))
      marks |= zeros((word ^ each(UInt8(ascii: "#"))) | (next ^ each(UInt8(ascii: "["))))
      if singleSpaces { marks |= zeros((word ^ each(0x20)) | (next ^ each(0x20))) }
      if marks & each(0x80) != 0 { return false }
      if index == last { return true }
      index = min(index + 8, last)
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

  /// A number of which every byte is this one.
  @inline(__always)
  private static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The highest bit of some byte is set if a byte is zero, and of none otherwise.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- each(1)) & ~word }
}

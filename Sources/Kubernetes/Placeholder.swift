import Documents

extension Node {
  /// Whether this is a text that holds `${NAME}`, with whatever stands behind the name: envsubst,
  /// Flux and the like replace it before anything reads the manifest, so nobody knows here what it
  /// will be.
  package var hasPlaceholder: Bool { isString && withText(Self.holdsPlaceholder) }

  private static func holdsPlaceholder(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index + 3 < text.count {
      if text[index] == UInt8(ascii: "$"), text[index + 1] == UInt8(ascii: "{"),
        text[index + 2] == UInt8(ascii: "_") || (text[index + 2] | 0x20).isLowercaseLetter
      {
        // One end is enough for all that begin before it, so a text is gone through once.
        var end = index + 3
        while end < text.count, text[end] != UInt8(ascii: "}") { end += 1 }
        return end < text.count
      }
      index += 1
    }
    return false
  }
}

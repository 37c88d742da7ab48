/// Takes colours and weights out of text: SGR codes, `ESC [ 1 ; 31 m` (ECMA-48 §8.3.117). All else
/// stays, other control sequences too.
///
/// A code may be cut in two by the end of a piece; its beginning is kept until the rest decides.
struct ColorFilter {
  /// The beginning of what may be a code.
  private var held: [UInt8] = []
  /// No code of ours is longer; what is, is none.
  private static let maximumBytes = 32
  private static let escape: UInt8 = 0x1B

  /// Adds what is left of a piece to `output`.
  mutating func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == Self.escape {
        flush(to: &output)
        held.append(byte)
        continue
      }
      guard !held.isEmpty else {
        output.append(byte)
        continue
      }
      if held.count > 1, byte == UInt8(ascii: "m") {
        held.removeAll(keepingCapacity: true)
        continue
      }
      held.append(byte)
      if !continues(byte) || held.count > Self.maximumBytes { flush(to: &output) }
    }
  }

  /// Adds what is held, since no more comes that could make it a code.
  mutating func flush(to output: inout [UInt8]) {
    output += held
    held.removeAll(keepingCapacity: true)
  }

  /// Whether what is held may still be the beginning of a code, now that it ends with this byte.
  private func continues(_ byte: UInt8) -> Bool {
    if held.count == 2 { return byte == UInt8(ascii: "[") }
    return (0x30...0x39).contains(byte) || byte == UInt8(ascii: ";")
  }
}

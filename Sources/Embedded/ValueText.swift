import Documents
import YAMLSyntax

/// The text of a value of a ConfigMap or Secret, and the way from a place in it to the manifest.
package struct ValueText: Sendable {
  /// What is written in the manifest.
  package let node: Node
  /// Whether the manifest has it in base64.
  package let isEncoded: Bool
  /// The text: decoded where it is encoded.
  package let source: Source

  package init(_ node: Node) {
    self.node = node
    isEncoded = false
    source = Source(Self.bytes(of: node))
  }

  /// `nil` where the text is not base64.
  package init?(decoding node: Node) {
    guard let bytes = Base64Text.decode(Self.bytes(of: node)) else { return nil }
    self.node = node
    isEncoded = true
    source = Source(bytes)
  }

  private static func bytes(of node: Node) -> [UInt8] {
    node.withText { text in
      [UInt8](capacity: text.count) { bytes in
        for index in text.indices { bytes.append(text[index]) }
      }
    }
  }

  /// The way from places in the text to the manifest; made once for many.
  package var places: Places { Places(of: node, isEncoded: isEncoded) }

  package struct Places: Sendable {
    private let map: ScalarMap
    private let node: Node
    private let isEncoded: Bool

    package init(of node: Node, isEncoded: Bool = false) {
      self.node = node
      self.isEncoded = isEncoded
      map = ScalarMap(node)
    }

    /// Where the whole text is written, without quotes and header.
    package var whole: SourceRange {
      let count = node.withText { $0.count }
      let range = map.source(
        of: SourceRange(start: 0, end: UInt32(truncatingIfNeeded: count)))
      return range.isEmpty ? node.range : range
    }

    /// Where a part of the text is written.
    package func range(of part: SourceRange) -> SourceRange {
      guard isEncoded else { return map.source(of: part) }
      // A byte takes part of two characters.
      let start = Base64Text.offset(
        ofCharacter: Base64Text.character(of: Int(part.start)), in: node)
      let last = max(Int(part.end), Int(part.start) + 1) - 1
      let end = Base64Text.offset(ofCharacter: Base64Text.character(of: last) + 1, in: node) + 1
      return map.source(
        of: SourceRange(
          start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
    }
  }
}

/// RFC 4648 §4 with padding, line breaks ignored, as Go's `base64.StdEncoding` reads it.
package enum Base64Text {
  package static func isBase64(_ text: Span<UInt8>) -> Bool {
    var count = 0
    var padding = 0
    for index in text.indices where !text[index].isBreak {
      if text[index] == .equals {
        padding += 1
      } else {
        guard padding == 0, value(of: text[index]) != nil else { return false }
        count += 1
      }
    }
    return [[0, 0], [2, 2], [3, 1]].contains([count % 4, padding])
  }

  static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard isBase64(text.span) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3 + 3)
    var bits: UInt32 = 0
    var count = 0
    for byte in text {
      guard let value = value(of: byte) else { continue }
      bits = bits << 6 | UInt32(value)
      count += 1
      guard count % 4 == 0 else { continue }
      for shift in [16, 8, 0] as [UInt32] {
        result.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
      bits = 0
    }
    if count % 4 == 2 { result.append(UInt8(truncatingIfNeeded: bits >> 4)) }
    if count % 4 == 3 {
      result.append(UInt8(truncatingIfNeeded: bits >> 10))
      result.append(UInt8(truncatingIfNeeded: bits >> 2))
    }
    return result
  }

  /// The first of the characters that a decoded byte takes.
  static func character(of decoded: Int) -> Int { decoded / 3 * 4 + decoded % 3 }

  /// Where a character is in the text, which may have line breaks.
  static func offset(ofCharacter wanted: Int, in node: Node) -> Int {
    node.withText { text in
      var seen = 0
      for index in text.indices where !text[index].isBreak {
        if seen == wanted { return index }
        seen += 1
      }
      return text.count
    }
  }

  private static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

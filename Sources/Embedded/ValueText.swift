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
    guard let bytes = Base64.decode(Self.bytes(of: node)) else { return nil }
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
    /// Where the lines of a text in base64 begin: in the text, and in characters of base64.
    private let lines: [(offset: Int, character: Int)]

    package init(of node: Node, isEncoded: Bool = false) {
      self.node = node
      self.isEncoded = isEncoded
      map = ScalarMap(node)
      lines = isEncoded ? node.withText(Self.lines) : []
    }

    private static func lines(of text: Span<UInt8>) -> [(offset: Int, character: Int)] {
      var lines: [(offset: Int, character: Int)] = []
      var seen = 0
      var isStart = true
      for index in text.indices {
        if text[index].isBreak {
          isStart = true
          continue
        }
        if isStart { lines.append((index, seen)) }
        isStart = false
        seen += 1
      }
      return lines
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
      let start = offset(ofCharacter: Self.character(of: Int(part.start)))
      let last = max(Int(part.end), Int(part.start) + 1) - 1
      let end = offset(ofCharacter: Self.character(of: last) + 1) + 1
      return map.source(
        of: SourceRange(
          start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
    }

    /// The first of the base64 characters that a decoded byte takes.
    private static func character(of decoded: Int) -> Int { decoded / 3 * 4 + decoded % 3 }

    /// Where a character of base64 is in the text, which may have line breaks.
    private func offset(ofCharacter wanted: Int) -> Int {
      let count = node.withText { $0.count }
      var low = 0
      var high = lines.count
      while low < high {
        let middle = (low + high) / 2
        if lines[middle].character <= wanted { low = middle + 1 } else { high = middle }
      }
      guard low > 0 else { return count }
      let line = lines[low - 1]
      return min(line.offset + wanted - line.character, count)
    }
  }
}

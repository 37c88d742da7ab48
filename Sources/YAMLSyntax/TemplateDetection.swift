import Documents

// Unrendered Helm and Go templates are the commonest files that look like YAML and are none.
extension YAMLParser {
  /// Where a template action stands that explains an error: the flow collection in which the error
  /// lies is none but `{{`, or an action stands, outside of quotes and comments, on the line of the
  /// error or on a line of its own before it. Looked for only once parsing has failed.
  func templateAction(_ bytes: Span<UInt8>, near error: SyntaxError) -> Int? {
    if flowStart >= 0, isAction(bytes, at: flowStart) { return flowStart }
    let limit = endOfLine(bytes, from: min(error.offset, bytes.count))
    var p = documentStart
    while p < limit {
      let end = endOfLine(bytes, from: p)
      if let found = action(bytes, in: p..<end, isErrorLine: end == limit) { return found }
      p = end < bytes.count ? end + 1 : end
    }
    return nil
  }

  /// The first action on a line; where the error is elsewhere, only one that begins the line.
  private func action(
    _ bytes: Span<UInt8>, in line: Range<Int>, isErrorLine: Bool
  ) -> Int? {
    var p = line.lowerBound
    while p < line.upperBound, bytes[p].isWhite || bytes[p] == .minus && bytes.isSeparate(after: p)
    {
      p += 1
    }
    if p < line.upperBound, isAction(bytes, at: p) { return p }
    guard isErrorLine else { return nil }
    var quote: UInt8 = 0
    while p < line.upperBound {
      let byte = bytes[p]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == .doubleQuote || byte == .singleQuote {
        // Only where a scalar can begin: the apostrophe of `it's` opens nothing.
        if p == line.lowerBound || bytes[p - 1].isWhite || bytes[p - 1].isFlowIndicator {
          quote = byte
        }
      } else if byte == .hash, p > line.lowerBound, bytes[p - 1].isWhite {
        return nil
      } else if byte == .openBrace, isAction(bytes, at: p),
        p == 0 || bytes[p - 1] != UInt8(ascii: "$")
      {
        return p
      }
      p += 1
    }
    return nil
  }

  /// Whether `{{` at an offset begins an action: it is followed by what a pipeline begins with, not
  /// by an entry of a flow mapping, and is closed somewhere.
  private func isAction(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    guard bytes.at(offset) == .openBrace, bytes.at(offset + 1) == .openBrace else { return false }
    var p = offset + 2
    while p + 1 < bytes.count {
      if bytes[p] == .closeBrace, bytes[p + 1] == .closeBrace { return true }
      // Inside one pair of braces, `key: {…}` is YAML and `{{` no template.
      if bytes[p] == .openBrace { return false }
      p += 1
    }
    return false
  }
}

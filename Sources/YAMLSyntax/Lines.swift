import Documents

// Moving from line to line. These are the innermost steps of the parser: each advances the cursor
// or stands at the end of the input.
extension YAMLParser {
  /// The first line break at or after an offset, or the end of the input.
  @inline(__always)
  func endOfLine(_ bytes: Span<UInt8>, from offset: Int) -> Int {
    var p = offset
    while p < bytes.count, !bytes[p].isBreak { p += 1 }
    return p
  }

  /// The offset after the line break at an offset; `\r\n` is one line break.
  @inline(__always)
  func afterBreak(_ bytes: Span<UInt8>, _ offset: Int) -> Int {
    let next = offset + 1
    return bytes[offset] == .carriageReturn && bytes.at(next) == .lineFeed ? next + 1 : next
  }

  /// Whether a line that begins at an offset is `---` or `...`.
  @inline(__always)
  func isMarker(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    let first = bytes.at(offset)
    return (first == .minus || first == .period) && bytes.at(offset + 1) == first
      && bytes.at(offset + 2) == first && bytes.isSeparate(after: offset + 2)
  }

  /// Goes to the first content at or after the beginning of a line, past empty lines and comments.
  mutating func enterLine(_ bytes: Span<UInt8>, from start: Int) {
    var p = start
    let count = bytes.count
    while true {
      let line = p
      while p < count, bytes[p] == .space { p += 1 }
      guard p < count else { return endInput(bytes) }
      var byte = bytes[p]
      let spaces = p - line
      if byte == .tab {
        while p < count, bytes[p].isWhite { p += 1 }
        guard p < count else { return endInput(bytes) }
        byte = bytes[p]
      }
      if byte == .hash {
        p = endOfLine(bytes, from: p)
        guard p < count else { return endInput(bytes) }
        byte = bytes[p]
      }
      if byte.isBreak {
        p = afterBreak(bytes, p)
        continue
      }
      lineStart = line
      pos = p
      indent = spaces
      tabbed = p - line != spaces
      marker = .none
      if p == line, byte == .minus || byte == .period, isMarker(bytes, at: p) {
        indent = -1
        marker = byte == .minus ? .start : .end
      }
      return
    }
  }

  private mutating func endInput(_ bytes: Span<UInt8>) {
    pos = bytes.count
    lineStart = bytes.count
    indent = -1
    tabbed = false
    marker = .endOfInput
  }

  /// Skips white space after an indicator. Where nothing but a comment follows on the line, goes to
  /// the next line and answers `false`. Says in ``tabbed`` whether there was a tab.
  mutating func skipInline(_ bytes: Span<UInt8>) -> Bool {
    var p = pos
    tabbed = false
    while p < bytes.count, bytes[p].isWhite {
      if bytes[p] == .tab { tabbed = true }
      p += 1
    }
    if p < bytes.count, !bytes[p].isBreak, bytes[p] != .hash || p == pos {
      pos = p
      return true
    }
    nextLine(bytes, from: p)
    return false
  }

  /// Goes from within a line to the content of the next one; what is left of the line is a comment.
  mutating func nextLine(_ bytes: Span<UInt8>, from offset: Int) {
    let end = endOfLine(bytes, from: offset)
    enterLine(bytes, from: end < bytes.count ? afterBreak(bytes, end) : end)
  }

  /// After a node of block structure: only a comment may be left on its line.
  mutating func finishLine(_ bytes: Span<UInt8>) throws(SyntaxError) {
    var p = pos
    while p < bytes.count, bytes[p].isWhite { p += 1 }
    if p < bytes.count, !bytes[p].isBreak, bytes[p] != .hash || p == pos {
      let reason: SyntaxError.Reason =
        bytes[p] == .colon && bytes.isSeparate(after: p) ? .mappingNotAllowed : .unexpectedContent
      throw SyntaxError(reason, at: p)
    }
    nextLine(bytes, from: p)
  }
}

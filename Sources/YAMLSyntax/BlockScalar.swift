import Documents

// Literal and folded scalars: YAML 1.2 §8.1.
extension YAMLParser {
  private enum Chomping { case strip, clip, keep }

  private struct Header {
    var chomping = Chomping.clip
    /// The indentation indicator, 0 where there is none.
    var digit = 0
    /// After the indicators.
    var end = 0
  }

  /// Scans the block scalar at the cursor; the cursor is at the content after it then.
  ///
  /// Its range ends with its last line of content, without that line's break; with the indicator
  /// `+` the empty lines after it are content too.
  mutating func blockScalar(_ bytes: Span<UInt8>, above parent: Int) throws(SyntaxError) {
    let start = pos
    let folded = bytes[start] == .greater
    let header = try blockHeader(bytes)
    let first = pos < bytes.count ? afterBreak(bytes, pos) : pos
    let width = try textIndentation(bytes, header, above: parent, from: first)
    scan = ScannedScalar(
      start: start, end: header.end, textStart: sideText.count, textCount: 0, side: true,
      plain: false)

    var p = first
    // Line breaks since the last text, its own included.
    var breaks = 0
    var hasText = false
    // Whether the last text began with white space, so that folding keeps the breaks around it.
    var wasSpaced = false
    var endOfBlank = header.end
    while p < bytes.count {
      let line = p
      while p < bytes.count, p - line < width, bytes[p] == .space { p += 1 }
      guard p < bytes.count else {
        // The end of the input stands for a line break (YAML 1.2 §8.1.1.2); kubectl adds one.
        if p > line {
          breaks += 1
          endOfBlank = p
        }
        break
      }
      if bytes[p].isBreak {
        breaks += 1
        endOfBlank = p
        p = afterBreak(bytes, p)
        continue
      }
      if p - line < width, bytes[p] == .tab {
        // [64] s-indent-less-or-equal has no tab, and neither have the comments after the scalar.
        throw SyntaxError(.tabIndentation, at: p)
      }
      if p - line < width || width == 0 && isMarker(bytes, at: line) {
        p = line
        break
      }
      let end = endOfLine(bytes, from: p)
      let isSpaced = bytes[p].isWhite
      if folded, hasText, !wasSpaced, !isSpaced {
        fold(breaks)
      } else {
        for _ in 0..<breaks { sideText.append(.lineFeed) }
      }
      appendSide(bytes, p, end)
      scan.end = end
      hasText = true
      wasSpaced = isSpaced
      breaks = 0
      p = end
      breaks = 1
      guard end < bytes.count else { break }
      endOfBlank = end
      p = afterBreak(bytes, end)
    }
    switch header.chomping {
    case .strip: break
    case .clip: if hasText, breaks > 0 { sideText.append(.lineFeed) }
    case .keep:
      for _ in 0..<breaks { sideText.append(.lineFeed) }
      scan.end = max(scan.end, endOfBlank)
    }
    scan.textCount = sideText.count - scan.textStart
    enterLine(bytes, from: p)
  }

  /// Reads `|` or `>` with its indicators and comment; the cursor is at the end of the line then.
  private mutating func blockHeader(_ bytes: Span<UInt8>) throws(SyntaxError) -> Header {
    var header = Header()
    pos += 1
    var hasChomping = false
    while true {
      let byte = bytes.at(pos)
      if byte == .minus || byte == .plus, !hasChomping {
        header.chomping = byte == .minus ? .strip : .keep
        hasChomping = true
      } else if byte.isDigit, byte != .zero, header.digit == 0 {
        header.digit = Int(byte - .zero)
      } else {
        break
      }
      pos += 1
    }
    header.end = pos
    while bytes.at(pos).isWhite { pos += 1 }
    if bytes.at(pos) == .hash, pos > header.end { pos = endOfLine(bytes, from: pos) }
    guard pos >= bytes.count || bytes[pos].isBreak else {
      throw SyntaxError(.blockHeader, at: pos)
    }
    return header
  }

  /// The column of the text: given by the header, else that of the first line that is not empty.
  private func textIndentation(
    _ bytes: Span<UInt8>, _ header: Header, above parent: Int, from offset: Int
  ) throws(SyntaxError) -> Int {
    if header.digit > 0 { return max(parent, 0) + header.digit }
    var p = offset
    var widest = 0
    var widestLine = 0
    while p < bytes.count {
      let line = p
      while p < bytes.count, bytes[p] == .space { p += 1 }
      let spaces = p - line
      guard p < bytes.count else {
        widest = max(widest, spaces)
        break
      }
      if bytes[p].isBreak {
        if spaces > widest { (widest, widestLine) = (spaces, line) }
        p = afterBreak(bytes, p)
        continue
      }
      // The scalar has no text: this line belongs to what follows.
      guard spaces > parent else { break }
      if widest > spaces { throw SyntaxError(.blockLeadingSpaces, at: widestLine, related: p) }
      return spaces
    }
    return max(widest, parent + 1)
  }
}

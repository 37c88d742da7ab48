import Documents

/// The lines of one document in its source: found once, then looked up by halving, so that no edit
/// walks back over the text.
struct TextLines {
  let bytes: [UInt8]
  let range: Range<Int>
  private let starts: [UInt32]

  init(_ document: Document) {
    let array = document.source.bytes
    let text = array.span
    range = document.range.indices
    var starts: [UInt32] = [document.range.start]
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = text[index]
      index += 1
      guard byte.isBreak else { continue }
      if byte == .carriageReturn, text.at(index) == .lineFeed { index += 1 }
      if index < range.upperBound { starts.append(UInt32(truncatingIfNeeded: index)) }
    }
    self.starts = starts
    bytes = array
  }

  var count: Int { starts.count }

  /// The number of the line that holds an offset, from 0 in this document.
  func line(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  func start(ofLine line: Int) -> Int { Int(starts[line]) }

  /// Where the content of a line ends: before its line break.
  func end(ofLine line: Int) -> Int {
    let start = Int(starts[line])
    var end = line + 1 < starts.count ? Int(starts[line + 1]) : range.upperBound
    if end > start, bytes[end - 1] == .lineFeed { end -= 1 }
    if end > start, bytes[end - 1] == .carriageReturn { end -= 1 }
    return end
  }

  /// Where the content of the line ends that holds an offset.
  func lineEnd(_ offset: Int) -> Int { end(ofLine: line(of: offset)) }

  func lineStart(_ offset: Int) -> Int { start(ofLine: line(of: offset)) }

  /// The line break that ends the line, empty at the end of a source without one.
  func lineBreak(ofLine line: Int) -> ArraySlice<UInt8> {
    let next = line + 1 < starts.count ? Int(starts[line + 1]) : range.upperBound
    return bytes[end(ofLine: line)..<next]
  }

  /// The line break of the surroundings: that of the line, or of the line before, or of the first.
  func lineBreak(near offset: Int) -> [UInt8] {
    let line = line(of: offset)
    for candidate in [line, max(line - 1, 0), 0] {
      let text = lineBreak(ofLine: candidate)
      if !text.isEmpty { return Array(text) }
    }
    return [.lineFeed]
  }

  /// The column of an offset from 0, in characters; a byte order mark is none.
  func column(of offset: Int) -> Int {
    var column = 0
    var index = textStart(ofLine: line(of: offset))
    while index < offset {
      if bytes[index] & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    return column
  }

  /// The beginning of a line after a byte order mark.
  func textStart(ofLine line: Int) -> Int {
    let start = Int(starts[line])
    return bytes.has([0xEF, 0xBB, 0xBF], at: start) ? start + 3 : start
  }

  /// The first byte of a line that is no white space; its content's end where there is none.
  func content(ofLine line: Int) -> Int {
    let end = end(ofLine: line)
    var index = min(textStart(ofLine: line), end)
    while index < end, bytes[index].isWhite { index += 1 }
    return index
  }

  /// Whether nothing but white space stands before an offset on its line.
  func beginsLine(_ offset: Int) -> Bool { content(ofLine: line(of: offset)) >= offset }

  /// The first offset at or after one that holds no white space, on the same line.
  func skipWhite(_ offset: Int) -> Int {
    var index = offset
    while index < range.upperBound, bytes[index].isWhite { index += 1 }
    return index
  }

  /// The byte at an offset; 0 outside of the document.
  func at(_ offset: Int) -> UInt8 { range.contains(offset) ? bytes[offset] : 0 }

  /// The offset of the first byte from an offset on that is neither white space nor a line break
  /// nor part of a comment; the end of the document where there is none.
  func skipToToken(_ offset: Int) -> Int {
    var index = offset
    while index < range.upperBound {
      if bytes[index] == .hash {
        index = lineEnd(index)
      } else if bytes[index].isBlank {
        index += 1
      } else {
        break
      }
    }
    return index
  }
}

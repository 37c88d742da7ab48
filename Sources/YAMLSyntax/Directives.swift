import Documents

/// What was read of the directives before a document.
struct DirectivesSeen {
  /// Offset of the first one.
  var first: Int?
  var hasVersion = false
}

// Directives: YAML 1.2 §6.8.
extension YAMLParser {
  /// Reads the directive at the cursor; the cursor is at the beginning of the next line then.
  mutating func directive(
    _ bytes: Span<UInt8>, _ seen: inout DirectivesSeen
  ) throws(SyntaxError) {
    let start = pos
    if seen.first == nil { seen.first = start }
    let end = endOfLine(bytes, from: start)
    let words = words(bytes, from: start, to: end)
    let name = copy(bytes, words[0])
    if name.elementsEqual("%YAML".utf8) {
      guard !seen.hasVersion else { throw SyntaxError(.duplicateDirective, at: start) }
      seen.hasVersion = true
      guard words.count == 2 else { throw SyntaxError(.badDirective, at: start) }
      try version(bytes, words[1], at: start)
    } else if name.elementsEqual("%TAG".utf8) {
      // Each use of a handle copies its prefix: a long one would make many short tags expensive.
      guard words.count == 3, end - start <= 1_024 else {
        throw SyntaxError(.badDirective, at: start)
      }
      let handle = copy(bytes, words[1])
      let isHandle =
        handle.first == .exclamation && handle.last == .exclamation
        && (handle.count < 3 || handle[1..<handle.count - 1].allSatisfy(\.isWord))
      guard isHandle else { throw SyntaxError(.badDirective, at: start) }
      guard tagHandles.updateValue(copy(bytes, words[2]), forKey: handle) == nil else {
        throw SyntaxError(.duplicateDirective, at: start)
      }
    }
    // [83] ns-reserved-directive: others are ignored.
    pos = end < bytes.count ? afterBreak(bytes, end) : end
  }

  /// The words of a line up to its comment; the first is never missing, since it begins with `%`.
  private func words(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var p = start
    while p < end {
      while p < end, bytes[p].isWhite { p += 1 }
      if p == end || bytes[p] == .hash { break }
      let from = p
      while p < end, !bytes[p].isWhite { p += 1 }
      // No directive has more words; the rest of a long line is of no interest.
      if result.count < 4 { result.append(from..<p) }
    }
    return result
  }

  /// `1.` and digits. YAML 1.3 and later are read as 1.2 (§6.8.1).
  private func version(
    _ bytes: Span<UInt8>, _ range: Range<Int>, at start: Int
  ) throws(SyntaxError) {
    var dots = 0
    for index in range {
      if bytes[index] == .period {
        dots += 1
      } else if !bytes[index].isDigit {
        throw SyntaxError(.badDirective, at: start)
      }
    }
    guard dots == 1, bytes[range.lowerBound].isDigit, bytes[range.upperBound - 1].isDigit else {
      throw SyntaxError(.badDirective, at: start)
    }
    guard bytes[range.lowerBound] == .zero + 1, bytes[range.lowerBound + 1] == .period else {
      throw SyntaxError(.unsupportedVersion, at: start)
    }
  }
}

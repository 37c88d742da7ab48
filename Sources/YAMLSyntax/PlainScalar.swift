import Documents

// Plain scalars: YAML 1.2 §7.3.3.
extension YAMLParser {
  /// Where a plain scalar ends on its line in block structure: at `:` that is followed by white
  /// space, at `#` that follows white space, at the line break, or at the end of the input.
  @inline(__always)
  func plainEnd(_ bytes: Span<UInt8>, from offset: Int) -> Int {
    var p = offset
    while p < bytes.count {
      let byte = bytes[p]
      if byte <= .colon {
        if byte == .colon {
          if bytes.isSeparate(after: p) { return p }
        } else if byte < .space {
          if byte != .tab { return p }
        } else if byte == .hash {
          if bytes[p - 1].isWhite { return p }
        }
      }
      p += 1
    }
    return p
  }

  /// The same inside a flow collection, where flow indicators end it too.
  private func flowPlainEnd(_ bytes: Span<UInt8>, from offset: Int) -> Int {
    var p = offset
    while p < bytes.count {
      let byte = bytes[p]
      if byte.isFlowIndicator || byte.isBreak { return p }
      if byte == .colon {
        let next = bytes.at(p + 1)
        if next.isBlank || next.isFlowIndicator { return p }
      } else if byte == .hash, p > offset, bytes[p - 1].isWhite {
        return p
      }
      p += 1
    }
    return p
  }

  /// Refuses a plain scalar that begins with an indicator.
  func checkFirst(_ bytes: Span<UInt8>, inFlow: Bool) throws(SyntaxError) {
    let first = bytes[pos]
    if first.startsPlain { return }
    let next = bytes.at(pos + 1)
    // [126] ns-plain-first: `-`, `?` and `:` may begin it where text follows them directly.
    if first == .minus || first == .question || first == .colon,
      !next.isBlank, !inFlow || !next.isFlowIndicator
    {
      return
    }
    if first == .closeBracket || first == .closeBrace {
      throw SyntaxError(.wrongBracket, at: pos)
    }
    throw SyntaxError(.indicator, at: pos)
  }

  // MARK: Block

  /// Scans the plain scalar at the cursor in block structure, whose first line ends at `stop`.
  ///
  /// Answers whether a `:` on its first line makes it a key; the cursor is left there then.
  /// Otherwise it is at the content of the next line.
  mutating func plainScalar(
    _ bytes: Span<UInt8>, _ place: Place, from start: Int, to firstStop: Int
  ) throws(SyntaxError) -> Bool {
    var stop = firstStop
    var end = trimmed(bytes, start, stop)
    scan = ScannedScalar(
      start: start, end: end, textStart: start, textCount: end - start, side: false, plain: true)
    pos = stop
    if bytes.at(stop) == .colon { return true }
    while true {
      // A comment ends the scalar.
      if bytes.at(stop) == .hash {
        nextLine(bytes, from: stop)
        return false
      }
      guard let breaks = continuation(bytes, above: top.indent) else { return false }
      if !scan.side { copyToSide(bytes, start, end) }
      fold(breaks)
      let first = pos
      stop = plainEnd(bytes, from: first)
      if bytes.at(stop) == .colon {
        throw SyntaxError(
          place == .inline ? .mappingNotAllowed : .multilineKey,
          at: place == .inline ? stop : start,
          related: place == .inline ? start : stop)
      }
      end = trimmed(bytes, first, stop)
      appendSide(bytes, first, end)
      scan.end = end
      scan.textCount = sideText.count - scan.textStart
      pos = stop
    }
  }

  /// Whether the next line that is not empty continues the plain scalar that the cursor is at the
  /// end of: how many line breaks lie between, and the cursor is at its text; `nil` where the
  /// scalar ends, and the cursor is at the content that follows.
  private mutating func continuation(_ bytes: Span<UInt8>, above indent: Int) -> Int? {
    var p = pos
    var breaks = 0
    while p < bytes.count {
      p = afterBreak(bytes, p)
      breaks += 1
      let line = p
      while p < bytes.count, bytes[p] == .space { p += 1 }
      let spaces = p - line
      while p < bytes.count, bytes[p] == .tab || bytes[p] == .space { p += 1 }
      if p < bytes.count, bytes[p].isBreak { continue }
      if p == bytes.count || spaces <= indent || bytes[p] == .hash
        || spaces == 0 && isMarker(bytes, at: line)
      {
        enterLine(bytes, from: line)
        return nil
      }
      lineStart = line
      pos = p
      return breaks
    }
    enterLine(bytes, from: p)
    return nil
  }

  // MARK: Flow

  /// Scans the plain scalar at the cursor inside a flow collection; the cursor is after it then.
  mutating func flowPlainScalar(_ bytes: Span<UInt8>) throws(SyntaxError) {
    try checkFirst(bytes, inFlow: true)
    let start = pos
    var stop = flowPlainEnd(bytes, from: start + 1)
    var end = trimmed(bytes, start, stop)
    scan = ScannedScalar(
      start: start, end: end, textStart: start, textCount: end - start, side: false, plain: true)
    pos = stop
    while stop < bytes.count, bytes[stop].isBreak {
      let breaks = try flowContinuation(bytes)
      guard breaks > 0 else { return }
      if !scan.side { copyToSide(bytes, start, end) }
      fold(breaks)
      let first = pos
      stop = flowPlainEnd(bytes, from: first)
      end = trimmed(bytes, first, stop)
      appendSide(bytes, first, end)
      scan.end = end
      scan.textCount = sideText.count - scan.textStart
      pos = stop
    }
  }

  /// As ``continuation(_:above:)`` inside a flow collection; 0 where the scalar ends.
  private mutating func flowContinuation(_ bytes: Span<UInt8>) throws(SyntaxError) -> Int {
    var p = pos
    var breaks = 0
    while p < bytes.count {
      if bytes[p].isBreak {
        p = afterBreak(bytes, p)
        breaks += 1
        lineStart = p
        if isMarker(bytes, at: p) { throw unclosed(at: p) }
      } else if bytes[p].isWhite {
        p += 1
      } else {
        break
      }
    }
    pos = p
    guard p < bytes.count else { throw unclosed(at: p) }
    try checkFlowIndentation(bytes)
    let byte = bytes[p]
    let next = bytes.at(p + 1)
    if byte.isFlowIndicator || byte == .hash
      || byte == .colon && (next.isBlank || next.isFlowIndicator)
    {
      return 0
    }
    return breaks
  }

  // MARK: Folding

  /// YAML 1.2 §6.5: one line break is a space; of several, all but the first are kept.
  mutating func fold(_ breaks: Int) {
    if breaks == 1 {
      sideText.append(.space)
    } else {
      for _ in 1..<breaks { sideText.append(.lineFeed) }
    }
  }

  /// Begins the side text of the scanned scalar with a range of the source.
  mutating func copyToSide(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
    scan.side = true
    scan.textStart = sideText.count
    appendSide(bytes, start, end)
  }

  /// Appends a range of the source to the side text.
  mutating func appendSide(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
    guard start < end else { return }
    let text = bytes.extracting(start..<end)
    unsafe text.withUnsafeBufferPointer { buffer in
      // One copy instead of a checked append per byte: block scalars are most of a ConfigMap.
      unsafe sideText.append(contentsOf: buffer)
    }
  }
}

import Documents

// Quoted scalars: YAML 1.2 §7.3.1 and §7.3.2.
extension YAMLParser {
  /// Scans the quoted scalar at the cursor; the cursor is after its closing quote then.
  ///
  /// - Parameter indent: the indentation of the block around it, which its further lines must
  ///   exceed in YAML 1.2 ([69] s-flow-line-prefix). Kubernetes' reader does not ask for it.
  mutating func quotedScalar(_ bytes: Span<UInt8>, above indent: Int) throws(SyntaxError) {
    let start = pos
    let quote = bytes[start]
    var p = start + 1
    while p < bytes.count {
      let byte = bytes[p]
      if byte == quote {
        // `''` inside single quotes is one quote.
        if byte == .singleQuote, bytes.at(p + 1) == .singleQuote { break }
        scan = ScannedScalar(
          start: start, end: p + 1, textStart: start + 1, textCount: p - start - 1, side: false,
          plain: false)
        pos = p + 1
        return
      }
      if byte.isBreak || byte == .backslash && quote == .doubleQuote { break }
      p += 1
    }
    scan = ScannedScalar(start: start, end: p, textStart: 0, textCount: 0, side: true, plain: false)
    copyToSide(bytes, start + 1, p)
    pos = p
    if quote == .doubleQuote {
      try restOfDoubleQuoted(bytes, above: indent)
    } else {
      try restOfSingleQuoted(bytes, above: indent)
    }
    scan.end = pos
    scan.textCount = sideText.count - scan.textStart
  }

  private mutating func restOfSingleQuoted(
    _ bytes: Span<UInt8>, above indent: Int
  ) throws(SyntaxError) {
    while pos < bytes.count {
      let byte = bytes[pos]
      if byte == .singleQuote {
        pos += 1
        guard bytes.at(pos) == .singleQuote else { return }
        sideText.append(.singleQuote)
        pos += 1
      } else if byte.isBreak {
        trimSide(to: scan.textStart)
        fold(try quotedBreaks(bytes, above: indent))
      } else {
        let from = pos
        while pos < bytes.count, bytes[pos] != .singleQuote, !bytes[pos].isBreak { pos += 1 }
        appendSide(bytes, from, pos)
      }
    }
    throw SyntaxError(.unclosedSingleQuote, at: scan.start, related: bytes.count)
  }

  private mutating func restOfDoubleQuoted(
    _ bytes: Span<UInt8>, above indent: Int
  ) throws(SyntaxError) {
    // White space that an escape made, or that stands before one, is not trimmed at a line's end.
    var kept = scan.textStart
    while pos < bytes.count {
      let byte = bytes[pos]
      if byte == .doubleQuote {
        pos += 1
        return
      }
      if byte == .backslash {
        if bytes.at(pos + 1).isBreak, pos + 1 < bytes.count {
          pos += 1
          let breaks = try quotedBreaks(bytes, above: indent)
          for _ in 1..<breaks { sideText.append(.lineFeed) }
        } else {
          try escape(bytes)
        }
        kept = sideText.count
      } else if byte.isBreak {
        trimSide(to: kept)
        fold(try quotedBreaks(bytes, above: indent))
        kept = sideText.count
      } else {
        let from = pos
        while pos < bytes.count, bytes[pos] != .doubleQuote, bytes[pos] != .backslash,
          !bytes[pos].isBreak
        {
          pos += 1
        }
        appendSide(bytes, from, pos)
      }
    }
    throw SyntaxError(.unclosedDoubleQuote, at: scan.start, related: bytes.count)
  }

  /// Removes white space at the end of the side text, but none before `limit`.
  private mutating func trimSide(to limit: Int) {
    while sideText.count > limit, let last = sideText.last, last.isWhite { sideText.removeLast() }
  }

  /// Skips the line break at the cursor, empty lines, and the white space that begins the next
  /// line. Answers how many line breaks there were.
  private mutating func quotedBreaks(
    _ bytes: Span<UInt8>, above indent: Int
  ) throws(SyntaxError) -> Int {
    var breaks = 0
    while pos < bytes.count {
      let byte = bytes[pos]
      if byte.isBreak {
        pos = afterBreak(bytes, pos)
        lineStart = pos
        breaks += 1
        if isMarker(bytes, at: pos) { throw unclosedQuote(bytes) }
      } else if byte.isWhite {
        pos += 1
      } else {
        break
      }
    }
    guard pos < bytes.count else { throw unclosedQuote(bytes) }
    if reading == .core {
      var spaces = 0
      while bytes.at(lineStart + spaces) == .space { spaces += 1 }
      if spaces <= indent { throw SyntaxError(.flowIndentation, at: pos, related: scan.start) }
    }
    return breaks
  }

  private func unclosedQuote(_ bytes: Span<UInt8>) -> SyntaxError {
    let reason: SyntaxError.Reason =
      bytes[scan.start] == .doubleQuote ? .unclosedDoubleQuote : .unclosedSingleQuote
    return SyntaxError(reason, at: scan.start, related: pos)
  }

  // MARK: Escapes

  /// Reads the escape sequence at the cursor: YAML 1.2 §5.7.
  private mutating func escape(_ bytes: Span<UInt8>) throws(SyntaxError) {
    let start = pos
    let letter = bytes.at(pos + 1)
    pos += 2
    switch letter {
    case UInt8(ascii: "0"): sideText.append(0)
    case UInt8(ascii: "a"): sideText.append(0x07)
    case UInt8(ascii: "b"): sideText.append(0x08)
    case UInt8(ascii: "t"), .tab: sideText.append(.tab)
    case UInt8(ascii: "n"): sideText.append(.lineFeed)
    case UInt8(ascii: "v"): sideText.append(0x0B)
    case UInt8(ascii: "f"): sideText.append(0x0C)
    case UInt8(ascii: "r"): sideText.append(.carriageReturn)
    case UInt8(ascii: "e"): sideText.append(0x1B)
    case .space, .doubleQuote, .slash, .backslash: sideText.append(letter)
    case UInt8(ascii: "N"): appendScalarValue(0x85)
    case .underscore: appendScalarValue(0xA0)
    case UInt8(ascii: "L"): appendScalarValue(0x2028)
    case UInt8(ascii: "P"): appendScalarValue(0x2029)
    case UInt8(ascii: "x"): appendScalarValue(try hexadecimal(bytes, 2, start))
    case UInt8(ascii: "u"): try unicodeEscape(bytes, start)
    case UInt8(ascii: "U"):
      let value = try hexadecimal(bytes, 8, start)
      guard value < 0x11_0000, value & 0xFFFF_F800 != 0xD800 else {
        throw SyntaxError(.badEscape, at: start)
      }
      appendScalarValue(value)
    default: throw SyntaxError(.badEscape, at: start)
    }
  }

  /// `\uXXXX`. As YAML 1.2 contains JSON, a pair of them may be a surrogate pair; half of one is
  /// no character.
  private mutating func unicodeEscape(
    _ bytes: Span<UInt8>, _ start: Int
  ) throws(SyntaxError) {
    let value = try hexadecimal(bytes, 4, start)
    guard value & 0xF800 == 0xD800 else { return appendScalarValue(value) }
    guard value < 0xDC00, bytes.at(pos) == .backslash, bytes.at(pos + 1) == UInt8(ascii: "u") else {
      throw SyntaxError(.badEscape, at: start)
    }
    pos += 2
    let low = try hexadecimal(bytes, 4, start)
    guard low & 0xFC00 == 0xDC00 else { throw SyntaxError(.badEscape, at: start) }
    appendScalarValue(0x1_0000 + (value & 0x3FF) << 10 + (low & 0x3FF))
  }

  private mutating func hexadecimal(
    _ bytes: Span<UInt8>, _ count: Int, _ start: Int
  ) throws(SyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = bytes.at(pos).hexadecimal else {
        throw SyntaxError(.badEscape, at: start)
      }
      value = value << 4 | UInt32(digit)
      pos += 1
    }
    return value
  }

  /// Appends a Unicode scalar value in UTF-8.
  private mutating func appendScalarValue(_ value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else { return }
    sideText.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
  }
}

import Documents

// Strings that need more than a look, numbers and words.
extension JSONScanner {
  @inline(__always)
  static func offset(_ value: Int) -> UInt32 { UInt32(truncatingIfNeeded: value) }

  /// The row of a string between two quotes whose text is as it is written.
  @inline(__always)
  static func plainString(_ open: Int, _ close: Int) -> NodeRecord {
    NodeRecord(
      kind: .string, start: offset(open), end: offset(close &+ 1), first: offset(open &+ 1),
      second: offset(close &- open &- 1))
  }

  /// Scans a string in which something at `stop` needs a closer look.
  @inline(never)
  mutating func escapedString(
    _ bytes: Span<UInt8>, from open: Int, plainTo stop: Int
  ) throws(SyntaxError) -> NodeRecord {
    let textStart = sideText.count
    var escapes = false
    var copied = open + 1
    var at = stop
    while at < end {
      let byte = bytes[at]
      if byte == Ascii.quote {
        guard escapes else { return Self.plainString(open, at) }
        copy(bytes, copied, at)
        return NodeRecord(
          kind: .string, flags: .sideText, start: Self.offset(open), end: Self.offset(at + 1),
          first: Self.offset(textStart), second: Self.offset(sideText.count - textStart))
      }
      if byte == Ascii.backslash {
        copy(bytes, copied, at)
        escapes = true
        at = try escape(bytes, at, open)
        copied = at
      } else if byte < 0x20 {
        throw SyntaxError(.jsonControlCharacter, at: at)
      } else {
        let count = Self.characterBytes(bytes, at, end)
        guard count > 0 else { throw SyntaxError(.invalidUTF8, at: at) }
        at += count
        // Text that is not ASCII comes in runs.
        if bytes.has(at), bytes[at] >= 0x80 { continue }
      }
      at = bytes.plainEnd(from: at)
    }
    throw SyntaxError(.jsonUnclosedString, at: end, related: open)
  }

  private mutating func copy(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int) {
    let text = bytes.extracting(start..<stop)
    sideText.append(addingCapacity: text.count) { side in
      for offset in 0..<text.count { side.append(text[offset]) }
    }
  }

  /// Reads an escape into the side text: RFC 8259 §7.
  private mutating func escape(
    _ bytes: Span<UInt8>, _ at: Int, _ open: Int
  ) throws(SyntaxError) -> Int {
    guard at + 1 < end else { throw SyntaxError(.jsonUnclosedString, at: end, related: open) }
    switch bytes[at + 1] {
    case Ascii.quote, Ascii.backslash, UInt8(ascii: "/"): sideText.append(bytes[at + 1])
    case UInt8(ascii: "b"): sideText.append(0x08)
    case UInt8(ascii: "f"): sideText.append(0x0C)
    case UInt8(ascii: "n"): sideText.append(Ascii.newline)
    case UInt8(ascii: "r"): sideText.append(Ascii.carriageReturn)
    case UInt8(ascii: "t"): sideText.append(Ascii.tab)
    case UInt8(ascii: "u"): return try unicodeEscape(bytes, at)
    default: throw SyntaxError(.jsonEscape, at: at)
    }
    return at + 2
  }

  /// Reads `\uXXXX`, or two of them that are a surrogate pair.
  private mutating func unicodeEscape(
    _ bytes: Span<UInt8>, _ at: Int
  ) throws(SyntaxError) -> Int {
    guard let unit = hexDigits(bytes, at + 2) else { throw SyntaxError(.jsonEscape, at: at) }
    guard unit & 0xF800 == 0xD800 else {
      append(unit)
      return at + 6
    }
    guard unit < 0xDC00, at + 7 < end, bytes[at + 6] == Ascii.backslash,
      bytes[at + 7] == UInt8(ascii: "u")
    else { throw SyntaxError(.jsonSurrogate, at: at) }
    guard let low = hexDigits(bytes, at + 8) else { throw SyntaxError(.jsonEscape, at: at + 6) }
    guard low & 0xFC00 == 0xDC00 else { throw SyntaxError(.jsonSurrogate, at: at) }
    append(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
    return at + 12
  }

  private func hexDigits(_ bytes: Span<UInt8>, _ at: Int) -> UInt32? {
    guard at + 4 <= end else { return nil }
    var value: UInt32 = 0
    for offset in at..<at + 4 {
      let byte = bytes[offset]
      let letter = byte | 0x20
      if Ascii.isDigit(byte) {
        value = value << 4 | UInt32(byte - 48)
      } else if letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "f") {
        value = value << 4 | UInt32(letter - 87)
      } else {
        return nil
      }
    }
    return value
  }

  /// Appends a code point that is no surrogate, as UTF-8.
  private mutating func append(_ point: UInt32) {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: point >> shift & 0x3F | 0x80) }
    if point < 0x80 {
      sideText.append(UInt8(truncatingIfNeeded: point))
    } else if point < 0x800 {
      sideText.append(UInt8(truncatingIfNeeded: point >> 6 | 0xC0))
      sideText.append(tail(0))
    } else if point < 0x10000 {
      sideText.append(UInt8(truncatingIfNeeded: point >> 12 | 0xE0))
      sideText.append(tail(6))
      sideText.append(tail(0))
    } else {
      sideText.append(UInt8(truncatingIfNeeded: point >> 18 | 0xF0))
      sideText.append(tail(12))
      sideText.append(tail(6))
      sideText.append(tail(0))
    }
  }

  /// How many bytes the character at an offset has that is no ASCII; 0 where it is none. The table
  /// is that of RFC 3629 §4.
  @inline(__always)
  static func characterBytes(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Int {
    func tail(_ offset: Int) -> Bool { bytes[at &+ offset] & 0xC0 == 0x80 }
    let first = bytes[at]
    if first < 0xE0 {
      return first >= 0xC2 && at &+ 1 < end && tail(1) ? 2 : 0
    }
    if first < 0xF0 {
      guard at &+ 2 < end, tail(1), tail(2) else { return 0 }
      let second = bytes[at &+ 1]
      // Neither overlong nor a surrogate.
      if first == 0xE0, second < 0xA0 { return 0 }
      if first == 0xED, second > 0x9F { return 0 }
      return 3
    }
    guard first < 0xF5, at &+ 3 < end, tail(1), tail(2), tail(3) else { return 0 }
    let second = bytes[at &+ 1]
    // Neither overlong nor beyond U+10FFFF.
    if first == 0xF0, second < 0x90 { return 0 }
    if first == 0xF4, second > 0x8F { return 0 }
    return 4
  }

  /// Scans a number or one of the three words.
  @inline(__always)
  static func bareScalar(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(SyntaxError) -> NodeRecord {
    let byte = bytes[start]
    if isNumberStart(byte) { return try number(bytes, from: start) }
    guard start &+ 4 <= bytes.count else { throw notAValue(bytes, start) }
    let kind: Node.Kind
    var count = 4
    switch bytes.halfWord(at: start) {
    case 0x6575_7274: kind = .boolean  // true
    case 0x6C6C_756E: kind = .null  // null
    case 0x736C_6166:  // fals
      guard bytes.has(start &+ 4), bytes[start &+ 4] == UInt8(ascii: "e") else {
        throw notAValue(bytes, start)
      }
      kind = .boolean
      count = 5
    default: throw notAValue(bytes, start)
    }
    return NodeRecord(
      kind: kind, start: offset(start), end: offset(start &+ count), first: offset(start),
      second: offset(count))
  }

  @inline(__always)
  private static func isNumberStart(_ byte: UInt8) -> Bool {
    Ascii.isDigit(byte) || byte == UInt8(ascii: "-")
  }

  /// RFC 8259 §6: `-`? (`0` | digit1-9 digit*) (`.` digit+)? ([eE] [+-]? digit+)?
  @inline(__always)
  private static func number(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(SyntaxError) -> NodeRecord {
    var at = start
    if bytes[at] == UInt8(ascii: "-") { at &+= 1 }
    let digits = at
    at = digitsEnd(bytes, at)
    if at == digits || (bytes[digits] == 48 && at > digits &+ 1) {
      throw SyntaxError(.jsonNumber, at: start)
    }
    var kind = Node.Kind.integer
    if bytes.has(at), bytes[at] == UInt8(ascii: ".") {
      kind = .float
      let fraction = at &+ 1
      at = digitsEnd(bytes, fraction)
      if at == fraction { throw SyntaxError(.jsonNumber, at: start) }
    }
    if bytes.has(at), bytes[at] | 0x20 == UInt8(ascii: "e") {
      kind = .float
      at &+= 1
      if bytes.has(at), bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        at &+= 1
      }
      let exponent = at
      at = digitsEnd(bytes, exponent)
      if at == exponent { throw SyntaxError(.jsonNumber, at: start) }
    }
    return NodeRecord(
      kind: kind, start: offset(start), end: offset(at), first: offset(start),
      second: offset(at &- start))
  }

  @inline(__always)
  private static func digitsEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var at = start
    while bytes.has(at), Ascii.isDigit(bytes[at]) { at &+= 1 }
    return at
  }
}

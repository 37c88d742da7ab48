import Documents

// What went wrong, found out when it has gone wrong. None of this is on the way of a good text.
extension JSONScanner {
  /// The input ended while a container, or nothing at all, was open.
  @inline(never)
  func unclosed(_ parent: UInt32, _ rows: Span<NodeRecord>) -> SyntaxError {
    guard parent != Self.noRow else { return SyntaxError(.jsonEmpty, at: end) }
    return SyntaxError(
      .jsonUnclosedContainer, at: end, related: Int(rows[Int(parent)].start))
  }

  /// The input ended behind the bracket at `start`.
  @inline(never)
  func unclosed(from start: Int) -> SyntaxError {
    SyntaxError(.jsonUnclosedContainer, at: end, related: start)
  }

  /// Something that begins no value stands where one is expected.
  @inline(never)
  static func notAValue(_ bytes: Span<UInt8>, _ at: Int) -> SyntaxError {
    switch bytes[at] {
    case Ascii.closeBracket, Ascii.closeBrace:
      if let comma = commaBefore(bytes, at) { return SyntaxError(.jsonTrailingComma, at: comma) }
      return SyntaxError(.jsonExpectedValue, at: at)
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return SyntaxError(.jsonComment, at: at)
    case UInt8(ascii: "+"), UInt8(ascii: "."): return SyntaxError(.jsonNumber, at: at)
    // Bytes that no UTF-8 text has; UTF-16 begins with them.
    case 0xC0, 0xC1, 0xF5...0xFF, 0x80...0xBF: return SyntaxError(.invalidUTF8, at: at)
    default: return SyntaxError(.jsonExpectedValue, at: at)
    }
  }

  /// Something that is no string stands where a key is expected.
  @inline(never)
  func missingKey(
    _ bytes: Span<UInt8>, _ at: Int, _ parent: UInt32, _ rows: Span<NodeRecord>
  ) -> SyntaxError {
    switch bytes[at] {
    case Ascii.closeBrace:
      return SyntaxError(.jsonTrailingComma, at: Self.commaBefore(bytes, at) ?? at)
    case Ascii.closeBracket:
      return SyntaxError(.jsonWrongBracket, at: at, related: Int(rows[Int(parent)].start))
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return SyntaxError(.jsonComment, at: at)
    default: return SyntaxError(.jsonExpectedKey, at: at)
    }
  }

  /// Something follows a value in a container that is neither a comma nor the right bracket.
  @inline(never)
  func misplaced(
    _ bytes: Span<UInt8>, _ at: Int, _ parent: UInt32, _ rows: Span<NodeRecord>
  ) -> SyntaxError {
    let open = Int(rows[Int(parent)].start)
    switch bytes[at] {
    case Ascii.closeBrace, Ascii.closeBracket:
      return SyntaxError(.jsonWrongBracket, at: at, related: open)
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return SyntaxError(.jsonComment, at: at)
    default: return SyntaxError(.jsonExpectedComma, at: at, related: open)
    }
  }

  /// The comma before an offset with nothing but white space between.
  private static func commaBefore(_ bytes: Span<UInt8>, _ at: Int) -> Int? {
    var at = at - 1
    while at > 0, Ascii.isWhitespace(bytes[at]) { at -= 1 }
    return at >= 0 && bytes[at] == Ascii.comma ? at : nil
  }
}

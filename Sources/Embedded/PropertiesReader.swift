import Documents

/// A file of java.util.Properties, in UTF-8.
///
/// `#` and `!` begin comments; key and value are separated by `=`, `:` or white space; a `\` at the
/// end of a line continues it; `\t \n \r \f \uXXXX` are escapes, and `\` before any other character
/// is that character. Unlike there, a key that stands twice is an error.
struct PropertiesReader {
  private var table: TreeTable

  init(_ source: Source, _ limits: DocumentLimits) throws(SyntaxError) {
    table = try TreeTable(source, limits)
  }

  mutating func read() throws(SyntaxError) -> Document {
    let array = table.source.bytes
    let bytes = array.span
    var at = 0
    while at < bytes.count {
      at = bytes.skippingWhite(from: at)
      guard at < bytes.count else { break }
      if bytes[at].isBreak || bytes[at] == .hash || bytes[at] == UInt8(ascii: "!") {
        at = bytes.afterBreak(bytes.lineEnd(from: at))
        continue
      }
      at = try entry(bytes, at)
    }
    return try table.document()
  }

  private mutating func entry(_ bytes: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int {
    let (key, end) = try text(bytes, start, isKey: true)
    var at = bytes.skippingWhite(from: end)
    if bytes.at(at) == .equals || bytes.at(at) == .colon {
      at = bytes.skippingWhite(from: at + 1)
    }
    // A continuation right after the separator belongs to the value.
    let (value, stop) = try text(bytes, at, isKey: false)
    guard table.append(key, value, to: 0) else {
      throw SyntaxError(.embeddedEqualKeys, at: start)
    }
    return bytes.afterBreak(stop)
  }

  /// A key up to its separator, or a value up to the end of its last line.
  private mutating func text(
    _ bytes: Span<UInt8>, _ start: Int, isKey: Bool
  ) throws(SyntaxError) -> (Int, Int) {
    let first = table.sideText.count
    var at = start
    var hasEscapes = false
    while at < bytes.count, !bytes[at].isBreak {
      let byte = bytes[at]
      if isKey, byte.isWhite || byte == .equals || byte == .colon { break }
      guard byte == .backslash else {
        table.sideText.append(byte)
        at += 1
        continue
      }
      hasEscapes = true
      at = try escape(bytes, at)
    }
    if hasEscapes { return (try table.addScalar(.string, start..<at, sideFrom: first), at) }
    table.sideText.removeLast(table.sideText.count - first)
    return (try table.addScalar(.string, start..<at, text: start..<at), at)
  }

  private mutating func escape(_ bytes: Span<UInt8>, _ at: Int) throws(SyntaxError) -> Int {
    guard at + 1 < bytes.count else { return at + 1 }
    switch bytes[at + 1] {
    case UInt8(ascii: "t"): table.sideText.append(0x09)
    case UInt8(ascii: "n"): table.sideText.append(.lineFeed)
    case UInt8(ascii: "r"): table.sideText.append(.carriageReturn)
    case UInt8(ascii: "f"): table.sideText.append(0x0C)
    case UInt8(ascii: "u"):
      guard let unit = unit(bytes, at) else { throw SyntaxError(.badEscape, at: at) }
      guard unit & 0xF800 == 0xD800 else {
        _ = table.sideText.append(codePoint: unit)
        return at + 6
      }
      guard unit < 0xDC00, let low = self.unit(bytes, at + 6), low & 0xFC00 == 0xDC00 else {
        throw SyntaxError(.badEscape, at: at)
      }
      _ = table.sideText.append(codePoint: 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
      return at + 12
    case let byte where byte.isBreak:
      return bytes.skippingWhite(from: bytes.afterBreak(at + 1))
    default: table.sideText.append(bytes[at + 1])
    }
    return at + 2
  }

  /// The number of `\uXXXX` at an offset.
  private func unit(_ bytes: Span<UInt8>, _ at: Int) -> UInt32? {
    guard bytes.at(at) == .backslash, bytes.at(at + 1) == UInt8(ascii: "u") else { return nil }
    var value: UInt32 = 0
    for offset in at + 2..<at + 6 {
      guard let digit = bytes.at(offset).hexadecimal else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}

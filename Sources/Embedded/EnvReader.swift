import Documents

/// An env file as Docker Compose and most libraries called dotenv read it.
///
/// A line is empty, a comment, or `NAME=value` with `export` before it or not. Without quotes the
/// value ends at ` #` or with the line, without white space around it. In single quotes everything
/// is as it is; in double quotes `\n \r \t \" \\ \$` are escapes; both may span lines. `$NAME` is
/// not replaced.
struct EnvReader {
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
      if at < bytes.count, bytes[at].isBreak || bytes[at] == .hash {
        at = bytes.afterBreak(bytes.lineEnd(from: at))
        continue
      }
      guard at < bytes.count else { break }
      at = try assignment(bytes, at)
    }
    return try table.document()
  }

  /// Answers where the next line begins.
  private mutating func assignment(
    _ bytes: Span<UInt8>, _ start: Int
  ) throws(SyntaxError) -> Int {
    var name = start
    var end = nameEnd(bytes, name)
    let next = bytes.skippingWhite(from: end)
    if end - name == 6, next > end, bytes[name] == UInt8(ascii: "e"),
      String(decoding: table.source.bytes[name..<end], as: UTF8.self) == "export"
    {
      name = next
      end = nameEnd(bytes, name)
    }
    let equals = bytes.skippingWhite(from: end)
    guard bytes.at(equals) == .equals else {
      let line = bytes.lineEnd(from: start)
      let hasEquals = (start..<line).contains { bytes[$0] == .equals }
      throw SyntaxError(hasEquals ? .badName : .lineWithoutValue, at: hasEquals ? end : start)
    }
    guard end > name, !bytes[name].isDigit else { throw SyntaxError(.badName, at: name) }
    let key = try table.addScalar(.string, name..<end, text: name..<end)
    let (value, after) = try value(bytes, bytes.skippingWhite(from: equals + 1))
    guard table.append(key, value, to: 0) else {
      throw SyntaxError(.embeddedEqualKeys, at: name)
    }
    return bytes.afterBreak(after)
  }

  private func nameEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      guard
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_")
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      else { break }
      at += 1
    }
    return at
  }

  /// The item of a value, and the end of its line.
  private mutating func value(
    _ bytes: Span<UInt8>, _ start: Int
  ) throws(SyntaxError) -> (Int, Int) {
    let quote = bytes.at(start)
    guard quote == .doubleQuote || quote == .singleQuote else {
      let line = bytes.lineEnd(from: start)
      var end = start
      while end < line {
        if bytes[end] == .hash, end == start || bytes[end - 1].isWhite { break }
        end += 1
      }
      end = bytes.trimmedEnd(start, end)
      return (try table.addScalar(.string, start..<end, text: start..<end), line)
    }
    let first = table.sideText.count
    var at = start + 1
    while at < bytes.count, bytes[at] != quote {
      if quote == .doubleQuote, bytes[at] == .backslash {
        switch bytes.at(at + 1) {
        case UInt8(ascii: "n"): table.sideText.append(.lineFeed)
        case UInt8(ascii: "r"): table.sideText.append(.carriageReturn)
        case UInt8(ascii: "t"): table.sideText.append(0x09)
        case .doubleQuote, .backslash, UInt8(ascii: "$"): table.sideText.append(bytes[at + 1])
        default: throw SyntaxError(.badEscape, at: at)
        }
        at += 2
      } else {
        table.sideText.append(bytes[at])
        at += 1
      }
    }
    guard at < bytes.count else { throw SyntaxError(.unclosedQuote, at: start) }
    let end = at + 1
    let rest = bytes.skippingWhite(from: end)
    let line = bytes.lineEnd(from: end)
    guard rest == line || bytes[rest] == .hash else {
      throw SyntaxError(.textAfterQuote, at: rest, related: start)
    }
    return (try table.addScalar(.string, start..<end, sideFrom: first), line)
  }
}

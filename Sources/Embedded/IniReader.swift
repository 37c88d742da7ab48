import Documents

/// An INI file as Python's configparser and Grafana read it.
///
/// `[section]`, then `key = value` or `key: value`; `;` and `#` begin comments at the start of a
/// line only; values have no quotes and no escapes; a line that is indented continues the value
/// before. A key without a separator is null, as MySQL has them. Entries before the first section
/// are at the root. A section may come again; of equal keys the last one counts, since dialects
/// that repeat keys are many.
struct IniReader {
  private var table: TreeTable

  init(_ source: Source, _ limits: DocumentLimits) throws(SyntaxError) {
    table = try TreeTable(source, limits)
  }

  mutating func read() throws(SyntaxError) -> Document {
    let array = table.source.bytes
    let bytes = array.span
    var at = 0
    var section = 0
    while at < bytes.count {
      let start = bytes.skippingWhite(from: at)
      let end = bytes.lineEnd(from: start)
      guard start < end, bytes[start] != .hash, bytes[start] != UInt8(ascii: ";") else {
        at = bytes.afterBreak(end)
        continue
      }
      if bytes[start] == UInt8(ascii: "[") {
        section = try header(bytes, start, end)
        at = bytes.afterBreak(end)
      } else {
        at = try entry(bytes, start, end, section)
      }
    }
    return try table.document()
  }

  private mutating func header(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(SyntaxError) -> Int {
    var close = start + 1
    while close < end, bytes[close] != UInt8(ascii: "]") { close += 1 }
    guard close < end else { throw SyntaxError(.unclosedSection, at: start) }
    let rest = bytes.skippingWhite(from: close + 1)
    guard rest == end || bytes[rest] == .hash || bytes[rest] == UInt8(ascii: ";") else {
      throw SyntaxError(.unclosedSection, at: rest, related: start)
    }
    let name = start + 1..<close
    let key = try table.addScalar(.string, name, text: name)
    if let known = table.value(of: key, in: 0), table.items[known].kind == .mapping {
      return known
    }
    // Sections grow where they come again, so their range is no more than their header.
    let section = try table.add(
      TreeTable.Item(kind: .mapping, start: start, end: close + 1, flags: .synthetic))
    guard table.append(key, section, to: 0) else {
      throw SyntaxError(.embeddedEqualKeys, at: start)
    }
    return section
  }

  private mutating func entry(
    _ bytes: Span<UInt8>, _ start: Int, _ lineEnd: Int, _ section: Int
  ) throws(SyntaxError) -> Int {
    var separator = start
    while separator < lineEnd, bytes[separator] != .equals, bytes[separator] != .colon {
      separator += 1
    }
    let keyEnd = bytes.trimmedEnd(start, separator)
    guard keyEnd > start else { throw SyntaxError(.lineWithoutValue, at: start) }
    let key = try table.addScalar(.string, start..<keyEnd, text: start..<keyEnd)
    if separator == lineEnd {
      for index in start..<keyEnd where bytes[index].isWhite {
        throw SyntaxError(.lineWithoutValue, at: start)
      }
      let first = table.sideText.count
      table.sideText.append(contentsOf: "null".utf8)
      let value = try table.addScalar(.null, keyEnd..<keyEnd, sideFrom: first)
      put(key, value, section)
      return bytes.afterBreak(lineEnd)
    }
    let valueStart = bytes.skippingWhite(from: separator + 1)
    var end = bytes.trimmedEnd(valueStart, lineEnd)
    var next = bytes.afterBreak(lineEnd)
    let first = table.sideText.count
    table.sideText.append(bytes, min(valueStart, end)..<end)
    var isFolded = false
    while next < bytes.count, bytes[next].isWhite {
      let start = bytes.skippingWhite(from: next)
      let stop = bytes.lineEnd(from: start)
      guard start < stop, bytes[start] != .hash, bytes[start] != UInt8(ascii: ";"),
        bytes[start] != UInt8(ascii: "["), !hasSeparator(bytes, start, stop)
      else { break }
      isFolded = true
      end = bytes.trimmedEnd(start, stop)
      table.sideText.append(.lineFeed)
      table.sideText.append(bytes, start..<end)
      next = bytes.afterBreak(stop)
    }
    let range = min(valueStart, end)..<end
    let value: Int
    if isFolded {
      value = try table.addScalar(.string, range, sideFrom: first)
    } else {
      table.sideText.removeLast(table.sideText.count - first)
      value = try table.addScalar(.string, range, text: range)
    }
    put(key, value, section)
    return next
  }

  /// Whether an indented line is an entry itself: many files indent all entries of a section.
  private func hasSeparator(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for index in start..<end where bytes[index] == .equals || bytes[index] == .colon {
      return true
    }
    return false
  }

  private mutating func put(_ key: Int, _ value: Int, _ section: Int) {
    if !table.append(key, value, to: section) { table.replace(key, with: value, in: section) }
  }
}

import Documents

/// TOML 1.0. Dates and times are texts, and so are `inf` and `nan`, which JSON's numbers do not
/// know.
struct TOMLReader {
  var table: TreeTable
  let limits: DocumentLimits
  /// Tables that a header has defined; those that dotted keys made; inline tables and arrays, to
  /// which nothing is added; arrays of tables.
  private var defined: Set<Int> = [0]
  private var dotted: Set<Int> = []
  var closed: Set<Int> = []
  private var arrays: Set<Int> = []

  init(_ source: Source, _ limits: DocumentLimits) throws(SyntaxError) {
    table = try TreeTable(source, limits)
    self.limits = limits
  }

  mutating func read() throws(SyntaxError) -> Document {
    let array = table.source.bytes
    let bytes = array.span
    var at = 0
    var current = 0
    while true {
      at = skipLines(bytes, at)
      guard at < bytes.count else { break }
      if bytes[at] == UInt8(ascii: "[") {
        (current, at) = try header(bytes, at)
      } else {
        at = try entry(bytes, at, in: current)
      }
      at = bytes.skippingWhite(from: at)
      if bytes.at(at) == .hash { at = bytes.lineEnd(from: at) }
      guard at == bytes.count || bytes[at].isBreak else { throw SyntaxError(.tomlEnd, at: at) }
    }
    return try table.document()
  }

  /// Past white space, line breaks and comments.
  func skipLines(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < bytes.count {
      if bytes[at].isWhite || bytes[at].isBreak {
        at += 1
      } else if bytes[at] == .hash {
        at = bytes.lineEnd(from: at)
      } else {
        break
      }
    }
    return at
  }

  // MARK: Headers and entries

  /// `[a.b]` or `[[a.b]]`: the table that follows, and the place after the header.
  private mutating func header(
    _ bytes: Span<UInt8>, _ start: Int
  ) throws(SyntaxError) -> (Int, Int) {
    let bracket = UInt8(ascii: "]")
    let isArray = bytes.at(start + 1) == UInt8(ascii: "[")
    let (path, end) = try keys(bytes, start + (isArray ? 2 : 1))
    guard let last = path.last, bytes.at(end) == bracket,
      !isArray || bytes.at(end + 1) == bracket
    else { throw SyntaxError(.tomlUnclosed, at: start, related: end) }
    let after = end + (isArray ? 2 : 1)
    var parent = 0
    for key in path.dropLast() { parent = try step(key, from: parent) }
    if isArray { return (try element(last, of: parent, start..<after), after) }
    if let known = table.value(of: last, in: parent) {
      guard table.items[known].kind == .mapping, !defined.contains(known),
        !dotted.contains(known), !closed.contains(known), !arrays.contains(known)
      else { throw SyntaxError(.tomlTable, at: table.items[last].start) }
      defined.insert(known)
      return (known, after)
    }
    let made = try newTable(start..<after)
    _ = table.append(last, made, to: parent)
    defined.insert(made)
    return (made, after)
  }

  /// Tables may come in any order, so their range is no more than the place that names them first.
  private mutating func newTable(_ range: Range<Int>) throws(SyntaxError) -> Int {
    try table.add(
      TreeTable.Item(
        kind: .mapping, start: range.lowerBound, end: range.upperBound, flags: .synthetic))
  }

  /// The table of a name in a header; of an array of tables the last one.
  private mutating func step(_ key: Int, from parent: Int) throws(SyntaxError) -> Int {
    guard let known = table.value(of: key, in: parent) else {
      let made = try newTable(table.items[key].start..<table.items[key].end)
      _ = table.append(key, made, to: parent)
      return made
    }
    if arrays.contains(known), let last = table.items[known].children.last { return last }
    guard table.items[known].kind == .mapping, !closed.contains(known) else {
      throw SyntaxError(.tomlTable, at: table.items[key].start)
    }
    return known
  }

  private mutating func element(
    _ key: Int, of parent: Int, _ range: Range<Int>
  ) throws(SyntaxError) -> Int {
    let list: Int
    if let known = table.value(of: key, in: parent) {
      guard arrays.contains(known) else {
        throw SyntaxError(.tomlTable, at: table.items[key].start)
      }
      list = known
    } else {
      list = try table.add(
        TreeTable.Item(
          kind: .sequence, start: range.lowerBound, end: range.upperBound, flags: .synthetic))
      _ = table.append(key, list, to: parent)
      arrays.insert(list)
    }
    let made = try newTable(range)
    table.append(element: made, to: list)
    defined.insert(made)
    return made
  }

  private mutating func entry(
    _ bytes: Span<UInt8>, _ start: Int, in current: Int
  ) throws(SyntaxError) -> Int {
    let (path, at) = try assignedKeys(bytes, start)
    let (value, end) = try value(bytes, at)
    try put(path, value, in: current)
    return end
  }

  /// The keys before `=`, and the place of the value.
  func skipEquals(_ bytes: Span<UInt8>, _ at: Int) throws(SyntaxError) -> Int {
    guard bytes.at(at) == .equals else { throw SyntaxError(.tomlEquals, at: at) }
    return bytes.skippingWhite(from: at + 1)
  }

  mutating func assignedKeys(
    _ bytes: Span<UInt8>, _ start: Int
  ) throws(SyntaxError) -> ([Int], Int) {
    let (path, end) = try keys(bytes, start)
    return (path, try skipEquals(bytes, end))
  }

  /// Puts a value at a path of dotted keys.
  mutating func put(_ path: [Int], _ value: Int, in current: Int) throws(SyntaxError) {
    var parent = current
    for key in path.dropLast() {
      if let known = table.value(of: key, in: parent) {
        guard table.items[known].kind == .mapping, !closed.contains(known),
          !defined.contains(known)
        else { throw SyntaxError(.tomlTable, at: table.items[key].start) }
        parent = known
      } else {
        let made = try newTable(table.items[key].start..<table.items[key].end)
        _ = table.append(key, made, to: parent)
        dotted.insert(made)
        parent = made
      }
    }
    guard let last = path.last else { return }
    guard table.append(last, value, to: parent) else {
      throw SyntaxError(.embeddedEqualKeys, at: table.items[last].start)
    }
  }

  /// Keys joined by dots; the place after them and the white space behind.
  private mutating func keys(
    _ bytes: Span<UInt8>, _ start: Int
  ) throws(SyntaxError) -> ([Int], Int) {
    var path: [Int] = []
    var at = start
    while true {
      at = bytes.skippingWhite(from: at)
      let byte = bytes.at(at)
      if byte == .doubleQuote || byte == .singleQuote {
        let (key, end) = try string(bytes, at, mayBeLong: false)
        path.append(key)
        at = end
      } else {
        let first = at
        while at < bytes.count, Self.isBare(bytes[at]) { at += 1 }
        guard at > first else { throw SyntaxError(.tomlKey, at: at) }
        path.append(try table.addScalar(.string, first..<at, text: first..<at))
      }
      guard path.count < limits.maximumDepth else { throw SyntaxError(.tooDeep, at: start) }
      at = bytes.skippingWhite(from: at)
      guard bytes.at(at) == UInt8(ascii: ".") else { return (path, at) }
      at += 1
    }
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}

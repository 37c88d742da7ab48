import Documents

// Values of TOML: strings, numbers, dates, arrays and inline tables.
extension TOMLReader {
  /// An array or an inline table that is not closed yet.
  private struct Open {
    let item: Int
    let isArray: Bool
    let start: Int
    /// Where the next value goes in an inline table.
    var path: [Int] = []
  }

  /// The value at a place, and where it ends.
  mutating func value(_ bytes: Span<UInt8>, _ start: Int) throws(SyntaxError) -> (Int, Int) {
    var open: [Open] = []
    var at = start
    while true {
      var done: Int?
      switch bytes.at(at) {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        (done, at) = try begin(bytes, at, &open)
      case .doubleQuote, .singleQuote:
        let (item, end) = try string(bytes, at, mayBeLong: true)
        (done, at) = (item, end)
      default:
        let (item, end) = try bare(bytes, at)
        (done, at) = (item, end)
      }
      guard let done else { continue }
      var item = done
      var goesOn = false
      while !goesOn {
        guard open.last != nil else { return (item, at) }
        (goesOn, at) = try attach(&item, bytes, at, &open)
      }
    }
  }

  /// Opens a container; answers its item where it is closed at once.
  private mutating func begin(
    _ bytes: Span<UInt8>, _ start: Int, _ open: inout [Open]
  ) throws(SyntaxError) -> (Int?, Int) {
    guard open.count < limits.maximumDepth else { throw SyntaxError(.tooDeep, at: start) }
    let isArray = bytes[start] == UInt8(ascii: "[")
    let item = try table.add(
      TreeTable.Item(kind: isArray ? .sequence : .mapping, start: start, end: start + 1))
    var opened = Open(item: item, isArray: isArray, start: start)
    var at = skip(bytes, start + 1, isArray)
    if bytes.at(at) == UInt8(ascii: isArray ? "]" : "}") {
      table.close(item, at: at + 1)
      closed.insert(item)
      return (item, at + 1)
    }
    guard at < bytes.count else { throw SyntaxError(.tomlUnclosed, at: start) }
    if !isArray { (opened.path, at) = try assignedKeys(bytes, at) }
    open.append(opened)
    return (nil, at)
  }

  /// Arrays may span lines and hold comments, inline tables may not.
  private func skip(_ bytes: Span<UInt8>, _ at: Int, _ isArray: Bool) -> Int {
    isArray ? skipLines(bytes, at) : bytes.skippingWhite(from: at)
  }

  /// Puts a finished value into what is open around it. Answers whether another value follows; else
  /// `item` is the container, which is finished too.
  private mutating func attach(
    _ item: inout Int, _ bytes: Span<UInt8>, _ start: Int, _ open: inout [Open]
  ) throws(SyntaxError) -> (Bool, Int) {
    guard let top = open.last else { return (false, start) }
    if top.isArray {
      table.append(element: item, to: top.item)
    } else {
      try put(top.path, item, in: top.item)
    }
    var at = skip(bytes, start, top.isArray)
    if bytes.at(at) == UInt8(ascii: ",") {
      at = skip(bytes, at + 1, top.isArray)
      if !top.isArray {
        (open[open.count - 1].path, at) = try assignedKeys(bytes, at)
        return (true, at)
      }
      if bytes.at(at) != UInt8(ascii: "]") { return (true, at) }
    }
    guard bytes.at(at) == UInt8(ascii: top.isArray ? "]" : "}") else {
      throw SyntaxError(.tomlUnclosed, at: top.start, related: at)
    }
    table.close(top.item, at: at + 1)
    closed.insert(top.item)
    item = top.item
    open.removeLast()
    return (false, at + 1)
  }

  // MARK: Strings

  /// The string at a quote, and where it ends.
  mutating func string(
    _ bytes: Span<UInt8>, _ start: Int, mayBeLong: Bool
  ) throws(SyntaxError) -> (Int, Int) {
    let quote = bytes[start]
    let isLong = bytes.at(start + 1) == quote && bytes.at(start + 2) == quote && mayBeLong
    let first = table.sideText.count
    var at = start + (isLong ? 3 : 1)
    if isLong, bytes.at(at).isBreak { at = bytes.afterBreak(at) }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == quote {
        if !isLong {
          return (try table.addScalar(.string, start..<at + 1, sideFrom: first), at + 1)
        }
        var run = 0
        while bytes.at(at + run) == quote, run < 5 { run += 1 }
        // Up to two quotes may stand right before the closing three.
        for _ in 0..<(run >= 3 ? run - 3 : run) { table.sideText.append(quote) }
        at += run
        if run >= 3 { return (try table.addScalar(.string, start..<at, sideFrom: first), at) }
      } else if byte.isBreak, !isLong {
        break
      } else if byte == .backslash, quote == .doubleQuote {
        at = try escape(bytes, at, isLong)
      } else {
        table.sideText.append(byte)
        at += 1
      }
    }
    throw SyntaxError(.tomlUnclosed, at: start, related: at)
  }

  private mutating func escape(
    _ bytes: Span<UInt8>, _ at: Int, _ isLong: Bool
  ) throws(SyntaxError) -> Int {
    switch bytes.at(at + 1) {
    case UInt8(ascii: "b"): table.sideText.append(0x08)
    case UInt8(ascii: "t"): table.sideText.append(0x09)
    case UInt8(ascii: "n"): table.sideText.append(.lineFeed)
    case UInt8(ascii: "f"): table.sideText.append(0x0C)
    case UInt8(ascii: "r"): table.sideText.append(.carriageReturn)
    case .doubleQuote, .backslash: table.sideText.append(bytes[at + 1])
    case UInt8(ascii: "u"): return try codePoint(bytes, at, digits: 4)
    case UInt8(ascii: "U"): return try codePoint(bytes, at, digits: 8)
    case let byte where isLong && (byte.isBreak || byte.isWhite):
      // A line that ends with `\` goes on with the next text.
      let next = bytes.skippingWhite(from: at + 1)
      guard bytes.at(next).isBreak else { throw SyntaxError(.badEscape, at: at) }
      var end = next
      while end < bytes.count, bytes[end].isBreak || bytes[end].isWhite { end += 1 }
      return end
    default: throw SyntaxError(.badEscape, at: at)
    }
    return at + 2
  }

  private mutating func codePoint(
    _ bytes: Span<UInt8>, _ at: Int, digits: Int
  ) throws(SyntaxError) -> Int {
    var value: UInt32 = 0
    for offset in at + 2..<at + 2 + digits {
      guard let digit = bytes.at(offset).hexadecimal else { throw SyntaxError(.badEscape, at: at) }
      value = value << 4 | UInt32(digit)
    }
    guard table.sideText.append(codePoint: value) else { throw SyntaxError(.badEscape, at: at) }
    return at + 2 + digits
  }

  // MARK: Words, numbers, dates

  private mutating func bare(_ bytes: Span<UInt8>, _ start: Int) throws(SyntaxError) -> (Int, Int) {
    var end = start
    while end < bytes.count, Self.isBareValue(bytes[end]) { end += 1 }
    // A space may stand between date and time.
    if end - start == 10, bytes[start + 4] == UInt8(ascii: "-"), bytes.at(end) == 0x20,
      bytes.at(end + 1).isDigit
    {
      end += 1
      while end < bytes.count, Self.isBareValue(bytes[end]) { end += 1 }
    }
    guard end > start else { throw SyntaxError(.tomlValue, at: start) }
    let range = start..<end
    let text = Array(table.source.bytes[range])
    switch text.count {
    case 4 where text.elementsEqual("true".utf8), 5 where text.elementsEqual("false".utf8):
      return (try table.addScalar(.boolean, range, text: range), end)
    default: break
    }
    if Self.isDate(text) || Self.isNotFinite(text) {
      return (try table.addScalar(.string, range, text: range), end)
    }
    guard let number = TOMLNumber.json(text) else { throw SyntaxError(.tomlValue, at: start) }
    let first = table.sideText.count
    table.sideText.append(contentsOf: number.text)
    let kind: Node.Kind = number.isInteger ? .integer : .float
    return (try table.addScalar(kind, range, sideFrom: first), end)
  }

  private static func isBareValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), .colon: true
    default: byte.isLetter || byte.isDigit
    }
  }

  private static func isNotFinite(_ text: [UInt8]) -> Bool {
    let word = text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") ? 1 : 0
    return text.count - word == 3
      && (text[word...].elementsEqual("inf".utf8) || text[word...].elementsEqual("nan".utf8))
  }

  /// Whether it has the form of a date, a time or both; `d` stands for a digit.
  private static func isDate(_ text: [UInt8]) -> Bool {
    func fits(_ form: StaticString, _ part: ArraySlice<UInt8>) -> Bool {
      guard part.count == form.utf8CodeUnitCount else { return false }
      return zip(part, form.description.utf8).allSatisfy { byte, wanted in
        wanted == UInt8(ascii: "d") ? byte.isDigit : byte == wanted
      }
    }
    func isTime(_ part: ArraySlice<UInt8>) -> Bool {
      guard fits("dd:dd:dd", part.prefix(8)) else { return false }
      let rest = part.dropFirst(8)
      guard let first = rest.first else { return true }
      return first == UInt8(ascii: ".") && rest.count > 1 && rest.dropFirst().allSatisfy(\.isDigit)
    }
    if isTime(text[...]) { return true }
    guard fits("dddd-dd-dd", text.prefix(10)) else { return false }
    if text.count == 10 { return true }
    guard text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: "t") || text[10] == 0x20 else {
      return false
    }
    var time = text[11...]
    if time.last == UInt8(ascii: "Z") || time.last == UInt8(ascii: "z") {
      time.removeLast()
    } else if fits("+dd:dd", time.suffix(6)) || fits("-dd:dd", time.suffix(6)) {
      time.removeLast(6)
    }
    return isTime(time)
  }
}

/// Numbers of TOML as JSON writes them.
enum TOMLNumber {
  /// `nil` where it is none. Other bases have at most 64 bits.
  static func json(_ text: [UInt8]) -> (text: [UInt8], isInteger: Bool)? {
    guard let plain = withoutUnderscores(text) else { return nil }
    if plain.count > 2, plain[0] == UInt8(ascii: "0"), plain[1].isLetter, plain[1] | 0x20 != 101 {
      let radix: Int
      switch plain[1] {
      case UInt8(ascii: "x"): radix = 16
      case UInt8(ascii: "o"): radix = 8
      case UInt8(ascii: "b"): radix = 2
      default: return nil
      }
      let digits = plain[2...]
      guard digits.allSatisfy({ $0.hexadecimal != nil }),
        let value = UInt64(String(decoding: digits, as: UTF8.self), radix: radix)
      else { return nil }
      return (Array(String(value).utf8), true)
    }
    var at = 0
    var json: [UInt8] = []
    if plain[0] == UInt8(ascii: "+") || plain[0] == UInt8(ascii: "-") {
      if plain[0] == UInt8(ascii: "-") { json.append(plain[0]) }
      at = 1
    }
    func digits(_ from: Int) -> Int {
      var end = from
      while end < plain.count, plain[end].isDigit { end += 1 }
      return end
    }
    let whole = digits(at)
    guard whole > at, whole == at + 1 || plain[at] != UInt8(ascii: "0") else { return nil }
    var end = whole
    if end < plain.count, plain[end] == UInt8(ascii: ".") {
      let fraction = digits(end + 1)
      guard fraction > end + 1 else { return nil }
      end = fraction
    }
    if end < plain.count, plain[end] | 0x20 == UInt8(ascii: "e") {
      var exponent = end + 1
      if exponent < plain.count,
        plain[exponent] == UInt8(ascii: "+") || plain[exponent] == UInt8(ascii: "-")
      {
        exponent += 1
      }
      let last = digits(exponent)
      guard last > exponent else { return nil }
      end = last
    }
    guard end == plain.count else { return nil }
    return (json + plain[at...], end == whole)
  }

  /// An underscore stands between two digits.
  private static func withoutUnderscores(_ text: [UInt8]) -> [UInt8]? {
    var plain: [UInt8] = []
    for (index, byte) in text.enumerated() {
      guard byte == UInt8(ascii: "_") else {
        plain.append(byte)
        continue
      }
      guard index > 0, index + 1 < text.count, text[index - 1].hexadecimal != nil,
        text[index + 1].hexadecimal != nil
      else { return nil }
    }
    return plain.isEmpty ? nil : plain
  }
}

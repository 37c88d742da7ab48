/// Which ways of writing a string read back as that string, by YAML 1.2 and by Kubernetes' reader
/// of YAML 1.1 alike. Where the two could differ, or another reader of the field could, it errs on
/// the side of quotes.
struct ScalarStyle {
  /// Nothing but characters that every style but the plain one takes as they are: no control
  /// character, no byte order mark, no line separator of YAML 1.1, no noncharacter.
  private(set) var isPrintable = true
  private(set) var hasTab = false
  private(set) var lineFeeds = 0
  private let text: [UInt8]

  init(_ text: [UInt8]) {
    self.text = text
    for index in text.indices {
      let byte = text[index]
      switch byte {
      case .tab: hasTab = true
      case .lineFeed: lineFeeds += 1
      case 0..<0x20, 0x7F: isPrintable = false
      case 0xC2:
        // U+0080 to U+009F: the C1 controls, NEL among them.
        if index + 1 < text.count, text[index + 1] < 0xA0 { isPrintable = false }
      case 0xE2:
        // U+2028 and U+2029 are line breaks in YAML 1.1.
        if text.has([0xE2, 0x80, 0xA8], at: index) || text.has([0xE2, 0x80, 0xA9], at: index) {
          isPrintable = false
        }
      case 0xEF:
        // U+FEFF, U+FFFE and U+FFFF.
        if text.has([0xEF, 0xBB, 0xBF], at: index) || text.has([0xEF, 0xBF, 0xBE], at: index)
          || text.has([0xEF, 0xBF, 0xBF], at: index)
        {
          isPrintable = false
        }
      default: break
      }
    }
  }

  /// Whether the text may stand without quotes.
  func isPlain(inFlow: Bool) -> Bool {
    guard isPrintable, !hasTab, lineFeeds == 0, let first = text.first, let last = text.last
    else { return false }
    if first == .space || last == .space || last == .colon { return false }
    // `-x` may begin a plain scalar, and as an argument of a command often does.
    let beginsWell =
      first.startsPlain
      || (first == .minus && text.count > 1 && text[1] != .space && !text[1].isFlowIndicator)
    if !beginsWell { return false }
    if text.has(Array("---".utf8), at: 0) || text.has(Array("...".utf8), at: 0) { return false }
    var before = first
    for byte in text.dropFirst() {
      if byte == .space && before == .colon { return false }
      if byte == .hash && before == .space { return false }
      if inFlow, byte.isFlowIndicator || before == .colon && byte.isFlowIndicator { return false }
      before = byte
    }
    return !ScalarStyle.looksTyped(text)
  }

  /// Whether the text may stand between single quotes on one line.
  var isSingleQuotable: Bool { isPrintable && !hasTab && lineFeeds == 0 }

  /// Whether the text may be a literal block scalar, as a person would write one: it has a line
  /// break, and some line that is not empty.
  var isLiteral: Bool {
    isPrintable && lineFeeds > 0 && lineFeeds < text.count
      && text.contains { $0 != .lineFeed && !$0.isWhite }
  }
}

// MARK: - Types

extension ScalarStyle {
  /// Whether some reader could take the text for something other than a string: null, a boolean, a
  /// number in any notation, a date, or the merge key.
  static func looksTyped(_ text: [UInt8]) -> Bool {
    guard let first = text.first else { return true }
    if text.count <= 5, words.contains(String(decoding: text.map(lowercase), as: UTF8.self)) {
      return true
    }
    let signed = first == .minus || first == .plus
    let body = signed ? text.dropFirst() : text[...]
    guard let start = body.first, start.isDigit || start == .period else { return false }
    return isNumber(body) || isRadix(body) || isSexagesimal(body) || isDate(body)
  }

  private static let words: Set<String> = [
    "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".inf", "+.inf",
    "-.inf", ".nan",
  ]

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  /// Digits with underscores, at most one period, an exponent: `1_000`, `.5`, `1.`, `1e3`, `0777`.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var digits = 0
    var periods = 0
    var rest = text
    while let byte = rest.first, byte.isDigit || byte == .underscore || byte == .period {
      if byte.isDigit { digits += 1 }
      if byte == .period { periods += 1 }
      rest = rest.dropFirst()
    }
    guard digits > 0, periods <= 1 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == 0x65 else { return false }
    rest = rest.dropFirst()
    if rest.first == .plus || rest.first == .minus { rest = rest.dropFirst() }
    return rest.allSatisfy { $0.isDigit || $0 == .underscore }
  }

  /// `0x1F`, `0o17`, `0b101`, with underscores.
  private static func isRadix(_ text: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(text)
    guard bytes.count > 2, bytes[0] == .zero else { return false }
    guard [UInt8(ascii: "x"), UInt8(ascii: "o"), UInt8(ascii: "b")].contains(bytes[1] | 0x20)
    else { return false }
    return bytes.dropFirst(2).allSatisfy { $0.hexadecimal != nil || $0 == .underscore }
  }

  /// Numbers to the base of 60, `1:30` or `190:20:30.15`: integers and floats of YAML 1.1.
  private static func isSexagesimal(_ text: ArraySlice<UInt8>) -> Bool {
    text.contains(.colon)
      && text.allSatisfy { $0.isDigit || $0 == .colon || $0 == .underscore || $0 == .period }
  }

  /// `2001-12-14`, alone or before a time: a timestamp of YAML 1.1.
  private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: .minus, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[0].allSatisfy(\.isDigit) else {
      return false
    }
    guard (1...2).contains(parts[1].count), parts[1].allSatisfy(\.isDigit) else { return false }
    let day = parts[2].prefix { $0.isDigit }
    guard (1...2).contains(day.count) else { return false }
    guard let next = parts[2].dropFirst(day.count).first else { return true }
    return next | 0x20 == UInt8(ascii: "t") || next.isWhite
  }
}

extension [UInt8] {
  /// Whether these bytes stand at an offset.
  func has(_ bytes: [UInt8], at offset: Int) -> Bool {
    offset + bytes.count <= count && self[offset..<offset + bytes.count].elementsEqual(bytes)
  }
}

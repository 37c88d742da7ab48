import Documents
import JSONSyntax
import Schemas

/// Reads texts as the types that a schema asks for, and as nothing else: what has not the form of
/// the type stays a text, which the schema then refuses.
///
/// Of several types the first counts whose form the text has, in the order null (the empty text),
/// boolean, integer, number, list, object, string. Numbers have JSON's form: no `+`, no leading
/// zeros, no white space. Lists and objects are JSON, lists with `x-separator` the texts between.
package struct TypedReading: Sendable {
  /// The spellings of the two booleans.
  package var trueWords: [String]
  package var falseWords: [String]

  package init(trueWords: [String] = ["true"], falseWords: [String] = ["false"]) {
    self.trueWords = trueWords
    self.falseWords = falseWords
  }

  /// What a text is as one of the types.
  enum Form {
    case text
    case null
    case boolean(Bool)
    case integer
    case number
    /// The parts between separators.
    case list([Range<Int>])
    /// A list or an object.
    case json(Document)
  }

  func form(_ text: Span<UInt8>, _ plan: ReadingPlan) -> Form {
    let types = plan.types
    if types.isEmpty || types == .string { return .text }
    if text.count == 0, types.contains(.null), !types.contains(.string) { return .null }
    if types.contains(.boolean) {
      if Self.isAmong(trueWords, text) { return .boolean(true) }
      if Self.isAmong(falseWords, text) { return .boolean(false) }
    }
    if types.meets(.numbers), let isInteger = Self.number(text) {
      if isInteger { return .integer }
      // An integer may be written 1.0.
      return .number
    }
    if types.contains(.array), let separator = plan.separator {
      return .list(Self.parts(text, separator.utf8Span.span))
    }
    return structure(text, types)
  }

  private func structure(_ text: Span<UInt8>, _ types: TypeSet) -> Form {
    guard types.meets(.containers) else { return .text }
    let start = text.skippingWhite(from: 0)
    let isList = text.at(start) == UInt8(ascii: "[") && types.contains(.array)
    let isObject = text.at(start) == UInt8(ascii: "{") && types.contains(.object)
    guard isList || isObject else { return .text }
    var bytes: [UInt8] = []
    bytes.append(text, 0..<text.count)
    guard let document = try? JSONParser.parse(Source(bytes), limits: EmbeddedDocument.limits)
    else { return .text }
    return .json(document)
  }

  private static func isAmong(_ words: [String], _ text: Span<UInt8>) -> Bool {
    for word in words {
      let wanted = word.utf8Span.span
      guard wanted.count == text.count else { continue }
      var isSame = true
      for index in text.indices where text[index] != wanted[index] { isSame = false }
      if isSame { return true }
    }
    return false
  }

  /// Whether a text is a number as JSON writes them.
  package static func isNumber(_ text: Span<UInt8>) -> Bool { number(text) != nil }

  /// Whether a text is a number of JSON, and if so, an integer; RFC 8259 §6.
  static func number(_ text: Span<UInt8>) -> Bool? {
    var at = text.at(0) == UInt8(ascii: "-") ? 1 : 0
    func digits(_ start: Int) -> Int {
      var end = start
      while text.at(end).isDigit { end += 1 }
      return end
    }
    let whole = digits(at)
    guard whole > at, whole == at + 1 || text[at] != 48 else { return nil }
    at = whole
    if text.at(at) == UInt8(ascii: ".") {
      let end = digits(at + 1)
      guard end > at + 1 else { return nil }
      at = end
    }
    if text.at(at) | 0x20 == UInt8(ascii: "e") {
      var start = at + 1
      if text.at(start) == UInt8(ascii: "+") || text.at(start) == UInt8(ascii: "-") { start += 1 }
      let end = digits(start)
      guard end > start else { return nil }
      at = end
    }
    return at == text.count ? at == whole : nil
  }

  /// The parts between separators without white space around them; none of an empty text.
  private static func parts(_ text: Span<UInt8>, _ separator: Span<UInt8>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    func blank(_ index: Int) -> Bool { text[index].isWhite || text[index].isBreak }
    func add(_ start: Int, _ end: Int) {
      var (start, end) = (start, end)
      while start < end, blank(start) { start += 1 }
      while end > start, blank(end - 1) { end -= 1 }
      parts.append(start..<end)
    }
    var start = 0
    var at = 0
    while at + separator.count <= text.count {
      var isHere = true
      for offset in separator.indices where text[at + offset] != separator[offset] {
        isHere = false
        break
      }
      if isHere {
        add(start, at)
        at += separator.count
        start = at
      } else {
        at += 1
      }
    }
    add(start, text.count)
    if parts.count == 1, parts[0].isEmpty { return [] }
    return parts
  }
}

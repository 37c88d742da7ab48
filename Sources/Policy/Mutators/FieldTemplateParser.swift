/// Reads templates with fields: one pass over the bytes.
struct FieldTemplateParser {
  static let names = ["name", "namespace", "kind", "serviceAccount", "labels", "annotations"]

  private let bytes: [UInt8]
  private var at = 0

  private init(_ text: String) {
    bytes = Array(text.utf8)
  }

  static func parse(_ text: String) throws(FieldTemplateError) -> FieldTemplate {
    var parser = FieldTemplateParser(text)
    return FieldTemplate(parts: try parser.parts())
  }

  private mutating func parts() throws(FieldTemplateError) -> [FieldTemplate.Part] {
    var parts: [FieldTemplate.Part] = []
    var literal: [UInt8] = []
    while at < bytes.count {
      if starts(with: "$${") {
        literal.append(contentsOf: "${".utf8)
        at += 3
      } else if starts(with: "${") {
        if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
        literal.removeAll(keepingCapacity: true)
        parts.append(try field())
      } else {
        literal.append(bytes[at])
        at += 1
      }
    }
    if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
    return parts
  }

  private func starts(with word: String) -> Bool { bytes[at...].starts(with: word.utf8) }

  private mutating func field() throws(FieldTemplateError) -> FieldTemplate.Part {
    let start = at
    at += 2
    let nameStart = at
    while at < bytes.count, isLetter(bytes[at]) { at += 1 }
    let name = String(decoding: bytes[nameStart..<at], as: UTF8.self)
    let field: FieldTemplate.Field
    switch name {
    case "name": field = .name
    case "namespace": field = .namespace
    case "kind": field = .kind
    case "serviceAccount": field = .serviceAccount
    case "labels": field = .label(try key(of: name, start))
    case "annotations": field = .annotation(try key(of: name, start))
    default:
      let end = bytes[nameStart...].firstIndex(of: UInt8(ascii: "}"))
      guard let end else { throw FieldTemplateError(reason: .unclosed, offset: start) }
      let whole = String(decoding: bytes[nameStart..<end], as: UTF8.self)
      throw FieldTemplateError(reason: .unknown(whole), offset: nameStart)
    }
    let trim = try trim(start)
    guard at < bytes.count else { throw FieldTemplateError(reason: .unclosed, offset: start) }
    guard bytes[at] == UInt8(ascii: "}") else {
      throw FieldTemplateError(reason: .trailing, offset: at)
    }
    at += 1
    return .field(field, trim)
  }

  /// `['key']` or `["key"]`.
  private mutating func key(
    of name: String, _ start: Int
  ) throws(FieldTemplateError) -> String {
    let error = FieldTemplateError(reason: .noKey(name), offset: start + 2)
    guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "[") else { throw error }
    let quote = bytes[at + 1]
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { throw error }
    let keyStart = at + 2
    guard let end = bytes[keyStart...].firstIndex(of: quote), end > keyStart,
      end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "]")
    else { throw error }
    at = end + 2
    return String(decoding: bytes[keyStart..<end], as: UTF8.self)
  }

  /// `%ending` or `#beginning`, up to the closing brace.
  private mutating func trim(_ start: Int) throws(FieldTemplateError) -> FieldTemplate.Trim {
    guard at < bytes.count else { return .none }
    let mark = bytes[at]
    guard mark == UInt8(ascii: "%") || mark == UInt8(ascii: "#") else { return .none }
    guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "}")) else {
      throw FieldTemplateError(reason: .unclosed, offset: start)
    }
    guard end > at + 1 else { throw FieldTemplateError(reason: .emptyTrim, offset: at) }
    let text = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
    at = end
    return mark == UInt8(ascii: "%") ? .suffix(text) : .prefix(text)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }
}

extension FieldTemplate {
  /// Reads a template; throws with the byte offset of what cannot be.
  package init(parsing text: String) throws(FieldTemplateError) {
    self = try FieldTemplateParser.parse(text)
  }
}
